"""`livedoc images`: makes the engine and the base images ready, and says where they come from."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table

from livedoc import engines


def prepare(console: Console) -> int:
    """Prepare what sandboxes need, and print it; returns the exit code."""
    with engines.held(console.print) as found:
        image_set = found.prepare(console.print)
    table = Table("image", "origin", "version", box=None)
    for facts in image_set.images.values():
        table.add_row(facts.name, facts.origin, facts.version)
    console.print(f"engine: {image_set.engine}; images from: {image_set.mode}")
    console.print(table)
    return 0
