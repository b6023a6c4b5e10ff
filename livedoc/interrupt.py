"""Answers Ctrl-C at once: what is under way is ended in order, or at the second one not at all."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

Handler = Callable[[int, FrameType | None], object] | signal.Handlers

EXIT_INTERRUPTED = 130
SHOW_CURSOR = b"\x1b[?25h"
ENDING = "livedoc: interrupted: ending what is under way; Ctrl-C again ends without waiting for it"


@contextmanager
def answering() -> Iterator[None]:
    """Say on the first Ctrl-C that it was heard, and raise KeyboardInterrupt.

    On the second the process ends where it is. The engine then removes its sandboxes: they live
    as long as their owner.
    """
    if signal.getsignal(signal.SIGINT) is not signal.default_int_handler:
        yield  # ignored, as for what a script starts in the background, or another's affair
        return

    def again(number: int, frame: FrameType | None) -> None:
        if os.isatty(2):
            os.write(2, SHOW_CURSOR)
        os._exit(EXIT_INTERRUPTED)

    def first(number: int, frame: FrameType | None) -> None:
        signal.signal(signal.SIGINT, again)
        # Not by print: the signal may have come in the middle of one.
        os.write(2, f"\n{ENDING}\n".encode())
        raise KeyboardInterrupt

    with handled(signal.SIGINT, first):
        yield


@contextmanager
def handled(number: signal.Signals, handler: Handler) -> Iterator[None]:
    """Have a signal handled so in the block, and as before after it."""
    before = signal.signal(number, handler)
    try:
        yield
    finally:
        signal.signal(number, before)
