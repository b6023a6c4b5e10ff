"""What a mirror volume holds: a small file in the volume itself, so that it is never about another."""

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

from livedoc.model import ImageFacts, Model

FILE = "images.json"
PROBE = {"livedoc": "probe"}


class Entry(Model):
    """A stand-in in the mirror: what it was built from, and what it turned out to be."""

    fingerprint: str
    images: tuple[ImageFacts, ...]


Ledger = Mapping[str, Entry]


def read(client: docker.DockerClient, engine: str, volume: str) -> dict[str, Entry]:
    """Return what the volume says it holds; nothing where it is new or unreadable."""
    with _mounted(client, engine, volume) as container:
        try:
            chunks, _ = container.get_archive(f"/mirror/{FILE}")
        except NotFound:
            return {}
        with tarfile.open(fileobj=io.BytesIO(b"".join(chunks))) as tar:
            content = tar.extractfile(FILE)
            raw: dict[str, Any] = json.load(content) if content else {}
    try:
        return {name: Entry.model_validate(entry) for name, entry in raw.items()}
    except ValueError:
        return {}


def write(client: docker.DockerClient, engine: str, volume: str, ledger: Ledger) -> None:
    """Note in the volume what it holds."""
    content = json.dumps({name: entry.model_dump() for name, entry in ledger.items()}).encode()
    archive = io.BytesIO()
    with tarfile.open(fileobj=archive, mode="w") as tar:
        entry = tarfile.TarInfo(FILE)
        entry.size = len(content)
        tar.addfile(entry, io.BytesIO(content))
    with _mounted(client, engine, volume) as container:
        container.put_archive("/mirror", archive.getvalue())


@contextmanager
def _mounted(client: docker.DockerClient, engine: str, volume: str) -> Iterator[Container]:
    """Yield a container that has the volume and is never started: files can be copied all the same."""
    container = client.containers.create(
        engine, labels=PROBE, mounts=[Mount("/mirror", volume, type="volume")]
    )
    try:
        yield container
    finally:
        container.remove(force=True)
