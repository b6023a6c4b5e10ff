"""Divides a page into the parts between its headings, so that a browser lays out what is near.

A long page has hundreds of blocks, and a phone takes half a second to lay all of them out before
it answers. CSS can leave what is far from the screen for later (`content-visibility`), if it is
told about how high that will be.
"""

from __future__ import annotations

import math
import re
from html import unescape

_HEADING = re.compile(r"^<h[23] .*?</h[23]>$", re.MULTILINE)  # as Markdown writes one: on one line
_MARK = "<!-- livedoc part -->"
_FOLD = re.compile(r"<details(?! open).*?</details>", re.DOTALL)
_BLOCK = re.compile(r"<(?:p|pre|summary|table|li)\b")
_TAG = re.compile(r"<[^>]*>")
# That fit in a line on a phone; on a wider screen a part turns out less high.
_CHARACTERS = {"ko": 24, "en": 44}
_FOLD_LINES = 3  # of its name, with the room around it
_SEEN_AT_FIRST = 60  # lines: two screens of a phone, or more than one of a desk


def divide(html: str) -> str:
    """Return a page's HTML, as Markdown made it, with marks around its headings."""
    return _HEADING.sub(rf"{_MARK}\g<0>{_MARK}", html)


def wrap(html: str, language: str) -> str:
    """Return HTML with an element around each part that follows a marked heading, and no marks.

    What is seen at first stays as it is: a height that was only thought would move what follows.
    """
    page, *rest = html.split(_MARK)
    above = lines(page, language)
    for heading, part in zip(rest[::2], rest[1::2], strict=True):
        height = lines(part, language)
        if above > _SEEN_AT_FIRST and height:
            part = f'\n<div class="part" style="--lines:{height}">{part}</div>\n'
        page += heading + part
        above += 1 + height
    return page


def lines(html: str, language: str) -> int:
    """Return about how many lines HTML takes on a phone, its folds closed."""
    html, folds = _FOLD.subn("\n", html)
    text = unescape(_TAG.sub("", html))
    width = _CHARACTERS[language]
    written = sum(math.ceil(len(line) / width) for line in text.splitlines() if line.strip())
    # Each block has about a line of room around it.
    return written + len(_BLOCK.findall(html)) + folds * _FOLD_LINES
