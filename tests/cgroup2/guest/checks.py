"""Runs in the machine: the project's own sandbox, on an engine whose host has cgroup v2."""

from __future__ import annotations

import resource
import subprocess
import sys
import time
from collections.abc import Iterator

import docker
import pytest
from docker.errors import NotFound

import livedoc.sandbox
from livedoc.images import ImageSet
from livedoc.sandbox import DockerSandbox

GONE_SECONDS = 60
# A processor that is emulated takes some ten times as long.
livedoc.sandbox.READY_SECONDS *= 10

# An image made of what is at hand, as the machine has no network. The busybox is in the mirror's
# volume, because this engine cannot `docker cp` a folder on a kernel older than 6.6.
BOX = """
set -e
mkdir -p box/bin
for name in $("$LIVEDOC_MIRROR_ROOT/busybox" --list); do ln -s busybox "box/bin/$name"; done
cp --remove-destination "$LIVEDOC_MIRROR_ROOT/busybox" box/bin/
tar -C box -c . | docker import - box
"""

OWNER = """
import time, docker, checks
sandbox = checks.DockerSandbox(docker.from_env(), checks.engine_only(docker.from_env()))
sandbox.start()
print(sandbox.container.id, flush=True)
time.sleep(600)
"""


def engine_only(client: docker.DockerClient) -> ImageSet:
    """Return the image set of this machine: the engine image, and a mirror that holds no images."""
    (image,) = client.images.list()
    return ImageSet(image.tags[0], mirror_volume="mirror", mode="standin", images={})


@pytest.fixture(scope="module")
def client() -> docker.DockerClient:
    """Return a client of the machine's own engine."""
    return docker.from_env()


@pytest.fixture(scope="module")
def sandbox(client: docker.DockerClient) -> Iterator[DockerSandbox]:
    """Yield a running sandbox that has the image `box`."""
    with DockerSandbox(client, engine_only(client)) as running:
        output(running, BOX)
        yield running


def output(sandbox: DockerSandbox, command: str, exit_code: int = 0) -> str:
    """Return what a command of the reader printed; fail where its exit code is another."""
    code, text = sandbox.sh(command)
    assert code == exit_code, f"{command}\nexit code {code}, not {exit_code}:\n{text}"
    return text


def test_host_is_v2(client: docker.DockerClient) -> None:
    """The machine's own engine runs on cgroup v2."""
    assert client.info()["CgroupVersion"] == "2"


def test_sandbox_is_v2(sandbox: DockerSandbox) -> None:
    """The engine in the sandbox says that it runs on cgroup v2."""
    assert output(sandbox, "docker info --format '{{.CgroupVersion}}'") == "2\n"


def test_no_warnings(sandbox: DockerSandbox) -> None:
    """The engine in the sandbox has no warnings: it finds every limit that it knows."""
    warnings = output(sandbox, "docker info --format '{{range .Warnings}}{{println .}}{{end}}'")
    assert warnings.strip() == ""


def test_controllers_are_delegated(sandbox: DockerSandbox) -> None:
    """The sandbox hands the controllers cpu, cpuset, io, memory and pids down to its containers."""
    enabled = output(sandbox, "cat /sys/fs/cgroup/cgroup.subtree_control").split()
    assert {"cpu", "cpuset", "io", "memory", "pids"} <= set(enabled)


def test_namespace_is_private(sandbox: DockerSandbox) -> None:
    """The sandbox sees its own cgroup as the root, and none of the machine's."""
    assert output(sandbox, "cat /proc/self/cgroup") == "0::/init\n"
    # The machine's own root has no such file.
    assert output(sandbox, "cat /sys/fs/cgroup/cgroup.type") == "domain\n"


def test_own_limits_hold(client: docker.DockerClient, sandbox: DockerSandbox) -> None:
    """The sandbox has limits of memory and processes, and root in it cannot lift them."""
    given = client.containers.get(str(sandbox.container.id)).attrs["HostConfig"]
    limits = "cat /sys/fs/cgroup/memory.max /sys/fs/cgroup/pids.max"
    # The kernel counts memory in whole pages.
    pages = given["Memory"] // resource.getpagesize()
    expected = f"{pages * resource.getpagesize()}\n{given['PidsLimit']}\n"
    assert output(sandbox, limits) == expected
    assert 0 < given["Memory"] < client.info()["MemTotal"]
    for limit in ("memory.max", "pids.max"):
        code, text = sandbox.sh(f"echo max >/sys/fs/cgroup/{limit}", user="root")
        assert code != 0, text
    assert output(sandbox, limits) == expected


def test_memory_limit(sandbox: DockerSandbox) -> None:
    """`docker run -m 64m` gives the container that limit."""
    limit = output(sandbox, "docker run --rm -m 64m box cat /sys/fs/cgroup/memory.max")
    assert limit == "67108864\n"


def test_out_of_memory(sandbox: DockerSandbox) -> None:
    """A container that outgrows its memory limit is killed: exit code 137, OOMKilled true."""
    output(sandbox, "docker run --name oom -m 64m box tail /dev/zero", exit_code=137)
    state = "docker inspect --format '{{.State.OOMKilled}} {{.State.ExitCode}}' oom"
    assert output(sandbox, state) == "true 137\n"


def test_cpu_limit(sandbox: DockerSandbox) -> None:
    """`docker run --cpus 0.5` sets the quota, and a busy container is throttled by it."""
    busy = "cat /sys/fs/cgroup/cpu.max; timeout 3 yes >/dev/null; cat /sys/fs/cgroup/cpu.stat"
    lines = output(sandbox, f"docker run --rm --cpus 0.5 box sh -c '{busy}'").splitlines()
    assert lines[0] == "50000 100000"
    counters = dict(line.split() for line in lines[1:] if line.startswith(("nr_", "throttled")))
    assert int(counters["nr_throttled"]) > 0


def test_pids_limit(sandbox: DockerSandbox) -> None:
    """`docker run --pids-limit 10` refuses the processes beyond."""
    many = "cat /sys/fs/cgroup/pids.max; for i in $(seq 20); do sleep 9 & done"
    _, text = sandbox.sh(f"docker run --rm --pids-limit 10 box sh -c '{many}'")
    assert text.splitlines()[0] == "10"
    assert "can't fork" in text


def test_stats(sandbox: DockerSandbox) -> None:
    """`docker stats` tells memory in use, its limit and the number of processes."""
    output(sandbox, "docker run -d --name stats -m 64m box sleep 600")
    columns = "{{.MemUsage}} / {{.PIDs}}"
    text = output(sandbox, f"docker stats --no-stream --format '{columns}' stats")
    used, limit, processes = text.strip().split(" / ")
    assert not used.startswith("0B")
    assert (limit, processes) == ("64MiB", "1")


def test_pause_and_update(sandbox: DockerSandbox) -> None:
    """`docker pause` freezes a container, and `docker update` changes its limit as it runs."""
    output(sandbox, "docker run -d --name frozen -m 64m box sleep 600 && docker pause frozen")
    assert output(sandbox, "docker inspect --format '{{.State.Status}}' frozen") == "paused\n"
    output(sandbox, "docker unpause frozen && docker update --memory 32m frozen")
    assert output(sandbox, "docker exec frozen cat /sys/fs/cgroup/memory.max") == "33554432\n"


def test_build(sandbox: DockerSandbox) -> None:
    """BuildKit builds an image with a COPY and a RUN, and the image runs."""
    dockerfile = r"FROM box\nCOPY . /\nRUN echo made >/made\n"
    output(sandbox, f"mkdir build && printf '{dockerfile}' >build/Dockerfile")
    assert "RUN echo made" in output(sandbox, "docker build --progress plain -t built build")
    made = output(sandbox, "docker run --rm built cat /made /Dockerfile")
    assert made.startswith("made\nFROM box\n")


def test_published_port(sandbox: DockerSandbox) -> None:
    """`docker run -p` publishes a port that curl reaches."""
    serve = "echo hello >/index.html; exec httpd -f -p 80 -h /"
    output(sandbox, f"docker run -d --name web -p 8080:80 box sh -c '{serve}'")
    fetched = output(sandbox, "curl -s --retry 9 --retry-all-errors http://127.0.0.1:8080")
    assert fetched == "hello\n"


def test_compose(sandbox: DockerSandbox) -> None:
    """Compose starts a service with a memory limit on a network of its own, and removes both."""
    service = "services: {app: {image: box, command: sleep 600, mem_limit: 64m}}"
    output(sandbox, f"mkdir stack && echo '{service}' >stack/compose.yaml")
    output(sandbox, "cd stack && docker compose up -d")
    limit = output(sandbox, "cd stack && docker compose exec -T app cat /sys/fs/cgroup/memory.max")
    assert limit == "67108864\n"
    output(sandbox, "cd stack && docker compose down -t 0")
    assert output(sandbox, "docker ps -aq --filter label=com.docker.compose.project=stack") == ""


def test_timeout_kills(sandbox: DockerSandbox) -> None:
    """A step past its time-out is killed with all that it started."""
    shell = sandbox.shell("box")
    assert shell.run("echo there", timeout=60).output == "there\n"
    assert shell.run("sleep 4321 & sleep 1234", timeout=5).ended == "timeout"
    shell.close()
    output(sandbox, "pgrep -f 'sleep (4321|1234)$'", exit_code=1)


def test_reset(sandbox: DockerSandbox) -> None:
    """A reset leaves no container, image, volume or file, and the engine goes on working."""
    output(sandbox, "docker volume create kept")
    sandbox.reset()
    left = output(sandbox, "docker ps -aq; docker images -aq; docker volume ls -q; ls -A ~")
    assert left == ""
    output(sandbox, BOX)
    assert output(sandbox, "docker run --rm box echo again") == "again\n"


def test_starts_while_watched(client: docker.DockerClient) -> None:
    """The sandbox starts each time, though its owner's commands enter it before it is ready."""
    for _ in range(2):
        with DockerSandbox(client, engine_only(client)) as running:
            enabled = output(running, "cat /sys/fs/cgroup/cgroup.subtree_control")
            assert "memory" in enabled.split()


def test_ends_with_its_owner(client: docker.DockerClient) -> None:
    """A sandbox whose owner is killed is gone, and the machine's engine holds no trace of it."""
    owner = subprocess.Popen([sys.executable, "-c", OWNER], stdout=subprocess.PIPE, text=True)
    assert owner.stdout is not None
    container_id = owner.stdout.readline().strip()
    assert client.containers.get(container_id).status == "running"
    owner.kill()
    owner.wait()
    deadline = time.monotonic() + GONE_SECONDS
    while time.monotonic() < deadline:
        try:
            client.containers.get(container_id)
        except NotFound:
            break
        time.sleep(0.5)
    assert container_id not in [each.id for each in client.containers.list(all=True)]
