"""Turns steps, files and captures into HTML; everything that was captured is escaped."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from markupsafe import Markup
from mkdocs.utils import get_relative_url
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexer import Lexer
from pygments.lexers import TextLexer, get_lexer_for_filename
from pygments.util import ClassNotFound

from livedoc.catalog import LoadedExample
from livedoc.model import Step, StepCapture
from macros.ansi import coloured_lines
from macros.cheatsheet import cheatsheet
from macros.downloads import link_to
from macros.error_pages import groups_of, listed_entries
from macros.finder import as_data
from macros.library import Library
from macros.measured import bench_table, engines_table
from macros.page_sources import address_of
from macros.record import played, record_of
from macros.rendering import render
from macros.shown import shown_file, shown_output

_HANGUL = re.compile("[가-힣]")


@dataclass
class Blocks:
    """Makes the blocks of one page in its language.

    What a call is about is given by its place alone: so the checks and notices find it, too.
    """

    library: Library
    language: str
    pages: Callable[[], dict[str, str]] = dict  # the sources of all pages by their address
    url: str = ""  # of the page, for its links
    shown: set[tuple[str, str]] = field(default_factory=set)  # (example, step) of the whole page
    ids: set[str] = field(default_factory=set)  # the anchors given so far
    markdown: str = ""  # of the whole page

    def run(self, example: str, step: str, /) -> str:
        """Return one step: its comment, its command and what came back."""
        loaded = self.library.example(example)
        return self._step(loaded, loaded.step(step))

    def session(self, example: str, /) -> str:
        """Return all steps of an example in order, with the hidden ones as a folded list."""
        loaded = self.library.example(example)
        steps = loaded.example.steps
        return render(
            "session.html",
            self.language,
            prepared=[step for step in steps if step.hidden],
            blocks=[Markup(self._step(loaded, step)) for step in steps if not step.hidden],
        )

    def source(self, example: str, file: str, /, lines: str | None = None) -> str:
        """Return one of the reader's files, or some of its lines, highlighted by its name."""
        loaded = self.library.example(example)
        text = shown_file(loaded, file, lines)
        return render(
            "source.html",
            self.language,
            file=file,
            lines=lines,
            code=Markup(_highlighted(file, text)),
            archive=link_to(loaded, self.url),
            name=loaded.name,
        )

    def verified(self, example: str, /) -> str:
        """Return what ran an example, on what and when, and its steps that the page leaves out."""
        loaded = self.library.example(example)
        unseen = [s for s in loaded.example.steps if (loaded.name, s.id) not in self.shown]
        return render(
            "verified.html",
            self.language,
            example=loaded.example,
            capture=self.library.capture(loaded),
            unseen=unseen,
            archive=link_to(loaded, self.url),
            name=loaded.name,
        )

    def cheatsheet(self) -> str:
        """Return the docker commands of all pages, those that show something new."""
        groups = cheatsheet(self.library, self.pages())
        return render("cheatsheet.html", self.language, groups=groups)

    def error_finder(self) -> str:
        """Return a field to paste a message into, which finds its row in the page's lists."""
        return render(
            "error_finder.html",
            self.language,
            entries=as_data(listed_entries(self.markdown, self.pages(), self.library)),
            script=get_relative_url("assets/error-finder.js", self.url),
        )

    def bench(self) -> str:
        """Return what was measured last, and how each figure went from run to run."""
        return bench_table(self.library, self.language)

    def engines(self) -> str:
        """Return how long proving everything would take on more and more engines."""
        return engines_table(self.library, self.language)

    def error_list(self, page: str, /) -> str:
        """Return the messages that a page explains, each a row with the id of its entry there."""
        groups = groups_of(page, self.pages(), self.library)
        self.ids |= {heading.id for group in groups for heading in (group.heading, *group.entries)}
        return render("error_list.html", self.language, groups=groups, address=address_of(page))

    def _is_english(self, recorded: StepCapture | None) -> bool:
        """Say whether an output is English on a page that is not: a voice must change for it."""
        return bool(self.language != "en" and recorded and not _HANGUL.search(recorded.output))

    def _step(self, loaded: LoadedExample, step: Step) -> str:
        recorded = self.library.recorded(loaded, step)
        capture = self.library.capture(loaded)
        lines = coloured_lines(shown_output(recorded.output)) if recorded else []
        arrivals = self.library.arrivals(loaded, recorded) if recorded and lines else ()
        anchor = f"{loaded.name}-{step.id}"
        first_time = anchor not in self.ids
        self.ids.add(anchor)
        return render(
            "step.html",
            self.language,
            step=step,
            recorded=recorded,
            anchor=anchor if first_time else None,
            head=lines[: step.show],
            foreign=Markup(' lang="en"') if self._is_english(recorded) else "",
            rest=lines[step.show :],
            arrivals=played(arrivals),
            record=record_of(loaded, capture, recorded, self.language)
            if capture and recorded
            else None,
            archive=link_to(loaded, self.url),
            name=loaded.name,
        )


@cache  # for the page in the other language
def _highlighted(file: str, text: str) -> str:
    return str(highlight(text, _lexer(Path(file).name), HtmlFormatter(nowrap=True)))


@cache  # to find one, Pygments goes through all it has
def _lexer(name: str) -> Lexer:
    lexer: Lexer
    try:
        lexer = get_lexer_for_filename(name)
    except ClassNotFound:
        lexer = TextLexer()
    return lexer
