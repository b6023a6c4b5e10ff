"""The engine image on the host: built once for each state of `sandbox/engine`."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable
from pathlib import Path

import docker
from docker.errors import APIError, ImageNotFound

from livedoc.archive import tar_of
from livedoc.errors import LivedocError
from livedoc.images import machine
from livedoc.images.bootstrap import Recipe, RootFileSystems
from livedoc.images.image_set import Mode

REPOSITORY = "livedoc-engine"
BASE = "livedoc-engine-base"
CACHE = {"livedoc": "cache"}
SUITE = "forky"
HUB_BASE = "debian:forky-slim"
# Beside the one in use: two checkouts that differ do not undo each other's work all the time.
KEPT = 1


def tag(folder: Path, mode: Mode) -> str:
    """Return the name of the engine image that belongs to a folder's content."""
    digest = hashlib.sha256("\0".join((mode, *machine.authorities())).encode())
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            digest.update(f"{path.relative_to(folder)}\0{path.stat().st_size}\0".encode())
            digest.update(path.read_bytes())
    return f"{REPOSITORY}:{digest.hexdigest()[:12]}"


def exists(client: docker.DockerClient, name: str) -> bool:
    """Return whether the host engine has an image."""
    try:
        client.images.get(name)
    except ImageNotFound:
        return False
    return True


def build_from_hub(
    client: docker.DockerClient, folder: Path, name: str, report: Callable[[str], object]
) -> None:
    """Build the engine image on Docker Hub's Debian, and drop old ones.

    Raises LivedocError with the end of the build's log.
    """
    report("building the engine image from Docker Hub's Debian")
    had_base = exists(client, HUB_BASE)
    files = {f"ca/{file}": text.encode() for file, text in machine.authorities().items()}
    recipe = f"FROM {HUB_BASE}\n" + (
        "COPY ca/ /usr/local/share/ca-certificates/\n" if files else ""
    )
    base = f"{BASE}:hub"
    _build(client, {"Dockerfile": recipe.encode(), **files}, base, {}, "the engine's base")
    try:
        _build_engine(client, folder, name, base)
    finally:
        client.images.remove(base, noprune=True)
        if not had_base:
            client.images.remove(HUB_BASE, noprune=True)


def build_from_archive(
    client: docker.DockerClient,
    folder: Path,
    name: str,
    rootfs: RootFileSystems,
    report: Callable[[str], object],
) -> None:
    """Build the engine image from Debian's packages, and drop old ones.

    Raises LivedocError with the end of the build's log.
    """
    report("building the engine image from Debian's packages")
    recipe = root_file_system(folder)
    try:
        base = _known_base(client, recipe) or _import_base(client, recipe, rootfs.get(recipe))
    except APIError as error:
        raise LivedocError(_why("the engine's base", str(error), "")) from None
    try:
        _build_engine(client, folder, name, base)
    finally:
        # Its layers stay, without a name, for as long as an engine image is built on them.
        for tag in client.images.get(base).tags:
            client.images.remove(tag, noprune=exists(client, name))


def root_file_system(folder: Path) -> Recipe:
    """Return what the root file system of the engine that a folder defines is made from."""
    return Recipe(SUITE, tuple((folder / "packages").read_text(encoding="utf-8").split()))


def has_base(client: docker.DockerClient, recipe: Recipe) -> bool:
    """Return whether the root file system of an engine built before can be used again."""
    return _known_base(client, recipe) is not None


def _base_label(recipe: Recipe) -> str:
    made_from = "\0".join((machine.digest(), *recipe.packages))
    return f"livedoc.base={recipe.suite}-{hashlib.sha256(made_from.encode()).hexdigest()[:12]}"


def _known_base(client: docker.DockerClient, recipe: Recipe) -> str | None:
    """Return the image that an engine before was built on, so that editing it costs seconds."""
    found = client.images.list(all=True, filters={"label": _base_label(recipe)})
    # What was built on it has its label too; it itself is the one with a single layer.
    bases = [image for image in found if len(image.attrs["RootFS"]["Layers"]) == 1]
    return str(bases[0].id) if bases else None


def _import_base(client: docker.DockerClient, recipe: Recipe, rootfs: Path) -> str:
    labels = (*(f"{key}={value}" for key, value in CACHE.items()), _base_label(recipe))
    with rootfs.open("rb") as stream:
        client.api.import_image_from_stream(
            # Chunks: of a file the SDK announces both a length and chunks, which is refused.
            iter(lambda: stream.read(2**20), b""),
            repository=BASE,
            tag="standin",
            changes=[f"LABEL {label}" for label in labels],
        )
    return str(client.images.get(f"{BASE}:standin").id)


def _build_engine(client: docker.DockerClient, folder: Path, name: str, base: str) -> None:
    context = {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
    _build(client, context, name, {"BASE": base}, str(folder / "Dockerfile"))
    drop_old(client, name)


def drop_old(client: docker.DockerClient, name: str) -> None:
    """Remove the engine images but this and the latest other, and those a sandbox lives on."""
    found = client.images.list(REPOSITORY, filters={"label": f"livedoc={CACHE['livedoc']}"})
    others = [image for image in found if name not in image.tags]
    others.sort(key=lambda image: str(image.attrs["Created"]), reverse=True)
    for image in others[KEPT:]:
        for tag in image.tags:
            try:
                client.images.remove(tag)
            except APIError:
                continue


def _build(
    client: docker.DockerClient,
    context: dict[str, bytes],
    name: str,
    arguments: dict[str, str],
    where: str,
) -> None:
    """Build an image with the builder that every engine has, old ones too."""
    log: list[str] = []
    try:
        for event in client.api.build(
            fileobj=io.BytesIO(tar_of(context)),
            custom_context=True,
            tag=name,
            buildargs=arguments,
            labels=CACHE,
            rm=True,
            forcerm=True,
            decode=True,
        ):
            log.append(str(event.get("stream", "")))
            if "error" in event:
                raise LivedocError(_why(where, str(event["error"]), "".join(log)))
    except APIError as error:
        raise LivedocError(_why(where, str(error), "".join(log))) from None


def _why(where: str, error: str, log: str) -> str:
    text = f"{error}\n{log}".lower()
    if "no space left" in text:
        return "the disk is full: free some room (docker system df shows what Docker uses)"
    if any(sign in text for sign in ("registry-1.docker.io", "pull access denied")):
        return (
            f"Docker Hub did not give {HUB_BASE}: {error.strip()}; mend the network, or run with "
            "LIVEDOC_IMAGES=standin"
        )
    tail = "\n".join(log.strip().splitlines()[-15:])
    return f"{where} could not be built: {error.strip()}\n{tail}"
