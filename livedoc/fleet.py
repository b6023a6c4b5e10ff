"""Proves many examples at once, each worker in a sandbox of its own."""

from __future__ import annotations

import os
import queue
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import partial

from livedoc import host
from livedoc.catalog import LoadedExample
from livedoc.errors import LivedocError
from livedoc.images import ImageSet
from livedoc.mask import archive_hosts, mask_hosts
from livedoc.model import Step
from livedoc.prove import Proof, prove
from livedoc.sandbox import DockerSandbox
from livedoc.store import read_capture


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
    todo: queue.SimpleQueue[LoadedExample] = queue.SimpleQueue()
    outcomes: queue.SimpleQueue[Proof | NotRun] = queue.SimpleQueue()
    for loaded in examples:
        todo.put(loaded)
    mask = mask_hosts(archive_hosts())
    sandboxes: list[DockerSandbox] = []

    def work() -> None:
        sandbox: DockerSandbox | None = None
        while True:
            try:
                loaded = todo.get_nowait()
            except queue.Empty:
                break
            try:
                if sandbox is None:
                    sandbox = DockerSandbox(host.connect(), image_set)
                    sandboxes.append(sandbox)
                    sandbox.start()
                capture = read_capture(loaded)
                step = partial(on_step, loaded)
                outcomes.put(prove(loaded, sandbox, image_set.images, mask, capture, step))
            except LivedocError as error:
                outcomes.put(NotRun(loaded, str(error)))
                if sandbox:
                    sandbox.stop()
                    sandbox = None
            except Exception as error:  # one example's surprise must not lose the others' outcomes
                outcomes.put(NotRun(loaded, f"{type(error).__name__}: {error}"))

    count = min(len(examples), os.cpu_count() or 1)
    workers = [threading.Thread(target=work, daemon=True) for _ in range(count)]
    for worker in workers:
        worker.start()
    try:
        for _ in examples:
            yield outcomes.get()
    finally:
        # Interrupted, there are examples left and under way: their sandboxes go at once.
        with suppress(queue.Empty):
            while True:
                todo.get_nowait()
        for sandbox in sandboxes:
            sandbox.stop()
        for worker in workers:
            worker.join()
