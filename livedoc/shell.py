"""One bash for all the steps of an example: `cd` and `export` last as they do for a reader."""

from __future__ import annotations

import re
import secrets
import shlex
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import Literal, Protocol

from livedoc.stream import Stream
from livedoc.text import BoundedOutput, plain, to_text
from livedoc.timing import Arrivals, LineClock, later

POLL_SECONDS = 0.3
PROMPT = re.compile(r"[#$%>:?] $")
PROMPT_QUIET_SECONDS = 0.15
KILL_POLL_SECONDS = 0.01
CTRL_C = b"\x03"
COOKIE = "LIVEDOC_RUN"

# The fixed environment of every command: outputs differ only when behaviour does.
ENVIRONMENT = {
    "LANG": "C.UTF-8",
    "TZ": "UTC",
    "COLUMNS": "120",
    "TERM": "xterm",
    "PAGER": "cat",
    "HOME": "/home/reader",
    "USER": "reader",
}


Ended = Literal["exit", "timeout", "shell ended", "never matched"]


@dataclass(frozen=True)
class RawResult:
    """What one command gave back: output, exit code, seconds, how it ended, when lines came."""

    output: str
    exit: int
    seconds: float
    ended: Ended = "exit"
    arrivals: Arrivals = ()


class Host(Protocol):
    """Where a shell's processes run."""

    def open(
        self, argv: list[str], *, workdir: str, environment: dict[str, str], tty: bool
    ) -> Stream:
        """Start a process as the reader and return the stream to it."""

    def kill(self, cookie: str) -> None:
        """Kill every process whose environment holds COOKIE=`cookie`."""


class Shell:
    """Runs commands one after another in one bash, each bounded in time and output."""

    def __init__(self, host: Host, workdir: str) -> None:
        self._host = host
        self._workdir = workdir
        self._cookie = secrets.token_hex(8)
        self._environment = ENVIRONMENT | {COOKIE: self._cookie}
        self._stream = self._open(["bash", "--noprofile", "--norc"], tty=False)
        self._closed = False

    def run(self, command: str, *, timeout: float, typed: tuple[str, ...] = ()) -> RawResult:
        """Run a command; past `timeout` seconds it and all it started are killed."""
        marker = new_marker()
        stdin = f" <(printf %s {shlex.quote(_lines(typed))})" if typed else "/dev/null"
        # The command is a word to this shell, so nothing in it can break out of its line.
        line = f"eval {shlex.quote(command)} <{stdin} 2>&1; {tell_end(marker)}\n"
        started = time.monotonic()
        try:
            self._stream.send(line.encode())
        except OSError:
            return RawResult("", -1, 0, "shell ended")
        return self._collect(self._stream, started, timeout, marker)

    def run_until(self, command: str, pattern: str, *, timeout: float) -> RawResult:
        """Repeat a command until its output matches; the result is that of the last time."""
        started = time.monotonic()
        whole: RawResult | None = None
        while True:
            waited = time.monotonic() - started
            result = self.run(command, timeout=max(timeout - waited, 0.01))
            seconds = time.monotonic() - started
            result = replace(result, seconds=seconds, arrivals=later(result.arrivals, waited))
            if result.ended == "timeout" and whole:
                return replace(whole, seconds=seconds, ended="never matched")
            if result.ended != "exit" or re.search(pattern, plain(result.output), re.MULTILINE):
                return result
            if seconds + POLL_SECONDS >= timeout:
                return replace(result, ended="never matched")
            whole = result
            time.sleep(POLL_SECONDS)

    def run_at_terminal(
        self,
        command: str,
        *,
        timeout: float,
        typed: tuple[str, ...] = (),
        interrupt: str | None = None,
    ) -> RawResult:
        """Run a command at a terminal of its own, with this shell's directory and environment.

        Each line of `typed` is sent when a prompt is waiting; Ctrl-C once `interrupt` matches.
        """
        state = self.run("export -p; printf 'cd %q\\n' \"$PWD\"", timeout=10)
        if state.ended != "exit":
            return state
        marker = new_marker()
        # Older engines lose what a process prints right before its end: so it lives until that
        # was read. Ctrl-C is for the command alone.
        script = (
            f"{state.output}\ntrap : INT\n(trap - INT; eval {shlex.quote(command)})\n"
            f"{tell_end(marker)}; read -r _"
        )
        started = time.monotonic()
        stream = self._open(["bash", "--noprofile", "--norc", "-c", script], tty=True)
        try:
            keys = _Typist(stream, typed, interrupt)
            return self._collect(stream, started, timeout, marker, keys.watch)
        finally:
            stream.close()

    def close(self) -> None:
        """Kill whatever the commands left running, and the shell; harmless the second time."""
        if self._closed:
            return
        self._closed = True
        try:
            self._kill(self._stream)
        finally:
            self._stream.close()

    def _kill(self, stream: Stream) -> None:
        # An engine does not report a process as ended while there is output of it to be read.
        with ThreadPoolExecutor(1) as pool:
            killing = pool.submit(self._host.kill, self._cookie)
            while not killing.done() and stream.receive(KILL_POLL_SECONDS) != b"":
                pass
            killing.result()

    def _open(self, argv: list[str], *, tty: bool) -> Stream:
        return self._host.open(argv, workdir=self._workdir, environment=self._environment, tty=tty)

    def _collect(
        self,
        stream: Stream,
        started: float,
        timeout: float,
        marker: bytes,
        watch: Callable[[bytes], None] = lambda data: None,
    ) -> RawResult:
        """Read until the line that tells the end and the exit code."""
        output, clock, rest = BoundedOutput(), LineClock(), b""

        def result(exit: int, ended: Ended = "exit") -> RawResult:
            return RawResult(to_text(output.bytes()), exit, seconds, ended, clock.arrivals())

        def keep(data: bytes) -> None:
            output.add(data)
            clock.add(data, seconds)

        while True:
            left = started + timeout - time.monotonic()
            data = stream.receive(min(max(left, 0), PROMPT_QUIET_SECONDS))
            seconds = time.monotonic() - started
            if data == b"":
                keep(rest)
                return result(stream.exit_code(), "shell ended")
            watch(data or b"")
            rest += data or b""
            at = rest.find(marker)
            if at >= 0 and b"\n" in rest[at:]:
                keep(rest[:at])
                return result(int(rest[at + len(marker) :].split(b"\n", 1)[0]))
            # Also where there was something to read: a flood leaves no quiet moment.
            if left <= 0:
                self._kill(stream)
                keep(rest)
                return result(-1, "timeout")
            # Only what may be the marker's beginning waits for what follows it.
            begun = rest.find(marker[:1], max(len(rest) - len(marker), 0))
            until = at if at >= 0 else begun if begun >= 0 else len(rest)
            keep(rest[:until])
            rest = rest[until:]


class _Typist:
    """Types at a terminal as a person would: after the prompt, not before."""

    def __init__(self, stream: Stream, typed: tuple[str, ...], interrupt: str | None) -> None:
        self._stream = stream
        self._lines = list(typed)
        self._interrupt = re.compile(interrupt, re.MULTILINE) if interrupt else None
        self._matched: float | None = None
        self._seen = b""

    def watch(self, data: bytes) -> None:
        """Take in what was printed (nothing: it has been quiet), and press keys if it is time."""
        self._seen = (self._seen + data)[-65536:]
        text = plain(to_text(self._seen))
        if self._interrupt and not self._matched and self._interrupt.search(text):
            self._matched = time.monotonic()
        # After what belongs to the match, but not never where the output does not rest.
        if self._matched and (not data or time.monotonic() - self._matched > 1):
            self._matched = self._interrupt = None
            self._stream.send(CTRL_C)
        elif not data and self._lines and PROMPT.search(text):
            self._seen = b""
            self._stream.send(self._lines.pop(0).encode() + b"\r")


def new_marker() -> bytes:
    """Return what no command prints by chance, to tell where its output ends."""
    return b"\x1e" + secrets.token_hex(8).encode() + b" "


def tell_end(marker: bytes) -> str:
    """Return the command that prints the marker and the exit code of the one before it."""
    return f"printf '\\x1e%s %d\\n' {marker[1:-1].decode()} $?"


def _lines(typed: tuple[str, ...]) -> str:
    return "".join(f"{line}\n" for line in typed)
