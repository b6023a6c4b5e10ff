"""What stands around a chapter, made from its front matter and from what it runs."""

from __future__ import annotations

import html as html_text
import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from mkdocs.utils import get_relative_url
from mkdocs.utils.meta import get_data

from livedoc.errors import LivedocError
from livedoc.nearest import unknown
from macros.downloads import link_to, path_of
from macros.library import Library
from macros.placeholders import TOKEN
from macros.rendering import render
from macros.script import page_script
from macros.uses import named_examples, run_examples, shown_steps

# Reading time is an estimate, the same for all pages: Korean at 500 characters a minute, spaces
# left out; English at 200 words a minute; a third of a minute for each command on the page, to
# copy it, run it and compare. Files and outputs are not counted as text.
CHARACTERS_A_MINUTE = 500
WORDS_A_MINUTE = 200
MINUTES_A_COMMAND = 1 / 3

ALL_COMMANDS = "all-commands"  # the anchor of the block at the end

_TAG = re.compile(r"<[^>]*>")
_TITLE = re.compile(r"^# +(.+?)(?: *\{[^{}\n]*\})? *$", re.MULTILINE)
# Its first paragraph says what the reader can do at the end of the page.
_AFTER_TITLE = re.compile(r"(</h1>)\s*(<p>(?!livedocblock))?")
_NEXT = re.compile(r'<h2 id="next"')


@dataclass(frozen=True)
class Link:
    """Where a link leads, and its words."""

    address: str
    title: str


@dataclass(frozen=True)
class Chapter:
    """A page that says what it needs, and what surrounds it."""

    name: str  # of its file, without `.md`
    source: str
    language: str
    url: str
    needs: tuple[Link, ...]
    library: Library

    def framed(self, html: str) -> str:
        """Return the page's HTML with its frame under the title and its commands at the end."""
        frame, commands = self._frame(html), self._commands()
        html = _AFTER_TITLE.sub(
            lambda found: found[1] + frame + ('<p class="goal">' if found[2] else ""), html, count=1
        )
        end = _NEXT.search(html)
        at = end.start() if end else len(html)
        return html[:at] + commands + html[at:]

    def _frame(self, html: str) -> str:
        steps = shown_steps(self.source, self.library)
        files = [
            Link(address, path_of(loaded).rpartition("/")[2])
            for name in named_examples(self.source, self.library)
            if (address := link_to(loaded := self.library.example(name), self.url))
        ]
        return render(
            "frame.html",
            self.language,
            minutes=minutes(html, len(steps), self.language),
            commands=len(steps),
            anchor=ALL_COMMANDS,
            needs=self.needs,
            files=files,
        )

    @property
    def script_path(self) -> str:
        """Return where in the site all the commands of the page are, as a script."""
        return f"downloads/{self.name}.sh"

    def script(self) -> str:
        """Return all the commands of the page as a script, or nothing where it has none.

        A file of its own: few readers want it, and on the page all would load it.
        """
        names = run_examples(self.source, self.library)
        return page_script(map(self.library.example, names), self.language) if names else ""

    def _commands(self) -> str:
        if not run_examples(self.source, self.library):
            return ""
        return render(
            "commands.html",
            self.language,
            anchor=ALL_COMMANDS,
            address=get_relative_url(self.script_path, self.url),
            name=self.script_path.rpartition("/")[2],
        )


def minutes(html: str, commands: int, language: str) -> int:
    """Return how long a page takes to read and to follow; `html` has tokens for its blocks."""
    text = html_text.unescape(_TAG.sub(" ", TOKEN.sub("", html)))
    if language == "ko":
        reading = len("".join(text.split())) / CHARACTERS_A_MINUTE
    else:
        reading = len(text.split()) / WORDS_A_MINUTE
    return max(1, math.ceil(reading + commands * MINUTES_A_COMMAND))


def title_of(source: str) -> str | None:
    """Return a page's title as its Markdown gives it, without marks of code and emphasis."""
    found = _TITLE.search(get_data(source)[0])
    return re.sub(r"[`*]", "", found[1]) if found else None


def needed_pages(
    meta: Mapping[str, Any], pages: Mapping[str, object], fault: Callable[[str, str], None]
) -> list[str]:
    """Return the stems that `needs` lists; what is no page's is told to `fault`, with its name."""
    needs = meta["needs"]
    if not isinstance(needs, list):
        fault("needs", f"needs: expected a list of pages, such as [images], found {needs!r}")
        return []
    known = []
    for stem in map(str, needs):
        if stem in pages:
            known.append(stem)
            continue
        error: LivedocError = unknown("page", stem, pages)
        fault(stem, f"needs: {error}")
    return known


def line_in_front_matter(source: str, word: str) -> int:
    """Return the line of the front matter that holds a word, from `needs` on; 1 where none does."""
    lines = source.split("\n---", 1)[0].split("\n")
    begin = next((n for n, line in enumerate(lines) if line.startswith("needs:")), 0)
    pattern = re.compile(rf"(?<![\w-]){re.escape(word)}(?![\w-])")
    found = (
        number for number, line in enumerate(lines) if number >= begin and pattern.search(line)
    )
    return next(found, begin) + 1
