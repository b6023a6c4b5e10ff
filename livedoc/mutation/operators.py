"""The ways in which a text is broken: each yields (kind, broken text), all different from it."""

from __future__ import annotations

import re
from collections.abc import Iterator

Broken = Iterator[tuple[str, str]]

_WORD = re.compile(r"(?<!\S)\S+")
_FLAG = re.compile(r"(?<!\S)--?[a-zA-Z][\w-]*(?:=\S+)?(?!\S)")
_PORT = re.compile(r"(?<=[:\s\"])\d{2,5}(?=[:\s\"/]|$)")
_TAG = re.compile(r"(?<=[a-z]:)(?=[\w.-]*\d)[\w.-]+(?!\S)")
_PATH = re.compile(r"(?<=[\s:=\"])/[\w./-]*[\w-]")
_STRING = re.compile(r"\"([A-Za-z][\w ./:-]{2,})\"")
_NUMBER = re.compile(r"(?<![\w.\"])[1-9]\d*(?![\w.\"])")
_VERBS = re.compile(
    r"\bdocker (?:compose |image |container |volume |network |buildx |system )?([a-z]+)"
)
_TEST = re.compile(r"^(\s*(?:test:|HEALTHCHECK).*)$", re.MULTILINE)


def command(text: str) -> Broken:
    """Break a command: a flag dropped, a subcommand misspelt, a port, tag, path or word changed."""
    for match in _FLAG.finditer(text):
        yield "a flag is dropped", _cut(text, match)
    for match in _VERBS.finditer(text):
        word = match[1]
        yield "a subcommand is misspelt", _put(text, match.start(1), match.end(1), word + "x")
    yield from _values(text)
    words = list(_WORD.finditer(text))
    if len(words) > 2 and not words[-1][0].startswith(("-", "'", '"')):
        yield "the last word is dropped", _cut(text, words[-1])


def file(name: str, text: str) -> Broken:
    """Break a file that a reader has, by its kind."""
    base = name.rpartition("/")[2]
    if base.startswith("Dockerfile") or base.endswith(".Dockerfile"):
        yield from _dockerfile(text)
    elif base.endswith((".yaml", ".yml")):
        yield from _yaml(text)
    else:
        yield from _code(text)


def _dockerfile(text: str) -> Broken:
    lines = text.split("\n")
    for number, line in enumerate(lines):
        if re.match(r"[A-Z]+ ", line) and not line.rstrip().endswith("\\"):
            rest = lines[:number] + lines[number + 1 :]
            yield f"the instruction {line.split()[0]} is removed", "\n".join(rest)
    yield from _values(text)
    yield from _always_healthy(text, "HEALTHCHECK CMD true")


def _yaml(text: str) -> Broken:
    lines = text.split("\n")
    for number, line in enumerate(lines):
        key = re.match(r"( +)(?:- )?([\w.-]+):?", line)
        if not key or line.lstrip().startswith("#"):
            continue
        end = number + 1
        while end < len(lines) and lines[end].startswith(key[1] + " "):
            end += 1
        yield f"{key[2]!r} is removed", "\n".join(lines[:number] + lines[end:])
    yield from _values(text)
    yield from _always_healthy(text, 'test: ["CMD", "true"]')


def _code(text: str) -> Broken:
    lines = text.split("\n")
    for number, line in enumerate(lines):
        if line.strip() and not line.lstrip().startswith(("#", "//", "import", "from", '"""')):
            rest = lines[:number] + lines[number + 1 :]
            yield f"line {number + 1} is removed", "\n".join(rest)
    for match in _STRING.finditer(text):
        yield "a string is changed", _put(text, match.start(1), match.end(1), match[1] + "x")
    for match in _NUMBER.finditer(text):
        yield "a number is changed", _put(text, *match.span(), str(int(match[0]) + 1))


def _values(text: str) -> Broken:
    for match in _PORT.finditer(text):
        yield "a port or number is changed", _put(text, *match.span(), str(int(match[0]) + 1))
    for match in _TAG.finditer(text):
        yield "a tag is changed", _put(text, *match.span(), match[0] + "-x")
    for match in _PATH.finditer(text):
        yield "a path is changed", _put(text, *match.span(), match[0] + "x")


def _always_healthy(text: str, healthy: str) -> Broken:
    for match in _TEST.finditer(text):
        indent = match[0][: len(match[0]) - len(match[0].lstrip())]
        yield "the health check is always true", _put(text, *match.span(), indent + healthy)


def _cut(text: str, match: re.Match[str]) -> str:
    end = match.end() + (text[match.end() : match.end() + 1] == " ")
    return (text[: match.start()] + text[end:]).rstrip()


def _put(text: str, start: int, end: int, word: str) -> str:
    return text[:start] + word + text[end:]
