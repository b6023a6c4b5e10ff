"""Makes ready what sandboxes need, and nothing that is ready already."""

from __future__ import annotations

import fcntl
import os
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import docker
from docker.errors import NotFound

from livedoc.images import bootstrap, definition, engine, ledger, machine
from livedoc.images.fill import Builder, RootFileSystems
from livedoc.images.image_set import ImageSet
from livedoc.images.origin import choose
from livedoc.paths import ROOT

Report = Callable[[str], None]

ENGINE = ROOT / "sandbox" / "engine"
STANDINS = ROOT / "sandbox" / "images"
VOLUME = {"hub": "livedoc-mirror-hub", "standin": "livedoc-mirror-standin"}


def ensure(
    client: docker.DockerClient, report: Report, mode: str | None = None
) -> ImageSet:
    """Make the engine image and the base images ready and return where they are.

    `mode` is auto, hub or standin, by default what LIVEDOC_IMAGES says. Two calls at once take
    turns. Raises LivedocError with what to do.
    """
    chosen = choose(mode)
    with _turn():
        if chosen == "hub":
            return _hub(client, report)
        return _standins(client, report)


def _hub(client: docker.DockerClient, report: Report) -> ImageSet:
    name = engine.tag(ENGINE, "hub")
    if not engine.exists(client, name):
        with tempfile.TemporaryDirectory(prefix="livedoc-") as scratch:
            engine.build(client, ENGINE, name, "hub", Path(scratch), report)
    _volume(client, VOLUME["hub"])
    return ImageSet(name, VOLUME["hub"], "hub", {})


def _standins(client: docker.DockerClient, report: Report) -> ImageSet:
    name, volume = engine.tag(ENGINE, "standin"), VOLUME["standin"]
    standins = definition.load(STANDINS)
    wanted = definition.fingerprints(standins, machine.digest())
    empty = _volume(client, volume)
    with tempfile.TemporaryDirectory(prefix="livedoc-") as folder, ThreadPoolExecutor(1) as pool:
        rootfs = RootFileSystems(Path(folder), pool)
        if not engine.exists(client, name):
            bootstrap.require(report)
            if empty:  # then Debian will be wanted: it is made while the engine is
                for standin in standins:
                    rootfs.begin(standin)
            engine.build(client, ENGINE, name, "standin", Path(folder), report)
        held = ledger.read(client, name, volume)
        stale = [each for each in standins if _fingerprint(held, each) != wanted[each.name]]
        if stale:
            bootstrap.require(report)
            report(f"building the stand-ins {', '.join(each.name for each in stale)}")
            filling = ImageSet(name, volume, "filling", {})
            with Builder(client, filling, rootfs, report) as builder:
                for entries in builder.build(stale, wanted):
                    held |= entries
                    ledger.write(client, name, volume, held)
    images = {
        facts.name: facts for each in standins for facts in held[each.name].images
    }
    return ImageSet(name, volume, "standin", images)


def _fingerprint(held: dict[str, ledger.Entry], standin: definition.Standin) -> str | None:
    entry = held.get(standin.name)
    return entry.fingerprint if entry else None


def _volume(client: docker.DockerClient, name: str) -> bool:
    """Create a volume where there is none; returns whether it did."""
    try:
        client.volumes.get(name)
    except NotFound:
        client.volumes.create(name, labels=engine.CACHE)
        return True
    return False


@contextmanager
def _turn() -> Iterator[None]:
    """Wait until no other process of ours is preparing images, and keep others waiting."""
    # One lock for all checkouts, because image names and volumes are the engine's, not theirs.
    with (Path(tempfile.gettempdir()) / f"livedoc-images-{os.getuid()}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
