"""Chooses the cheat sheet's rows from all tested commands."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby

from livedoc.model import Localised
from macros.docker_calls import DockerCall, docker_calls
from macros.library import Library
from macros.uses import shown_steps

# Commands about as long as each other cost the same, and the one that the guide runs first wins.
_ABOUT = 16
_BESIDE_OTHERS = 48  # for a command that its step's comment is not about alone


@dataclass(frozen=True)
class Row:
    """A command of the guide, what it does, and where it is run."""

    call: DockerCall
    about: Localised
    address: str
    cost: int


@dataclass(frozen=True)
class Group:
    """The rows of one word after `docker`."""

    name: str
    rows: tuple[Row, ...]


def cheatsheet(library: Library, pages: Mapping[str, str]) -> list[Group]:
    """Return the groups by name; `pages` has the sources by the address of each page.

    Of each docker command there is the plainest form that the guide runs, and then as few others
    as show every flag that the guide uses with it.
    """
    rows = sorted(_all_rows(library, pages), key=lambda row: (row.call.command, row.cost))
    chosen = [
        row for _command, same in groupby(rows, lambda row: row.call.command) for row in _few(same)
    ]
    return [
        Group(name, tuple(group)) for name, group in groupby(chosen, lambda row: row.call.group)
    ]


def _all_rows(library: Library, pages: Mapping[str, str]) -> Iterator[Row]:
    """Yield a row for every docker command that works and that a page shows with its output."""
    for address, source in pages.items():
        for example, step_id in shown_steps(source, library):
            loaded = library.example(example)
            step = next((step for step in loaded.example.steps if step.id == step_id), None)
            if step is None or step.hidden or step.error or (step.exit and not step.interrupt):
                continue
            if library.kept(loaded) is None:
                continue
            calls = list(docker_calls(step.run))
            for call in calls:
                length = len(call.text) + (_BESIDE_OTHERS if len(calls) > 1 else 0)
                cost = math.ceil(length / _ABOUT)
                yield Row(call, step.about, f"{address}#{example}-{step_id}", cost)


def _few(rows: Iterator[Row]) -> Iterator[Row]:
    """Yield the plainest row, then the one that costs least for each flag it adds, till all are."""
    left = list(rows)
    seen: frozenset[str] = frozenset()
    best: Row | None = min(left, key=lambda row: (len(row.call.flags), row.cost))
    while best:
        yield best
        seen |= best.call.flags
        left = [row for row in left if row.call.flags - seen]
        best = min(left, key=lambda row: row.cost / len(row.call.flags - seen), default=None)
