"""How a run measures, and where it puts what it finds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from bench.figures import FIGURES, digits, summary


@dataclass(frozen=True)
class Options:
    """What was asked for, and what was found so far."""

    everything: bool = False
    asked_times: int | None = None
    figures: dict[str, list[float]] = field(default_factory=dict)
    notes: dict[str, str] = field(default_factory=dict)

    def times(self, usual: int) -> int:
        """Return how often to measure: as asked, else as is usual for the figure."""
        return self.asked_times or usual

    def with_times(self, times: int) -> Options:
        """Return the same with another number of times, unless one was asked for."""
        return replace(self, asked_times=self.asked_times or times)

    def keep(self, name: str, values: Sequence[float]) -> None:
        """Keep a figure, and say so: a whole run takes minutes."""
        self.figures[name] = list(values)
        figure = FIGURES[name]
        print(f"{name}: {digits(summary(values)[0], figure.unit)}  {figure.en}", flush=True)

    def note(self, name: str, why: str) -> None:
        """Keep why something was not measured, or what it leaves out."""
        self.notes[name] = why
        print(f"{name}: {why}", flush=True)
