"""What a person sees of a run: a line that is rewritten in a terminal, plain lines elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Self

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    Task,
    TextColumn,
    TimeElapsedColumn,
)
from rich.table import Column
from rich.text import Text

from livedoc.catalog import LoadedExample
from livedoc.model import Step
from livedoc.schedule import Schedule, in_words


class RunProgress:
    """Shows what is under way and when it will end. A context manager."""

    def __init__(self, console: Console, schedule: Schedule) -> None:
        self._console = console
        self._schedule = schedule
        self._steps: dict[str, str] = {}
        self._line = Progress(
            TextColumn(
                "{task.description}",
                table_column=Column(ratio=1, no_wrap=True, overflow="ellipsis"),
                markup=False,
            ),
            BarColumn(bar_width=20),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            _Left(schedule),
            console=console,
            expand=True,
            transient=True,
            refresh_per_second=4,
            disable=not console.is_terminal,
        )
        self._task = self._line.add_task("starting", total=schedule.total)

    def __enter__(self) -> Self:
        self._line.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._line.stop()

    def step(self, loaded: LoadedExample, step: Step) -> None:
        """Take note that a step begins; may be called by many threads."""
        # In this order: whom the schedule names, another thread looks up.
        self._steps[loaded.name] = step.id
        self._schedule.begin(loaded.name)
        self._line.update(self._task, description=self.under_way())

    def under_way(self) -> str:
        """Return the examples under way, each with its step."""
        return " · ".join(f"{name} / {self._steps[name]}" for name in self._schedule.under_way())

    def ended(self, name: str, outcome: str) -> None:
        """Print how an example ended, on a line of its own."""
        took = in_words(self._schedule.end(name))
        self._line.update(self._task, completed=self._schedule.done)
        self.print(f"{self._schedule.done}/{self._schedule.total} {outcome} ({took})")

    def print(self, text: str) -> None:
        """Print text above the line that is rewritten, as it is."""
        self._console.print(text)


class _Left(ProgressColumn):
    def __init__(self, schedule: Schedule) -> None:
        super().__init__()
        self._schedule = schedule

    def render(self, task: Task) -> Text:
        """Return how long the run will still take."""
        return Text(f"about {in_words(max(round(self._schedule.left()), 1))} left")


def slowest(times: Sequence[tuple[str, float]], count: int) -> list[str]:
    """Return the lines of a report of the `count` slowest steps; none where there are no times."""
    shown = sorted(times, key=lambda each: -each[1])[:count]
    if not shown:
        return []
    lines = [f"{seconds:7.1f} s  {name}" for name, seconds in shown]
    return [f"the slowest of {len(times)} steps:", *lines]
