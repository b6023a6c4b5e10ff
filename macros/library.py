"""The examples and captures that pages draw from, each read once per build."""

from __future__ import annotations

import os
from pathlib import Path

from livedoc.catalog import LoadedExample, load_catalog
from livedoc.errors import LivedocError
from livedoc.model import Capture, Step, StepCapture
from livedoc.store import read_capture, read_timing, usable_capture
from livedoc.timing import Arrivals, fits


class Library:
    """The examples under a folder; raises DefinitionError where a definition is at fault."""

    def __init__(self, examples: Path) -> None:
        self.root = examples.parent
        self.catalog = load_catalog(examples)
        self._captures: dict[str, Capture | None] = {}
        self._timings: dict[str, dict[str, Arrivals]] = {}

    def example(self, name: str) -> LoadedExample:
        """Return an example, or raise UnknownNameError."""
        return self.catalog.example(name)

    def kept(self, loaded: LoadedExample) -> Capture | None:
        """Return an example's capture, or None where there is none, for whatever reason.

        For what draws from all examples: the page that shows one says what it lacks.
        """
        if loaded.name not in self._captures:
            self._captures[loaded.name] = usable_capture(loaded)
        return self._captures[loaded.name]

    def capture(self, loaded: LoadedExample) -> Capture | None:
        """Return an example's capture, or None where it was never run for want of Docker Hub.

        Raises LivedocError where a capture must exist and does not, or cannot be read.
        """
        capture = self.kept(loaded)
        if capture is None:
            read_capture(loaded)  # raises where there is one that cannot be read
        if capture is None and not loaded.example.requires:
            raise LivedocError(
                f"example {loaded.name!r} ({near(loaded.path)}) was never recorded; "
                f"run: make record EX={loaded.name}"
            )
        return capture

    def recorded(self, loaded: LoadedExample, step: Step) -> StepCapture | None:
        """Return what came back from a step, or None where it was not run for want of Docker Hub.

        Raises LivedocError where the capture lacks the step or holds another command's output.
        """
        capture = self.capture(loaded)
        found = capture.step(step.id) if capture else None
        if found and found.run == step.run:
            return found
        if loaded.example.requires:
            return None
        fault = (
            f"was recorded with another command: expected {step.run!r}, found {found.run!r}"
            if found
            else "was never recorded"
        )
        raise LivedocError(
            f"step {step.id!r} of example {loaded.name!r} "
            f"({near(loaded.path)}:{loaded.line(step.id)}) {fault}; "
            f"run: make record EX={loaded.name}"
        )

    def arrivals(self, loaded: LoadedExample, recorded: StepCapture) -> Arrivals:
        """Return when the lines of a step's output came; nothing where that was not kept of it."""
        if loaded.name not in self._timings:
            self._timings[loaded.name] = read_timing(loaded)
        arrivals = self._timings[loaded.name].get(recorded.id, ())
        return arrivals if fits(arrivals, recorded.output) else ()


_READ: dict[Path, Library] = {}


def read_library(examples: Path) -> Library:
    """Read the examples under a folder anew, for a build that begins."""
    _READ[examples] = Library(examples)
    return _READ[examples]


def library_of(examples: Path) -> Library:
    """Return what the build under way has read."""
    return _READ[examples]


def near(path: Path) -> str:
    """Return a path as a person in the project's folder would type it."""
    return os.path.relpath(path)
