"""Work is divided into parts: all of it, each thing once, and about as much in each."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from livedoc.shard import Shard, split

SECONDS = st.dictionaries(st.text(max_size=5), st.floats(0, 100), max_size=30)


@given(SECONDS, st.integers(1, 40))
def test_the_parts_are_the_whole(seconds: dict[str, float], count: int) -> None:
    """Every name is in exactly one part."""
    parts = [Shard(number, count).of(seconds) for number in range(1, count + 1)]
    assert sorted(name for part in parts for name in part) == sorted(seconds)


@given(SECONDS, st.integers(1, 8))
def test_the_order_is_of_no_concern(seconds: dict[str, float], count: int) -> None:
    """The same names are divided in the same way, in whichever order they are found."""
    assert split(dict(reversed(seconds.items())), count) == split(seconds, count)


@given(SECONDS, st.integers(1, 8))
def test_no_part_is_much_longer_than_another(seconds: dict[str, float], count: int) -> None:
    """Two parts differ by no more than the longest thing takes."""
    loads = [sum(seconds[name] for name in part) for part in split(seconds, count)]
    assert max(loads) - min(loads) <= max(seconds.values(), default=0) + 1e-6


@pytest.mark.parametrize("text", ["", "2", "0/2", "3/2", "1/0", "-1/2", "a/b", "1/2/3", "1 / 2"])
def test_what_is_no_part_is_refused(text: str) -> None:
    """The message says what was expected, and what was found."""
    with pytest.raises(ValueError, match="expected i/n with 1 ≤ i ≤ n, like 2/4; found") as raised:
        Shard.parse(text)
    assert repr(text) in str(raised.value)


def test_a_part_is_read() -> None:
    """The second of four, and the only one."""
    assert (Shard.parse("2/4"), Shard.parse("1/1")) == (Shard(2, 4), Shard(1, 1))
