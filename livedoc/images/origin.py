"""Where the base images come from: Docker Hub where it answers, else stand-ins."""

from __future__ import annotations

import os
import urllib.error
import urllib.request
from http.client import HTTPException

from livedoc.errors import LivedocError
from livedoc.images.image_set import Mode

VARIABLE = "LIVEDOC_IMAGES"
HUB = "https://registry-1.docker.io/v2/"
SECONDS = 4


def choose(mode: str | None = None) -> Mode:
    """Return where images come from: what is asked for, else what the environment asks for.

    Raises LivedocError for a word that is none of auto, hub, standin.
    """
    asked = mode or os.environ.get(VARIABLE) or "auto"
    match asked:
        case "hub" | "standin":
            return asked
        case "auto":
            return "hub" if hub_answers() else "standin"
    raise LivedocError(f"{VARIABLE}={asked}: there is only auto, hub and standin")


def hub_answers(address: str = HUB) -> bool:
    """Return whether a registry answers there; it does so by asking who we are, too."""
    try:
        with urllib.request.urlopen(address, timeout=SECONDS) as response:  # noqa: S310
            return bool(response.status == 200)
    except urllib.error.HTTPError as error:
        return error.code == 401
    except (OSError, HTTPException):
        return False
