"""Runs commands and blocks, and says what they cost."""

from __future__ import annotations

import os
import subprocess
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from livedoc.errors import LivedocError

# A machine's own settings are not what is measured: here, compiling every module at each start.
NOT_PASSED_ON = ("PYTHONDONTWRITEBYTECODE", "PYTHONPATH", "SITE_URL", "REPO_URL")


class NotMeasuredError(LivedocError):
    """What was to be measured did not work, or is not here."""


@dataclass(frozen=True)
class Cost:
    """What a command took: seconds by the clock, seconds of computing, MiB at the most."""

    wall: float
    cpu: float
    memory: float


def environment(**variables: str) -> dict[str, str]:
    """Return what a measured command finds in its environment."""
    kept = {name: value for name, value in os.environ.items() if name not in NOT_PASSED_ON}
    return kept | {"NO_MKDOCS_2_WARNING": "1"} | variables


def cost(
    command: Sequence[str | Path], folder: Path, variables: Mapping[str, str] | None = None
) -> Cost:
    """Run a command to its end; raises NotMeasuredError with the end of its output if it fails."""
    with tempfile.TemporaryFile() as output:
        began = time.perf_counter()
        with subprocess.Popen(
            list(command),
            cwd=folder,
            env=environment(**(variables or {})),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
        ) as process:
            _, status, usage = os.wait4(process.pid, 0)
            wall = time.perf_counter() - began
            process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            output.seek(0)
            said = output.read().decode(errors="replace").strip()[-2000:]
            raise NotMeasuredError(f"{' '.join(map(str, command))} fails:\n{said}")
    return Cost(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def seconds(task: Callable[[], object]) -> float:
    """Return how long a task takes by the clock."""
    began = time.perf_counter()
    task()
    return time.perf_counter() - began


def interleaved(
    times: int, one: Callable[[], float], other: Callable[[], float]
) -> list[tuple[float, float]]:
    """Measure two sides in turn, the other one first every second time.

    A machine that is busy for a while so hurts both alike.
    """
    pairs = []
    for number in range(times):
        if number % 2:
            second, first = other(), one()
        else:
            first, second = one(), other()
        pairs.append((first, second))
    return pairs


def ratios(pairs: Sequence[tuple[float, float]]) -> list[float]:
    """Return each first side in terms of its second."""
    return [one / other for one, other in pairs]
