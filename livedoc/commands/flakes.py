"""`livedoc flakes`: run examples many times over, and list each step that was not always equal."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass

from rich.console import Console
from rich.table import Table

from livedoc import engines
from livedoc.catalog import LoadedExample, load_catalog
from livedoc.fleet import spread
from livedoc.images import ImageSet
from livedoc.mask import archive_hosts, mask_hosts
from livedoc.model import Capture
from livedoc.paths import examples_root
from livedoc.prove import prove
from livedoc.runner import Mask
from livedoc.sandbox import Sandbox
from livedoc.shell import RawResult
from livedoc.store import read_capture
from livedoc.verify import Comparison, Problem, moved

EQUAL, DIFFERED, NOT_RUN = 0, 1, 2


@dataclass(frozen=True)
class Outcome:
    """What one run of an example brought: what differed, or why it could not be run."""

    loaded: LoadedExample
    problems: tuple[Problem, ...] = ()
    not_run: str = ""


class References:
    """What each example's runs are compared with: its capture, where that was made on what is here.

    Else, and where there is none, the first run that held. May be asked by many threads.
    """

    def __init__(self, image_set: ImageSet) -> None:
        self._image_set = image_set
        self._lock = threading.Lock()
        self._known: dict[str, Capture] = {}

    def of(self, loaded: LoadedExample, run: Capture) -> Capture:
        """Return what a run of an example is compared with."""
        with self._lock:
            if loaded.name not in self._known:
                kept = read_capture(loaded)
                here = kept and not moved(kept, run.versions, self._image_set.images)
                self._known[loaded.name] = kept if kept and here else run
            return self._known[loaded.name]


def flakes(console: Console, names: list[str], times: int) -> int:
    """Run examples `times` times each; returns 0: all equal, 1: some differed, 2: some not run."""
    catalog = load_catalog(examples_root())
    chosen = [catalog.example(name) for name in names] if names else list(catalog)
    outcomes = []
    with engines.held(console.print) as found:
        image_set = found.prepare(console.print)
        mask, references = mask_hosts(archive_hosts()), References(image_set)
        jobs = [
            loaded for _ in range(times) for loaded in chosen if loaded.can_run_on(image_set.mode)
        ]

        def task(loaded: LoadedExample, sandbox: Sandbox) -> Outcome:
            return Outcome(loaded, differences(loaded, sandbox, mask, references))

        for outcome in spread(jobs, found, task, lambda job, why: Outcome(job, not_run=why)):
            outcomes.append(outcome)
            if outcome.not_run:
                console.print(f"could not be run: {outcome.loaded.name}: {outcome.not_run}")
            for problem in outcome.problems:
                console.print(str(problem))
            if len(outcomes) % len(chosen) == 0:
                console.print(f"{len(outcomes)} of {len(jobs)} runs")
    return report(console, outcomes, times)


def differences(
    loaded: LoadedExample, sandbox: Sandbox, mask: Mask, references: References
) -> tuple[Problem, ...]:
    """Run an example once; returns its broken claims, or else what its outputs differ in."""
    proof = prove(loaded, sandbox, {}, mask, None)
    if proof.capture is None:
        return tuple(proof.broken)
    comparison = Comparison(loaded, references.of(loaded, proof.capture))
    pairs = zip(loaded.example.steps, proof.capture.steps, strict=True)
    drifts = (
        comparison.drift(step, RawResult(run.output, run.exit, run.seconds)) for step, run in pairs
    )
    return tuple(drift for drift in drifts if drift)


def report(console: Console, outcomes: Sequence[Outcome], times: int) -> int:
    """Print each step that differed with how often it did; returns the exit code."""
    counts: dict[tuple[str, str, str], int] = {}
    for outcome in outcomes:
        for problem in outcome.problems:
            key = (problem.example.name, problem.step.id, problem.what)
            counts[key] = counts.get(key, 0) + 1
    if counts:
        table = Table("example", "step", "what", "runs", box=None)
        for (name, step, what), count in sorted(counts.items()):
            table.add_row(name, step, what, f"{count} of {times}")
        console.print(table)
    not_run = sum(bool(outcome.not_run) for outcome in outcomes)
    equal = sum(not (outcome.problems or outcome.not_run) for outcome in outcomes)
    console.print(f"equal: {equal} of {len(outcomes)} runs; could not be run: {not_run}")
    if counts:
        return DIFFERED
    return NOT_RUN if not_run else EQUAL
