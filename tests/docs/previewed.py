"""The preview of a small guide, as `mkdocs serve` makes it, but told of edits and asked by none."""

from __future__ import annotations

import contextlib
import io
import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any
from unittest import mock

from mkdocs.commands import build as builds
from mkdocs.commands import serve
from mkdocs.exceptions import Abort
from mkdocs.livereload import LiveReloadServer

from tests.docs.project import PROCESSES, enter


class Previewed:
    """A preview in a process of its own."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self.site, self.url = connection.recv()

    def wholes(self) -> int:
        """Let it take note of edits; returns how many whole builds there were so far."""
        self._connection.send("edited")
        wholes, self.said = self._connection.recv()
        assert isinstance(wholes, int)
        return wholes

    def files(self) -> dict[str, bytes]:
        """Return what it shows, by the path of each file."""
        return files_of(Path(self.site))


@contextmanager
def previewed(root: Path, **variables: str) -> Iterator[Previewed]:
    """Show a guide in a preview for as long as the block runs."""
    ours, theirs = PROCESSES.Pipe()
    process = PROCESSES.Process(target=_serve, args=(root, variables, theirs))
    process.start()
    theirs.close()
    try:
        yield Previewed(ours)
    finally:
        ours.close()  # which ends it
        process.join()


def files_of(site: Path) -> dict[str, bytes]:
    """Return what is in each file of a site, by its path."""
    return {str(p.relative_to(site)): p.read_bytes() for p in site.rglob("*") if p.is_file()}


def _serve(root: Path, variables: Mapping[str, str], connection: Connection) -> None:
    """Run MkDocs's server without its sockets and watchers, which cost a test seconds."""
    enter(root, variables)
    wholes = 0
    build = builds.build

    def counted(*given: Any, **named: Any) -> None:
        nonlocal wholes
        wholes += 1
        build(*given, **named)

    def answer(server: LiveReloadServer, **_: Any) -> None:
        connection.send((server.root, server.url))
        with contextlib.suppress(EOFError):
            while connection.recv():
                said = io.StringIO()
                handler = logging.StreamHandler(said)
                logging.getLogger("mkdocs").addHandler(handler)
                with contextlib.suppress(Abort):
                    server.builder()
                logging.getLogger("mkdocs").removeHandler(handler)
                connection.send((wholes, said.getvalue()))

    unneeded = {"shutdown": mock.DEFAULT, "watch": mock.DEFAULT}
    with (
        mock.patch.object(serve, "build", counted),
        mock.patch.multiple(LiveReloadServer, serve=answer, **unneeded),
    ):
        serve.serve(str(root / "mkdocs.yml"))
