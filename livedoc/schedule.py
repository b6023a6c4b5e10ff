"""How long a run will still take, from how long its examples took when they were recorded."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from statistics import fmean

UNKNOWN_SECONDS = 5.0  # of an example, where none of a run was ever recorded


class Schedule:
    """What of a run is done, under way and to come. May be told of it by many threads.

    `seconds` maps the name of each example to how long it took, 0 where that is not known.
    """

    def __init__(
        self,
        seconds: Mapping[str, float],
        workers: int,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        known = [each for each in seconds.values() if each]
        usual = fmean(known) if known else UNKNOWN_SECONDS
        self._to_come = {name: each or usual for name, each in seconds.items()}
        self._workers = max(min(workers, len(seconds)), 1)
        self._clock = clock
        self._lock = threading.Lock()
        self._begun: dict[str, tuple[float, float]] = {}  # when, and how long it took before
        self._before = self._now = 0.0  # seconds that what is done took before, and takes now
        self.total = len(seconds)
        self.done = 0

    def begin(self, name: str) -> None:
        """Note that an example is under way; said again, it changes nothing."""
        with self._lock:
            if name in self._to_come:
                self._begun[name] = self._clock(), self._to_come.pop(name)

    def end(self, name: str) -> float:
        """Note that an example is done; returns how many seconds that took."""
        with self._lock:
            self.done += 1
            self._to_come.pop(name, None)  # where it could not even begin
            if name not in self._begun:
                return 0.0
            begun, before = self._begun.pop(name)
            took = self._clock() - begun
            self._before += before
            self._now += took
            return took

    def under_way(self) -> list[str]:
        """Return the names of the examples under way, the first one begun first."""
        with self._lock:
            return list(self._begun)

    def left(self) -> float:
        """Return how many seconds are left, at the pace of what is done."""
        with self._lock:
            pace = self._now / self._before if self._before else 1.0
            now = self._clock()
            running = [
                max(before * pace - (now - begun), 0.0) for begun, before in self._begun.values()
            ]
            to_come = [each * pace for each in self._to_come.values()]
            shared = (sum(running) + sum(to_come)) / self._workers
            return max([shared, *running, *to_come])


def in_words(seconds: float) -> str:
    """Return a time as one says it: tenths of a few seconds, seconds, then minutes and seconds."""
    if seconds < 10 and seconds != int(seconds):
        return f"{seconds:.1f} s"
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"
