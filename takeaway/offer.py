"""Offers what can be taken away on the page about the guide; a site that has none offers none."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

_PLACE = re.compile(r'<div class="take-away">.*?</div>', re.DOTALL)
_WORDS = {
    "ko": {".ko.pdf": "한국어 PDF", ".en.pdf": "영어 PDF", ".zip": "오프라인판(두 언어)"},
    "en": {
        ".en.pdf": "PDF in English",
        ".ko.pdf": "PDF in Korean",
        ".zip": "Offline, both languages",
    },
}


@dataclass(frozen=True)
class Offer:
    """A file that a reader may take."""

    path: Path

    @property
    def size(self) -> str:
        """Return how much there is to load."""
        return f"{self.path.stat().st_size / 1e6:.1f} MB"


def offer(page: Path, site: Path, language: str, offers: Sequence[Offer]) -> None:
    """Write links to the files where the page has the place for them, in its language's order."""
    links = []
    for ending, words in _WORDS[language].items():
        for each in offers:
            if each.path.name.endswith(ending):
                address = Path(os.path.relpath(each.path, page.parent)).as_posix()
                links.append(
                    f'<a class="md-button" href="{escape(address)}" download>'
                    f"{words} ({each.size})</a>"
                )
    html = page.read_text(encoding="utf-8")
    filled = f'<div class="take-away"><p>{" ".join(links)}</p></div>'
    page.write_text(_PLACE.sub(lambda _: filled, html), encoding="utf-8")
