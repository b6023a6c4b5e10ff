"""When a page last changed."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from macros.edition import edition


def git(root: Path, *arguments: str, date: str = "2026-01-02T03:04:05Z") -> None:
    """Run git in a folder as somebody, at a time."""
    who = ["-c", "user.name=n", "-c", "user.email=e", "-c", "commit.gpgsign=false"]
    env = {"GIT_COMMITTER_DATE": date, "GIT_AUTHOR_DATE": date, "PATH": "/usr/bin:/bin"}
    subprocess.run(["git", *who, *arguments], cwd=root, env=env, check=True, capture_output=True)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """Return a repository of two pages, of which one was changed a month later."""
    root = tmp_path / "guide"
    (root / "docs").mkdir(parents=True)
    git(root, "init", "-q")
    for name, date in (("a", "2026-01-02T00:00:00Z"), ("b", "2026-02-03T00:00:00Z")):
        (root / "docs" / f"{name}.ko.md").write_text(name)
        git(root, "add", ".")
        git(root, "commit", "-qm", name, date=date)
    return root


def test_a_page_has_the_date_of_its_last_change(repository: Path) -> None:
    """Each page has its own, the edition the newest, with its commit."""
    found = edition(repository)
    assert found.date == "2026-02-03"
    assert len(found.commit) >= 7
    assert found.of("a.ko.md") == "2026-01-02"
    assert found.of("b.ko.md") == "2026-02-03"
    assert found.of("new.ko.md") == "2026-02-03"


def test_a_korean_name_is_dated_as_any_other(repository: Path) -> None:
    """Git would quote it, and the page would have the edition's date."""
    (repository / "docs" / "볼륨.ko.md").write_text("words")
    git(repository, "add", ".")
    git(repository, "commit", "-qm", "c", date="2026-03-04T00:00:00Z")
    (repository / "docs" / "a.ko.md").write_text("more")
    git(repository, "commit", "-qam", "d", date="2026-04-05T00:00:00Z")
    assert edition(repository).of("볼륨.ko.md") == "2026-03-04"


def test_a_clone_without_history_dates_no_page(repository: Path, tmp_path: Path) -> None:
    """There the one commit that is known would date all pages; they have the edition's date."""
    git(tmp_path, "clone", "-q", "--depth=1", f"file://{repository}", "shallow")
    found = edition(tmp_path / "shallow")
    assert (found.date, found.pages) == ("2026-02-03", {})


def test_without_git_the_date_is_that_of_the_build(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A folder that is no repository is built all the same; SOURCE_DATE_EPOCH dates it."""
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")
    found = edition(tmp_path)
    assert (found.date, found.commit) == ("1970-01-02", "")
    monkeypatch.setenv("PATH", str(tmp_path))
    assert edition(tmp_path).date == "1970-01-02"
