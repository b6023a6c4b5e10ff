"""A copy of this checkout, to edit what is measured."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from livedoc.paths import ROOT

FOR_EXAMPLES = ("livedoc", "sandbox", "examples")
FOR_SITE = ("livedoc", "macros", "bench", "docs", "overrides", "examples", "web", "mkdocs.yml")


@contextmanager
def checkout(parts: Sequence[str]) -> Iterator[Path]:
    """Hold a copy of parts of this checkout for the block."""
    with tempfile.TemporaryDirectory(prefix="livedoc-bench-") as name:
        folder = Path(name)
        for part in parts:
            source = ROOT / part
            if source.is_dir():
                shutil.copytree(
                    source, folder / part, ignore=shutil.ignore_patterns("__pycache__", ".*.new")
                )
            else:
                shutil.copy(source, folder / part)
        yield folder
