"""`python -m bench [FAMILY…]`, or `make bench ARGS=…`: measures, prints one table and keeps it."""

from __future__ import annotations

import argparse
import importlib
import os
import platform
import subprocess
import sys
from datetime import UTC, datetime
from importlib.metadata import version

from bench.history import Run, keep
from bench.options import Options
from bench.table import as_text
from livedoc.arguments import count
from livedoc.errors import LivedocError
from livedoc.interrupt import EXIT_INTERRUPTED, answering
from livedoc.paths import ROOT

FAMILIES = {
    "starting": "a sandbox and the images",
    "proving": "examples against their bare commands",
    "reproving": "recording after one edit, and after none",
    "building": "the site against the same pages in plain Markdown",
    "peers": "thirty quick commands under other tools",
    "growth": "synthetic sites and examples; takes many minutes, and only when named or with --all",
}
LONG = ("growth",)
HISTORY = ROOT / "bench" / "history"


def main(argv: list[str] | None = None) -> int:
    """Measure what is asked for; returns 0, or 1 where a family could not be measured."""
    parser = argparse.ArgumentParser(
        prog="make bench ARGS=…",
        epilog="\n".join(f"{name}: {what}" for name, what in FAMILIES.items()),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("families", nargs="*", metavar="FAMILY", choices=[*FAMILIES, []])
    parser.add_argument("--all", action="store_true", help="all families, and all examples")
    parser.add_argument("--times", type=count, metavar="K", help="how often each is measured")
    parser.add_argument("--dry", action="store_true", help="do not keep it in bench/history")
    arguments = parser.parse_args(argv)
    chosen = arguments.families or [name for name in FAMILIES if arguments.all or name not in LONG]
    options = Options(arguments.all, arguments.times)
    load, commit = os.getloadavg()[0], _commit()
    failed = False
    try:
        with answering():
            for name in chosen:
                try:
                    importlib.import_module(f"bench.{name}").measure(options)
                except LivedocError as error:
                    options.note(name, str(error))
                    failed = True
    except KeyboardInterrupt:
        return EXIT_INTERRUPTED
    print(f"\n{as_text(options.figures, options.notes)}")
    if options.figures and not arguments.dry:
        run = Run(
            f"{datetime.now(UTC):%Y-%m-%dT%H:%MZ}",
            commit,
            _machine(load),
            options.figures,
            options.notes,
        )
        print(f"\nkept in {os.path.relpath(keep(run, HISTORY))}")
    return 1 if failed else 0


def _commit() -> str:
    def git(*arguments: str) -> str:
        return subprocess.run(
            ["git", *arguments], cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True
        ).stdout.strip()

    try:
        changed = git("status", "--porcelain", "--untracked-files=no")
        return git("rev-parse", "--short=8", "HEAD") + ("-changed" if changed else "")
    except (OSError, subprocess.CalledProcessError):
        return "unknown"


def _machine(load: float) -> dict[str, str | int | float]:
    """Return what of the machine says how to read the figures; nothing that tells which it is."""
    return {
        "cores": os.cpu_count() or 1,
        "load before": round(load, 1),
        "load after": round(os.getloadavg()[0], 1),
        "python": platform.python_version(),
        **{name: version(name) for name in ("mkdocs", "mkdocs-material", "docker", "pytest")},
    }


if __name__ == "__main__":
    sys.exit(main())
