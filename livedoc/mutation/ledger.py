"""What became of mutants in earlier runs, and which are known to break nothing."""

from __future__ import annotations

import hashlib
import json
import re
import tomllib
from pathlib import Path

from livedoc.errors import LivedocError
from livedoc.fingerprint import fingerprint
from livedoc.mutation.judge import Judged
from livedoc.mutation.mutant import Mutant


class Ledger:
    """Keeps verdicts in a file, line by line, so that a run broken off is gone on with."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._known: dict[str, dict[str, str]] = {}
        if path.exists():
            for line in path.read_text(encoding="utf-8").splitlines():
                try:
                    entry = json.loads(line)
                    self._known[entry["key"]] = entry
                except (ValueError, KeyError):
                    continue  # the last line of a run that was killed

    def verdict(self, mutant: Mutant) -> Judged | None:
        """Return what became of a mutant of the example as it is now, if it is known."""
        entry = self._known.get(_key(mutant))
        if entry is None:
            return None
        return Judged(mutant, entry["verdict"], entry["why"])  # type: ignore[arg-type]

    def keep(self, judged: Judged) -> None:
        """Keep a verdict; what was not run may be tried again."""
        if judged.verdict in ("not run", "not tried"):
            return
        key = _key(judged.mutant)
        entry = {"key": key, "verdict": judged.verdict, "why": judged.why}
        self._known[key] = entry
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with self._path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(entry) + "\n")


class Equivalents:
    """The mutants that break nothing a reader could see, each with the reason.

    An entry names one by its `id`, or all whose broken line matches `before`. Raises LivedocError
    where the file is not as it should be.
    """

    def __init__(self, path: Path) -> None:
        self._by_id: dict[str, str] = {}
        self._by_line: list[tuple[re.Pattern[str], str]] = []
        try:
            entries = tomllib.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
            for entry in entries.get("mutant", []):
                if "id" in entry:
                    self._by_id[entry["id"]] = entry["why"]
                else:
                    self._by_line.append((re.compile(entry["before"]), entry["why"]))
        except (tomllib.TOMLDecodeError, KeyError, TypeError, re.error) as error:
            expected = "[[mutant]] with why, and id or before"
            raise LivedocError(f"{path}: expected {expected}: {error}") from None

    def why(self, mutant: Mutant) -> str | None:
        """Return why a mutant breaks nothing, or None where nobody says so."""
        if mutant.id in self._by_id:
            return self._by_id[mutant.id]
        found = (why for line, why in self._by_line if line.fullmatch(mutant.before))
        return next(found, None)


def _key(mutant: Mutant) -> str:
    state = fingerprint(mutant.loaded).model_dump_json()
    return f"{mutant.id}-{hashlib.sha256(state.encode()).hexdigest()[:12]}"
