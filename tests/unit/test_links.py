"""What leads out of the guide is listed, and another's site fails nothing here."""

from __future__ import annotations

from pathlib import Path

import pytest
from rich.console import Console

from livedoc.commands import links


def test_links_that_lead_out_are_found_with_their_lines(tmp_path: Path) -> None:
    """Of every form, wherever they stand; addresses of this machine are none."""
    page = tmp_path / "p.ko.md"
    page.write_text(
        "[a](https://a.example/x) [i](p.md#x)\n<https://b.example>\n"
        "[here](http://localhost:8000/) `https://c.example` [again](https://a.example/x)\n"
    )
    assert links.external_links([page]) == {
        "https://a.example/x": ["p.ko.md:1", "p.ko.md:3"],
        "https://b.example": ["p.ko.md:2"],
    }


@pytest.mark.parametrize(
    ("answer", "words"),
    [("200", "0 of them without success"), ("404", "without success"), ("", "no network")],
)
def test_nothing_fails_whatever_they_answer(
    answer: str, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Gone, moved, or without a network: it is told, and the exit code is 0."""
    monkeypatch.setattr(links, "_answer", lambda address: answer)
    console = Console(record=True, width=300)
    assert links.links(console, check=True) == 0
    assert words in console.export_text()
