"""`livedoc status`: which examples are fresh, which are stale and why; which pages are behind."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table

from livedoc.catalog import load_catalog
from livedoc.fingerprint import staleness
from livedoc.paths import ROOT, examples_root
from livedoc.store import read_capture
from livedoc.translations import behind


def status(console: Console) -> int:
    """Print one row per example; returns 0 where all are fresh, else 1."""
    table = Table("example", "state", "recorded", "why", box=None)
    stale: list[str] = []
    for loaded in load_catalog(examples_root()):
        capture = read_capture(loaded)
        if capture is None:
            stale += [] if loaded.needs_hub else [loaded.name]
            why = "needs Docker Hub" if loaded.needs_hub else f"run: make record EX={loaded.name}"
            table.add_row(loaded.name, "never run", "", why)
            continue
        reasons = staleness(loaded, capture)
        stale += [loaded.name] if reasons else []
        table.add_row(
            loaded.name,
            "stale" if reasons else "fresh",
            f"{capture.recorded:%Y-%m-%d}",
            "; ".join(reasons),
        )
    console.print(table)
    if stale:
        console.print(f"{len(stale)} to record: {', '.join(stale)}; run: make record")
    return 1 if stale else 0


def translations(console: Console) -> int:
    """Print the pages that are behind their twin; returns 0 where none is, 1, or 2: no history."""
    pages = behind(ROOT)
    if pages is None:
        console.print("git knows no history of docs/, so no page can be told to be behind")
        return 2
    for page in pages:
        console.print(str(page))
    if not pages:
        console.print("no page is behind its twin in the other language")
    return 1 if pages else 0
