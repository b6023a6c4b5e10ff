"""Waits until it is told to end, and says so."""

import signal
import sys


def end(*_: object) -> None:
    print("SIGTERM received, closing down", flush=True)
    sys.exit(0)


signal.signal(signal.SIGTERM, end)
print("ready", flush=True)
while True:
    signal.pause()
