"""Whose a sandbox is, and whether its owner is still there."""

from __future__ import annotations

import os
import subprocess

import pytest

from livedoc.owner import has_ended, owner_of


def test_a_process_that_runs_has_not_ended() -> None:
    """Its sandboxes are left alone."""
    assert not has_ended(owner_of(os.getpid()))


def test_a_process_that_is_gone_has_ended() -> None:
    """What a killed run left behind can be removed."""
    process = subprocess.Popen(["true"])
    process.wait()
    assert has_ended(owner_of(process.pid))


@pytest.mark.parametrize("owner", ["another.example:1", "1", ""])
def test_of_other_machines_nothing_is_known(owner: str) -> None:
    """An engine may be shared: a number alone says nothing about another machine's process."""
    assert not has_ended(owner)
