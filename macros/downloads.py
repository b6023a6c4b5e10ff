"""Every example's folder as an archive, the same bytes from every build."""

from __future__ import annotations

import io
import zipfile
from functools import lru_cache

from mkdocs.utils import get_relative_url

from livedoc.catalog import LoadedExample
from macros.library import Library

_EPOCH = (1980, 1, 1, 0, 0, 0)  # the first moment that the format knows


def path_of(loaded: LoadedExample) -> str:
    """Return where in the site an example's archive is."""
    return f"downloads/{loaded.name}.zip"


def link_to(loaded: LoadedExample, page_url: str) -> str | None:
    """Return the archive's address relative to a page, or None for an example without files."""
    return get_relative_url(path_of(loaded), page_url) if loaded.files() else None


@lru_cache(maxsize=1)  # an edit of a page's text changes none of them
def archives(library: Library) -> dict[str, bytes]:
    """Return the archive of every example that has files, by its path in the site."""
    return {path_of(loaded): archive(loaded) for loaded in library.catalog if loaded.files()}


def archive(loaded: LoadedExample) -> bytes:
    """Return an example's folder, named after it, as a zip archive."""
    # Stored, not deflated: the files are small, and zlib's output differs by its version.
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archived:
        for name, path in sorted(loaded.files().items()):
            entry = zipfile.ZipInfo(f"{loaded.name}/{name}", _EPOCH)
            entry.create_system = 3  # Unix, on whatever it is built: the mode below is kept
            executable = path.stat().st_mode & 0o111
            entry.external_attr = (0o100755 if executable else 0o100644) << 16
            archived.writestr(entry, path.read_bytes())
    return buffer.getvalue()
