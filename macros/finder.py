"""The error finder's entries: the messages that a page shows, each with the heading it is under."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass

from livedoc.model import Step
from macros.calls import find_calls
from macros.library import Library

_HEADING = re.compile(r"^#{2,6} (?P<title>.+?) \{ #(?P<id>[\w-]+) \}$", re.MULTILINE)
# What can't be run honestly is told in a not-run admonition, whose fence holds the message.
_TOLD = re.compile(
    r'^!!! not-run ".*"\n\n    ```\w*\n(?P<text>(?:    .*\n)+?)    ```$', re.MULTILINE
)
_WORD = re.compile(r"[^\s\"'`()\[\]{},;|$]+")


@dataclass(frozen=True)
class Entry:
    """A message, where its explanation is, and which of its words are the example's own names."""

    id: str
    title: str
    message: str
    names: tuple[str, ...] = ()


def entries(markdown: str, library: Library) -> list[Entry]:
    """Return the entries of a page in order; a message above every heading is left out."""
    lines = {
        markdown.count("\n", 0, found.start()) + 1: found for found in _HEADING.finditer(markdown)
    }
    messages: list[tuple[int, str, tuple[str, ...]]] = []
    for call in find_calls(markdown):
        if call.macro == "run" and len(call.arguments) == 2:
            step = library.example(call.example).step(str(call.arguments[1]))
            if step.error:
                messages.append((call.line, step.error, names(step)))
    for told in _TOLD.finditer(markdown):
        message = " ".join(told["text"].split())
        messages.append((markdown.count("\n", 0, told.start()) + 1, message, ()))
    found = []
    for line, message, own in sorted(messages):
        above = [number for number in lines if number < line]
        if above:
            heading = lines[max(above)]
            title = heading["title"].replace("`", "").replace("\\", "")
            found.append(Entry(heading["id"], title, message, own))
    return found


def names(step: Step) -> tuple[str, ...]:
    """Return the words of a step's message that its command gave: another reader's differ."""
    given = set(_WORD.findall(step.run)) | set(re.split(r"[\s\"':=,/]+", step.run))
    return tuple(sorted(given & set(_WORD.findall(step.error or "")) - {""}))


def as_data(found: list[Entry]) -> list[dict[str, object]]:
    """Return entries as what JSON can hold."""
    return [asdict(entry) for entry in found]
