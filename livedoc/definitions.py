"""Definitions that were read before: reading TOML and trying each regex takes most of a start."""

from __future__ import annotations

import hashlib
import json
from contextlib import suppress
from pathlib import Path

from pydantic import ValidationError

from livedoc.atomic import write_atomically
from livedoc.model import KNOWN_GOOD, Example

MODEL = Path(__file__).with_name("model.py")


class Definitions:
    """The valid definitions of a checkout by the digest of their text; may be lost at any time."""

    def __init__(self, path: Path) -> None:
        self._path = path
        # What another model found valid may not be so for this one.
        self._model = hashlib.sha256(MODEL.read_bytes()).hexdigest()
        self._kept: dict[str, object] = {}
        self._used: dict[str, object] = {}
        with suppress(OSError, ValueError, KeyError, TypeError):
            content = json.loads(path.read_bytes())
            if content["model"] == self._model:
                self._kept = dict(content["definitions"])

    def get(self, source: str) -> Example | None:
        """Return what a text defines, where that is known."""
        digest = _digest(source)
        if digest not in self._kept:
            return None
        try:
            example = Example.model_validate(self._kept[digest], context=KNOWN_GOOD)
        except ValidationError:
            return None
        self._used[digest] = self._kept[digest]
        return example

    def add(self, source: str, example: Example) -> None:
        """Take in what a text defines."""
        self._used[_digest(source)] = example.model_dump(mode="json", exclude_defaults=True)

    def keep(self) -> None:
        """Write what was used, and nothing else, for the next time; not where that cannot be."""
        if self._used.keys() == self._kept.keys():
            return
        with suppress(OSError):
            self._path.parent.mkdir(exist_ok=True)
            content = {"model": self._model, "definitions": self._used}
            write_atomically(self._path, json.dumps(content, ensure_ascii=False))


def _digest(source: str) -> str:
    return hashlib.sha256(source.encode()).hexdigest()
