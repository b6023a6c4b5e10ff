"""Judges what came back: the claims on the raw output, then whether it still is the capture."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass

from livedoc.catalog import LoadedExample
from livedoc.model import Capture, ImageFacts, Step, Versions
from livedoc.normalize import Normalizer
from livedoc.secret import SECRETS
from livedoc.shell import RawResult
from livedoc.text import plain

# What a broken network prints; a lesson that is about it says so in a claim of its own.
NETWORK_FAULTS = ("no such host", "dial tcp", "Temporary failure in name resolution")
SHOWN_LINES = 40


@dataclass(frozen=True)
class Problem:
    """One thing that is not as it should be, and what mends it."""

    example: LoadedExample
    step: Step
    what: str
    expected: str
    received: str
    mend: str

    def __str__(self) -> str:
        line = self.example.line(self.step.id)
        return (
            f"{self.example.path}:{line}: {self.example.name} / {self.step.id}: {self.what}\n"
            f"  command:  {_indent(SECRETS.hide(self.step.run))}\n"
            f"  expected: {_indent(self.expected)}\n"
            f"  received: {_indent(_shorten(SECRETS.hide(self.received)))}\n"
            f"  to mend:  {self.mend}"
        )


def judge(loaded: LoadedExample, step: Step, result: RawResult) -> list[Problem]:
    """Return where a step's raw result breaks its claims, or the network fault that does it."""
    output = plain(result.output)
    return _network_faults(loaded, step, output) or _broken_claims(loaded, step, result, output)


def _network_faults(loaded: LoadedExample, step: Step, output: str) -> list[Problem]:
    claims = (*step.expect, step.error or "")
    faults = [
        fault
        for fault in NETWORK_FAULTS
        if fault in output and not any(fault in claim for claim in claims)
    ]
    if not faults:
        return []
    what, expected = "a network or name server fault", f"output without {' and '.join(faults)}"
    mend = (
        "mend this machine's network, or the name in the command; if the lesson is about this "
        f"fault, claim its words; then run: make record EX={loaded.name}"
    )
    return [Problem(loaded, step, what, expected, output, mend)]


def _broken_claims(
    loaded: LoadedExample, step: Step, result: RawResult, output: str
) -> list[Problem]:
    mend = f"correct the example or its claim, then run: make record EX={loaded.name}"
    problems: list[Problem] = []

    def broken(what: str, expected: str, received: str = output) -> None:
        problems.append(Problem(loaded, step, what, expected, received, mend))

    if result.ended == "timeout":
        broken("timed out and was killed", f"an end within {step.timeout:g} s")
    elif result.ended == "never matched":
        broken("never came to match `until`", f"/{step.until}/ within {step.timeout:g} s")
    elif result.ended == "shell ended":
        broken("ended the shell of the example", "a shell that lives on")
    elif result.exit != step.exit:
        broken("exit code differs", f"exit code {step.exit}", f"exit code {result.exit}\n{output}")
    for pattern in step.expect:
        if not re.search(pattern, output, re.MULTILINE):
            broken("the claim `expect` does not hold", f"output that matches /{pattern}/")
    for pattern in step.forbid:
        if re.search(pattern, output, re.MULTILINE):
            broken("the claim `forbid` does not hold", f"output that does not match /{pattern}/")
    if step.error and step.error not in output:
        broken("the claim `error` does not hold", f"output that has {step.error!r}")
    if step.silent and output:
        broken("the claim `silent` does not hold", "no output")
    for secret in SECRETS.found("\n".join((step.run, *step.input, output))):
        problems.append(
            Problem(
                loaded,
                step,
                f"looks like a secret: {secret}",
                "a command and an output without secrets",
                output,
                "if it is a real one, withdraw it where it was issued; let the example neither hold"
                f" nor print one, then run: make record EX={loaded.name}",
            )
        )
    return problems


class Comparison:
    """Compares a run with the capture, step by step in their order."""

    def __init__(self, loaded: LoadedExample, capture: Capture) -> None:
        self._loaded = loaded
        self._capture = capture
        self._old, self._new = Normalizer(), Normalizer()

    def drift(self, step: Step, result: RawResult) -> Problem | None:
        """Return how a step's normalised output differs from the captured one, if it does."""
        captured = self._capture.step(step.id)
        mend = f"if the change is right, run: make record EX={self._loaded.name}"
        if captured is None:
            return Problem(
                self._loaded, step, "was never captured", "a captured output", "none", mend
            )
        if not step.stable:
            # Not normalised either: what it happens to name must not number the identities after.
            return None
        old, new = self._old(captured.output), self._new(result.output)
        if step.unordered:
            old, new = _sorted_lines(old), _sorted_lines(new)
        if old == new:
            return None
        difference = difflib.unified_diff(
            old.split("\n"), new.split("\n"), "captured", "received", lineterm="", n=2
        )
        return Problem(
            self._loaded,
            step,
            "the output is not the captured one",
            f"what {self._loaded.capture_path} holds, volatile text aside",
            "\n".join(difference),
            mend,
        )


def moved(capture: Capture, versions: Versions, images: Mapping[str, ImageFacts]) -> list[str]:
    """Return what differs between the capture's environment and this one, in words.

    Where anything does, an output that differs may be the environment's doing.
    """
    then, now = capture.versions.model_dump(), versions.model_dump()
    words = [f"{key} {then[key]} → {now[key]}" for key in then if then[key] != now[key]]
    for old in capture.images:
        new = images.get(old.name)
        if new is None:
            words.append(f"{old.name} ({old.origin}) → none here")
        elif new.origin != old.origin:
            words.append(f"{old.name} {old.origin} → {new.origin}")
        elif new.content != old.content:
            words.append(f"{old.name} {old.version} → {new.version}, other packages")
    return words


def _sorted_lines(text: str) -> str:
    return "\n".join(sorted(text.split("\n")))


def _indent(text: str) -> str:
    return text.rstrip("\n").replace("\n", "\n            ") or "(nothing)"


def _shorten(text: str) -> str:
    lines = text.rstrip("\n").split("\n")
    if len(lines) <= SHOWN_LINES:
        return text
    half = SHOWN_LINES // 2
    return "\n".join([*lines[:half], f"[… {len(lines) - SHOWN_LINES} lines …]", *lines[-half:]])
