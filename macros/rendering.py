"""Fills the HTML templates in the language of a page; every value is escaped."""

from __future__ import annotations

import re
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from macros.texts import TEXTS

_TEMPLATES = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_CODE = re.compile(r"(`+) ?(.+?) ?\1")
_LITERAL = re.compile(r"(?:[^\\.^$*+?()\[\]{}|]|\\\W)+")


def render(template: str, language: str, **values: object) -> str:
    """Return a template of macros/templates/ filled in."""
    page = _TEMPLATES.get_template(template)
    return page.render(language=language, texts=TEXTS[language], **values)


def readable(pattern: str) -> str:
    """Return a pattern that stands for one text as that text; any other as it is."""
    text = pattern.removeprefix("^").removesuffix("$")
    return re.sub(r"\\(\W)", r"\1", text) if _LITERAL.fullmatch(text) else pattern


def inline_code(title: str) -> Markup:
    """Return a heading's Markdown as HTML: its code, and all else escaped."""
    escaped = str(Markup.escape(title.replace("\\", "")))
    return Markup(_CODE.sub(r'<code translate="no">\2</code>', escaped))


_TEMPLATES.filters["readable"] = readable
_TEMPLATES.filters["inline_code"] = inline_code
