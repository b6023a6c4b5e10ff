"""The error catalogue's entries: the messages that pages show, each with its heading."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass

from livedoc.model import Step
from macros.calls import find_calls
from macros.library import Library

_HEADING = re.compile(r"^(?P<marks>#{2,6}) (?P<title>.+?) \{ #(?P<id>[\w-]+) \}$", re.MULTILINE)
_GROUP = "##"  # what gathers entries
# What can't be run honestly is told in a not-run admonition, whose fence holds the message.
_TOLD = re.compile(
    r'^!!! not-run ".*"\n\n    ```\w*\n(?P<text>(?:    .*\n)+?)    ```$', re.MULTILINE
)
_WORD = re.compile(r"[^\s\"'`()\[\]{},;|$]+")


@dataclass(frozen=True)
class Heading:
    """A heading's anchor, and its title as Markdown."""

    id: str
    title: str

    @property
    def plain(self) -> str:
        """Return the title without marks of code and escapes."""
        return self.title.replace("`", "").replace("\\", "")


@dataclass(frozen=True)
class Entry:
    """A message, where its explanation is, and which of its words are the example's own names."""

    id: str
    title: str
    message: str
    names: tuple[str, ...] = ()


@dataclass(frozen=True)
class Group:
    """A section of a page with the entries in it, each once."""

    heading: Heading
    entries: tuple[Heading, ...]


def entries(markdown: str, library: Library) -> list[Entry]:
    """Return the entries of a page in order; a message above every heading is left out."""
    return [
        Entry(heading.id, heading.plain, message, own)
        for _group, heading, message, own in _found(markdown, library)
    ]


def groups(markdown: str, library: Library) -> list[Group]:
    """Return a page's sections that have entries, in order; an entry may have several messages."""
    gathered: dict[Heading, dict[Heading, None]] = {}
    for group, heading, _message, _own in _found(markdown, library):
        gathered.setdefault(group, {})[heading] = None
    return [Group(heading, tuple(found)) for heading, found in gathered.items()]


def _found(
    markdown: str, library: Library
) -> Iterator[tuple[Heading, Heading, str, tuple[str, ...]]]:
    """Yield the section, the heading and the text of each message, and which words are names."""
    lines = {markdown.count("\n", 0, at.start()) + 1: at for at in _HEADING.finditer(markdown)}
    for line, message, own in sorted(_messages(markdown, library)):
        above = [lines[number] for number in sorted(lines) if number < line]
        if above:
            group = next((at for at in reversed(above) if at["marks"] == _GROUP), above[-1])
            yield _heading(group), _heading(above[-1]), message, own


def _heading(match: re.Match[str]) -> Heading:
    return Heading(match["id"], match["title"])


def _messages(markdown: str, library: Library) -> Iterator[tuple[int, str, tuple[str, ...]]]:
    for call in find_calls(markdown):
        if call.macro == "run" and len(call.arguments) == 2:
            step = library.example(call.example).step(str(call.arguments[1]))
            if step.error:
                yield call.line, step.error, names(step)
    for told in _TOLD.finditer(markdown):
        yield markdown.count("\n", 0, told.start()) + 1, " ".join(told["text"].split()), ()


def names(step: Step) -> tuple[str, ...]:
    """Return the words of a step's message that its command gave: another reader's differ."""
    given = set(_WORD.findall(step.run)) | set(re.split(r"[\s\"':=,/]+", step.run))
    return tuple(sorted(given & set(_WORD.findall(step.error or "")) - {""}))


def as_data(found: list[Entry]) -> list[dict[str, object]]:
    """Return entries as what JSON can hold."""
    return [asdict(entry) for entry in found]
