"""A stand-in for the sandbox on this machine's own bash: no engine, so for unit tests alone."""

from __future__ import annotations

import os
import pty
import select
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path
from typing import Self

from livedoc.model import ImageFacts, Versions
from livedoc.shell import COOKIE, Shell
from livedoc.stream import Stream


class LocalSandbox:
    """Keeps the sandbox's contract, containers aside, in a temporary folder."""

    def __init__(self) -> None:
        self._home = Path(tempfile.mkdtemp(prefix="livedoc-"))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        shutil.rmtree(self._home)

    def reset(self) -> None:
        """Remove all files of the example before."""
        shutil.rmtree(self._home)
        self._home.mkdir()

    def put(self, files: dict[str, Path], folder: str) -> None:
        """Copy the reader's files into a folder of the home directory."""
        (self._home / folder).mkdir(parents=True, exist_ok=True)
        for name, path in files.items():
            target = self._home / folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(path, target)

    def shell(self, folder: str) -> Shell:
        """Return a new shell in a folder of the home directory."""
        return Shell(self, str(self._home / folder))

    def versions(self) -> Versions:
        """Return that no engine is here."""
        return Versions(engine="none", cli="none", compose="none", buildx="none", platform="local")

    def images_used(self) -> tuple[ImageFacts, ...]:
        """Return no image: nothing here can use one."""
        return ()

    def open(
        self, argv: list[str], *, workdir: str, environment: dict[str, str], tty: bool
    ) -> Stream:
        """Start a process on this machine and return the stream to it."""
        environment = environment | {"PATH": os.environ["PATH"], "HOME": str(self._home)}
        return _ProcessStream(argv, workdir, environment, tty)

    def kill(self, cookie: str) -> None:
        """Kill every process whose environment holds the cookie."""
        wanted = f"{COOKIE}={cookie}".encode()
        for process in Path("/proc").glob("[0-9]*"):
            try:
                if wanted in (process / "environ").read_bytes().split(b"\0"):
                    os.kill(int(process.name), signal.SIGKILL)
            except OSError:
                continue


class _ProcessStream:
    def __init__(
        self, argv: list[str], workdir: str, environment: dict[str, str], tty: bool
    ) -> None:
        if tty:
            self._in, child = pty.openpty()
            self._out = self._in
            # What a shell starts in the background ignores Ctrl-C, and so would all that it starts.
            heeding = ["env", "--default-signal=INT"]
            self._process = subprocess.Popen(
                [*heeding, "setsid", "--ctty", "--wait", *argv],
                cwd=workdir,
                env=environment,
                stdin=child,
                stdout=child,
                stderr=child,
            )
            os.close(child)
            return
        self._process = subprocess.Popen(
            argv,
            cwd=workdir,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        assert self._process.stdin and self._process.stdout
        self._in, self._out = self._process.stdin.fileno(), self._process.stdout.fileno()

    def send(self, data: bytes) -> None:
        while data:
            data = data[os.write(self._in, data) :]

    def receive(self, timeout: float) -> bytes | None:
        if not select.select([self._out], [], [], timeout)[0]:
            return None
        try:
            return os.read(self._out, 65536)
        except OSError:  # a pty answers EIO once its last process has ended
            return b""

    def exit_code(self) -> int:
        code = self._process.wait(timeout=10)
        return code if code >= 0 else 128 - code

    def close(self) -> None:
        self._process.kill()
        self._process.wait(timeout=10)
        if self._process.stdin and self._process.stdout:
            self._process.stdin.close()
            self._process.stdout.close()
        else:
            os.close(self._in)
