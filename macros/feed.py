"""The feed of changes: the sections of the page of changes as an Atom feed (RFC 4287)."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urljoin
from xml.etree import ElementTree

from macros.permalinks import heading_text

_ATOM = "http://www.w3.org/2005/Atom"
_SECTION = re.compile(
    r'<h2 id="(?P<id>on-(?P<date>\d{4}-\d\d-\d\d)[\w-]*)">(?P<title>.*?)</h2>(?P<body>.*?)'
    r"(?=<h2\b|\Z)",
    re.DOTALL,
)
_LINK = re.compile(r'(?P<before>\b(?:href|src)=")(?P<address>[^"]*)')


@dataclass(frozen=True)
class Change:
    """One change that readers notice."""

    id: str  # its anchor on the page
    date: str
    title: str
    body: str  # HTML


@dataclass(frozen=True)
class Channel:
    """What a feed says of itself; addresses are absolute where the site's own is known."""

    language: str
    title: str
    page: str  # the address of the page of changes
    address: str  # of the feed itself


def changes(html: str) -> Iterator[Change]:
    """Yield the dated sections of the page of changes in their order."""
    for found in _SECTION.finditer(html):
        title = heading_text(found["title"])
        yield Change(found["id"], found["date"], title, found["body"].strip())


def atom(channel: Channel, entries: Sequence[Change]) -> str:
    """Return the feed; it is never empty of a date, so there must be an entry."""
    ElementTree.register_namespace("", _ATOM)
    feed = ElementTree.Element(
        f"{{{_ATOM}}}feed", {"{http://www.w3.org/XML/1998/namespace}lang": channel.language}
    )
    _add(feed, "id", _identity(channel.language))
    _add(feed, "title", channel.title)
    _add(feed, "updated", _moment(max(entry.date for entry in entries)))
    _add(feed, "link", rel="alternate", type="text/html", href=channel.page)
    _add(feed, "link", rel="self", type="application/atom+xml", href=channel.address)
    _add(_add(feed, "author"), "name", channel.title)
    for entry in entries:
        address = f"{channel.page}#{entry.id}"
        item = _add(feed, "entry")
        _add(item, "id", _identity(f"{channel.language}/{entry.id}"))
        _add(item, "title", entry.title)
        _add(item, "updated", _moment(entry.date))
        _add(item, "link", rel="alternate", type="text/html", href=address)
        _add(item, "content", _resolved(entry.body, channel.page), type="html")
    ElementTree.indent(feed)
    text = ElementTree.tostring(feed, encoding="unicode")
    return f'<?xml version="1.0" encoding="utf-8"?>\n{text}\n'


def _add(
    parent: ElementTree.Element, tag: str, text: str = "", **given: str
) -> ElementTree.Element:
    element = ElementTree.SubElement(parent, f"{{{_ATOM}}}{tag}", given)
    element.text = text or None
    return element


def _identity(name: str) -> str:
    """Return an identifier that stays the same wherever the site is moved to."""
    return uuid.uuid5(uuid.NAMESPACE_OID, f"living-docker-guide/{name}").urn


def _moment(date: str) -> str:
    return f"{date}T00:00:00Z"


def _resolved(html: str, page: str) -> str:
    """Return HTML whose links are relative to nothing: a feed reader knows no page."""
    return _LINK.sub(lambda link: link["before"] + urljoin(page, link["address"]), html)
