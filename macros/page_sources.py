"""The pages of a language as they were written, in the order in which they are read."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path


def reading_order(nav: Sequence[object] | None) -> list[str]:
    """Return the stems of the pages that a site's navigation lists by their files alone."""
    return [item.removesuffix(".md") for item in nav or [] if isinstance(item, str)]


def address_of(stem: str) -> str:
    """Return a page's address as a sister page gives it."""
    return f"../{stem}/"


def page_sources(docs: Path, language: str, order: Sequence[str]) -> dict[str, str]:
    """Return the source of every page in a language, by its address as a sister page gives it.

    `order` has the stems of the pages in the order in which they are read; others come last.
    """
    end = f".{language}.md"
    # The home page has another address, and runs nothing that no chapter does.
    stems = {path.name.removesuffix(end) for path in docs.glob(f"*{end}")} - {"index"}
    rank = {stem: number for number, stem in enumerate(order)}
    return {
        address_of(stem): (docs / f"{stem}{end}").read_text(encoding="utf-8")
        for stem in sorted(stems, key=lambda stem: (rank.get(stem, len(rank)), stem))
    }
