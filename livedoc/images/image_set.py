"""What sandboxes are made from: the engine image, and the registry that holds the base images."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from livedoc.model import ImageFacts

Mode = Literal["hub", "standin", "filling"]


@dataclass(frozen=True)
class ImageSet:
    """The engine image, the volume of its mirror, and what the mirror serves.

    `images` maps what a reader writes (python:3.13-slim) to where it came from. In mode `hub` the
    volume caches Docker Hub; in `standin` it holds the stand-ins and is read only; `filling` is
    `standin` while they are being built, when it can be written to.
    """

    engine: str
    mirror_volume: str
    mode: Mode
    images: Mapping[str, ImageFacts]
