"""Where base images come from: their names promise no more than they are, and they stay local."""

from __future__ import annotations

import json
import re

import pytest

from livedoc import host, images
from livedoc.images import ImageSet, machine, prepare
from livedoc.images.definition import Standin, load
from livedoc.model import ImageFacts
from tests.engine.standins import Engine

STANDINS = {standin.name: standin for standin in load(prepare.STANDINS)}
REFERENCES = [reference for standin in STANDINS.values() for reference in standin.references]
NUMBERED = [reference for reference in REFERENCES if re.search(r":\d", reference)]


def said_by(engine: Engine, reference: str) -> str:
    """Return what the software in an image says of its version."""
    command = STANDINS[reference.partition(":")[0]].definition.version
    entry, arguments = command[0], " ".join(command[1:])
    return engine.sh(f"docker run --rm --quiet --entrypoint {entry} {reference} {arguments} 2>&1")


def test_using_an_image_is_noted(engine: Engine, image_set: ImageSet) -> None:
    """The sandbox tells which base images were pulled since it was emptied."""
    engine.sandbox.reset()
    engine.sh("docker pull -q busybox")
    assert engine.sandbox.images_used() == (image_set.images["busybox:latest"],)


@pytest.mark.parametrize("reference", NUMBERED)
def test_a_version_in_a_tag_is_true(engine: Engine, reference: str) -> None:
    """Software in an image whose tag names a version has that major, and minor."""
    promised = re.match(r"\d+(\.\d+)*", reference.partition(":")[2])
    assert promised
    actual = re.search(r"\d+(\.\d+)*", said_by(engine, reference))
    assert actual
    assert f"{actual[0]}.".startswith(f"{promised[0]}.")


def test_every_image_is_known(image_set: ImageSet) -> None:
    """Every name that a stand-in promises has facts, in both modes, that say its origin."""
    origin = "hub" if image_set.mode == "hub" else "standin"
    for reference in REFERENCES:
        facts = image_set.images[reference]
        assert isinstance(facts, ImageFacts)
        assert (facts.name, facts.origin) == (reference, origin)
        assert facts.version
        assert facts.content


def test_nothing_of_the_machine_shows(engine: Engine, image_set: ImageSet) -> None:
    """No variable and no line of history of a base image names an address or a certificate."""
    for name, standin in STANDINS.items():
        reference = standin.references[0]
        engine.config(reference)
        environment = json.dumps(engine.config(reference)["Env"])
        history = engine.sh(f"docker history --no-trunc --format '{{{{.CreatedBy}}}}' {reference}")
        assert not re.search(r"https?://|PROXY|PIP_|CERT|SSL", environment, re.IGNORECASE), name
        # An official image's history names where its software came from, which is public.
        assert image_set.mode == "hub" or "http" not in history, name


@pytest.mark.parametrize("name", STANDINS)
def test_layers_are_not_compressed(engine: Engine, image_set: ImageSet, name: str) -> None:
    """What every sandbox unpacks is a tar as it is; an official image is as it came."""
    if image_set.mode == "hub":
        assert image_set.images[STANDINS[name].references[0]].origin == "hub"
        return
    repository, _, tag = STANDINS[name].references[0].partition(":")
    manifest = json.loads(
        engine.sh(
            f"curl -sS --fail http://127.0.0.1:4999/v2/library/{repository}/manifests/{tag}"
            " -H 'Accept: application/vnd.oci.image.manifest.v1+json'"
        )
    )
    kinds = {layer["mediaType"] for layer in manifest["layers"]}
    assert kinds == {"application/vnd.oci.image.layer.v1.tar"}


def test_the_mirror_cannot_be_changed_from_inside(engine: Engine, image_set: ImageSet) -> None:
    """Where the mirror holds stand-ins, no example can push into it or write to its volume."""
    if image_set.mode == "hub":
        assert engine.sh("docker info --format '{{.RegistryConfig.Mirrors}}'")
        return
    code, output = engine.sandbox.sh("touch /mirror/mine", user="root")
    assert code != 0, output
    status = engine.sh(
        "curl -s -o /dev/null -w '%{http_code}' -X POST"
        " http://127.0.0.1:4999/v2/library/mine/blobs/uploads/"
    )
    assert status.startswith(("4", "5")), status


def test_the_engine_trusts_what_the_machine_trusts(engine: Engine) -> None:
    """Every authority of the machine's own is in the engine's bundle, for pulls by a proxy."""
    bundle = engine.sh("cat /etc/ssl/certs/ca-certificates.crt")
    assert bundle.count("BEGIN CERTIFICATE") > 50
    for name, certificate in machine.authorities().items():
        assert certificate.strip() in bundle, name


def test_asking_again_changes_nothing(image_set: ImageSet) -> None:
    """With everything ready, ensure() builds nothing, says nothing, and leaves nothing behind."""
    client = host.connect()
    said: list[str] = []
    before = {container.id for container in client.containers.list(all=True, ignore_removed=True)}
    again = images.ensure(client, said.append)
    left = [
        container
        for container in client.containers.list(
            all=True, ignore_removed=True, filters={"label": "livedoc=probe"}
        )
        if container.id not in before
    ]
    assert (again.engine, again.mirror_volume, again.mode) == (
        image_set.engine,
        image_set.mirror_volume,
        image_set.mode,
    )
    assert dict(again.images) == dict(image_set.images)
    assert not left
    assert [line for line in said if "build" in line] == []


def test_what_stays_on_the_host_is_labelled(image_set: ImageSet) -> None:
    """Engine image and volume carry the label by which they are told and removed."""
    client = host.connect()
    assert client.images.get(image_set.engine).labels["livedoc"] == "cache"
    volume = client.volumes.get(image_set.mirror_volume)
    assert volume.attrs["Labels"]["livedoc"] == "cache"
    bases = [tag for image in client.images.list() for tag in image.tags if "engine-base" in tag]
    assert bases == []


def test_definitions_are_standins() -> None:
    """There is something to hold to all of this: the images that the guide starts from."""
    assert all(isinstance(standin, Standin) for standin in STANDINS.values())
    assert set(STANDINS) >= {
        "debian",
        "python",
        "nginx",
        "postgres",
        "redis",
        "registry",
        "busybox",
    }
