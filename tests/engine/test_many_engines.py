"""Examples are spread over several daemons; one is killed in the middle, and one is stopped."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from livedoc import engines, host
from livedoc.archive import tar_of
from livedoc.catalog import LoadedExample, load_example
from livedoc.engines import Engines
from livedoc.fleet import prove_all
from livedoc.images import ImageSet, ledger, mirror
from livedoc.images.ledger import Entry
from livedoc.prove import Proof
from livedoc.sandbox import container_options
from tests.engine.machines import SHARED, SLIM, Machine, certificates

STEPS = """
title = { ko = "예", en = "example" }
[[steps]]
id = "first"
run = "docker version --format '{{.Server.Version}}'"
about = { ko = "하기", en = "do" }
expect = ["^28"]
[[steps]]
id = "long"
run = "test ! -e /usr/local/slow || sleep 50; echo done"
about = { ko = "하기", en = "do" }
expect = ["^done$"]
"""
SET = ImageSet(SLIM, "livedoc-mirror-standin-test", "standin", {})
HELD = {"nothing": Entry(fingerprint="a", images=())}
KILLED, STOPPED, LIVING = range(3)


@pytest.fixture(scope="module")
def machines(
    tmp_path_factory: pytest.TempPathFactory, image_set: ImageSet
) -> Iterator[list[Machine]]:
    """Return three daemons: one on a socket, two over TLS; the first has what sandboxes need."""
    folder = tmp_path_factory.mktemp("engines")
    client = host.connect()
    with ExitStack() as stack, pytest.MonkeyPatch.context() as patch:
        keys = certificates(folder)
        patch.setenv("DOCKER_CERT_PATH", str(folder))
        patch.setenv("DOCKER_TLS_VERIFY", "1")
        (folder / "sockets").mkdir()
        places: list[Path | dict[str, bytes]] = [folder / "sockets", keys, keys]
        found = [stack.enter_context(Machine(client, image_set, each)) for each in places]
        patch.setenv(host.ENGINES, ",".join(machine.url for machine in found))
        found[0].import_slim()
        yield found


@pytest.fixture(scope="module")
def fleet(machines: list[Machine]) -> Iterator[Engines]:
    """Return the three engines, one sandbox on each, with what these need copied to all."""

    def options(image_set: ImageSet, memory: int) -> dict[str, Any]:
        return container_options(image_set, memory) | {"volumes": SHARED}

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("livedoc.engines.images.ensure", lambda client, report: fill(client))
        patch.setattr("livedoc.sandbox.container_options", options)
        patch.setattr(engines, "ANSWER_SECONDS", 6)
        found = engines.find()
        for number in range(3):
            found.pick(number).cpus = 1
        assert found.prepare(print) == SET
        yield found


def fill(client: Any) -> ImageSet:
    """Make a mirror with one file in it, as a registry has them."""
    mirror.create(client, SET.mirror_volume)
    with ledger.mounted(client, SLIM, SET.mirror_volume) as container:
        container.put_archive(ledger.PLACE, tar_of({"docker/blob": b""}))
    ledger.write(client, SLIM, SET.mirror_volume, HELD)
    return SET


def test_every_engine_has_the_same(machines: list[Machine], fleet: Engines) -> None:
    """Image and stand-ins are copied from the first, over TLS too, with what was noted of them."""
    images = set()
    for number in range(3):
        client = fleet.pick(number).connect()
        images.add(client.images.get(SLIM).id)
        assert ledger.read(client, SLIM, SET.mirror_volume) == HELD
        with ledger.mounted(client, SLIM, SET.mirror_volume) as container:
            assert container.get_archive(f"{ledger.PLACE}/docker/blob")
    assert len(images) == 1


def test_what_ran_on_a_lost_engine_is_run_again_elsewhere(
    machines: list[Machine], fleet: Engines, tmp_path: Path
) -> None:
    """One daemon is killed and one stopped in the middle of a step: every example is proven."""
    examples = [tmp_path / f"example-{letter}.toml" for letter in "abc"]
    for path in examples:
        path.write_text(STEPS)
    for number in (KILLED, STOPPED):
        machines[number].run("touch /usr/local/slow")
    begun: set[str] = set()
    again: list[tuple[str, str]] = []

    def on_step(loaded: LoadedExample, step: Any) -> None:
        if step.id == "long" and loaded.name not in begun:
            begun.add(loaded.name)
            if len(begun) == len(examples):  # each has one, and the two are slow
                threading.Timer(0.5, lose, [machines]).start()

    def on_again(loaded: LoadedExample, why: str) -> None:
        again.append((loaded.name, why))

    try:
        found = list(prove_all([*map(load_example, examples)], fleet, on_step, on_again))
    finally:
        machines[STOPPED].signal("CONT")
    assert {outcome.loaded.name for outcome in found} == {path.stem for path in examples}
    for outcome in found:
        assert isinstance(outcome, Proof) and not outcome.broken, outcome
    killed, stopped, living = machines
    assert fleet.cpus == 1 and fleet.pick(0).name == living.url
    # One may have come from the killed engine to the stopped one.
    assert len({name for name, _ in again}) == 2
    whys = [why for _, why in again]
    assert any(killed.url in why for why in whys)
    assert any(f"{stopped.url} is lost: no answer in 6 s" in why for why in whys)


def lose(machines: list[Machine]) -> None:
    """Kill one daemon and stop another."""
    machines[KILLED].signal("KILL")
    machines[STOPPED].signal("STOP")
