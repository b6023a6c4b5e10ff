"""Where Docker Hub answers, sandboxes take their images from it, through a cache they share.

The Hub here is a registry that another sandbox runs; all else is what runs against the real one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from livedoc import host
from livedoc.images import ImageSet
from livedoc.model import ImageFacts
from livedoc.sandbox import DockerSandbox


@pytest.fixture
def hub(sandbox: DockerSandbox) -> str:
    """Return the URL of a registry that holds library/busybox, as Docker Hub does."""
    code, output = sandbox.sh(
        "set -e; docker run -d -p 5000:5000 registry; docker pull -q busybox;"
        "docker tag busybox localhost:5000/library/busybox:1.0;"
        "timeout 20 bash -c 'until curl -sf localhost:5000/v2/; do sleep 0.1; done';"
        "docker push -q localhost:5000/library/busybox:1.0"
    )
    assert code == 0, output
    sandbox.container.reload()
    return f"http://{sandbox.container.attrs['NetworkSettings']['IPAddress']}:5000"


@pytest.fixture
def cache() -> Iterator[str]:
    """Return a volume for the cache, removed afterwards."""
    client = host.connect()
    volume = client.volumes.create()
    yield str(volume.id)
    volume.remove()


def test_images_come_from_the_hub_through_a_cache_and_the_capture_says_so(
    hub: str, cache: str, image_set: ImageSet, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A pull goes by the verbatim name, is kept for the next sandbox, and is recorded as Hub's."""
    facts = ImageFacts(name="busybox:1.0", origin="hub", version="1.0", content="sha256:0")
    from_hub = replace(image_set, mode="hub", mirror_volume=cache, images={facts.name: facts})
    client = host.connect()
    monkeypatch.setattr("livedoc.sandbox.HUB", hub)
    with DockerSandbox(client, from_hub) as sandbox:
        code, output = sandbox.sh("docker run --rm busybox:1.0 echo came through")
        assert code == 0 and "came through" in output, output
        assert sandbox.images_used() == (facts,)
    with DockerSandbox(client, replace(from_hub, mode="standin")) as offline:
        code, output = offline.sh("docker run --rm busybox:1.0 echo from the cache")
        assert code == 0 and "from the cache" in output, output
