"""Proves that a command in prose is judged by what the command line says of itself."""

from __future__ import annotations

import pytest

from tests.docs.cli import Cli
from tests.docs.prose import command_faults, inline_code

HELPS = {
    ("docker",): """
Usage:  docker [OPTIONS] COMMAND

Common Commands:
  run         Create and run a new container from an image
  ps          List containers

Management Commands:
  compose*    Docker Compose
  image       Manage images

Global Options:
  -c, --context string     Name of the context
  -D, --debug              Enable debug mode
""",
    ("docker", "run"): """
Usage:  docker run [OPTIONS] IMAGE [COMMAND] [ARG...]

Options:
  -d, --detach                       Run container in background
  -i, --interactive                  Keep STDIN open
  -t, --tty                          Allocate a pseudo-TTY
  -p, --publish list                 Publish a container's port(s) to the host
      --name string                  Assign a name to the container
      --rm                           Automatically remove the container
""",
    ("docker", "ps"): "Options:\n  -a, --all             Show all containers\n",
    (
        "docker",
        "compose",
    ): "Options:\n  -f, --file stringArray   Files\n\nCommands:\n  up   Start\n",
    ("docker", "compose", "up"): "Options:\n      --wait   Wait\n",
    ("docker", "image"): "Commands:\n  ls          List images\n",
    ("docker", "image", "ls"): "",
}


@pytest.fixture(scope="module")
def cli() -> Cli:
    """Return a command line with a few commands."""
    return Cli(HELPS.__getitem__)


@pytest.mark.parametrize(
    "command",
    [
        "docker ps -a",
        "docker ps --help",
        "docker run -it --rm busybox sh -c 'exit 3'",
        "docker run -d -p 8000:80 --name web nginx --no-such-flag",
        "docker run -p8000:80 nginx",
        "docker run --name=web …",
        "docker -c other ps",
        "docker compose -f a.yaml up --wait",
        "docker image ls",
        "docker …",
    ],
)
def test_a_command_that_exists_passes(cli: Cli, command: str) -> None:
    """Flags of the command and those before it are known; a container's own words are not ours."""
    assert command_faults("p.md", f"Say `{command}` here.", cli) == []


@pytest.mark.parametrize(
    ("command", "words"),
    [
        ("docker pss", "`docker` has no command pss"),
        ("docker image lss", "`docker image` has no command lss"),
        ("docker ps --al", "`docker ps` has no flag --al"),
        ("docker ps -z", "`docker ps` has no flag -z"),
        ("docker run -itz busybox", "`docker run` has no flag -itz"),
        ("docker run --name web --restrt nginx", "`docker run` has no flag --restrt"),
        ("docker compose up --wiat", "`docker compose up` has no flag --wiat"),
        ("docker run 'nginx", "is not a command that a shell reads"),
    ],
)
def test_a_command_that_does_not_exist_is_named(cli: Cli, command: str, words: str) -> None:
    """A misspelt subcommand or flag is told with its page, its line and what is missing."""
    (fault,) = command_faults("docs/p.md", f"One.\n\nSay `{command}` here.", cli)
    assert fault.startswith("docs/p.md:3: ") and words in fault


def test_only_inline_code_of_prose_is_looked_at() -> None:
    """Fences and macros are held to other rules; double backticks are inline code too."""
    text = 'A `one`, ``two``.\n\n```\n`three`\n```\n\n[[= run("a", "b") =]] `four`\n'
    assert list(inline_code(text)) == [(1, "one"), (1, "two"), (7, "four")]
