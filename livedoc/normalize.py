"""Turns what differs from run to run into stable placeholders, so that all else can be compared.

The same identity (container ID, digest, address, port) becomes the same placeholder in every step
of an example. The idea of ordinals is regendoc's; pages always show the real text.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from livedoc import buildkit
from livedoc.text import plain

NORMALIZER_VERSION = 2

_HEX_WORD = r"(?=[0-9]*[a-f])(?=[a-f]*[0-9])"
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"
_CLOCK = r"\d{2}:\d{2}:\d{2}(?:[.,]\d+)?"
_PERIOD = r"(?:\d+|[Aa]n?|Less than a|About an?) (?:second|minute|hour|day|week|month|year)s?"

_IDENTITIES = (
    ("id", re.compile(r"(?<=\bsha256:)[0-9a-f]{6,64}\b")),
    ("id", re.compile(rf"\b{_HEX_WORD}(?:[0-9a-f]{{64}}|[0-9a-f]{{12}})\b")),
    # BuildKit's, which are no hexadecimal numbers.
    ("id", re.compile(r"\b(?=[0-9]*[a-z])(?=[a-z]*[0-9])[0-9a-z]{25}\b")),
    # An image's short ID may happen to be all digits; only a whole cell is taken for one.
    ("id", re.compile(r"(?:^|(?<=  ))[0-9]{12}(?=  |$)", re.MULTILINE)),
    ("mac", re.compile(r"\b[0-9a-f]{2}(?::[0-9a-f]{2}){5}\b")),
    ("ip", re.compile(r"\b(?:172\.(?:1[6-9]|2\d|3[01])|192\.168|10\.\d{1,3})\.\d{1,3}\.\d{1,3}\b")),
    # Linux's ephemeral range, which Docker and clients take theirs from.
    (
        "port",
        re.compile(r"(?<=:)(?:3276[89]|327[7-9]\d|32[89]\d\d|3[3-9]\d{3}|[45]\d{4}|60\d{3})\b"),
    ),
)

_VOLATILE = (
    (
        "time",
        re.compile(
            rf"\b\d{{4}}[-/]\d{{2}}[-/]\d{{2}}[T ]{_CLOCK}(?: ?(?:Z|UTC|[+-]\d{{2}}:?\d{{2}}))*"
        ),
    ),
    ("time", re.compile(rf"\b\d{{2}}/{_MONTH}/\d{{4}}[: ]{_CLOCK}(?: [+-]\d{{4}})?")),
    (
        "time",
        re.compile(
            r"\b(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun),? )?"
            rf"(?:{_MONTH} +\d{{1,2}}|\d{{1,2}} {_MONTH}),?"
            rf"(?: \d{{4}})? {_CLOCK}(?: (?:UTC|GMT|20\d\d)\b)*"
        ),
    ),
    # As `ls -l` writes it: the clock of this year's files, the year of older ones.
    ("time", re.compile(rf"\b{_MONTH} +\d{{1,2}} +(?:\d{{2}}:\d{{2}}|20\d\d)\b(?!:)")),
    ("time", re.compile(rf"\b{_CLOCK}\b")),
    ("ago", re.compile(rf"\b{_PERIOD}(?= ago\b)")),
    ("up", re.compile(rf"(?<=\bUp ){_PERIOD}")),
    # `time` of bash 5.3 writes 0m0.:00s where rounding carries over: 0.9996 s.
    ("seconds", re.compile(r"\b\d+m\d+\.[\d:]\d*s|\b\d+\.\d+ ?(?:s|ms|seconds)\b")),
    ("size", re.compile(r"\b\d+(?:\.\d+)? ?(?:[kKMG]i?B|B)\b")),
    ("pid", re.compile(r"(?<=<time> \[)\d+(?=\])")),
)

# How far a pull is: a layer is waited for and fetched beside others. Compose mixes those of images.
_UNDER_WAY = "Waiting|Verifying|Download|Extracting|Preparing"
_PULL_PROGRESS = re.compile(
    rf"^[0-9a-f]{{12}}: (?:{_UNDER_WAY})\b.*$"
    rf"|^ [0-9a-f]{{12}}:? (?:{_UNDER_WAY}|Pull|Already).*$"
)
# Each layer begins and ends once, but the last, small ones may end at the same moment.
_LAYER = re.compile(r"^[0-9a-f]{12}(?=: (?:Pulling fs layer|Pull complete|Already exists)$)")
# What Compose, and a push, do side by side.
_EVENT = re.compile(
    r"^ (?:Container|Network|Volume|Image|Service) \S+ +\S+.*$"
    r"|^ \S+ +(?:Built|Pulled|Pulling|Building)$"
    r"|^[0-9a-f]{12}: (?:Pushed|Layer already exists|Mounted from .*)$"
)
_COMPOSE_LOG = re.compile(r"^([a-z0-9][\w.-]*)(?: +\| | +\|$| exited with code )")


class Normalizer:
    """Normalises the outputs of one example, step by step in their order."""

    def __init__(self) -> None:
        self._known: dict[str, dict[str, str]] = {}

    def __call__(self, output: str) -> str:
        """Return the comparable form of one step's output."""
        # Columns are as wide as their widest cell, so their padding tells of masked lengths.
        squeezed = re.sub(r"(?<=\S)(?: {2,}|\t+)(?=\S)|-{4,}", _squeeze, plain(output))
        lines = [line.rstrip() for line in squeezed.split("\n")]
        lines = [_LAYER.sub("<layer>", line) for line in lines if not _PULL_PROGRESS.match(line)]
        text = "\n".join(_sort_runs(buildkit.regroup(lines, faceless)))
        for kind, pattern in _IDENTITIES:
            text = pattern.sub(self._placeholder(kind), text)
        return _mask(text)

    def _placeholder(self, kind: str) -> Callable[[re.Match[str]], str]:
        known = self._known.setdefault(kind, {})

        def replace(match: re.Match[str]) -> str:
            # A short ID and the long one it begins are the same identity.
            key = match[0][:12] if kind == "id" else match[0]
            return known.setdefault(key, f"<{kind}-{len(known) + 1}>")

        return replace


def faceless(text: str) -> str:
    """Return text with all that differs from run to run made alike: an order that lasts."""
    for kind, pattern in _IDENTITIES:
        text = pattern.sub(f"<{kind}>", text)
    return re.sub(r"<(id|mac|ip|port)-\d+>", r"<\1>", _mask(text))


def _mask(text: str) -> str:
    for kind, pattern in _VOLATILE:
        text = pattern.sub(f"<{kind}>", text)
    return text


def _squeeze(match: re.Match[str]) -> str:
    return "----" if match[0].startswith("-") else "  "


def _sort_runs(lines: list[str]) -> list[str]:
    """Sort what several containers print at once: Compose's events, and its logs by container."""
    result: list[str] = []
    run: list[str] = []
    for line in [*lines, ""]:
        if _EVENT.match(line) or _COMPOSE_LOG.match(line):
            run.append(line)
            continue
        result += sorted(run, key=_run_key)
        run = []
        result.append(line)
    return result[:-1]


def _run_key(line: str) -> str:
    log = _COMPOSE_LOG.match(line)
    return log[1] if log else faceless(line)
