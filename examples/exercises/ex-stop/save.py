"""Works until it is told to stop, and saves what it has done."""

import signal
import sys


def stop(*_: object) -> None:
    print("saved", flush=True)
    sys.exit(0)


signal.signal(signal.SIGTERM, stop)
print("ready", flush=True)
while True:
    signal.pause()
