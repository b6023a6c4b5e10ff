"""What a preview watches, and which of its files changed since they were last looked at."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from livedoc.catalog import is_kept_by_editor

# When it was written, and when its content, its name or its rights last changed; which file it is,
# and how long. No tool can keep all four over an edit.
Stamp = tuple[int, int, int, int]
_COMPILED = "__pycache__"


def stamps(roots: Iterable[Path]) -> dict[Path, Stamp]:
    """Return the stamp of every file under some folders, and of those roots that are files.

    What editors keep beside a file while it is open is left out.
    """
    found = {}
    for path in _files(roots):
        try:
            stat = path.stat()
        except FileNotFoundError:  # it was a moment's
            continue
        found[path] = (stat.st_mtime_ns, stat.st_ctime_ns, stat.st_ino, stat.st_size)
    return found


def changed(before: Mapping[Path, Stamp], after: Mapping[Path, Stamp]) -> set[Path]:
    """Return the files whose stamps differ; those that came or went too."""
    return {path for path, _stamp in before.items() ^ after.items()}


def _files(roots: Iterable[Path]) -> Iterator[Path]:
    for root in roots:
        if root.is_file():
            yield root
        for folder, folders, names in os.walk(root, followlinks=True):
            folders[:] = [name for name in folders if name != _COMPILED]
            paths = (Path(folder, name) for name in names)
            yield from (path for path in paths if not is_kept_by_editor(path))
