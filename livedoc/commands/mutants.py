"""`livedoc mutants`: break examples in many ways and report what the proof did not notice."""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

from rich.console import Console
from rich.table import Table

from livedoc import engines
from livedoc.catalog import load_catalog
from livedoc.fleet import spread
from livedoc.mask import archive_hosts, mask_hosts
from livedoc.model import Capture
from livedoc.mutation.generate import mutants as all_mutants
from livedoc.mutation.judge import Judged, all_alike, batches, judge
from livedoc.mutation.ledger import Equivalents, Ledger
from livedoc.mutation.mutant import Mutant
from livedoc.paths import ROOT, STATE, examples_root
from livedoc.sandbox import DockerSandbox
from livedoc.store import read_capture

EQUIVALENTS = ROOT / "tests" / "equivalent-mutants.toml"
LEDGER = STATE / "mutants.jsonl"
COLUMNS = ("killed", "survived", "equivalent", "timed out", "not run", "not tried")


@dataclass(frozen=True)
class Draw:
    """How many mutants per example (None: all), drawn by which seed, within how many seconds."""

    sample: int | None
    seed: int
    seconds: float


def mutants(console: Console, names: list[str], draw: Draw) -> int:
    """Judge a sample; returns 0: all noticed or explained, 1: some survived, 2: some not run."""
    catalog = load_catalog(examples_root())
    chosen = [catalog.example(name) for name in names] if names else list(catalog)
    captures = {loaded.name: capture for loaded in chosen if (capture := read_capture(loaded))}
    dice = random.Random(draw.seed)  # noqa: S311 # a sample, not a secret
    drawn: list[Mutant] = []
    for loaded in chosen:
        if loaded.name in captures:
            found = all_mutants(loaded, captures[loaded.name])
            size = len(found) if draw.sample is None else min(draw.sample, len(found))
            drawn += dice.sample(found, size)
    dice.shuffle(drawn)  # what the budget leaves untried is spread over the examples
    ledger = Ledger(LEDGER)
    judged = [known for mutant in drawn if (known := ledger.verdict(mutant))]
    done = {each.mutant.id for each in judged}
    todo = [mutant for mutant in drawn if mutant.id not in done]
    if judged:
        console.print(f"known from before: {len(judged)} of {len(drawn)}")
    judged += _judge_all(console, todo, captures, ledger, draw.seconds)
    return _report(console, judged, Equivalents(EQUIVALENTS))


def _judge_all(
    console: Console,
    todo: list[Mutant],
    captures: dict[str, Capture],
    ledger: Ledger,
    seconds: float,
) -> list[Judged]:
    if not todo:
        return []
    deadline = time.monotonic() + seconds
    mask = mask_hosts(archive_hosts())
    outcomes = []
    with engines.held(console.print) as found:
        image_set = found.prepare(console.print)

        def task(batch: Sequence[Mutant], sandbox: DockerSandbox) -> list[Judged]:
            if time.monotonic() > deadline:
                return all_alike(batch, "not tried", "the budget was used up")
            capture = captures[batch[0].loaded.name]
            return judge(batch, capture, sandbox, image_set.images, mask)

        def lost(batch: Sequence[Mutant], why: str) -> list[Judged]:
            return all_alike(batch, "not run", why)

        for outcome in chain.from_iterable(spread(batches(todo), found, task, lost)):
            ledger.keep(outcome)
            outcomes.append(outcome)
            if outcome.verdict != "not tried":
                progress = f"{len(outcomes)}/{len(todo)} {outcome.verdict}: {outcome.mutant}"
                why = f": {outcome.why}" if outcome.verdict == "not run" else ""
                console.print(progress + why)
    return outcomes


def _report(console: Console, judged: list[Judged], explained: Equivalents) -> int:
    counts: dict[str, Counter[str]] = {}
    survivors = []
    for each in judged:
        verdict: str = each.verdict
        if verdict == "survived" and explained.why(each.mutant):
            verdict = "equivalent"
        elif verdict == "survived":
            survivors.append(each.mutant)
        counts.setdefault(each.mutant.loaded.name, Counter())[verdict] += 1
    table = Table("example", *COLUMNS, box=None)
    total: Counter[str] = Counter()
    for name, row in sorted(counts.items()):
        total += row
        table.add_row(name, *(str(row[column] or "") for column in COLUMNS))
    table.add_row("all", *(str(total[column]) for column in COLUMNS))
    console.print(table)
    for mutant in survivors:
        console.print(f"\nsurvived: {mutant}")
        console.print(f"  was: {mutant.before}\n  is:  {mutant.after}")
    decided = total["killed"] + total["survived"]
    if decided:
        console.print(f"\nkilled {total['killed']} of {decided}: {total['killed'] / decided:.1%}")
    if total["not run"]:
        return 2
    return 1 if survivors else 0
