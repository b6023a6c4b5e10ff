"""What `make bench` measured, as the page about it shows it."""

from __future__ import annotations

from pathlib import Path

from markupsafe import Markup

from bench.figures import digits, summary
from bench.history import Run, read
from bench.plot import line
from bench.table import Row, rows
from livedoc.shard import BETWEEN_SECONDS
from livedoc.simulate import ENGINES, STARTUP_SECONDS, wall_times
from macros.library import Library
from macros.rendering import render
from macros.texts import TEXTS

HISTORY = Path("bench") / "history"
SANDBOX = "starting.sandbox"
BIG = (480.0, 120.0)


def bench_table(library: Library, language: str) -> str:
    """Return the figures of the last run, each with its course; a note where there is no run."""
    last, found = _last(library)
    lines = {row.name: Markup(line(row.medians, row.figure.goal, _course(row))) for row in found}
    return render("bench.html", language, run=last, rows=found, lines=lines)


def engines_table(library: Library, language: str) -> str:
    """Return how long all examples would take on so many engines, reckoned from their captures."""
    seconds, startup = _seconds(library), _startup(library)
    times = wall_times(seconds, ENGINES, startup)
    return render(
        "engines.html",
        language,
        startup=digits(startup, "s"),
        examples=len(seconds),
        rows=_engines(times),
        curve=Markup(line(times, None, "", *BIG)),
    )


def table_in_markdown(macro: str, library: Library, language: str) -> str:
    """Return what one of the two shows as a Markdown table, with how it was reckoned above it."""
    texts = TEXTS[language]
    if macro == "engines":
        seconds, startup = _seconds(library), _startup(library)
        how = texts["engines_how"].format(examples=len(seconds), startup=digits(startup, "s"))
        head = [texts["engines_count"], texts["engines_time"], texts["engines_faster"]]
        times = _engines(wall_times(seconds, ENGINES, startup))
        return f"{how}\n\n" + _pipes([head, *([str(count), *rest] for count, *rest in times)])
    _, found = _last(library)
    if not found:
        return texts["bench_none"]
    head = [texts[f"bench_{name}"] for name in ("figure", "median", "spread", "goal")]
    return _pipes([head, *([r.figure.text(language), r.middle, r.spread, r.goal] for r in found)])


def _pipes(rows: list[list[str]]) -> str:
    lines = ["| " + " | ".join(row) + " |" for row in rows]
    return "\n".join([lines[0], "|" + "---|" * len(rows[0]), *lines[1:]])


def _last(library: Library) -> tuple[Run | None, list[Row]]:
    runs = read(library.root / HISTORY)
    return (runs[-1], rows(runs[-1], runs[:-1])) if runs else (None, [])


def _seconds(library: Library) -> list[float]:
    captures = (library.kept(loaded) for loaded in library.catalog)
    return [BETWEEN_SECONDS + (capture.seconds if capture else 0) for capture in captures]


def _engines(times: list[float]) -> list[tuple[int, str, str]]:
    return [
        (count, f"{int(time) // 60}:{int(time) % 60:02}", digits(times[0] / time, "×"))
        for count, time in zip(ENGINES, times, strict=True)
        if time
    ]


def _startup(library: Library) -> float:
    runs = read(library.root / HISTORY)
    measured = [run.figures[SANDBOX] for run in runs if run.figures.get(SANDBOX)]
    return summary(measured[-1])[0] if measured else STARTUP_SECONDS


def _course(row: Row) -> str:
    return " → ".join(digits(value, row.figure.unit) for value in row.medians)
