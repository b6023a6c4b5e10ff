"""Says which page is older than its twin in another language, by what git knows of both."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from livedoc.model import LANGUAGES

TRAILER = "Languages"
"""A commit whose change concerns some languages alone says so: `Languages: ko`."""

_COMMIT, _FIELD = "\x1e", "\x1f"


@dataclass(frozen=True)
class Behind:
    """A page whose twin has changed since it was last touched itself."""

    page: str
    language: str
    commit: str
    date: str

    def __str__(self) -> str:
        return (
            f"docs/{self.page}.{self.language}.md is behind: its twin changed on {self.date} "
            f"({self.commit}); bring it up to date and commit it, or, where there is nothing to "
            f"say in this language, end that commit's message with `{TRAILER}: …`"
        )


@dataclass(frozen=True)
class _Commit:
    name: str
    date: str
    only: frozenset[str]
    files: tuple[str, ...]


def behind(root: Path) -> list[Behind] | None:
    """Return the pages under `root`/docs that are behind; None where git knows nothing of them."""
    commits = _history(root)
    if not commits:
        return None
    found: dict[tuple[str, str], Behind] = {}
    for commit in reversed(commits):
        for page, touched in _pages(commit.files).items():
            caught_up = {language for language in touched if found.pop((page, language), None)}
            if caught_up or commit.only:
                continue  # it follows its twin, or says that its twin need not follow
            for language in set(LANGUAGES) - touched:
                found.setdefault((page, language), Behind(page, language, commit.name, commit.date))
    present = {path.name for path in (root / "docs").glob("*.md")}
    return [
        each
        for (page, language), each in sorted(found.items())
        if f"{page}.{language}.md" in present
    ]


def _history(root: Path) -> list[_Commit]:
    form = f"{_COMMIT}%h{_FIELD}%cs{_FIELD}%(trailers:key={TRAILER},valueonly,separator=%x2C)"
    log = ["log", f"--format={form}{_FIELD}", "--name-only", "--relative", "--", "docs"]
    try:
        done = subprocess.run(
            ["git", "-c", "core.quotePath=false", *log],
            cwd=root,
            capture_output=True,
            encoding="utf-8",
            timeout=30,
            check=False,
        )
    except (FileNotFoundError, subprocess.TimeoutExpired):
        return []
    return list(_commits(done.stdout)) if done.returncode == 0 else []


def _commits(log: str) -> Iterator[_Commit]:
    for entry in log.split(_COMMIT)[1:]:
        name, date, languages, files = entry.split(_FIELD)
        only = frozenset(word.strip() for word in languages.split(",") if word.strip())
        yield _Commit(name, date, only, tuple(files.split("\n")))


def _pages(files: tuple[str, ...]) -> dict[str, set[str]]:
    """Return the languages that were touched, by page."""
    pages: dict[str, set[str]] = {}
    for file in files:
        stem, _, language = file.removesuffix(".md").removeprefix("docs/").rpartition(".")
        if file.endswith(".md") and language in LANGUAGES:
            pages.setdefault(stem, set()).add(language)
    return pages
