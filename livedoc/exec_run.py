"""Commands run to their end in a container: each on its own, or all in one shell of root's."""

from __future__ import annotations

import shlex
import threading
import time

import docker

from livedoc.errors import SandboxError
from livedoc.exec_stream import ExecStream
from livedoc.shell import new_marker, tell_end


class RootShell:
    """One bash of root's for what is done between examples.

    To start a process in a container takes an engine fifty milliseconds; this one is started once.
    May be used by many threads, whose commands wait for each other.
    """

    def __init__(self, client: docker.DockerClient, container_id: str) -> None:
        self._stream = ExecStream(
            client,
            container_id,
            ["bash", "--noprofile", "--norc"],
            user="root",
            workdir="/",
            environment={},
            tty=False,
        )
        self._lock = threading.Lock()

    def run(self, command: str, timeout: float) -> tuple[int, bytes]:
        """Run a command and return (exit code, output); what it sets is set for the next.

        Raises SandboxError where it does not end within `timeout` seconds, or the container does
        first; the shell is of no use then.
        """
        marker = new_marker()
        line = f"eval {shlex.quote(command)} </dev/null 2>&1; {tell_end(marker)}\n"
        try:
            with self._lock:
                self._stream.send(line.encode())
                return _read_to_end(self._stream, marker, timeout)
        except OSError as error:
            raise SandboxError(f"the sandbox is gone: {error}") from None

    def close(self) -> None:
        """Let go of the shell, which ends with the container."""
        self._stream.close()


def run_to_end(
    client: docker.DockerClient,
    container_id: str,
    argv: list[str],
    *,
    user: str,
    workdir: str,
    timeout: float,
) -> tuple[int, bytes]:
    """Run a command in a container and return (exit code, output).

    Older engines lose what a process prints right before its end, so this one says that it has
    come to its end and lives on until that was read. Raises SandboxError where it does not end
    within `timeout` seconds, or the container does first.
    """
    marker = new_marker()
    hold = f'"$@" </dev/null 2>&1; {tell_end(marker)}; read -r _'
    stream = ExecStream(
        client,
        container_id,
        ["bash", "-c", hold, "bash", *argv],
        user=user,
        workdir=workdir,
        environment={},
        tty=False,
    )
    try:
        ended = _read_to_end(stream, marker, timeout)
        stream.send(b"\n")
        return ended
    except OSError as error:
        raise SandboxError(f"the sandbox is gone: {error}") from None
    finally:
        stream.close()


def _read_to_end(stream: ExecStream, marker: bytes, timeout: float) -> tuple[int, bytes]:
    """Read until the line that tells the end and the exit code."""
    output, deadline = b"", time.monotonic() + timeout
    while time.monotonic() < deadline:
        data = stream.receive(1)
        if data == b"":
            raise SandboxError("the sandbox is gone: it ended in the middle of a command")
        output += data or b""
        text, found, status = output.rpartition(marker)
        if found and status.endswith(b"\n"):
            return int(status), text
    raise SandboxError(f"the sandbox does not answer: no end of a command in {timeout:g} s")
