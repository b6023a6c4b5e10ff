"""Proving examples, against running their commands and nothing else."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from bench.bare import can_be_bare, prepare, run_bare
from bench.engine import warm_sandbox
from bench.measure import cost, interleaved, ratios, seconds
from bench.options import Options
from bench.quick import example, for_each, prove_thirty, run_thirty
from livedoc.catalog import LoadedExample, load_catalog
from livedoc.paths import ROOT, examples_root
from livedoc.runner import ExampleRun
from livedoc.sandbox import DockerSandbox
from livedoc.verify import judge

# Of middling length, from several chapters; none is typed at a terminal.
SAMPLE = (
    "image-layers",
    "ex-logs",
    "container-life",
    "variables",
    "status-page",
    "watch-files",
    "first-run",
    "projects",
)


def measure(options: Options) -> None:
    """Measure the wall time of a sample, or of all, and what a step costs."""
    catalog = load_catalog(examples_root())
    with warm_sandbox() as (sandbox, _):
        _steps(options, sandbox)
        _wall(options, "proving.wall", [catalog.example(name) for name in SAMPLE], sandbox)
        if options.everything:
            bare = [loaded for loaded in catalog if can_be_bare(loaded)]
            options.note(
                "proving.all", f"{len(catalog.examples) - len(bare)} examples need a terminal"
            )
            _wall(options.with_times(1), "proving.all", bare, sandbox)


def _wall(
    options: Options, name: str, examples: Sequence[LoadedExample], sandbox: DockerSandbox
) -> None:
    names = [loaded.name for loaded in examples]
    verify = [sys.executable, "-m", "livedoc.cli", "verify", *names]

    def bare() -> float:
        total = 0.0
        for loaded in examples:
            prepare(loaded, sandbox)  # not counted: only the commands are
            total += seconds(partial(run_bare, loaded, sandbox))
        return total

    def proven() -> float:
        return cost(verify, ROOT).wall

    options.keep(name, ratios(interleaved(options.times(3), proven, bare)))


def _steps(options: Options, sandbox: DockerSandbox) -> None:
    with tempfile.TemporaryDirectory(prefix="livedoc-bench-") as folder:
        thirty = example(Path(folder))

    def bare() -> float:
        return seconds(lambda: run_thirty(sandbox))

    def whole() -> float:
        return seconds(lambda: prove_thirty(thirty, sandbox))

    def steps() -> float:
        with ExampleRun(thirty, sandbox, str) as run:
            return seconds(
                lambda: [judge(thirty, step, run.run(step)) for step in thirty.example.steps]
            )

    prove_thirty(thirty, sandbox)
    for name, side in (("proving.step", whole), ("proving.between", steps)):
        pairs = interleaved(options.times(7), side, bare)
        options.keep(name, for_each(pairs))
