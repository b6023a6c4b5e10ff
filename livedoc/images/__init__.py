"""The engine and the base images that sandboxes are made from."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from livedoc.images.image_set import ImageSet

if TYPE_CHECKING:  # where images come from is asked for without the SDK, which takes long to load
    import docker

__all__ = ["ImageSet", "copy", "ensure"]


def ensure(
    client: docker.DockerClient, report: Callable[[str], object], mode: str | None = None
) -> ImageSet:
    """Make the engine image and the base images ready and return where they are.

    `mode` is auto, hub or standin, by default what LIVEDOC_IMAGES says. Raises LivedocError.
    """
    # Not at the top: what prepares images runs them in a sandbox, and the sandbox needs ImageSet.
    from livedoc.images import prepare

    return prepare.ensure(client, report, mode)


def copy(
    source: docker.DockerClient,
    target: docker.DockerClient,
    image_set: ImageSet,
    report: Callable[[str], object],
) -> None:
    """Make the same ready on another engine. Raises LivedocError."""
    from livedoc.images import prepare

    prepare.copy(source, target, image_set, report)
