"""What is seen of a run under way, in a terminal and elsewhere."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from livedoc.progress import RunProgress, slowest
from livedoc.schedule import Schedule
from tests.unit.writing import example, step


def output_of(tmp_path: Path, *, terminal: bool) -> str:
    """Return all that is printed of a run of one example."""
    loaded = example(tmp_path, step("one", "echo one"))
    console = Console(
        file=StringIO(), force_terminal=terminal, width=100, color_system=None, soft_wrap=True
    )
    with RunProgress(console, Schedule({"hello": 3}, 1)) as progress:
        progress.step(loaded, loaded.example.steps[0])
        progress.ended("hello", "recorded: hello")
    assert isinstance(console.file, StringIO)
    return console.file.getvalue()


def test_elsewhere_there_are_plain_lines(tmp_path: Path) -> None:
    """A log has a line for each example, and nothing that was rewritten."""
    assert output_of(tmp_path, terminal=False) == "1/1 recorded: hello (0.0 s)\n"


def test_a_terminal_shows_what_is_under_way(tmp_path: Path) -> None:
    """The line that is rewritten names the step, and says how much is left of the whole."""
    output = output_of(tmp_path, terminal=True)
    assert "hello / one" in output
    assert "0/1" in output and "left" in output
    assert "1/1 recorded: hello" in output


def test_a_step_may_begin_while_another_does(tmp_path: Path) -> None:
    """What one worker is about to say never fails another's example."""
    one = example(tmp_path, step("one", "echo one"))

    class Meanwhile(Schedule):
        def begin(self, name: str) -> None:
            super().begin(name)
            seen.append(progress.under_way())

    seen: list[str] = []
    console = Console(file=StringIO(), width=100)
    with RunProgress(console, Meanwhile({"hello": 3}, 2)) as progress:
        progress.step(one, one.example.steps[0])
    assert seen == ["hello / one"]


def test_the_slowest_steps_are_listed() -> None:
    """The longest comes first, and no more than were asked for."""
    times = [("a / one", 1.0), ("a / two", 3.0), ("b / one", 2.0)]
    assert slowest(times, 2) == [
        "the slowest of 3 steps:",
        "    3.0 s  a / two",
        "    2.0 s  b / one",
    ]


@pytest.mark.parametrize(("times", "count"), [([], 5), ([("a / one", 1.0)], 0)])
def test_nothing_to_list_is_not_listed(times: list[tuple[str, float]], count: int) -> None:
    """There is no heading over nothing."""
    assert slowest(times, count) == []
