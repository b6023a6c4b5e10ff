"""One broken variant of an example."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from livedoc.catalog import LoadedExample
from livedoc.model import Capture, Step


@dataclass(frozen=True)
class Mutant:
    """What is broken where: in a step, in a file the reader has, or in the captured output.

    `where` is `step <id>`, `file <name>` or `capture <step id>`; `steps`, `files` and `capture`
    hold what replaces the example's own.
    """

    loaded: LoadedExample
    kind: str
    where: str
    before: str
    after: str
    steps: tuple[Step, ...] | None = None
    files: tuple[tuple[str, str], ...] = ()
    capture: Capture | None = None

    @property
    def id(self) -> str:
        """Return a name that lasts as long as what is broken does."""
        text = "\0".join((self.loaded.name, self.kind, self.where, self.before, self.after))
        return hashlib.sha256(text.encode()).hexdigest()[:8]

    def example(self, folder: Path, time_out: Callable[[Step], float]) -> LoadedExample:
        """Return the broken example; files that differ are written to `folder`.

        `time_out` says for each of its steps how many seconds it may take.
        """
        steps = self.loaded.example.steps if self.steps is None else self.steps
        timed = tuple(step.model_copy(update={"timeout": time_out(step)}) for step in steps)
        definition = self.loaded.example.model_copy(update={"steps": timed})
        return replace(self.loaded, example=definition, instead=self._written(folder))

    def _written(self, folder: Path) -> Mapping[str, Path]:
        written = {}
        for name, text in self.files:
            path = folder / f"{self.id}-{Path(name).name}"
            path.write_text(text, encoding="utf-8")
            path.chmod(self.loaded.file(name).stat().st_mode)
            written[name] = path
        return written

    def __str__(self) -> str:
        return f"{self.id}  {self.loaded.name}, {self.where}: {self.kind}"
