"""MkDocs hooks: both languages or none, blocks into pages, faults of all pages at once."""

from __future__ import annotations

from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import event_priority
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page

from livedoc.model import LANGUAGES
from macros.placeholders import page_blocks


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Drop the edit links where no repository is known."""
    if not config.repo_url:
        config.edit_uri = None
    return config


@event_priority(100)  # before the i18n plugin drops the files of the other language
def on_files(files: Files, **_: Any) -> Files:
    """Raise PluginError naming every page that lacks its twin in another language."""
    pages = {file.src_uri for file in files.documentation_pages()}
    faults = []
    for uri in sorted(pages):
        stem, _dot, language = uri.removesuffix(".md").rpartition(".")
        if language not in LANGUAGES:
            faults.append(f"docs/{uri}: expected a name that ends in .ko.md or .en.md")
            continue
        twins = [f"{stem}.{other}.md" for other in LANGUAGES if f"{stem}.{other}.md" not in pages]
        faults += [f"docs/{twin} is missing; it is the twin of docs/{uri}" for twin in twins]
    if faults:
        raise PluginError("\n".join(faults))
    return files


def on_page_content(html: str, page: Page, **_: Any) -> str:
    """Put the macros' blocks into the page, and make their anchors known to the link check."""
    kept = page_blocks(page.meta)
    if page.present_anchor_ids is not None:
        page.present_anchor_ids |= kept.ids
    return kept.insert(html)


def on_env(env: Any, files: Files, **_: Any) -> None:
    """Raise PluginError with the macros' faults on all pages."""
    pages = (file.page for file in files.documentation_pages() if file.page)
    faults = [fault for page in pages for fault in page_blocks(page.meta).faults]
    if faults:
        raise PluginError("\n".join(faults))


@event_priority(-100)  # after the i18n plugin, which links home pages from the host's root
def on_page_context(
    context: dict[str, Any], page: Page, config: MkDocsConfig, **_: Any
) -> dict[str, Any]:
    """Point the language switch at this same page, relative, wherever the site is hosted."""
    # The plugin sets an attribute, which templates see before the key of the same name.
    for choice in config.extra.alternate:  # type: ignore[attr-defined]
        twin = page.file.alternates.get(choice["lang"])  # type: ignore[attr-defined]
        if twin:
            choice["link"] = twin.url
    return context
