"""The pictures that others show for a link to a page: what is on each, and whether it still is.

Drawing needs a browser and a Korean font, which a machine that builds the site may lack: so the
pictures lie in docs/assets/social/, `make social` draws those whose words or looks have changed,
and a test refuses a picture that is not what would be drawn now. Each says in itself what it was
drawn from.
"""

from __future__ import annotations

import hashlib
import struct
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import escape
from pathlib import Path

from mkdocs.config import load_config

from livedoc.model import LANGUAGES
from macros.frame import title_of

WIDTH, HEIGHT = 1200, 630  # what Open Graph's readers ask for
COLOURS = ((20, 80, 122), (255, 255, 255), (124, 192, 244), (13, 58, 90))
_SHADES = 4  # between the ground and each other colour: text's edges
_KEY = b"Source"
_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_CARD = """<!doctype html><html lang="{language}"><meta charset="utf-8"><style>
* {{ margin: 0; box-sizing: border-box; }}
body {{ width: 1200px; height: 630px; padding: 72px 80px; background: #14507a; color: #fff;
  font-family: "NanumGothic", sans-serif; display: flex; flex-direction: column; }}
.site {{ font-size: 34px; color: #7cc0f4; }}
.site b {{ font-family: "DejaVu Sans Mono", monospace; margin-right: 18px; }}
h1 {{ font-size: 84px; line-height: 1.25; font-weight: 700; margin: auto 0; word-break: keep-all;
  text-wrap: balance; }}
.said {{ font-size: 30px; padding: 22px 30px; background: #0d3a5a; border-radius: 12px; }}
</style><p class="site"><b>&gt;_</b>{site}</p><h1>{title}</h1><p class="said">{said}</p></html>"""


@dataclass(frozen=True)
class Card:
    """The picture of one page in one language."""

    name: str  # of its file
    html: str

    @property
    def source(self) -> str:
        """Return what tells this picture from any other."""
        return hashlib.sha256(f"{self.html}{COLOURS}{_SHADES}".encode()).hexdigest()[:32]


def cards(docs: Path, sites: Mapping[str, tuple[str, str]]) -> Iterator[Card]:
    """Yield the picture of every page; `sites` has the guide's name and summary by language."""
    for language in LANGUAGES:
        site, said = map(escape, sites[language])
        for page in sorted(docs.glob(f"*.{language}.md")):
            title = escape(title_of(page.read_text(encoding="utf-8")) or page.name)
            html = _CARD.format(language=language, site=site, title=title, said=said)
            yield Card(f"{page.name.removesuffix('.md')}.png", html)


def sites(root: Path) -> dict[str, tuple[str, str]]:
    """Return the guide's name and summary by language, from the site's settings."""
    config = load_config(str(root / "mkdocs.yml"))
    return {
        each.locale: (
            each.site_name or config.site_name,
            each.site_description or config.site_description or "",
        )
        for each in config.plugins["i18n"].config.languages
    }


def is_right(path: Path, card: Card) -> bool:
    """Return whether a picture is there, drawn from what it would be drawn from now."""
    return path.is_file() and source_of(path.read_bytes()) == card.source


def palette() -> list[tuple[int, int, int]]:
    """Return the colours of every picture: sixteen at most, so that a dot takes half a byte."""
    ground = COLOURS[0]
    found = dict.fromkeys(COLOURS)
    for colour in COLOURS[1:]:
        for step in range(1, _SHADES):
            red, green, blue = (
                round(a + (b - a) * step / _SHADES) for a, b in zip(ground, colour, strict=True)
            )
            found[red, green, blue] = None
    return list(found)


def png(dots: bytes, source: str) -> bytes:
    """Return a picture of dots: in each byte the numbers of two colours, the left one higher."""
    row = WIDTH // 2
    lines = b"".join(b"\0" + dots[at : at + row] for at in range(0, row * HEIGHT, row))
    colours = b"".join(bytes(colour) for colour in palette())
    return _SIGNATURE + b"".join(
        (
            _chunk(b"IHDR", struct.pack(">IIBBBBB", WIDTH, HEIGHT, 4, 3, 0, 0, 0)),
            _chunk(b"PLTE", colours),
            _chunk(b"tEXt", _KEY + b"\0" + source.encode()),
            _chunk(b"IDAT", zlib.compress(lines, 9)),
            _chunk(b"IEND", b""),
        )
    )


def source_of(picture: bytes) -> str | None:
    """Return what a picture says it was drawn from, or None for one that does not say."""
    at = len(_SIGNATURE)
    while picture.startswith(_SIGNATURE) and at + 8 <= len(picture):
        (length,) = struct.unpack_from(">I", picture, at)
        kind, data = picture[at + 4 : at + 8], picture[at + 8 : at + 8 + length]
        if kind == b"tEXt" and data.startswith(_KEY + b"\0"):
            return data.partition(b"\0")[2].decode("latin-1")
        at += length + 12
    return None


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
