"""Examples that are edited are told by the files that change, and recorded once they rest."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from rich.console import Console

from livedoc.catalog import load_example
from livedoc.commands import watch
from livedoc.images import ImageSet
from livedoc.store import read_capture
from livedoc.watching import QUIET_SECONDS, Edited, definition_of
from tests.local_sandbox import LocalSandbox
from tests.unit.writing import example, step

ROOT = Path("examples")
IMAGES = ImageSet("engine", "volume", "standin", {})


@pytest.mark.parametrize(
    ("file", "definition"),
    [
        ("a/one.toml", "a/one.toml"),
        ("a/one/Dockerfile", "a/one.toml"),
        ("a/one/app/main.py", "a/one.toml"),
        ("a/one/.env", "a/one.toml"),
        ("a/one/.Dockerfile.swp", None),
        ("a/one.capture.json", None),
        ("a/.one.toml.swp", None),
        ("schema.json", None),
    ],
)
def test_a_file_belongs_to_an_example(file: str, definition: str | None) -> None:
    """What an example is made from does; what was recorded of it and what editors keep do not."""
    expected = ROOT / definition if definition else None
    assert definition_of(ROOT, ROOT / file) == expected
    assert definition_of(ROOT / "elsewhere", ROOT / file) is None


def test_an_edit_is_told_once_and_only_when_it_rests() -> None:
    """While files keep changing nothing is run."""
    now = [0.0]
    edited = Edited(ROOT, lambda: now[0])
    edited.note(ROOT / "a/one.toml")
    now[0] += QUIET_SECONDS * 0.9
    edited.note(ROOT / "a/one/Dockerfile")
    edited.note(ROOT / "a/two.toml")
    now[0] += QUIET_SECONDS * 0.9
    assert edited.rested() == []
    now[0] += QUIET_SECONDS
    assert edited.rested() == [ROOT / "a/one.toml", ROOT / "a/two.toml"]
    assert edited.rested() == []


@pytest.fixture
def recorder(monkeypatch: pytest.MonkeyPatch) -> watch.Recorder:
    """Return a recorder on this machine's own bash."""

    class Box(LocalSandbox):
        def __init__(self, client: object, image_set: object) -> None:
            super().__init__()

        def start(self) -> None:
            """Start at once."""

        def stop(self) -> None:
            self.__exit__(None, None, None)

    monkeypatch.setattr(watch, "DockerSandbox", Box)
    monkeypatch.setattr(watch, "host", SimpleNamespace(connect=lambda: None))
    return watch.Recorder(Console(soft_wrap=True), IMAGES, str)


def test_an_edited_example_is_recorded(
    recorder: watch.Recorder, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A new command is run and its output kept; a new comment runs nothing."""
    loaded = example(tmp_path, step("one", "echo one"))
    recorder.record(loaded.path)
    assert "recorded: hello" in capsys.readouterr().out
    capture: Any = read_capture(loaded)
    assert capture.step("one").output == "one\n"
    loaded.path.write_text(loaded.source + "\n# a comment\n")
    recorder.record(loaded.path)
    assert "fresh: hello" in capsys.readouterr().out
    recorder.stop()


def test_a_failing_example_is_told_and_the_next_one_is_recorded(
    recorder: watch.Recorder, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """File, line and what mends it; a definition that cannot be read and one that is gone too."""
    loaded = example(tmp_path, step("one", "echo one", 'expect = ["[t]wo"]'))
    recorder.record(loaded.path)
    out = capsys.readouterr().out
    assert "failed: hello" in out and "hello.toml:2: hello / one:" in out
    assert "to mend:" in out and read_capture(loaded) is None
    loaded.path.write_text("no TOML")
    recorder.record(loaded.path)
    assert "hello.toml:1: not valid TOML" in capsys.readouterr().out
    loaded.path.unlink()
    recorder.record(loaded.path)
    assert capsys.readouterr().out == ""
    loaded = example(tmp_path, step("one", "echo two"))
    recorder.record(loaded.path)
    assert read_capture(load_example(loaded.path)) is not None
    recorder.stop()
