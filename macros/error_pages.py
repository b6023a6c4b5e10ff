"""Which pages of the error catalogue a page lists, and what they hold."""

from __future__ import annotations

from collections.abc import Mapping

from livedoc.errors import LivedocError
from livedoc.nearest import unknown
from macros.calls import find_calls
from macros.finder import Entry, Group, entries, groups
from macros.library import Library
from macros.page_sources import address_of

MACRO = "error_list"


def listed_entries(markdown: str, pages: Mapping[str, str], library: Library) -> list[Entry]:
    """Return the entries of all pages that a page lists, in order.

    `pages` has the sources by the address of each page, as a sister page gives it. Raises
    LivedocError where the page lists none, or one that is not there.
    """
    stems = [call.example for call in find_calls(markdown) if call.macro == MACRO]
    if not stems:
        raise LivedocError(
            "the page lists no errors to find; "
            f'write [[= {MACRO}("page") =]] under a heading for each page that has entries'
        )
    return [entry for stem in stems for entry in entries(_source(stem, pages), library)]


def groups_of(stem: str, pages: Mapping[str, str], library: Library) -> list[Group]:
    """Return the sections of a page of errors; raises LivedocError where it has none."""
    found = groups(_source(stem, pages), library)
    if not found:
        raise LivedocError(f"page {stem!r} has no error: no step that it shows claims one")
    return found


def _source(stem: str, pages: Mapping[str, str]) -> str:
    if (source := pages.get(address_of(stem))) is None:
        raise unknown("page", stem, [address.strip("./") for address in pages])
    return source
