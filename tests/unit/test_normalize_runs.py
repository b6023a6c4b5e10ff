"""Two runs differ in nothing but volatile text and in what runs side by side, or it shows."""

from __future__ import annotations

import random
from dataclasses import dataclass

from hypothesis import assume, given
from hypothesis import strategies as st

from livedoc.normalize import Normalizer

# No letter of a hexadecimal number, and none that a unit, a month or a state is written with.
WORD = st.text("ghjklpqrtvwxyz", min_size=3, max_size=9)
KINDS = ("id", "long", "digest", "clock", "stamp", "ago", "size", "port", "ip", "mac", "took")


def volatile(kind: str, key: int, seed: int, place: int) -> str:
    """Return a volatile text as one run has it: an identity by its key, all else by its place."""
    own = random.Random(f"{seed} {kind} {key}")
    chance = random.Random(f"{seed} {place}")
    letters = "".join(own.choices("0123456789abcdef", k=60))
    free = chance.randint
    clock = f"{free(10, 23)}:{free(10, 59)}:{free(10, 59)}"
    return {
        "id": f"a1{letters[:10]}",
        "long": f"a1b{letters}2",
        "digest": f"sha256:c3{letters}9a",
        "clock": clock,
        "stamp": f"2026-{free(10, 12)}-{free(10, 28)}T{clock}.{free(0, 9)}Z",
        "ago": f"{free(2, 59)} {chance.choice(['seconds', 'minutes', 'hours'])} ago",
        "size": f"{free(1, 999)}.{free(0, 99)}{chance.choice(['kB', 'MB', 'GB'])}",
        "port": f"0.0.0.0:{33000 + key * 1000 + own.randint(0, 999)}",
        "ip": f"172.{17 + key}.0.{own.randint(2, 250)}",
        "mac": f"02:42:ac:1{key}:00:0{own.randint(1, 9)}",
        "took": f"{free(0, 9)}.{free(0, 999)}s",
    }[kind]


FIELD = st.one_of(WORD, st.tuples(st.sampled_from(KINDS), st.integers(0, 3)))
Line = list[str | tuple[str, int]]
OUTPUT = st.lists(st.lists(FIELD, min_size=1, max_size=6), min_size=1, max_size=8)


def printed(output: list[Line], seed: int) -> str:
    """Return an output as the run of this seed prints it."""
    return "\n".join(
        " ".join(
            field if isinstance(field, str) else volatile(*field, seed, 10 * row + column)
            for column, field in enumerate(line)
        )
        for row, line in enumerate(output)
    )


def normal(text: str) -> str:
    """Return the comparable form of an example's only step."""
    return Normalizer()(text)


@given(OUTPUT, st.integers(0, 2**30), st.integers(0, 2**30))
def test_two_runs_are_alike(output: list[Line], one: int, other: int) -> None:
    """What differs by nature makes no difference, and one identity is one in every line."""
    assert normal(printed(output, one)) == normal(printed(output, other))


@given(OUTPUT, st.integers(0, 2**30), st.data())
def test_no_other_change_is_hidden(output: list[Line], seed: int, data: st.DataObject) -> None:
    """A word that is another, is lost, or is new shows, beside whatever volatile text it stands."""
    places = [
        (row, column)
        for row, line in enumerate(output)
        for column, field in enumerate(line)
        if isinstance(field, str)
    ]
    assume(places)
    row, column = data.draw(st.sampled_from(places))
    word = data.draw(WORD)
    line = output[row]
    changed = data.draw(
        st.sampled_from(
            [
                [*line[:column], word, *line[column + 1 :]],
                [*line[:column], *line[column + 1 :]],
                [*line[:column], word, *line[column:]],
            ]
        )
    )
    assume(changed != line)
    broken = [*output[:row], changed, *output[row + 1 :]]
    assert normal(printed(broken, seed)) != normal(printed(output, seed))


@dataclass(frozen=True)
class Block:
    """A step of a build: its name, what its command printed, and how it ended."""

    name: str
    log: tuple[str, ...]
    end: str


BLOCKS = st.lists(
    st.builds(
        Block,
        WORD.map(lambda word: f"[{word} 1/2] RUN {word}"),
        st.lists(WORD, max_size=4).map(tuple),
        st.sampled_from(["DONE", "CACHED"]),
    ),
    min_size=1,
    max_size=4,
    unique_by=lambda block: block.name,
)


def built(blocks: list[Block], chance: random.Random) -> str:
    """Return a build's progress with its blocks mixed as they may be: each in its own order."""
    numbers = list(range(1, len(blocks) + 1))
    chance.shuffle(numbers)
    lines = {
        number: [
            block.name,
            *(f"{chance.randint(0, 99)}.{chance.randint(100, 999)} {line}" for line in block.log),
            f"DONE {chance.randint(0, 9)}.{chance.randint(0, 9)}s"
            if block.end == "DONE"
            else block.end,
        ]
        for number, block in zip(numbers, blocks, strict=True)
    }
    result, last = ['#0 building with "default" instance using docker driver', ""], 0
    while lines:
        number = chance.choice(list(lines))
        if number != last and result[-1] and last in lines:
            result += [f"#{last} ...", ""]
        elif number != last and result[-1]:
            result.append("")
        result.append(f"#{number} {lines[number].pop(0)}")
        last = number
        if not lines[number]:
            del lines[number]
    return "\n".join(result)


@given(BLOCKS, st.integers(), st.integers())
def test_a_build_is_the_same_however_its_blocks_are_mixed(
    blocks: list[Block], one: int, other: int
) -> None:
    """Numbers, seconds and the order of what runs side by side are chance."""
    first, second = (built(blocks, random.Random(seed)) for seed in (one, other))
    assert normal(first) == normal(second)


@given(BLOCKS, st.integers(), st.data())
def test_a_line_of_a_build_is_never_hidden(
    blocks: list[Block], seed: int, data: st.DataObject
) -> None:
    """However the blocks are mixed, what a command printed is compared, and so is how it ended."""
    number = data.draw(st.integers(0, len(blocks) - 1))
    block, word = blocks[number], data.draw(WORD)
    other = "CACHED" if block.end == "DONE" else "DONE"
    changed = data.draw(
        st.sampled_from(
            [
                Block(block.name, (*block.log, word), block.end),
                Block(block.name, block.log[1:] or (word,), block.end),
                Block(block.name, block.log, other),
            ]
        )
    )
    assume(changed.log != block.log or changed.end != block.end)
    broken = [*blocks[:number], changed, *blocks[number + 1 :]]
    assert normal(built(blocks, random.Random(seed))) != normal(built(broken, random.Random(seed)))
