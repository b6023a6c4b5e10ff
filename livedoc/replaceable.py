"""A sandbox that gives way to a new one where a job broke it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, Protocol, TypeVar

from livedoc.errors import SandboxError


class Startable(Protocol):
    """What is started before its use and stopped after it."""

    def start(self) -> None:
        """Start it; raises SandboxError where that fails."""

    def stop(self) -> None:
        """End it; harmless where it has ended."""


Box = TypeVar("Box", bound=Startable)
Result = TypeVar("Result")


class Replaceable(Generic[Box]):
    """One sandbox after another, made by `make` when it is needed."""

    def __init__(self, make: Callable[[], Box]) -> None:
        self._make = make
        self._box: Box | None = None
        self._used = False

    @property
    def box(self) -> Box:
        """Return the sandbox at hand, started if need be."""
        if self._box is None:
            self._box, self._used = self._make(), False
            self._box.start()
        return self._box

    def begin(self, task: Callable[[Box], Result]) -> Result:
        """Begin a job. Where the sandbox fails that an earlier one used, begin it in a new one.

        Raises SandboxError where a new one fails too: that is this job's own doing.
        """
        while True:
            used = self._used
            try:
                box = self.box
                self._used = True
                return task(box)
            except SandboxError:
                self.stop()
                if not used:
                    raise

    def stop(self) -> None:
        """End the sandbox at hand, if there is one; the next use makes another."""
        box, self._box = self._box, None
        self._used = False
        if box is not None:
            box.stop()
