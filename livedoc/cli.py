"""The command line: `livedoc --help` says all."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from livedoc.errors import LivedocError, SandboxError
from livedoc.interrupt import EXIT_INTERRUPTED, answering

if TYPE_CHECKING:  # all else is loaded when Ctrl-C is answered already
    import argparse

    from rich.console import Console

EXIT_FAULT, EXIT_NOT_RUN = 1, 2


def main(argv: list[str] | None = None) -> int:
    """Run a command; returns 0 done or proven, 1 a fault, 2 it could not be run."""
    try:
        with answering():
            return _run(argv)
    except SandboxError as error:
        print(f"livedoc: {error}", file=sys.stderr)
        return EXIT_NOT_RUN
    except LivedocError as error:
        print(f"livedoc: {error}", file=sys.stderr)
        return EXIT_FAULT
    except KeyboardInterrupt:
        print("livedoc: interrupted; every capture is the old one or the new one", file=sys.stderr)
        return EXIT_INTERRUPTED


def _run(argv: list[str] | None) -> int:
    from rich.console import Console

    from livedoc.arguments import parser

    # What is printed is mostly what others said, and no markup.
    console = Console(soft_wrap=True, markup=False, highlight=False)
    return _dispatch(console, parser().parse_args(argv))


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
