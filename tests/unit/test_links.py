"""What leads out of the guide is listed, and another's site fails nothing here."""

from __future__ import annotations

import socket
import threading
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


def test_who_does_not_speak_http_gives_no_answer() -> None:
    """A site that answers with anything else is told like one that does not answer."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def answer() -> None:
            connection, _ = server.accept()
            with connection:
                connection.recv(1024)
                connection.sendall(b"hello\r\n\r\n")

        threading.Thread(target=answer, daemon=True).start()
        assert links._answer(f"http://127.0.0.1:{server.getsockname()[1]}/") == ""
