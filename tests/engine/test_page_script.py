"""The commands of a page as one script really do what the page does."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from livedoc.catalog import load_catalog
from livedoc.model import Capture
from livedoc.sandbox import DockerSandbox
from livedoc.store import read_capture
from macros.script import page_script

REPO = Path(__file__).parents[2]

# Examples in which nothing is typed, and no Ctrl-C pressed; the second one waits for its server.
EXAMPLES = ("keep-data", "my-image")


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_script_does_what_the_page_does(
    name: str, sandbox: DockerSandbox, tmp_path: Path
) -> None:
    """From an empty directory, the script prints what was captured."""
    loaded = load_catalog(REPO / "examples").example(name)
    capture = read_capture(loaded)
    assert capture
    script = tmp_path / "all.sh"
    script.write_text(page_script([loaded], "ko"), encoding="utf-8")
    sandbox.put({"all.sh": script}, "page")
    shell = sandbox.shell("page")
    result = shell.run("cd; bash page/all.sh", timeout=120)
    shell.close()
    assert result.exit == 0, result.output
    # A table's columns are as wide as what is in them, such as `2 seconds ago`.
    printed = [" ".join(line.split()) for line in result.output.splitlines()]
    expected = [" ".join(line.split()) for line in stable_lines(capture)]
    assert [line for line in expected if line not in printed] == []


def stable_lines(capture: Capture) -> list[str]:
    """Return the captured lines without a digit: no ID, time, size or port of one run alone."""
    lines = [line for step in capture.steps for line in step.output.splitlines() if line]
    stable = [line for line in lines if not re.search(r"\d", line)]
    assert len(stable) > 3
    return stable
