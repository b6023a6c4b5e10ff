"""`livedoc record` and `verify`: run examples for real, and keep or compare what came back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Console

from livedoc.catalog import load_catalog
from livedoc.errors import LivedocError
from livedoc.fingerprint import stale_fault
from livedoc.paths import examples_root
from livedoc.shard import Shard, durations_of
from livedoc.stale import stale
from livedoc.store import read_capture, write_capture, write_timing

if TYPE_CHECKING:  # what runs examples is loaded only where there are some to be run
    from livedoc.prove import Proof

PROVEN = 0


def record(console: Console, names: list[str], everything: bool, durations: int) -> int:
    """Run stale (or named) examples and write their captures; returns the exit code."""
    catalog = load_catalog(examples_root())
    if names:
        todo = [catalog.example(name) for name in names]
    elif everything:
        todo = list(catalog)
    else:
        found = stale(catalog)
        todo = found.runnable
        for loaded in found.needs_hub:
            console.print(f"not run: {loaded.name}: needs Docker Hub", style="yellow")
        if not todo:
            console.print(f"nothing is stale: {len(catalog.examples)} examples")
            return PROVEN

    from livedoc.running import run

    return run(console, todo, keep, lambda proof: proof.broken, durations, named=bool(names))


def keep(proof: Proof) -> str:
    """Write what came back from an example whose claims hold; returns what was done, in words."""
    if proof.capture is None:
        return "failed"
    write_capture(proof.loaded, proof.capture)
    write_timing(proof.loaded, proof.timing)
    return "recorded, output changed" if proof.drifted else "recorded"


def verify(console: Console, names: list[str], durations: int, shard: Shard) -> int:
    """Run named (or all) examples of a part against their captures; returns the exit code."""
    catalog = load_catalog(examples_root())
    todo = [catalog.example(name) for name in names] if names else list(catalog)
    if shard.count > 1:
        mine = shard.of(durations_of(catalog))
        todo = [loaded for loaded in todo if loaded.name in mine]

    def outcome(proof: Proof) -> str:
        if proof.drifted:
            return f"claims proven; output not compared: {'; '.join(proof.moved)}"
        return "proven"

    def problems(proof: Proof) -> list[object]:
        try:
            capture = read_capture(proof.loaded)
        except LivedocError as error:
            return [*proof.problems, error]
        if capture is None:
            mend = f"run: make record EX={proof.loaded.name}"
            return [*proof.problems, f"{proof.loaded.path}:1: never recorded; {mend}"]
        # What else is wrong was told, and recording mends both.
        fault = None if proof.problems else stale_fault(proof.loaded, capture)
        return [fault] if fault else list(proof.problems)

    from livedoc.running import run

    return run(console, todo, outcome, problems, durations, named=bool(names))
