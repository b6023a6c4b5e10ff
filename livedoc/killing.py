"""A checkout of its own whose recordings and test runs are killed, and what they leave behind."""

from __future__ import annotations

import os
import secrets
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import docker

from livedoc.catalog import load_catalog
from livedoc.errors import LivedocError
from livedoc.owner import owner_of
from livedoc.paths import ROOT
from livedoc.sandbox import LABEL
from livedoc.store import read_capture, read_timing

COMMANDS = {
    "record": ["livedoc.cli", "record", "--all"],
    "pytest": ["pytest", "-q", "-p", "no:cacheprovider", "-n2", "--basetemp=pytest", "examples"],
}
SIGNALS = (signal.SIGKILL, signal.SIGINT)
EXAMPLES = ("images/first", "images/second")
COPIED = ("livedoc", "sandbox", "tests/plugin.py", "pyproject.toml")
MARK = "LIVEDOC_KILLED"
END_SECONDS = 60  # xdist gives its workers ten seconds, twice
WAIT_SECONDS = 20


@dataclass(frozen=True)
class Trial:
    """One run that was killed, and all that it left."""

    command: str
    signal: str
    seconds: float
    exit: int | None  # None: it had to be ended
    left: tuple[str, ...]


class Victim:
    """A checkout with two quick examples, recorded. Raises LivedocError where that fails."""

    def __init__(self, folder: Path, client: docker.DockerClient) -> None:
        self._folder, self._client = folder, client
        self._temporary = folder / "tmp"
        self._temporary.mkdir()
        for part in COPIED:
            source, target = ROOT / part, folder / part
            target.parent.mkdir(parents=True, exist_ok=True)
            if source.is_dir():
                shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
            elif source.exists():
                shutil.copy(source, target)
        (folder / "examples").mkdir()
        for name in EXAMPLES:
            self.run(["livedoc.cli", "new", name])
        self.seconds = self.run(COMMANDS["record"])  # that a whole recording takes

    def run(self, module: list[str]) -> float:
        """Run a module to its end and return how long it took; raises LivedocError if it fails."""
        started = time.monotonic()
        process = self._start(module, "whole")
        output, _ = process.communicate()
        if process.returncode:
            raise LivedocError(f"{' '.join(module)} fails in a fresh checkout:\n{output}")
        return time.monotonic() - started

    def kill(self, command: str, how: signal.Signals, after: float) -> Trial:
        """Start a command, kill it after so many seconds, and see what it left."""
        volumes, networks = self._volumes(), self._networks()
        mark = secrets.token_hex(8)
        process = self._start(COMMANDS[command], mark)
        pids = {str(process.pid)}
        try:
            process.wait(after)
        except subprocess.TimeoutExpired:
            pids |= _processes(mark)
            if how == signal.SIGINT:  # as a terminal does: all that run in the foreground
                os.killpg(process.pid, how)
            else:
                process.send_signal(how)
        exit_code: int | None = None
        try:
            output, _ = process.communicate(timeout=END_SECONDS)
            exit_code = process.returncode
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            output, _ = process.communicate()
        left = list(self._files())
        if exit_code is None:
            left.append(f"it did not end within {END_SECONDS} s of {how.name}")
        # One that pytest is still being loaded with is Python's own.
        if "Traceback" in output and command != "pytest":
            left.append(f"a traceback: {output.rstrip().splitlines()[-1]}")
        checks: dict[str, Callable[[], set[str]]] = {
            "processes": lambda: _processes(mark),
            "containers": lambda: self._containers(pids),
            "volumes": lambda: self._volumes() - volumes,
            "networks": lambda: self._networks() - networks,
        }
        for what, remain in checks.items():
            if remaining := _once_settled(remain):
                left.append(f"{what}: {', '.join(sorted(remaining))}")
        return Trial(command, how.name, after, exit_code, tuple(left))

    def _start(self, module: list[str], mark: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-m", *module],
            cwd=self._folder,
            env=os.environ
            | {MARK: mark, "PYTHONPATH": str(self._folder), "TMPDIR": str(self._temporary)},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )

    def _files(self) -> Iterator[str]:
        """Yield what is half-written, and the temporary files that are left."""
        for loaded in load_catalog(self._folder / "examples"):
            try:
                if read_capture(loaded) is None:
                    yield f"no capture of {loaded.name}"
                read_timing(loaded)
            except LivedocError as error:
                yield str(error)
        yield from (f"file: {path.name}" for path in (self._folder / "examples").rglob(".*"))
        # A lock is not removed: whoever waits for it would go on with one that nobody else has.
        temporary = (path for path in self._temporary.iterdir() if path.suffix != ".lock")
        yield from (f"file: tmp/{path.name}" for path in temporary)

    def _containers(self, pids: set[str]) -> set[str]:
        sandboxes: dict[str, str | list[str] | bool] = {"label": LABEL}
        every = self._client.containers.list(all=True, ignore_removed=True, filters=sandboxes)
        theirs = {owner_of(int(pid)) for pid in pids}
        return {str(each.short_id) for each in every if each.labels[LABEL] in theirs}

    def _volumes(self) -> set[str]:
        return {str(each.id) for each in self._client.volumes.list()}

    def _networks(self) -> set[str]:
        return {str(each.name) for each in self._client.networks.list()}


def _once_settled(remain: Callable[[], set[str]]) -> set[str]:
    """Return what still remains after a while; what is under way to its end has time for it."""
    deadline = time.monotonic() + WAIT_SECONDS
    while (remaining := remain()) and time.monotonic() < deadline:
        time.sleep(0.2)
    return remaining


def _processes(mark: str) -> set[str]:
    wanted = f"{MARK}={mark}".encode()
    found = set()
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if wanted in (process / "environ").read_bytes().split(b"\0"):
                found.add(process.name)
        except OSError:
            continue
    return found
