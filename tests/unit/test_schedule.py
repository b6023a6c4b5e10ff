"""When a run will end, from the times that were recorded."""

from __future__ import annotations

import pytest

from livedoc.schedule import Schedule, in_words


class Clock:
    """A clock that is set by hand."""

    now = 0.0

    def __call__(self) -> float:
        """Return the time it was set to."""
        return self.now


@pytest.fixture
def clock() -> Clock:
    """Return a clock that stands at 0."""
    return Clock()


def test_what_is_left_is_shared_by_the_workers(clock: Clock) -> None:
    """Before anything is done, the recorded times are the best there is to go by."""
    assert Schedule({"a": 10, "b": 20, "c": 30}, 2, clock).left() == 30
    assert Schedule({"a": 40, "b": 20}, 2, clock).left() == 40  # one is not shared


def test_a_slower_machine_takes_longer(clock: Clock) -> None:
    """What is done says how much longer than recorded the rest will take."""
    schedule = Schedule({"a": 10, "b": 20}, 1, clock)
    schedule.begin("a")
    clock.now = 15
    assert schedule.end("a") == 15
    assert schedule.left() == 30


def test_what_is_under_way_counts_by_what_is_left_of_it(clock: Clock) -> None:
    """An example that takes longer than ever is nearly done, not less than done."""
    schedule = Schedule({"a": 10, "b": 20}, 2, clock)
    schedule.begin("a")
    clock.now = 4
    schedule.begin("a")
    schedule.begin("b")
    assert schedule.under_way() == ["a", "b"]
    assert schedule.left() == 20
    clock.now = 100
    assert schedule.left() == 0


def test_what_was_never_recorded_takes_as_long_as_the_others(clock: Clock) -> None:
    """An unknown time is that of the mean, and of a guess where all are unknown."""
    assert Schedule({"a": 10, "new": 0}, 1, clock).left() == 20
    assert Schedule({"new": 0}, 1, clock).left() > 0


def test_what_could_not_begin_is_done_all_the_same(clock: Clock) -> None:
    """It took no time, and nothing of it is left."""
    schedule = Schedule({"a": 10}, 1, clock)
    assert schedule.end("a") == 0
    assert (schedule.done, schedule.total, schedule.left()) == (1, 1, 0)


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0.04, "0.0 s"), (3.21, "3.2 s"), (4, "4 s"), (59.4, "59 s"), (61, "1 min 1 s")],
)
def test_times_are_said_as_one_says_them(seconds: float, words: str) -> None:
    """No more digits than anybody needs."""
    assert in_words(seconds) == words
