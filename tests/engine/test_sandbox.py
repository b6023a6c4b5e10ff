"""The disposable engine: what it may, what it leaves, and how it ends."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from http.client import HTTPResponse
from pathlib import Path
from typing import Any

import docker
import pytest
from docker.models.containers import Container, ContainerCollection

from livedoc import host
from livedoc.errors import SandboxError
from livedoc.images import ImageSet
from livedoc.sandbox import CAPABILITIES, DockerSandbox
from tests.engine.waiting import wait_until
from tests.sandbox_contract import SandboxContract

OWNER = """
import sys
from livedoc import host, images
from livedoc.sandbox import DockerSandbox
client = host.connect()
sandbox = DockerSandbox(client, images.ensure(client, lambda message: None))
sandbox.start()
print(sandbox.container.id, flush=True)
sys.stdin.read()
"""


class TestContract(SandboxContract):
    """The real sandbox keeps the contract that its stand-in in the unit tests keeps."""


@pytest.fixture
def client() -> docker.DockerClient:
    """Return a client of the host engine."""
    return host.connect()


def test_reset_leaves_nothing_of_the_example_before(sandbox: DockerSandbox) -> None:
    """Containers, networks, volumes, images, build cache and files are gone after a reset."""
    code, output = sandbox.sh(
        "set -e; docker run -d --name old -v old:/data busybox:1.37 sleep 1000;"
        "docker network create old; touch ~/old;"
        "printf 'FROM busybox:1.37\\nRUN touch /a\\n' | docker build -q -t old -"
    )
    assert code == 0, output
    sandbox.reset()
    _, left = sandbox.sh(
        "docker ps -aq; docker images -aq; docker volume ls -q; ls -A;"
        "docker network ls -q --filter type=custom; docker builder du --format '{{.ID}}'"
    )
    assert left == ""


def test_reset_leaves_a_swarm_and_what_it_trusts(sandbox: DockerSandbox) -> None:
    """An example that broke off in a swarm, or with a registry's certificate, changes no other."""
    code, output = sandbox.sh(
        "set -e; docker swarm init --advertise-addr 127.0.0.1 >/dev/null;"
        "docker service create -d --name old --replicas 2 busybox:1.37 sleep 1000;"
        "mkdir -p /etc/docker/certs.d/old; touch /etc/docker/certs.d/old/ca.crt /tmp/old",
        user="root",
    )
    assert code == 0, output
    sandbox.reset()
    _, left = sandbox.sh(
        "docker info --format '{{.Swarm.LocalNodeState}}'; docker ps -aq; docker volume ls -q;"
        "docker network ls -q --filter type=custom; ls -A /tmp /var/tmp /etc/docker",
        user="root",
    )
    assert left == "inactive\n/etc/docker:\n\n/tmp:\n\n/var/tmp:\n"


def test_what_comes_with_the_head_of_an_answer_is_not_lost(
    worker_sandbox: DockerSandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A process that prints before the engine's answer was read is heard all the same."""
    begin = HTTPResponse.begin

    def read_late(answer: HTTPResponse) -> None:
        time.sleep(0.5)
        begin(answer)

    monkeypatch.setattr(HTTPResponse, "begin", read_late)
    for tty in (False, True):
        stream = worker_sandbox.open(["echo", "early"], workdir="/", environment={}, tty=tty)
        said = b""
        while (data := stream.receive(5)) != b"":
            assert data is not None, "it was lost"
            said += data
        stream.close()
        assert said.strip() == b"early"


def test_the_sandbox_is_not_privileged(worker_sandbox: DockerSandbox) -> None:
    """It has Docker's default capabilities, the three it needs, and no device or host path."""
    config = worker_sandbox.container.attrs["HostConfig"]
    assert config["Privileged"] is False
    assert sorted(cap.removeprefix("CAP_") for cap in config["CapAdd"]) == sorted(CAPABILITIES)
    assert not config["Devices"] and not config["Binds"]
    assert config["CgroupnsMode"] == "private"
    assert config["Memory"] > 0 and config["PidsLimit"] > 0


@pytest.mark.parametrize("capability", CAPABILITIES)
def test_each_capability_is_needed(
    client: docker.DockerClient,
    image_set: ImageSet,
    capability: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Without any one of the three, the engine does not start or cannot run a container."""
    fewer = tuple(each for each in CAPABILITIES if each != capability)
    monkeypatch.setattr("livedoc.sandbox.CAPABILITIES", fewer)
    monkeypatch.setattr("livedoc.sandbox.READY_SECONDS", 5)
    sandbox = DockerSandbox(client, image_set)
    try:
        sandbox.start()
    except SandboxError:
        return
    try:
        code, output = sandbox.sh(
            "docker run -d -p 8080:80 busybox sleep 100 && docker run --rm --user 1000 busybox true"
        )
        assert code != 0, f"works without {capability}, which so should go:\n{output}"
    finally:
        sandbox.stop()


@pytest.mark.parametrize("path", ["/proc/sys/kernel/core_pattern", "/proc/sysrq-trigger"])
def test_the_hosts_own_controls_cannot_be_written(worker_sandbox: DockerSandbox, path: str) -> None:
    """Root in the sandbox cannot open what would run programs on the host, or stop it."""
    code, output = worker_sandbox.sh(f": >>{path}", user="root")
    assert code != 0, output


def test_no_release_agent_is_in_reach(worker_sandbox: DockerSandbox) -> None:
    """The cgroups that the sandbox sees or can mount begin at its own, without release_agent."""
    _, agents = worker_sandbox.sh(
        "mkdir -p /tmp/cgroup; mount -t cgroup -o memory none /tmp/cgroup 2>/dev/null;"
        "find /sys/fs/cgroup /tmp/cgroup -name release_agent; umount /tmp/cgroup 2>/dev/null",
        user="root",
    )
    assert agents == ""


def test_a_sandbox_ends_with_its_killed_owner(client: docker.DockerClient) -> None:
    """Ten seconds after its owner got SIGKILL, neither container nor volume of it is left."""
    volumes = {volume.id for volume in client.volumes.list()}
    with subprocess.Popen(
        [sys.executable, "-c", OWNER],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[2],
    ) as owner:
        assert owner.stdout
        container = owner.stdout.readline().strip()
        assert client.containers.get(container).status == "running"
        os.kill(owner.pid, signal.SIGKILL)
        gone = wait_until(
            lambda: (
                container
                not in {each.id for each in client.containers.list(all=True, ignore_removed=True)}
            ),
            10,
        )
    assert gone
    assert wait_until(lambda: {volume.id for volume in client.volumes.list()} <= volumes, 5)


def test_a_stopped_sandbox_leaves_nothing(client: docker.DockerClient, image_set: ImageSet) -> None:
    """Leaving the `with` block, even by an error, removes the container."""
    sandbox = DockerSandbox(client, image_set)

    def fail_inside() -> None:
        with sandbox:
            kept.append(str(sandbox.container.id))
            raise ZeroDivisionError

    kept: list[str] = []
    with pytest.raises(ZeroDivisionError):
        fail_inside()
    (container,) = kept
    assert wait_until(
        lambda: (
            container
            not in {each.id for each in client.containers.list(all=True, ignore_removed=True)}
        ),
        10,
    )


@pytest.mark.parametrize("answered", [False, True])
def test_a_sandbox_whose_start_is_interrupted_leaves_nothing(
    client: docker.DockerClient,
    image_set: ImageSet,
    monkeypatch: pytest.MonkeyPatch,
    answered: bool,
) -> None:
    """Ctrl-C before the engine has answered to its creation, or after, removes the container."""
    kept: list[str] = []
    create = ContainerCollection.create

    def interrupted(self: ContainerCollection, *args: Any, **options: Any) -> Container:
        container = create(self, *args, **options)
        kept.append(str(container.id))
        if not answered:
            raise KeyboardInterrupt
        monkeypatch.setattr(Container, "start", interrupt)
        return container

    def interrupt(self: Container) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(ContainerCollection, "create", interrupted)
    with pytest.raises(KeyboardInterrupt):
        DockerSandbox(client, image_set).start()
    left = client.containers.list(all=True, ignore_removed=True)  # other tests remove theirs
    assert kept[0] not in {each.id for each in left}


def test_the_disk_of_a_sandbox_is_bounded(worker_sandbox: DockerSandbox) -> None:
    """What an example can fill is a file system of the sandbox's own, smaller than its memory."""
    _, size = worker_sandbox.sh("df --output=size -B1 /var/lib/docker | tail -1", user="root")
    assert int(size) < worker_sandbox.container.attrs["HostConfig"]["Memory"]


def test_an_engine_that_cannot_start_says_why(
    client: docker.DockerClient, image_set: ImageSet, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The last words of an engine that ended are part of the error."""
    monkeypatch.setattr("livedoc.sandbox.CAPABILITIES", ())
    sandbox = DockerSandbox(client, image_set)
    with pytest.raises(SandboxError, match=r"did not come up: mount: .*permission denied"):
        sandbox.start()
