"""The engines that sandboxes are spread over: found, watched, and left out once they are lost.

`LIVEDOC_ENGINES` names them. Where it is unset there is the one engine of `livedoc.host`, and that
one is not watched: nothing could be run elsewhere.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, wait
from contextlib import contextmanager
from functools import partial
from typing import TypeVar

import docker
from docker.errors import DockerException

from livedoc import host, images
from livedoc.errors import SandboxError
from livedoc.images import ImageSet

Report = Callable[[str], object]
Result = TypeVar("Result")

# A busy engine answers late, a stopped one never.
ANSWER_SECONDS = 10
ASKED_EVERY_SECONDS = 1.0


class EngineLostError(SandboxError):
    """An engine that does not answer any more: nothing is known about what ran on it."""


class Engine:
    """One engine; `lost` says why it is left out, once it is."""

    def __init__(
        self, name: str, connect: Callable[[], docker.DockerClient], cpus: int, watched: bool
    ) -> None:
        self.name = name
        self.connect = connect
        self.cpus = cpus
        self.lost = ""
        self._watched = watched
        self._asked: docker.DockerClient | None = None

    def watch(self, task: Callable[[], Result]) -> Result:
        """Do a task while the engine is asked, again and again, whether it is there.

        Raises EngineLostError where it stops answering, without waiting for the task any longer,
        and also where the task ended over that: what it returned or raised is then worth nothing.
        """
        if not self._watched:
            return task()
        done: Future[Result] = Future()

        def run() -> None:
            try:
                done.set_result(task())
            except BaseException as error:  # the waiting thread raises it
                done.set_exception(error)

        # A daemon: nothing can end a thread that waits for a stopped engine, but nothing needs to.
        threading.Thread(target=run, daemon=True).start()
        while not wait([done], ASKED_EVERY_SECONDS).done:
            self.check()
        self.check()
        return done.result()

    def check(self) -> None:
        """Raise EngineLostError unless the engine answers; what was lost once stays lost."""
        if not self.lost:
            try:
                self._asked = self._asked or self.connect()
                self._asked.api.timeout = ANSWER_SECONDS
                self._asked.ping()
            except (DockerException, OSError, SandboxError) as error:
                silent = "timed out" in str(error)
                self.lose(f"no answer in {ANSWER_SECONDS} s" if silent else str(error))
        if self.lost:
            raise EngineLostError(f"the engine {self.name} is lost: {self.lost}")

    def lose(self, why: str) -> None:
        """Leave the engine out from now on."""
        self.lost = why


class Engines:
    """All engines of this run. May be used by many threads."""

    def __init__(self, engines: Sequence[Engine]) -> None:
        self._all = engines
        self._ready: dict[str, ImageSet] = {}
        self._lock = threading.Lock()

    @property
    def cpus(self) -> int:
        """Return how many CPUs they have together: so many sandboxes keep them busy."""
        return sum(engine.cpus for engine in self._all if not engine.lost)

    @property
    def lost(self) -> list[str]:
        """Return why each engine that is lost is, by its name."""
        return [f"{engine.name}: {engine.lost}" for engine in self._all if engine.lost]

    def pick(self, number: int) -> Engine:
        """Return the engine for the sandbox of this number: each has its share, by its CPUs.

        Raises SandboxError, naming each engine and what it said, where none is left.
        """
        most = max(engine.cpus for engine in self._all)
        slots = [
            engine
            for turn in range(most)
            for engine in self._all
            if turn < engine.cpus and not engine.lost
        ]
        if not slots:
            raise SandboxError("no engine is left:\n  " + "\n  ".join(self.lost))
        return slots[number % len(slots)]

    def images(self, engine: Engine, report: Report = lambda message: None) -> ImageSet:
        """Make what sandboxes need ready on an engine, and return where it is there.

        They are built on one engine and copied to the others, so that all run the same. Raises
        EngineLostError where the engine is lost over it.
        """
        with self._lock:
            while engine.name not in self._ready:
                others = [each for each in self._all if each.name in self._ready and not each.lost]
                source = others[0] if others else self.pick(0)
                try:
                    self._prepare(source, engine, report)
                except EngineLostError:
                    if engine.lost:
                        raise
            return self._ready[engine.name]

    def prepare(self, report: Report) -> ImageSet:
        """Make what sandboxes need ready on every engine; an engine lost over it is left out."""
        for engine in self._all:
            try:
                if not engine.lost:
                    self.images(engine, report)
            except EngineLostError as lost:
                report(str(lost))
        return self.images(self.pick(0))

    def _prepare(self, source: Engine, engine: Engine, report: Report) -> None:
        if source.name not in self._ready:
            ensure = partial(images.ensure, report=report)
            self._ready[source.name] = source.watch(lambda: ensure(source.connect()))
        if engine.name not in self._ready:
            here = self._ready[source.name]

            def copy() -> None:
                say = partial(_say, report, engine.name)
                images.copy(source.connect(), engine.connect(), here, say)

            source.watch(lambda: engine.watch(copy))
            self._ready[engine.name] = here


def find(report: Report = lambda message: None) -> Engines:
    """Return the engines that LIVEDOC_ENGINES names, or else the one that is found.

    Those that do not answer are reported and left out; raises SandboxError where none does.
    """
    named = host.named(os.environ)
    if not named:
        return Engines([Engine("the engine", host.connect, os.cpu_count() or 1, watched=False)])
    found = []
    for address in named:
        engine = Engine(address.source, partial(host.open_at, address), 1, watched=True)
        found.append(engine)
        try:
            engine.cpus = int(engine.connect().info()["NCPU"])
        except (SandboxError, DockerException, OSError) as error:
            engine.lose(str(error))
            report(f"left out: {engine.name}: {error}")
    engines = Engines(found)
    engines.pick(0)
    return engines


@contextmanager
def held(report: Report) -> Iterator[Engines]:
    """Hold the engines for the block; where none is named, found or running, one is started."""
    if os.environ.get(host.ENGINES):
        yield find(report)
        return
    with host.engine(report):
        yield find(report)


def _say(report: Report, name: str, message: str) -> None:
    report(f"{name}: {message}")
