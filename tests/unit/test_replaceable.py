"""A sandbox that one job broke does not fail the next."""

from __future__ import annotations

import pytest

from livedoc.errors import SandboxError
from livedoc.replaceable import Replaceable


class Box:
    """A sandbox that notes what happens to it."""

    def __init__(self) -> None:
        self.state = "made"

    def start(self) -> None:
        """Start it."""
        self.state = "started"

    def stop(self) -> None:
        """Stop it."""
        self.state = "stopped"


@pytest.fixture
def boxes() -> list[Box]:
    """Return all sandboxes that were made."""
    return []


@pytest.fixture
def replaceable(boxes: list[Box]) -> Replaceable[Box]:
    """Return a replaceable sandbox whose every make is kept."""

    def make() -> Box:
        boxes.append(Box())
        return boxes[-1]

    return Replaceable(make)


def test_one_sandbox_serves_job_after_job(replaceable: Replaceable[Box], boxes: list[Box]) -> None:
    """It is made when it is first needed, started, and stopped at the end."""
    assert boxes == []
    assert [replaceable.begin(lambda box: box.state) for _ in range(3)] == ["started"] * 3
    replaceable.stop()
    assert [box.state for box in boxes] == ["stopped"]


def test_a_job_does_not_suffer_from_the_one_before(
    replaceable: Replaceable[Box], boxes: list[Box]
) -> None:
    """Where the used sandbox fails, it is stopped and the job is begun in a new one."""
    replaceable.begin(lambda box: None)

    def job(box: Box) -> Box:
        if box is boxes[0]:
            raise SandboxError("the sandbox is gone")
        return box

    assert replaceable.begin(job) is boxes[1]
    assert [box.state for box in boxes] == ["stopped", "started"]


def test_a_job_that_breaks_a_new_sandbox_fails(
    replaceable: Replaceable[Box], boxes: list[Box]
) -> None:
    """It is not tried for ever, and leaves no broken sandbox to the next."""

    def job(box: Box) -> None:
        raise SandboxError("the sandbox is gone")

    replaceable.begin(lambda box: None)
    with pytest.raises(SandboxError):
        replaceable.begin(job)
    assert [box.state for box in boxes] == ["stopped", "stopped"]
    assert replaceable.begin(lambda box: box) is boxes[2]
