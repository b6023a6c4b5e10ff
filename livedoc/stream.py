"""A duplex byte stream to a process, however that process is reached."""

from __future__ import annotations

from typing import Protocol


class Stream(Protocol):
    """What a shell needs of the process it talks to."""

    def send(self, data: bytes) -> None:
        """Write to the process; raises OSError where it is gone."""

    def receive(self, timeout: float) -> bytes | None:
        """Return what it printed; None: nothing within `timeout` seconds; b"": it ended."""

    def exit_code(self) -> int:
        """Return the exit code of an ended process."""

    def close(self) -> None:
        """Let go of the process."""
