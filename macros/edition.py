"""When the guide and each of its pages last changed, by git where it knows, else by the clock."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass, field
from pathlib import Path

from mkdocs.utils import get_build_date

_COMMIT = "\x1e"


@dataclass(frozen=True)
class Edition:
    """The state of the guide that a site is built from."""

    date: str
    commit: str = ""  # short; empty where git knows none
    pages: dict[str, str] = field(default_factory=dict)  # the last change of docs/<file>, by <file>

    def of(self, file: str) -> str:
        """Return when a page's source last changed."""
        return self.pages.get(file, self.date)


def edition(root: Path) -> Edition:
    """Return the edition in a folder.

    A clone without history would call every page as old as its one commit: there no page has a
    date of its own. Without git, the edition's is that of the build (or of SOURCE_DATE_EPOCH).
    """
    head = _git(root, "log", "-1", "--format=%cs %h")
    if not head:
        return Edition(get_build_date())
    date, commit = head.split()
    if _git(root, "rev-parse", "--is-shallow-repository").strip() != "false":
        return Edition(date, commit)
    log = _git(root, "log", f"--format={_COMMIT}%cs", "--name-only", "--relative", "--", "docs")
    pages: dict[str, str] = {}
    for entry in log.split(_COMMIT)[1:]:  # the newest first
        day, *files = entry.split("\n")
        for file in files:
            pages.setdefault(file.removeprefix("docs/"), day)
    return Edition(date, commit, pages)


def commit(root: Path) -> str:
    """Return the commit that is checked out in a folder, or nothing where git knows none."""
    return _git(root, "rev-parse", "HEAD").strip()


def _git(root: Path, *arguments: str) -> str:
    """Return what git says, or nothing where there is no git or no repository."""
    command = ["git", "-c", "core.quotePath=false", *arguments]
    try:
        done = subprocess.run(
            command, cwd=root, capture_output=True, encoding="utf-8", timeout=30, check=False
        )
    except (FileNotFoundError, subprocess.TimeoutExpired):
        return ""
    return done.stdout if done.returncode == 0 else ""
