"""`livedoc record` and `verify` as a contributor runs them, in a checkout of their own."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from livedoc import host
from livedoc.catalog import load_example
from livedoc.fingerprint import staleness
from livedoc.images import ImageSet
from livedoc.owner import owner_of
from livedoc.sandbox import LABEL
from livedoc.store import read_capture
from tests.engine.waiting import wait_until

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory, image_set: ImageSet) -> Path:
    """Return a checkout with one new example, recorded as the scaffold left it."""
    folder = tmp_path_factory.mktemp("checkout")
    for part in ("livedoc", "sandbox"):
        shutil.copytree(ROOT / part, folder / part)
    (folder / "examples").mkdir()
    for arguments in (["new", "images/scaffold"], ["record"]):
        done = livedoc(folder, *arguments)
        assert done.returncode == 0, done.stdout + done.stderr
    return folder


@pytest.fixture
def checkout(recorded: Path, tmp_path: Path) -> Iterator[Path]:
    """Yield that checkout, to be changed; after the test its examples are as they were."""
    kept = shutil.copytree(recorded / "examples", tmp_path / "examples")
    yield recorded
    shutil.rmtree(recorded / "examples")
    shutil.copytree(kept, recorded / "examples")


def livedoc(checkout: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the CLI in a checkout to its end."""
    return subprocess.run(
        [sys.executable, "-m", "livedoc.cli", *arguments],
        cwd=checkout,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_a_scaffolded_example_is_recorded_and_then_proven(checkout: Path) -> None:
    """After `new` and `record`, `verify` and `status` succeed without an edit."""
    verified = livedoc(checkout, "verify", "scaffold")
    assert verified.returncode == 0, verified.stdout + verified.stderr
    status = livedoc(checkout, "status")
    assert status.returncode == 0 and "fresh" in status.stdout
    assert "nothing is stale" in livedoc(checkout, "record").stdout


def test_verify_fails_where_an_output_changed(checkout: Path) -> None:
    """The claims hold, but the page would show something else: exit code 1."""
    dockerfile = checkout / "examples/images/scaffold/Dockerfile"
    dockerfile.write_text(dockerfile.read_text() + "RUN touch /more\n")
    drifted = livedoc(checkout, "verify", "scaffold")
    assert drifted.returncode == 1 and "not the captured one" in drifted.stdout


def test_verify_fails_where_nothing_was_recorded(checkout: Path) -> None:
    """A page that has nothing to show is not proven, whatever its commands do: exit code 1."""
    (checkout / "examples/images/scaffold.capture.json").unlink()
    missing = livedoc(checkout, "verify")
    assert missing.returncode == 1 and "never recorded" in missing.stdout


def test_a_broken_example_keeps_its_old_capture(checkout: Path) -> None:
    """`record` refuses to keep the output of an example whose claims do not hold."""
    before = (checkout / "examples/images/scaffold.capture.json").read_bytes()
    (checkout / "examples/images/scaffold/Dockerfile").write_text("FROM busybox:1.37\n")
    failed = livedoc(checkout, "record")
    assert failed.returncode == 1 and "to mend:" in failed.stdout
    assert "scaffold / run" in failed.stdout
    assert (checkout / "examples/images/scaffold.capture.json").read_bytes() == before


def test_an_edited_example_is_recorded_while_it_is_watched(checkout: Path) -> None:
    """A broken edit is told and the watch goes on; Ctrl-C ends it and what runs beside it."""
    dockerfile = checkout / "examples/images/scaffold/Dockerfile"
    loaded = load_example(checkout / "examples/images/scaffold.toml")
    beside = ["sleep", "300"]
    with subprocess.Popen(
        [sys.executable, "-m", "livedoc.cli", "watch", "--", *beside],
        cwd=checkout,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    ) as process:
        assert process.stdout
        said = ""

        def until(text: str) -> None:
            nonlocal said
            assert process.stdout
            while text not in said and (line := process.stdout.readline()):
                said += line
            assert text in said, said

        until("watching")
        good = dockerfile.read_text()
        dockerfile.write_text(good.replace("hello from", "goodbye from"))
        until("failed: scaffold")
        until("to mend:")
        assert "examples/images/scaffold.toml:" in said
        dockerfile.write_text(good.replace("CMD", "LABEL edited=yes\nCMD"))
        until("recorded: scaffold")
        os.killpg(process.pid, signal.SIGINT)  # as a terminal does
        said += process.stdout.read()
        assert process.wait(20) == 0, said
    assert "Traceback" not in said
    capture = read_capture(loaded)
    assert capture and staleness(load_example(loaded.path), capture) == []
    mine: dict[str, Any] = {"label": f"{LABEL}={owner_of(process.pid)}"}
    assert host.connect().containers.list(all=True, ignore_removed=True, filters=mine) == []


def test_an_interrupted_record_says_so_and_ends(checkout: Path) -> None:
    """Ctrl-C ends with exit code 130, one line, no traceback and no half-written capture."""
    with subprocess.Popen(
        [sys.executable, "-m", "livedoc.cli", "record", "--all"],
        cwd=checkout,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        mine: dict[str, Any] = {"label": f"{LABEL}={owner_of(process.pid)}"}
        client = host.connect()
        # In the middle of its work, however long that takes to begin.
        assert wait_until(
            lambda: bool(client.containers.list(ignore_removed=True, filters=mine)), 60
        )
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=30)
    assert process.returncode in (0, 130)
    assert "Traceback" not in errors
    read_capture(load_example(checkout / "examples/images/scaffold.toml"))
