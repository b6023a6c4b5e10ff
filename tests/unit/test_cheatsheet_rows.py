"""Which rows of all tested commands the cheat sheet has."""

from __future__ import annotations

from pathlib import Path

from livedoc.catalog import load_example
from livedoc.store import write_capture
from macros.cheatsheet import cheatsheet
from macros.library import Library
from macros.page_sources import page_sources
from tests.docs.project import capture_of
from tests.unit.writing import step, write


def rows(root: Path, *steps: str, title: str = "", record: bool = True) -> list[tuple[str, str]]:
    """Return command and address of every row, from an example that the page `page` shows."""
    path = write(root, "examples/chapter/ex", *steps)
    path.write_text(title + path.read_text())
    loaded = load_example(path)
    if record:
        outputs = dict.fromkeys((step.id for step in loaded.example.steps), "x")
        write_capture(loaded, capture_of(loaded, outputs))
    pages = {"../page/": '[[= session("ex") =]]'}
    groups = cheatsheet(Library(root / "examples"), pages)
    return [(row.call.text, row.address) for group in groups for row in group.rows]


def test_each_flag_is_shown_by_few_rows(tmp_path: Path) -> None:
    """The plainest form comes first; then only commands that add a flag, each to its step."""
    assert rows(
        tmp_path,
        step("all", "docker ps -a"),
        step("plain", "docker ps"),
        step("again", "docker ps --all-of-it-again -a"),
        step("same", "docker ps -a "),
        step("both", "docker ps -a -q"),
    ) == [
        ("docker ps", "../page/#ex-plain"),
        ("docker ps -a -q", "../page/#ex-both"),
        ("docker ps --all-of-it-again -a", "../page/#ex-again"),
    ]


def test_groups_are_by_the_word_after_docker(tmp_path: Path) -> None:
    """The commands of one group stand together, in the order of the alphabet."""
    found = rows(
        tmp_path,
        step("d", "docker volume rm v"),
        step("c", "docker run x"),
        step("b", "docker volume create v"),
        step("a", "docker images"),
    )
    assert [text for text, _address in found] == [
        "docker images",
        "docker run x",
        "docker volume create v",
        "docker volume rm v",
    ]


def test_what_fails_or_is_hidden_is_left_out(tmp_path: Path) -> None:
    """Neither a failure on purpose nor a hidden step is looked up; what Ctrl-C ends is."""
    found = rows(
        tmp_path,
        step("fail", "docker rm x", "exit = 1\nexpect = ['x']"),
        step("hide", "docker pull x", "hidden = true"),
        step("end", "docker logs -f x", "exit = 130\ntty = true\ninterrupt = 'x'\nexpect = ['x']"),
    )
    assert [text for text, _address in found] == ["docker logs -f x"]


def test_what_was_not_run_is_left_out(tmp_path: Path) -> None:
    """An example that was never run, for want of Docker Hub or as it is new, has no row."""
    for title in ('requires = ["hub"]\n', ""):
        assert rows(tmp_path, step("pull", "docker pull x"), title=title, record=False) == []


def test_pages_are_read_in_the_order_of_the_navigation(tmp_path: Path) -> None:
    """So the first of equal commands wins; the home page is left out."""
    for stem in ("index", "alpha", "beta", "gamma"):
        (tmp_path / f"{stem}.ko.md").write_text(stem)
        (tmp_path / f"{stem}.en.md").write_text("English")
    pages = page_sources(tmp_path, "ko", ["gamma", "alpha"])
    assert list(pages.items()) == [
        ("../gamma/", "gamma"),
        ("../alpha/", "alpha"),
        ("../beta/", "beta"),
    ]
