"""Volumes with stand-ins: one for each state of the definitions, so that none changes in use."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

import docker
from docker.errors import APIError, ContainerError, NotFound
from docker.models.volumes import Volume
from docker.types import Mount

from livedoc.errors import LivedocError
from livedoc.images import ledger
from livedoc.images.engine import CACHE
from livedoc.images.ledger import Ledger

PREFIX = "livedoc-mirror-standin"
# Beside the one in use: two checkouts that differ do not undo each other's work all the time.
KEPT = 1


def name_for(wanted: Mapping[str, str]) -> str:
    """Return the name of the volume that holds stand-ins of these fingerprints."""
    state = "\0".join(f"{name}={wanted[name]}" for name in sorted(wanted))
    return f"{PREFIX}-{hashlib.sha256(state.encode()).hexdigest()[:12]}"


def all_of(client: docker.DockerClient) -> list[Volume]:
    """Return all volumes with stand-ins, the one written to last first."""
    found = client.volumes.list(filters={"label": f"livedoc={CACHE['livedoc']}", "name": PREFIX})
    return sorted(found, key=lambda volume: str(volume.attrs["CreatedAt"]), reverse=True)


def create(client: docker.DockerClient, name: str) -> bool:
    """Create a volume where there is none; returns whether it did."""
    try:
        client.volumes.get(name)
    except NotFound:
        client.volumes.create(name, labels=CACHE)
        return True
    return False


def open_or_copy(
    client: docker.DockerClient, engine: str, name: str, wanted: Mapping[str, str]
) -> Ledger:
    """Return what of `wanted` a volume holds; a new one starts as a copy of the latest other."""
    others = all_of(client)
    if not create(client, name) or not others:
        return _still_wanted(ledger.read(client, engine, name), wanted)
    held = _still_wanted(ledger.read(client, engine, others[0].name), wanted)
    if held:
        _copy(client, engine, others[0].name, name)
        ledger.write(client, engine, name, held)
    return held


def drop_old(client: docker.DockerClient, name: str) -> None:
    """Remove the other volumes but the latest, and those that a sandbox still reads."""
    for volume in [each for each in all_of(client) if each.name != name][KEPT:]:
        try:
            volume.remove()
        except APIError:
            continue  # in use


def _still_wanted(held: Ledger, wanted: Mapping[str, str]) -> Ledger:
    return {name: entry for name, entry in held.items() if entry.fingerprint == wanted.get(name)}


def _copy(client: docker.DockerClient, engine: str, source: str, target: str) -> None:
    try:
        client.containers.run(
            engine,
            ["-a", "/from/docker", "/to/"],
            entrypoint="cp",
            mounts=[
                Mount("/from", source, type="volume", read_only=True),
                Mount("/to", target, type="volume"),
            ],
            labels=ledger.PROBE_LABEL,
            network_mode="none",
            remove=True,
        )
    except ContainerError as error:
        client.volumes.get(target).remove()
        raise LivedocError(f"the mirror's volume could not be copied: {error}") from None
