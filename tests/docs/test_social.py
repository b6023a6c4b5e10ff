"""The pictures of links to pages: each is there, and is what would be drawn now."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

from macros.social import HEIGHT, WIDTH, Card, cards, is_right, palette, png, sites, source_of
from tests.docs.project import REPO

PICTURES = REPO / "docs" / "assets" / "social"
MOST_BYTES = 20_000


def test_every_page_has_its_picture() -> None:
    """None is missing, out of date or left over; each is small. To mend: make social."""
    wanted = {card.name: card for card in cards(REPO / "docs", sites(REPO))}
    there = {path.name for path in PICTURES.glob("*")}
    assert sorted(there ^ set(wanted)) == [], "run: make social"
    stale = [name for name, card in wanted.items() if not is_right(PICTURES / name, card)]
    assert stale == [], "run: make social"
    assert max(path.stat().st_size for path in PICTURES.glob("*")) < MOST_BYTES


def test_a_changed_title_makes_a_picture_stale(tmp_path: Path) -> None:
    """What is drawn from other words, or from nothing that is told, is not right."""
    (tmp_path / "a.ko.md").write_text("# 첫 <제목>\n")
    (tmp_path / "a.en.md").write_text("# First\n")
    names = {"ko": ("안내서", "요약"), "en": ("Guide", "summary")}
    korean, english = cards(tmp_path, names)
    assert (korean.name, english.name) == ("a.ko.png", "a.en.png")
    assert "첫 &lt;제목&gt;" in korean.html and "안내서" in korean.html
    picture = tmp_path / korean.name
    picture.write_bytes(png(bytes(WIDTH * HEIGHT // 2), korean.source))
    assert is_right(picture, korean)
    assert not is_right(picture, Card(korean.name, korean.html + " "))
    picture.write_bytes(b"no picture")
    assert not is_right(picture, korean)


def test_a_picture_is_a_png_of_the_right_size() -> None:
    """Its head, its colours and its rows are as the format has them."""
    picture = png(bytes(n % 256 for n in range(WIDTH * HEIGHT // 2)), "x")
    assert source_of(picture) == "x"
    assert struct.unpack(">II", picture[16:24]) == (WIDTH, HEIGHT)
    assert len(palette()) <= 16
    at = picture.index(b"IDAT")
    (length,) = struct.unpack(">I", picture[at - 4 : at])
    data = picture[at + 4 : at + 4 + length]
    assert len(zlib.decompress(data)) == HEIGHT * (WIDTH // 2 + 1)
    assert struct.unpack(">I", picture[at + 4 + length :][:4])[0] == zlib.crc32(b"IDAT" + data)
