"""Proves many examples at once, each worker in a sandbox of its own."""

from __future__ import annotations

import os
import queue
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

from livedoc import host
from livedoc.catalog import LoadedExample
from livedoc.errors import LivedocError
from livedoc.images import ImageSet
from livedoc.mask import archive_hosts, mask_hosts
from livedoc.model import Step
from livedoc.prove import Proof, prove
from livedoc.replaceable import Replaceable
from livedoc.sandbox import DockerSandbox
from livedoc.store import read_capture

Job = TypeVar("Job")
Outcome = TypeVar("Outcome")


def workers() -> int:
    """Return how many examples are run side by side."""
    return os.cpu_count() or 1


@dataclass(frozen=True)
class NotRun:
    """An example about which nothing was learned, and why."""

    loaded: LoadedExample
    why: str


def prove_all(
    examples: list[LoadedExample],
    image_set: ImageSet,
    on_step: Callable[[LoadedExample, Step], None],
) -> Iterator[Proof | NotRun]:
    """Prove examples side by side; yields each outcome as it comes, in any order."""
    mask = mask_hosts(archive_hosts())

    def task(loaded: LoadedExample, sandbox: DockerSandbox) -> Proof | NotRun:
        capture = read_capture(loaded)
        step = partial(on_step, loaded)
        return prove(loaded, sandbox, image_set.images, mask, capture, step)

    return spread(examples, image_set, task, NotRun)


def spread(
    jobs: Sequence[Job],
    image_set: ImageSet,
    task: Callable[[Job, DockerSandbox], Outcome],
    lost: Callable[[Job, str], Outcome],
) -> Iterator[Outcome]:
    """Do a task with each job, side by side; yields each outcome as it comes, in any order.

    What the task raises becomes the outcome `lost(job, why)`; a broken sandbox is replaced.
    """
    todo: queue.SimpleQueue[Job] = queue.SimpleQueue()
    outcomes: queue.SimpleQueue[Outcome] = queue.SimpleQueue()
    for job in jobs:
        todo.put(job)
    sandboxes: list[DockerSandbox] = []

    closing = threading.Event()

    def make() -> DockerSandbox:
        if closing.is_set():
            raise LivedocError("interrupted")
        sandboxes.append(DockerSandbox(host.connect(), image_set))
        return sandboxes[-1]

    def work() -> None:
        sandbox = Replaceable(make)
        while True:
            try:
                job = todo.get_nowait()
            except queue.Empty:
                break
            try:
                outcomes.put(sandbox.begin(partial(task, job)))
            except LivedocError as error:
                outcomes.put(lost(job, str(error)))
            except Exception as error:  # one job's surprise must not lose the others' outcomes
                outcomes.put(lost(job, f"{type(error).__name__}: {error}"))

    count = min(len(jobs), workers())
    threads = [threading.Thread(target=work, daemon=True) for _ in range(count)]
    for thread in threads:
        thread.start()
    try:
        for _ in jobs:
            yield outcomes.get()
    finally:
        # Interrupted, there are jobs left and under way: their sandboxes go at once.
        with suppress(queue.Empty):
            while True:
                todo.get_nowait()
        closing.set()
        while any(thread.is_alive() for thread in threads):
            _stop(sandboxes)  # one that is still starting can be stopped only then
            for thread in threads:
                thread.join(0.2 / count)
        _stop(sandboxes)


def _stop(sandboxes: Sequence[DockerSandbox]) -> None:
    """End sandboxes, all at once: the engine takes about a second for each."""
    if sandboxes:
        with ThreadPoolExecutor(len(sandboxes)) as pool:
            list(pool.map(lambda sandbox: sandbox.stop(), sandboxes))
