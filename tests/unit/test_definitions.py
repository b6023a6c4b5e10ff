"""Definitions that were read before are not read again, and are never others than they are."""

from __future__ import annotations

from pathlib import Path

import pytest

from livedoc import catalog
from livedoc.catalog import load_catalog
from livedoc.definitions import Definitions
from livedoc.errors import DefinitionError
from tests.unit.writing import step, write


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return the examples of a checkout, with one in it that was loaded once."""
    root = tmp_path / "examples"
    write(root, "a/hello", step("one", "echo one", 'expect = ["^[o]ne$"]\ntimeout = 5'))
    load_catalog(root)
    return root


def test_what_was_read_is_not_parsed_again(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is the same in every part, and still has its lines."""
    before = load_catalog(root).example("hello")
    monkeypatch.setattr(catalog, "_validated", None)
    again = load_catalog(root).example("hello")
    assert again.example == before.example
    assert again.line("one") == 2


def test_an_edited_definition_is_read_anew(root: Path) -> None:
    """A fault in it is told, whatever was known before."""
    write(root, "a/hello", step("one", "echo two"))
    assert load_catalog(root).example("hello").step("one").run == "echo two"
    write(root, "a/hello", step("one", "echo two", 'expect = ["("]'))
    with pytest.raises(DefinitionError, match="not a regular expression"):
        load_catalog(root)


@pytest.mark.parametrize("content", ["", "{}", "[]", '{"model": 1}', "\0", '{"definitions": 3}'])
def test_what_is_kept_may_be_spoilt(root: Path, content: str) -> None:
    """Then all is read anew, and kept again."""
    path = root.parent / ".livedoc" / "definitions.json"
    good = path.read_bytes()
    path.write_text(content)
    assert list(load_catalog(root).examples) == ["hello"]
    assert path.read_bytes() == good


def test_another_model_judges_anew(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What an older one found valid is not believed."""
    source = load_catalog(root).example("hello").source
    path = root.parent / ".livedoc" / "definitions.json"
    assert Definitions(path).get(source)
    other = root / "model.py"
    other.write_text("another")
    monkeypatch.setattr("livedoc.definitions.MODEL", other)
    assert Definitions(path).get(source) is None


def test_nothing_is_kept_beside_other_folders(tmp_path: Path) -> None:
    """Only a checkout has a place for what may be lost."""
    write(tmp_path / "elsewhere", "a/hello", step("one", "echo one"))
    load_catalog(tmp_path / "elsewhere")
    assert not (tmp_path / ".livedoc").exists()
