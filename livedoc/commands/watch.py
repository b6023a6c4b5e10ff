"""`livedoc watch`: re-record each example as it is edited, beside a preview that shows it."""

from __future__ import annotations

import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from rich.console import Console
from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer

from livedoc import host, images
from livedoc.catalog import load_example
from livedoc.commands.record import keep
from livedoc.errors import LivedocError
from livedoc.fingerprint import staleness
from livedoc.images import ImageSet
from livedoc.interrupt import handled
from livedoc.mask import archive_hosts, mask_hosts
from livedoc.paths import examples_root
from livedoc.prove import Proof, prove
from livedoc.replaceable import Replaceable
from livedoc.runner import Mask
from livedoc.sandbox import DockerSandbox
from livedoc.schedule import in_words
from livedoc.store import usable_capture
from livedoc.watching import Edited

POLL_SECONDS = 0.1
END_SECONDS = 5  # for the preview to end by itself: a terminal's Ctrl-C reaches it too
CHANGES = ("created", "modified", "moved", "deleted")  # not that a file was opened or read


def watch(console: Console, command: list[str]) -> int:
    """Re-record what is edited for as long as `command` runs, or until Ctrl-C; returns its code."""
    root = examples_root()
    edited = Edited(root)
    with host.engine(console.print) as client:
        image_set = images.ensure(client, console.print)
        recorder = Recorder(console, image_set, mask_hosts(archive_hosts()))
        try:
            with _until_asked_to_end(), _watched(root, edited), _beside(command) as preview:
                recorder.warm_up()
                console.print(f"watching {root}: an example that is edited is recorded anew")
                while preview is None or preview.poll() is None:
                    time.sleep(POLL_SECONDS)
                    for definition in edited.rested():
                        recorder.record(definition)
            return preview.returncode if preview else 0
        except KeyboardInterrupt:
            return 0  # the way to end it
        finally:
            recorder.stop()


class Recorder:
    """Records one example after another in a sandbox that is kept warm, and tells how it went."""

    def __init__(self, console: Console, image_set: ImageSet, mask: Mask) -> None:
        self._console = console
        self._image_set = image_set
        self._mask = mask
        self._sandbox = Replaceable(lambda: DockerSandbox(host.connect(), image_set))

    def warm_up(self) -> None:
        """Start the sandbox, so that the first edit need not wait for it."""
        self._sandbox.begin(lambda sandbox: sandbox.versions())

    def stop(self) -> None:
        """End the sandbox."""
        self._sandbox.stop()

    def record(self, definition: Path) -> None:
        """Record an example if its capture is stale; whatever is wrong with it is told."""
        if not definition.is_file():
            return
        try:
            self._record(definition)
        except LivedocError as error:
            self._print(str(error))

    def _record(self, definition: Path) -> None:
        loaded = load_example(definition)
        capture = usable_capture(loaded)
        if capture and not staleness(loaded, capture):
            self._print(f"fresh: {loaded.name}: nothing that was edited is run")
            return
        if not loaded.can_run_on(self._image_set.mode):
            self._print(f"not run: {loaded.name}: needs Docker Hub")
            return
        self._print(f"recording: {loaded.name}")
        began = time.monotonic()

        def task(sandbox: DockerSandbox) -> Proof:
            return prove(loaded, sandbox, self._image_set.images, self._mask, capture)

        proof = self._sandbox.begin(task)
        took = in_words(time.monotonic() - began)
        self._print(f"{keep(proof)}: {loaded.name} ({took})")
        for problem in proof.broken:
            self._print(str(problem))

    def _print(self, text: str) -> None:
        self._console.print(text)


class _Handler(FileSystemEventHandler):
    def __init__(self, edited: Edited) -> None:
        self._edited = edited

    def on_any_event(self, event: FileSystemEvent) -> None:
        """Take note of what changed, whatever happened to it."""
        if event.event_type in CHANGES and not event.is_directory:
            for path in (event.src_path, event.dest_path):
                if path:
                    self._edited.note(Path(str(path)))


@contextmanager
def _watched(root: Path, edited: Edited) -> Iterator[None]:
    observer = Observer()
    observer.schedule(_Handler(edited), str(root), recursive=True)
    observer.start()
    try:
        yield
    finally:
        observer.stop()
        observer.join()


@contextmanager
def _beside(command: list[str]) -> Iterator[subprocess.Popen[bytes] | None]:
    """Run a command beside the block, and end it with the block."""
    if not command:
        yield None
        return
    with subprocess.Popen(command) as process:
        try:
            yield process
        except KeyboardInterrupt:
            try:
                process.wait(END_SECONDS)
            except subprocess.TimeoutExpired:
                process.terminate()
            raise
        finally:
            process.terminate()


@contextmanager
def _until_asked_to_end() -> Iterator[None]:
    """Take being asked to end from outside (SIGTERM) as Ctrl-C."""

    def ask(number: int, frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    with handled(signal.SIGTERM, ask):
        yield
