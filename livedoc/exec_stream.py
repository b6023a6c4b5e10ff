"""Processes in a container, over the engine's API."""

from __future__ import annotations

import io
import socket
import ssl
import struct
from typing import Any, cast

import docker
from docker.errors import APIError

from livedoc.errors import SandboxError

# Without a terminal the engine sends frames: stream number, three zero bytes, length.
FRAME_HEADER = struct.Struct(">BxxxL")
ROWS, COLUMNS = 40, 120
CHUNK = 2**20


def demultiplex(data: bytes) -> bytes:
    """Return what stands in whole frames, of whichever stream."""
    text = b""
    while len(data) >= FRAME_HEADER.size:
        _, length = FRAME_HEADER.unpack_from(data)
        text += data[FRAME_HEADER.size : FRAME_HEADER.size + length]
        data = data[FRAME_HEADER.size + length :]
    return text


class ExecStream:
    """Implements livedoc.stream.Stream."""

    def __init__(
        self,
        client: docker.DockerClient,
        container_id: str,
        argv: list[str],
        *,
        user: str,
        workdir: str,
        environment: dict[str, str],
        tty: bool,
    ) -> None:
        self._api = client.api
        self._tty = tty
        self._buffer = b""
        try:
            self._id = self._api.exec_create(
                container_id,
                argv,
                stdin=True,
                tty=tty,
                user=user,
                workdir=workdir,
                environment=environment,
            )["Id"]
            # The response must be kept: the socket closes when it is collected.
            self._response = self._api.exec_start(self._id, socket=True, tty=tty)
            if tty:
                self._resize()
        except OSError as error:  # APIError is one too
            raise SandboxError(f"the sandbox did not start a process: {error}") from None
        raw: object = self._response
        self._socket = cast(socket.socket, getattr(raw, "_sock", raw))
        self._buffer = self._read_ahead()

    def send(self, data: bytes) -> None:
        """Write to the process."""
        self._socket.settimeout(10)
        for start in range(0, len(data), CHUNK):
            self._socket.sendall(data[start : start + CHUNK])

    def receive(self, timeout: float) -> bytes | None:
        """Return what it printed; None: nothing in time; b"": it ended."""
        if self._tty and self._buffer:
            data, self._buffer = self._buffer, b""
            return data
        frame = self._frame()
        if frame is not None:
            return frame
        self._socket.settimeout(max(timeout, 0.001))
        try:
            data = self._socket.recv(65536)
        except TimeoutError:
            return None
        except OSError:
            return b""
        if self._tty or not data:
            return data
        self._buffer += data
        return self._frame()

    def exit_code(self) -> int:
        """Return the exit code of the ended process."""
        try:
            code = self._api.exec_inspect(self._id)["ExitCode"]
        except OSError as error:
            raise SandboxError(f"the sandbox is gone: {error}") from None
        return -1 if code is None else int(code)

    def close(self) -> None:
        """Close the connection; the process itself is ended by the sandbox's `kill`."""
        self._socket.close()
        self._response.close()

    def _read_ahead(self) -> bytes:
        """Return what came along with the head of the engine's answer.

        The client read it with the head, keeps it to itself, and it is not in the socket any more.
        """
        answer: Any = self._response
        reader: io.BufferedReader = answer._response.raw._fp.fp
        self._socket.setblocking(False)
        try:
            return reader.peek()
        except ssl.SSLWantReadError:  # what a plain socket says by returning nothing
            return b""

    def _resize(self) -> None:
        try:
            self._api.exec_resize(self._id, height=ROWS, width=COLUMNS)
        except APIError:
            # A process may be quicker than this; one that still runs must have its width.
            if self._api.exec_inspect(self._id)["Running"]:
                raise

    def _frame(self) -> bytes | None:
        if self._tty or len(self._buffer) < FRAME_HEADER.size:
            return None
        _, length = FRAME_HEADER.unpack_from(self._buffer)
        end = FRAME_HEADER.size + length
        if len(self._buffer) < end:
            return None
        frame, self._buffer = self._buffer[FRAME_HEADER.size : end], self._buffer[end:]
        return frame or None
