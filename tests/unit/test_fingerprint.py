"""A capture is stale for what is run, and for nothing else; the reason is named."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from livedoc.catalog import LoadedExample, load_example
from livedoc.fingerprint import fingerprint, folder_digest, staleness
from livedoc.model import Capture, Versions
from tests.unit.test_store import capture
from tests.unit.writing import example, step

ONE = step("one", "echo one", 'expect = ["one"]')
TWO = step("two", "echo two", 'expect = ["two"]')
FILES = {"Dockerfile": "FROM a\n", "run.sh": "echo\n"}


@pytest.fixture
def loaded(tmp_path: Path) -> LoadedExample:
    """Return an example of two steps and two files."""
    return example(tmp_path, ONE, TWO, files=FILES)


def reasons(loaded: LoadedExample, was: str = "", becomes: str = "") -> list[str]:
    """Return why the capture of the example is stale after a change of its definition."""
    before = capture(loaded, "")
    text = loaded.path.read_text(encoding="utf-8")
    assert was in text
    loaded.path.write_text(text.replace(was, becomes, 1), encoding="utf-8")
    return staleness(load_example(loaded.path), before)


@pytest.mark.parametrize(
    ("was", "becomes"),
    [
        ('en = "title"', 'en = "another title"'),
        ('ko = "설명"', 'ko = "다른 설명"'),
        ('expect = ["one"]', 'expect = ["one"]\nshow = 3'),
        ('expect = ["one"]', 'expect = ["one"]\nhidden = true'),
        ('expect = ["one"]', 'expect = ["one"]\nexit = 0'),
        ("[[steps]]", "# a comment\n[[steps]]"),
        ('id = "one"', 'id="one"'),
    ],
)
def test_what_is_not_run_makes_no_capture_stale(
    loaded: LoadedExample, was: str, becomes: str
) -> None:
    """Titles, comments, how a block is shown, and defaults spelt out cost no recording."""
    assert reasons(loaded, was, becomes) == []


@pytest.mark.parametrize(
    ("was", "becomes", "reason"),
    [
        ("echo one", "echo  one", "step 'one' changed"),
        ('expect = ["one"]', 'expect = ["on"]', "step 'one' changed"),
        ('expect = ["two"]', 'expect = ["two"]\nexit = 1', "step 'two' changed"),
        ('expect = ["two"]', 'expect = ["two"]\nerror = "two"', "step 'two' changed"),
        ('expect = ["two"]', 'expect = ["two"]\ntty = true', "step 'two' changed"),
        ('id = "two"', 'id = "last"', "step 'last' is new"),
        ('id = "two"', 'id = "last"', "step 'two' is gone"),
        (TWO, TWO + step("three", "echo"), "step 'three' is new"),
        (TWO, "", "step 'two' is gone"),
        (ONE + TWO, TWO + ONE, "the order of the steps changed"),
    ],
)
def test_a_change_of_what_is_run_is_named(
    loaded: LoadedExample, was: str, becomes: str, reason: str
) -> None:
    """A command, a claim and the order of the steps make a capture stale, and say so."""
    assert reason in reasons(loaded, was, becomes)


def test_a_change_of_the_files_is_named(loaded: LoadedExample) -> None:
    """Content, execute bit, a new and a removed file are each named."""
    before = capture(loaded, "")
    (loaded.folder / "Dockerfile").write_text("FROM b\n")
    (loaded.folder / "run.sh").chmod(0o755)
    (loaded.folder / "sub").mkdir()
    (loaded.folder / "sub" / "new").touch()
    assert staleness(load_example(loaded.path), before) == [
        "file 'Dockerfile' changed",
        "file 'run.sh' changed",
        "file 'sub/new' is new",
    ]
    (loaded.folder / "run.sh").unlink()
    assert "file 'run.sh' is gone" in staleness(load_example(loaded.path), before)


def test_a_change_of_the_sandbox_or_the_normaliser_is_named(loaded: LoadedExample) -> None:
    """What a capture was made in and compared by belongs to it."""
    old = fingerprint(loaded).model_copy(update={"sandbox": "other", "normalizer": -1})
    before = capture(loaded, "").model_copy(update={"fingerprint": old})
    assert staleness(loaded, before) == [
        "the sandbox (sandbox/engine) changed",
        "the normaliser changed",
    ]


def test_the_time_of_a_file_does_not_matter(loaded: LoadedExample) -> None:
    """A fresh checkout, whose files are all new, has the fingerprint of the old one."""
    before = fingerprint(loaded)
    for path in [loaded.path, *loaded.files().values()]:
        os.utime(path, (1, 1))
    assert fingerprint(load_example(loaded.path)) == before


def test_versions_and_images_do_not_make_stale(loaded: LoadedExample) -> None:
    """Another engine is a reason not to compare, not a reason to record anew."""
    before: Capture = capture(loaded, "")
    other = Versions(engine="9", cli="9", compose="9", buildx="9", platform="linux/arm64")
    assert staleness(loaded, before.model_copy(update={"versions": other, "images": ()})) == []


def test_a_folder_has_the_digest_of_names_and_contents(tmp_path: Path) -> None:
    """Moving content from one file to another is a change, too."""
    (tmp_path / "a").write_text("x")
    (tmp_path / "b").write_text("y")
    before = folder_digest(tmp_path)
    (tmp_path / "a").write_text("y")
    (tmp_path / "b").write_text("x")
    assert folder_digest(tmp_path) != before
    (tmp_path / "a").write_text("x")
    (tmp_path / "b").write_text("y")
    assert folder_digest(tmp_path) == before
