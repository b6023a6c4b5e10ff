"""MkDocs hook: what a site offers beside its pages, for programs, feed readers and old links."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import event_priority
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.utils import get_relative_url, write_file

from livedoc.errors import LivedocError
from macros.edition import Edition, edition
from macros.feed import Channel, atom, changes
from macros.frame import title_of
from macros.library import library_of
from macros.licences import licences
from macros.llms import Entry, Section, llms_txt
from macros.markdown_view import MarkdownView
from macros.page_file import language_of, source_of, stem_of
from macros.page_sources import page_sources, reading_order
from macros.redirects import moved_pages, redirection
from macros.root import root_of
from macros.texts import TEXTS

ABOUT, CHANGES = "about", "changes"
FEED = "feed.xml"
LLMS = "llms.txt"
LICENCES = "licences.txt"
DEFAULT = "ko"  # its pages are at the root
LOCALES = {"ko": "ko_KR", "en": "en_US"}
# By language; each build fills them anew.
_SECTIONS: dict[str, Section] = {}
_PAGES: dict[str, list[Page]] = {}


def on_config(config: MkDocsConfig) -> None:
    """Read anew when pages changed, and who made what: a preview builds many times."""
    _edition.cache_clear()
    _licences.cache_clear()


@event_priority(-100)  # after the i18n plugin, which would look for these in docs/
def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add what pages may link to: the licences, and what is written once all pages are there."""
    language = str(config.theme["language"])
    text = _licences(Path(config.docs_dir) / "assets")
    files.append(File.generated(config, LICENCES, content=text))
    files.append(File.generated(config, LLMS, content=""))
    if any(stem_of(file) == CHANGES for file in files.documentation_pages()):
        feed = File.generated(config, FEED, content="")
        feed.dest_uri = feed.url = _prefix(language) + FEED
        files.append(feed)
    return files


def on_nav(nav: Navigation, config: MkDocsConfig, files: Files) -> None:
    """Keep the pages of the language at hand in their order."""
    _PAGES[str(config.theme["language"])] = list(nav.pages)


def on_page_content(html: str, page: Page, config: MkDocsConfig, **_: Any) -> None:
    """Date a page by its own last change, for the sitemap and the foot of the page."""
    page.update_date = _edition(root_of(config)).of(page.file.src_uri)


@event_priority(-200)  # after the hook that points the language switch at this page
def on_page_context(
    context: dict[str, Any], page: Page, config: MkDocsConfig, **_: Any
) -> dict[str, Any]:
    """Tell the templates where a page's other forms are."""
    language, stem = language_of(page.file), stem_of(page.file)
    twins = {
        locale: _absolute(config, file.url) or get_relative_url(file.url, page.url)
        for locale, file in page.file.alternates.items()  # type: ignore[attr-defined]
    }
    has_image = (Path(config.docs_dir) / "assets" / "social" / f"{stem}.{language}.png").is_file()
    # What has a twin lies with the pages of its language, under the name that both share.
    image = f"{_prefix(language)}assets/social/{stem}.png"
    urls = {stem_of(each.file): each.url for each in _PAGES[language]}
    context["publishing"] = {
        "twins": twins,
        "default": twins.get(DEFAULT, page.url),
        "markdown": _markdown_path(page),
        "about": urls.get(ABOUT),
        "changes": urls.get(CHANGES),
        "feed": _prefix(language) + FEED if CHANGES in urls else None,
        "image": _absolute(config, image) if has_image else None,
        "title": title_of(source_of(page.file)) or str(page.title),
        "locale": LOCALES[language],
        "other_locales": [LOCALES[other] for other in twins if other != language],
        "changed": page.update_date,
        "edition": _edition(root_of(config)),
        "words": TEXTS[language],
    }
    return context


def on_post_page(output: str, page: Page, config: MkDocsConfig) -> str:
    """Write the page's Markdown beside it; of the page of changes also the feed."""
    language = language_of(page.file)
    docs = Path(config.docs_dir)
    order = reading_order(config.nav)
    view = MarkdownView(
        library_of(root_of(config) / "examples"),
        language,
        lambda: page_sources(docs, language, order),
        "" if language == DEFAULT else "../",
    )
    _write(config, _markdown_path(page), view.of(source_of(page.file)))
    if stem_of(page.file) == CHANGES:
        entries = list(changes(page.content or ""))
        if not entries:
            raise PluginError(
                f"docs/{page.file.src_uri}: expected sections such as "
                "`## What is new { #on-2026-01-31 }`, found none; the feed is made from them"
            )
        path = _prefix(language) + FEED
        # Without the site's own address, links are relative to the feed, as Atom has it.
        own = _absolute(config, page.url) or get_relative_url(page.url, path)
        channel = Channel(language, config.site_name, own, _absolute(config, path) or FEED)
        _write(config, path, atom(channel, entries))
    return output


@event_priority(100)  # before the i18n plugin builds the next language
def on_post_build(config: MkDocsConfig) -> None:
    """Write the index of the Markdown views, and a page under each old address."""
    language = str(config.theme["language"])
    pages = _PAGES[language]
    _SECTIONS[language] = Section(
        _name(config, language),
        config.site_name,
        config.site_description or "",
        [
            Entry(
                title_of(source_of(page.file)) or str(page.title),
                _absolute(config, _markdown_path(page)) or _markdown_path(page),
                str(page.meta.get("description") or ""),
            )
            for page in pages
        ],
    )
    _write(config, LLMS, llms_txt(_SECTIONS, "en"))
    by_stem = {stem_of(page.file): page for page in pages}
    try:
        moved = moved_pages(root_of(config) / "web" / "redirects.toml", by_stem)
    except LivedocError as error:
        raise PluginError(str(error)) from None
    for old, new in moved.items():
        page = by_stem[new]
        url = f"{_prefix(language)}{old}/"
        target = _absolute(config, page.url) or get_relative_url(page.url, url)
        title = title_of(source_of(page.file)) or str(page.title)
        _write(config, f"{url}index.html", redirection(target, title, language))


def on_template_context(
    context: dict[str, Any], template_name: str, config: MkDocsConfig
) -> dict[str, Any]:
    """Let the language switch of the page for what is not there lead to the first pages."""
    if template_name == "404.html":
        for choice in config.extra["alternate"]:
            choice["link"] = _prefix(choice["lang"]) or "./"
    return context


def on_post_template(output: str, template_name: str, config: MkDocsConfig) -> str:
    """Leave out a sitemap without addresses, and a second page for what is not there."""
    if template_name.startswith("sitemap.xml") and not config.site_url:
        return ""
    if template_name == "404.html" and config.theme["language"] != DEFAULT:
        return ""
    return output


_licences = cache(licences)


@cache
def _edition(root: Path) -> Edition:
    return edition(root)


def _prefix(language: str) -> str:
    return "" if language == DEFAULT else f"{language}/"


def _markdown_path(page: Page) -> str:
    """Return where a page's view is: beside the page's folder, so that links between views hold."""
    return f"{_prefix(language_of(page.file))}{stem_of(page.file)}.md"


def _absolute(config: MkDocsConfig, path: str) -> str | None:
    """Return a path's address on the net, or None where the site does not know its own."""
    return urljoin(config.site_url, path) if config.site_url else None


def _name(config: MkDocsConfig, language: str) -> str:
    known = {each["lang"]: each["name"] for each in config.extra["alternate"]}
    return str(known.get(language, language))


def _write(config: MkDocsConfig, path: str, text: str) -> None:
    write_file(text.encode(), str(Path(config.site_dir) / path))
