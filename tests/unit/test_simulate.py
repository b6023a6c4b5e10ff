"""What more engines would bring is reckoned from recorded durations."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from livedoc.catalog import load_catalog
from livedoc.commands import simulate
from livedoc.paths import examples_root
from livedoc.shard import BETWEEN_SECONDS, durations_of
from livedoc.simulate import wall_times
from livedoc.store import read_capture

DURATIONS = st.lists(st.floats(0, 100), min_size=1, max_size=30)


def test_the_longest_example_comes_first() -> None:
    """Two engines share 4, 3, 2, 2 and 1 seconds evenly, and start at the same time."""
    assert wall_times([1, 2, 3, 2, 4], [1, 2, 5, 64], 3) == [15, 9, 7, 7]


def test_nothing_takes_no_time() -> None:
    """Where there is no example no sandbox is started."""
    assert wall_times([], [1, 64], 3) == [0, 0]


@given(DURATIONS, st.integers(1, 64), st.floats(0, 10))
def test_the_bounds_of_list_scheduling_hold(
    durations: list[float], engines: int, startup: float
) -> None:
    """Never below an even share or the longest example, never above the two together."""
    (wall,) = wall_times(durations, [engines], startup)
    least = max(max(durations), sum(durations) / engines)
    assert least - 1e-6 <= wall - startup
    assert wall - startup <= sum(durations) / engines + max(durations) + 1e-6


def test_an_example_takes_as_long_as_it_was_recorded() -> None:
    """Its steps' seconds, and what passes between two examples."""
    loaded = next(iter(load_catalog(examples_root())))
    capture = read_capture(loaded)
    assert capture
    steps = sum(step.seconds for step in capture.steps)
    assert durations_of([loaded]) == {loaded.name: pytest.approx(steps + BETWEEN_SECONDS)}


def test_the_table_has_a_row_for_each_number_of_engines() -> None:
    """From 1 to 64, with what bounds it."""
    console = Console(record=True, width=200)
    assert simulate.simulate(console, 3.0) == 0
    rows = console.export_text().splitlines()
    assert [row.split()[0] for row in rows[1:-1]] == ["1", "2", "4", "8", "16", "32", "64"]
    assert "none is quicker than" in rows[-1]
