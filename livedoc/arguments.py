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

    record = commands.add_parser("record", help="run stale examples and keep what came back")
    record.add_argument("names", nargs="*", metavar="NAME", help="these, stale or not")
    record.add_argument("--all", action="store_true", help="all, stale or not")
    _add_durations(record)

    verify = commands.add_parser("verify", help="run examples and compare: exit 0, 1 or 2")
    verify.add_argument("names", nargs="*", metavar="NAME", help="these alone")
    part = "the I-th of N parts that take about as long"
    verify.add_argument("--shard", type=_shard, default="1/1", metavar="I/N", help=part)
    _add_durations(verify)

    watch = commands.add_parser("watch", help="run examples as they are edited, and keep them")
    watch.add_argument(
        "beside", nargs=argparse.REMAINDER, metavar="-- COMMAND", help="run this beside it"
    )

    status = commands.add_parser("status", help="fresh, stale and why, or never run")
    status.add_argument("--translations", action="store_true", help="pages behind their twin")
    mutants = commands.add_parser("mutants", help="break examples, and see whether it is noticed")
    mutants.add_argument("names", nargs="*", metavar="NAME", help="of these alone")
    mutants.add_argument("--all", action="store_true", help="every mutant, however long it takes")
    mutants.add_argument("--sample", type=int, default=4, metavar="N", help="per example")
    mutants.add_argument("--budget", type=float, default=10, metavar="MINUTES")
    mutants.add_argument("--seed", type=int, default=1, help="draws another sample")

    flakes = commands.add_parser("flakes", help="run examples many times: do they stay equal?")
    flakes.add_argument("names", nargs="*", metavar="NAME", help="these alone")
    flakes.add_argument("--times", type=count, default=10, metavar="N")
    kills = commands.add_parser("kills", help="kill runs at random moments: what do they leave?")
    kills.add_argument("--times", type=count, default=50, metavar="N")
    kills.add_argument("--seed", type=int, default=1, help="draws other moments")

    simulate = commands.add_parser("simulate", help="how long it would take on 1 to 64 engines")
    simulate.add_argument(
        "--startup", type=float, default=STARTUP_SECONDS, metavar="SECONDS", help="a sandbox"
    )

    links = commands.add_parser("links", help="list the links that lead out of the guide")
    links.add_argument("--check", action="store_true", help="ask whether they lead somewhere")

    commands.add_parser("images", help="prepare the engine and the base images")
    commands.add_parser("schema", help="write examples/schema.json for editors")

    new = commands.add_parser("new", help="scaffold an example that passes")
    new.add_argument("where", metavar="CHAPTER/NAME")

    sandbox = commands.add_parser("sandbox", help="a disposable engine to try things in")
    sandbox.add_argument("action", choices=("up", "down", "shell", "status"))
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
