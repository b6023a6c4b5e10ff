"""What a mirror's volume holds, noted in the volume itself, so that it never tells of another."""

from __future__ import annotations

import io
import json
import tarfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import docker
from docker.errors import NotFound
from docker.models.containers import Container
from docker.types import Mount

from livedoc.archive import tar_of
from livedoc.leftovers import remove_left
from livedoc.model import ImageFacts, Model

FILE = "images.json"
PLACE = "/mirror"
PROBE = "livedoc=probe"
PROBE_LABEL = {"livedoc": "probe"}


class Entry(Model):
    """A stand-in in the mirror: what it was built from, and what it turned out to be."""

    fingerprint: str
    images: tuple[ImageFacts, ...]


Ledger = dict[str, Entry]


def read(client: docker.DockerClient, engine: str, volume: str) -> Ledger:
    """Return what the volume says it holds; nothing where it is new or unreadable."""
    with mounted(client, engine, volume) as container:
        try:
            chunks, _ = container.get_archive(f"{PLACE}/{FILE}")
        except NotFound:
            return {}
        with tarfile.open(fileobj=io.BytesIO(b"".join(chunks))) as tar:
            content = tar.extractfile(FILE)
            raw = content.read() if content else b"{}"
    try:
        entries: dict[str, Any] = json.loads(raw)
        return {name: Entry.model_validate(entry) for name, entry in entries.items()}
    except (ValueError, AttributeError):
        return {}  # of another version of this program: everything is built anew


def write(
    client: docker.DockerClient, engine: str, volume: str, ledger: Mapping[str, Entry]
) -> None:
    """Note in the volume what it holds."""
    content = json.dumps({name: entry.model_dump() for name, entry in ledger.items()}).encode()
    with mounted(client, engine, volume) as container:
        container.put_archive(PLACE, tar_of({FILE: content}))


@contextmanager
def mounted(client: docker.DockerClient, engine: str, volume: str) -> Iterator[Container]:
    """Yield a container with the volume that is never started: files can be copied all the same."""
    remove_left(client, {"label": PROBE})
    container = client.containers.create(
        engine, labels=PROBE_LABEL, mounts=[Mount(PLACE, volume, type="volume")]
    )
    try:
        yield container
    finally:
        container.remove(force=True)
