"""The words of the glossary on built pages."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest

from macros.glossary import read_glossary
from tests.docs.project import Project
from tests.docs.test_build import article

LINK = re.compile(r'<a class="term" href="([^"]+)#([^"]+)" title="([^"]*)">')
KO = """# 용어집 { #glossary }

이미지(image) { #image }
:   컨테이너를 만드는 꾸러미입니다.
    [둘](more.md)

컨테이너(container) { #container data-also="상자" }
:   이미지에서 시작합니다.
"""
EN = """# Glossary { #glossary }

image { #image }
:   What containers are made from.
    [Two](more.md)

container { #container data-also="box" }
:   It starts from an image.
"""


def build(project: Project) -> None:
    """Build a guide with a glossary and one page."""
    project.page("index", "# 처음\n", "# Home\n")
    project.page(
        "more", "# 이미지 { #m }\n\n이미지를 상자로.\n", "# Image { #m }\n\nImages, a box.\n"
    )
    project.page("glossary", KO, EN)
    result = project.build()
    assert result.returncode == 0, result.stdout


def test_a_word_leads_to_its_place_in_the_readers_language(project: Project) -> None:
    """Both languages link to their own glossary, with the meaning that stands there."""
    build(project)
    korean = article(project.site / "more" / "index.html")
    english = article(project.site / "en" / "more" / "index.html")
    assert [(link[0], link[1], unescape(link[2])) for link in LINK.findall(korean)] == [
        ("../glossary/", "image", "컨테이너를 만드는 꾸러미입니다."),
        ("../glossary/", "container", "이미지에서 시작합니다."),
    ]
    assert "이미지</a>를 " in korean and "상자</a>로." in korean
    assert [(link[0], link[1], unescape(link[2])) for link in LINK.findall(english)] == [
        ("../glossary/", "image", "What containers are made from."),
        ("../glossary/", "container", "It starts from an image."),
    ]


def test_the_glossary_does_not_link_to_itself(project: Project) -> None:
    """On the glossary's own page every word is there already."""
    build(project)
    assert not LINK.search(article(project.site / "glossary" / "index.html"))


@pytest.mark.parametrize("start", ["", "en/"])
def test_the_guides_glossary_explains_every_word(guide: Path, start: str) -> None:
    """Each word of the guide's glossary has a meaning and a page that teaches it."""
    html = (guide / start / "glossary" / "index.html").read_text(encoding="utf-8")
    entries = read_glossary(html)
    assert len(entries) >= 50
    assert [entry.anchor for entry in entries if not entry.meaning] == []
    meanings = re.findall(r"<dd>(.*?)</dd>", html, re.DOTALL)
    assert [text for text in meanings if "<a href=" not in text] == []


@pytest.mark.parametrize("start", ["", "en/"])
def test_the_guides_words_are_linked(guide: Path, start: str) -> None:
    """Words are linked on the guide's pages, once each, and every link finds its word."""
    glossary = (guide / start / "glossary" / "index.html").read_text(encoding="utf-8")
    meanings = {entry.anchor: entry.meaning for entry in read_glossary(glossary)}
    page = article(guide / start / "data" / "index.html")
    links = LINK.findall(page)
    anchors = [anchor for _page, anchor, _title in links]
    assert "volume" in anchors and len(set(anchors)) == len(anchors)
    for address, anchor, title in links:
        assert address == "../glossary/"
        assert unescape(title) == meanings[anchor]
