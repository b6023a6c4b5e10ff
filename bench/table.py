"""One table of what was measured, as a terminal shows it and as a page does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bench.figures import FIGURES, Figure, digits, summary
from bench.history import Run


@dataclass(frozen=True)
class Row:
    """One figure of a run, in words."""

    name: str
    figure: Figure
    middle: str
    spread: str
    times: int
    goal: str
    met: bool | None  # None where there is no goal
    medians: tuple[float, ...]  # of all runs that have it, the oldest one first


def rows(run: Run, before: Sequence[Run] = ()) -> list[Row]:
    """Return a run's figures in their order, with how they went in the runs before it."""
    found = []
    for name, figure in FIGURES.items():
        values = run.figures.get(name)
        if not values:
            continue
        middle, least, most = summary(values)
        goal = figure.goal
        medians = [summary(each.figures[name])[0] for each in before if each.figures.get(name)]
        found.append(
            Row(
                name,
                figure,
                digits(middle, figure.unit),
                f"{digits(least, '').strip()}–{digits(most, '').strip()}",
                len(values),
                "" if goal is None else f"≤ {goal:g}{figure.unit if figure.unit == '×' else ''}",
                None if goal is None else middle <= goal,
                (*medians, middle),
            )
        )
    return found


def as_text(figures: Mapping[str, Sequence[float]], notes: Mapping[str, str]) -> str:
    """Return the table for a terminal; what was not measured stands below it."""
    head = ("figure", "median", "least–most", "times", "goal", "")
    verdicts = {True: "met", False: "MISSED", None: ""}
    lines = [
        (row.name, row.middle, row.spread, str(row.times), row.goal, verdicts[row.met])
        for row in rows(Run("", "", figures=figures))
    ]
    widths = [max(len(line[n]) for line in [head, *lines]) for n in range(len(head))]
    texts = []
    for line in [head, *lines]:
        cells = [cell.ljust(width) for cell, width in zip(line, widths, strict=True)]
        texts.append("  ".join(cells).rstrip())
        if line[0] in FIGURES:
            texts.append(f"    {FIGURES[line[0]].en}")
    texts += [f"not measured: {name}: {why}" for name, why in notes.items()]
    return "\n".join(texts)
