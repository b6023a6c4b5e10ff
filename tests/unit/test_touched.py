"""An edit is shown by building again the pages that it touches, or all where that is not plain."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from macros.calls import NAMES
from macros.touched import GATHERED, OF_ONE, Edit, examples_of, touched
from macros.watched import changed, stamps

HEAD = "---\ndescription: what it teaches\n# a comment\nneeds: []\n---\n\n# Title { #x }\n"
PAGES = {
    "web.ko.md": f'{HEAD}\n[[= run("web", "start") =]]\n',
    "web.en.md": f'{HEAD}\n[[= run("web", "start") =]]\n',
    "more.ko.md": f'{HEAD}\n[[= verified("db") =]]\n',
    "errors-run.ko.md": f"{HEAD}\n## A message\n",
    "errors.ko.md": f'{HEAD}\n[[= error_finder() =]]\n\n[[= error_list("errors-run") =]]\n',
    "cheatsheet.ko.md": f"{HEAD}\n[[= cheatsheet() =]]\n",
    "cheatsheet.en.md": f"{HEAD}\n[[= cheatsheet() =]]\n",
    "bench.ko.md": f"{HEAD}\n[[= bench() =]]\n\n[[= engines() =]]\n",
    "glossary.ko.md": f"{HEAD}\nword\n",
}


def touched_by(page: str, source: str) -> set[str] | None:
    """Return which pages the new source of one touches."""
    return touched(Edit(PAGES, {page: source}), PAGES | {page: source})


def test_a_text_touches_its_page_alone() -> None:
    """What a page says under its title stands on no other page."""
    assert touched_by("web.ko.md", PAGES["web.ko.md"] + "\nword\n") == {"web.ko.md"}


@pytest.mark.parametrize(
    ("page", "source"),
    [
        ("web.ko.md", PAGES["web.ko.md"].replace("# Title", "# Other")),
        ("web.ko.md", PAGES["web.ko.md"].replace("needs: []", "needs: [more]")),
        ("web.ko.md", PAGES["web.ko.md"].replace("# Title", "## Title")),
        ("glossary.ko.md", PAGES["glossary.ko.md"] + "\nword\n"),
    ],
    ids=["title", "front matter", "no title", "glossary"],
)
def test_what_other_pages_show_touches_all(page: str, source: str) -> None:
    """A title, what a page needs and the glossary may be told on any page."""
    assert touched_by(page, source) is None


def test_a_list_follows_the_pages_that_it_lists() -> None:
    """An entry of the error catalogue also stands in the list of all errors."""
    source = PAGES["errors-run.ko.md"] + "\n## Another\n"
    assert touched_by("errors-run.ko.md", source) == {"errors-run.ko.md", "errors.ko.md"}


def test_the_cheat_sheet_follows_the_calls_of_its_language() -> None:
    """A page that shows another step may give the cheat sheet another row."""
    source = PAGES["web.ko.md"].replace("start", "stop")
    assert touched_by("web.ko.md", source) == {"web.ko.md", "cheatsheet.ko.md"}


def test_a_capture_touches_the_pages_that_show_it() -> None:
    """In both languages, and where the times of all captures are reckoned with."""
    edit = Edit(PAGES, {}, frozenset({"web"}))
    assert touched(edit, PAGES) == {"web.ko.md", "web.en.md", "bench.ko.md"}


def test_a_definition_touches_what_is_gathered() -> None:
    """The lists hold what definitions say of their commands and errors."""
    edit = Edit(PAGES, {}, frozenset({"db"}), frozenset({"db"}))
    gathered = {"errors.ko.md", "cheatsheet.ko.md", "cheatsheet.en.md", "bench.ko.md"}
    assert touched(edit, PAGES) == {"more.ko.md"} | gathered


def test_every_macro_is_known_by_what_it_shows() -> None:
    """A new macro must say whether what it shows is of one example."""
    assert set(NAMES) == OF_ONE | GATHERED


@pytest.mark.parametrize(
    ("file", "expected"),
    [
        ("examples/a/web.toml", {"web"}),
        ("examples/a/web.capture.json", {"web"}),
        ("examples/a/web/app/.env", {"web"}),
        ("examples/a/new.toml", None),
        ("examples/schema.json", None),
        ("overrides/main.html", None),
    ],
)
def test_a_file_is_of_an_example_or_of_none(file: str, expected: set[str] | None) -> None:
    """What is of no known example may touch every page."""
    assert examples_of({Path(file)}, Path("examples"), {"web"}) == expected


def test_what_changed_is_found_by_its_stamp(tmp_path: Path) -> None:
    """An edit of the same time, a file that came and one that went; no editor's file."""
    for name in ("same", "edited", "gone", ".edited.swp", "__pycache__/x.pyc"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("one")
    before = stamps([tmp_path])
    stat = (tmp_path / "edited").stat()
    (tmp_path / "edited").write_text("three")
    os.utime(tmp_path / "edited", ns=(stat.st_atime_ns, stat.st_mtime_ns))
    (tmp_path / ".edited.swp").write_text("other")
    (tmp_path / "__pycache__" / "x.pyc").write_text("other")
    (tmp_path / "gone").unlink()
    (tmp_path / "new").write_text("one")
    names = {path.name for path in changed(before, stamps([tmp_path]))}
    assert names == {"edited", "gone", "new"}
    assert stamps([tmp_path / "same"]).keys() == {tmp_path / "same"}
