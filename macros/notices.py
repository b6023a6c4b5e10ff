"""What a page must tell of itself: an example of it is stale, or it is behind its twin."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from markupsafe import Markup
from mkdocs.exceptions import PluginError

from livedoc.fingerprint import staleness
from livedoc.translations import Behind, behind
from macros.calls import find_calls
from macros.library import Library
from macros.texts import TEXTS

STRICT = "STRICT_FRESH"
_NOTICE = Markup(
    '<div class="admonition warning notice"><p class="admonition-title">{title}</p>{words}</div>'
)


class Notices:
    """The notices of all pages of one build."""

    def __init__(self, root: Path, library: Library) -> None:
        self._library = library
        self._behind = {f"{page.page}.{page.language}.md": page for page in behind(root) or []}

    def html(self, source: str, uri: str, language: str, twin: str) -> str:
        """Return a page's notices, "" where there is nothing to tell.

        Raises PluginError where an example is stale and the environment has STRICT_FRESH=1.
        """
        texts = TEXTS[language]
        told = []
        if stale := list(self._stale(call.example for call in find_calls(source))):
            if os.environ.get(STRICT) == "1":
                raise PluginError("\n".join(f"docs/{uri}: {words}" for words in stale))
            reasons = Markup("<ul>{}</ul>").format(
                Markup("").join(Markup("<li>{}</li>").format(words) for words in stale)
            )
            told.append(_NOTICE.format(title=texts["stale"], words=reasons))
        if late := self._behind.get(uri):
            told.append(self._late(late, texts["behind"], twin))
        return "".join(told)

    def _stale(self, examples: Iterable[str]) -> Iterator[str]:
        for name in sorted(set(examples) & set(self._library.catalog.examples)):
            loaded = self._library.example(name)
            capture = self._library.kept(loaded)  # where there is none, the macros tell that
            if capture and (reasons := staleness(loaded, capture)):
                yield f"{name}: {'; '.join(reasons)}"

    def _late(self, late: Behind, title: str, twin: str) -> Markup:
        link = Markup('<p><a href="{}">{}</a> ({})</p>').format(twin, twin, late.date)
        return _NOTICE.format(title=title, words=link)
