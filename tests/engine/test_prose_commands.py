"""Holds the commands in the guide's prose to the sandbox's own command line."""

from __future__ import annotations

import shlex
from collections.abc import Mapping

import pytest

from livedoc.sandbox import DockerSandbox
from tests.docs.cli import Cli, Path
from tests.docs.prose import command_faults
from tests.docs.test_pages import PAGES

# One process for all commands of a level, four at a time; each page ends in a mark of its own.
ALL_HELPS = r"""
cd "$(mktemp -d)"
number=0
while IFS= read -r command; do
  number=$((number + 1))
  printf '%s\0%s\0' "$command" "$number"
done | xargs -0 -n2 -P4 sh -c '$0 --help >"$1" 2>&1'
for file in $(ls | sort -n); do cat "$file"; printf '\036'; done
"""


@pytest.fixture(scope="module")
def cli(session_sandbox: DockerSandbox) -> Cli:
    """Return the command line of the sandbox."""

    def helps(paths: list[Path]) -> list[str]:
        commands = "".join(f"{shlex.join(path)}\n" for path in paths)
        code, output = session_sandbox.sh(f"printf %s {shlex.quote(commands)} | ({ALL_HELPS})")
        assert code == 0, output
        return output.split("\x1e")[:-1]

    return Cli(helps)


def test_the_command_line_was_read(cli: Cli) -> None:
    """Plugins and the commands below commands are there; misspelt ones are not."""
    assert len(cli) > 150
    assert cli.fault(["docker", "compose", "up", "--wait", "-d"]) is None
    assert cli.fault(["docker", "buildx", "build", "--platform", "linux/arm64", "."]) is None
    assert cli.fault(["docker", "container", "ls", "--no-trunc"]) is None
    assert cli.fault(["docker", "container", "lst"])


def test_every_command_in_prose_exists(cli: Cli) -> None:
    """Each docker command that a sentence names has a subcommand and flags that exist."""
    pages: Mapping[str, str] = PAGES
    assert [f for name, text in pages.items() for f in command_faults(name, text, cli)] == []
