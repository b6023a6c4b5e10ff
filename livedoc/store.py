"""Reads and writes captures and timings; whoever reads one sees the old or the new, never half."""

from __future__ import annotations

import json
from collections.abc import Mapping

from pydantic import ValidationError

from livedoc.atomic import write_atomically
from livedoc.catalog import LoadedExample
from livedoc.errors import LivedocError
from livedoc.model import Capture
from livedoc.timing import Arrivals


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


def usable_capture(loaded: LoadedExample) -> Capture | None:
    """Return the capture of an example, or None where there is none or it cannot be read.

    For what records it anew, which mends either.
    """
    try:
        return read_capture(loaded)
    except LivedocError:
        return None


def recorded_seconds(loaded: LoadedExample) -> float:
    """Return how long an example's steps took when it was recorded; 0 where that is not known."""
    capture = usable_capture(loaded)  # what is wrong with one is told by whoever shows it
    return capture.seconds if capture else 0.0


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
