"""Jobs are spread over sandboxes and engines; what is lost is done elsewhere, or told."""

from __future__ import annotations

import threading
from collections import Counter

import pytest

from livedoc import engines, fleet
from livedoc.engines import Engine, Engines
from livedoc.errors import SandboxError
from livedoc.images import ImageSet

IMAGES = ImageSet("engine", "volume", "standin", {})


class Host:
    """A client of an engine that can be told to fall silent, or to refuse."""

    def __init__(self) -> None:
        self.api = self
        self.timeout = 0.0
        self.fault: OSError | None = None

    def ping(self) -> None:
        """Answer, or not."""
        if self.fault:
            raise self.fault


class Box:
    """A sandbox that is only started and stopped."""

    made: list[Box] = []  # noqa: RUF012 # emptied by each test

    def __init__(self, client: Host, image_set: ImageSet) -> None:
        self.made.append(self)
        self.host = client
        self.stopped = threading.Event()

    def start(self) -> None:
        """Start at once."""

    def stop(self) -> None:
        """Let go of whoever waits for it."""
        self.stopped.set()


@pytest.fixture(autouse=True)
def boxes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Use the stand-ins, and ask them often."""
    Box.made.clear()
    monkeypatch.setattr(fleet, "DockerSandbox", Box)
    monkeypatch.setattr("livedoc.engines.images.ensure", lambda client, report: IMAGES)
    monkeypatch.setattr("livedoc.engines.images.copy", lambda *_: None)
    monkeypatch.setattr(engines, "ASKED_EVERY_SECONDS", 0.01)


def one() -> Engines:
    """Return one engine with one CPU, that nobody named."""
    return Engines([Engine("one", Host, 1, watched=False)])  # type: ignore[arg-type]


@pytest.fixture
def hosts() -> list[Host]:
    """Return three hosts that answer."""
    return [Host() for _ in range(3)]


@pytest.fixture
def several(hosts: list[Host]) -> Engines:
    """Return the engines of the hosts, a to c, with 1, 2 and 1 CPUs."""
    return Engines(
        [
            Engine(name, lambda host=host: host, cpus, watched=True)  # type: ignore[misc]
            for name, host, cpus in zip("abc", hosts, (1, 2, 1), strict=True)
        ]
    )


def lost(job: int, why: str) -> str:
    """Return that nothing is known of a job."""
    return f"{job} lost: {why}"


def test_a_broken_sandbox_is_replaced_for_the_next_job() -> None:
    """What breaks a fresh sandbox is lost; the jobs around it are done."""

    def task(job: int, box: Box) -> str:
        if job == 2:
            raise SandboxError("broken")
        return f"{job} done"

    found = list(fleet.spread([1, 2, 3], one(), task, lost))  # type: ignore[arg-type]
    assert found == ["1 done", "2 lost: broken", "3 done"]
    assert len(Box.made) == 3 and all(box.stopped.is_set() for box in Box.made)


def test_an_interrupted_run_begins_nothing_anew() -> None:
    """The job whose sandbox is stopped under it is not tried again in another one."""

    def task(job: int, box: Box) -> str:
        if job == 1:
            return "1 done"
        box.stopped.wait(10)
        raise SandboxError("stopped")

    outcomes = fleet.spread([1, 2, 3], one(), task, lost)  # type: ignore[arg-type]
    assert next(outcomes) == "1 done"
    outcomes.close()  # type: ignore[attr-defined]
    assert len(Box.made) == 1


def test_each_engine_has_its_share(several: Engines) -> None:
    """As many sandboxes as CPUs, first one on each; where one is lost, on those that are left."""
    assert [several.pick(number).name for number in range(5)] == ["a", "b", "c", "b", "a"]
    several.pick(1).lose("gone")
    assert [several.pick(number).name for number in range(3)] == ["a", "c", "a"]
    assert (several.cpus, several.lost) == (2, ["b: gone"])


FAULTS = {
    "killed": OSError("Connection refused"),
    "stopped": OSError("Read timed out. (read timeout=10)"),
}


@pytest.mark.parametrize("how", FAULTS)
def test_what_ran_on_a_lost_engine_is_done_again_elsewhere(
    several: Engines, hosts: list[Host], how: str
) -> None:
    """Every job has one outcome, from an engine that lives; a task that never returns too."""
    never, faulty = threading.Event(), threading.Event()
    again: list[str] = []

    def task(job: int, box: Box) -> str:
        if box.host is hosts[1]:
            box.host.fault = FAULTS[how]
            faulty.set()
            if how == "stopped":
                never.wait(20)
            raise SandboxError("the sandbox is gone")
        faulty.wait(20)  # or the others might have done all before it began
        return f"{job} done"

    def on_again(job: int, why: str) -> None:
        again.append(why)

    found = list(fleet.spread(range(12), several, task, lost, on_again))  # type: ignore[arg-type]
    never.set()
    assert sorted(found) == sorted(f"{job} done" for job in range(12))
    said = "no answer in 10 s" if how == "stopped" else "Connection refused"
    assert again and set(again) == {f"the engine b is lost: {said}"}


def test_a_verdict_from_a_lost_engine_is_not_believed(several: Engines, hosts: list[Host]) -> None:
    """What a task returned is worth nothing where the engine does not answer after it."""
    runs: Counter[int] = Counter()

    def task(job: int, box: Box) -> str:
        runs[job] += 1
        if runs[job] == 1:
            box.host.fault = OSError("refused")
            return f"{job} failed"
        return f"{job} done"

    assert list(fleet.spread([7], several, task, lost)) == ["7 done"]  # type: ignore[arg-type]


def test_where_no_engine_is_left_each_says_why(several: Engines, hosts: list[Host]) -> None:
    """The run ends with an error that names each engine and what it said."""

    def task(job: int, box: Box) -> str:
        for number, host in enumerate(hosts):
            host.fault = OSError(f"refused {number}")
        raise SandboxError("gone")

    with pytest.raises(SandboxError) as raised:
        list(fleet.spread([1], several, task, lost))  # type: ignore[arg-type]
    assert str(raised.value) == (
        "no engine is left:\n  a: refused 0\n  b: refused 1\n  c: refused 2"
    )


def test_an_engine_that_is_lost_over_its_images_is_left_out(
    several: Engines, hosts: list[Host], monkeypatch: pytest.MonkeyPatch
) -> None:
    """They are built on the next one, copied to the rest, and it is told."""
    built: list[object] = []

    def ensure(client: Host, report: object) -> ImageSet:
        built.append(client)
        if client is hosts[0]:
            client.fault = OSError("refused")
        return IMAGES

    monkeypatch.setattr("livedoc.engines.images.ensure", ensure)
    said: list[str] = []
    assert several.prepare(said.append) is IMAGES
    assert built == hosts[:2] and said == ["the engine a is lost: refused"]
