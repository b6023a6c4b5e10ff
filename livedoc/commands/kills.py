"""`livedoc kills`: kill recordings and test runs at random moments, and see what they leave."""

from __future__ import annotations

import os
import random
import tempfile
from pathlib import Path

from rich.console import Console
from rich.table import Table

from livedoc import host, images
from livedoc.errors import LivedocError
from livedoc.killing import COMMANDS, SIGNALS, Trial, Victim

NOTHING_LEFT, LEFT = 0, 1


def kills(console: Console, times: int, seed: int) -> int:
    """Kill `times` runs; returns 0 where none left anything and the next one works, else 1."""
    if len(host.named(os.environ)) > 1:
        raise LivedocError(f"{host.ENGINES}: what is left is looked for on one engine: name one")
    dice = random.Random(seed)  # noqa: S311 # a sample, not a secret
    trials = []
    with (
        host.engine(console.print) as client,
        tempfile.TemporaryDirectory(prefix="livedoc-kills-") as folder,
    ):
        images.ensure(client, console.print)
        victim = Victim(Path(folder), client)
        whole = {command: victim.run(module) for command, module in COMMANDS.items()}
        for number in range(times):
            command = list(COMMANDS)[number % len(COMMANDS)]
            how = SIGNALS[number // len(COMMANDS) % len(SIGNALS)]
            trial = victim.kill(command, how, dice.uniform(0.1, whole[command]))
            trials.append(trial)
            console.print(
                f"{number + 1}/{times} {command}, {trial.signal} after {trial.seconds:.2f} s: "
                + ("; ".join(trial.left) or "nothing left"),
            )
        after = ""
        try:
            for module in COMMANDS.values():
                victim.run(module)
        except LivedocError as error:
            after = str(error)
    return _report(console, trials, after)


def _report(console: Console, trials: list[Trial], after: str) -> int:
    table = Table("command", "signal", "killed", "left something", box=None)
    for command in COMMANDS:
        for how in SIGNALS:
            these = [t for t in trials if (t.command, t.signal) == (command, how.name)]
            left = sum(bool(trial.left) for trial in these)
            table.add_row(command, how.name, str(len(these)), str(left))
    console.print(table)
    console.print(after or "a recording and a test run after all of them work")
    return LEFT if after or any(trial.left for trial in trials) else NOTHING_LEFT
