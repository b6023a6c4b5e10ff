"""Turns the bytes a command printed into text that can be shown, stored and compared."""

from __future__ import annotations

import re

OUTPUT_LIMIT = 256 * 1024
"""Bytes of one step's output that are kept: the first half and the last half of this."""

SGR = re.compile(r"\x1b\[[0-9;:]*m")
_OTHER_ESCAPES = re.compile(
    r"\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)"  # operating system commands, e.g. window titles
    r"|\x1b\[[0-?]*[ -/]*[@-ln-~]"  # control sequences other than colours
    r"|\x1b[()][0-9A-Za-z]|\x1b[=>78cDEHM]"
)
_CONTROLS: dict[int, str] = (
    {code: chr(0x2400 + code) for code in range(32) if chr(code) not in "\n\t\x1b"}
    | {127: "\u2421"}
    | {code: f"\\x{code:02x}" for code in range(0x80, 0xA0)}
)


class BoundedOutput:
    """Collects output of any length in bounded memory, and says what it left out."""

    def __init__(self, limit: int = OUTPUT_LIMIT) -> None:
        self.limit = limit
        self._half = limit // 2
        self._rest = limit - self._half
        self._head = bytearray()
        self._tail = bytearray()
        self._total = 0

    def add(self, data: bytes) -> None:
        """Take in what came next."""
        self._total += len(data)
        room = self._half - len(self._head)
        if room > 0:
            self._head += data[:room]
            data = data[room:]
        self._tail += data
        if len(self._tail) > 2 * self._rest:
            del self._tail[: -self._rest]

    def bytes(self) -> bytes:
        """Return all of it, or its two ends around a line that says how much was cut."""
        cut = self._total - len(self._head) - min(len(self._tail), self._rest)
        if cut <= 0:
            return bytes(self._head + self._tail)
        notice = f"\n[{cut:,} of {self._total:,} bytes cut here; {self.limit:,} are kept]\n"
        return bytes(self._head) + notice.encode() + bytes(self._tail[-self._rest :])


def to_text(output: bytes) -> str:
    """Return output as a terminal leaves it: colours kept, all other control visible or gone.

    Invalid UTF-8 becomes `\\xNN`, other control characters their Unicode pictures.
    """
    text = output.decode("utf-8", errors="backslashreplace").replace("\r\n", "\n")
    text = _OTHER_ESCAPES.sub("", text)
    text = "\n".join(line.rstrip("\r").rpartition("\r")[2] for line in text.split("\n"))
    text = re.sub(r"\x1b(?!\[[0-9;:]*m)", "\u241b", text)
    return text.translate(_CONTROLS)


def plain(text: str) -> str:
    """Return text without its colours."""
    return SGR.sub("", text)
