"""What a reader gets who prints a page."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.server import served

# One browser for all of them, in one test process.


def sheets(pdf: bytes) -> int:
    """Return how many pages a PDF file has."""
    return len(re.findall(rb"/Type\s*/Page\b(?!s)", pdf))


@pytest.mark.parametrize("path", ["cheatsheet/", "en/cheatsheet/"])
def test_the_cheat_sheet_fits_two_pages(browser: Browser, guide: Path, path: str) -> None:
    """With the browser's own settings for A4 the sheet takes two pages at most, and all of it."""
    with served(guide) as address:
        page = browser.new_page()
        page.goto(address + path)
        rows = page.locator(".cheatsheet li")
        assert rows.count() > 50
        pdf = page.pdf(format="A4", prefer_css_page_size=True)
        page.emulate_media(media="print")
        # In print too every row has its place: none is hidden so that the sheet fits.
        assert all(row.is_visible() for row in rows.all())
        size = rows.first.evaluate("row => parseFloat(getComputedStyle(row).fontSize)")
        assert size >= 7.5  # pixels: 5.6 points
        page.close()
    assert 1 <= sheets(pdf) <= 2


def test_a_page_on_paper_is_its_text(browser: Browser, sample: str) -> None:
    """Header, navigation and copy buttons stay on the screen; commands and outputs are printed."""
    page = browser.new_page()
    page.goto(f"{sample}en/sample/")
    page.locator("#sample-look .md-code__button").wait_for()
    page.emulate_media(media="print")
    for hidden in (".md-header", ".md-sidebar--primary", ".md-footer", ".md-code__nav"):
        assert not page.locator(hidden).first.is_visible(), hidden
    for shown in ("#sample-look .terminal-command", "#sample-look .terminal-output"):
        assert page.locator(shown).first.is_visible(), shown
    page.close()


def test_sheets_are_counted(browser: Browser) -> None:
    """A document of three pages counts as three."""
    page = browser.new_page()
    page.set_content('<p style="break-after: page">1</p><p style="break-after: page">2</p>3')
    assert sheets(page.pdf(format="A4")) == 3
    page.close()
