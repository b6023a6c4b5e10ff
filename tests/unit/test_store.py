"""Captures come back as they were written, and are never seen half-written."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from livedoc.atomic import write_atomically
from livedoc.catalog import LoadedExample, load_catalog
from livedoc.errors import LivedocError
from livedoc.fingerprint import fingerprint
from livedoc.model import Capture, ImageFacts, StepCapture, Versions
from livedoc.store import read_capture, write_capture
from tests.unit.writing import example, step

ENDLESS_WRITER = """
import sys
from pathlib import Path
from livedoc.atomic import write_atomically
while True:
    for letter in "ab":
        write_atomically(Path(sys.argv[1]), letter * 200_000)
        print(flush=True)
"""


def capture(loaded: LoadedExample, output: str) -> Capture:
    """Return a capture of the example's one step."""
    return Capture(
        recorded=datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC),
        versions=Versions(engine="1", cli="2", compose="3", buildx="4", platform="linux/amd64"),
        images=(ImageFacts(name="nginx", origin="standin", version="1.26", content="ab"),),
        fingerprint=fingerprint(loaded),
        steps=(StepCapture(id="one", run="echo", exit=0, seconds=0.1, output=output),),
    )


@pytest.fixture
def loaded(tmp_path: Path) -> LoadedExample:
    """Return an example of one step."""
    return example(tmp_path, step("one", "echo"))


@pytest.mark.parametrize(
    "output", ["", "\n", "a", "a\n", "a\n\n b", "한글 🐳\n", "\x1b[31mred\x1b[0m\n", "␀ \t \u2028"]
)
def test_a_capture_comes_back_as_it_was_written(loaded: LoadedExample, output: str) -> None:
    """Trailing newlines, Hangul, colours and tabs of an output survive the file."""
    written = capture(loaded, output)
    write_capture(loaded, written)
    assert read_capture(loaded) == written


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_any_output_survives_its_json(output: str) -> None:
    """Lines are cut and joined without loss, whatever they hold."""
    one = StepCapture(id="one", run="x", exit=0, seconds=1, output=output)
    assert StepCapture.model_validate_json(one.model_dump_json()) == one


def test_a_capture_is_a_readable_diff(loaded: LoadedExample) -> None:
    """Each line of an output is a line of the file, in its own letters."""
    write_capture(loaded, capture(loaded, "하나\n둘\n"))
    text = loaded.capture_path.read_text(encoding="utf-8")
    assert '"하나",\n' in text and '"둘",\n' in text and text.endswith("}\n")


def test_no_capture_is_none(loaded: LoadedExample) -> None:
    """An example that was never recorded is not an error."""
    assert read_capture(loaded) is None


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[]", b"\xff\xfe", b'{"recorded": "yesterday"}', b"<<<<<<< HEAD\n{}"]
)
def test_a_corrupt_capture_names_the_file_and_what_mends_it(
    loaded: LoadedExample, content: bytes
) -> None:
    """Neither a traceback nor silence: file and mending command are in the one message."""
    loaded.capture_path.write_bytes(content)
    with pytest.raises(LivedocError) as caught:
        read_capture(loaded)
    assert str(caught.value).startswith(f"{loaded.capture_path}:1: not a capture: ")
    assert str(caught.value).endswith("run: make record EX=hello")


def test_a_capture_with_a_key_too_many_is_refused(loaded: LoadedExample) -> None:
    """A capture that this version does not fully understand is not half understood."""
    write_capture(loaded, capture(loaded, "x"))
    text = loaded.capture_path.read_text(encoding="utf-8")
    loaded.capture_path.write_text(text.replace('"recorded"', '"extra": 1,\n  "recorded"'))
    with pytest.raises(LivedocError, match="extra: Extra inputs are not permitted"):
        read_capture(loaded)


def test_a_killed_writer_leaves_the_old_or_the_new_capture(loaded: LoadedExample) -> None:
    """Stopped at twelve moments and killed at a last one, it left no half file and no example."""
    path = loaded.capture_path
    with subprocess.Popen(
        [sys.executable, "-c", ENDLESS_WRITER, str(path)],
        stdout=subprocess.PIPE,
        env=os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])},
    ) as writer:
        try:
            assert writer.stdout
            writer.stdout.readline()  # importing takes the longest, and is over now
            for moment in range(12):
                time.sleep(0.0007 * moment)
                os.kill(writer.pid, signal.SIGSTOP)
                # Stopped, the writer is seen as a kill at this moment would leave it.
                assert path.read_text() in ("a" * 200_000, "b" * 200_000)
                assert [each.name for each in load_catalog(path.parents[1])] == ["hello"]
                os.kill(writer.pid, signal.SIGCONT)
        finally:
            writer.kill()
    assert path.read_text() in ("a" * 200_000, "b" * 200_000)
    assert [each.name for each in load_catalog(path.parents[1])] == ["hello"]


def test_a_failed_write_leaves_the_old_file_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the disk refuses, the old content stays and no litter does."""
    path = tmp_path / "file"
    write_atomically(path, "old")

    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space left"):
        write_atomically(path, "new")
    assert [each.name for each in tmp_path.iterdir()] == ["file"]
    assert path.read_text() == "old"


def test_a_capture_can_be_read_by_everyone(tmp_path: Path) -> None:
    """A temporary file's mode, for its owner alone, is not left on the capture."""
    write_atomically(tmp_path / "file", "x")
    assert (tmp_path / "file").stat().st_mode & 0o777 == 0o644


def test_what_a_killed_process_left_is_removed(loaded: LoadedExample) -> None:
    """A temporary file of long ago goes at the next writing; one of just now may be another's."""
    old, new = (loaded.capture_path.with_name(f".{loaded.capture_path.name}.{n}.new") for n in "12")
    old.touch()
    new.touch()
    os.utime(old, (0, 0))
    write_capture(loaded, capture(loaded, "x"))
    assert not old.exists() and new.exists()
