"""Keeps a whole site, with what can be taken away, as one dated file."""

from __future__ import annotations

import zipfile
from pathlib import Path

from macros.edition import Edition


def snapshot(site: Path, folder: Path, edition: Edition) -> Path:
    """Write the archive, named by date and commit, into a folder, and return it."""
    name = "-".join(filter(None, ("docker-guide", edition.date, edition.commit)))
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / f"{name}.zip"
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(site.rglob("*")):
            if path.is_file():
                archive.write(path, f"{name}/{path.relative_to(site).as_posix()}")
    return target
