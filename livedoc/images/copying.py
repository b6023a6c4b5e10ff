"""Copies what sandboxes need from one engine to another, so that both run the very same."""

from __future__ import annotations

from collections.abc import Callable

import docker
from docker.errors import DockerException

from livedoc.errors import LivedocError
from livedoc.images import engine, ledger, mirror
from livedoc.images.image_set import ImageSet

Report = Callable[[str], object]


def copy(
    source: docker.DockerClient, target: docker.DockerClient, image_set: ImageSet, report: Report
) -> None:
    """Copy the engine image and the mirror's volume, unless the target has them.

    Raises LivedocError where the target cannot run them, and what the SDK raises where an engine
    does not answer.
    """
    here, there = _platform(source), _platform(target)
    if here != there:
        raise LivedocError(
            f"one engine of LIVEDOC_ENGINES is {here}, another {there}: captures are of one "
            "platform, so name engines of the same"
        )
    if not engine.exists(target, image_set.engine):
        report("copying the engine image there")
        target.images.load(source.api.get_image(image_set.engine))
        engine.drop_old(target, image_set.engine)
    mirror.create(target, image_set.mirror_volume)
    if image_set.mode != "hub":
        _copy_mirror(source, target, image_set, report)


def _copy_mirror(
    source: docker.DockerClient, target: docker.DockerClient, image_set: ImageSet, report: Report
) -> None:
    name, volume = image_set.engine, image_set.mirror_volume
    held = ledger.read(source, name, volume)
    if ledger.read(target, name, volume) == held:
        return
    report("copying the stand-ins there")
    with ledger.mounted(source, name, volume) as here, ledger.mounted(target, name, volume) as new:
        chunks, _ = here.get_archive(f"{ledger.PLACE}/docker")
        if not new.put_archive(ledger.PLACE, chunks):
            raise DockerException(f"the volume {volume} could not be written")
    # Last: what was broken off is copied anew.
    ledger.write(target, name, volume, held)
    mirror.drop_old(target, volume)


def _platform(client: docker.DockerClient) -> str:
    version = client.version()
    return f"{version['Os']}/{version['Arch']}"
