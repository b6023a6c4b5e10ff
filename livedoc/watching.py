"""Which examples are being edited, told by the files that change under them."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from pathlib import Path

from livedoc.catalog import is_kept_by_editor

QUIET_SECONDS = 0.3  # an editor writes a file in several steps, and a person saves several files


class Edited:
    """Gathers the definitions of edited examples. May be told of changes by many threads."""

    def __init__(self, root: Path, clock: Callable[[], float] = time.monotonic) -> None:
        self._root = root
        self._clock = clock
        self._lock = threading.Lock()
        self._last: dict[Path, float] = {}

    def note(self, path: Path) -> None:
        """Take note that a file changed, came or went."""
        definition = definition_of(self._root, path)
        if definition:
            with self._lock:
                self._last[definition] = self._clock()

    def rested(self) -> list[Path]:
        """Return, each once, the definitions of the examples whose files have come to rest."""
        with self._lock:
            now = self._clock()
            rested = [path for path, at in self._last.items() if now - at >= QUIET_SECONDS]
            for path in rested:
                del self._last[path]
        return rested


def definition_of(root: Path, path: Path) -> Path | None:
    """Return the definition of the example that a file belongs to, or None for any other file.

    A capture belongs to its example, but is not what it is made from.
    """
    try:
        chapter, name, *within = path.relative_to(root).parts
    except ValueError:
        return None
    if within:
        return None if is_kept_by_editor(path) else root / chapter / f"{name}.toml"
    return path if path.suffix == ".toml" and not name.startswith(".") else None
