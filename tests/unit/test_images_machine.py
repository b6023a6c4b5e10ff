"""What images built here are told of this machine: its archive, its authorities, its index."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from livedoc.errors import LivedocError
from livedoc.images import bootstrap, machine

OURS = "-----BEGIN CERTIFICATE-----\nours\n-----END CERTIFICATE-----"
OTHER = "-----BEGIN CERTIFICATE-----\nother\n-----END CERTIFICATE-----"
KNOWN = "-----BEGIN CERTIFICATE-----\nknown\n-----END CERTIFICATE-----"
TARGETS = """\
https://elsewhere.test/tools|stable|main||Packages
http://archive.test/debian/|bookworm|main|Debian|Packages
http://archive.test/debian/|bookworm|main|Debian|Translations
http://archive.test/debian/|bookworm-updates|main|Debian|Packages
http://security.test/|bookworm-security|main|Debian|Packages
"""


@pytest.fixture
def trust(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Return a folder in which this machine's certificates are looked for, and nothing else."""
    for name in machine.BUNDLE_VARIABLES:
        monkeypatch.delenv(name, raising=False)
    (tmp_path / "local").mkdir()
    (tmp_path / "known").mkdir()
    (tmp_path / "known" / "a.crt").write_text(KNOWN)
    (tmp_path / "bundle").write_text(f"# a comment\n{KNOWN}\n")
    monkeypatch.setattr(machine, "LOCAL_AUTHORITIES", tmp_path / "local")
    monkeypatch.setattr(machine, "KNOWN_AUTHORITIES", tmp_path / "known")
    monkeypatch.setattr(machine, "SYSTEM_BUNDLE", tmp_path / "bundle")
    machine.authorities.cache_clear()
    yield tmp_path
    machine.authorities.cache_clear()


@pytest.fixture
def pip(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the only file in which pip's configuration is looked for."""
    for key in machine.PIP_KEYS:
        monkeypatch.delenv(f"PIP_{key.upper().replace('-', '_')}", raising=False)
    monkeypatch.setattr(machine, "_pip_files", lambda: [tmp_path / "pip.conf"])
    return tmp_path / "pip.conf"


def test_the_archive_is_the_one_apt_is_set_to() -> None:
    """The archive and its security updates are found among other sources."""
    found = machine.archive_in(TARGETS, "bookworm")
    assert found == machine.Archive("http://archive.test/debian", "http://security.test")


def test_the_archive_is_found_before_the_first_update() -> None:
    """Where no list was fetched apt knows no origins, and the release's name tells."""
    found = machine.archive_in(TARGETS.replace("|Debian|", "||"), "bookworm")
    assert found.main == "http://archive.test/debian"


def test_origins_are_asked_for_only_where_names_do_not_tell() -> None:
    """They take apt a second; two sites with a release of one name cannot be told without."""
    assert not machine.ambiguous("http://a.test|bookworm|main||Packages\n" * 2)
    assert not machine.ambiguous("http://a.test|x|main||Packages\nhttp://b.test|y|main||Packages")
    assert machine.ambiguous("http://a.test|x|main||Packages\nhttp://b.test|x|main||Packages")
    assert not machine.ambiguous("http://a.test|x|main||Packages\nhttp://b.test|x|stable||Packages")


def test_apt_says_the_same_without_reading_its_lists() -> None:
    """What it fetches is known from its sources; only the origins are missing."""
    if not shutil.which("apt-get"):
        with pytest.raises(LivedocError, match="there is no apt-get"):
            machine.index_targets()
        return
    quick, whole = (
        {tuple(line.split("|")[:3]) for line in machine.index_targets(origins=asked).splitlines()}
        for asked in (False, True)
    )
    assert quick >= whole
    assert all("$(" not in column for row in quick for column in row)


@pytest.mark.parametrize("codename", ["noble", ""])
def test_no_debian_archive(codename: str) -> None:
    """On another distribution the message says where stand-ins can be built."""
    with pytest.raises(LivedocError, match=r"no Debian archive .*run on Debian"):
        machine.archive_in(TARGETS, codename)


def test_sources_of_a_suite() -> None:
    """A released suite has updates and security updates, one in the making has neither."""
    archive = machine.Archive("http://archive.test/debian", "http://security.test")
    assert [suite for _, suite in archive.sources("trixie")] == [
        "trixie",
        "trixie-updates",
        "trixie-security",
    ]
    assert archive.sources("forky") == [("http://archive.test/debian", "forky")]
    assert archive.deb822("trixie").count("URIs: http://archive.test/debian\n") == 2


def test_without_own_authorities_there_are_none(trust: Path) -> None:
    """What the distribution trusts anyway is not passed on."""
    assert machine.authorities() == {}


def test_authorities_from_everywhere_once(trust: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The local folder and the bundles that variables name are read, each certificate once."""
    (trust / "local" / "proxy.crt").write_text(OURS)
    (trust / "own-bundle").write_text(f"{KNOWN}\n{OTHER}\n{OTHER}\n")
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(trust / "own-bundle"))
    monkeypatch.setenv("SSL_CERT_FILE", str(trust / "missing"))
    found = machine.authorities()
    assert sorted(found.values()) == [f"{OTHER}\n", f"{OURS}\n"]
    assert all(name.endswith(".crt") for name in found)


def test_an_authority_put_into_the_systems_bundle_by_hand(trust: Path) -> None:
    """It is found, though it is nowhere else."""
    (trust / "bundle").write_text(f"{KNOWN}\n{OURS}\n")
    assert list(machine.authorities().values()) == [f"{OURS}\n"]


def test_pip_trusts_what_the_system_trusts(pip: Path) -> None:
    """Where no index is set there is only the bundle."""
    assert machine.pip_configuration() == f"[global]\ncert = {machine.SYSTEM_BUNDLE}\n"


def test_the_index_is_passed_on(pip: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An index from the configuration or the environment, which wins; no files of this machine."""
    pip.write_text(
        "[global]\nindex-url = https://one.test/simple\ntimeout = 5\n"
        "extra-index-url = file:///srv/wheels\n  https://extra.test/100%simple\n"
    )
    assert "index-url = https://one.test/simple\n" in machine.pip_configuration()
    assert "extra-index-url = https://extra.test/100%simple\n" in machine.pip_configuration()
    monkeypatch.setenv("PIP_INDEX_URL", "https://two.test/simple")
    assert "\nindex-url = https://two.test/simple\n" in machine.pip_configuration()
    assert "timeout" not in machine.pip_configuration()


def test_the_digest_follows_every_setting(
    trust: Path, pip: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another authority or index makes another digest, so that images are built anew."""
    monkeypatch.setattr(machine, "archive", lambda: machine.Archive("http://archive.test", None))
    first = machine.digest()
    pip.write_text("[global]\nindex-url = https://one.test/simple\n")
    second = machine.digest()
    (trust / "local" / "proxy.crt").write_text(OURS)
    machine.authorities.cache_clear()
    assert len({first, second, machine.digest()}) == 3


def test_without_mmdebstrap_an_ordinary_user_is_told_what_to_type(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Nothing is installed behind the back of somebody who is not root."""
    monkeypatch.setattr("shutil.which", lambda name: None)
    monkeypatch.setattr("os.geteuid", lambda: 1000)
    with pytest.raises(LivedocError, match="apt-get install mmdebstrap"):
        bootstrap.require(lambda message: pytest.fail(message))


def test_root_gets_mmdebstrap_installed_and_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As root it is installed, saying so; where that fails, the message says what apt said."""
    apt = tmp_path / "apt-get"
    apt.write_text(
        '#!/bin/sh\necho "$@" >>"$0.log"\n[ "$4" = update ] || { echo full >&2; exit 1; }\n'
    )
    apt.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    monkeypatch.setattr("shutil.which", lambda name: None if name == "mmdebstrap" else str(apt))
    monkeypatch.setattr("os.geteuid", lambda: 0)
    said: list[str] = []
    with pytest.raises(LivedocError, match=r"(?s)apt-get install mmdebstrap.*full"):
        bootstrap.require(said.append)
    assert said == ["installing mmdebstrap, which makes the base images from Debian's packages"]
    assert "install --yes --no-install-recommends mmdebstrap" in Path(f"{apt}.log").read_text()


@pytest.mark.parametrize(
    ("log", "said"),
    [
        ("E: write: No space left on device", "the disk is full"),
        ("E: Failed to fetch http://archive.test", "does not answer"),
        ("E: something else", "something else"),
    ],
)
def test_why_a_root_file_system_could_not_be_made(
    log: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """mmdebstrap's failure becomes one message with the end of what it said."""
    tool = tmp_path / "mmdebstrap"
    tool.write_text(f"#!/bin/sh\necho '{log}' >&2\nexit 25\n")
    tool.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    monkeypatch.setattr(machine, "archive", lambda: machine.Archive("http://archive.test", None))
    with ThreadPoolExecutor(1) as pool, pytest.raises(LivedocError, match=said):
        bootstrap.RootFileSystems(tmp_path, pool).get(bootstrap.Recipe("trixie"))
