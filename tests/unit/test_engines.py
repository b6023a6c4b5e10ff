"""Which engines LIVEDOC_ENGINES names, how each is reached, and what is said of those that fail."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from docker.context import ContextAPI

from livedoc import engines, host, tunnel
from livedoc.errors import SandboxError
from tests.unit.test_host import NOW, Serve
from tests.unit.test_host import serve as serve  # a fixture

# What ssh does with `-L here:there`, on one machine; it ends when its standard input does.
SSH = f"""#!{sys.executable}
import socket, sys, threading
here, there = sys.argv[sys.argv.index("-L") + 1].split(":")
if sys.argv[-2] != "ssh://me@build.example:2222":
    sys.exit("ssh: Could not resolve hostname")
def copy(source, target):
    while data := source.recv(65536):
        target.sendall(data)
    target.shutdown(socket.SHUT_WR)
def serve():
    while True:
        near, far = server.accept()[0], socket.socket(socket.AF_UNIX)
        far.connect(there)
        for pair in ((near, far), (far, near)):
            threading.Thread(target=copy, args=pair, daemon=True).start()
server = socket.socket(socket.AF_UNIX)
server.bind(here)
server.listen()
threading.Thread(target=serve, daemon=True).start()
sys.stdin.read()
"""


def named(text: str, **more: str) -> list[host.Address]:
    """Return what LIVEDOC_ENGINES names."""
    return host.named({host.ENGINES: text} | more)


@pytest.fixture
def context(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Return the name of a docker context."""
    (tmp_path / "config.json").write_text("{}")  # without it the SDK looks in the working directory
    monkeypatch.setenv("DOCKER_CONFIG", str(tmp_path))
    ContextAPI.create_context("build", host="unix:///c.sock")
    return "build"


def test_every_kind_of_engine_can_be_named(context: str) -> None:
    """Sockets, machines by tcp and ssh, and contexts with or without the word."""
    found = named(f"unix:///a.sock, tcp://192.0.2.1:2375,ssh://me@host,{context},context:{context}")
    assert [address.url for address in found] == [
        "unix:///a.sock",
        "tcp://192.0.2.1:2375",
        "ssh://me@host",
        "http+unix:///c.sock",
        "http+unix:///c.sock",
    ]
    assert all(not address.options for address in found)
    assert named("") == named("  ") == []


def test_they_come_before_docker_host(tmp_path: Path) -> None:
    """What looks for one engine looks among those that are named."""
    environment = {host.ENGINES: "unix:///a.sock", "DOCKER_HOST": "unix:///b.sock"}
    assert [each.url for each in host.addresses(environment, tmp_path)] == ["unix:///a.sock"]


def test_tls_is_dockers_own(tmp_path: Path) -> None:
    """DOCKER_CERT_PATH and DOCKER_TLS_VERIFY hold for tcp, and for nothing else."""
    for name in ("ca.pem", "cert.pem", "key.pem"):
        (tmp_path / name).touch()
    told = {"DOCKER_CERT_PATH": str(tmp_path), "DOCKER_TLS_VERIFY": "1"}
    over_tcp, over_unix = named("tcp://192.0.2.1:2376,unix:///a.sock", **told)
    tls = over_tcp.options["tls"]
    assert (tls.verify, tls.ca_cert) == (True, f"{tmp_path}/ca.pem")
    assert tls.cert == (f"{tmp_path}/cert.pem", f"{tmp_path}/key.pem")
    assert not over_unix.options


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("unix:///a.sock,", "expected unix://, tcp://, ssh:// or the name .*; found ''"),
        ("http://a", "expected .*; found 'http://a'"),
        ("tcp://", "expected .*; found 'tcp://'"),
        ("nowhere", "there is no docker context 'nowhere'"),
        ("unix:///a.sock,unix:///a.sock", "unix:///a.sock is named twice"),
    ],
)
def test_what_is_no_engine_is_refused(text: str, message: str) -> None:
    """The entry is named, with what was expected."""
    with pytest.raises(SandboxError, match=f"LIVEDOC_ENGINES: {message}"):
        named(text)


def test_missing_certificates_are_told(tmp_path: Path) -> None:
    """TLS that is asked for and cannot be had is an error, and nothing is sent in the clear."""
    with pytest.raises(SandboxError, match=r"tcp://192.0.2.1:2376: .*certificate"):
        named("tcp://192.0.2.1:2376", DOCKER_TLS_VERIFY="1", DOCKER_CERT_PATH=str(tmp_path))


def test_an_engine_that_does_not_answer_is_left_out(
    serve: Serve, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is told, with what it said, and the others are used."""
    here = serve("here.sock", NOW | {"NCPU": "4"})
    none = f"unix://{tmp_path}/none.sock"
    monkeypatch.setenv(host.ENGINES, f"{none},{here.url}")
    said: list[str] = []
    found = engines.find(said.append)
    assert (found.cpus, found.pick(0).name) == (4, here.url)
    assert len(said) == 1 and said[0].startswith(f"left out: {none}: no Docker engine answers")


def test_where_none_answers_each_says_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No engine is started in their stead: whoever names engines wants those."""
    one, two = (f"{tmp_path}/{name}.sock" for name in ("one", "two"))
    monkeypatch.setenv(host.ENGINES, f"unix://{one},unix://{two}")
    for failing in (engines.find, host.connect):
        with pytest.raises(SandboxError) as raised:
            failing()
        lines = str(raised.value).splitlines()
        assert len(lines) == 3
        for line, name in zip(lines[1:], (one, two), strict=True):
            assert name in line and "No such file" in line


def test_an_engine_is_reached_through_ssh(
    serve: Serve, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its socket is brought here, once for all that ask; what ssh says is told where it fails."""
    (tmp_path / "ssh").write_text(SSH)
    (tmp_path / "ssh").chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    path = serve("far.sock", NOW).socket_path
    url = f"ssh://me@build.example:2222{path}"
    client = host.open_at(host.Address(url, url))
    assert client.version()["Version"] == NOW["Version"]
    assert tunnel.through(url, 5) == tunnel.through(url, 5)
    with pytest.raises(SandboxError, match=r"ssh://elsewhere: .*Could not resolve hostname"):
        host.open_at(host.Address("ssh://elsewhere", "ssh://elsewhere"))
