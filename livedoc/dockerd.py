"""An engine of our own where the machine runs none: shared, and stopped by its last user."""

from __future__ import annotations

import fcntl
import os
import shutil
import signal
import subprocess
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from livedoc import paths
from livedoc.errors import SandboxError

Report = Callable[[str], object]

SOCKET = Path("/var/run/docker.sock")
URL = f"unix://{SOCKET}"
# The socket is the machine's, so what says whose engine is behind it is the machine's too.
STATE = Path("/run/livedoc")
LOG = Path(os.path.relpath(paths.STATE / "dockerd.log"))
START_SECONDS = 60
STOP_SECONDS = 60
LOG_LINES = 12


def may_start() -> bool:
    """Return whether an engine can be had here without asking: root, with dockerd or with apt."""
    return os.geteuid() == 0 and bool(shutil.which("dockerd") or shutil.which("apt-get"))


class Holder:
    """One user's hold on the engine. Use `held`."""

    def __init__(self, door: IO[str] | None, users: IO[str] | None, state: Path) -> None:
        self._door = door
        self._users = users
        self._process = state / "process"

    def start(self, report: Report, answers: Callable[[], bool]) -> None:
        """Start dockerd, installed first where it is missing, and wait until it answers.

        Raises SandboxError with the end of its log where it does not.
        """
        if not shutil.which("dockerd"):
            _install(report)
            # With systemd the package starts its own service, which is then the machine's.
            if _within(5 if Path("/run/systemd/system").exists() else 0, answers):
                report("the docker.io package started its service; it stays")
                return
        _check_cgroups()
        process = _spawn()
        self._process.write_text(f"{process.pid} {started_at(process.pid)}", encoding="ascii")
        report(f"started dockerd, process {process.pid}; its log is {LOG}")
        if not _within(START_SECONDS, lambda: answers() or process.poll() is not None):
            self._stop()
            raise SandboxError(f"dockerd did not answer within {START_SECONDS} s:\n{_log_end()}")
        if process.poll() is not None:
            self._process.unlink()
            raise SandboxError(f"dockerd ended with exit code {process.returncode}:\n{_log_end()}")

    def settle(self) -> None:
        """Let others in; from here on the engine is in use, and nobody stops it under us."""
        if self._users:
            fcntl.flock(self._users, fcntl.LOCK_SH)
        if self._door:
            fcntl.flock(self._door, fcntl.LOCK_UN)

    def leave(self) -> None:
        """Stop the engine if it is ours and nobody else uses it."""
        if not (self._door and self._users):
            return
        fcntl.flock(self._door, fcntl.LOCK_EX)
        try:
            fcntl.flock(self._users, fcntl.LOCK_UN)
            fcntl.flock(self._users, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return
        if os.geteuid() == 0:
            self._stop()

    def _stop(self) -> None:
        try:
            pid, start = self._process.read_text(encoding="ascii").split()
        except FileNotFoundError:
            return
        if started_at(int(pid)) == start:  # else the number is another process's by now
            os.kill(int(pid), signal.SIGTERM)
            if not _within(STOP_SECONDS, lambda: started_at(int(pid)) != start):
                raise SandboxError(f"dockerd, process {pid}, does not end; its log is {LOG}")
        self._process.unlink()


@contextmanager
def held(state: Path) -> Iterator[Holder]:
    """Enter alone; after `settle`, share the engine; the last one out stops it if it is ours.

    `state` is where those who share it meet. Without the right to start an engine, nothing is held
    unless somebody else's engine is.
    """
    if os.geteuid() == 0:
        state.mkdir(mode=0o755, parents=True, exist_ok=True)
    with _lock_file(state / "door") as door, _lock_file(state / "users") as users:
        holder = Holder(door, users, state)
        if door:
            fcntl.flock(door, fcntl.LOCK_EX)
        try:
            yield holder
        finally:
            holder.leave()


def started_at(pid: int) -> str:
    """Return when a process started, in ticks since boot, or "" where it is gone or a zombie."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return ""
    return "" if fields[0] == "Z" else fields[19]


@contextmanager
def _lock_file(path: Path) -> Iterator[IO[str] | None]:
    try:
        # Opened for reading where that is all one may: a lock needs no more.
        file = path.open("a+" if os.geteuid() == 0 else "r", encoding="ascii")
    except FileNotFoundError:
        yield None
        return
    with file:
        yield file


def _install(report: Report) -> None:
    report("installing docker.io with apt-get, for an engine to run the guide on")
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for arguments in (
        ["update"],
        ["install", "--yes", "--no-install-recommends", "docker.io", "iptables", "ca-certificates"],
    ):
        done = subprocess.run(
            ["apt-get", "-qq", "-o", "DPkg::Lock::Timeout=300", *arguments],
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        if done.returncode:
            raise SandboxError(
                f"apt-get {' '.join(arguments)} failed; install Docker Engine by hand:\n"
                + "\n".join(done.stdout.splitlines()[-LOG_LINES:])
            )
    if not shutil.which("dockerd"):
        raise SandboxError("apt-get installed docker.io, but there is no dockerd on PATH")


def _check_cgroups() -> None:
    mounts = Path("/proc/self/mounts").read_text(encoding="utf-8").splitlines()
    if not any(line.split()[2] in ("cgroup", "cgroup2") for line in mounts):
        raise SandboxError(
            "no cgroup file system is mounted, and dockerd needs one; "
            "run: mount -t cgroup2 cgroup2 /sys/fs/cgroup"
        )


def _spawn() -> subprocess.Popen[bytes]:
    LOG.parent.mkdir(exist_ok=True)
    with LOG.open("wb") as log:
        # A session of its own, so that Ctrl-C in the terminal does not reach it before its users.
        return subprocess.Popen(
            ["dockerd", "--host", URL],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )


def _within(seconds: float, holds: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if holds():
            return True
        time.sleep(0.2)
    return False


def _log_end() -> str:
    with LOG.open(encoding="utf-8", errors="replace") as lines:
        return "".join(deque(lines, LOG_LINES)).rstrip()
