"""Which examples are to be recorded, told without an engine."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from livedoc.catalog import LoadedExample
from livedoc.fingerprint import staleness
from livedoc.images.origin import choose
from livedoc.store import usable_capture


@dataclass(frozen=True)
class Stale:
    """What is to be recorded, and what would be if there were a Docker Hub."""

    runnable: list[LoadedExample]
    needs_hub: list[LoadedExample]


def stale(examples: Iterable[LoadedExample]) -> Stale:
    """Return the examples that have no capture that can be read, or have changed since.

    Docker Hub is asked for only where that decides it.
    """
    found = [loaded for loaded in examples if _is_stale(loaded)]
    hub = [loaded for loaded in found if loaded.needs_hub]
    if hub and choose() != "hub":
        return Stale([loaded for loaded in found if loaded not in hub], hub)
    return Stale(found, [])


def _is_stale(loaded: LoadedExample) -> bool:
    capture = usable_capture(loaded)
    return capture is None or bool(staleness(loaded, capture))
