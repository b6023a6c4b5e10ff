"""Replaces traces of the recording machine: the hosts of the package archives it happens to use."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
from urllib.parse import urlsplit

from livedoc.errors import LivedocError
from livedoc.images.machine import index_targets

MIRROR = "<mirror>"

_URL = re.compile(r"https?://[^\s'\"|]+")
_LOOPBACK = re.compile(r"127\.0\.0\.1:4999")


def archive_hosts() -> set[str]:
    """Return the hosts of the package archives that this machine's own tools are set up to use."""
    urls = _URL.findall(f"{_apt_archives()} {_pip_archives()}")
    return {urlsplit(url).netloc.rpartition("@")[2] for url in urls} - {""}


def _apt_archives() -> str:
    try:
        return index_targets()
    except LivedocError:
        return ""  # no apt, or none that works: it prints no host either


def _pip_archives() -> str:
    """Return pip's own archives and all it is set to, as pip itself reads it."""
    try:
        from pip._internal.configuration import Configuration
        from pip._internal.exceptions import PipError
        from pip._internal.models.index import PyPI
    except ImportError:
        return ""
    settings = Configuration(isolated=False)
    with suppress(PipError):  # it refuses to start; what it read before is told
        settings.load()
    found = list(settings.items())
    return f"https://{PyPI.netloc} https://{PyPI.file_storage_domain} {found}"


def mask_hosts(hosts: set[str]) -> Callable[[str], str]:
    """Return a function that replaces these hosts, with scheme and credentials, by `<mirror>`."""
    if not hosts:
        return lambda text: _LOOPBACK.sub(MIRROR, text)
    longest_first = "|".join(re.escape(host) for host in sorted(hosts, key=len, reverse=True))
    # Credentials begin where a word does: looked for anywhere, a long line would take for ever.
    pattern = re.compile(rf"(?:https?://)?(?:(?<![^\s/@])[^\s/@]+@)?\b(?:{longest_first})\b")
    return lambda text: _LOOPBACK.sub(MIRROR, pattern.sub(MIRROR, text))
