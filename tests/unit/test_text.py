"""Bytes become text that can be shown: nothing invisible, nothing unbounded."""

from __future__ import annotations

import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from livedoc.text import OUTPUT_LIMIT, BoundedOutput, plain, to_text


@pytest.mark.parametrize(
    ("output", "text"),
    [
        ("한글 🐳\n".encode(), "한글 🐳\n"),
        (b"caf\xe9\n", "caf\\xe9\n"),
        (b"a\xff\xfeb", "a\\xff\\xfeb"),
        (b"a\0b\x07c\x7f", "a␀b␇c␡"),
        (b"\xc2\x9b31m", "\\x9b31m"),
        (b"a\tb\n", "a\tb\n"),
        (b"one\r\ntwo\r\n", "one\ntwo\n"),
        (b"10%\r50%\r100%\ndone", "100%\ndone"),
        (b"10%\r100%\r\ndone\r", "100%\ndone"),
        (b"\x1b[1;31mred\x1b[0m", "\x1b[1;31mred\x1b[0m"),
        (b"\x1b]0;title\x07text", "text"),
        (b"\x1b]0;title\x1b\\text", "text"),
        (b"\x1b[2K\x1b[1A\x1b[?25l\x1b[?2004htext\x1b(B", "text"),
        (b"a\x1bZb\x1b", "a␛Zb␛"),
        (b"", ""),
    ],
)
def test_output_is_shown_as_a_terminal_leaves_it(output: bytes, text: str) -> None:
    """Colours stay; titles and cursor movements go; what else is invisible is made visible."""
    assert to_text(output) == text


@given(st.binary())
def test_any_bytes_become_visible_text(output: bytes) -> None:
    """No control character but newline, tab and colours is left, and nothing raises."""
    text = plain(to_text(output))
    assert not [c for c in text if (ord(c) < 32 and c not in "\n\t") or 127 <= ord(c) < 160]


def test_colours_can_be_taken_off() -> None:
    """Claims and comparisons see the words alone."""
    assert plain("\x1b[1;31mred\x1b[0m \x1b[38:5:1mand\x1b[m") == "red and"


def bounded(limit: int, *chunks: bytes) -> bytes:
    """Return what is kept of chunks."""
    output = BoundedOutput(limit)
    for chunk in chunks:
        output.add(chunk)
    return output.bytes()


@given(st.lists(st.binary(max_size=9), max_size=9), st.integers(1, 30))
def test_output_up_to_the_limit_is_kept_whole(chunks: list[bytes], limit: int) -> None:
    """At the limit nothing is cut; past it both ends stay, and how much is missing is said."""
    whole = b"".join(chunks)
    kept = bounded(limit, *chunks)
    if len(whole) <= limit:
        assert kept == whole
        return
    half = limit // 2
    assert kept == (
        whole[:half]
        + f"\n[{len(whole) - limit} of {len(whole)} bytes cut here; {limit} are kept]\n".encode()
        + whole[len(whole) - (limit - half) :]
    )


def test_a_hundred_megabytes_are_bounded_in_memory() -> None:
    """Endless output costs about the limit, and the notice counts what was cut."""
    output, chunk, total = BoundedOutput(), b"x" * 65536, 100 * 2**20
    tracemalloc.start()
    for _ in range(total // len(chunk)):
        output.add(chunk)
    kept = output.bytes()
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 8 * OUTPUT_LIMIT
    assert f"[{total - OUTPUT_LIMIT:,} of {total:,} bytes cut here".encode() in kept
