"""Holds the commands in the guide's prose to the sandbox's own command line."""

from __future__ import annotations

import shlex
from collections.abc import Mapping

import pytest

from livedoc.sandbox import DockerSandbox
from tests.docs.cli import Cli, Path
from tests.docs.prose import command_faults
from tests.docs.test_pages import PAGES


@pytest.fixture(scope="module")
def cli(worker_sandbox: DockerSandbox) -> Cli:
    """Return the command line of the sandbox."""

    def help_of(path: Path) -> str:
        code, output = worker_sandbox.sh(f"cd ~ && {shlex.join(path)} --help")
        assert code == 0, output
        return output

    return Cli(help_of)


def test_the_command_line_was_read(cli: Cli) -> None:
    """Plugins and the commands below commands are there; misspelt ones are not."""
    assert cli.fault(["docker", "compose", "up", "--wait", "-d"]) is None
    assert cli.fault(["docker", "buildx", "build", "--platform", "linux/arm64", "."]) is None
    assert cli.fault(["docker", "container", "ls", "--no-trunc"]) is None
    assert cli.fault(["docker", "container", "lst"])


def test_every_command_in_prose_exists(cli: Cli) -> None:
    """Each docker command that a sentence names has a subcommand and flags that exist."""
    pages: Mapping[str, str] = PAGES
    assert [f for name, text in pages.items() for f in command_faults(name, text, cli)] == []
