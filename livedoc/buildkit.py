"""Puts BuildKit's plain progress into an order that lasts: it prints side by side what it does so.

Each line is `#N text`; the lines of several N alternate. Within one N stand its name, what the
command printed with the seconds since its start, states of transfers, and how it ended.
"""

from __future__ import annotations

import re
from collections.abc import Callable

_LINE = re.compile(r"^#(\d+) (.+)$")
_BUILD_BEGINS = re.compile(r"^#0 building with ")
_END = re.compile(r"^#\d+ (?:DONE \d|CACHED$|CANCELED$|ERROR: )")
# Printed where it comes up only if there is time; what all of them were stands after the build.
_WARNING = re.compile(r"^WARN: ")
_ENDED = re.compile(r"^# (?:DONE$|CACHED$|CANCELED$|ERROR: )")
_LOGGED = re.compile(r"^\d+\.\d*(?: |$)")
# How much and how long a state says only where it was big or slow enough.
_STATE = re.compile(r"(?: \d[\d.]*[kMG]?B(?: / \d[\d.]*[kMG]?B)?)?(?: \d+\.\d+s)?( done)?$")
_LAYER = re.compile(r"^(?:sha256:[0-9a-f]+ |extracting sha256:|resolve )")
# A name that several stages or services share is printed with whichever came first.
_SHARED = re.compile(r"^\[[^\]]*\] (?=load (?:metadata|\.dockerignore|build context)|FROM )")


def regroup(lines: list[str], faceless: Callable[[str], str]) -> list[str]:
    """Return lines with each build's output in a lasting order; all other lines stay in place.

    `faceless` makes text alike that differs from run to run, to sort by.
    """
    result: list[str] = []
    build: list[str] = []
    running = tail = False
    for line in [*lines, None]:
        starts = line is not None and bool(_LINE.match(line))
        if build and (line is None or _BUILD_BEGINS.match(line) or not (starts or running)):
            # Blank lines part the names; they end a build only where something else follows.
            if line == "":
                build.append(line)
                continue
            result += _in_order(build, faceless)
            build = []
        if line is None:
            break
        if starts or build:
            build.append(line)
            running = not _END.match(line) and line != ""
            continue
        # A failed command's last lines are printed once more, with their seconds.
        tail = line != "----" and (tail or (result[-1:] == ["----"] and line.startswith(" > [")))
        result.append(_LOGGED.sub("", line) if tail else line)
    return result


def _in_order(build: list[str], faceless: Callable[[str], str]) -> list[str]:
    if not any(map(_END.match, build)):
        return build
    blocks: dict[str, list[str]] = {}
    number = ""
    for line in filter(None, build):
        match = _LINE.match(line)
        # A carriage return in what a command logs overwrites the line's `#N`.
        number, text = match.groups() if match else (number, f"0.0 {line}")
        blocks.setdefault(number, []).append(text)
    tidy = [_tidy(texts) for texts in blocks.values()]
    tidy.sort(key=lambda block: [faceless(line) for line in block])
    blanks = len(build) - len("\n".join(build).rstrip("\n").split("\n"))
    return [line for block in tidy for line in block] + [""] * blanks


def _tidy(texts: list[str]) -> list[str]:
    """Return one block: what was logged as it is, its name and its states once each."""
    lines = ["# " + _SHARED.sub("[...] ", texts[0])]
    for text in texts[1:]:
        state = "# " + _STATE.sub(r"\1", text)
        if _LOGGED.match(text):
            lines.append(f"# | {_LOGGED.sub('', text)}".rstrip())
        elif text in ("...", texts[0]) or _WARNING.match(text):
            continue
        elif state not in lines and not _LAYER.match(text):
            lines.append(state)
    # What was transferred may be told after the block has ended.
    lines.sort(key=lambda line: bool(_ENDED.match(line)))
    return [line for line in lines if line.startswith("# |") or f"{line} done" not in lines]
