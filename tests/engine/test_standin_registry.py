"""What the registry image promises, official or stand-in."""

from __future__ import annotations

import pytest

from tests.engine.standins import Engine

IMAGE = "registry:2"
# The password is "secret".
HTPASSWD = "reader:$2y$05$abcdefghijklmnopqrstuuOQiyCxlgf/oeuTqixKmWdcYUh4Hjl0a\n"


@pytest.fixture(scope="module")
def registry(engine: Engine) -> Engine:
    """Return an engine with a registry for all on port 5000, and one with a login on 5001."""
    engine.write("auth/htpasswd", HTPASSWD)
    engine.sh(
        f"docker run -d --name open -p 5000:5000 -v stored:/var/lib/registry {IMAGE}"
        " && docker run -d --name closed -p 5001:5001 -v ./auth:/auth:ro"
        " -e REGISTRY_HTTP_ADDR=0.0.0.0:5001 -e REGISTRY_AUTH=htpasswd"
        " -e REGISTRY_AUTH_HTPASSWD_REALM=realm -e REGISTRY_AUTH_HTPASSWD_PATH=/auth/htpasswd"
        f" {IMAGE} && docker pull -q hello-world"
    )
    status = "curl -s -o /dev/null -w '%{http_code}' localhost"
    engine.eventually(f"{status}:5000/v2/", "200", container="open")
    engine.eventually(f"{status}:5001/v2/", "401", container="closed")
    return engine


def test_it_says_its_port_and_its_data(engine: Engine) -> None:
    """The image exposes 5000 and keeps its data in a volume at /var/lib/registry."""
    config = engine.config(IMAGE)
    assert list(config["ExposedPorts"]) == ["5000/tcp"]
    assert list(config["Volumes"]) == ["/var/lib/registry"]


def test_push_and_pull(registry: Engine) -> None:
    """What is pushed is listed, can be pulled, and stays in the volume."""
    registry.sh(
        "docker tag hello-world localhost:5000/mine:1 && docker push -q localhost:5000/mine:1"
        " && docker rmi localhost:5000/mine:1 && docker pull -q localhost:5000/mine:1"
    )
    assert registry.sh("curl -s localhost:5000/v2/_catalog") == '{"repositories":["mine"]}\n'
    assert '"1"' in registry.sh("curl -s localhost:5000/v2/mine/tags/list")
    stored = registry.sh("docker exec open ls /var/lib/registry/docker/registry/v2/repositories")
    assert stored == "mine\n"


def test_an_unknown_image(registry: Engine) -> None:
    """What was never pushed is an unknown manifest."""
    output = registry.sh("docker pull localhost:5000/mine:none 2>&1", code=1)
    assert "manifest unknown" in output


def test_a_login(registry: Engine) -> None:
    """With REGISTRY_AUTH=htpasswd only those in the file may push."""
    push = "docker push -q localhost:5001/mine 2>&1"
    registry.sh("docker tag hello-world localhost:5001/mine")
    assert "no basic auth credentials" in registry.sh(push, code=1)
    login = "docker login -u reader --password-stdin localhost:5001 2>&1"
    assert "401" in registry.sh(f"echo wrong | {login}", code=1)
    assert "Login Succeeded" in registry.sh(f"echo secret | {login}")
    assert "localhost:5001/mine" in registry.sh(push)


def test_it_stops_cleanly(registry: Engine) -> None:
    """`docker stop` ends it without killing it."""
    registry.sh("docker run -d --name ending -p 5002:5000 registry:2")
    registry.eventually("curl -s -o /dev/null -w '%{http_code}' localhost:5002/v2/", "200")
    registry.sh("docker stop ending")
    # It was not killed (137): how it ends on a signal is the registry's own affair.
    assert registry.sh("docker inspect --format '{{.State.ExitCode}}' ending") in ("0\n", "2\n")
