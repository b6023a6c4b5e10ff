"""Opens every page of the guide in both languages."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Error, Page, ViewportSize

from tests.browser.axe import barriers, poor_colours, prune
from tests.browser.server import served
from tests.browser.visit import Visit
from tests.browser.weight import AT_MOST, WATCH_SHIFTS, first_load, shifts

PHONE: ViewportSize = {"width": 320, "height": 740}  # the narrowest that WCAG 2.2 asks for
DESK: ViewportSize = {"width": 1440, "height": 900}
SETTLED_SECONDS = 3  # the theme's script wraps wide tables after the page is there
NETWORK_CHANGED = "ERR_NETWORK_CHANGED"
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
    """No page asks another host, lacks a file, logs an error, is too wide, or has an id twice.

    None weighs too much or moves while it loads, and axe-core finds no barrier, light or dark.
    """
    paths = pages(guide)
    assert {"", "en/", "404.html"} < set(paths)
    assert look_at(paths, browser, address, guide) == []


def look_at(paths: Sequence[str], browser: Browser, address: str, site: Path) -> list[str]:
    """Open pages one after another and return what went wrong, each with its page.

    In one tab, where what the browser has compiled for one page serves the next.
    """
    context = browser.new_context()
    context.add_init_script(WATCH_SHIFTS)
    visit = Visit(context)
    page = context.new_page()
    seen = Seen()
    for path in paths:
        page.goto("about:blank")  # so that the page before is not drawn once more
        page.emulate_media(color_scheme="light")
        page.set_viewport_size(PHONE)
        open_page(page, address + path, visit)
        width = settled_width(page)
        if width > PHONE["width"]:
            visit.fault(page, f"{width} px wide on a screen of {PHONE['width']} px")
        for twice in page.evaluate(IDS_USED_TWICE):
            visit.fault(page, f"two elements have the id {twice}")
        if (weight := first_load(page, site)) > AT_MOST:
            visit.fault(page, f"loads {weight:,} bytes at first, gzipped; {AT_MOST:,} at most")
        for moved in shifts(page):
            visit.fault(page, f"moves while it loads: {moved}")
        look_for_barriers(page, visit, seen)
    context.close()
    return visit.faults


def open_page(page: Page, address: str, visit: Visit) -> None:
    """Open a page and wait until all is there; once more where the machine's networks changed.

    Then Chromium breaks off what it loads, from wherever; it happens while containers start.
    """
    before = len(visit.faults)
    try:
        page.goto(address, wait_until="networkidle")
    except Error as error:
        if NETWORK_CHANGED not in error.message:
            raise
        # The browser's own page about it, where it came later, would break off the second try.
        page.wait_for_url("chrome-error://**", wait_until="commit")
    else:
        if not any(NETWORK_CHANGED in fault for fault in visit.faults[before:]):
            return
    del visit.faults[before:]
    page.goto(address, wait_until="networkidle")


@dataclass
class Seen:
    """What axe-core was asked about on the pages before, and need not be again."""

    builds: list[str] = field(default_factory=list)
    light: list[str] = field(default_factory=list)
    dark: list[str] = field(default_factory=list)


def look_for_barriers(page: Page, visit: Visit, seen: Seen) -> None:
    """Ask axe-core, on a phone in the light and at a desk in the dark.

    What only a desk has room for is around the page, and the same on every page.
    """
    first = not seen.builds
    prune(page, seen.builds)
    for fault in (*barriers(page), *poor_colours(page, seen.light)):
        visit.fault(page, f"light: {fault}")
    page.emulate_media(color_scheme="dark")
    page.set_viewport_size(DESK)
    for fault in (*(barriers(page) if first else ()), *poor_colours(page, seen.dark)):
        visit.fault(page, f"dark: {fault}")


def settled_width(page: Page) -> int:
    """Return how wide a page is once it fits the screen, or when it still does not."""
    deadline = time.monotonic() + SETTLED_SECONDS
    while True:
        width: int = page.evaluate("document.documentElement.scrollWidth")
        if width <= PHONE["width"] or time.monotonic() > deadline:
            return width
        page.wait_for_timeout(100)


def test_a_bad_page_is_noticed(browser: Browser, tmp_path: Path) -> None:
    """Of three pages, only the one at fault is named, with everything that is wrong with it."""
    page = (
        "<!doctype html><html lang=en><link rel=icon href='data:,'><title>t</title>"
        "<meta name=viewport content='width=device-width'><style>a {{ text-decoration: none }}"
        "@media (prefers-color-scheme: dark) {{ aside {{ color: #111; background: #000 }} }}"
        ".pale {{ color: #aaa }}</style><main><h1>t</h1><article><p>seen</p>"
        "<p><a href=good.html>alone</a></p></article>{}</main>"
    )
    bad = (
        "<p>words around <a href=good.html>a link</a></p><aside>night</aside>"
        "<article><div class=pale><p>seen</p></div></article>"
        "<img src='https://tracker.example/pixel.png'><script src='gone.js'></script>"
        "<script>missing()</script><div style='width: 500px'>wide</div>"
        "<p id=same></p><p id=same></p><p style='color: #aaa'>pale</p><button></button>"
        "<script>requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() =>"
        " document.body.prepend(document.createElement('hr')))))</script>"
        f"<script>/*{random.Random(1).randbytes(AT_MOST).hex()}*/</script>"
    )
    (tmp_path / "a-good.html").write_text(page.format("words"))
    (tmp_path / "bad.html").write_text(page.format(bad))
    (tmp_path / "good.html").write_text(page.format("words"))
    with served(tmp_path) as address:
        faults = look_at(pages(tmp_path), browser, address, tmp_path)
        alone = look_at(["bad.html"], browser, address, tmp_path)
    assert all(fault.startswith("/bad.html: ") for fault in faults)
    assert any("dark: button-name: <button></button>" in fault for fault in alone)
    told = "\n".join(faults)
    for words in (
        "tracker.example/pixel.png",
        "404: ",
        "missing is not defined",
        "px wide",
        "id same",
        "light: color-contrast: <p style=",
        "light: link-in-text-block: <a href=",
        "light: color-contrast: <p>seen</p>",
        "light: button-name: <button></button>",
        "dark: color-contrast: <aside>night</aside>",
        "moves while it loads",
        "bytes at first, gzipped",
    ):
        assert words in told
