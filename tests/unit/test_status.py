"""`livedoc status` says what is fresh, what is stale and why, and what mends it."""

from __future__ import annotations

from pathlib import Path

import pytest

from livedoc import cli
from livedoc.catalog import load_example
from livedoc.store import write_capture
from tests.unit.test_store import capture
from tests.unit.writing import TITLE, step, write


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return an empty folder of examples that the command works on."""
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.setattr("livedoc.commands.status.examples_root", lambda: tmp_path)
    return tmp_path


def record(path: Path) -> None:
    """Write a capture for a definition as it is."""
    loaded = load_example(path)
    write_capture(loaded, capture(loaded, "x"))


def rows(capsys: pytest.CaptureFixture[str]) -> dict[str, str]:
    """Return what was printed, line by line, under its first word."""
    lines = capsys.readouterr().out.splitlines()
    return {line.split()[0]: " ".join(line.split()[1:]) for line in lines if line.strip()}


def test_each_example_has_its_state_and_reason(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Fresh, stale and never run are told apart, and the exit code is 1 as long as one is not."""
    record(write(root, "a/fresh", step("one", "echo")))
    record(write(root, "a/stale", step("one", "echo")))
    write(root, "a/stale", step("one", "echo 1"), step("two", "echo"))
    write(root, "b/unrun", step("one", "echo"))
    assert cli.main(["status"]) == 1
    found = rows(capsys)
    assert found["fresh"] == "fresh 2026-01-02"
    assert found["stale"] == "stale 2026-01-02 step 'one' changed; step 'two' is new"
    assert found["unrun"] == "never run run: make record EX=unrun"
    assert found["2"] == "to record: stale, unrun; run: make record"


def test_all_fresh_is_exit_code_0(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What only Docker Hub can answer does not count as stale, and says so."""
    record(write(root, "a/fresh", step("one", "echo")))
    write(root, "a/hub", step("one", "echo"), title=TITLE + 'requires = ["hub"]\n')
    assert cli.main(["status"]) == 0
    assert rows(capsys)["hub"] == "never run needs Docker Hub"


def test_a_corrupt_capture_is_a_fault(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It is neither fresh nor stale nor never run."""
    path = write(root, "a/one", step("one", "echo"))
    path.with_suffix(".capture.json").write_text("{")
    assert cli.main(["status"]) == 1
    assert "one.capture.json:1: not a capture" in capsys.readouterr().err
