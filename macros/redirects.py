"""Pages that moved: under each old address a page that leads to the new one."""

from __future__ import annotations

import tomllib
from collections.abc import Collection
from html import escape
from pathlib import Path

from livedoc.errors import LivedocError
from livedoc.nearest import unknown

# Without a server of our own, a page is all that can answer; the script keeps the section.
_PAGE = """<!doctype html>
<html lang="{language}">
<meta charset="utf-8">
<title>{title}</title>
<meta name="robots" content="noindex">
<link rel="canonical" href="{target}">
<meta http-equiv="refresh" content="0; url={target}">
<script>location.replace("{target}" + location.search + location.hash)</script>
<p><a href="{target}">{title}</a></p>
</html>
"""


def moved_pages(file: Path, pages: Collection[str]) -> dict[str, str]:
    """Return the stems that pages had, and which page each became.

    Raises LivedocError where one leads to no page, or where a page has the old name still.
    """
    if not file.is_file():
        return {}
    try:
        moved = tomllib.loads(file.read_text(encoding="utf-8")).get("pages", {})
    except tomllib.TOMLDecodeError as error:
        raise LivedocError(f"{file}: {error}") from None
    for old, new in moved.items():
        if old in pages:
            raise LivedocError(f"{file}: {old!r} is a page still; rename docs/{old}.*.md first")
        if new not in pages:
            raise LivedocError(f"{file}: {old!r} leads nowhere: {unknown('page', new, pages)}")
    return dict(moved)


def redirection(target: str, title: str, language: str) -> str:
    """Return a page that leads to `target`, with scripts or without."""
    return _PAGE.format(target=escape(target), title=escape(title), language=language)
