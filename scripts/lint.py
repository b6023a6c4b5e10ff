"""Runs every linter over everything it is for, to the end; fails if one found something.

Usage: python scripts/lint.py [CHECK...]
"""

from __future__ import annotations

import difflib
import os
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from livedoc.catalog import load_catalog
from livedoc.commands.schema import schema_text
from livedoc.errors import DefinitionError

ROOT = Path(__file__).resolve().parents[1]
SHELLS = ("sh", "bash", "dash")
SCHEMA = "examples/schema.json"


def main(only: list[str]) -> int:
    """Run all checks, or those named; returns 1 where one failed, 2 where a name is unknown."""
    os.chdir(ROOT)
    os.environ["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    tracked = files()
    try:
        passed_over, unread = exempt(), ""
    except DefinitionError as error:  # which of them are exempt is not known
        passed_over, unread = ("examples/",), str(error)
    linted = [path for path in tracked if not path.startswith(passed_over)]
    definitions = [p for p in tracked if p.startswith("examples/") and p.endswith(".toml")]
    workflows = [p for p in tracked if p.startswith(".github/workflows/")]
    checks: dict[str, Callable[[], str]] = {
        "ruff": lambda: run("ruff", "check"),
        "format": lambda: run("ruff", "format", "--check"),
        "mypy": lambda: run("mypy"),
        "hadolint": lambda: over([p for p in linted if is_dockerfile(p)], "hadolint"),
        "shellcheck": lambda: over([p for p in linted if is_shell(p)], "shellcheck"),
        "schema": schema_is_current,
        "examples": lambda: unread or over(definitions, "check-jsonschema", "--schemafile", SCHEMA),
        "actionlint": lambda: over(workflows, "actionlint"),
        "zizmor": lambda: over(workflows, "zizmor", "--offline", "--quiet"),
    }
    if unknown := set(only) - set(checks):
        print(f"no check {', '.join(sorted(unknown))}; there are: {', '.join(checks)}")
        return 2
    names = only or list(checks)
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        reports = list(pool.map(lambda name: checks[name](), names))
    for name, report in zip(names, reports, strict=True):
        print(f"failed  {name}\n{report}" if report else f"ok      {name}")
    return int(any(reports))


def files() -> list[str]:
    """Return what git has or would add: built and downloaded files are nobody's to lint."""
    listing = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    found = subprocess.run(listing, stdout=subprocess.PIPE, text=True, check=True).stdout
    return sorted(path for path in set(found.split("\0")) if Path(path).is_file())


def exempt() -> tuple[str, ...]:
    """Return the folders of the examples that tell the reader why they are not linted.

    Raises DefinitionError, naming every fault, where an example cannot be read.
    """
    catalog = load_catalog(ROOT / "examples")
    folders = [loaded.folder for loaded in catalog if loaded.example.unlinted]
    return tuple(f"{folder.resolve().relative_to(ROOT).as_posix()}/" for folder in folders)


def is_dockerfile(path: str) -> bool:
    """Return whether a path is one of a Dockerfile."""
    name = Path(path).name
    return name == "Dockerfile" or name.startswith("Dockerfile.") or name.endswith(".Dockerfile")


def is_shell(path: str) -> bool:
    """Return whether a file is a shell script, by its name or its first line."""
    with Path(path).open("rb") as file:
        first = file.readline(100).decode("ascii", "replace").split()
    return path.endswith(".sh") or bool(first and first[0].startswith("#!") and _shell_in(first))


def _shell_in(words: list[str]) -> bool:
    return any(word.removeprefix("#!").rpartition("/")[2] in SHELLS for word in words)


def schema_is_current() -> str:
    """Return how examples/schema.json differs from what the model says, "" where it does not."""
    path = Path(SCHEMA)
    stored = path.read_text(encoding="utf-8") if path.exists() else ""
    changes = difflib.unified_diff(stored.splitlines(), schema_text().splitlines(), SCHEMA, "model")
    difference = "\n".join(changes)
    return f"{difference}\n  to mend:  .venv/bin/livedoc schema" if difference else ""


def over(paths: list[str], *command: str) -> str:
    """Return what a linter finds in `paths`; that there is nothing to check is a finding too."""
    return run(*command, *paths) if paths else f"found no file for {command[0]}"


def run(*command: str) -> str:
    """Return what a linter says where it fails, "" where it is content."""
    done = subprocess.run(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
    )
    if done.returncode == 0:
        return ""
    return done.stdout.rstrip() or f"{command[0]} failed with exit code {done.returncode}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
