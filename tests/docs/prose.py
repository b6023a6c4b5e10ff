"""What prose says in passing about commands, held to what there is."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator

from tests.docs.checks import blank_out_macros
from tests.docs.cli import Cli

_FENCE = re.compile(r"^(?P<indent> *)(?P<fence>`{3,}|~{3,}).*?^(?P=indent)(?P=fence)", re.M | re.S)
_INLINE = re.compile(r"(?<!`)(?P<ticks>`+)(?!`)(?P<code>.+?)(?<!`)(?P=ticks)(?!`)")
_OPEN_ENDED = {"…", "..."}


def inline_code(text: str) -> Iterator[tuple[int, str]]:
    """Yield (line, code) of each piece of inline code in a page's prose."""
    prose = _FENCE.sub(lambda fence: "\n" * fence[0].count("\n"), blank_out_macros(text))
    for number, line in enumerate(prose.split("\n"), 1):
        for match in _INLINE.finditer(line):
            yield number, match["code"].strip()


def command_faults(page: str, text: str, cli: Cli) -> list[str]:
    """Return a fault for every docker command in prose that the command line does not know."""
    faults = []
    for line, code in inline_code(text):
        if not code.startswith("docker "):
            continue
        try:
            words = shlex.split(code)
        except ValueError:
            faults.append(f"{page}:{line}: `{code}` is not a command that a shell reads")
            continue
        words = [word for word in words if word not in _OPEN_ENDED]
        if fault := cli.fault(words):
            faults.append(f"{page}:{line}: `{code}`: {fault}; write a command that exists")
    return faults
