"""Carries finished HTML past the Markdown parser.

A macro leaves a one-line token in the page; once the page is HTML, the token gives way to the
block. So a block keeps its place in admonitions, tabs and lists, and none of it is read as
Markdown.
"""

from __future__ import annotations

import re
from collections.abc import MutableMapping
from dataclasses import dataclass, field
from typing import Any

_META_KEY = "livedoc"
TOKEN = re.compile(r"livedocblock(\d+)end")  # stands for a block
# Only where Markdown made the token a block of its own; inside a sentence it would tear the page.
_PLACED = re.compile(
    rf"<p>{TOKEN.pattern}</p>"
    rf"|(?<=<li>){TOKEN.pattern}(?=\s*<)|(?<=<dd>){TOKEN.pattern}(?=\s*<)"
)


@dataclass(frozen=True)
class Block:
    """A macro's HTML, and where the page asked for it."""

    html: str
    where: str
    call: str


@dataclass
class PageBlocks:
    """What the macros made for one page, and what was wrong with it."""

    blocks: list[Block] = field(default_factory=list)
    ids: set[str] = field(default_factory=set)
    _faults: dict[str, str] = field(default_factory=dict)  # by what is wrong: where, at first

    @property
    def faults(self) -> list[str]:
        """Return what was wrong, each as `page:line: what`, each once."""
        return [f"{where}: {what}" for what, where in self._faults.items()]

    def fault(self, where: str, what: str) -> None:
        """Keep a fault; what is wrong in many places is told of the first."""
        self._faults.setdefault(what, where)

    def add(self, html: str, where: str, call: str) -> str:
        """Keep a block and return the token that stands for it in the Markdown."""
        self.blocks.append(Block(html, where, call))
        return f"livedocblock{len(self.blocks) - 1}end"

    def insert(self, html: str) -> str:
        """Return the page's HTML with its blocks in; a token out of place becomes a fault."""
        placed: set[int] = set()

        def block(match: re.Match[str]) -> str:
            number = next(int(group) for group in match.groups() if group)
            placed.add(number)
            return self.blocks[number].html if number < len(self.blocks) else match[0]

        html = _PLACED.sub(block, html)
        for number, kept in enumerate(self.blocks):
            if number not in placed:
                self.fault(
                    kept.where,
                    f"{kept.call} must stand in a paragraph of its own: leave a blank line before "
                    "and after it, and keep it out of fences and comments",
                )
        return html


def page_blocks(meta: MutableMapping[str, Any]) -> PageBlocks:
    """Return the blocks kept with a page's metadata, at first none."""
    blocks = meta.setdefault(_META_KEY, PageBlocks())
    if not isinstance(blocks, PageBlocks):
        raise TypeError(f"the page's metadata has a key {_META_KEY!r} of its own")
    return blocks
