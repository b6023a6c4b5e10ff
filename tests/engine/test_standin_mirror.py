"""Volumes with stand-ins: what one holds is noted in it, and another state gets another."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import docker
import pytest
from docker.types import Mount

from livedoc import host
from livedoc.archive import tar_of
from livedoc.images import ImageSet, ledger, mirror
from livedoc.images.bootstrap import RootFileSystems
from livedoc.images.fill import Builder, push
from livedoc.images.ledger import Entry
from livedoc.model import ImageFacts
from tests.engine.standins import Engine

PREFIX = "livedoc-test-mirror"
FACTS = ImageFacts(name="nginx:latest", origin="standin", version="1.26.3", content="0123")
NGINX = Entry(fingerprint="a", images=(FACTS,))
REDIS = Entry(fingerprint="b", images=())


@pytest.fixture
def client(monkeypatch: pytest.MonkeyPatch) -> Iterator[docker.DockerClient]:
    """Return a client of the host engine; volumes made meanwhile go by another name."""
    monkeypatch.setattr(mirror, "PREFIX", PREFIX)
    monkeypatch.setattr(mirror, "CACHE", {"livedoc": "test"})
    client = host.connect()
    yield client
    for volume in mirror.all_of(client):
        volume.remove(force=True)


@pytest.fixture
def first(client: docker.DockerClient, image_set: ImageSet) -> str:
    """Return a volume that holds nginx and redis, and a file as a registry has them."""
    name = f"{PREFIX}-first"
    mirror.create(client, name)
    ledger.write(client, image_set.engine, name, {"nginx": NGINX, "redis": REDIS})
    with ledger.mounted(client, image_set.engine, name) as container:
        container.put_archive(ledger.PLACE, tar_of({"docker/blob": b""}))
    return name


def names(client: docker.DockerClient) -> set[str]:
    """Return the volumes of these tests."""
    return {str(volume.name) for volume in mirror.all_of(client)}


def test_a_ledger_comes_back_as_written(
    client: docker.DockerClient, image_set: ImageSet, first: str
) -> None:
    """What was noted of a volume is read again, and no container is left of either."""
    assert ledger.read(client, image_set.engine, first) == {"nginx": NGINX, "redis": REDIS}
    assert client.containers.list(all=True, filters={"volume": first}) == []


def test_a_new_volume_holds_nothing(client: docker.DockerClient, image_set: ImageSet) -> None:
    """Where there is no other to copy, everything has to be built."""
    wanted = {"nginx": "a"}
    assert mirror.open_or_copy(client, image_set.engine, f"{PREFIX}-new", wanted) == {}
    assert names(client) == {f"{PREFIX}-new"}


def test_another_state_is_a_copy(
    client: docker.DockerClient, image_set: ImageSet, first: str
) -> None:
    """It starts with what has not changed, images included; the first stays as it was."""
    second, engine = f"{PREFIX}-second", image_set.engine
    held = mirror.open_or_copy(client, engine, second, {"nginx": "a", "redis": "changed"})
    assert held == {"nginx": NGINX}
    assert ledger.read(client, engine, second) == held
    assert ledger.read(client, engine, first) == {"nginx": NGINX, "redis": REDIS}
    with ledger.mounted(client, engine, second) as container:
        _, stat = container.get_archive(f"{ledger.PLACE}/docker/blob")
    assert stat
    assert stat["name"] == "blob"


def test_a_volume_is_named_by_its_state() -> None:
    """The same stand-ins make the same name, in whatever order; another makes another."""
    assert mirror.name_for({"a": "1", "b": "2"}) == mirror.name_for({"b": "2", "a": "1"})
    assert mirror.name_for({"a": "1", "b": "2"}) != mirror.name_for({"a": "1", "b": "3"})


def test_old_volumes_go_unless_in_use(
    client: docker.DockerClient, image_set: ImageSet, first: str
) -> None:
    """Beside the one in use the latest other stays, and any that a container has mounted."""
    for number, moment in enumerate(("old", "older", "latest", "now")):
        mirror.create(client, f"{PREFIX}-{moment}")
        ledger.write(client, image_set.engine, f"{PREFIX}-{moment}", {str(number): NGINX})
    order = ["first", "older", "old", "latest", "now"]
    volumes = {str(volume.name): volume for volume in mirror.all_of(client)}
    for number, moment in enumerate(order):  # creation takes less than the second they are told by
        volumes[f"{PREFIX}-{moment}"].attrs["CreatedAt"] = str(number)
    holder = client.containers.create(
        image_set.engine, mounts=[Mount("/mirror", f"{PREFIX}-older", type="volume")]
    )
    try:
        latest_first = [volumes[f"{PREFIX}-{moment}"] for moment in reversed(order)]
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(mirror, "all_of", lambda client: latest_first)
            mirror.drop_old(client, f"{PREFIX}-now")
        assert names(client) == {f"{PREFIX}-{left}" for left in ("now", "latest", "older")}
    finally:
        holder.remove()


def test_a_mirror_is_cleaned_whatever_it_holds(
    client: docker.DockerClient, image_set: ImageSet
) -> None:
    """An empty one is no error; of a full one only what is named stays, and can still be pulled."""
    name = f"{PREFIX}-filled"
    mirror.create(client, name)
    filling = ImageSet(image_set.engine, name, "filling", {})
    with ThreadPoolExecutor(1) as pool:
        builder = Builder(client, filling, RootFileSystems(Path(), pool), lambda message: None)
        with builder:
            builder.keep_only([])
            engine = Engine(builder._sandbox)
            engine.write("one/Dockerfile", "FROM scratch\nCOPY Dockerfile /\n")
            engine.sh("docker build -q -t stays -t goes one")
            for repository in ("stays", "goes"):
                engine.sh(push(repository, ["latest"]))
            builder.keep_only(["stays"])
            engine.sh("docker rmi stays goes")
            engine.sh("docker pull -q stays")
            catalog = engine.sh("curl -s http://127.0.0.1:4999/v2/_catalog")
    assert catalog == '{"repositories":["library/stays"]}\n'


def test_another_runs_helper_is_left_alone(image_set: ImageSet) -> None:
    """A helper container that is in use by another run outlives a look into the volume."""
    client = host.connect()
    theirs = client.containers.create(image_set.engine, labels=ledger.PROBE_LABEL)
    try:
        ledger.read(client, image_set.engine, image_set.mirror_volume)
        theirs.reload()
    finally:
        theirs.remove(force=True)
