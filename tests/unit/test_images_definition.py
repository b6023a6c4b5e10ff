"""Stand-ins' definitions: what is refused, in what order they are built, what makes one stale."""

from __future__ import annotations

from pathlib import Path

import pytest

from livedoc.errors import LivedocError
from livedoc.images.definition import (
    Standin,
    broken_promise,
    by_bases,
    fingerprints,
    load,
    version_in,
)
from livedoc.images.fill import check_promises
from livedoc.paths import ROOT

MACHINE = "settings"


def define(root: Path, name: str, dockerfile: str, toml: str = 'tags = ["latest"]') -> Path:
    """Write a definition and return its folder."""
    folder = root / name
    folder.mkdir()
    (folder / "Dockerfile").write_text(dockerfile)
    (folder / "image.toml").write_text(toml)
    return folder


def changed(root: Path, before: dict[str, str], machine: str = MACHINE) -> set[str]:
    """Return the names whose fingerprint is another than before."""
    now = fingerprints(load(root), machine)
    return {name for name in now if now[name] != before.get(name)}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return a folder with a base, an image on it, one on that, and one apart."""
    define(tmp_path, "a-top", "FROM base:latest AS early\nFROM middle:latest\n")
    define(tmp_path, "base", "FROM scratch\n")
    define(tmp_path, "middle", "FROM --platform=linux/amd64 base:latest\n")
    define(tmp_path, "other", "from scratch\n")
    return tmp_path


def names(standins: list[Standin]) -> list[str]:
    """Return the names of stand-ins."""
    return [standin.name for standin in standins]


def test_bases_come_first(root: Path) -> None:
    """Stand-ins are loaded after what they are built on."""
    assert names(load(root)) == ["base", "other", "middle", "a-top"]


def test_none_waits_for_others_than_its_bases(root: Path) -> None:
    """What is built on one image can begin while another, slower one is still being built."""
    order = by_bases(load(root))
    order.prepare()
    assert order.get_ready() == ("base", "other")
    order.done("base")
    assert order.get_ready() == ("middle",)


def test_only_what_is_to_be_built_has_to_wait(root: Path) -> None:
    """A base that is not built anew holds nothing up."""
    top_and_other = [each for each in load(root) if each.name in ("a-top", "other")]
    order = by_bases(top_and_other)
    order.prepare()
    assert sorted(order.get_ready()) == ["a-top", "other"]


def test_a_circle_is_refused(root: Path) -> None:
    """Stand-ins built on each other are named with the Dockerfile of one."""
    (root / "base" / "Dockerfile").write_text("FROM a-top:latest\n")
    with pytest.raises(LivedocError, match=r"Dockerfile: a circle of FROM lines among a-top, base"):
        load(root)


def test_a_change_reaches_what_is_built_on_it(root: Path) -> None:
    """A changed file makes its image stale, and all on top of it, and nothing else."""
    before = fingerprints(load(root), MACHINE)
    assert changed(root, before) == set()
    (root / "middle" / "entry.sh").write_text("exec true\n")
    assert changed(root, before) == {"middle", "a-top"}


def test_a_change_of_the_machine_reaches_all(root: Path) -> None:
    """Another package archive or authority makes every stand-in stale."""
    before = fingerprints(load(root), MACHINE)
    assert changed(root, before, "others") == set(before)


@pytest.mark.parametrize(
    ("toml", "fault"),
    [
        ("tags = [", "Invalid value"),
        ("tags = []", "at least 1 item"),
        ('tags = ["1"]\ntag = 1', "Extra inputs"),
    ],
)
def test_a_bad_definition_is_refused(tmp_path: Path, toml: str, fault: str) -> None:
    """The message names the file and what is wrong with it."""
    define(tmp_path, "bad", "FROM scratch\n", toml)
    with pytest.raises(LivedocError, match=fault) as caught:
        load(tmp_path)
    assert str(tmp_path / "bad" / "image.toml") in str(caught.value)


def test_a_definition_without_a_dockerfile_is_refused(root: Path) -> None:
    """The message names the file that is missing."""
    (root / "base" / "Dockerfile").unlink()
    with pytest.raises(LivedocError, match=r"base/Dockerfile: missing"):
        load(root)


@pytest.mark.parametrize(
    ("tag", "version", "broken"),
    [
        ("1.26", "1.26.3", False),
        ("1", "1.26.3", False),
        ("1.26.3", "1.26.3", False),
        ("1.2", "1.26.3", True),
        ("1.26.3", "1.26", True),
        ("17", "unversioned", True),
        ("3.13-slim", "3.13.5", False),
        ("3.12-slim", "3.13.5", True),
        ("latest", "unversioned", False),
        ("trixie-slim", "13.1", False),
    ],
)
def test_promises_of_a_tag(tag: str, version: str, broken: bool) -> None:
    """A tag that starts with a version holds only if the software has it, part by part."""
    assert broken_promise(tag, version) is broken


@pytest.mark.parametrize(
    ("said", "version"),
    [
        ("nginx version: nginx/1.26.3\n", "1.26.3"),
        ("postgres (PostgreSQL) 17.12 (Debian 17.12-0+deb13u1)\n", "17.12"),
        ("BusyBox v1.37.0 (Debian 1:1.37.0-6+b3)", "1.37.0"),
        ("no number", None),
    ],
)
def test_the_version_in_what_software_says(said: str, version: str | None) -> None:
    """It is the first number in it."""
    assert version_in(said) == version


def test_a_false_tag_stops_the_build(tmp_path: Path) -> None:
    """The message names the definition, the tag, and the version there really is."""
    define(tmp_path, "web", "FROM scratch\n", 'tags = ["latest", "1.26"]')
    (standin,) = load(tmp_path)
    check_promises(standin, "1.26.3")
    with pytest.raises(LivedocError, match=r"web/image.toml: tags: '1.26' .* it has 1.28.0"):
        check_promises(standin, "1.28.0")


def test_the_projects_own_definitions_load() -> None:
    """Every stand-in of this project is well defined, and none has another's name."""
    standins = load(ROOT / "sandbox" / "images")
    references = [reference for standin in standins for reference in standin.references]
    assert len(references) == len(set(references))
    assert names(standins)[0] == "debian"
