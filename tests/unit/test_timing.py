"""When the lines of an output came: counted, kept apart from the capture, and read back."""

from __future__ import annotations

from pathlib import Path

import pytest

from livedoc.errors import LivedocError
from livedoc.store import read_timing, write_timing
from livedoc.timing import LineClock, fits, later
from tests.unit.writing import example, step


def clock(*pieces: tuple[bytes, float]) -> LineClock:
    """Return a clock that took in these pieces."""
    made = LineClock()
    for data, seconds in pieces:
        made.add(data, seconds)
    return made


def test_a_line_counts_when_it_is_whole() -> None:
    """A line that comes in two pieces came with the second."""
    assert clock((b"a\nb", 0.1), (b"c\n", 1.52)).arrivals() == ((0.1, 1), (1.5, 1))


def test_the_last_line_counts_without_its_newline() -> None:
    """What ends without a newline is a line too; nothing at all is none."""
    assert clock((b"a\n", 0.2), (b"b", 0.9)).arrivals() == ((0.2, 1), (0.9, 1))
    assert clock((b"", 3)).arrivals() == ()


def test_what_comes_at_once_is_one_arrival() -> None:
    """Pieces closer together than can be seen are counted together."""
    assert clock((b"a\n", 0.21), (b"b\nc\n", 0.24)).arrivals() == ((0.2, 3),)


def test_later_moves_all() -> None:
    """The times of a later attempt count from the first."""
    assert later(((0.1, 2), (0.5, 1)), 1.25) == ((1.35, 2), (1.75, 1))


@pytest.mark.parametrize(
    ("output", "fit"),
    [("a\nb\n", True), ("a\nb", True), ("a\n", False), ("a\nb\n\n", False), ("", False)],
)
def test_times_fit_an_output_of_as_many_lines(output: str, fit: bool) -> None:
    """An output that was cut or edited is not played with the times of another."""
    assert fits(((0.1, 1), (0.2, 1)), output) is fit


def test_a_timing_comes_back_and_is_a_readable_diff(tmp_path: Path) -> None:
    """Each step is a line of the file, which lies beside the capture."""
    loaded = example(tmp_path, step("one", "echo"))
    assert read_timing(loaded) == {}
    timing = {"one": ((0.1, 2), (3.0, 1)), "two": ((0.05, 1),)}
    write_timing(loaded, timing)
    assert loaded.timing_path.name == f"{loaded.name}.timing.json"
    assert '  "one": [[0.1, 2], [3.0, 1]],\n' in loaded.timing_path.read_text(encoding="utf-8")
    assert read_timing(loaded) == timing


@pytest.mark.parametrize(
    "content", ["", "{", "[]", '{"one": 3}', '{"one": [[1]]}', '{"one": [["a", 1]]}']
)
def test_a_broken_timing_is_named(tmp_path: Path, content: str) -> None:
    """What is no timing is refused with its file and the command that mends it."""
    loaded = example(tmp_path, step("one", "echo"))
    loaded.timing_path.write_text(content)
    with pytest.raises(LivedocError, match=f"timing.json:1: not a timing.*EX={loaded.name}"):
        read_timing(loaded)
