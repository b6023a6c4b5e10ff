"""The docker command line as its own --help tells it: which subcommands and flags there are."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

Path = tuple[str, ...]

# A title such as "Management Commands:", then two spaces and a name per line.
_TITLE = re.compile(r"^(?P<title>\S.*):$")
_COMMAND = re.compile(r"^  (?P<name>[a-z][a-z0-9-]*)\*? ")
_FLAG = re.compile(
    r"^ +(?:-(?P<short>\w), )?(?:--(?P<long>[a-z0-9][\w-]*))(?: (?P<value>[^\s]+))?(?: {2,}|$)"
)
# Flags that are taken everywhere, though not every help names them.
_EVERYWHERE = {"--help": False}


@dataclass
class Command:
    """One command: the names below it, and its flags, each with whether a value follows."""

    subcommands: set[str] = field(default_factory=set)
    flags: dict[str, bool] = field(default_factory=dict)


def parse_help(text: str) -> Command:
    """Return what a --help page tells."""
    command = Command(flags=dict(_EVERYWHERE))
    title = ""
    for line in text.splitlines():
        if heading := _TITLE.match(line):
            title = heading["title"]
        elif title.endswith("Commands") and (found := _COMMAND.match(line)):
            command.subcommands.add(found["name"])
        elif title.endswith("Options") and (flag := _FLAG.match(line)):
            for name in (f"-{flag['short']}" if flag["short"] else "", f"--{flag['long']}"):
                command.flags[name] = flag["value"] is not None
    command.flags.pop("", None)
    return command


class Cli:
    """The tree of commands, read as far as it is asked about.

    `help_of` returns the --help text of one path.
    """

    def __init__(self, help_of: Callable[[Path], str]) -> None:
        self._help_of = help_of
        self._commands: dict[Path, Command] = {}

    def _command(self, path: Path) -> Command:
        if path not in self._commands:
            self._commands[path] = parse_help(self._help_of(path))
        return self._commands[path]

    def fault(self, words: Iterable[str]) -> str | None:
        """Return what is wrong with a command that begins with `docker`, or None.

        Words after the command's first argument are not docker's, where it runs another program.
        """
        path: Path = ("docker",)
        flags: dict[str, bool] = {}
        rest = list(words)[1:]
        flags |= self._command(path).flags
        while rest:
            word = rest.pop(0)
            command = self._command(path)
            if word.startswith("-") and word not in ("-", "--"):
                name, _, value = word.partition("=")
                takes_value = self._takes_value(name, flags)
                if takes_value is None:
                    return f"`{' '.join(path)}` has no flag {name}"
                if takes_value and not value and rest:
                    rest.pop(0)
            elif command.subcommands:
                if word not in command.subcommands:
                    return f"`{' '.join(path)}` has no command {word}"
                path = (*path, word)
                flags |= self._command(path).flags
            elif path[-1] in ("run", "exec", "create", "debug"):
                return None
        return None

    def _takes_value(self, name: str, flags: dict[str, bool]) -> bool | None:
        """Return whether a value follows, which may be several short flags; None: no such flag."""
        if name in flags:
            return flags[name]
        if name.startswith("--"):
            return None
        letters = [f"-{letter}" for letter in name[1:]]
        for letter in letters:
            if letter not in flags:
                return None
            if flags[letter]:
                return False  # what follows it in the word is its value
        return False
