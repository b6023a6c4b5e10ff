"""What this machine's owner set for packages and TLS, which images built here must know too."""

from __future__ import annotations

import configparser
import hashlib
import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from livedoc.errors import LivedocError

LOCAL_AUTHORITIES = Path("/usr/local/share/ca-certificates")
KNOWN_AUTHORITIES = Path("/usr/share/ca-certificates")
SYSTEM_BUNDLE = Path("/etc/ssl/certs/ca-certificates.crt")
BUNDLE_VARIABLES = ("SSL_CERT_FILE", "REQUESTS_CA_BUNDLE")
CERTIFICATE = re.compile(r"-----BEGIN CERTIFICATE-----.+?-----END CERTIFICATE-----", re.DOTALL)
PIP_KEYS = ("index-url", "extra-index-url", "trusted-host")
KEYRING = "/usr/share/keyrings/debian-archive-keyring.gpg"


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


def archive() -> Archive:
    """Return the Debian archive that this machine's own apt is set to.

    Raises LivedocError where apt is missing or knows no Debian archive.
    """
    columns = "$(SITE)|$(RELEASE)|$(COMPONENT)|$(ORIGIN)|$(CREATED_BY)"
    try:
        listing = _output("apt-get", "indextargets", "--format", columns)
    except FileNotFoundError:
        raise LivedocError(
            "stand-ins are built from Debian's packages, and this machine has no apt-get: run on "
            "Debian, or where Docker Hub can be reached (LIVEDOC_IMAGES=hub)"
        ) from None
    rows = [line.split("|") for line in listing.splitlines()]
    # A list that was never fetched says no origin; Debian's own suites are then told by their names.
    debian = [
        (site.rstrip("/"), release)
        for site, release, component, origin, kind in rows
        if kind == "Packages" and component == "main" and origin in ("Debian", "")
    ]
    codename = _codename()
    main = next((site for site, release in debian if release == codename), None)
    if main is None:
        raise LivedocError(
            f"apt's sources on this machine name no Debian archive for {codename or 'its release'}:"
            " run on Debian, or where Docker Hub can be reached (LIVEDOC_IMAGES=hub)"
        )
    security = next((site for site, release in debian if release == f"{codename}-security"), None)
    return Archive(main, security)


def apt_options() -> str:
    """Return, as an apt configuration, what this machine sets about dates and proxies."""
    keys = ("Check-Valid-Until", "Check-Date", "http", "https", "Retries")
    try:
        listing = _output(
            "apt-config", "dump", "--format", '%F "%v";%n', *(f"Acquire::{key}" for key in keys)
        )
    except FileNotFoundError:
        return ""
    return "".join(f"{line}\n" for line in listing.splitlines() if not line.endswith(' "";'))


def authorities() -> dict[str, str]:
    """Return the certificate authorities this machine trusts beyond its distribution's, by name."""
    own = _certificates(*sorted(LOCAL_AUTHORITIES.rglob("*.crt")))
    bundles = [Path(os.environ[name]) for name in BUNDLE_VARIABLES if os.environ.get(name)]
    known = set(_certificates(*KNOWN_AUTHORITIES.rglob("*.crt")))
    own += [each for each in _certificates(SYSTEM_BUNDLE, *bundles) if each not in known]
    return {
        f"machine-{hashlib.sha256(each.encode()).hexdigest()[:12]}.crt": each + "\n" for each in own
    }


def pip_configuration() -> str:
    """Return a pip configuration: the system's authorities, and this machine's package index."""
    parser = configparser.ConfigParser(interpolation=None)
    parser["global"] = {"cert": str(SYSTEM_BUNDLE)}
    try:
        listing = _output(sys.executable, "-m", "pip", "config", "list")
    except (FileNotFoundError, LivedocError):
        listing = ""
    for line in listing.splitlines():
        key, _, value = line.partition("=")
        # An index of files is this machine's alone; a container cannot reach it.
        words = [word for word in value.strip("'\"").split() if not word.startswith(("file:", "/"))]
        name = key.rpartition(".")[2]
        if name in PIP_KEYS and words:
            parser["global"][name] = " ".join(words)
    lines = [f"{key} = {value}" for key, value in parser["global"].items()]
    return "[global]\n" + "\n".join(lines) + "\n"


def digest() -> str:
    """Return a digest of all that images built here are told of this machine."""
    told = (repr(archive()), apt_options(), pip_configuration(), *authorities().values())
    return hashlib.sha256("\0".join(told).encode()).hexdigest()


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
    match = re.search(r"^VERSION_CODENAME=(\S+)", release, re.MULTILINE)
    return match[1] if match else ""


def _output(*argv: str) -> str:
    done = subprocess.run(argv, capture_output=True, text=True, check=False)
    if done.returncode:
        raise LivedocError(f"`{' '.join(argv)}` failed: {done.stderr.strip()}")
    return done.stdout
