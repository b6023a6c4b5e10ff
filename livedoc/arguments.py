"""What can be said to `livedoc` on the command line."""

from __future__ import annotations

import argparse

from livedoc.shard import Shard
from livedoc.simulate import STARTUP_SECONDS

ENVIRONMENT = (
    "LIVEDOC_ENGINES=unix:///path,ssh://host,tcp://host:2376,NAME spreads the examples over these "
    "engines (NAME is a docker context); tcp is made safe by DOCKER_TLS_VERIFY and "
    "DOCKER_CERT_PATH. LIVEDOC_IMAGES=hub|standin says where the base images come from."
)
SLOWEST = 5


def parser() -> argparse.ArgumentParser:
    """Return the parser of all commands; what it parsed has `command` and its arguments."""
    parser = argparse.ArgumentParser(
        prog="livedoc", description="Runs the guide's examples.", epilog=ENVIRONMENT
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")

    def command(name: str, does: str, more: str = "") -> argparse.ArgumentParser:
        said = f"{does[0].upper()}{does[1:]}{'' if does.endswith('?') else '.'} {more}"
        return commands.add_parser(name, help=does, description=said)

    record = command(
        "record",
        "run stale examples and keep what came back",
        "A capture is written only where every claim holds.",
    )
    record.add_argument("names", nargs="*", metavar="NAME", help="these, stale or not")
    record.add_argument("--all", action="store_true", help="all, stale or not")
    _add_durations(record)

    verify = command(
        "verify",
        "run examples and compare with what was kept",
        "Exit code 0: all proven; 1: something is wrong; 2: something could not be run.",
    )
    verify.add_argument("names", nargs="*", metavar="NAME", help="these alone; all unless told")
    part = "the I-th of N parts that take about as long"
    verify.add_argument("--shard", type=_shard, default="1/1", metavar="I/N", help=part)
    _add_durations(verify)

    watch = command("watch", "run examples as they are edited, and keep them")
    watch.add_argument(
        "beside", nargs=argparse.REMAINDER, metavar="-- COMMAND", help="run this beside it"
    )

    status = command(
        "status", "list which examples are fresh, which are stale and why", "Runs nothing."
    )
    status.add_argument(
        "--translations", action="store_true", help="list pages behind the other language instead"
    )
    mutants = command("mutants", "break examples, and see whether it is noticed")
    mutants.add_argument("names", nargs="*", metavar="NAME", help="of these alone")
    mutants.add_argument("--all", action="store_true", help="every mutant, however long it takes")
    mutants.add_argument(
        "--sample", type=count, default=4, metavar="N", help="per example; 4 unless told"
    )
    mutants.add_argument(
        "--budget", type=float, default=10, metavar="MINUTES", help="10 unless told"
    )
    mutants.add_argument("--seed", type=int, default=1, help="draws another sample")

    flakes = command("flakes", "run examples many times: do they stay equal?")
    flakes.add_argument("names", nargs="*", metavar="NAME", help="these alone")
    flakes.add_argument("--times", type=count, default=10, metavar="N", help="10 unless told")
    kills = command("kills", "kill runs at random moments: what do they leave?")
    kills.add_argument("--times", type=count, default=50, metavar="N", help="50 unless told")
    kills.add_argument("--seed", type=int, default=1, help="draws other moments")

    simulate = command("simulate", "how long it would take on 1 to 64 engines")
    simulate.add_argument(
        "--startup",
        type=float,
        default=STARTUP_SECONDS,
        metavar="SECONDS",
        help="that a sandbox takes to start",
    )

    links = command("links", "list the links that lead out of the guide")
    links.add_argument("--check", action="store_true", help="ask whether they lead somewhere")

    command("images", "prepare the engine and the base images")
    command("schema", "write examples/schema.json for editors")

    new = command("new", "scaffold an example that passes")
    form = "the page's name and the example's own, e.g. images/first-image"
    new.add_argument("where", metavar="CHAPTER/NAME", help=form)

    sandbox = command("sandbox", "a disposable engine to try things in")
    actions = "start it, remove it, type in it, list all that there are"
    sandbox.add_argument("action", choices=("up", "down", "shell", "status"), help=actions)
    return parser


def _add_durations(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--durations",
        type=_count_or_none,
        default=SLOWEST,
        metavar="N",
        help=f"list the N slowest steps at the end, {SLOWEST} unless told; 0: none",
    )


def _shard(text: str) -> Shard:
    try:
        return Shard.parse(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def _count_or_none(text: str) -> int:
    return 0 if text == "0" else count(text)


def count(text: str) -> int:
    """Return a number from 1; raises ArgumentTypeError where a text is none."""
    if not (text.isdecimal() and int(text)):
        raise argparse.ArgumentTypeError(f"expected a number from 1, found {text!r}")
    return int(text)
