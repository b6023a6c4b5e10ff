"""`livedoc status`: which examples are fresh, which are stale and why."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table

from livedoc.catalog import load_catalog
from livedoc.fingerprint import staleness
from livedoc.paths import examples_root
from livedoc.store import read_capture


def status(console: Console) -> int:
    """Print one row per example; returns 0 where all are fresh, else 1."""
    table = Table("example", "state", "recorded", "why", box=None)
    stale = 0
    for loaded in load_catalog(examples_root()):
        capture = read_capture(loaded)
        if capture is None:
            hub = "hub" in loaded.example.requires
            stale += not hub
            why = "needs Docker Hub" if hub else f"run: make record EX={loaded.name}"
            table.add_row(loaded.name, "never run", "", why)
            continue
        reasons = staleness(loaded, capture)
        stale += bool(reasons)
        table.add_row(
            loaded.name,
            "stale" if reasons else "fresh",
            f"{capture.recorded:%Y-%m-%d}",
            "; ".join(reasons),
        )
    console.print(table)
    if stale:
        console.print(f"{stale} to record; run: make record")
    return 1 if stale else 0
