"""The engine image is built on the host engine, and nothing else is left there.

The root file system here is a single file, so that the building is seen and not Debian's.
"""

from __future__ import annotations

import tarfile
from collections.abc import Iterator
from pathlib import Path

import docker
import pytest

from livedoc import host
from livedoc.errors import LivedocError
from livedoc.images import engine, machine
from livedoc.images.bootstrap import Recipe

NAME = "livedoc-test-engine"
LABEL = {"livedoc": "test"}


class OneFile:
    """A root file system with one file in it, which counts how often it was asked for."""

    def __init__(self, folder: Path) -> None:
        self.asked = 0
        self._path = folder / "root.tar"
        (folder / "file").write_text("root\n")
        with tarfile.open(self._path, "w") as tar:
            tar.add(folder / "file", "file")

    def get(self, recipe: Recipe) -> Path:
        """Return the tar file."""
        self.asked += 1
        return self._path


@pytest.fixture
def client(monkeypatch: pytest.MonkeyPatch) -> Iterator[docker.DockerClient]:
    """Return a client of the host engine; what is built goes by other names than the real one."""
    monkeypatch.setattr(engine, "REPOSITORY", NAME)
    monkeypatch.setattr(engine, "BASE", f"{NAME}-base")
    monkeypatch.setattr(engine, "CACHE", LABEL)
    monkeypatch.setattr(engine, "_base_label", lambda recipe: "livedoc.base=test")
    monkeypatch.setattr(engine, "HUB_BASE", f"{NAME}-hub:base")
    client = host.connect()
    yield client
    for tag in tags(client):
        client.images.remove(tag)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder that defines an engine image."""
    (tmp_path / "engine").mkdir()
    (tmp_path / "engine" / "Dockerfile").write_text(
        "ARG BASE\nFROM ${BASE}\nCOPY entrypoint /\nCMD []\n"
    )
    (tmp_path / "engine" / "entrypoint").write_text("#!/bin/sh\n")
    (tmp_path / "engine" / "packages").write_text("less\n")
    return tmp_path / "engine"


@pytest.fixture
def root(tmp_path: Path) -> OneFile:
    """Return the root file system."""
    return OneFile(tmp_path)


def tags(client: docker.DockerClient) -> list[str]:
    """Return the names that these tests gave to images of the host engine."""
    return [tag for image in client.images.list() for tag in image.tags if tag.startswith(NAME)]


def build(client: docker.DockerClient, folder: Path, root: OneFile) -> str:
    """Build the image that belongs to a folder and return its name."""
    name = engine.tag(folder, "standin")
    engine.build_from_archive(client, folder, name, root, lambda message: None)  # type: ignore[arg-type]
    return name


def test_only_the_image_stays(client: docker.DockerClient, folder: Path, root: OneFile) -> None:
    """The image is there under its name and label; what it was built on has no name."""
    name = build(client, folder, root)
    assert tags(client) == [name]
    assert client.images.get(name).labels["livedoc"] == "test"
    client.images.remove(name)
    assert client.images.list(all=True, filters={"label": "livedoc=test"}) == []


def test_an_edit_builds_on_what_is_there(
    client: docker.DockerClient, folder: Path, root: OneFile
) -> None:
    """A changed folder makes a new image on the same root file system; of the old, one stays."""
    built = [build(client, folder, root)]
    for line in ("true", "false"):
        (folder / "entrypoint").write_text(f"#!/bin/sh\n{line}\n")
        built.append(build(client, folder, root))
    assert len(set(built)) == 3
    assert sorted(tags(client)) == sorted(built[1:])
    assert root.asked == 1


def test_a_failure_names_the_dockerfile_and_leaves_nothing(
    client: docker.DockerClient, folder: Path, root: OneFile
) -> None:
    """The error has the path of the Dockerfile and the builder's own words."""
    (folder / "Dockerfile").write_text("ARG BASE\nFROM ${BASE}\nCOPY missing /\n")
    with pytest.raises(LivedocError, match=r"(?s)engine/Dockerfile could not be built.*missing"):
        build(client, folder, root)
    assert tags(client) == []
    assert client.images.list(filters={"label": "livedoc=test"}) == []


@pytest.mark.parametrize("had", [True, False])
def test_on_the_hubs_base(
    client: docker.DockerClient,
    folder: Path,
    root: OneFile,
    had: bool,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The Hub's image stays if it was there before, and goes if it was pulled for the build."""
    base = engine.HUB_BASE
    repository, _, tag = base.partition(":")
    with root.get(Recipe("forky")).open("rb") as stream:
        client.api.import_image_from_stream(iter([stream.read()]), repository=repository, tag=tag)
    exists = engine.exists
    monkeypatch.setattr(
        engine, "exists", lambda client, name: had if name == base else exists(client, name)
    )
    name = engine.tag(folder, "hub")
    engine.build_from_hub(client, folder, name, lambda message: None)
    assert sorted(tags(client)) == sorted([name, base] if had else [name])
    history = client.images.get(name).history()
    copied = [line for line in history if "usr/local/share/ca-certificates" in line["CreatedBy"]]
    assert bool(copied) == bool(machine.authorities())


def test_a_hub_that_does_not_give_the_base(client: docker.DockerClient, folder: Path) -> None:
    """Where the base cannot be pulled the message says so, and how to do without."""
    with pytest.raises(LivedocError, match=r"Docker Hub did not give .*LIVEDOC_IMAGES=standin"):
        engine.build_from_hub(client, folder, f"{NAME}:none", lambda message: None)
    assert tags(client) == []
