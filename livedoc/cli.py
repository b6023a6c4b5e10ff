"""The command line: `livedoc --help` says all."""

from __future__ import annotations

import argparse
import sys

from rich.console import Console

from livedoc.errors import LivedocError, SandboxError
from livedoc.interrupt import EXIT_INTERRUPTED, answering
from livedoc.shard import Shard
from livedoc.simulate import STARTUP_SECONDS

ENVIRONMENT = (
    "LIVEDOC_ENGINES=unix:///path,ssh://host,tcp://host:2376,NAME spreads the examples over these "
    "engines (NAME is a docker context); tcp is made safe by DOCKER_TLS_VERIFY and "
    "DOCKER_CERT_PATH. LIVEDOC_IMAGES=hub|standin says where the base images come from."
)
EXIT_FAULT, EXIT_NOT_RUN = 1, 2
SLOWEST = 5


def main(argv: list[str] | None = None) -> int:
    """Run a command; returns 0 done or proven, 1 a fault, 2 it could not be run."""
    arguments = _parser().parse_args(argv)
    console = Console(soft_wrap=True)
    try:
        with answering():
            return _dispatch(console, arguments)
    except SandboxError as error:
        print(f"livedoc: {error}", file=sys.stderr)
        return EXIT_NOT_RUN
    except LivedocError as error:
        print(f"livedoc: {error}", file=sys.stderr)
        return EXIT_FAULT
    except KeyboardInterrupt:
        print("livedoc: interrupted; every capture is the old one or the new one", file=sys.stderr)
        return EXIT_INTERRUPTED


def _parser() -> argparse.ArgumentParser:
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
    flakes.add_argument("--times", type=_count, default=10, metavar="N")
    kills = commands.add_parser("kills", help="kill runs at random moments: what do they leave?")
    kills.add_argument("--times", type=_count, default=50, metavar="N")
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
    return 0 if text == "0" else _count(text)


def _count(text: str) -> int:
    if not (text.isdecimal() and int(text)):
        raise argparse.ArgumentTypeError(f"expected a number from 1, found {text!r}")
    return int(text)


def _dispatch(console: Console, arguments: argparse.Namespace) -> int:
    # Imported here, so that what needs no engine starts without the docker SDK.
    match arguments.command:
        case "record":
            from livedoc.commands.record import record

            return record(console, arguments.names, arguments.all, arguments.durations)
        case "verify":
            from livedoc.commands.record import verify

            return verify(console, arguments.names, arguments.durations, arguments.shard)
        case "watch":
            from livedoc.commands.watch import watch

            beside = arguments.beside
            return watch(console, beside[1:] if beside[:1] == ["--"] else beside)
        case "status":
            from livedoc.commands.status import status, translations

            return (translations if arguments.translations else status)(console)
        case "mutants":
            from livedoc.commands.mutants import Draw, mutants

            sample = None if arguments.all else arguments.sample
            minutes = float("inf") if arguments.all else arguments.budget
            return mutants(console, arguments.names, Draw(sample, arguments.seed, minutes * 60))
        case "flakes":
            from livedoc.commands.flakes import flakes

            return flakes(console, arguments.names, arguments.times)
        case "kills":
            from livedoc.commands.kills import kills

            return kills(console, arguments.times, arguments.seed)
        case "links":
            from livedoc.commands.links import links

            return links(console, arguments.check)
        case "simulate":
            from livedoc.commands.simulate import simulate

            return simulate(console, arguments.startup)
        case "images":
            from livedoc.commands.images import prepare

            return prepare(console)
        case "schema":
            from livedoc.commands.schema import schema

            return schema(console)
        case "new":
            from livedoc.commands.new import new

            return new(console, arguments.where)
        case _:
            from livedoc.commands import sandbox

            action = {
                "up": sandbox.up,
                "down": sandbox.down,
                "shell": sandbox.shell,
                "status": sandbox.status,
            }
            return action[arguments.action](console)


if __name__ == "__main__":
    sys.exit(main())
