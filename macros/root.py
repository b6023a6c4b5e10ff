"""Where the checkout of a guide is."""

from __future__ import annotations

from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig


def root_of(config: MkDocsConfig) -> Path:
    """Return the folder of the configuration file, which holds all that a guide is made from."""
    return Path(config.config_file_path).parent
