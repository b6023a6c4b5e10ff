"""Files of the site that no source holds."""

from __future__ import annotations

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files


def put(files: Files, config: MkDocsConfig, path: str, content: str | bytes) -> None:
    """Add a file to a site's, or give the one at its path its new content."""
    if old := files.src_uris.get(path):
        files.remove(old)
    files.append(File.generated(config, path, content=content))


def contents(files: Files) -> dict[str, bytes]:
    """Return what is in each generated file, by its path."""
    return {file.src_uri: file.content_bytes for file in files if file.generated_by}
