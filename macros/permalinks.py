"""The links that Markdown puts into headings, to be taken out where only their text is wanted."""

from __future__ import annotations

import re

from markupsafe import Markup

_PERMALINK = re.compile(r'<a class="headerlink".*?</a>', re.DOTALL)


def without_permalinks(html: str) -> str:
    """Return HTML without the links that lead to its own headings and commands."""
    return _PERMALINK.sub("", html)


def heading_text(html: str) -> str:
    """Return the text of a heading, given what stands between its tags."""
    return Markup(without_permalinks(html)).striptags()
