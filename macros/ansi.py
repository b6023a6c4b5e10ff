"""Turns the colours that a command printed into HTML; everything else of it is escaped."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from markupsafe import Markup, escape

from livedoc.text import SGR

# The sixteen colours of a terminal, which the style sheet makes legible on both grounds. Of the 256
# the first sixteen are these; the others, and true colours, are left to the default.
_STYLES = {1: "bold", 2: "dim", 3: "italic", 4: "underline"}
_STYLES_OFF = {22: {"bold", "dim"}, 23: {"italic"}, 24: {"underline"}}


@dataclass(frozen=True)
class _Look:
    """How the text that follows looks."""

    colour: int | None = None
    ground: int | None = None
    styles: frozenset[str] = frozenset()

    @property
    def classes(self) -> str:
        parts = [f"ansi-{style}" for style in sorted(self.styles)]
        if self.colour is not None:
            parts.append(f"ansi-{self.colour}")
        if self.ground is not None:
            parts.append(f"ansi-on-{self.ground}")
        return " ".join(parts)

    def after(self, codes: list[int]) -> _Look:
        look = self
        while codes:
            code, *codes = codes
            if code in (38, 48):
                colour, codes = _extended(codes)
                look = replace(look, colour=colour) if code == 38 else replace(look, ground=colour)
            else:
                look = look._with(code)
        return look

    def _with(self, code: int) -> _Look:
        if code == 0:
            return _Look()
        if code in _STYLES:
            return replace(self, styles=self.styles | {_STYLES[code]})
        if code in _STYLES_OFF:
            return replace(self, styles=self.styles - _STYLES_OFF[code])
        for first, bright in ((30, 0), (90, 8)):
            if first <= code < first + 8:
                return replace(self, colour=code - first + bright)
            if first + 10 <= code < first + 18:
                return replace(self, ground=code - first - 10 + bright)
        if code == 39:
            return replace(self, colour=None)
        if code == 49:
            return replace(self, ground=None)
        return self


def coloured_lines(output: str) -> list[Markup]:
    """Return the lines of an output as HTML, each whole in itself; an empty output has none."""
    lines: list[Markup] = []
    look = _Look()
    for line in output.split("\n") if output else ():
        html = Markup()
        for text, codes in _pieces(line):
            if text:
                words = escape(text)
                html += (
                    Markup('<span class="{}">{}</span>').format(look.classes, words)
                    if (look.classes)
                    else words
                )
            look = look.after(codes)
        lines.append(html)
    return lines


def _pieces(line: str) -> Iterator[tuple[str, list[int]]]:
    """Yield (text, the codes that follow it)."""
    at = 0
    for found in SGR.finditer(line):
        yield line[at : found.start()], _codes(found[0])
        at = found.end()
    yield line[at:], []


def _codes(sequence: str) -> list[int]:
    return [int(code or 0) for code in sequence[2:-1].replace(":", ";").split(";")]


def _extended(codes: list[int]) -> tuple[int | None, list[int]]:
    """Return the colour that 38 or 48 asks for, and the codes after it."""
    if codes[:1] == [5] and len(codes) > 1:
        return (codes[1] if codes[1] < 16 else None), codes[2:]
    return None, codes[4:] if codes[:1] == [2] else []
