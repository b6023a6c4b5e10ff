"""What prose mentions of an example, held to the examples that its page shows.

Inline code that is a file, an image with its tag, a port, a number or an environment variable must
be found in a command, an output or a file of an example on that page. What is true though no
example shows it stands in mentions.toml, with the reason.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from livedoc.catalog import Catalog, LoadedExample
from livedoc.store import read_capture
from livedoc.text import plain
from macros.calls import find_calls
from tests.docs.prose import inline_code

ALLOWED = Path(__file__).parent / "mentions.toml"
SUFFIXES = (
    "ya?ml|json|toml|txt|conf|env|html|py|go|sh|sql|js|css|tar|gz|tgz|zip|log|lock|md|crt|key|pem"
    "|ini|c"
)
KINDS = {
    "file": rf"[~.]{{0,2}}/?(?:[\w.-]+/)*(?:[\w.-]+\.(?:{SUFFIXES})|[\w.-]*Dockerfile"
    r"|\.env|\.(?:docker|git)(?:ignore|attributes))",
    "port": r"(?:(?:\d+\.){3}\d+:|:)?\d{2,5}:\d{2,5}(?:/(?:tcp|udp))?"
    r"|:?\d{2,5}/(?:tcp|udp)|:\d{2,5}",
    "image": r"[a-z0-9][a-z0-9._/-]*:(?=[\w.-]*\d)[a-z0-9][\w.-]*",
    "address": r"https?://(?:localhost|127\.0\.0\.1)\S*",
    "number": r"\d{2,5}",
    "variable": r"\$?\{?[A-Z][A-Z0-9]*_[A-Z0-9_]+\}?",
}
_KINDS = {kind: re.compile(pattern) for kind, pattern in KINDS.items()}


def mentions(text: str) -> Iterator[tuple[int, str, str]]:
    """Yield (line, kind, code) of what a page's inline code mentions."""
    for line, code in inline_code(text):
        kind = next((kind for kind, pattern in _KINDS.items() if pattern.fullmatch(code)), None)
        if kind:
            yield line, kind, code


def shown(catalog: Catalog, text: str) -> str:
    """Return all that the examples of a page hold: commands, outputs, files and their names."""
    names = {call.example for call in find_calls(text)} & set(catalog.examples)
    return "\n".join(_words(catalog.examples[name]) for name in sorted(names))


def _words(loaded: LoadedExample) -> str:
    capture = read_capture(loaded)
    words = [loaded.source, *(plain(step.output) for step in (capture.steps if capture else ()))]
    for name, path in loaded.files().items():
        words += [name, path.read_text(encoding="utf-8", errors="replace")]
    return "\n".join(words)


@dataclass
class Allowed:
    """What may be mentioned though no example shows it: (stem of the page, code)."""

    pairs: frozenset[tuple[str, str]]

    @classmethod
    def read(cls, path: Path) -> Allowed:
        """Return what a file allows; each entry has a reason."""
        entries = tomllib.loads(path.read_text(encoding="utf-8"))["mention"]
        assert all(entry["why"] for entry in entries)
        return cls(frozenset((page, entry["code"]) for entry in entries for page in entry["pages"]))

    def unused(self, pages: Mapping[str, str]) -> list[str]:
        """Return a fault for every entry that no page needs any more."""
        found = {(_stem(page), code) for page, text in pages.items() for *_, code in mentions(text)}
        return [
            f"{ALLOWED.name}: {page!r} does not mention `{code}`; remove the entry"
            for page, code in sorted(self.pairs - found)
        ]


def mention_faults(page: str, text: str, examples: str, allowed: Allowed) -> list[str]:
    """Return a fault for every mention that neither an example of the page nor the list has."""
    return [
        f"{page}:{line}: the {kind} `{code}` is in no example of this page; "
        f"correct it, or add it to tests/docs/{ALLOWED.name} with the reason"
        for line, kind, code in mentions(text)
        if (_stem(page), code) not in allowed.pairs
        and not re.search(rf"(?<![\w.-]){re.escape(code.strip('${}:'))}(?![\w-])", examples)
    ]


def _stem(page: str) -> str:
    return page.rpartition("/")[2].partition(".")[0]
