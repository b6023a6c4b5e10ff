"""A warm sandbox to measure in."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from livedoc import host, images
from livedoc.images import ImageSet
from livedoc.sandbox import DockerSandbox


@contextmanager
def image_set() -> Iterator[ImageSet]:
    """Hold an engine for the block, with its images ready."""
    with host.engine(print) as client:
        yield images.ensure(client, print)


@contextmanager
def warm_sandbox() -> Iterator[tuple[DockerSandbox, ImageSet]]:
    """Hold a sandbox for the block that has answered before."""
    with image_set() as ready, DockerSandbox(host.connect(), ready) as sandbox:
        sandbox.versions()
        yield sandbox, ready
