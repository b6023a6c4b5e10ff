"""Rewrites the links of a built page for a place without a web server."""

from __future__ import annotations

import re
from collections.abc import Callable

# Only in tags: in text and in quoted attributes a `"` is written as an entity.
_LINK = re.compile(r'(?P<before>\s(?:href|src)=")(?P<address>[^"]*)(?=")')
_ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:|//|/", re.IGNORECASE)


def relinked(html: str, change: Callable[[str], str]) -> str:
    """Return HTML in which each link within the site is what `change` makes of it."""

    def one(match: re.Match[str]) -> str:
        address = match["address"]
        within = address and not _ELSEWHERE.match(address)
        return match["before"] + (change(address) if within else address)

    return _LINK.sub(one, html)


def to_file(address: str) -> str:
    """Return the address of a page's file: a web server finds it in its folder, a disk does not."""
    path, mark, rest = _parted(address)
    if path in (".", "..") or path.endswith(("/.", "/..")):
        path += "/"
    if path.endswith("/"):
        path += "index.html"
    return path.removeprefix("./") + mark + rest


def _parted(address: str) -> tuple[str, str, str]:
    found = re.search(r"[?#]", address)
    at = found.start() if found else len(address)
    return address[:at], address[at : at + 1], address[at + 1 :]
