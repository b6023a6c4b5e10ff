"""Recording where nothing changed, and where one example did."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from bench.bare import prepare, run_bare
from bench.checkout import FOR_EXAMPLES, checkout
from bench.engine import warm_sandbox
from bench.measure import (
    NotMeasuredError,
    cost,
    environment,
    interleaved,
    ratios,
    seconds,
)
from bench.options import Options
from livedoc import host
from livedoc.catalog import LoadedExample, load_catalog
from livedoc.sandbox import LABEL, DockerSandbox
from livedoc.stale import stale

RECORD = [sys.executable, "-m", "livedoc.cli", "record"]
WATCH = [sys.executable, "-m", "livedoc.cli", "watch"]
EDITED = "container-life"


def measure(options: Options) -> None:
    """Measure in a checkout of its own, in which all is fresh."""
    with checkout(FOR_EXAMPLES) as folder:
        catalog = load_catalog(folder / "examples")
        for loaded in stale(catalog).runnable:
            loaded.path.unlink()
        edited = catalog.example(EDITED)
        if not edited.path.exists():
            raise NotMeasuredError(f"{EDITED} is stale; run: make record EX={EDITED}")
        _nothing(options, folder)
        with warm_sandbox() as (sandbox, _):
            _edit(options, folder, edited, sandbox)
            _watch(options, folder, edited, sandbox)


def _nothing(options: Options, folder: Path) -> None:
    def sandboxes() -> set[str]:
        found = host.connect().containers.list(
            all=True, ignore_removed=True, filters={"label": LABEL}
        )
        return {str(each.labels[LABEL]) for each in found}

    before = sandboxes()
    cost(RECORD, folder)  # so that Python has compiled what it is measured with
    values = [cost(RECORD, folder).wall for _ in range(options.times(7))]
    if sandboxes() - before:
        raise NotMeasuredError("a sandbox was started though nothing is stale")
    options.keep("reproving.nothing", values)


def _commands(edited: LoadedExample, sandbox: DockerSandbox) -> Callable[[], float]:
    def commands() -> float:
        prepare(edited, sandbox)
        return seconds(lambda: run_bare(edited, sandbox))

    return commands


def _edit(options: Options, folder: Path, edited: LoadedExample, sandbox: DockerSandbox) -> None:
    edit = _editor(edited)

    def again() -> float:
        edit()
        return cost(RECORD, folder).wall

    pairs = interleaved(options.times(3), again, _commands(edited, sandbox))
    options.keep("reproving.edit", ratios(pairs))


def _watch(options: Options, folder: Path, edited: LoadedExample, sandbox: DockerSandbox) -> None:
    edit = _editor(edited)
    with subprocess.Popen(
        WATCH, cwd=folder, env=environment(), stdout=subprocess.PIPE, text=True
    ) as watcher:

        def again() -> float:
            began = time.perf_counter()
            edit()
            _until(watcher, "recorded")
            return time.perf_counter() - began

        try:
            _until(watcher, "watching")
            pairs = interleaved(options.times(3), again, _commands(edited, sandbox))
        finally:
            watcher.terminate()
    options.keep("reproving.watch", ratios(pairs))


def _until(watcher: subprocess.Popen[str], word: str) -> None:
    """Read what a watch says until it says a word."""
    for line in watcher.stdout or ():
        if word in line:
            return
        if "failed" in line:
            break
    raise NotMeasuredError(f"livedoc watch did not come to say {word!r}")


def _editor(edited: LoadedExample) -> Callable[[], None]:
    """Return what edits an example so that it must be run again, and takes as long as ever."""
    number = 0

    def edit() -> None:
        nonlocal number
        number += 1
        file = edited.folder / "edited.txt"
        file.parent.mkdir(exist_ok=True)
        file.write_text(f"{time.time()} {number}\n", encoding="utf-8")

    return edit
