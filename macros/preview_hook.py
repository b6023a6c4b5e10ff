"""MkDocs hook: under `mkdocs serve`, an edit builds again only the pages that it touches."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from jinja2 import Environment
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import event_priority
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation

from macros.built import Built
from macros.preview import Preview

_PREVIEWS: list[Preview] = []  # none in a build, so that a build is always whole
_NAVIGATIONS: list[Navigation] = []  # of the language that is being built


def on_startup(command: str, dirty: bool) -> None:
    """Have a preview where the site is served, but neither cleanly nor dirtily."""
    _PREVIEWS[:] = [Preview()] if command == "serve" and not dirty else []


def on_config(config: MkDocsConfig) -> None:
    """Tell that a build begins; the i18n plugin builds the other languages within it."""
    if not config.plugins["i18n"].building:  # type: ignore[attr-defined]
        for preview in _PREVIEWS:
            preview.begin(config)


@event_priority(-200)  # after the i18n plugin has named the items in its language
def on_nav(nav: Navigation, **_: Any) -> None:
    """Keep the navigation of the language at hand."""
    _NAVIGATIONS[:] = [nav]


@event_priority(-200)  # after all others have made it what it is
def on_env(env: Environment, config: MkDocsConfig, files: Files) -> None:
    """Tell what a language is built from; there is no navigation where some pages are anew."""
    while _NAVIGATIONS:
        built = Built(config, files, _NAVIGATIONS.pop(), env)
        for preview in _PREVIEWS:
            preview.end(built)


def on_serve(server: LiveReloadServer, builder: Callable[[], None], **_: Any) -> LiveReloadServer:
    """Let the server ask the preview first when something was edited."""
    for preview in _PREVIEWS:
        server.builder = partial(preview.rebuild, builder)
    return server
