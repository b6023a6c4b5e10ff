"""The search's index: what each section of a page says, as a script that the reader's page loads.

The index holds texts, and no list of words: docs/assets/search/engine.js makes that in the
reader's browser, so that texts and queries are cut into words by one and the same function. It is
a script, not JSON, because a page opened from `file://` may load a script but may not fetch.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from html.parser import HTMLParser
from pathlib import Path
from unicodedata import normalize

from mkdocs.exceptions import PluginError

from macros.glossary import VOID

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_SILENT = ("button", "script", "style", "svg", "textarea")
_BLOCKS = set(_HEADINGS) | {
    *("blockquote", "br", "dd", "details", "div", "dl", "dt", "figcaption", "figure", "li", "ol"),
    *("p", "pre", "section", "summary", "table", "td", "th", "tr", "ul"),
}
_TERM_LEVEL = 7  # a word of a definition list, below every heading
# 컨테이너(container) { #container }
_PAIR = re.compile(r"^(?P<one>[^\s():][^():\n]*?)\((?P<other>[^()\n]+)\) \{ #", re.MULTILINE)


@dataclass
class Section:
    """A heading with what stands under it: prose, commands and files, and what commands printed."""

    level: int
    id: str
    heading: str = ""
    text: str = ""
    code: str = ""
    output: str = ""


@dataclass
class _Reader(HTMLParser):
    """Cuts a page's HTML at its headings and at the terms of its definition lists."""

    sections: list[Section] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()
        self._silent: list[str] = []  # the open elements from the first one that is left out
        self._heading = ""
        self._code = ""  # the kind of the code block that is open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag in VOID:
            self._write(" " if tag in _BLOCKS else "")
            return
        if self._silent or _is_silent(tag, given):
            self._silent.append(tag)
            return
        if given.get("id") and (tag in _HEADINGS or tag == "dt"):
            level = _HEADINGS.index(tag) + 1 if tag in _HEADINGS else _TERM_LEVEL
            self.sections.append(Section(level, str(given["id"])))
            self._heading = tag
        elif tag in _BLOCKS:
            self._write("\n")
        if tag == "pre":
            self._code = "output" if "terminal-output" in _classes(given) else "code"

    def handle_endtag(self, tag: str) -> None:
        if self._silent:
            if tag in self._silent:
                while self._silent.pop() != tag:
                    pass
            return
        if tag == self._heading:
            self._heading = ""
        if tag in _BLOCKS:
            self._write("\n")
        if tag == "pre":
            self._code = ""

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self._write(data)

    def _write(self, text: str) -> None:
        if not self.sections:
            return
        section = self.sections[-1]
        if self._heading:
            section.heading += text
        elif self._code == "code":
            section.code += text
        elif self._code:
            section.output += text
        else:
            section.text += text


def _is_silent(tag: str, given: dict[str, str | None]) -> bool:
    return (
        tag in _SILENT
        or "data-search-exclude" in given
        or bool({"headerlink", "terminal-note"} & set(_classes(given)))
    )


def _classes(given: dict[str, str | None]) -> list[str]:
    return (given.get("class") or "").split()


@lru_cache(maxsize=256)  # in a preview, the pages that were not edited
def sections(html: str) -> list[Section]:
    """Return the sections of a page's HTML in order; what stands before any heading has none."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    for section in reader.sections:
        section.heading = _tidy(section.heading)
        section.text = _tidy(section.text)
        section.code = _tidy(section.code)
        section.output = _tidy(section.output)
    return reader.sections


def _tidy(text: str) -> str:
    # A Korean syllable may come as its letters, from a file name of macOS for one.
    return " ".join(normalize("NFC", text).split())


@dataclass(frozen=True)
class IndexedPage:
    """A page as the index tells it: its address in the site, what it teaches, and its HTML."""

    url: str
    description: str
    html: str
    boost: float = 1.0


def index(language: str, pages: Iterable[IndexedPage], groups: list[list[str]]) -> str:
    """Return the script that gives a language's index to the page that loads it.

    Each page is [address, description, boost, sections]; each section [level, id, heading, text,
    code, output].
    """
    told = [
        [
            page.url,
            _tidy(page.description),
            page.boost,
            [
                [part.level, part.id, part.heading, part.text, part.code, part.output]
                for part in cut
            ],
        ]
        for page in pages
        if (cut := sections(page.html))
    ]
    data = {"language": language, "pages": told, "synonyms": groups}
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return f"(globalThis.guideSearch ??= {{}}).{language} = {text};\n"


def synonyms(path: Path) -> list[list[str]]:
    """Return the groups of words that mean the same to a searching reader.

    Raises PluginError where the file is not as its head says.
    """
    try:
        groups = tomllib.loads(path.read_text(encoding="utf-8")).get("groups")
    except tomllib.TOMLDecodeError as error:
        raise PluginError(f"{path.name}: {error}") from None
    if not isinstance(groups, list):
        raise PluginError(f"{path.name}: expected a list `groups`, found {groups!r}")
    for group in groups:
        if not isinstance(group, list) or len(group) < 2 or not all(map(_is_word, group)):
            raise PluginError(f"{path.name}: expected two or more words, found {group!r}")
    return [list(group) for group in groups]


def _is_word(word: object) -> bool:
    return isinstance(word, str) and bool(word.strip())


def pairs(glossary: str) -> Iterator[list[str]]:
    """Give the terms that the Korean glossary's Markdown names in both languages."""
    for found in _PAIR.finditer(glossary):
        yield [found["one"].strip(), found["other"].strip()]
