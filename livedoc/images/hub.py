"""What Docker Hub holds now, asked of its registry when somebody wants to know."""

from __future__ import annotations

import json
import re
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from http.client import HTTPException, HTTPMessage

from livedoc.errors import LivedocError
from livedoc.model import ImageFacts

ADDRESS = "https://registry-1.docker.io"
SECONDS = 30
VERSION = "org.opencontainers.image.version"
MANIFESTS = ", ".join(
    (
        "application/vnd.oci.image.index.v1+json",
        "application/vnd.docker.distribution.manifest.list.v2+json",
        "application/vnd.oci.image.manifest.v1+json",
        "application/vnd.docker.distribution.manifest.v2+json",
    )
)


class HubImages(Mapping[str, ImageFacts]):
    """Facts of official images, by the name a reader writes; each is asked for once.

    `names` is what iterating goes over. Looking a name up raises KeyError where the registry has
    no such image, and LivedocError where it does not answer.
    """

    def __init__(self, names: Sequence[str], address: str = ADDRESS) -> None:
        self._names = names
        self._address = address
        self._known: dict[str, ImageFacts | None] = {}

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)

    def __getitem__(self, name: str) -> ImageFacts:
        if name not in self._known:
            self._known[name] = self._ask(name)
        facts = self._known[name]
        if facts is None:
            raise KeyError(name)
        return facts

    def _ask(self, name: str) -> ImageFacts | None:
        repository, _, tag = name.partition(":")
        if "/" in repository or ":" in tag:  # not an official image, or a digest and no tag
            return None
        url = f"{self._address}/v2/library/{repository}/manifests/{tag or 'latest'}"
        try:
            headers, body = _get(url, {"Accept": MANIFESTS})
        except urllib.error.HTTPError as error:
            if error.code == 404:
                return None
            raise LivedocError(f"Docker Hub refuses to tell about {name}: {error}") from None
        except (OSError, ValueError, HTTPException) as error:
            raise LivedocError(f"Docker Hub does not tell about {name}: {error}") from None
        manifest = json.loads(body)
        annotations = [
            each.get("annotations", {}) for each in (manifest, *manifest.get("manifests", ()))
        ]
        version = next((each[VERSION] for each in annotations if VERSION in each), tag)
        return ImageFacts(
            name=name,
            origin="hub",
            version=version,
            content=headers.get("Docker-Content-Digest", ""),
        )


def _get(url: str, headers: dict[str, str]) -> tuple[HTTPMessage, bytes]:
    """Fetch from a registry, with the token it sends strangers to fetch first."""
    try:
        return _open(url, headers)
    except urllib.error.HTTPError as error:
        challenge = error.headers.get("WWW-Authenticate", "")
        if error.code != 401 or not challenge.startswith("Bearer "):
            raise
    asked = dict(re.findall(r'(\w+)="([^"]*)"', challenge))
    query = urllib.parse.urlencode(
        {key: asked[key] for key in ("service", "scope") if key in asked}
    )
    _, body = _open(f"{asked.get('realm', '')}?{query}", {})
    return _open(url, headers | {"Authorization": f"Bearer {json.loads(body)['token']}"})


def _open(url: str, headers: dict[str, str]) -> tuple[HTTPMessage, bytes]:
    if not url.startswith(("https://", "http://127.0.0.1:")):
        raise ValueError(f"not a registry's address: {url}")
    request = urllib.request.Request(url, headers=headers)  # noqa: S310
    with urllib.request.urlopen(request, timeout=SECONDS) as response:  # noqa: S310
        return response.headers, response.read()
