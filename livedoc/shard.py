"""Divides work into parts that take about as long: `--shard 2/4` is the second of four."""

from __future__ import annotations

import heapq
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Self

from livedoc.catalog import LoadedExample
from livedoc.store import recorded_seconds

# Between two examples a sandbox is emptied and gets the next one's files; so it also is for what
# was never recorded.
BETWEEN_SECONDS = 0.5
FORM = re.compile(r"([0-9]{1,4})/([0-9]{1,4})")


def split(seconds: Mapping[str, float], parts: int) -> list[list[str]]:
    """Divide names by how long each takes: the longest first, each to the part with least to do.

    Every name is in exactly one part, and the same names are divided in the same way every time.
    """
    shares: list[list[str]] = [[] for _ in range(parts)]
    loads = [(0.0, part) for part in range(parts)]
    for name in sorted(seconds, key=lambda name: (-seconds[name], name)):
        load, part = loads[0]
        shares[part].append(name)
        heapq.heapreplace(loads, (load + seconds[name], part))
    return shares


def durations_of(examples: Iterable[LoadedExample]) -> dict[str, float]:
    """Return by name how long each example took when it was recorded, with what is around it."""
    return {loaded.name: BETWEEN_SECONDS + recorded_seconds(loaded) for loaded in examples}


@dataclass(frozen=True)
class Shard:
    """One part of several."""

    number: int
    count: int

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read `i/n`; raises ValueError with what was expected."""
        match = FORM.fullmatch(text)
        if match and 1 <= int(match[1]) <= int(match[2]):
            return cls(int(match[1]), int(match[2]))
        raise ValueError(f"expected i/n with 1 ≤ i ≤ n, like 2/4; found {text!r}")

    def of(self, seconds: Mapping[str, float]) -> set[str]:
        """Return the names that are this part's."""
        return set(split(seconds, self.count)[self.number - 1])
