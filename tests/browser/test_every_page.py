"""Opens every page of the guide in both languages."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, ViewportSize

from tests.browser.server import served
from tests.browser.visit import Visit

PHONE: ViewportSize = {"width": 360, "height": 740}
AT_ONCE = 8
SETTLED_SECONDS = 3  # the theme's script wraps wide tables after the page is there
# As the page's scripts leave it: the copy buttons find their code by such names.
IDS_USED_TWICE = """
() => [...document.querySelectorAll("[id]")].map(element => element.id)
  .filter((id, at, all) => all.indexOf(id) < at)
"""

# One browser for all of them, in one test process.


@pytest.fixture(scope="module")
def address(guide: Path) -> Iterator[str]:
    """Return the address of the guide's site."""
    with served(guide) as address:
        yield address


def pages(guide: Path) -> list[str]:
    """Return the address of every page of a site, relative to it."""
    return sorted(
        str(path.relative_to(guide)).removesuffix("index.html") for path in guide.rglob("*.html")
    )


def test_every_page_keeps_to_itself_and_to_the_screen(
    browser: Browser, guide: Path, address: str
) -> None:
    """No page asks another host, lacks a file, logs an error, is too wide, or has an id twice."""
    paths = pages(guide)
    assert {"", "en/", "404.html"} < set(paths)
    assert look_at(paths, browser, address) == []


def look_at(paths: Sequence[str], browser: Browser, address: str) -> list[str]:
    """Open pages, some at the same time, and return what went wrong, each with its page."""
    context = browser.new_context(viewport=PHONE)
    visit = Visit(context)
    for start in range(0, len(paths), AT_ONCE):
        opened = [context.new_page() for _ in paths[start : start + AT_ONCE]]
        for page, path in zip(opened, paths[start:], strict=False):
            page.goto(address + path, wait_until="commit")
        for page in opened:
            page.wait_for_load_state("networkidle")
            width = settled_width(page)
            if width > PHONE["width"]:
                visit.fault(page, f"{width} px wide on a screen of {PHONE['width']} px")
            for twice in page.evaluate(IDS_USED_TWICE):
                visit.fault(page, f"two elements have the id {twice}")
            page.close()
    context.close()
    return visit.faults


def settled_width(page: Page) -> int:
    """Return how wide a page is once it fits the screen, or when it still does not."""
    deadline = time.monotonic() + SETTLED_SECONDS
    while True:
        width: int = page.evaluate("document.documentElement.scrollWidth")
        if width <= PHONE["width"] or time.monotonic() > deadline:
            return width
        page.wait_for_timeout(100)


def test_a_bad_page_is_noticed(browser: Browser, tmp_path: Path) -> None:
    """Of two pages, only the one at fault is named, with everything that is wrong with it."""
    page = "<!doctype html><link rel=icon href='data:,'><title>t</title>{}"
    bad = (
        "<img src='https://tracker.example/pixel.png'><script src='gone.js'></script>"
        "<script>missing()</script><div style='width: 500px'>wide</div>"
        "<p id=same></p><p id=same></p>"
    )
    (tmp_path / "good.html").write_text(page.format("words"))
    (tmp_path / "bad.html").write_text(page.format(bad))
    with served(tmp_path) as address:
        faults = look_at(pages(tmp_path), browser, address)
    assert all(fault.startswith("/bad.html: ") for fault in faults)
    told = "\n".join(faults)
    for words in (
        "tracker.example/pixel.png",
        "404: ",
        "missing is not defined",
        "px wide",
        "id same",
    ):
        assert words in told
