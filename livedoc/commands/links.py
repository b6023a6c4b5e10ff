"""`livedoc links`: list what leads out of the guide, and ask whether it still does."""

from __future__ import annotations

import re
import urllib.error
import urllib.request
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPException
from pathlib import Path

from rich.console import Console

from livedoc.paths import ROOT

SECONDS = 10
_LINK = re.compile(r"(?:\]\(|<)(https?://[^\s)>]+)")
_LOCAL = re.compile(r"https?://(?:localhost|127\.|0\.0\.0\.0)")


def external_links(pages: Iterable[Path]) -> dict[str, list[str]]:
    """Return where each address is linked from, as page:line."""
    found: dict[str, list[str]] = {}
    for page in pages:
        for number, line in enumerate(page.read_text(encoding="utf-8").split("\n"), 1):
            for address in _LINK.findall(line):
                if not _LOCAL.match(address):
                    found.setdefault(address, []).append(f"{page.name}:{number}")
    return found


def links(console: Console, check: bool) -> int:
    """Print the links, asked for or not; returns 0: another's site never fails this one's build."""
    found = external_links(sorted((ROOT / "docs").glob("*.md")))
    answers = _answers(list(found)) if check else {}
    if check and all(answer == "" for answer in answers.values()):
        console.print("no network: nothing was asked for")
        answers = {}
    for address, places in sorted(found.items()):
        answer = f"{answers[address] or 'no answer'}  " if address in answers else ""
        console.print(f"{answer}{address}  {', '.join(places)}")
    broken = sum(not answer.startswith(("2", "3")) for answer in answers.values())
    asked = f", {broken} of them without success" if answers else ""
    console.print(f"{len(found)} addresses{asked}")
    return 0


def _answers(addresses: list[str]) -> dict[str, str]:
    with ThreadPoolExecutor(8) as pool:
        return dict(zip(addresses, pool.map(_answer, addresses), strict=True))


def _answer(address: str) -> str:
    """Return the status that an address answers with, or nothing where nobody answers."""
    # Some sites refuse what names no browser; the address itself is one of our own pages'.
    request = urllib.request.Request(address, headers={"User-Agent": "Mozilla/5.0 (livedoc)"})  # noqa: S310
    try:
        with urllib.request.urlopen(request, timeout=SECONDS) as answer:  # noqa: S310
            return str(answer.status)
    except urllib.error.HTTPError as error:
        return str(error.code)
    except (OSError, ValueError, HTTPException):
        return ""
