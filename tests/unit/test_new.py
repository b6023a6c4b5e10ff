"""`livedoc new` scaffolds what can be recorded as it is."""

from __future__ import annotations

from pathlib import Path

import pytest

from livedoc import cli
from livedoc.catalog import load_catalog
from tests.unit.writing import example, step


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return an empty folder of examples that the command works on."""
    monkeypatch.setenv("COLUMNS", "300")
    examples = tmp_path / "examples"
    examples.mkdir()
    monkeypatch.setattr("livedoc.commands.new.examples_root", lambda: examples)
    return examples


def test_a_new_example_is_valid(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Definition and files load, every step has its claim, and the next commands are told."""
    assert cli.main(["new", "images/first-image"]) == 0
    loaded = load_catalog(root).example("first-image")
    assert loaded.chapter == "images" and list(loaded.files()) == ["Dockerfile"]
    assert all(each.expect for each in loaded.example.steps)
    out = capsys.readouterr().out
    assert "make record EX=first-image" in out
    assert '[[= session("first-image") =]]' in out and '[[= verified("first-image") =]]' in out
    assert "in docs/images.ko.md and docs/images.en.md" in out


def test_a_chapter_without_pages_is_asked_about(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A typing error in its name is told at once; a new chapter may come before its pages."""
    docs = root.parent / "docs"
    docs.mkdir()
    for language in ("ko", "en"):
        (docs / f"images.{language}.md").touch()
    assert cli.main(["new", "images/one"]) == 0
    assert "not there yet" not in capsys.readouterr().out
    assert cli.main(["new", "image/two"]) == 0
    assert "not there yet: docs/image.ko.md, docs/image.en.md" in capsys.readouterr().out


def test_its_claims_are_those_of_its_own_files(root: Path) -> None:
    """What the Dockerfile prints is what the step claims, so that it passes unedited."""
    cli.main(["new", "images/first-image"])
    loaded = load_catalog(root).example("first-image")
    assert "hello from first-image" in loaded.file("Dockerfile").read_text()
    assert loaded.step("run").expect == ("^hello from first-image$",)
    assert "first-image" in loaded.step("build").run and "first-image" in loaded.step("run").run


def test_its_editor_schema_is_where_it_says(root: Path) -> None:
    """The first line points at the schema beside the chapters."""
    cli.main(["new", "images/first-image"])
    first = (root / "images" / "first-image.toml").read_text(encoding="utf-8").split("\n")[0]
    assert first == "#:schema ../schema.json"


@pytest.mark.parametrize(
    "where", ["first", "Images/first", "images/First", "a/b/c", "images/-x", "../x", "a/b_c", "/x"]
)
def test_a_name_that_is_none_is_refused(
    root: Path, where: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nothing is written, and the form is shown."""
    assert cli.main(["new", where]) == 1
    assert "CHAPTER/NAME" in capsys.readouterr().err
    assert list(root.iterdir()) == []


def test_a_name_that_is_taken_is_refused(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Names are unique over all chapters, and what is there is not overwritten."""
    loaded = example(root, step("one", "echo"))
    assert cli.main(["new", "other/hello"]) == 1
    assert f"is taken by {loaded.path}" in capsys.readouterr().err
    (root / "images" / "left").mkdir(parents=True)
    assert cli.main(["new", "images/left"]) == 1
    assert "is there already" in capsys.readouterr().err
