"""Jobs are spread over sandboxes, and an interrupted run begins nothing anew."""

from __future__ import annotations

import threading

import pytest

from livedoc import fleet
from livedoc.errors import SandboxError
from livedoc.images import ImageSet

IMAGES = ImageSet("engine", "volume", "standin", {})


class Box:
    """A sandbox that is only started and stopped."""

    made: list[Box] = []  # noqa: RUF012 # emptied by each test

    def __init__(self, client: object, image_set: ImageSet) -> None:
        self.made.append(self)
        self.stopped = threading.Event()

    def start(self) -> None:
        """Start at once."""

    def stop(self) -> None:
        """Let go of whoever waits for it."""
        self.stopped.set()


@pytest.fixture(autouse=True)
def one_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    """Use the stand-in, on a machine of one core."""
    Box.made.clear()
    monkeypatch.setattr(fleet, "DockerSandbox", Box)
    monkeypatch.setattr("livedoc.fleet.host.connect", lambda: None)
    monkeypatch.setattr("livedoc.fleet.os.cpu_count", lambda: 1)


def lost(job: int, why: str) -> str:
    """Return that nothing is known of a job."""
    return f"{job} lost: {why}"


def test_a_broken_sandbox_is_replaced_for_the_next_job() -> None:
    """What breaks a fresh sandbox is lost; the jobs around it are done."""

    def task(job: int, box: Box) -> str:
        if job == 2:
            raise SandboxError("broken")
        return f"{job} done"

    found = list(fleet.spread([1, 2, 3], IMAGES, task, lost))  # type: ignore[arg-type]
    assert found == ["1 done", "2 lost: broken", "3 done"]
    assert len(Box.made) == 3 and all(box.stopped.is_set() for box in Box.made)


def test_an_interrupted_run_begins_nothing_anew() -> None:
    """The job whose sandbox is stopped under it is not tried again in another one."""

    def task(job: int, box: Box) -> str:
        if job == 1:
            return "1 done"
        box.stopped.wait(10)
        raise SandboxError("stopped")

    outcomes = fleet.spread([1, 2, 3], IMAGES, task, lost)  # type: ignore[arg-type]
    assert next(outcomes) == "1 done"
    outcomes.close()  # type: ignore[attr-defined]
    assert len(Box.made) == 1
