"""Runs mutants for real and says which of them the proof noticed."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Literal

from livedoc.model import Capture, ImageFacts, Step
from livedoc.mutation.mutant import Mutant
from livedoc.prove import Proof, prove
from livedoc.runner import Mask
from livedoc.sandbox import Sandbox
from livedoc.shell import RawResult
from livedoc.verify import Comparison

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


def batches(mutants: Iterable[Mutant]) -> list[tuple[Mutant, ...]]:
    """Return mutants in their order, in batches for which one run is enough.

    What breaks nothing but the captured output of one example is compared with the same run.
    """
    found: dict[str, list[Mutant]] = {}
    for mutant in mutants:
        found.setdefault(mutant.loaded.name if mutant.capture else mutant.id, []).append(mutant)
    return [tuple(each) for each in found.values()]


def judge(
    batch: Sequence[Mutant],
    capture: Capture,
    sandbox: Sandbox,
    images: Mapping[str, ImageFacts],
    mask: Mask,
) -> list[Judged]:
    """Run a batch of mutants. Only a claim or a compared output that fails kills one."""
    proven = partial(prove, sandbox=sandbox, images=images, mask=mask, capture=capture)
    if all(mutant.capture for mutant in batch):
        return _judge_captures(batch, capture, proven)
    return [_judge(mutant, capture, proven) for mutant in batch]


def all_alike(batch: Sequence[Mutant], verdict: Verdict, why: str) -> list[Judged]:
    """Return one verdict on all mutants of a batch."""
    return [Judged(mutant, verdict, why) for mutant in batch]


def _judge_captures(
    batch: Sequence[Mutant], capture: Capture, proven: Callable[..., Proof]
) -> list[Judged]:
    results: list[tuple[Step, RawResult]] = []
    loaded = batch[0].loaded
    proof = proven(loaded, on_result=lambda step, result: results.append((step, result)))
    if proof.moved or proof.problems:  # then what is noticed may not be what the mutant broke
        why = "; ".join(proof.moved) or f"unbroken, it fails: {proof.problems[0].what}"
        return all_alike(batch, "not run", why)
    judged = []
    for mutant in batch:
        comparison = Comparison(loaded, mutant.capture or capture)
        drifts = (comparison.drift(step, result) for step, result in results)
        why = next((f"{drift.step.id}: {drift.what}" for drift in drifts if drift), "")
        judged.append(Judged(mutant, "killed" if why else "survived", why))
    return judged


def _judge(mutant: Mutant, capture: Capture, proven: Callable[..., Proof]) -> Judged:
    with tempfile.TemporaryDirectory(prefix="livedoc-") as folder:
        broken = mutant.example(Path(folder), partial(_time_out, capture))
        return Judged(mutant, *_verdict(proven(broken, past_drift=False)))


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
