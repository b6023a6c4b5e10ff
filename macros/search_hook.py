"""MkDocs hook: one search index for each language, and none in the theme's own search plugin."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import event_priority
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page

from macros.generated import put
from macros.glossary import GLOSSARY
from macros.page_file import language_of
from macros.search import IndexedPage, index, pairs, synonyms

SYNONYMS = Path(__file__).parent / "synonyms.toml"


def on_page_markdown(markdown: str, page: Page, **_: Any) -> str:
    """Leave a page out of the theme's index; the plugin stays, for the theme's search box."""
    page.meta.setdefault("search", {})["exclude"] = True
    return markdown


@event_priority(-100)  # after the macros' blocks are in
def on_page_content(html: str, page: Page, **_: Any) -> None:
    """Keep what the index tells of a page: the theme's plugin takes marks for it off later."""
    # A page that gathers what others teach says so as the theme's own search has it.
    search = page.meta["search"]
    description, boost = str(page.meta.get("description") or ""), float(search.get("boost", 1))
    search["indexed"] = IndexedPage(page.url, description, html, boost)


@event_priority(-100)  # after the pages' faults have been told
def on_env(env: Any, files: Files, config: MkDocsConfig, **_: Any) -> Any:
    """Add the index of the language at hand; all its pages are HTML by now."""
    pages = [file.page for file in files.documentation_pages() if file.page]
    if not pages:
        return env
    language = language_of(pages[0].file)
    glossary = Path(config.docs_dir) / f"{GLOSSARY}.ko.md"
    groups = synonyms(SYNONYMS)
    if glossary.exists():
        groups += pairs(glossary.read_text(encoding="utf-8"))
    content = index(language, (page.meta["search"]["indexed"] for page in pages), groups)
    put(files, config, f"assets/search/{language}.js", content)
    return env


@event_priority(-100)  # after the theme's plugin has written its index
def on_post_build(config: MkDocsConfig, **_: Any) -> None:
    """Write the theme's empty index as a script, too: what a page opened from file:// may load."""
    empty = Path(config.site_dir) / "search" / "search_index.json"
    script = f"var __index = {empty.read_text(encoding='utf-8')};\n"
    empty.with_suffix(".js").write_text(script, encoding="utf-8")
