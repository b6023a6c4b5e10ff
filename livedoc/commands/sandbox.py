"""`livedoc sandbox`: a disposable engine to try things in by hand."""

from __future__ import annotations

import os
import select
import sys
import termios
import tty

import docker
from docker.models.containers import Container
from rich.console import Console

from livedoc import host, images
from livedoc.errors import SandboxError
from livedoc.exec_stream import ExecStream
from livedoc.owner import has_ended
from livedoc.sandbox import HOME, LABEL, READER, DockerSandbox
from livedoc.shell import ENVIRONMENT

BY_HAND = "livedoc-sandbox"


def up(console: Console) -> int:
    """Start the sandbox, and leave it running until `down`."""
    client = host.connect()
    if _find(client):
        console.print("the sandbox is up already; next: livedoc sandbox shell")
        return 0
    sandbox = DockerSandbox(client, images.ensure(client, console.print))
    sandbox.start(owned=False)
    sandbox.container.rename(BY_HAND)
    console.print("the sandbox is up; next: livedoc sandbox shell, livedoc sandbox down")
    return 0


def down(console: Console) -> int:
    """Remove the sandbox, and any that a killed run left behind."""
    removed = 0
    for container in _all(host.connect()):
        if container.name == BY_HAND or has_ended(container.labels.get(LABEL, "")):
            container.remove(force=True, v=True)
            removed += 1
    console.print(f"removed {removed} sandbox(es)")
    return 0


def status(console: Console) -> int:
    """Print every sandbox on the engine."""
    found = _all(host.connect())
    for container in found:
        owner = container.labels.get(LABEL, "")
        whose = "by hand" if container.name == BY_HAND else f"process {owner}"
        console.print(f"{container.short_id}  {container.status}  started by {whose}")
    if not found:
        console.print("no sandbox is up; next: livedoc sandbox up")
    return 0


def shell(console: Console) -> int:
    """Open a shell as the reader in the sandbox; returns the shell's exit code."""
    client = host.connect()
    container = _find(client)
    if container is None:
        raise SandboxError("no sandbox is up; run: livedoc sandbox up")
    if not sys.stdin.isatty():
        raise SandboxError("a shell needs a terminal; run: livedoc sandbox shell in one")
    stream = ExecStream(
        client,
        str(container.id),
        ["bash"],
        user=READER,
        workdir=HOME,
        environment=ENVIRONMENT,
        tty=True,
    )
    before = termios.tcgetattr(sys.stdin)
    try:
        tty.setraw(sys.stdin)
        _connect(stream)
    finally:
        termios.tcsetattr(sys.stdin, termios.TCSADRAIN, before)
    return stream.exit_code()


def _connect(stream: ExecStream) -> None:
    while True:
        if select.select([sys.stdin], [], [], 0)[0]:
            stream.send(os.read(sys.stdin.fileno(), 4096))
        data = stream.receive(0.05)
        if data == b"":
            return
        if data:
            os.write(sys.stdout.fileno(), data)


def _all(client: docker.DockerClient) -> list[Container]:
    return list(client.containers.list(all=True, ignore_removed=True, filters={"label": LABEL}))


def _find(client: docker.DockerClient) -> Container | None:
    return next((each for each in _all(client) if each.name == BY_HAND), None)
