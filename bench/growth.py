"""How cost grows with the number of pages and of examples, on made-up ones."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from bench import others
from bench.madeup import write_defaults, write_examples, write_site
from bench.measure import Cost, NotMeasuredError, cost
from bench.options import Options
from livedoc.paths import ROOT

SMALL, MIDDLE, LARGE, HUGE = 50, 200, 1000, 2000
EXAMPLES = (100, 1000, 5000)


def measure(options: Options) -> None:
    """Measure examples, then sites: small ones several times, the largest once unless told."""
    with tempfile.TemporaryDirectory(prefix="livedoc-bench-") as name:
        folder = Path(name)
        for count in EXAMPLES:
            _load(options, folder / f"examples-{count}", count)
        _sites(options, folder)


def _load(options: Options, folder: Path, count: int) -> None:
    write_examples(folder, count)
    command = [sys.executable, "-m", "bench.load", str(folder)]
    values = []
    for _ in range(options.times(3) + 1):
        cost(command, ROOT)
        values.append(float((folder / "seconds").read_text()))
    options.keep(f"growth.load{count}", values[1:])  # the first one compiles and fills caches


def _sites(options: Options, folder: Path) -> None:
    def built(pages: int, times: int) -> list[Cost]:
        site = folder / f"site-{pages}"
        write_site(site, pages)
        return [cost([sys.executable, "-m", "mkdocs", "build"], site) for _ in range(times)]

    built(SMALL, 1)  # so that templates are compiled
    small = min(each.cpu for each in built(SMALL, options.times(3))) / SMALL
    sizes = {MIDDLE: "growth.page200", LARGE: "growth.page"}
    if options.everything:
        sizes[HUGE] = "growth.page2000"
    for pages, name in sizes.items():
        costs = built(pages, options.times(1))
        options.keep(name, [each.cpu / pages / small for each in costs])
        if pages != LARGE:
            continue
        options.keep("growth.memory", [each.memory for each in costs])
        try:
            python = others.python()
        except NotMeasuredError as error:
            options.note("growth.defaults", str(error))
            continue
        defaults = folder / "defaults"
        write_defaults(defaults, pages)
        values = []
        for each in costs:
            values.append(each.cpu / cost([python, "-m", "mkdocs", "build"], defaults).cpu)
        options.keep("growth.defaults", values)
