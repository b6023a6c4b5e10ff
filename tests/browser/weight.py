"""How heavy a page is before its reader does anything, and how still it stands."""

from __future__ import annotations

import gzip
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

from playwright.sync_api import Page

AT_MOST = 100_000  # bytes of a page with all it loads, gzipped, images aside
IMAGES = (".svg", ".png", ".jpg", ".webp", ".ico")

# Before anything of the page runs.
WATCH_SHIFTS = """
window.guideShifts = [];
const at = ({ x, y, width, height }) => [x, y, width, height].map(Math.round).join(" ");
new PerformanceObserver((list) => {
  for (const { value, sources } of list.getEntries()) {
    const moved = sources.map(({ node, previousRect, currentRect }) =>
      `<${node?.localName ?? "text"} class="${node?.className ?? node?.data ?? ""}"> from ` +
      `${at(previousRect)} to ${at(currentRect)}`);
    window.guideShifts.push(`${value.toFixed(4)}: ${moved.join(", ")}`);
  }
}).observe({ type: "layout-shift", buffered: true });
"""
_LOADED = """
() => [location.href, ...performance.getEntriesByType("resource").map(({ name }) => name)]
"""


def shifts(page: Page) -> list[str]:
    """Return how much of the page moved while it was loaded, and what; needs WATCH_SHIFTS."""
    moves: list[str] = page.evaluate("window.guideShifts")
    return moves


def first_load(page: Page, site: Path) -> int:
    """Return the gzipped bytes of all that a page loaded from a site, images aside."""
    paths = {unquote(urlsplit(str(url)).path).lstrip("/") for url in page.evaluate(_LOADED)}
    files = [site / path for path in paths if not path.endswith(IMAGES)]
    return sum(_zipped(file / "index.html" if file.is_dir() else file) for file in files)


@cache
def _zipped(file: Path) -> int:
    return len(gzip.compress(file.read_bytes(), 6)) if file.is_file() else 0
