"""Which page is behind its twin, told from the history of a small repository."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from livedoc import cli
from livedoc.translations import behind

AUTHOR = ("-c", "user.name=Test", "-c", "user.email=test@example.org")


class Repository:
    """A repository with pages."""

    def __init__(self, root: Path) -> None:
        self.root = root
        (root / "docs").mkdir(parents=True)
        self._git("init", "--quiet")

    def commit(self, *pages: str, message: str = "change") -> None:
        """Add a line to pages and commit them."""
        for page in pages:
            with (self.root / "docs" / page).open("a") as file:
                file.write("line\n")
        self._git("add", "--all")
        self._git(*AUTHOR, "commit", "--quiet", "--no-verify", "--message", message)

    def remove(self, page: str) -> None:
        """Remove a page and commit that."""
        (self.root / "docs" / page).unlink()
        self.commit()

    def _git(self, *arguments: str) -> None:
        subprocess.run(["git", *arguments], cwd=self.root, check=True)


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    """Return a repository with one page in both languages."""
    repository = Repository(tmp_path / "project")
    repository.commit("a.ko.md", "a.en.md")
    return repository


def found(repository: Repository) -> list[tuple[str, str]]:
    """Return (page, language) of what is behind."""
    pages = behind(repository.root)
    assert pages is not None
    return [(each.page, each.language) for each in pages]


def test_pages_that_change_together_are_level(repository: Repository) -> None:
    """One commit that touches both leaves neither behind."""
    repository.commit("a.ko.md", "a.en.md")
    assert found(repository) == []


def test_the_one_that_was_not_touched_is_behind(repository: Repository) -> None:
    """It is named until a later commit touches it, whatever the other pages do."""
    repository.commit("a.ko.md")
    repository.commit("b.ko.md", "b.en.md")
    assert found(repository) == [("a", "en")]
    repository.commit("a.en.md")
    assert found(repository) == []


def test_a_page_with_a_korean_name_can_be_behind(repository: Repository) -> None:
    """Git would quote the name, and nobody would be told."""
    repository.commit("볼륨.ko.md", "볼륨.en.md")
    repository.commit("볼륨.ko.md")
    assert found(repository) == [("볼륨", "en")]


def test_a_change_that_concerns_one_language_leaves_none_behind(repository: Repository) -> None:
    """A commit says so at the end of its message."""
    repository.commit("a.ko.md", message="Mend a particle\n\nLanguages: ko")
    assert found(repository) == []


def test_what_such_a_commit_covers_is_only_itself(repository: Repository) -> None:
    """A change of before still leaves the twin behind."""
    repository.commit("a.ko.md")
    repository.commit("a.ko.md", message="Mend a particle\n\nLanguages: ko")
    assert found(repository) == [("a", "en")]


def test_a_page_that_is_gone_is_not_told(repository: Repository) -> None:
    """History knows it, but there is nobody to mend it for."""
    repository.commit("a.ko.md")
    repository.remove("a.en.md")
    assert found(repository) == []


def test_without_history_nothing_is_known(tmp_path: Path) -> None:
    """A downloaded archive is no repository, and that is said rather than 'all level'."""
    assert behind(tmp_path) is None


def test_the_command_names_page_commit_and_mend(
    repository: Repository, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """`livedoc status --translations` fails as long as a page is behind."""
    monkeypatch.setenv("COLUMNS", "300")
    monkeypatch.setattr("livedoc.commands.status.ROOT", repository.root)
    assert cli.main(["status", "--translations"]) == 0
    repository.commit("a.ko.md")
    capsys.readouterr()
    assert cli.main(["status", "--translations"]) == 1
    out = capsys.readouterr().out
    assert out.startswith("docs/a.en.md is behind: its twin changed on ")
    assert "`Languages: …`" in out
