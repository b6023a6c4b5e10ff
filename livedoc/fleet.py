"""Proves many examples at once, each worker in a sandbox of its own, on one engine or several."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

from livedoc.catalog import LoadedExample
from livedoc.engines import Engine, EngineLostError, Engines
from livedoc.errors import LivedocError, SandboxError
from livedoc.mask import archive_hosts, mask_hosts
from livedoc.model import Step
from livedoc.prove import Proof, prove
from livedoc.replaceable import Replaceable
from livedoc.sandbox import DockerSandbox
from livedoc.store import usable_capture

Job = TypeVar("Job")
Outcome = TypeVar("Outcome")


@dataclass(frozen=True)
class NotRun:
    """An example about which nothing was learned, and why."""

    loaded: LoadedExample
    why: str


@dataclass(frozen=True)
class _Stopped:
    """A worker that cannot go on, and why."""

    error: Exception


def prove_all(
    examples: list[LoadedExample],
    engines: Engines,
    on_step: Callable[[LoadedExample, Step], None],
    on_again: Callable[[LoadedExample, str], object] = lambda loaded, why: None,
) -> Iterator[Proof | NotRun]:
    """Prove examples side by side; yields each outcome as it comes, in any order.

    `on_again` is told which example is run again because its engine was lost, and why. Raises
    SandboxError where no engine is left.
    """
    mask = mask_hosts(archive_hosts())
    images = engines.images(engines.pick(0)).images

    def task(loaded: LoadedExample, sandbox: DockerSandbox) -> Proof | NotRun:
        capture = usable_capture(loaded)
        return prove(loaded, sandbox, images, mask, capture, partial(on_step, loaded))

    return spread(examples, engines, task, NotRun, on_again)


def spread(
    jobs: Sequence[Job],
    engines: Engines,
    task: Callable[[Job, DockerSandbox], Outcome],
    lost: Callable[[Job, str], Outcome],
    on_again: Callable[[Job, str], object] = lambda job, why: None,
) -> Iterator[Outcome]:
    """Do a task with each job, side by side; yields each outcome as it comes, in any order.

    What the task raises becomes the outcome `lost(job, why)`; a broken sandbox is replaced. A job
    whose engine is lost is done again, whole, on another one. Raises SandboxError where none is.
    """
    todo: queue.SimpleQueue[Job] = queue.SimpleQueue()
    outcomes: queue.SimpleQueue[Outcome | _Stopped] = queue.SimpleQueue()
    for job in jobs:
        todo.put(job)
    sandboxes: list[tuple[Engine, DockerSandbox]] = []
    closing = threading.Event()

    def place(number: int) -> tuple[Engine, Replaceable[DockerSandbox]]:
        engine = engines.pick(number)

        def make() -> DockerSandbox:
            if closing.is_set():
                raise LivedocError("interrupted")
            if engine.lost:
                raise SandboxError(engine.lost)
            sandbox = DockerSandbox(engine.connect(), engines.images(engine))
            sandboxes.append((engine, sandbox))
            return sandbox

        return engine, Replaceable(make)

    def work(number: int) -> None:
        with suppress(queue.Empty):
            engine, sandbox = place(number)
            job = todo.get_nowait()
            while True:
                try:
                    outcome = engine.watch(partial(sandbox.begin, partial(task, job)))
                except EngineLostError as error:
                    if closing.is_set():
                        return
                    engine, sandbox = place(number)
                    on_again(job, str(error))
                    continue
                except LivedocError as error:
                    outcome = lost(job, str(error))
                except Exception as error:  # one job's surprise must not lose the others' outcomes
                    outcome = lost(job, f"{type(error).__name__}: {error}")
                outcomes.put(outcome)
                job = todo.get_nowait()

    def worker(number: int) -> None:
        try:
            work(number)
        except Exception as error:  # no engine is left
            outcomes.put(_Stopped(error))

    count = min(len(jobs), engines.cpus)
    workers = [threading.Thread(target=worker, args=[each], daemon=True) for each in range(count)]
    for thread in workers:
        thread.start()
    try:
        for _ in jobs:
            outcome = outcomes.get()
            if isinstance(outcome, _Stopped):
                raise outcome.error
            yield outcome
    finally:
        # Interrupted, there are jobs left and under way: their sandboxes go at once.
        with suppress(queue.Empty):
            while True:
                todo.get_nowait()
        closing.set()
        while any(thread.is_alive() for thread in workers):
            _stop(sandboxes)  # one that is still starting can be stopped only then
            for thread in workers:
                thread.join(0.2 / count)
        _stop(sandboxes)


def _stop(sandboxes: Sequence[tuple[Engine, DockerSandbox]]) -> None:
    """End sandboxes, all at once: an engine takes about a second for each."""

    def stop(engine: Engine, sandbox: DockerSandbox) -> None:
        if not engine.lost:
            with suppress(EngineLostError):
                engine.watch(sandbox.stop)

    if sandboxes:
        with ThreadPoolExecutor(len(sandboxes)) as pool:
            list(pool.map(stop, *zip(*sandboxes, strict=True)))
