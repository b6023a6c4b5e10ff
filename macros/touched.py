"""Which pages an edit touches: those that show the edited text or what came of an example.

What is not plainly one page's text, or an example's, may touch every page: a title stands in the
navigation of all pages, and the glossary's words are linked on them.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from macros.calls import Call, find_calls
from macros.glossary import GLOSSARY
from macros.page_file import split_name

# What a call shows is of the example that it names …
OF_ONE = frozenset({"run", "source", "session", "verified"})
# … or is gathered from many, or from other pages.
GATHERED = frozenset({"cheatsheet", "error_finder", "error_list", "bench", "engines"})
_HEAD = re.compile(r"\A(?:---\n.*?^---\n)?.*?^# .*?$", re.DOTALL | re.MULTILINE)


@dataclass(frozen=True)
class Edit:
    """What was edited: pages, with their sources before and now, and examples."""

    before: Mapping[str, str]  # by the name of the file: compose.ko.md
    now: dict[str, str]
    examples: frozenset[str] = frozenset()
    defined: frozenset[str] = frozenset()  # those of them whose definition was edited


def examples_of(
    changed: Collection[Path], root: Path, known: Collection[str]
) -> frozenset[str] | None:
    """Return which known examples some files under `root` belong to; None if one is of none."""
    names = set()
    for path in changed:
        parts = path.relative_to(root).parts if path.is_relative_to(root) else ()
        name = parts[1].split(".")[0] if len(parts) > 1 else ""
        if name not in known:
            return None
        names.add(name)
    return frozenset(names)


def touched(edit: Edit, pages: Mapping[str, str]) -> set[str] | None:
    """Return which of `pages`, sources by the names of their files, show something else now.

    None says that it may be all of them.
    """
    for name, source in edit.now.items():
        head = _head(source)
        if split_name(name)[0] == GLOSSARY or not head or head != _head(edit.before[name]):
            return None
    return {
        name
        for name, source in pages.items()
        if name in edit.now or any(_shows(call, name, edit) for call in find_calls(source))
    }


def _head(source: str) -> str:
    """Return a page's front matter and title, which other pages show too."""
    found = _HEAD.match(source)
    return found[0] if found else ""


def _shows(call: Call, page: str, edit: Edit) -> bool:
    """Say whether a call on a page shows anything that was edited."""
    if call.macro in OF_ONE:
        return call.example in edit.examples
    if call.macro == "engines":
        return bool(edit.examples)
    if edit.defined:
        return True
    if call.macro == "error_list":
        return _twin(page, call.example) in edit.now
    if call.macro == "cheatsheet":
        return any(
            find_calls(source) != find_calls(edit.before[name])
            for name, source in edit.now.items()
            if split_name(name)[1] == split_name(page)[1]
        )
    return False  # the finder stands beside lists; what was measured is on no other page


def _twin(page: str, stem: str) -> str:
    """Return the name of another page's file in the language of a page."""
    return f"{stem}.{split_name(page)[1]}.md"
