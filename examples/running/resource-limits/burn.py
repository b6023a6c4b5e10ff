"""Computes for two seconds, and says for how long the kernel held it back."""

import time
from pathlib import Path

# Where the kernel counts: cgroup v2 in microseconds, v1 in nanoseconds.
COUNTERS = (
    ("/sys/fs/cgroup/cpu.stat", "throttled_usec", 1e6),
    ("/sys/fs/cgroup/cpu/cpu.stat", "throttled_time", 1e9),
)

begin = time.monotonic()
while time.monotonic() - begin < 2:
    pass

for path, name, second in COUNTERS:
    if Path(path).exists():
        count = dict(line.split() for line in Path(path).read_text().splitlines())
        held = int(count.get(name, 0)) / second
        print(f"computed for 2 seconds, held back for {held:.1f} of them")
