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

from livedoc.images import bootstrap, copying, definition, engine, ledger, machine, mirror
from livedoc.images.bootstrap import RootFileSystems
from livedoc.images.fill import PUSH, Builder
from livedoc.images.hub import HubImages
from livedoc.images.image_set import ImageSet
from livedoc.images.origin import choose
from livedoc.paths import ROOT

Report = Callable[[str], object]

ENGINE = ROOT / "sandbox" / "engine"
STANDINS = ROOT / "sandbox" / "images"
HUB_VOLUME = "livedoc-mirror-hub"


def ensure(client: docker.DockerClient, report: Report, mode: str | None = None) -> ImageSet:
    """Make the engine image and the base images ready and return where they are.

    `mode` is auto, hub or standin, by default what LIVEDOC_IMAGES says. Two calls at once take
    turns. Raises LivedocError with what to do.
    """
    chosen = choose(mode)
    with _turn(report):
        return _hub(client, report) if chosen == "hub" else _standins(client, report)


def copy(
    source: docker.DockerClient, target: docker.DockerClient, image_set: ImageSet, report: Report
) -> None:
    """Make the same ready on another engine; takes turns as `ensure` does."""
    with _turn(report):
        copying.copy(source, target, image_set, report)


def _hub(client: docker.DockerClient, report: Report) -> ImageSet:
    name = engine.tag(ENGINE, "hub")
    if not engine.exists(client, name):
        engine.build_from_hub(client, ENGINE, name, report)
    mirror.create(client, HUB_VOLUME)
    names = [name for each in definition.load(STANDINS) for name in each.references]
    return ImageSet(name, HUB_VOLUME, "hub", HubImages(names))


def _standins(client: docker.DockerClient, report: Report) -> ImageSet:
    name = engine.tag(ENGINE, "standin")
    standins = definition.load(STANDINS)
    wanted = definition.fingerprints(standins, machine.digest(), PUSH)
    volume = mirror.name_for(wanted)
    with (
        tempfile.TemporaryDirectory(prefix="livedoc-") as folder,
        ThreadPoolExecutor(2) as pool,
    ):
        rootfs = RootFileSystems(Path(folder), pool)
        if not engine.exists(client, name):
            bootstrap.require(report)
            recipe = engine.root_file_system(ENGINE)
            if not engine.has_base(client, recipe):
                rootfs.begin(recipe)
            if not mirror.all_of(client):  # then Debian is wanted too, and made while the engine is
                _begin(rootfs, standins)
            engine.build_from_archive(client, ENGINE, name, rootfs, report)
        held = mirror.open_or_copy(client, name, volume, wanted)
        stale = [each for each in standins if each.name not in held]
        if stale:
            bootstrap.require(report)
            _begin(rootfs, stale)
            report(f"building stand-ins: {', '.join(each.name for each in stale)}")
            filling = ImageSet(name, volume, "filling", {})
            with Builder(client, filling, rootfs, report) as builder:
                builder.keep_only(held)
                for each, facts in builder.build(stale):
                    held[each] = ledger.Entry(fingerprint=wanted[each], images=facts)
                    ledger.write(client, name, volume, held)
            mirror.drop_old(client, volume)
    images = {facts.name: facts for each in standins for facts in held[each.name].images}
    return ImageSet(name, volume, "standin", images)


def _begin(rootfs: RootFileSystems, standins: list[definition.Standin]) -> None:
    for standin in standins:
        if recipe := standin.root_file_system:
            rootfs.begin(recipe)


@contextmanager
def _turn(report: Report) -> Iterator[None]:
    """Wait until no other process of ours is preparing images, and keep others waiting."""
    # One lock for all checkouts, because image and volume are the engine's, not theirs.
    path = Path(tempfile.gettempdir()) / f"livedoc-images-{os.getuid()}.lock"
    lock = os.open(path, os.O_CREAT | os.O_RDWR | os.O_NOFOLLOW, 0o600)
    try:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            report("another run is preparing the images: waiting for it")
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield
    finally:
        os.close(lock)
