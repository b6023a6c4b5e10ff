"""What `make bench` measured, as pages show it in both languages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bench.figures import FIGURES
from bench.history import Run, keep
from livedoc.catalog import load_example
from livedoc.store import write_capture
from macros.library import Library
from macros.markdown_view import MarkdownView
from macros.measured import bench_table, engines_table
from macros.texts import TEXTS
from tests.docs.project import capture_of
from tests.unit.writing import step, write

WALL = "proving.wall"


@pytest.fixture
def library(tmp_path: Path) -> Library:
    """Return a library of four recorded examples, in a checkout without a history."""
    for name in ("one", "two", "three", "four"):
        loaded = load_example(write(tmp_path / "examples", f"a/{name}", step("one", "echo one")))
        capture = capture_of(loaded, {"one": "one\n"})
        took = capture.steps[0].model_copy(update={"seconds": 30.0})
        write_capture(loaded, capture.model_copy(update={"steps": (took,)}))
    return Library(tmp_path / "examples")


@pytest.mark.parametrize("language", ["ko", "en"])
def test_the_last_run_is_shown_with_its_goals(library: Library, language: str) -> None:
    """Each figure in the page's words, met or missed, and its course through all runs."""
    history = library.root / "bench" / "history"
    keep(Run("2026-01-01T04:00Z", "a", {"cores": 2}, {WALL: [0.5]}), history)
    notes = {"peers": "<no docker>"}
    keep(Run("2026-01-02T04:00Z", "b", {"cores": 2}, {WALL: [0.7, 0.9, 0.8]}, notes), history)
    html = bench_table(library, language)
    assert FIGURES[WALL].text(language) in html
    assert "0.80×" in html and "0.70–0.90 (3)" in html and "0.50× → 0.80×" in html
    assert TEXTS[language]["bench_missed"] in html
    assert "2026-01-02" in html and "&lt;no docker&gt;" in html


def test_a_guide_that_was_never_measured_says_so(library: Library) -> None:
    """There is no empty table."""
    html = bench_table(library, "en")
    assert TEXTS["en"]["bench_none"] in html and "<table" not in html


def test_more_engines_are_faster_until_the_longest_example(library: Library) -> None:
    """Of four examples of half a minute two engines do half each; beyond four nothing is won."""
    html = engines_table(library, "en")
    times = re.findall(r"<td>(\d+)</td><td>(\d+:\d\d)</td>", html)
    assert times[:4] == [("1", "2:05"), ("2", "1:04"), ("4", "0:33"), ("8", "0:33")]


def test_an_example_without_a_capture_takes_no_time(library: Library) -> None:
    """The page that shows it says so with its line; this one is of all examples."""
    five = load_example(write(library.root / "examples", "a/five", step("one", "echo one")))
    assert "<td>2:05</td>" in engines_table(Library(library.root / "examples"), "en")
    five.capture_path.write_text("{")
    assert "<td>2:05</td>" in engines_table(Library(library.root / "examples"), "en")


def test_a_program_reads_the_same_tables(library: Library) -> None:
    """The page's Markdown has them, too."""
    keep(Run("2026-01-01T04:00Z", "a", {}, {WALL: [0.5]}), library.root / "bench" / "history")
    text = MarkdownView(library, "en").of("[[= bench() =]]\n\n[[= engines() =]]\n")
    assert f"| {FIGURES[WALL].en} | 0.50× |" in text
    assert "| 2 | 1:04 | " in text
