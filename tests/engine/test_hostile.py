"""Hostile examples: each ends in a clear failure of its own, and those beside it are proven.

All of them in one run of two sandboxes, small ones so that they are soon full, with a good example
before and after each.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import docker
import pytest

from livedoc import engines, host
from livedoc.catalog import LoadedExample, load_example
from livedoc.fleet import NotRun, prove_all
from livedoc.owner import owner_of
from livedoc.prove import Proof
from livedoc.sandbox import LABEL
from tests.engine.waiting import wait_until

STEP = """
title = {{ ko = "예", en = "example" }}
[[steps]]
id = "it"
run = '''{run}'''
about = {{ ko = "하기", en = "do" }}
expect = ['''{expect}''']
timeout = {timeout}
"""
LINE = 3  # at which the step begins
GOOD = ("docker run --rm busybox:1.37 echo unharmed", "^unharmed$", 60.0)
CORE_PATTERN = Path("/proc/sys/kernel/core_pattern")
SIXTEENTH_GIB = 2**26  # taken for a GiB: the sandbox's memory is six of them
# As much as a container may be given; `--privileged` is refused where cgroups are of version 1.
RUN = (
    "docker run --rm --cap-add ALL --security-opt seccomp=unconfined --pid host "
    "-v /:/outside busybox:1.37"
)


@dataclass(frozen=True)
class Attack:
    """What is run, for how long at most, and what comes of it; `done` is printed on success."""

    run: str
    timeout: float
    outcome: str


NO_CLAIM, LATE, LOST = "`expect` does not hold", "timed out", "the sandbox was lost"
ATTACKS = {
    "fork-bomb": Attack("bomb() { bomb | bomb & }; bomb; sleep 60; echo done", 2, f"{LATE}|{LOST}"),
    "full-disk": Attack(
        "docker run --rm busybox:1.37 sh -c 'yes >/full && echo done'",
        60,
        "No space left on device",
    ),
    "full-home": Attack("head -c 60G /dev/zero >full && echo done", 60, "No space left on device"),
    "full-root": Attack(
        f"{RUN} sh -c 'yes >/outside/opt/full && echo done'", 60, "Read-only file system"
    ),
    "memory": Attack(
        "head -c 60G /dev/zero | tail -c 60G >/dev/null && echo done", 60, f"Killed|{LOST}"
    ),
    "hang": Attack("trap '' TERM INT HUP; setsid sleep 1000 & wait; echo done", 1, LATE),
    "flood": Attack("yes 'a line of a flood' | head -c 1G", 2, f"{LATE}|{NO_CLAIM}"),
    "no-daemon": Attack(
        f"{RUN} killall -9 dockerd; docker ps -q && echo done",
        20,
        f"ended the shell|{LOST}",
    ),
    "host-disk": Attack(
        f'{RUN} sh -c \'set -- $(grep " /mirror " /proc/1/mountinfo); '
        "mknod /disk b ${3%:*} ${3#*:} && head -c 1 /disk >/dev/null && echo done'",
        20,
        "/disk: Operation not permitted",
    ),
    "release-agent": Attack(
        f"{RUN} sh -c 'mkdir /cg; mount -t cgroup -o memory none /cg; "
        "for agent in $(find /cg /sys/fs/cgroup /outside/sys/fs/cgroup -name release_agent); do "
        "echo /x >$agent && echo done; done'",
        20,
        NO_CLAIM,
    ),
    "core-pattern": Attack(
        f"{RUN} sh -c 'echo \"|/x\" >/outside/proc/sys/kernel/core_pattern && echo done'",
        20,
        "Read-only file system",
    ),
}
Outcome = Proof | NotRun


def write(folder: Path, name: str, run: str, expect: str, timeout: float) -> LoadedExample:
    """Write an example of one step and load it."""
    path = folder / f"{name}.toml"
    path.write_text(STEP.format(run=run, expect=expect, timeout=timeout))
    return load_example(path)


def sandboxes(client: docker.DockerClient) -> set[str]:
    """Return the sandboxes of this process."""
    mine: dict[str, str | list[str] | bool] = {"label": f"{LABEL}={owner_of(os.getpid())}"}
    return {
        str(each.id) for each in client.containers.list(all=True, ignore_removed=True, filters=mine)
    }


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Outcome]]:
    """Return what came of each example, by its name, after all of them have run."""
    folder = tmp_path_factory.mktemp("chapter")
    examples = []
    for name, attack in ATTACKS.items():
        examples.append(write(folder, name, attack.run, "^done$", attack.timeout))
        examples.append(write(folder, f"after-{name}", *GOOD))
    client = host.connect()
    before, pattern = sandboxes(client), CORE_PATTERN.read_text()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("livedoc.sandbox.GIB", SIXTEENTH_GIB)
        patch.setattr("livedoc.engines.os.cpu_count", lambda: 2)
        found = list(prove_all(examples, engines.find(), lambda loaded, step: None))
    yield {outcome.loaded.name: outcome for outcome in found}
    assert wait_until(lambda: sandboxes(client) <= before, 10), "a sandbox was left"
    assert CORE_PATTERN.read_text() == pattern


@pytest.mark.parametrize("name", ATTACKS)
def test_a_hostile_example_fails_by_name(name: str, outcomes: dict[str, Outcome]) -> None:
    """Its report begins with its file and line, and says what stopped it."""
    outcome = outcomes[name]
    report = outcome.why if isinstance(outcome, NotRun) else "\n".join(map(str, outcome.broken))
    assert report.startswith(f"{outcome.loaded.path}:{LINE}: {name} / it: "), report
    assert re.search(ATTACKS[name].outcome, report), report
    assert "\ndone" not in report


@pytest.mark.parametrize("name", ATTACKS)
def test_a_good_example_beside_it_is_proven(name: str, outcomes: dict[str, Outcome]) -> None:
    """What runs at the same time, and next in the same place, is unharmed."""
    outcome = outcomes[f"after-{name}"]
    assert isinstance(outcome, Proof), outcome.why
    assert not outcome.broken, outcome.broken[0]
