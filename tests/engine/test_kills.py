"""Recordings and test runs that are killed at some moment leave nothing, and break nothing."""

from __future__ import annotations

import signal

import pytest

from livedoc import host
from livedoc.images import ImageSet
from livedoc.killing import COMMANDS, Victim


@pytest.fixture(scope="module")
def victim(tmp_path_factory: pytest.TempPathFactory, image_set: ImageSet) -> Victim:
    """Return a checkout of its own, recorded."""
    return Victim(tmp_path_factory.mktemp("victim"), host.connect())


@pytest.mark.parametrize(
    ("command", "how", "share"),
    [
        ("record", signal.SIGKILL, 0.7),
        ("pytest", signal.SIGKILL, 0.5),
        ("record", signal.SIGINT, 0.6),
    ],
)
def test_a_killed_run_leaves_nothing(
    victim: Victim, command: str, how: signal.Signals, share: float
) -> None:
    """No half-written capture, file, process, container, volume or network; no traceback."""
    trial = victim.kill(command, how, share * victim.seconds)
    assert trial.left == ()


def test_the_next_run_works(victim: Victim) -> None:
    """After all of that a recording does its work as ever."""
    assert victim.run(COMMANDS["record"]) > 0
