"""The whole guide as a book, before it is printed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from takeaway.book import book, chapters
from tests.docs.project import REPO
from tests.docs.test_publishing import STEMS

OUTPUT = 'class="terminal-output"'


@pytest.mark.parametrize(("language", "home"), [("ko", "index.html"), ("en", "en/index.html")])
def test_the_book_is_the_whole_guide(guide: Path, language: str, home: str) -> None:
    """Every page is a chapter with all its outputs; every link within leads to a place in it."""
    assert {page.name for page in chapters(guide, home)} == STEMS
    text = book(guide, home, language, ("2026-01-02", ""), REPO / "takeaway" / "print.css")
    root = (guide / home).parent
    pages = [root / "index.html", *(root / stem / "index.html" for stem in STEMS - {"index"})]
    outputs = sum(page.read_text(encoding="utf-8").count(OUTPUT) for page in pages)
    assert outputs > 500
    assert text.count(OUTPUT) == outputs
    ids = re.findall(r'\sid="([^"]+)"', text)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'\shref="#([^"]+)"', text)) - set(ids) == set()
    assert "<script" not in text and "<button" not in text
    shown = re.findall(r'<img [^>]*src="file://([^"]+)"', text)
    assert shown and all(Path(path).is_file() for path in shown)
    assert not re.search(r'<a [^>]*href="file:', text)
