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
_TAG = re.compile(r"<[^>]*>")
# That fit in a line on a phone; on a wider screen a part turns out less high.
_CHARACTERS = {"ko": 24, "en": 44}


def divide(html: str) -> str:
    """Return a page's HTML, as Markdown made it, with marks around its headings."""
    return _HEADING.sub(rf"{_MARK}\g<0>{_MARK}", html)


def wrap(html: str, language: str) -> str:
    """Return HTML with an element around each part that follows a marked heading, and no marks."""
    before, *rest = html.split(_MARK)
    headings, parts = rest[::2], rest[1::2]
    return before + "".join(
        f'{heading}\n<div class="part" style="--lines:{lines(part, language)}">{part}</div>\n'
        if part.strip()
        else heading + part
        for heading, part in zip(headings, parts, strict=True)
    )


def lines(html: str, language: str) -> int:
    """Return about how many lines HTML takes on a phone, its folds closed."""
    text = unescape(_TAG.sub("", _FOLD.sub("\n", html)))
    width = _CHARACTERS[language]
    return sum(math.ceil(len(line) / width) for line in text.splitlines() if line.strip())
