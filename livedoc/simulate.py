"""How long a run would take on so many engines, from how long its examples took."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from livedoc.shard import split

ENGINES = (1, 2, 4, 8, 16, 32, 64)
STARTUP_SECONDS = 3.0  # of a sandbox, where that was not measured


def wall_times(durations: Sequence[float], engines: Iterable[int], startup_s: float) -> list[float]:
    """Return the seconds from start to end for each number of engines, with one sandbox on each.

    Each engine takes the longest example that is left, as in a real run; a sandbox takes
    `startup_s` seconds to start. Nothing to do takes no time.
    """
    seconds = {str(number): each for number, each in enumerate(durations)}
    if not seconds:
        return [0.0 for _ in engines]
    return [
        startup_s + max(sum(seconds[name] for name in share) for share in split(seconds, count))
        for count in engines
    ]
