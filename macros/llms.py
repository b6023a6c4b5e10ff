"""The index of the Markdown views, as https://llmstxt.org proposes it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Entry:
    """A page's Markdown view."""

    title: str
    address: str
    description: str = ""

    def __str__(self) -> str:
        said = f": {self.description}" if self.description else ""
        return f"- [{self.title}]({self.address}){said}"


@dataclass(frozen=True)
class Section:
    """The views of one language."""

    name: str  # the language, in itself
    site: str
    summary: str
    entries: Sequence[Entry]


def llms_txt(sections: Mapping[str, Section], first: str) -> str:
    """Return the file; the guide is called as `first` calls it, where that language is built."""
    named = sections.get(first) or next(iter(sections.values()))
    lines = [f"# {named.site}", "", f"> {named.summary}"]
    for section in sections.values():
        lines += ["", f"## {section.name}", ""]
        if section is not named:
            lines += [f"{section.site}: {section.summary}", ""]
        lines += map(str, section.entries)
    return "\n".join(lines) + "\n"
