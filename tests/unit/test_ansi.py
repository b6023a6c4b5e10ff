"""Colours of outputs as HTML."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from livedoc.text import plain
from macros.ansi import coloured_lines


@pytest.mark.parametrize(
    ("output", "html"),
    [
        ("a <b>", ["a &lt;b&gt;"]),
        ("\x1b[31mred\x1b[0m on", ['<span class="ansi-1">red</span> on']),
        (
            "\x1b[1;92mx\x1b[22my\x1b[39mz",
            ['<span class="ansi-bold ansi-10">x</span><span class="ansi-10">y</span>z'],
        ),
        # A colour lasts over the end of a line, and each line is whole in itself.
        (
            "\x1b[33ma\nb\x1b[m\nc",
            ['<span class="ansi-3">a</span>', '<span class="ansi-3">b</span>', "c"],
        ),
        ("\x1b[38;5;9;4mx", ['<span class="ansi-underline ansi-9">x</span>']),
        ("\x1b[38;5;200mx\x1b[48;2;1;2;3my", ["xy"]),
        ("\x1b[44mx\x1b[49my", ['<span class="ansi-on-4">x</span>y']),
        ("", []),
    ],
)
def test_colours_become_classes(output: str, html: list[str]) -> None:
    """The sixteen colours and the styles have a class each; what has none is left out."""
    assert [str(line) for line in coloured_lines(output)] == html


CODES = st.lists(st.integers(0, 110), max_size=6).map(
    lambda codes: f"\x1b[{';'.join(map(str, codes))}m"
)


@given(st.lists(st.one_of(CODES, st.text("ab<&\n\"'", max_size=5)), max_size=12).map("".join))
def test_no_letter_is_lost(output: str) -> None:
    """Without its tags the HTML is the output without its colours, in as many lines."""
    html = "\n".join(coloured_lines(output))
    assert re.sub(r"<span class=\"[a-z0-9 -]+\">|</span>", "", html) == (
        plain(output)
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace('"', "&#34;")
        .replace("'", "&#39;")
    )
    for line in html.split("\n"):
        assert line.count("<span") == line.count("</span>")
