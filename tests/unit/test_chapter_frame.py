"""Reading time and titles, from text alone."""

from __future__ import annotations

import pytest

from macros.frame import line_in_front_matter, minutes, title_of


@pytest.mark.parametrize(
    ("html", "commands", "language", "expected"),
    [
        ("<p>" + "가나 " * 500 + "</p>", 0, "ko", 2),
        ("<p>" + "가나 " * 501 + "</p>", 0, "ko", 3),
        ("<p>" + "word " * 400 + "</p>", 0, "en", 2),
        ('<p class="a b c d">word &amp; word</p>', 0, "en", 1),
        ("<p>" + "word " * 400 + "</p>", 6, "en", 4),
        ("", 0, "en", 1),
        ("<p>" + "가나 " * 500 + "</p>" + "<p>livedocblock12end</p>" * 40, 0, "ko", 2),
    ],
)
def test_reading_time(html: str, commands: int, language: str, expected: int) -> None:
    """Korean counts by characters without spaces, English by words; blocks by commands alone."""
    assert minutes(html, commands, language) == expected


@pytest.mark.parametrize(
    ("source", "title"),
    [
        ("# Data { #data }\n", "Data"),
        ("---\ndescription: x\n---\n# `docker` *run*\n\n## No\n", "docker run"),
        ("---\n# a comment\ndescription: x\n---\n# Data { #data }\n", "Data"),
        ("## No title\n", None),
    ],
)
def test_the_title_is_read_from_the_source(source: str, title: str | None) -> None:
    """A page's title comes without its id and without marks, from below the front matter."""
    assert title_of(source) == title


@pytest.mark.parametrize(
    ("front", "line"),
    [
        ("description: images\nneeds: [volumes, images]", 3),
        ("needs:\n  - images-2\n  - images", 4),
        ("needs: images", 2),
        ("needs: []", 2),
    ],
)
def test_a_needed_page_has_its_line(front: str, line: int) -> None:
    """The line is that of the word itself, not of one that begins alike."""
    assert line_in_front_matter(f"---\n{front}\n---\n# images\n", "images") == line
