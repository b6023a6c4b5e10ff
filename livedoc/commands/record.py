"""`livedoc record` and `verify`: run examples for real, and keep or compare what came back."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from livedoc import host, images
from livedoc.catalog import LoadedExample, load_catalog
from livedoc.fingerprint import staleness
from livedoc.fleet import NotRun, prove_all
from livedoc.model import Step
from livedoc.paths import examples_root
from livedoc.prove import Proof
from livedoc.store import read_capture, write_capture, write_timing

PROVEN, FAILED, NOT_RUN = 0, 1, 2


def record(console: Console, names: list[str], everything: bool) -> int:
    """Run stale (or named) examples and write their captures; returns the exit code."""
    catalog = load_catalog(examples_root())
    if names:
        todo = [catalog.example(name) for name in names]
    else:
        todo = [loaded for loaded in catalog if everything or _is_stale(loaded)]
    if not todo:
        console.print(f"nothing is stale: {len(catalog.examples)} examples")
        return PROVEN

    def keep(proof: Proof) -> str:
        if proof.capture is None:
            return "failed"
        write_capture(proof.loaded, proof.capture)
        write_timing(proof.loaded, proof.timing)
        return "recorded, output changed" if proof.drifted else "recorded"

    return _run(console, todo, keep, lambda proof: proof.broken)


def verify(console: Console, names: list[str]) -> int:
    """Run named (or all) examples against their captures; returns the exit code."""
    catalog = load_catalog(examples_root())
    todo = [catalog.example(name) for name in names] if names else list(catalog)

    def outcome(proof: Proof) -> str:
        if proof.problems:
            return "failed"
        if proof.drifted:
            return f"claims proven; output not compared: {'; '.join(proof.moved)}"
        return "proven"

    def problems(proof: Proof) -> list[object]:
        if read_capture(proof.loaded) is None:
            mend = f"run: make record EX={proof.loaded.name}"
            return [*proof.problems, f"{proof.loaded.path}:1: never recorded; {mend}"]
        return list(proof.problems)

    return _run(console, todo, outcome, problems)


def _is_stale(loaded: LoadedExample) -> bool:
    capture = read_capture(loaded)
    return capture is None or bool(staleness(loaded, capture))


def _run(
    console: Console,
    todo: list[LoadedExample],
    outcome: Callable[[Proof], str],
    problems: Callable[[Proof], Sequence[object]],
) -> int:
    exit_code = PROVEN
    with host.engine(console.print) as client:
        image_set = images.ensure(client, console.print)
        runnable = [
            loaded
            for loaded in todo
            if "hub" not in loaded.example.requires or image_set.mode == "hub"
        ]
        for loaded in todo:
            if loaded not in runnable:
                console.print(f"not run: {loaded.name}: needs Docker Hub", style="yellow")
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
        with Progress(*columns, TimeElapsedColumn(), console=console, transient=True) as progress:
            task = progress.add_task("starting", total=len(runnable))

            def on_step(loaded: LoadedExample, step: Step) -> None:
                progress.update(task, description=f"{loaded.name} / {step.id}")

            for result in prove_all(runnable, image_set, on_step):
                progress.advance(task)
                if isinstance(result, NotRun):
                    exit_code = NOT_RUN
                    progress.console.print(f"could not be run: {result.loaded.name}: {result.why}")
                    continue
                progress.console.print(f"{outcome(result)}: {result.loaded.name}", markup=False)
                for problem in problems(result):
                    exit_code = max(exit_code, FAILED)
                    progress.console.print(str(problem), markup=False, highlight=False)
    return exit_code
