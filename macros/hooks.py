"""MkDocs hooks: both languages or none, blocks into pages, faults of all pages at once."""

from __future__ import annotations

import re
from functools import partial
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemBytecodeCache
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import CombinedEvent, event_priority
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page
from mkdocs.utils import get_relative_url

from livedoc.errors import DefinitionError
from livedoc.model import LANGUAGES
from livedoc.paths import STATE
from macros.blocks import Blocks
from macros.downloads import archives
from macros.frame import ALL_COMMANDS, Chapter, Link, line_in_front_matter, needed_pages, title_of
from macros.generated import put
from macros.glossary import GLOSSARY, link_words, read_glossary
from macros.lazy_layout import divide, wrap
from macros.library import Library, library_of, read_library
from macros.notices import Notices
from macros.page_file import language_of, source_of, split_name, stem_of
from macros.page_sources import page_sources, reading_order
from macros.pages import with_tokens
from macros.placeholders import page_blocks
from macros.root import root_of
from macros.uses import shown_steps

# A browser would break `--rm` after its hyphens.
_FLAG = re.compile(r"<code>(--?[a-z][\w-]{0,28})</code>")
_NOTICES: dict[str, Notices] = {}  # by the configuration file of the build at hand
_GLOSSARIES: list[Page] = []  # of the language at hand; one, or none
_COMPILED = STATE / "templates"


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Drop the edit links where no repository is known."""
    if not config.repo_url:
        config.edit_uri = None
    return config


def on_pre_build(config: MkDocsConfig) -> None:
    """Read anew what pages show and tell.

    Raises PluginError, listing every fault, where an example's definition is not valid.
    """
    _NOTICES.clear()
    try:
        read_library(_examples(config))
    except DefinitionError as error:
        raise PluginError(f"the examples cannot be read:\n{error}") from None


@event_priority(100)  # before the i18n plugin drops the files of the other language
def on_files(files: Files, **_: Any) -> Files:
    """Raise PluginError naming every page that lacks its twin in another language."""
    pages = {file.src_uri for file in files.documentation_pages()}
    faults = []
    for uri in sorted(pages):
        stem, language = split_name(uri)
        if language not in LANGUAGES:
            faults.append(f"docs/{uri}: expected a name that ends in .ko.md or .en.md")
            continue
        twins = [f"{stem}.{other}.md" for other in LANGUAGES if f"{stem}.{other}.md" not in pages]
        faults += [f"docs/{twin} is missing; it is the twin of docs/{uri}" for twin in twins]
    if faults:
        raise PluginError("\n".join(faults))
    return files


@event_priority(100)  # on the page as it was written
def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, **_: Any) -> str:
    """Run the page's macro calls, and put a token in the place of each."""
    source, kept = source_of(page.file), page_blocks(page.meta)
    language = language_of(page.file)
    order = reading_order(config.nav)
    docs, library = Path(config.docs_dir), _library(config)
    blocks = Blocks(
        library,
        language,
        partial(page_sources, docs, language, order),
        page.url,
        set(shown_steps(source, library)),
        kept.ids,
        source,
    )
    above = source.count("\n") - markdown.count("\n")
    return with_tokens(markdown, f"{docs.name}/{page.file.src_uri}", above, blocks, kept)


def on_page_content(html: str, page: Page, config: MkDocsConfig, files: Files, **_: Any) -> str:
    """Put the macros' blocks into the page, its notices first; tell the link check its anchors."""
    kept = page_blocks(page.meta)
    if "needs" in page.meta:
        kept.ids.add(ALL_COMMANDS)
        chapter = _chapter(page, config, files)
        html = chapter.framed(html)
        if script := chapter.script():
            put(files, config, chapter.script_path, script)
    if page.present_anchor_ids is not None:
        page.present_anchor_ids |= kept.ids
    html = divide(_FLAG.sub(r'<code class="flag">\1</code>', html))
    return _notices(page, config) + wrap(kept.insert(html), language_of(page.file))


def _notices(page: Page, config: MkDocsConfig) -> str:
    path = str(config.config_file_path)
    if path not in _NOTICES:
        _NOTICES[path] = Notices(Path(path).parent, _library(config))
    language = language_of(page.file)
    others = page.file.alternates.items()  # type: ignore[attr-defined]
    twin = next(file for other, file in others if other != language)
    return _NOTICES[path].html(
        source_of(page.file), page.file.src_uri, language, get_relative_url(twin.url, page.url)
    )


def _chapter(page: Page, config: MkDocsConfig, files: Files) -> Chapter:
    """Return a page that says what it needs; what it needs wrongly becomes a fault of the page."""
    source = source_of(page.file)
    language = language_of(page.file)

    def fault(word: str, what: str) -> None:
        where = f"docs/{page.file.src_uri}:{line_in_front_matter(source, word)}"
        page_blocks(page.meta).fault(where, what)

    pages = {stem_of(file): file for file in files.documentation_pages()}
    needs = [pages[stem] for stem in needed_pages(page.meta, pages, fault)]
    links = [
        Link(get_relative_url(file.url, page.url), title_of(source_of(file)) or file.name)
        for file in needs
    ]
    name = page.file.src_uri.removesuffix(".md")
    return Chapter(name, source, language, page.url, tuple(links), _library(config))


def _library(config: MkDocsConfig) -> Library:
    return library_of(_examples(config))


def _examples(config: MkDocsConfig) -> Path:
    return root_of(config) / "examples"


def on_env(env: Environment, files: Files, config: MkDocsConfig) -> None:
    """Take stock of all pages before they are put into their templates.

    The examples' archives are added, and the glossary is found. Raises PluginError with the macros'
    faults on all pages.
    """
    # Compiling the theme's templates takes longer than filling them in.
    _COMPILED.mkdir(parents=True, exist_ok=True)
    env.bytecode_cache = FileSystemBytecodeCache(str(_COMPILED))
    pages = [file.page for file in files.documentation_pages() if file.page]
    faults = [fault for page in pages for fault in page_blocks(page.meta).faults]
    if faults:
        raise PluginError("\n".join(faults))
    for path, content in archives(_library(config)).items():
        put(files, config, path, content)
    _GLOSSARIES[:] = [page for page in pages if stem_of(page.file) == GLOSSARY]


@event_priority(100)  # on the page's own HTML; all pages are HTML by now
def _link_glossary(context: dict[str, Any], page: Page, **_: Any) -> dict[str, Any]:
    """Link the glossary's words on every other page."""
    for glossary in _GLOSSARIES:
        if page is not glossary and page.content:
            entries = read_glossary(glossary.content or "")
            address = glossary.file.url_relative_to(page.file)
            page.content = link_words(page.content, entries, address)
    return context


@event_priority(-100)  # after the i18n plugin, which links home pages from the host's root
def _switch_languages(
    context: dict[str, Any], page: Page, config: MkDocsConfig, **_: Any
) -> dict[str, Any]:
    """Point the language switch at this same page, relative, wherever the site is hosted."""
    # The plugin sets an attribute, which templates see before the key of the same name.
    for choice in config.extra.alternate:  # type: ignore[attr-defined]
        twin = page.file.alternates.get(choice["lang"])  # type: ignore[attr-defined]
        if twin:
            choice["link"] = twin.url
    return context


on_page_context = CombinedEvent(_link_glossary, _switch_languages)
