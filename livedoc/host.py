"""Finds the Docker engine to work on; where none is, and we may, one is run while it is used."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import docker
from docker.context import ContextAPI
from docker.errors import DockerException
from docker.tls import TLSConfig
from docker.utils import kwargs_from_env, version_lt

from livedoc import dockerd, tunnel
from livedoc.errors import LivedocError, SandboxError
from livedoc.interrupt import handled

Report = Callable[[str], object]

ENGINES = "LIVEDOC_ENGINES"
NAMES_ONE = (ENGINES, "DOCKER_HOST", "DOCKER_CONTEXT")
SCHEMES = ("unix", "tcp", "ssh")
OLDEST_API, OLDEST = "1.41", "20.10"
ANSWER_SECONDS = 10
# A build may say nothing for as long as a step of it takes.
CALL_SECONDS = 600
INSTALL = (
    "install Docker Engine or Docker Desktop (https://docs.docker.com/get-docker/) and start it, "
    "or set DOCKER_HOST"
)


class NoEngineError(SandboxError):
    """No engine answers anywhere that one is looked for."""


@dataclass(frozen=True)
class Address:
    """Where an engine may be, who says so, and how the SDK reaches it."""

    url: str
    source: str
    options: dict[str, Any] = field(default_factory=dict)

    @property
    def socket_path(self) -> Path | None:
        """Return the path of a Unix socket, or None where it is none."""
        scheme, _, path = self.url.partition("://")
        return Path(path) if scheme in ("unix", "http+unix") else None


def addresses(environment: Mapping[str, str], home: Path) -> list[Address]:
    """Return where to look, first come first.

    Those of LIVEDOC_ENGINES alone, else DOCKER_HOST alone, else DOCKER_CONTEXT alone, else the
    context that `docker context use` chose, else sockets. Raises SandboxError where what is named
    is none.
    """
    env = dict(environment)
    if places := named(env):
        return places
    if env.get("DOCKER_HOST"):
        source = f"DOCKER_HOST={env['DOCKER_HOST']}"
        try:
            options = dict[str, Any](kwargs_from_env(environment=env))
        except DockerException as error:
            raise SandboxError(f"{source}: {error}") from None
        return [Address(str(options.pop("base_url")), source, options)]
    found = []
    context = dict[str, Any](ContextAPI.kwargs_from_context(environment=env))
    if name := env.get("DOCKER_CONTEXT"):
        if not context:
            raise SandboxError(f"DOCKER_CONTEXT={name}: there is no such docker context")
        return [Address(context.pop("base_url"), f"DOCKER_CONTEXT={name}", context)]
    if context:
        found.append(Address(context.pop("base_url"), "the current docker context", context))
    desktop = home / ".docker"
    sockets = [dockerd.SOCKET, desktop / "run/docker.sock", desktop / "desktop/docker.sock"]
    if env.get("XDG_RUNTIME_DIR"):
        sockets.append(Path(env["XDG_RUNTIME_DIR"]) / "docker.sock")
    return found + [Address(f"unix://{path}", str(path)) for path in sockets]


def named(environment: Mapping[str, str]) -> list[Address]:
    """Return the engines that LIVEDOC_ENGINES names: addresses, or contexts by their name.

    TLS is Docker's own: a context's, or for tcp:// what DOCKER_CERT_PATH and DOCKER_TLS_VERIFY say.
    Raises SandboxError, naming the entry, where one is none.
    """
    env, found = dict(environment), dict[str, Address]()
    entries = [entry.strip() for entry in env.get(ENGINES, "").split(",")]
    for entry in entries if entries != [""] else []:
        scheme, separator, rest = entry.partition("://")
        try:
            if separator and scheme in SCHEMES and rest:
                # Certificates are for tcp alone: elsewhere they would be looked for in vain.
                told = env if scheme == "tcp" else {}
                options = dict[str, Any](kwargs_from_env({**told, "DOCKER_HOST": entry}))
            elif entry and not separator:
                name = entry.removeprefix("context:")
                if not (options := dict[str, Any](ContextAPI.kwargs_from_context(name))):
                    raise SandboxError(f"{ENGINES}: there is no docker context {name!r}")
            else:
                raise SandboxError(
                    f"{ENGINES}: expected unix://, tcp://, ssh:// or the name of a docker context, "
                    f"separated by commas; found {entry!r}"
                )
        except DockerException as error:
            raise SandboxError(f"{ENGINES}: {entry}: {error}") from None
        if entry in found:
            raise SandboxError(f"{ENGINES}: {entry} is named twice")
        found[entry] = Address(str(options.pop("base_url")), entry, options)
    return list(found.values())


def find(places: list[Address]) -> tuple[Address, docker.DockerClient]:
    """Return the first engine that answers and its address.

    Raises NoEngineError where none is, and SandboxError where one is but cannot be used.
    """
    refusals: list[SandboxError] = []
    absences: list[NoEngineError] = []
    for address in places:
        try:
            return address, open_at(address)
        except NoEngineError as absence:
            absences.append(absence)
        except SandboxError as refusal:
            refusals.append(refusal)
    if refusals:
        raise refusals[0]
    if os.environ.get(ENGINES):
        raise NoEngineError(
            f"of {ENGINES} no engine answers:\n  " + "\n  ".join(map(str, absences))
        )
    if len(places) == 1:
        why = absences[0].__cause__
        raise NoEngineError(
            f"no Docker engine answers at {places[0].source}; correct or unset it: {why}"
        )
    raise NoEngineError(f"no Docker engine answers; {INSTALL}")


def connect() -> docker.DockerClient:
    """Return a client of the engine. Raises SandboxError with what to do."""
    return find(addresses(os.environ, Path.home()))[1]


@contextmanager
def engine(report: Report) -> Iterator[docker.DockerClient]:
    """Hold an engine for the block: one that runs, or our own where we may start one.

    `report` is called with what is installed or started. Raises SandboxError with what to do.
    """
    with _held(report) as (_, client):
        yield client


def run_with_engine(argv: list[str]) -> int:
    """Run a command while an engine is held, told to it as DOCKER_HOST; returns its exit code."""
    with _held(lambda message: print(message, flush=True)) as (address, _):
        environment = dict(os.environ)
        if address.socket_path:
            environment["DOCKER_HOST"] = address.url
        with _signals_left_to(child := subprocess.Popen(argv, env=environment)):
            code = child.wait()
    return code if code >= 0 else 128 - code


@contextmanager
def _held(report: Report) -> Iterator[tuple[Address, docker.DockerClient]]:
    def look() -> tuple[Address, docker.DockerClient]:
        return find(addresses(os.environ, Path.home()))

    with dockerd.held(dockerd.STATE) as holder:
        try:
            found = look()
        except NoEngineError as absence:
            # Whoever names an engine wants that one, not another.
            if any(os.environ.get(name) for name in NAMES_ONE) or not dockerd.may_start():
                raise
            report(f"{str(absence).partition(';')[0]}: starting one for this run")
            holder.start(report, answers=lambda: _answers(Address(dockerd.URL, dockerd.URL)))
            found = look()
        holder.settle()
        yield found


class _Certificates(TLSConfig):
    """TLS with what it was told alone: a CA bundle of the environment would take its place."""

    def configure_client(self, client: Any) -> None:
        super().configure_client(client)
        client.trust_env = False


def open_at(address: Address) -> docker.DockerClient:
    """Return a client of the engine at an address.

    Raises NoEngineError where none answers, and SandboxError where it cannot be used.
    """
    url, path, options = address.url, address.socket_path, dict(address.options)
    if path is not None:
        _knock(path)
    try:
        if url.startswith("ssh://"):
            url = f"unix://{tunnel.through(url, ANSWER_SECONDS)}"
        if tls := options.get("tls"):
            options["tls"] = _Certificates(tls.cert, tls.ca_cert, tls.verify)
        client = docker.DockerClient(base_url=url, timeout=ANSWER_SECONDS, **options)
        version = client.version()
        api, name = version["ApiVersion"], version["Version"]
    except (DockerException, OSError, KeyError) as error:
        raise NoEngineError(f"no Docker engine answers at {address.source}: {error}") from error
    if version_lt(api, OLDEST_API):
        raise SandboxError(
            f"the Docker engine at {address.source} is {name}; {OLDEST} is the oldest that will "
            f"do: upgrade it, or set DOCKER_HOST to another"
        )
    client.api.timeout = CALL_SECONDS
    return client


def _knock(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as probe:
        probe.settimeout(ANSWER_SECONDS)
        try:
            probe.connect(str(path))
        except PermissionError:
            raise SandboxError(
                f"no permission to use the Docker engine at {path}; join its group and log in "
                f"again: sudo usermod -aG docker $USER"
            ) from None
        except OSError as error:
            raise NoEngineError(f"no Docker engine answers at {path}: {error}") from error


def _answers(address: Address) -> bool:
    try:
        open_at(address)
    except SandboxError:
        return False
    return True


@contextmanager
def _signals_left_to(child: subprocess.Popen[bytes]) -> Iterator[None]:
    """Let the child answer Ctrl-C, which it gets too, and pass SIGTERM on to it."""
    with (
        handled(signal.SIGINT, signal.SIG_IGN),
        handled(signal.SIGTERM, lambda *_: child.terminate()),
    ):
        yield


def main(argv: list[str]) -> int:
    """`python -m livedoc.host -- COMMAND…`; returns COMMAND's exit code, or 2 without an engine."""
    if argv[:1] != ["--"] or len(argv) < 2:
        print("usage: python -m livedoc.host -- COMMAND…", file=sys.stderr)
        return 2
    try:
        return run_with_engine(argv[1:])
    except LivedocError as error:
        print(f"livedoc: {error}", file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
