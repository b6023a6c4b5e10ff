"""`livedoc simulate`: how long all examples would take on 1 to 64 engines."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table

from livedoc.catalog import load_catalog
from livedoc.paths import examples_root
from livedoc.shard import durations_of
from livedoc.simulate import ENGINES, wall_times


def simulate(console: Console, startup_s: float) -> int:
    """Print the wall time for each number of engines, from recorded durations; returns 0."""
    seconds = durations_of(load_catalog(examples_root()))
    walls = wall_times([*seconds.values()], ENGINES, startup_s)
    table = Table("engines", "seconds", "times as fast", "busy", box=None)
    for count, wall in zip(ENGINES, walls, strict=True):
        starts = min(count, len(seconds)) * startup_s
        busy = (sum(seconds.values()) + starts) / (count * wall) if wall else 0
        table.add_row(str(count), f"{wall:.0f}", f"{walls[0] / (wall or 1):.1f}", f"{busy:.0%}")
    console.print(table)
    if seconds:
        longest = max(seconds, key=lambda name: seconds[name])
        console.print(
            f"{len(seconds)} examples, {sum(seconds.values()):.0f} s in all; one sandbox on each "
            f"engine, {startup_s:g} s to start it; none is quicker than {longest}, "
            f"{seconds[longest]:.0f} s"
        )
    return 0
