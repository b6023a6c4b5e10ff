"""Reads and writes captures and timings; whoever reads one sees the old or the new, never half."""

from __future__ import annotations

import json
import os
import tempfile
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from pydantic import ValidationError

from livedoc.catalog import LoadedExample
from livedoc.errors import LivedocError
from livedoc.model import Capture
from livedoc.timing import Arrivals

LEFT_SECONDS = 60  # nobody writes a capture for so long


def read_capture(loaded: LoadedExample) -> Capture | None:
    """Return the capture of an example, or None where it was never recorded.

    Raises LivedocError, naming the file and the command that mends it, where it cannot be read.
    """
    try:
        return Capture.model_validate_json(loaded.capture_path.read_bytes())
    except FileNotFoundError:
        return None
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"]) or "the file"
        raise LivedocError(
            f"{loaded.capture_path}:1: not a capture: {where}: {first['msg']}; "
            f"run: make record EX={loaded.name}"
        ) from None


def recorded_seconds(loaded: LoadedExample) -> float:
    """Return how long an example's steps took when it was recorded; 0 where that is not known."""
    with suppress(LivedocError):  # what is wrong with a capture is told by whoever shows it
        if capture := read_capture(loaded):
            return sum(step.seconds for step in capture.steps)
    return 0.0


def write_capture(loaded: LoadedExample, capture: Capture) -> None:
    """Replace the capture of an example in one atomic step."""
    text = json.dumps(capture.model_dump(mode="json"), ensure_ascii=False, indent=2) + "\n"
    write_atomically(loaded.capture_path, text)


def write_timing(loaded: LoadedExample, timing: Mapping[str, Arrivals]) -> None:
    """Replace the timing of an example in one atomic step; a step a line."""
    rows = [f"  {json.dumps(step)}: {json.dumps(arrivals)}" for step, arrivals in timing.items()]
    write_atomically(loaded.timing_path, "{\n" + ",\n".join(rows) + "\n}\n")


def read_timing(loaded: LoadedExample) -> dict[str, Arrivals]:
    """Return the timing of an example's steps, or nothing where none was kept.

    Raises LivedocError, naming the file and the command that mends it, where it cannot be read.
    """
    try:
        content = loaded.timing_path.read_bytes()
    except FileNotFoundError:
        return {}
    try:
        return {
            str(step): tuple((float(at), int(lines)) for at, lines in arrivals)
            for step, arrivals in json.loads(content).items()
        }
    except (ValueError, TypeError, AttributeError, OverflowError, RecursionError) as error:
        raise LivedocError(
            f"{loaded.timing_path}:1: not a timing: {error}; run: make record EX={loaded.name}"
        ) from None


def write_atomically(path: Path, text: str) -> None:
    """Write a file so that a crash at any moment leaves the old content or the new.

    What a process left that was killed over it is removed here, the next time.
    """
    for left in path.parent.glob(f".{path.name}.*.new"):
        with suppress(FileNotFoundError):
            if time.time() - left.stat().st_mtime > LEFT_SECONDS:
                left.unlink()
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".new")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).chmod(0o644)
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
