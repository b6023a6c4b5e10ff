"""Replaces traces of the recording machine: the hosts of the package archives it happens to use."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import urlsplit

from livedoc.errors import LivedocError
from livedoc.images.machine import index_targets

MIRROR = "<mirror>"

_URL = re.compile(r"https?://[^\s'\"|]+")
_LOOPBACK = re.compile(r"127\.0\.0\.1:4999")


def archive_hosts() -> set[str]:
    """Return the hosts of the package archives that this machine's own tools are set up to use."""
    said = f"{_apt_archives()} {_pip_settings()}"
    hosts = {urlsplit(url).netloc.rpartition("@")[2] for url in _URL.findall(said)}
    try:
        from pip._internal.models.index import PyPI
    except ImportError:
        pass
    else:
        hosts |= {PyPI.netloc, PyPI.file_storage_domain}
    return hosts - {""}


def _apt_archives() -> str:
    try:
        return index_targets()
    except LivedocError:
        return ""  # no apt, or none that works: it prints no host either


def _pip_settings() -> str:
    """Return what pip is set to; read as pip does, since starting pip takes a second."""
    try:
        from pip._internal.configuration import Configuration
        from pip._internal.exceptions import PipError
    except ImportError:
        return ""
    settings = Configuration(isolated=False)
    try:
        settings.load()
    except PipError:
        return ""  # it refuses to start, and so prints no host
    return repr(list(settings.items()))


def mask_hosts(hosts: set[str]) -> Callable[[str], str]:
    """Return a function that replaces these hosts, with scheme and credentials, by `<mirror>`."""
    if not hosts:
        return lambda text: _LOOPBACK.sub(MIRROR, text)
    longest_first = "|".join(re.escape(host) for host in sorted(hosts, key=len, reverse=True))
    # Credentials begin where a word does: looked for anywhere, a long line would take for ever.
    pattern = re.compile(rf"(?:https?://)?(?:(?<![^\s/@])[^\s/@]+@)?\b(?:{longest_first})\b")
    return lambda text: _LOOPBACK.sub(MIRROR, pattern.sub(MIRROR, text))
