"""MkDocs hook: the guide's own style sheets and scripts, without comments and indentation."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import rcssmin
import rjsmin
from mkdocs.config.defaults import MkDocsConfig

MINIFY: dict[str, Callable[[str], str]] = {".css": rcssmin.cssmin, ".js": rjsmin.jsmin}


def on_post_build(config: MkDocsConfig, **_: Any) -> None:
    """Write each file of docs/assets anew in the site, as short as it can be said."""
    docs = Path(config.docs_dir)
    for source in (docs / "assets").rglob("*"):
        if minify := MINIFY.get(source.suffix):
            target = Path(config.site_dir) / source.relative_to(docs)
            target.write_text(minify(source.read_text(encoding="utf-8")), encoding="utf-8")
