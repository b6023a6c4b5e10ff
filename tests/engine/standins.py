"""What the contract suites of the base images share: one emptied engine per suite, and polling."""

from __future__ import annotations

import json
import re
import shlex
import time
from dataclasses import dataclass
from typing import Any

from livedoc.sandbox import DockerSandbox


@dataclass(frozen=True)
class Engine:
    """The sandbox's Docker, spoken to as a reader does."""

    sandbox: DockerSandbox

    def sh(self, command: str, *, code: int = 0) -> str:
        """Run a command, require its exit code, and return what it printed."""
        actual, output = self.sandbox.sh(command)
        assert actual == code, f"{command}\nexit {actual}, expected {code}:\n{output}"
        return output

    def eventually(self, command: str, pattern: str, *, container: str = "") -> str:
        """Repeat a command until its output matches; a failure shows the container's log."""
        deadline = time.monotonic() + 60
        while True:
            _, output = self.sandbox.sh(command)
            if re.search(pattern, output, re.MULTILINE):
                return output
            if time.monotonic() > deadline:
                _, log = self.sandbox.sh(f"docker logs {container} 2>&1") if container else (0, "")
                raise AssertionError(f"{command}\nnever matched {pattern!r}:\n{output}\n{log}")
            time.sleep(0.2)

    def write(self, path: str, content: str) -> None:
        """Write a file in the reader's home directory, with the folders above it."""
        quoted = shlex.quote(path)
        self.sh(f'mkdir -p "$(dirname {quoted})" && printf %s {shlex.quote(content)} >{quoted}')

    def config(self, image: str) -> dict[str, Any]:
        """Return what an image says of how it is run, pulling it where it is not here."""
        self.sh(f"docker image inspect {image} >/dev/null 2>&1 || docker pull --quiet {image}")
        found: dict[str, Any] = json.loads(
            self.sh(f"docker image inspect --format '{{{{json .Config}}}}' {image}")
        )
        return found
