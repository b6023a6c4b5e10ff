"""Ctrl-C is answered at once, whatever takes its time to end."""

from __future__ import annotations

import os
import signal
import subprocess
import sys

import pytest

from livedoc.interrupt import ENDING, EXIT_INTERRUPTED, answering, handled
from livedoc.paths import ROOT

SLOW_TO_END = """
import time
from livedoc.interrupt import answering
with answering():
    try:
        print("ready", flush=True)
        time.sleep(60)
    finally:
        time.sleep(60)
"""


def test_the_first_is_told_and_the_second_ends_it() -> None:
    """What is being ended in order need not be waited for."""
    with subprocess.Popen(
        [sys.executable, "-c", SLOW_TO_END],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout and process.stderr
        assert process.stdout.readline() == "ready\n"
        process.send_signal(signal.SIGINT)
        assert [process.stderr.readline() for _ in range(2)] == ["\n", f"{ENDING}\n"]
        process.send_signal(signal.SIGINT)
        assert process.wait(10) == EXIT_INTERRUPTED


def test_what_is_not_to_be_interrupted_stays_so() -> None:
    """What a script starts in the background ignores Ctrl-C, and goes on ignoring it."""
    with handled(signal.SIGINT, signal.SIG_IGN), answering():
        os.kill(os.getpid(), signal.SIGINT)


def test_it_is_raised_as_ever(capfd: pytest.CaptureFixture[str]) -> None:
    """Whoever cleans up after an interrupt does so."""
    with pytest.raises(KeyboardInterrupt), answering():
        os.kill(os.getpid(), signal.SIGINT)
    assert ENDING in capfd.readouterr().err
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
