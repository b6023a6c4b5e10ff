"""Says what a capture was made from, and so why it is stale."""

from __future__ import annotations

import hashlib
import os
from functools import cache
from pathlib import Path

from livedoc.catalog import LoadedExample
from livedoc.model import Capture, Fingerprint, Step
from livedoc.normalize import NORMALIZER_VERSION

ENGINE_FOLDER = Path(__file__).parent.parent / "sandbox" / "engine"

# Titles, comments and how a block is shown can change without a command being run again.
NOT_EXECUTED = {"about", "hidden", "show", "powershell"}


def fingerprint(loaded: LoadedExample) -> Fingerprint:
    """Return what the example's capture depends on, images and versions aside."""
    return Fingerprint(
        steps={step.id: _step_digest(step) for step in loaded.example.steps},
        files={name: _file_digest(path) for name, path in loaded.files().items()},
        sandbox=_engine_digest(),
        normalizer=NORMALIZER_VERSION,
    )


def staleness(loaded: LoadedExample, capture: Capture) -> list[str]:
    """Return the reasons why a capture is stale; an empty list says it is fresh."""
    return _reasons(capture.fingerprint, fingerprint(loaded))


def _reasons(old: Fingerprint, new: Fingerprint) -> list[str]:
    reasons = _changes("step", old.steps, new.steps) + _changes("file", old.files, new.files)
    if list(old.steps) != list(new.steps) and set(old.steps) == set(new.steps):
        reasons.append("the order of the steps changed")
    if old.sandbox != new.sandbox:
        reasons.append("the sandbox (sandbox/engine) changed")
    if old.normalizer != new.normalizer:
        reasons.append("the normaliser changed")
    return reasons


def stale_fault(loaded: LoadedExample, capture: Capture) -> str | None:
    """Return the fault of a capture that is stale, with what mends it, at the first step changed.

    An edit that left the output as it was is one, too.
    """
    old, new = capture.fingerprint, fingerprint(loaded)
    if not (reasons := _reasons(old, new)):
        return None
    changed = (name for name, digest in new.steps.items() if old.steps.get(name) != digest)
    line = next(map(loaded.line, changed), 1)
    return (
        f"{loaded.path}:{line}: the capture does not belong to this definition: "
        f"{'; '.join(reasons)}\n  to mend:  make record EX={loaded.name}"
    )


def folder_digest(folder: Path) -> str:
    """Return one digest over the names, modes and contents of a folder's files."""
    digest = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        digest.update(f"{path.relative_to(folder)}\0{_file_digest(path)}\n".encode())
    return digest.hexdigest()[:16]


@cache  # the same for all examples; what runs does not follow an edit of it either
def _engine_digest() -> str:
    return folder_digest(ENGINE_FOLDER)


def _step_digest(step: Step) -> str:
    text = step.model_dump_json(exclude=NOT_EXECUTED, exclude_defaults=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _file_digest(path: Path) -> str:
    executable = b"x" if os.access(path, os.X_OK) else b"-"
    return hashlib.sha256(executable + path.read_bytes()).hexdigest()[:16]


def _changes(kind: str, old: dict[str, str], new: dict[str, str]) -> list[str]:
    return (
        [f"{kind} {name!r} changed" for name in new if name in old and old[name] != new[name]]
        + [f"{kind} {name!r} is new" for name in new if name not in old]
        + [f"{kind} {name!r} is gone" for name in old if name not in new]
    )
