"""Finds the docker commands in a line of shell, and what each is made of."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

# fmt: off
# What is a group by itself: the command is its second word.
_GROUPS = {
    "builder", "buildx", "checkpoint", "compose", "config", "container", "context", "image",
    "manifest", "network", "node", "plugin", "secret", "service", "stack", "swarm", "system",
    "trust", "volume",
}
# After these commands' image or container come words that are no flags of Docker's.
_RUNS_ANOTHER = {
    "run", "create", "exec", "top", "compose run", "compose exec",
    "container run", "container create", "container exec", "container top",
}
# The flags of those that take no value; every other takes the next word.
_NO_VALUE = {
    "--build", "--detach", "--help", "--init", "--interactive", "--no-healthcheck", "--no-deps",
    "--no-TTY", "--oom-kill-disable", "--privileged", "--publish-all", "--quiet", "--quiet-build",
    "--quiet-pull", "--read-only", "--remove-orphans", "--rm", "--service-ports", "--sig-proxy",
    "--tty", "--use-aliases",
}
_NO_VALUE_SHORT = set("ditPqT")
# Flags between `docker` or `docker compose` and the command, of those that take a value.
_BEFORE = {
    "--ansi", "--config", "--context", "--env-file", "--file", "--host", "--log-level",
    "--parallel", "--profile", "--progress", "--project-directory", "--project-name",
    "--tlscacert", "--tlscert", "--tlskey", "-c", "-f", "-H", "-l", "-p",
}
# Short for the same where a command lists or removes; elsewhere -f and -a are other flags.
_SAME = {"-a": "--all", "-f": "--force", "-v": "--volumes"}
_LISTS_OR_REMOVES = {"ps", "ls", "images", "prune", "rm", "rmi"}
# fmt: on
_TOKEN = re.compile(
    r"""(?P<redirect>\d?(?:<<?-?|>>?)(?:&\d?)?)"""
    r"""|(?P<word>(?:\\.|'[^']*'|"(?:\\.|[^"\\])*"|\$\((?:[^()]|\([^()]*\))*\)"""
    r"""|[^\s;&|<>()'"\\$]+|\$)+)|(?P<end>[;&|()\n]+)""",
    re.DOTALL,
)
_ASSIGNMENT = re.compile(r"\w+=")
_WITHIN = re.compile(r"\$\(((?:[^()]|\([^()]*\))*)\)")
_PREFIXES = ("time", "sudo", "exec", "!", "if", "while", "until", "then", "do", "{")


@dataclass(frozen=True)
class DockerCall:
    """One docker command as it is typed, without what surrounds it."""

    text: str
    command: str  # such as "run", "compose up"
    flags: frozenset[str]  # each by one name, where it has two

    @property
    def group(self) -> str:
        """Return the word after `docker`, which a reader looks for first."""
        return self.command.split(" ", 1)[0]


def docker_calls(line: str) -> Iterator[DockerCall]:
    """Yield the docker commands of a shell command in their order, those in $(…) too."""
    line = re.sub(r"\\\n[ \t]*", "", line)
    for inner in _WITHIN.findall(line):
        yield from docker_calls(inner)
    for words in _simple_commands(line):
        while words and (_ASSIGNMENT.match(words[0]) or words[0] in _PREFIXES):
            words.pop(0)
        if len(words) > 1 and words[0] == "docker":
            call = _read(words)
            if call:
                yield call


def _simple_commands(line: str) -> Iterator[list[str]]:
    """Yield the words of each simple command, as they are typed, without redirections."""
    words: list[str] = []
    is_target = False  # of a redirection
    for token in _TOKEN.finditer(line):
        if token["redirect"]:
            is_target = "&" not in token["redirect"]
        elif token["word"]:
            words += [] if is_target else [token["word"]]
            is_target = False
        else:
            yield words
            words = []
    yield words


def _read(words: list[str]) -> DockerCall | None:
    rest = words[1:]
    flags: list[str] = []
    command = _command(rest, flags, "")
    if command in _GROUPS and rest:
        command = _command(rest, flags, command)
    if not command:
        return DockerCall(" ".join(words), "", frozenset(flags)) if flags else None
    same = {"-q": "--quiet"} | (_SAME if command.split()[-1] in _LISTS_OR_REMOVES else {})
    flags += (same.get(flag, flag) for flag in _flags(rest, command))
    return DockerCall(" ".join(words), command, frozenset(flags))


def _command(rest: list[str], flags: list[str], before: str) -> str:
    """Take the next word of the command's name from `rest`, and the flags before it."""
    while rest and rest[0].startswith("-"):
        flag = rest.pop(0)
        flags.append(flag.partition("=")[0])
        if flag in _BEFORE and rest:
            rest.pop(0)
    name = rest.pop(0) if rest else ""
    return f"{before} {name}".strip()


def _flags(rest: list[str], command: str) -> Iterator[str]:
    """Yield the flags of a command, -it as -i and -t."""
    words = iter(rest)
    for word in words:
        if word == "--":
            return
        if not word.startswith("-") or word == "-":
            if command in _RUNS_ANOTHER:
                return
            continue
        name, equals, _value = word.partition("=")
        if name.startswith("--"):
            yield name
            takes_next = not equals and name not in _NO_VALUE
        else:
            # All of them are flags, or the first one has its value attached: -p8080:80.
            letters = name[1:] if name[1:].isalpha() else name[1]
            yield from (f"-{letter}" for letter in letters)
            takes_next = letters == word[1:] and letters[-1] not in _NO_VALUE_SHORT
        if takes_next and command in _RUNS_ANOTHER:
            next(words, None)
