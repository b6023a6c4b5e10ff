"""The engine image on the host: built once for each state of `sandbox/engine`."""

from __future__ import annotations

import hashlib
import io
import tarfile
from collections.abc import Callable
from pathlib import Path

import docker
from docker.errors import APIError, ImageNotFound

from livedoc.errors import LivedocError
from livedoc.images import bootstrap, machine
from livedoc.images.image_set import Mode

CACHE = {"livedoc": "cache"}
SUITE = "forky"
HUB_BASE = "debian:forky-slim"


def tag(folder: Path, mode: Mode) -> str:
    """Return the name of the engine image that belongs to a folder's content."""
    digest = hashlib.sha256(f"{mode}\0{''.join(machine.authorities())}".encode())
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            digest.update(f"{path.relative_to(folder)}\0{path.stat().st_mode & 0o111}\0".encode())
            digest.update(path.read_bytes())
    return f"livedoc-engine:{digest.hexdigest()[:12]}"


def exists(client: docker.DockerClient, name: str) -> bool:
    """Return whether the host engine has an image."""
    try:
        client.images.get(name)
    except ImageNotFound:
        return False
    return True


def build(
    client: docker.DockerClient,
    folder: Path,
    name: str,
    mode: Mode,
    scratch: Path,
    report: Callable[[str], None],
) -> None:
    """Build the engine image under a name and drop what it supersedes.

    `scratch` is a folder for the root file system meanwhile. Raises LivedocError with the end of
    the build's log.
    """
    base = f"livedoc-engine-base:{name.partition(':')[2]}"
    if mode == "hub":
        report("building the engine image from Docker Hub's Debian")
        authorities = machine.authorities()
        files = {f"ca/{each}": text.encode() for each, text in authorities.items()}
        recipe = f"FROM {HUB_BASE}\n" + (
            "COPY ca/ /usr/local/share/ca-certificates/\n" if files else ""
        )
        _build(client, {"Dockerfile": recipe.encode(), **files}, base, {}, "the engine's base")
    else:
        report("building the engine image from Debian's packages")
        bootstrap.rootfs(SUITE, scratch / f"{SUITE}.tar")
        with (scratch / f"{SUITE}.tar").open("rb") as stream:
            client.api.import_image_from_stream(
                # Chunks: of a file the SDK announces both a length and chunks, which engines refuse.
                iter(lambda: stream.read(2**20), b""),
                repository="livedoc-engine-base",
                tag=name.partition(":")[2],
                changes=[f"LABEL {key}={value}" for key, value in CACHE.items()],
            )
        (scratch / f"{SUITE}.tar").unlink()
    try:
        context = {
            str(path.relative_to(folder)): path.read_bytes()
            for path in folder.rglob("*")
            if path.is_file()
        }
        _build(client, context, name, {"BASE": base}, str(folder / "Dockerfile"))
    finally:
        client.images.remove(base, noprune=True)
    _drop_others(client, name)


def _build(
    client: docker.DockerClient,
    context: dict[str, bytes],
    name: str,
    arguments: dict[str, str],
    where: str,
) -> None:
    archive = io.BytesIO()
    with tarfile.open(fileobj=archive, mode="w") as tar:
        for path, content in context.items():
            entry = tarfile.TarInfo(path)
            entry.size, entry.mode = len(content), 0o755 if content.startswith(b"#!") else 0o644
            tar.addfile(entry, io.BytesIO(content))
    archive.seek(0)
    log: list[str] = []
    try:
        stream = client.api.build(
            fileobj=archive,
            custom_context=True,
            tag=name,
            buildargs=arguments,
            labels=CACHE,
            rm=True,
            forcerm=True,
            decode=True,
        )
        for event in stream:
            log.append(str(event.get("stream", "")))
            if "error" in event:
                raise LivedocError(_why(where, str(event["error"]), "".join(log)))
    except APIError as error:
        raise LivedocError(_why(where, str(error), "".join(log))) from None


def _why(where: str, error: str, log: str) -> str:
    if "no space left" in f"{error}{log}".lower():
        return "the disk is full: free some room (docker system df shows what Docker uses)"
    if "pull access" in error or "no such host" in error or "TLS handshake" in error:
        return f"Docker Hub does not answer: {error.strip()}; run with LIVEDOC_IMAGES=standin"
    tail = "\n".join(log.strip().splitlines()[-15:])
    return f"{where} could not be built: {error.strip()}\n{tail}"


def _drop_others(client: docker.DockerClient, name: str) -> None:
    for image in client.images.list(filters={"label": "livedoc=cache", "reference": "livedoc-engine"}):
        for other in image.tags:
            if other != name:
                try:
                    client.images.remove(other)
                except APIError:
                    continue  # a sandbox of another run lives on it
