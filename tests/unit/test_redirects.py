"""Pages that moved."""

from __future__ import annotations

from pathlib import Path

import pytest

from livedoc.errors import LivedocError
from macros.redirects import moved_pages, redirection


def moved(tmp_path: Path, text: str) -> dict[str, str]:
    """Return what a file of moved pages says, where there are the pages data and images."""
    file = tmp_path / "redirects.toml"
    file.write_text(text)
    return moved_pages(file, ["data", "images"])


def test_an_old_name_leads_to_a_page(tmp_path: Path) -> None:
    """The file maps old names to new ones; none, or an empty one, maps nothing."""
    assert moved(tmp_path, '[pages]\nvolumes = "data"\n') == {"volumes": "data"}
    assert moved(tmp_path, "[pages]\n") == {}
    assert moved_pages(tmp_path / "none.toml", []) == {}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            '[pages]\nvolumes = "dat"',
            "'volumes' leads nowhere: no page 'dat'; .*'data'",
        ),
        ('[pages]\nimages = "data"', "'images' is a page still"),
        ("[pages", "redirects.toml"),
    ],
)
def test_a_wrong_redirect_is_refused(tmp_path: Path, text: str, words: str) -> None:
    """A redirect to no page, or away from one, is named with its file."""
    with pytest.raises(LivedocError, match=words):
        moved(tmp_path, text)


def test_a_redirect_needs_no_script() -> None:
    """It leads on by itself, says where, and what is put into it stays text."""
    page = redirection("../data/", "A & <b>", "en")
    assert '<meta http-equiv="refresh" content="0; url=../data/">' in page
    assert '<a href="../data/">A &amp; &lt;b&gt;</a>' in page
    assert "location.hash" in page
