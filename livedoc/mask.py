"""Replaces traces of the recording machine: the hosts of the package archives it happens to use."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit

MIRROR = "<mirror>"

_SOURCES = (
    ["apt-get", "indextargets", "--format", "$(SITE)"],
    ["pip", "config", "list"],
)
_URL = re.compile(r"https?://[^\s'\"]+")
_LOOPBACK = re.compile(r"127\.0\.0\.1:4999")


def archive_hosts() -> set[str]:
    """Return the hosts of the package archives that this machine's own tools are set up to use."""
    with ThreadPoolExecutor(len(_SOURCES)) as pool:  # each takes about a second
        said = "\n".join(pool.map(_said, _SOURCES))
    hosts = {urlsplit(url).netloc.rpartition("@")[2] for url in _URL.findall(said)}
    try:
        from pip._internal.models.index import PyPI
    except ImportError:
        pass
    else:
        hosts |= {PyPI.netloc, PyPI.file_storage_domain}
    return hosts - {""}


def _said(command: list[str]) -> str:
    """Return what a command prints, or nothing where there is none such."""
    try:
        return subprocess.run(
            command, capture_output=True, text=True, timeout=20, check=False
        ).stdout
    except (FileNotFoundError, subprocess.TimeoutExpired):
        return ""


def mask_hosts(hosts: set[str]) -> Callable[[str], str]:
    """Return a function that replaces these hosts, with scheme and credentials, by `<mirror>`."""
    if not hosts:
        return lambda text: _LOOPBACK.sub(MIRROR, text)
    longest_first = "|".join(re.escape(host) for host in sorted(hosts, key=len, reverse=True))
    # Credentials begin where a word does: looked for anywhere, a long line would take for ever.
    pattern = re.compile(rf"(?:https?://)?(?:(?<![^\s/@])[^\s/@]+@)?\b(?:{longest_first})\b")
    return lambda text: _LOOPBACK.sub(MIRROR, pattern.sub(MIRROR, text))
