"""Replaces a file in one step; whoever reads it sees the old content or the new, never half."""

from __future__ import annotations

import os
import tempfile
import time
from contextlib import suppress
from pathlib import Path

LEFT_SECONDS = 60  # nobody writes a file for so long


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
