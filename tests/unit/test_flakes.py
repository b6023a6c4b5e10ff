"""Steps that are not always equal are listed with how often they were not."""

from __future__ import annotations

from pathlib import Path

import pytest
from rich.console import Console

from livedoc.commands.flakes import Outcome, References, differences, report
from livedoc.images import ImageSet
from tests.local_sandbox import LocalSandbox
from tests.unit.writing import example, step

NO_IMAGES = ImageSet("engine", "volume", "standin", {})


def outcomes(folder: Path, sandbox: LocalSandbox, run: str, times: int) -> list[Outcome]:
    """Run an example of one step so many times."""
    loaded = example(folder, step("one", run))
    references = References(NO_IMAGES)
    return [
        Outcome(loaded, differences(loaded, sandbox, lambda text: text, references))
        for _ in range(times)
    ]


@pytest.mark.parametrize(
    ("run", "code", "row"),
    [
        ("echo always", 0, "equal: 3 of 3 runs"),
        ("date +%N", 1, "2 of 3"),
        ("head -c 3 /dev/urandom | od -A n -t d4; exit 1", 1, "3 of 3"),
    ],
)
def test_a_step_that_differs_is_counted(
    tmp_path: Path,
    sandbox: LocalSandbox,
    run: str,
    code: int,
    row: str,
) -> None:
    """The first run is what the others are compared with; a broken claim counts each time."""
    console = Console(record=True, width=200)
    assert report(console, outcomes(tmp_path, sandbox, run, 3), 3) == code
    text = console.export_text()
    assert row in text
    assert ("hello" in text and "one" in text) == (code == 1)


def test_what_could_not_be_run_is_no_flake(tmp_path: Path) -> None:
    """It is counted apart, and its exit code is another."""
    loaded = example(tmp_path, step("one", "true"))
    console = Console(record=True)
    assert report(console, [Outcome(loaded, not_run="no engine")], 1) == 2
    assert "could not be run: 1" in console.export_text()
