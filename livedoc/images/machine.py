"""What this machine's owner set for packages and TLS, which images built here must know too."""

from __future__ import annotations

import configparser
import hashlib
import os
import re
import subprocess
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from livedoc.errors import LivedocError

LOCAL_AUTHORITIES = Path("/usr/local/share/ca-certificates")
KNOWN_AUTHORITIES = Path("/usr/share/ca-certificates")
SYSTEM_BUNDLE = Path("/etc/ssl/certs/ca-certificates.crt")
BUNDLE_VARIABLES = ("SSL_CERT_FILE", "REQUESTS_CA_BUNDLE")
CERTIFICATE = re.compile(r"-----BEGIN CERTIFICATE-----.+?-----END CERTIFICATE-----", re.DOTALL)
APT_KEYS = ("Check-Valid-Until", "Check-Date", "http", "https", "Retries")
PIP_KEYS = ("index-url", "extra-index-url", "trusted-host")
KEYRING = "/usr/share/keyrings/debian-archive-keyring.gpg"
ELSEWHERE = "run on Debian, or where Docker Hub can be reached (LIVEDOC_IMAGES=hub)"


@dataclass(frozen=True)
class Archive:
    """Where Debian's packages come from: its archive, and that of its security updates."""

    main: str
    security: str | None

    def sources(self, suite: str) -> list[tuple[str, str]]:
        """Return the (address, suite) pairs that a system of this suite is installed from."""
        if suite == "forky":  # not released: nothing is updated beside it
            return [(self.main, suite)]
        pairs = [(self.main, suite), (self.main, f"{suite}-updates")]
        return pairs + ([(self.security, f"{suite}-security")] if self.security else [])

    def deb822(self, suite: str) -> str:
        """Return the content of a `.sources` file for a suite."""
        return "\n".join(
            f"Types: deb\nURIs: {address}\nSuites: {each}\nComponents: main\nSigned-By: {KEYRING}\n"
            for address, each in self.sources(suite)
        )


@cache
def index_targets(*, origins: bool = False) -> str:
    """Return apt's list of what it fetches, a row each: site|release|component|origin|kind.

    Origins are in the lists themselves, which takes apt a second to read where it keeps no cache:
    they are empty unless asked for. Raises LivedocError where apt is missing.
    """
    columns = "$(SITE)|$(RELEASE)|$(COMPONENT)|{}|$(CREATED_BY)"
    unread = ("--no-release-info", "--option", "Dir::State::lists=/dev/null")
    options = (columns.format("$(ORIGIN)"),) if origins else (columns.format(""), *unread)
    try:
        return _output("apt-get", "indextargets", "--format", *options)
    except FileNotFoundError:
        raise LivedocError(
            f"stand-ins are built from Debian's packages, and there is no apt-get: {ELSEWHERE}"
        ) from None


@cache
def archive() -> Archive:
    """Return the Debian archive that this machine's own apt is set to.

    Raises LivedocError where apt is missing or knows no Debian archive.
    """
    listing = index_targets()
    if ambiguous(listing):
        listing = index_targets(origins=True)
    return archive_in(listing, _codename())


def ambiguous(listing: str) -> bool:
    """Return whether two sites have a release of one name, so that only origins tell them apart."""
    rows = {tuple(line.split("|")[:3]) for line in listing.splitlines()}
    releases = [release for _, release, component in rows if component == "main"]
    return len(set(releases)) < len(releases)


def archive_in(listing: str, codename: str) -> Archive:
    """Return the archive that apt's listing of index targets names for a release."""
    rows = [line.split("|") for line in listing.splitlines()]
    # Where lists were not read, or never fetched, Debian's suites are told by their names.
    sites = {
        release: site.rstrip("/")
        for site, release, component, origin, kind in reversed(rows)
        if kind == "Packages" and component == "main" and origin in ("Debian", "")
    }
    if not codename or codename not in sites:
        raise LivedocError(
            f"apt's sources name no Debian archive for {codename or 'this system'}: {ELSEWHERE}"
        )
    return Archive(sites[codename], sites.get(f"{codename}-security"))


@cache
def apt_options() -> str:
    """Return, as an apt configuration, what this machine sets about dates and proxies."""
    keys = [f"Acquire::{key}" for key in APT_KEYS]
    try:
        listing = _output("apt-config", "dump", "--format", '%F "%v";%n', *keys)
    except FileNotFoundError:
        return ""
    return "".join(f"{line}\n" for line in listing.splitlines() if not line.endswith(' "";'))


@cache
def authorities() -> dict[str, str]:
    """Return the certificate authorities trusted beyond the distribution's, by file name."""
    own = _certificates(*sorted(LOCAL_AUTHORITIES.rglob("*.crt")))
    bundles = [Path(os.environ[name]) for name in BUNDLE_VARIABLES if os.environ.get(name)]
    known = set(_certificates(*KNOWN_AUTHORITIES.rglob("*.crt")))
    own += [each for each in _certificates(SYSTEM_BUNDLE, *bundles) if each not in known]
    return {
        f"machine-{hashlib.sha256(each.encode()).hexdigest()[:12]}.crt": each + "\n" for each in own
    }


def pip_configuration() -> str:
    """Return a pip configuration: the system's authorities, and this machine's package index."""
    found: dict[str, str] = {}
    for file in _pip_files():
        parser = configparser.RawConfigParser()
        try:
            parser.read(file, encoding="utf-8")
        except (configparser.Error, UnicodeDecodeError):
            continue  # pip itself will say so
        if parser.has_section("global"):
            found |= {key: _reachable(value) for key, value in parser.items("global")}
    for key in PIP_KEYS:
        value = os.environ.get(f"PIP_{key.upper().replace('-', '_')}")
        if value:
            found[key] = _reachable(value)
    lines = [f"{key} = {found[key]}" for key in PIP_KEYS if found.get(key)]
    return "\n".join(["[global]", f"cert = {SYSTEM_BUNDLE}", *lines, ""])


def digest() -> str:
    """Return a digest of all that images built here are told of this machine."""
    told = (repr(archive()), apt_options(), pip_configuration(), *authorities().values())
    return hashlib.sha256("\0".join(told).encode()).hexdigest()


def _pip_files() -> list[Path]:
    """Return where pip looks for its configuration, the decisive one last (as its manual says)."""
    home = Path.home()
    xdg = Path(os.environ.get("XDG_CONFIG_HOME") or home / ".config")
    files = [Path("/etc/pip.conf"), home / ".pip/pip.conf", xdg / "pip/pip.conf"]
    files.append(Path(sys.prefix) / "pip.conf")
    if os.environ.get("PIP_CONFIG_FILE"):
        files.append(Path(os.environ["PIP_CONFIG_FILE"]))
    return files


def _reachable(value: str) -> str:
    """Return what a container can reach of a list of addresses: not this machine's own files."""
    return " ".join(word for word in value.split() if not word.startswith(("file:", "/")))


def _certificates(*files: Path) -> list[str]:
    found: dict[str, None] = {}
    for file in files:
        if file.is_file():
            text = file.read_text(encoding="utf-8", errors="replace")
            found.update(dict.fromkeys(CERTIFICATE.findall(text)))
    return list(found)


def _codename() -> str:
    try:
        release = Path("/etc/os-release").read_text(encoding="utf-8")
    except OSError:
        return ""
    if not re.search(r'^ID="?debian"?$', release, re.MULTILINE):
        return ""
    match = re.search(r"^VERSION_CODENAME=(\S+)", release, re.MULTILINE)
    return match[1] if match else ""


def _output(*argv: str) -> str:
    done = subprocess.run(argv, capture_output=True, text=True, check=False)
    if done.returncode:
        raise LivedocError(f"`{' '.join(argv)}` failed: {done.stderr.strip()}")
    return done.stdout
