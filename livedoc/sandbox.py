"""A disposable engine in one container: started, used, reset between examples, and gone."""

from __future__ import annotations

import base64
import gzip
import io
import os
import secrets
import shlex
import tarfile
import time
from contextlib import suppress
from pathlib import Path
from typing import Any, Protocol, Self

import docker
from docker.errors import DockerException, ImageNotFound
from docker.models.containers import Container
from docker.types import Mount

from livedoc.errors import SandboxError
from livedoc.exec_run import RootShell, run_to_end
from livedoc.exec_stream import ExecStream, demultiplex
from livedoc.images import ImageSet
from livedoc.leftovers import remove_left
from livedoc.model import ImageFacts, Versions
from livedoc.owner import owner_of
from livedoc.shell import COOKIE, Shell
from livedoc.stream import Stream

LABEL = "livedoc.sandbox"
HOME = "/home/reader"
READER = "reader"
MIRROR_ROOT = "/mirror"
HUB = "https://registry-1.docker.io"
READY_SECONDS = 30
COMMAND_SECONDS = 600
KILL_SECONDS = 20
# A shell reads its commands byte by byte: what is larger has a process of its own.
WORD_BYTES = 32 * 1024
# What is larger is not tried: it hardly ever fits, and a root file system takes long to compress.
PACKED_BYTES = 1024 * 1024
GIB = 2**30

# A build with several services at once takes 300; a fork bomb of 4096 starves a machine of 2 cores.
PROCESSES = 1024

# To mount layers; to make bridges and publish ports; to reach the namespaces of a container whose
# user is not root. Without any one of them an everyday `docker run` fails.
CAPABILITIES = ("SYS_ADMIN", "NET_ADMIN", "SYS_PTRACE")

# Over the API, and all prunes by one curl: this is done for every example.
RESET = r"""
set -f  # the question mark of an address is no pattern
# What the daemon is removing it refuses for a while (409); what is gone (404) is gone.
api() {
  local method=$1 try path answers code url refused requests=()
  shift
  for path; do requests+=(-o /dev/null "http://docker/$path"); done
  for try in 1 2 3 4 5; do
    answers=$(curl -sS --unix-socket /run/docker.sock -X "$method" \
      -w '%{http_code} %{url}\n' "${requests[@]}")
    refused=
    while read -r code url; do
      case $code in 2??|304|404) ;; *) refused+=" $code $url" ;; esac
    done <<<"$answers"
    [ "$refused" ] || return 0
    sleep "0.$try"
  done
  echo "$method is answered:$refused"
  return 1
}
# A swarm would bring back what is removed; 503 says that this engine is in none.
answers=$(curl -sS --unix-socket /run/docker.sock -X POST -o /dev/null -w '%{http_code}\n' \
  'http://docker/swarm/leave?force=1' --next \
  -sfS --unix-socket /run/docker.sock 'http://docker/containers/json?all=1')
case ${answers%%$'\n'*} in
  200|503) ;;
  *) echo "to leave a swarm is answered: ${answers%%$'\n'*}"; exit 1 ;;
esac
containers=$(jq -r '.[] | "containers/\(.Id)?force=1&v=1"' <<<"${answers#*$'\n'}")
[ ! "$containers" ] || api DELETE $containers
api POST networks/prune 'volumes/prune?filters=%7B%22all%22%3A%5B%22true%22%5D%7D' \
  'images/prune?filters=%7B%22dangling%22%3A%5B%22false%22%5D%7D' 'build/prune?all=1'
find /home/reader /tmp /var/tmp /etc/docker -mindepth 1 -delete
: >/var/log/mirror.log
"""

# Without a child process, as there may be none to be had; what is killed takes a while to go.
KILL = rf"""
end_all() {{
  local process entry environment found
  SECONDS=0
  while ((SECONDS < {KILL_SECONDS // 2})); do
    found=
    for process in /proc/[0-9]*; do
      environment=()
      mapfile -d '' -t environment <"$process/environ"
      for entry in "${{environment[@]}}"; do
        if [ "$entry" = "{COOKIE}=$1" ]; then kill -9 "${{process#/proc/}}"; found=1; fi
      done
    done
    [ "$found" ] || return 0
  done 2>/dev/null
  return 1
}}
end_all"""

# Every place that is written to is in memory and bounded; the rest, on the machine's disk, is not.
SEAL = """
for place in / /etc/hosts /etc/hostname /etc/resolv.conf; do mount -o remount,ro,bind $place; done
"""

VERSIONS = r"""
docker version --format '{{.Server.Version}} {{.Client.Version}} {{.Server.Os}}/{{.Server.Arch}}'
docker compose version --short
docker buildx version
"""


class Sandbox(Protocol):
    """Where an example runs; the real one and the tests' fake keep the same contract."""

    def reset(self) -> None:
        """Remove every container, network, volume, image, build cache and file of before."""

    def put(self, files: dict[str, Path], folder: str) -> None:
        """Copy the reader's files into a folder of their home directory."""

    def shell(self, folder: str) -> Shell:
        """Return a new shell in a folder of the reader's home directory."""

    def versions(self) -> Versions:
        """Return what runs the commands."""

    def images_used(self) -> tuple[ImageFacts, ...]:
        """Return the base images pulled since the last reset."""


def container_options(image_set: ImageSet, memory_total: int) -> dict[str, Any]:
    """Return how the engine's container is created: the fewest rights with which dockerd works.

    `memory_total` is that of the machine, in bytes; the sandbox gets at most three quarters.
    """
    memory = min(6 * GIB, memory_total * 3 // 4)
    environment = {"LIVEDOC_MIRROR_ROOT": MIRROR_ROOT}
    if image_set.mode == "hub":
        environment["LIVEDOC_MIRROR_OF"] = HUB
    return {
        "image": image_set.engine,
        "hostname": "docker",
        "labels": {LABEL: owner_of(os.getpid())},
        "stdin_open": True,
        "auto_remove": True,
        "cgroupns": "private",
        "cap_add": list(CAPABILITIES),
        "security_opt": ["seccomp=unconfined", "apparmor=unconfined"],
        "mem_limit": memory,
        "memswap_limit": memory,
        "pids_limit": PROCESSES,
        # In memory: no volume to leave behind, a bounded size, and the quickest disk there is.
        "tmpfs": {
            "/var/lib/docker": f"size={memory * 2 // 3},exec,suid,dev,mode=0710",
            HOME: f"size={memory // 8},exec,uid=1000,gid=1000,mode=0700",
            "/tmp": f"size={memory // 16},exec,mode=1777",  # noqa: S108 # the sandbox's own
            "/run": f"size={memory // 64},mode=0755",
            "/var/log": f"size={memory // 64},mode=0755",
            "/etc/docker": f"size={memory // 1024},mode=0755",  # certificates of registries
            "/var/tmp": f"size={memory // 64},mode=1777",  # noqa: S108
        },
        "environment": environment,
        "mounts": [
            Mount(
                MIRROR_ROOT,
                image_set.mirror_volume,
                type="volume",
                read_only=image_set.mode == "standin",
            )
        ],
    }


class DockerSandbox:
    """The disposable engine. A context manager: it exists inside the `with` and not after.

    Raises SandboxError where it cannot be started or is lost.
    """

    def __init__(self, client: docker.DockerClient, image_set: ImageSet) -> None:
        self._client = client
        self._image_set = image_set
        self._container: Container | None = None
        self._root: RootShell | None = None
        self._owner: Any = None
        self._versions: Versions | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    @property
    def container(self) -> Container:
        """Return the running container."""
        if self._container is None:
            raise SandboxError("the sandbox is not running")
        return self._container

    def start(self, *, owned: bool = True) -> None:
        """Start the engine and wait until it answers.

        Owned, it ends with this process, however that ends; else it stays until `stop`.
        """
        # Known before the engine answers: who interrupts the creation leaves nothing.
        name = f"livedoc-{secrets.token_hex(8)}"
        try:
            remove_left(self._client, {"label": LABEL, "status": "created"})
            memory = self._client.info()["MemTotal"]
            options = container_options(self._image_set, memory)
            self._container = self._client.containers.create(name=name, **options)
            if owned:
                # While this connection lives its entry point has a standard input, and so a life.
                self._owner = self._client.api.attach_socket(
                    str(self._container.id),
                    params={"stdin": 1, "stdout": 1, "stderr": 1, "stream": 1},
                )
            self._container.start()
        except ImageNotFound:
            raise SandboxError(
                f"the engine image {self._image_set.engine} is gone; run: make record"
            ) from None
        except (DockerException, OSError) as error:
            self.stop()
            raise SandboxError(_start_failure(str(error))) from None
        except BaseException:
            if self._container is None:
                self._remove(name)
            self.stop()
            raise
        self._wait_until_ready()

    def _remove(self, name: str) -> None:
        """Remove a container that the engine may still be about to create."""
        for _ in range(4):
            with suppress(DockerException, OSError):
                self._client.api.remove_container(name, v=True, force=True)
                return
            time.sleep(0.3)

    def stop(self) -> None:
        """Remove the engine with everything in it; harmless where it is gone already."""
        container, self._container = self._container, None
        if self._root:
            self._root.close()
            self._root = None
        if container is None:
            return
        try:
            container.remove(force=True, v=True)
        except (DockerException, OSError):
            return  # auto_remove was faster, or the engine is gone

    def sh(self, command: str, *, user: str = READER) -> tuple[int, str]:
        """Run a command as the reader (or another user) and return (exit code, output)."""
        argv = ["bash", "-c", command]
        if user == "root":
            return self._as_root(shlex.join(argv))
        container = str(self.container.id)
        code, output = run_to_end(
            self._client, container, argv, user=user, workdir=HOME, timeout=COMMAND_SECONDS
        )
        return code, output.decode("utf-8", errors="replace")

    def reset(self) -> None:
        """Remove every container, network, volume, image, build cache and file of before.

        A swarm is left, and no registry's certificate is trusted any more.
        """
        code, output = self._as_root(shlex.join(["bash", "-ec", RESET]))
        if code:
            raise SandboxError(f"the sandbox could not be reset: {output}")

    def put(self, files: dict[str, Path], folder: str) -> None:
        """Copy the reader's files into a folder of their home directory, owned by them."""
        archive = io.BytesIO()
        with tarfile.open(fileobj=archive, mode="w") as tar:
            folders = {folder} | {
                f"{folder}/{parent}"
                for name in files
                for parent in map(str, Path(name).parents)
                if parent != "."
            }
            for name in sorted(folders):
                tar.addfile(_entry(name, tarfile.DIRTYPE, 0o755))
            for name, path in files.items():
                content = path.read_bytes()
                entry = _entry(
                    f"{folder}/{name}",
                    tarfile.REGTYPE,
                    0o755 if os.access(path, os.X_OK) else 0o644,
                )
                entry.size = len(content)
                tar.addfile(entry, io.BytesIO(content))
        self._unpack(archive.getvalue())

    def _unpack(self, archive: bytes) -> None:
        # By tar in the sandbox: some engines' own copying fails on kernels that others run on.
        word = base64.b64encode(gzip.compress(archive)) if len(archive) <= PACKED_BYTES else b""
        if word and len(word) <= WORD_BYTES:
            code, output = self._as_root(f"base64 -d <<<{word.decode()} | tar -xz -C {HOME}")
        else:
            code, output = self._unpack_stream(archive)
        if code:
            raise SandboxError(f"files could not be copied into the sandbox: {output}")

    def _unpack_stream(self, archive: bytes) -> tuple[int, str]:
        stream = ExecStream(
            self._client,
            str(self.container.id),
            ["bash", "-o", "pipefail", "-c", f"head -c {len(archive)} | tar -x"],
            user="root",
            workdir=HOME,
            environment={},
            tty=False,
        )
        try:
            stream.send(archive)
            said = b""
            while (data := stream.receive(1)) != b"":
                said += data or b""
            code = stream.exit_code()
        except OSError as error:
            raise SandboxError(f"the sandbox is gone: {error}") from None
        finally:
            stream.close()
        return code, said.decode(errors="replace")

    def shell(self, folder: str) -> Shell:
        """Return a new shell in a folder of the reader's home directory."""
        return Shell(self, f"{HOME}/{folder}")

    def versions(self) -> Versions:
        """Return what runs the commands."""
        if self._versions is None:
            code, output = self.sh(VERSIONS)
            lines = [line.split() for line in output.splitlines()]
            if code or [len(words) for words in lines] != [3, 1, 3]:
                raise SandboxError(f"the sandbox does not tell its versions: {output}")
            (engine, cli, platform), (compose,), (_, buildx, _) = lines
            self._versions = Versions(
                engine=engine, cli=cli, compose=compose, buildx=buildx, platform=platform
            )
        return self._versions

    def images_used(self) -> tuple[ImageFacts, ...]:
        """Return the base images pulled since the last reset, by the mirror's own log."""
        _, log = self.sh(
            r"grep -oE '/v2/library/[^ ]+/manifests/[^ ?\"]+' /var/log/mirror.log | sort -u",
            user="root",
        )
        asked = (line.removeprefix("/v2/library/").split("/manifests/") for line in log.split())
        facts = (self._image_set.images.get(f"{name}:{tag}") for name, tag in asked)
        return tuple(each for each in facts if each)

    def open(
        self, argv: list[str], *, workdir: str, environment: dict[str, str], tty: bool
    ) -> Stream:
        """Start a process as the reader and return the stream to it."""
        return ExecStream(
            self._client,
            str(self.container.id),
            argv,
            user=READER,
            workdir=workdir,
            environment=environment,
            tty=tty,
        )

    def kill(self, cookie: str) -> None:
        """Kill every process of a shell, also those that left its process group.

        Where that fails the sandbox is given up, with all that runs in it, and SandboxError raised.
        """
        try:
            code, _ = self._as_root(f"{KILL} {shlex.quote(cookie)}", KILL_SECONDS)
        except SandboxError as error:
            self.stop()
            raise SandboxError(f"what the commands started could not be ended: {error}") from None
        if code:
            self.stop()
            raise SandboxError("what the commands started could not be ended: it always came anew")

    def _as_root(self, command: str, timeout: float = COMMAND_SECONDS) -> tuple[int, str]:
        if self._root is None:
            self._root = RootShell(self._client, str(self.container.id))
        code, output = self._root.run(command, timeout)
        return code, output.decode("utf-8", errors="replace")

    def _wait_until_ready(self) -> None:
        deadline = time.monotonic() + READY_SECONDS
        ping = "curl -sf --unix-socket /run/docker.sock http://docker/_ping"
        while (left := deadline - time.monotonic()) > 0:
            try:
                if self._as_root(ping, left)[0] == 0:
                    break
            except SandboxError as error:
                words = self._last_words()
                self.stop()
                raise SandboxError(f"the sandbox did not come up: {words} ({error})") from None
            time.sleep(0.1)
        else:
            _, log = self.sh("tail -n 20 /var/log/dockerd.log", user="root")
            self.stop()
            raise SandboxError(f"the sandbox's engine did not answer in {READY_SECONDS} s:\n{log}")
        code, output = self._as_root(shlex.join(["bash", "-ec", SEAL]))
        if code:
            self.stop()
            raise SandboxError(f"the sandbox's root is not read-only: {output}")

    def _last_words(self) -> str:
        words = b""
        if self._owner:
            sock = getattr(self._owner, "_sock", self._owner)
            sock.settimeout(2)
            with suppress(OSError):
                words = demultiplex(sock.recv(65536))
        return words.decode("utf-8", errors="replace").strip() or "it left no message"


def _entry(name: str, kind: bytes, mode: int) -> tarfile.TarInfo:
    """Return a tar entry owned by the reader; the fixed time keeps build caches comparable."""
    entry = tarfile.TarInfo(name)
    entry.type, entry.mode, entry.mtime = kind, mode, 1_700_000_000
    entry.uid = entry.gid = 1000
    return entry


def _start_failure(message: str) -> str:
    """Return one clear sentence for why the engine's container could not be started."""
    lower = message.lower()
    if "no space left" in lower:
        return "the disk is full: free some room (docker system df shows what Docker uses)"
    if "unable to apply caps" in lower or "operation not permitted" in lower:
        return (
            "the sandbox was refused its capabilities "
            f"({', '.join(CAPABILITIES)}): run on an engine that may grant them, not rootless"
        )
    return f"the sandbox could not be started: {message}"
