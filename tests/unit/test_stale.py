"""What is to be recorded is told without an engine, and quickly."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from livedoc.catalog import load_catalog
from livedoc.paths import ROOT
from livedoc.stale import stale
from tests.unit.writing import TITLE, example, step, write


@pytest.mark.parametrize(("mode", "runnable"), [("standin", ["hello"]), ("hub", ["hello", "hub"])])
def test_what_needs_docker_hub_is_told_apart_where_there_is_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, mode: str, runnable: list[str]
) -> None:
    """It is to be recorded where it can be, and keeps nobody from being done where it cannot."""
    monkeypatch.setenv("LIVEDOC_IMAGES", mode)
    example(tmp_path, step("one", "echo one"))
    write(tmp_path, "a/hub", step("one", "echo one"), title=TITLE + 'requires = ["hub"]\n')
    found = stale(load_catalog(tmp_path))
    assert sorted(loaded.name for loaded in found.runnable) == runnable
    assert [loaded.name for loaded in found.needs_hub] == [
        name for name in ("hub",) if name not in runnable
    ]


def test_a_recording_that_has_nothing_to_do_loads_no_docker() -> None:
    """The SDK takes as long to load as all the examples do."""
    code = "import sys; sys.modules['docker'] = None\nimport livedoc.commands.record"
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True)
