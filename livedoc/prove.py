"""Proves one example: runs all its steps and gathers what is not as it should be."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from livedoc.catalog import LoadedExample
from livedoc.errors import SandboxError
from livedoc.model import Capture, ImageFacts, Step
from livedoc.runner import ExampleRun, Mask
from livedoc.sandbox import Sandbox
from livedoc.shell import RawResult
from livedoc.timing import Arrivals
from livedoc.verify import Comparison, Problem, judge, moved


@dataclass
class Proof:
    """The outcome of one run: broken claims, drift from the capture, and a new capture."""

    loaded: LoadedExample
    broken: list[Problem] = field(default_factory=list)
    drifted: list[Problem] = field(default_factory=list)
    moved: list[str] = field(default_factory=list)
    capture: Capture | None = None
    timing: dict[str, Arrivals] = field(default_factory=dict)

    @property
    def problems(self) -> list[Problem]:
        """Return what makes the proof fail: drift only where the environment did not move."""
        return self.broken + ([] if self.moved else self.drifted)


def prove(
    loaded: LoadedExample,
    sandbox: Sandbox,
    images: Mapping[str, ImageFacts],
    mask: Mask,
    capture: Capture | None,
    on_step: Callable[[Step], None] = lambda step: None,
    on_result: Callable[[Step, RawResult], object] = lambda step, result: None,
    *,
    past_drift: bool = True,
) -> Proof:
    """Run an example to its end or its first broken claim, and compare it with a capture.

    Where it is not to go on `past_drift`, an output that is not the captured one ends it too.
    Raises SandboxError where the sandbox is lost before a claim is broken.
    """
    proof = Proof(loaded)
    if capture:
        proof.moved = moved(capture, sandbox.versions(), images)
    try:
        comparison = Comparison(loaded, capture) if capture else None
        with ExampleRun(loaded, sandbox, mask) as run:
            for step in loaded.example.steps:
                on_step(step)
                result = run.run(step)
                on_result(step, result)
                proof.broken += judge(loaded, step, result)
                if proof.broken:
                    return proof
                if comparison and (drift := comparison.drift(step, result)):
                    proof.drifted.append(drift)
                    if not past_drift:
                        return proof
            proof.capture, proof.timing = run.capture(), run.timing()
    except SandboxError:
        # Lost while it was cleared, over what broke a claim: that is the report.
        if not proof.broken:
            raise
    return proof
