"""What holds for all tests of ours."""

from __future__ import annotations

import signal
from collections.abc import Iterator

import pytest

from livedoc.interrupt import handled


@pytest.fixture(scope="session", autouse=True)
def interruptible() -> Iterator[None]:
    """See to it that an interrupt is heard, here and in what is started: scripts may ignore it."""
    with handled(signal.SIGINT, signal.default_int_handler):
        yield
