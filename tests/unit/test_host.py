"""Which engine is found, what is said where none is, and who stops one that we started."""

from __future__ import annotations

import json
import os
import signal
import socket
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from socketserver import ThreadingUnixStreamServer

import pytest
from docker.context import ContextAPI

from livedoc import dockerd, host
from livedoc.errors import SandboxError

NOW = {"Version": "28.5.2", "ApiVersion": "1.51"}
Serve = Callable[[str, dict[str, str]], host.Address]
OLD = {"Version": "19.03.15", "ApiVersion": "1.40"}


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Serve]:
    """Return a function that starts an engine that can but say its version."""
    servers = []

    def start(name: str, version: dict[str, str]) -> host.Address:
        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                body = json.dumps(version).encode()
                self.send_response(200)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def address_string(self) -> str:
                return name

            def log_message(self, *_: object) -> None:
                pass

        path = tmp_path / name
        server = ThreadingUnixStreamServer(str(path), Handler)
        servers.append(server)
        threading.Thread(target=server.serve_forever, args=[0.02], daemon=True).start()
        return host.Address(f"unix://{path}", str(path))

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


def nowhere(tmp_path: Path) -> host.Address:
    """Return a place where nothing is."""
    return host.Address(f"unix://{tmp_path}/none.sock", f"{tmp_path}/none.sock")


def test_docker_host_alone_is_looked_at(tmp_path: Path) -> None:
    """Whoever sets DOCKER_HOST never gets another engine than that one."""
    found = host.addresses({"DOCKER_HOST": "tcp://192.0.2.1:2375"}, tmp_path)
    assert [address.source for address in found] == ["DOCKER_HOST=tcp://192.0.2.1:2375"]


def test_docker_context_alone_is_looked_at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever sets DOCKER_CONTEXT gets that one's engine or none."""
    monkeypatch.setattr(
        ContextAPI, "kwargs_from_context", lambda **_: {"base_url": "tcp://192.0.2.1:2375"}
    )
    found = host.addresses({"DOCKER_CONTEXT": "build"}, tmp_path)
    assert [address.source for address in found] == ["DOCKER_CONTEXT=build"]
    monkeypatch.setattr(ContextAPI, "kwargs_from_context", lambda **_: {})
    with pytest.raises(
        SandboxError, match=r"DOCKER_CONTEXT=build: there is no such docker context"
    ):
        host.addresses({"DOCKER_CONTEXT": "build"}, tmp_path)


def test_missing_certificates_are_told(tmp_path: Path) -> None:
    """Where TLS is asked for without certificates, the message says which variable asks for it."""
    wanted = {
        "DOCKER_HOST": "tcp://192.0.2.1:2376",
        "DOCKER_TLS_VERIFY": "1",
        "DOCKER_CERT_PATH": str(tmp_path / "none"),
    }
    with pytest.raises(SandboxError, match=r"^DOCKER_HOST=tcp://192\.0\.2\.1:2376: .*[Pp]ath"):
        host.addresses(wanted, tmp_path)


def test_sockets_of_desktop_and_rootless_are_looked_at(tmp_path: Path) -> None:
    """Without DOCKER_HOST the default, Docker Desktop's and a rootless socket are tried."""
    found = {a.url for a in host.addresses({"XDG_RUNTIME_DIR": "/run/user/7"}, tmp_path)}
    assert {
        "unix:///var/run/docker.sock",
        f"unix://{tmp_path}/.docker/run/docker.sock",
        f"unix://{tmp_path}/.docker/desktop/docker.sock",
        "unix:///run/user/7/docker.sock",
    } <= found


def test_the_chosen_context_comes_before_the_sockets(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The engine that `docker context use` chose is tried before the default socket."""
    monkeypatch.setattr(
        ContextAPI, "kwargs_from_context", lambda **_: {"base_url": "tcp://192.0.2.1:2375"}
    )
    assert host.addresses({}, tmp_path)[0].url == "tcp://192.0.2.1:2375"


def test_the_first_engine_that_answers_is_taken(serve: Serve, tmp_path: Path) -> None:
    """A place where nothing answers is passed over for the next."""
    here = serve("here.sock", NOW)
    address, client = host.find([nowhere(tmp_path), here])
    assert address == here
    assert client.version()["Version"] == "28.5.2"


def test_an_old_engine_is_refused_by_version(serve: Serve) -> None:
    """An engine before 20.10 is refused in a sentence with its version and what to do."""
    with pytest.raises(SandboxError, match=r"is 19\.03\.15; 20\.10 is the oldest.*upgrade it"):
        host.find([serve("old.sock", OLD)])


def test_an_old_engine_does_not_hide_a_new_one(serve: Serve) -> None:
    """An engine that cannot be used is passed over where another can."""
    new = serve("new.sock", NOW)
    assert host.find([serve("old.sock", OLD), new])[0] == new


def test_nothing_anywhere_says_what_to_install(tmp_path: Path) -> None:
    """Where no engine is, the message is one line that says what to install."""
    with pytest.raises(host.NoEngineError) as raised:
        host.find([nowhere(tmp_path), nowhere(tmp_path)])
    assert "install Docker Engine" in str(raised.value)
    assert "\n" not in str(raised.value)


def test_a_docker_host_that_points_nowhere_is_named() -> None:
    """A DOCKER_HOST where nothing listens is named in the message."""
    places = host.addresses({"DOCKER_HOST": "unix:///none.sock"}, Path("/"))
    with pytest.raises(
        host.NoEngineError,
        match=r"DOCKER_HOST=unix:///none\.sock; correct or unset it: .*No such file",
    ):
        host.find(places)


def test_a_socket_that_is_not_ours_says_how_to_join(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without permission the message says how to join the group, not that there is no engine."""

    class Forbidden(socket.socket):
        def connect(self, path: object) -> None:
            raise PermissionError(13, "Permission denied", path)

    monkeypatch.setattr(socket, "socket", Forbidden)
    with pytest.raises(SandboxError, match="usermod -aG docker") as raised:
        host.find([nowhere(tmp_path)])
    assert not isinstance(raised.value, host.NoEngineError)


DOCKERD = f"""#!{sys.executable}
import socket, sys, signal
signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
server = socket.socket(socket.AF_UNIX)
server.bind(sys.argv[2].removeprefix("unix://"))
server.listen()
while True:
    server.accept()
"""


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the state folder of a machine of root's with a dockerd that starts."""
    tools = tmp_path / "bin"
    tools.mkdir()
    monkeypatch.setenv("PATH", str(tools), prepend=os.pathsep)
    monkeypatch.setattr(dockerd, "SOCKET", tmp_path / "docker.sock")
    monkeypatch.setattr(dockerd, "URL", f"unix://{tmp_path / 'docker.sock'}")
    monkeypatch.setattr(dockerd, "LOG", tmp_path / "log" / "dockerd.log")
    monkeypatch.setattr(dockerd, "_check_cgroups", lambda: None)
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    install(tools, DOCKERD)
    return tmp_path / "state"


def install(tools: Path, program: str) -> None:
    """Make a program the dockerd of the test's machine."""
    (tools / "dockerd").write_text(program)
    (tools / "dockerd").chmod(0o755)


def start(holder: dockerd.Holder, state: Path) -> int:
    """Start the engine, let others in, and return its process number."""
    holder.start(print, answers=dockerd.SOCKET.exists)
    holder.settle()
    return int((state / "process").read_text().split()[0])


def test_an_engine_that_was_started_is_stopped(machine: Path) -> None:
    """What a run starts, it stops, and nothing of it stays."""
    with dockerd.held(machine) as holder:
        pid = start(holder, machine)
        assert dockerd.started_at(pid)
    assert not dockerd.started_at(pid)
    assert not (machine / "process").exists()


def test_the_last_one_out_stops_the_engine(machine: Path) -> None:
    """A run that ends leaves its engine to another that still uses it, which stops it."""
    first, second = ExitStack(), ExitStack()
    pid = start(first.enter_context(dockerd.held(machine)), machine)
    second.enter_context(dockerd.held(machine)).settle()
    first.close()
    assert dockerd.started_at(pid)
    second.close()
    assert not dockerd.started_at(pid)


def test_an_engine_left_by_a_killed_run_is_stopped_by_the_next(machine: Path) -> None:
    """A run that was killed leaves its engine; the next run takes it over and stops it."""
    stack = ExitStack()
    holder = stack.enter_context(dockerd.held(machine))
    pid = start(holder, machine)
    holder.leave = lambda: None  # type: ignore[method-assign]
    stack.close()
    with dockerd.held(machine) as heir:
        heir.settle()
        assert dockerd.started_at(pid)
    assert not dockerd.started_at(pid)


def test_a_reused_process_number_is_left_alone(machine: Path) -> None:
    """A process that merely has the number of an engine long gone is not ended."""
    with dockerd.held(machine):
        (machine / "process").write_text(f"{os.getpid()} 1")
    assert dockerd.started_at(os.getpid())
    assert not (machine / "process").exists()


def test_an_engine_that_ends_at_once_shows_its_log(machine: Path, tmp_path: Path) -> None:
    """Where dockerd fails to start, the message holds its exit code and the end of its log."""
    install(tmp_path / "bin", "#!/bin/sh\necho no space left on device\nexit 7\n")
    with (
        dockerd.held(machine) as holder,
        pytest.raises(SandboxError, match=r"exit code 7:\nno space left on device"),
    ):
        start(holder, machine)
    assert not (machine / "process").exists()


def test_the_command_gets_the_engine_and_gives_its_exit_code(
    serve: Serve, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A command run with an engine finds it in DOCKER_HOST, and its exit code is ours."""
    here = serve("here.sock", NOW)
    monkeypatch.setattr(dockerd, "STATE", tmp_path / "state")
    monkeypatch.setenv("DOCKER_HOST", here.url)
    command = ["sh", "-c", 'printf %s "$DOCKER_HOST" >"$0"; exit 3', str(tmp_path / "seen")]
    assert host.run_with_engine(command) == 3
    assert (tmp_path / "seen").read_text() == here.url


def test_a_command_ended_by_a_signal_fails(
    serve: Serve, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A command that a signal ended gives the exit code that a shell would."""
    monkeypatch.setenv("DOCKER_HOST", serve("here.sock", NOW).url)
    assert host.run_with_engine(["sh", "-c", "kill -KILL $$"]) == 128 + signal.SIGKILL


def test_no_engine_for_a_command_is_exit_code_2(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without an engine the command is not run, and that is neither success nor its failure."""
    monkeypatch.setenv("DOCKER_HOST", "unix:///none.sock")
    assert host.main(["--", "true"]) == 2
    assert capsys.readouterr().err.startswith("livedoc: no Docker engine answers at DOCKER_HOST")
