"""What the project's own files promise to whoever clones them."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path
from unittest.mock import Mock

import pytest

from livedoc.errors import DefinitionError
from scripts import lint

REPO = Path(__file__).parents[2]
LOCKS = sorted((REPO / "requirements").glob("*.txt"))
WORKFLOWS = sorted((REPO / ".github" / "workflows").glob("*.yml"))


def make_targets() -> dict[str, str]:
    """Return the commands that `make help` lists, with what it says of them."""
    listing = subprocess.run(
        ["make", "help"], cwd=REPO, stdout=subprocess.PIPE, text=True, check=True
    ).stdout
    return dict(re.findall(r"^make (\S+) +(.+)$", listing, re.MULTILINE))


def packages(lock: Path) -> dict[str, str]:
    """Return the packages that a lock names, each with all that is said of it."""
    text = lock.read_text(encoding="utf-8")
    blocks = re.split(r"^(?=[a-z0-9])", text, flags=re.MULTILINE)
    return {block.split("==")[0]: block for block in blocks if "==" in block}


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)
def test_every_locked_package_has_a_version_and_a_hash(lock: Path) -> None:
    """Nothing is installed that isn't, byte for byte, what was locked."""
    found = packages(lock)
    assert found
    assert [name for name, block in found.items() if "--hash=sha256:" not in block] == []


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)
def test_a_lock_names_no_host(lock: Path) -> None:
    """Packages come from where each machine's own configuration says."""
    assert re.findall(r"https?://|file:|--index|--find-links|@ ", lock.read_text()) == []


def test_no_two_test_files_share_a_name() -> None:
    """Pytest takes them for one module, and stops."""
    names = [path.name for path in (REPO / "tests").rglob("test_*.py")]
    assert sorted(names) == sorted(set(names))


def test_both_locks_agree() -> None:
    """One environment serves the site and its development: no package has two versions."""
    site, dev = (packages(REPO / "requirements" / name) for name in ("site.txt", "dev.txt"))
    assert {name for name in site if dev[name].split()[0] != site[name].split()[0]} == set()


def test_the_site_needs_no_engine() -> None:
    """`make serve` installs neither the docker SDK nor the tests' tools."""
    assert not {"docker", "pytest", "playwright"} & set(packages(REPO / "requirements/site.txt"))


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda path: path.name)
def test_actions_are_pinned_by_commit(workflow: Path) -> None:
    """An action is what it was when it was read: a full commit, with its version beside it."""
    uses = re.findall(r"uses: *(.+)", workflow.read_text(encoding="utf-8"))
    assert uses
    assert [use for use in uses if not re.fullmatch(r"[\w./-]+@[0-9a-f]{40} # v[\d.]+", use)] == []


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda path: path.name)
def test_a_workflow_has_the_fewest_rights(workflow: Path) -> None:
    """None but those that a job names; no secret, no contribution's code with rights of ours."""
    text = workflow.read_text(encoding="utf-8")
    assert re.search(r"^permissions: \{\}$", text, re.MULTILINE)
    assert "pull_request_target" not in text and "secrets." not in text
    assert text.count("actions/checkout@") == text.count("persist-credentials: false")


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda path: path.name)
def test_workflows_run_commands_that_exist(workflow: Path) -> None:
    """CI runs what the README says, so every `make` in a workflow is a command of the Makefile."""
    called = set(re.findall(r"\bmake ([a-z0-9-]+)", workflow.read_text(encoding="utf-8")))
    assert called
    assert called <= set(make_targets())


@pytest.mark.parametrize("page", ["README", "CONTRIBUTING"])
def test_both_languages_show_the_same_commands(page: str) -> None:
    """What one language tells a contributor to type, the other does too."""

    def blocks(path: Path) -> list[str]:
        fences = re.findall(r"^ *```sh\n(.*?)^ *```", path.read_text(), re.MULTILINE | re.DOTALL)
        return [re.sub(r" +#.*", "", fence) for fence in fences]

    english, korean = blocks(REPO / f"{page}.md"), blocks(REPO / f"{page}.ko.md")
    assert english
    assert english == korean


@pytest.mark.parametrize("page", ["README.md", "README.ko.md"])
def test_the_readme_begins_with_the_two_commands(page: str) -> None:
    """The first thing to type is `make serve`, the second `make test`."""
    first = re.search(r"```sh\n(.*?)```", (REPO / page).read_text(), re.DOTALL)
    assert first
    assert re.findall(r"^make \w+", first[1], re.MULTILINE) == ["make serve", "make test"]


@pytest.mark.parametrize(
    "page", sorted(path.name for path in REPO.glob("*.md")), ids=lambda name: name
)
def test_links_to_files_lead_somewhere(page: str) -> None:
    """Every relative link of the project's own pages is a file."""
    links = re.findall(r"\]\(([^)#:]+)\)", (REPO / page).read_text(encoding="utf-8"))
    assert [link for link in links if not (REPO / link).exists()] == []


def test_a_machine_without_the_right_is_told_what_to_install(tmp_path: Path) -> None:
    """Without root nothing is installed: one line names the packages, and the command fails."""
    (tmp_path / "id").write_text("#!/bin/sh\necho 1000\n")
    (tmp_path / "id").chmod(0o755)
    done = subprocess.run(
        [REPO / "scripts" / "need", "the browser tests", "chromium", "fonts-nanum"],
        env={"PATH": f"{tmp_path}:/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode != 0
    assert done.stderr.count("\n") == 1
    assert "chromium fonts-nanum" in done.stderr


def test_a_file_of_any_name_is_linted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Git would quote the name of a Korean file, and no linter would be given it."""
    monkeypatch.chdir(tmp_path)
    subprocess.run(["git", "init", "--quiet"], check=True)
    names = ["a b.sh", "셸.sh"]
    for name in names:
        Path(name).touch()
    assert lint.files() == names


def test_an_example_that_cannot_be_read_is_a_finding(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is told with its line, and the other linters run all the same."""
    monkeypatch.chdir(REPO)
    monkeypatch.setenv("PATH", os.environ["PATH"])
    monkeypatch.setattr(lint, "load_catalog", Mock(side_effect=DefinitionError(["a.toml:3: x"])))
    assert lint.main(["schema", "examples"]) == 1
    assert capsys.readouterr().out == "ok      schema\nfailed  examples\na.toml:3: x\n"


def test_an_old_python_is_refused_by_name(tmp_path: Path) -> None:
    """A python3 that is too old is named, before anything is made with it."""
    old = tmp_path / "python3"
    old.write_text(
        '#!/bin/sh\ncase "$*" in *version_info*) exit 1;; --version) echo 3.9.2;; esac\n'
    )
    old.chmod(0o755)
    done = subprocess.run(
        [REPO / "scripts" / "venv"],
        cwd=tmp_path,
        env={"PATH": f"{tmp_path}:/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode != 0
    assert "3.11 or newer is needed" in done.stderr
    assert "3.9.2" in done.stderr
    assert not (tmp_path / ".venv").exists()


def test_nothing_is_committed_that_is_kept_for_speed() -> None:
    """What a checkout comes to know of its definitions is never another's to tell."""
    tracked = subprocess.run(
        ["git", "ls-files", ".livedoc"], cwd=REPO, stdout=subprocess.PIPE, text=True, check=False
    ).stdout
    assert tracked == ""
