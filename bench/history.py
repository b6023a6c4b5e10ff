"""Keeps what was measured: one small JSON file for each day and commit."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

# Paths and addresses, which an error may name.
_MACHINES_OWN = re.compile(r"\w+://\S+|(?<![\w.])/[\w.+-]+\S*")


@dataclass(frozen=True)
class Run:
    """What was measured of a commit, on what machine; `notes` say what was not, and why."""

    date: str
    commit: str
    machine: Mapping[str, str | int | float] = field(default_factory=dict)
    figures: Mapping[str, Sequence[float]] = field(default_factory=dict)
    notes: Mapping[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """Return the name of its file."""
        return f"{self.date[:10]}-{self.commit}.json"


def read(folder: Path) -> list[Run]:
    """Return all runs that were kept, the oldest one first."""
    runs = [Run(**json.loads(path.read_text(encoding="utf-8"))) for path in folder.glob("*.json")]
    return sorted(runs, key=lambda run: (run.date, run.commit))


def keep(run: Run, folder: Path) -> Path:
    """Write a run; what the same file has of other figures stays. Returns the path."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / run.name
    if path.exists():
        before = Run(**json.loads(path.read_text(encoding="utf-8")))
        notes = {name: why for name, why in before.notes.items() if name not in run.figures}
        run = replace(run, figures={**before.figures, **run.figures}, notes={**notes, **run.notes})
    rounded = replace(
        run,
        notes={name: _MACHINES_OWN.sub("…", why.split("\n")[0]) for name, why in run.notes.items()},
        figures={
            name: [round(value, 4) for value in values]
            for name, values in sorted(run.figures.items())
        },
    )
    path.write_text(_text(asdict(rounded)), encoding="utf-8")
    return path


def _text(run: dict[str, object]) -> str:
    """Return JSON with a line for each figure, so that two runs can be compared by eye."""
    parts = []
    for key, value in run.items():
        if isinstance(value, dict) and value:
            rows = [f"  {json.dumps(k)}: {json.dumps(v)}" for k, v in value.items()]
            parts.append(f" {json.dumps(key)}: {{\n" + ",\n".join(rows) + "\n }")
        else:
            parts.append(f" {json.dumps(key)}: {json.dumps(value)}")
    return "{\n" + ",\n".join(parts) + "\n}\n"
