"""The archives that the recording machine happens to use are not in the guide."""

from __future__ import annotations

from pathlib import Path

import pytest

from livedoc.errors import LivedocError
from livedoc.mask import MIRROR, archive_hosts, mask_hosts

HOSTS = {"deb.example.org", "pypi.example.org:8443", "example.org"}


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("Get:1 http://deb.example.org/debian trixie", "Get:1 <mirror>/debian trixie"),
        ("deb.example.org is up", "<mirror> is up"),
        ("index https://pypi.example.org:8443/simple", "index <mirror>/simple"),
        ("from https://ann:s3cret@pypi.example.org:8443/x", "from <mirror>/x"),
        ("ann:s3cret@deb.example.org", "<mirror>"),
        ("pull 127.0.0.1:4999/library/nginx", "pull <mirror>/library/nginx"),
        ("127.0.0.1:5000 and counterexample.org", "127.0.0.1:5000 and counterexample.org"),
        ("mail ann@elsewhere.net", "mail ann@elsewhere.net"),
    ],
)
def test_hosts_go_with_their_scheme_and_credentials(text: str, masked: str) -> None:
    """What was replaced can be seen, and what only looks alike stays."""
    assert mask_hosts(HOSTS)(text) == masked


def test_without_hosts_only_the_sandboxes_own_mirror_is_masked() -> None:
    """A machine whose tools name no archive has nothing else to hide."""
    mask = mask_hosts(set())
    assert mask("127.0.0.1:4999/a deb.example.org") == f"{MIRROR}/a deb.example.org"


def test_a_long_line_is_masked_in_linear_time() -> None:
    """A quarter of a megabyte without a space does not hold up a run (it took hours)."""
    text = "x" * 2**18
    assert mask_hosts(HOSTS)(f"{text} deb.example.org") == f"{text} {MIRROR}"


def test_the_hosts_are_those_of_the_machines_own_tools(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Host and port are taken from what apt lists, and from what pip's files and variables say."""
    rows = "http://deb.example.org|trixie|main|Debian|Packages\n"
    monkeypatch.setattr("livedoc.mask.index_targets", lambda: rows)
    monkeypatch.setenv("PIP_INDEX_URL", "https://ann:pw@pypi.example.org:8443/simple")
    (tmp_path / "pip.conf").write_text("[install]\nfind-links = https://wheels.example.org/all\n")
    monkeypatch.setenv("PIP_CONFIG_FILE", str(tmp_path / "pip.conf"))
    found = archive_hosts()
    assert {"deb.example.org", "pypi.example.org:8443", "wheels.example.org"} <= found
    assert not any("ann" in host or "/" in host or "|" in host for host in found)


def test_a_tool_that_is_missing_or_broken_has_no_hosts(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Without apt, and with a pip that cannot read its own settings, there is nothing to hide."""

    def missing() -> str:
        raise LivedocError("there is no apt-get")

    monkeypatch.setattr("livedoc.mask.index_targets", missing)
    (tmp_path / "pip.conf").write_text("no section\n")
    monkeypatch.setenv("PIP_CONFIG_FILE", str(tmp_path / "pip.conf"))
    assert not any("example" in host for host in archive_hosts())
