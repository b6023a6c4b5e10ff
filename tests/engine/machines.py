"""Engines for tests to lose: each a daemon of its own in a container, reached by socket or TLS."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Any, Self

import docker

from livedoc import host
from livedoc.archive import tar_of
from livedoc.errors import SandboxError
from livedoc.images import ImageSet
from livedoc.sandbox import container_options
from tests.engine.waiting import wait_until

SOCKETS = "/sockets"
PORT = 2376
SLIM = "livedoc-engine:slim"
# What a sandbox on such a machine has of the machine's own, so that its image is small.
SHARED = {"/usr": {"bind": "/usr", "mode": "ro"}}
CERTIFICATE = (
    "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN={name} "
    "-keyout {name}-key.pem -out {name}.pem"
)


def certificates(folder: Path) -> dict[str, bytes]:
    """Write an authority and what it signed for both ends, named as Docker's clients look for it.

    Returns what the daemon needs, by file name.
    """
    signed = (
        f"{CERTIFICATE.format(name='cert')} -CA ca.pem -CAkey ca-key.pem "
        "-addext subjectAltName=IP:127.0.0.1 -addext extendedKeyUsage=serverAuth,clientAuth"
    )
    for command in (CERTIFICATE.format(name="ca"), signed):
        subprocess.run(["openssl", *command.split()], cwd=folder, check=True, capture_output=True)
    (folder / "cert-key.pem").rename(folder / "key.pem")
    return {name: (folder / name).read_bytes() for name in ("ca.pem", "cert.pem", "key.pem")}


class Machine:
    """A daemon in a container: on a socket in a folder, or on a port with certificates.

    A context manager: it runs inside the `with` and not after.
    """

    def __init__(
        self, client: docker.DockerClient, image_set: ImageSet, where: Path | dict[str, bytes]
    ) -> None:
        options = container_options(image_set, client.info()["MemTotal"])
        del options["tmpfs"]["/etc/docker"]  # for the configuration to be there when it starts
        hosts = ["unix:///run/docker.sock"]
        configuration: dict[str, Any] = {"hosts": hosts}
        files = {}
        if isinstance(where, Path):
            hosts.append(f"unix://{SOCKETS}/docker.sock")
            options["volumes"] = {str(where): {"bind": SOCKETS, "mode": "rw"}}
        else:
            hosts.append(f"tcp://0.0.0.0:{PORT}")
            options["ports"] = {f"{PORT}/tcp": ("127.0.0.1", None)}
            files = where
            configuration |= {"tlsverify": True} | {
                key: f"/etc/docker/{name}.pem"
                for key, name in (("tlscacert", "ca"), ("tlscert", "cert"), ("tlskey", "key"))
            }
        self._client, self._where = client, where
        self._container = client.containers.create(**options)
        self._put(files | {"daemon.json": json.dumps(configuration).encode()})

    def __enter__(self) -> Self:
        parameters = {"stdin": 1, "stdout": 1, "stderr": 1, "stream": 1}
        self._owner = self._client.api.attach_socket(str(self._container.id), parameters)
        self._container.start()
        self._container.reload()
        assert wait_until(self._answers, 30), self.log()
        return self

    def __exit__(self, *_: object) -> None:
        try:
            self._container.remove(force=True, v=True)
        except docker.errors.APIError:
            return  # killed, and removed by itself

    @property
    def url(self) -> str:
        """Return how LIVEDOC_ENGINES names it."""
        if isinstance(self._where, Path):
            return f"unix://{self._where}/docker.sock"
        bindings = self._container.ports[f"{PORT}/tcp"]
        assert bindings
        return f"tcp://127.0.0.1:{bindings[0]['HostPort']}"

    def signal(self, name: str) -> None:
        """Send the daemon a signal; STOP leaves it there, but it answers no more."""
        code, output = self.run(f"kill -{name} $(pidof dockerd)")
        assert code == 0, output

    def run(self, command: str) -> tuple[int, str]:
        """Run a command on the machine; returns its exit code and output."""
        code, output = self._container.exec_run(["bash", "-c", command])
        return int(code or 0), bytes(output).decode()  # type: ignore[arg-type]

    def log(self) -> str:
        """Return the end of the daemon's log."""
        return self.run("tail -n 20 /var/log/dockerd.log")[1]

    def import_slim(self) -> None:
        """Give it an image of itself without what the sandboxes share with it."""
        code, output = self.run(
            "tar -C / --one-file-system --exclude './usr/?*' --exclude './var/cache/?*' "
            "--exclude ./etc/docker -c . | docker -H unix:///run/docker.sock import "
            f"--change 'ENTRYPOINT [\"entrypoint\"]' - {SLIM}"
        )
        assert code == 0, output

    def _answers(self) -> bool:
        if isinstance(self._where, Path):  # whoever runs the tests need not be of the group
            self.run(f"chmod 666 {SOCKETS}/docker.sock")
        try:
            host.open_at(host.named({**os.environ, host.ENGINES: self.url})[0])
        except SandboxError:
            return False
        return True

    def _put(self, files: dict[str, bytes]) -> None:
        self._container.put_archive("/etc/docker", tar_of(files))
