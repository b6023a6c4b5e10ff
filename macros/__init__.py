"""The page side: puts examples and what came back from them into pages. Never starts Docker."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from mkdocs.exceptions import PluginError
from mkdocs.structure.pages import Page

from livedoc.errors import DefinitionError, LivedocError
from macros.blocks import Blocks
from macros.calls import NAMES, Call, line_of
from macros.cheatsheet import page_sources
from macros.library import Library, read_library
from macros.placeholders import page_blocks
from macros.uses import shown_steps


def define_env(env: Any) -> None:
    """Register the macros of a page, such as run and source (the hook of mkdocs-macros).

    Raises PluginError, listing every fault, where an example's definition is not valid.
    """
    try:
        library = read_library(Path(env.project_dir) / "examples")
    except DefinitionError as error:
        raise PluginError(f"the examples cannot be read:\n{error}") from None
    for name in NAMES:
        env.macro(_macro(env, library, name), name)


def _macro(env: Any, library: Library, name: str) -> Callable[..., str]:
    def macro(*arguments: object, **options: object) -> str:
        page: Page = env.page
        source = Path(str(page.file.abs_src_path)).read_text(encoding="utf-8")
        kept = page_blocks(page.meta)
        call = Call(name, arguments, tuple(options.items()))
        line = line_of(source, call, nth=kept.calls_like(str(call)))
        where = f"{Path(env.conf['docs_dir']).name}/{page.file.src_uri}:{line}"
        # The language is that of the page at hand: the plugin calls define_env once per language.
        language = str(page.file.locale)  # type: ignore[attr-defined]
        docs, nav = Path(env.conf["docs_dir"]), env.conf["nav"] or []
        order = [item.removesuffix(".md") for item in nav if isinstance(item, str)]
        blocks = Blocks(
            library,
            language,
            partial(page_sources, docs, language, order),
            page.url,
            set(shown_steps(source, library)),
            kept.ids,
            source,
        )
        make = getattr(blocks, name)
        html = ""
        try:
            inspect.signature(make).bind(*arguments, **options)
        except TypeError as error:
            wanted = ", ".join(inspect.signature(make).parameters)
            kept.fault(where, f"{error}; expected: {name}({wanted})")
        else:
            try:
                html = make(*arguments, **options)
            except LivedocError as error:
                kept.fault(where, str(error))
        return kept.add(html, where, str(call))

    return macro
