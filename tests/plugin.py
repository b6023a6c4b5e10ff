"""Collects every example × step as a test item, and runs them against the real engine."""

from __future__ import annotations

import math
import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import pytest

from livedoc import engines, host
from livedoc.catalog import LoadedExample, load_catalog, load_example
from livedoc.engines import Engine, EngineLostError
from livedoc.errors import LivedocError, SandboxError
from livedoc.fingerprint import stale_fault
from livedoc.images import ImageSet, origin
from livedoc.mask import archive_hosts, mask_hosts
from livedoc.model import Step
from livedoc.replaceable import Replaceable
from livedoc.runner import ExampleRun
from livedoc.sandbox import DockerSandbox
from livedoc.shard import Shard, durations_of
from livedoc.store import read_capture, write_capture, write_timing
from livedoc.verify import Comparison, judge, moved

NEEDS_HUB = "needs Docker Hub"
NOT_RUN = "not run"
NOT_BUILT = "the guide was not built"
MOVED, NEWS = "moved", "news"
WORKER = pytest.StashKey["Worker"]()
SHARD = pytest.StashKey[Shard]()
# What a file of tests takes that is no example: roughly, by its folder, beside what else runs then.
FILE_SECONDS = {"engine": 30.0, "browser": 12.0, "docs": 8.0}
OTHER_SECONDS = 2.0

Result = TypeVar("Result")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the flag that accepts a changed output, and the one that runs a part of the whole."""
    parser.addoption(
        "--shard",
        metavar="I/N",
        default="1/1",
        help="run the I-th of N parts that take about as long; together they are the whole",
    )
    parser.addoption(
        "--update-captures",
        action="store_true",
        help="write the captures of examples whose claims hold but whose output changed",
    )


def pytest_configure(config: pytest.Config) -> None:
    """Read which part of the whole is to be run, and take over what was chosen for all workers."""
    if mode := getattr(config, "workerinput", {}).get(origin.VARIABLE):
        os.environ[origin.VARIABLE] = mode
    try:
        config.stash[SHARD] = Shard.parse(config.getoption("--shard"))
    except ValueError as error:
        raise pytest.UsageError(f"--shard: {error}") from None


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """Choose where images come from for all workers: the answer may not be the same each time."""
    node.workerinput[origin.VARIABLE] = _origin()


@cache
def _origin() -> str:
    try:
        return origin.choose()
    except LivedocError as error:
        raise pytest.UsageError(str(error)) from None


@pytest.hookimpl(optionalhook=True, tryfirst=True)
def pytest_xdist_auto_num_workers() -> int:
    """Return as many workers as the engines have cores.

    One more takes a tenth less time, but then a dockerd may wait so long for a core that it opens a
    container's output when that has ended already, and what was printed is lost.
    """
    if not os.environ.get(host.ENGINES):
        return os.cpu_count() or 1
    try:
        return engines.find(print).cpus
    except SandboxError as error:
        raise pytest.UsageError(str(error)) from None


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Pass over the files that a reader has: a test of theirs runs in a container, not here."""
    examples = config.rootpath / "examples"
    within = examples in collection_path.parents
    return True if within and len(collection_path.relative_to(examples).parts) > 2 else None


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """Take every examples/<chapter>/<name>.toml."""
    if (
        file_path.suffix == ".toml"
        and file_path.parent.parent == parent.config.rootpath / "examples"
    ):
        return ExampleFile.from_parent(parent, path=file_path)
    return None


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out the other parts; put the longest examples first, after all other tests.

    So no worker ends alone with one. A file is in one part, whole, as its tests share
    what they set up.
    """
    examples = {item.loaded.name: item.loaded for item in items if isinstance(item, StepItem)}
    others = {
        _file(item): FILE_SECONDS.get(item.path.parent.name, OTHER_SECONDS)
        for item in items
        if not isinstance(item, StepItem)
    }
    shard = config.stash[SHARD]
    mine = shard.of(durations_of(examples.values())) | shard.of(others)
    left_out = [item for item in items if _file(item) not in mine]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
    items[:] = [item for item in items if _file(item) in mine]
    items.sort(key=lambda item: -item.seconds if isinstance(item, StepItem) else -math.inf)


def _file(item: pytest.Item) -> str:
    """Return the name of an item's example, or the path of its file."""
    return item.loaded.name if isinstance(item, StepItem) else item.nodeid.partition("::")[0]


class Place:
    """A test process's place on one engine: its sandbox there, and the example under way in it."""

    def __init__(self, engine: Engine, image_set: ImageSet) -> None:
        self.engine = engine
        self.image_set = image_set
        self._sandbox = Replaceable(self._make)
        self._current: ExampleProgress | None = None

    @property
    def sandbox(self) -> DockerSandbox:
        """Return the sandbox, started if need be."""
        return self._sandbox.box

    def emptied(self) -> DockerSandbox:
        """Return the sandbox, emptied, or a new one where it cannot be."""
        self.finish()

        def empty(sandbox: DockerSandbox) -> DockerSandbox:
            sandbox.reset()
            return sandbox

        return self._sandbox.begin(empty)

    def progress(self, loaded: LoadedExample, worker: Worker) -> ExampleProgress:
        """Return how far an example has come, begun afresh where another was under way."""
        if self._current is None or self._current.loaded.path != loaded.path:
            self.finish()
            self._current = self._sandbox.begin(
                lambda sandbox: ExampleProgress(loaded, worker, self, sandbox)
            )
        return self._current

    def finish(self) -> None:
        """End the example under way; a sandbox in which that fails is given up."""
        current, self._current = self._current, None
        if current:
            try:
                current.run.__exit__(None, None, None)
            except SandboxError:
                self._sandbox.stop()

    def stop(self, *, at_once: bool) -> None:
        """End everything; at once, what an example has under way is ended with its sandbox."""
        if not at_once:
            self.finish()
        self._sandbox.stop()

    def _make(self) -> DockerSandbox:
        if self.engine.lost:  # a thread that waited for it may still come to this
            raise SandboxError(self.engine.lost)
        return DockerSandbox(self.engine.connect(), self.image_set)


class Worker:
    """What one test process keeps from item to item: its place on an engine that answers."""

    def __init__(self, config: pytest.Config) -> None:
        self.update = bool(config.getoption("--update-captures"))
        self.mask = mask_hosts(archive_hosts())
        self.engines = engines.find()
        self.news = [f"engine left out: {each}" for each in self.engines.lost]
        """What became of engines here since that was last told."""
        worker = getattr(config, "workerinput", {"workerid": "gw0"})["workerid"]
        self._number = int(worker.removeprefix("gw"))
        self._place: Place | None = None
        self._judged: tuple[Path, set[str]] = (Path(), set())

    @property
    def place(self) -> Place:
        """Return the place of this process, on another engine where its own was lost.

        Raises SandboxError, with what each engine said, where none is left.
        """
        while self._place is None or self._place.engine.lost:
            engine = self.engines.pick(self._number)
            with suppress(EngineLostError):
                self._place = Place(engine, self.engines.images(engine))
        return self._place

    def run(self, task: Callable[[Place], Result], what: str = "a test's sandbox") -> Result:
        """Do a task at this worker's place; where its engine is lost, again at another."""
        while True:
            place = self.place
            try:
                return place.engine.watch(lambda: task(place))  # noqa: B023 # it is done by then
            except EngineLostError as lost:
                self.news.append(f"run again on another engine: {what}: {lost}")

    def judged(self, loaded: LoadedExample) -> set[str]:
        """Return which steps of the example under way have had their verdict, to be added to."""
        if self._judged[0] != loaded.path:
            self._judged = (loaded.path, set())
        return self._judged[1]

    def stop(self, *, at_once: bool) -> None:
        """End everything; at once, what an example has under way is ended with its sandbox."""
        if place := self._place:
            with suppress(EngineLostError):
                place.engine.watch(lambda: place.stop(at_once=at_once))


class ExampleProgress:
    """One run of an example, step by step, judged against its claims and its capture."""

    def __init__(
        self, loaded: LoadedExample, worker: Worker, place: Place, sandbox: DockerSandbox
    ) -> None:
        self.loaded = loaded
        self._update = worker.update
        self._engine = place.engine
        self._sandbox = sandbox
        # Of a run before this one, on an engine that was lost.
        self._judged = frozenset(worker.judged(loaded))
        self.run = ExampleRun(loaded, self._sandbox, worker.mask)
        self.run.__enter__()
        self._capture = read_capture(loaded)
        self._comparison = Comparison(loaded, self._capture) if self._capture else None
        self.moved = (
            moved(self._capture, self._sandbox.versions(), place.image_set.images)
            if self._capture
            else []
        )
        self._left = list(loaded.example.steps)
        self._failed: Step | None = None
        self._drifted = False

    def advance_to(self, step: Step) -> None:
        """Run the steps up to and with this one; raises StepFailed where one does not hold."""
        while step in self._left and not self._failed:
            current = self._left.pop(0)
            try:
                self._prove(current)
            except StepDrifted:
                # Its claims hold, so the steps after it have what they build on.
                if current.id not in self._judged:
                    raise
            except (StepFailed, LivedocError):
                self._failed = current
                raise
        if self._failed:
            pytest.skip(f"{NOT_RUN}: step {self._failed.id!r} before it failed")
        if not self._left:
            self._end(step)

    def _prove(self, step: Step) -> None:
        result = self.run.run(step)
        if problems := judge(self.loaded, step, result):
            raise StepFailed("\n\n".join(map(str, problems)))
        if self._comparison and (drift := self._comparison.drift(step, result)):
            self._drifted = True
            if not (self._update or self.moved):
                raise StepDrifted(str(drift))

    def _end(self, step: Step) -> None:
        if self._engine.lost:
            return  # it is run elsewhere by now
        where, mend = f"{self.loaded.path}:{self.loaded.line(step.id)}", "make record EX="
        fault: str | None = f"{where}: never recorded\n  to mend:  {mend}{self.loaded.name}"
        if self._capture:
            fault = stale_fault(self.loaded, self._capture)
        if self._update and (fault or self._drifted):
            write_capture(self.loaded, self.run.capture())
            write_timing(self.loaded, self.run.timing())
        elif fault and not (self._drifted and not self.moved):  # that was told, with its remedy
            raise StepFailed(fault)


class StepFailed(Exception):
    """A step that does not hold; the message is the whole report."""


class StepDrifted(StepFailed):
    """A step whose claims hold, but whose output is not the captured one."""


class ExampleFile(pytest.File):
    """One example definition."""

    def collect(self) -> Iterator[pytest.Item]:
        """Yield its steps in their order; xdist keeps those of one file on one worker."""
        loaded = load_example(self.path)
        (seconds,) = durations_of([loaded]).values()
        for step in loaded.example.steps:
            yield StepItem.from_parent(
                self, name=step.id, loaded=loaded, step=step, seconds=seconds
            )

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> str:
        """Return a definition's faults as they are, without a traceback."""
        if isinstance(excinfo.value, LivedocError):
            return str(excinfo.value)
        return str(super().repr_failure(excinfo))


class StepItem(pytest.Item):
    """One step of one example."""

    def __init__(self, *, loaded: LoadedExample, step: Step, seconds: float, **rest: Any) -> None:
        super().__init__(**rest)
        self.seconds = seconds  # that its example took when it was recorded
        self.loaded = loaded
        self._step = step

    def runtest(self) -> None:
        """Run the step for real."""
        worker = worker_of(self.config)
        if not self.loaded.can_run_on(worker.place.image_set.mode):
            pytest.skip(NEEDS_HUB)

        def prove(place: Place) -> list[str]:
            progress = place.progress(self.loaded, worker)
            progress.advance_to(self._step)
            return progress.moved

        try:
            if moved := worker.run(prove, self.loaded.name):
                self.user_properties.append((MOVED, "; ".join(moved)))
        finally:
            worker.judged(self.loaded).add(self._step.id)

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> str:
        """Return the report of a failed step as it is, without a traceback."""
        if isinstance(excinfo.value, StepFailed | LivedocError):
            return str(excinfo.value)
        return str(super().repr_failure(excinfo, style))

    def reportinfo(self) -> tuple[Path, int, str]:
        """Return file, line and name for the reports."""
        return self.path, self.loaded.line(self._step.id) - 1, f"{self.loaded.name}/{self.name}"


def worker_of(config: pytest.Config) -> Worker:
    """Return what this test process keeps, made at first use."""
    if WORKER not in config.stash:
        config.stash[WORKER] = Worker(config)
    return config.stash[WORKER]


@pytest.fixture(scope="session")
def image_set(pytestconfig: pytest.Config) -> ImageSet:
    """Return where engine and base images are."""
    return worker_of(pytestconfig).place.image_set


@pytest.fixture(scope="module")
def worker_sandbox(pytestconfig: pytest.Config) -> DockerSandbox:
    """Return this worker's sandbox, as the last test left it."""
    return worker_of(pytestconfig).run(lambda place: place.sandbox)


@pytest.fixture
def sandbox(pytestconfig: pytest.Config) -> DockerSandbox:
    """Return this worker's sandbox, emptied."""
    return worker_of(pytestconfig).run(Place.emptied)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_makereport(item: pytest.Item) -> None:
    """Put into the item's report what became of engines meanwhile."""
    if worker := item.config.stash.get(WORKER, None):
        item.user_properties += [(NEWS, words) for words in worker.news]
        worker.news.clear()


@pytest.hookimpl(tryfirst=True)
def pytest_keyboard_interrupt(excinfo: pytest.ExceptionInfo[BaseException]) -> None:
    """Answer Ctrl-C at once, and spare every process a report of where it was: it takes seconds."""
    print("\ninterrupted: ending the sandboxes", flush=True)
    excinfo.traceback = excinfo.traceback[-1:]


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> Iterator[None]:
    """Finish; an interrupted worker has then nothing to tell that anybody waits for."""
    _finish(session, exitstatus)
    yield
    if hasattr(session.config, "workerinput") and exitstatus == pytest.ExitCode.INTERRUPTED:
        os._exit(exitstatus)


def _finish(session: pytest.Session, exitstatus: int) -> None:
    """End this process's sandbox; on the process that reports, count what was proven."""
    if WORKER in session.config.stash:
        session.config.stash[WORKER].stop(at_once=exitstatus == pytest.ExitCode.INTERRUPTED)
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if hasattr(session.config, "workerinput") or reporter is None:
        return
    if exitstatus not in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED):
        return  # broken off, or collected with faults: there is nothing to count
    skipped = reporter.stats.get("skipped", [])
    not_built = [r.longrepr[-1] for r in skipped if NOT_BUILT in str(r.longrepr)]
    if exitstatus == pytest.ExitCode.OK and not_built:
        print(f"\nfailed: {not_built[0].removeprefix('Skipped: ')}")
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
    tally = Tally(session.config, reporter)
    session.config.stash[TALLY] = tally
    if tally.missing and exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


class Tally:
    """How many of the guide's steps this run has proven, out of how many there are."""

    def __init__(self, config: pytest.Config, reporter: Any) -> None:
        def steps(outcome: str) -> list[Any]:
            reports = reporter.stats.get(outcome, [])
            return [r for r in reports if _is_step(r.nodeid) and r.when in ("call", "setup")]

        self.proven = len(steps("passed"))
        skipped = [str(report.longrepr) for report in steps("skipped")]
        self.hub = sum(NEEDS_HUB in why for why in skipped)
        unproven = len(skipped) - self.hub
        self.failed = len(steps("failed")) + len(steps("error")) + unproven
        self.moved = [
            words
            for report in steps("passed")
            for name, words in report.user_properties
            if name == MOVED
        ]
        self.news = {
            words
            for reports in reporter.stats.values()
            for report in reports
            for name, words in getattr(report, "user_properties", ())
            if name == NEWS
        }
        self.total = self.proven + self.failed
        # A run of everything is held to what the definitions say, not to what was collected.
        chosen = ("keyword", "markexpr", "lf", "collectonly")  # by which less than all is run
        if config.args_source == pytest.Config.ArgsSource.TESTPATHS and not any(
            config.getoption(name, None) for name in chosen
        ):
            catalog = load_catalog(config.rootpath / "examples")
            mine = config.stash[SHARD].of(durations_of(catalog))
            steps_of = {each.name: len(each.example.steps) for each in catalog}
            self.total = sum(steps_of[name] for name in mine) - self.hub
        self.missing = self.total - self.proven

    def __str__(self) -> str:
        lines = [f"proven {self.proven} of {self.total} steps"]
        if self.hub:
            lines.append(f"not run: {self.hub}, {NEEDS_HUB}")
        if self.moved:
            lines.append(
                f"output not compared: {len(self.moved)} steps; this differs from their captures: "
                f"{'; '.join(sorted(set(self.moved)))}"
            )
        lines += sorted(self.news)
        return "\n".join(reversed(lines))


TALLY = pytest.StashKey[Tally]()


def pytest_unconfigure(config: pytest.Config) -> None:
    """Say as the very last thing how much was proven."""
    tally = config.stash.get(TALLY, None)
    if tally and (tally.total or tally.hub or tally.news):
        print(tally)


def _is_step(nodeid: str) -> bool:
    return nodeid.partition("::")[0].endswith(".toml")
