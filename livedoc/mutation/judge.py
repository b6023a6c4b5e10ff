"""Runs a mutant for real and says whether the proof noticed."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Literal

from livedoc.model import Capture, ImageFacts, Step
from livedoc.mutation.mutant import Mutant
from livedoc.prove import Proof, prove
from livedoc.runner import Mask
from livedoc.sandbox import Sandbox

Verdict = Literal["killed", "survived", "timed out", "not run", "not tried"]

# A broken step may wait for what never comes; one that takes so much longer is not worth the wait.
LEAST_SECONDS, TIMES_AS_LONG = 8.0, 5
NO_CLAIM = ("timed out", "ended the shell")


@dataclass(frozen=True)
class Judged:
    """A mutant and what became of it; `why` is the first problem, or why it was not run."""

    mutant: Mutant
    verdict: Verdict
    why: str = ""


def judge(
    mutant: Mutant,
    capture: Capture,
    sandbox: Sandbox,
    images: Mapping[str, ImageFacts],
    mask: Mask,
) -> Judged:
    """Run a mutant. Only a claim or a compared output that fails kills it."""
    with tempfile.TemporaryDirectory(prefix="livedoc-") as folder:
        broken = mutant.example(Path(folder), partial(_time_out, capture))
        proof = prove(broken, sandbox, images, mask, mutant.capture or capture)
    return Judged(mutant, *_verdict(proof))


def _verdict(proof: Proof) -> tuple[Verdict, str]:
    if proof.moved:
        return "not run", f"outputs cannot be compared: {'; '.join(proof.moved)}"
    for problem in proof.drifted:
        return "killed", f"{problem.step.id}: {problem.what}"
    # Of a step that was ended for its time nothing else counts either.
    hang = next((p for p in proof.broken if p.what.startswith(NO_CLAIM)), None)
    if hang:
        return "timed out", f"{hang.step.id}: {hang.what}"
    for problem in proof.broken:
        return "killed", f"{problem.step.id}: {problem.what}"
    return "survived", ""


def _time_out(capture: Capture, step: Step) -> float:
    """Return how many seconds a step may take, which follows from how long it took."""
    recorded = capture.step(step.id)
    seconds = max(LEAST_SECONDS, TIMES_AS_LONG * (recorded.seconds if recorded else 0))
    return min(step.timeout, seconds)
