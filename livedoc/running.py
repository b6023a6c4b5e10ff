"""Runs chosen examples on an engine, and tells in a terminal how it goes and how it went."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rich.console import Console

from livedoc import engines
from livedoc.catalog import LoadedExample
from livedoc.fleet import NotRun, prove_all
from livedoc.progress import RunProgress, slowest
from livedoc.prove import Proof
from livedoc.schedule import Schedule
from livedoc.store import recorded_seconds

PROVEN, FAILED, NOT_RUN = 0, 1, 2


def run(
    console: Console,
    todo: Sequence[LoadedExample],
    outcome: Callable[[Proof], str],
    problems: Callable[[Proof], Sequence[object]],
    durations: int,
    *,
    named: bool,
) -> int:
    """Prove examples, the longest ones first; returns the exit code.

    One that cannot be run here makes the run fail if it was asked for by its name.
    `problems` are printed and make the run fail; where there are none, `outcome` says in words how
    a proof ended and keeps what is to be kept of it. The `durations` slowest steps are listed at
    the end.
    """
    exit_code = PROVEN
    times: list[tuple[str, float]] = []
    with engines.held(console.print) as found:
        image_set = found.prepare(console.print)
        runnable = [loaded for loaded in todo if loaded.can_run_on(image_set.mode)]
        for loaded in todo:
            if loaded not in runnable:
                console.print(f"not run: {loaded.name}: needs Docker Hub", style="yellow")
                exit_code = NOT_RUN if named else exit_code
        seconds = {loaded.name: recorded_seconds(loaded) for loaded in runnable}
        # No worker ends alone with a long one.
        runnable.sort(key=lambda loaded: -seconds[loaded.name])
        with RunProgress(console, Schedule(seconds, found.cpus)) as progress:

            def on_again(loaded: LoadedExample, why: str) -> None:
                progress.print(f"run again elsewhere: {loaded.name}: {why}")

            for result in prove_all(runnable, found, progress.step, on_again):
                name = result.loaded.name
                if isinstance(result, NotRun):
                    exit_code = NOT_RUN
                    progress.ended(name, f"could not be run: {name}: {result.why}")
                    continue
                wrong = problems(result)
                progress.ended(name, f"{'failed' if wrong else outcome(result)}: {name}")
                for problem in wrong:
                    exit_code = max(exit_code, FAILED)
                    progress.print(str(problem))
                if result.capture:
                    steps = result.capture.steps
                    times += [(f"{name} / {step.id}", step.seconds) for step in steps]
    for each in found.lost:
        console.print(f"engine lost: {each}")
    for line in slowest(times, durations):
        console.print(line)
    return exit_code
