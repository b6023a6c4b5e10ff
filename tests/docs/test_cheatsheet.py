"""The cheat sheet as it stands in the guide."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest

from livedoc.catalog import load_catalog
from macros.docker_calls import docker_calls
from tests.docs.project import REPO
from tests.docs.test_build import article

_ROW = re.compile(r'<li><a href="([^"#]+)#([^"]+)"[^>]*><code>(.*?)</code></a><span> (.+?)</span>')


@pytest.mark.parametrize("path", ["cheatsheet", "en/cheatsheet"])
def test_every_row_leads_to_its_example(guide: Path, path: str) -> None:
    """Each row has its comment and the anchor, on its page, of a step that has its command."""
    rows = _ROW.findall(article(guide / path / "index.html"))
    assert len(rows) > 50
    for address, anchor, command, _about in rows:
        page = article((guide / path / address).resolve() / "index.html")
        step = re.search(rf'id="{anchor}".*?<code>(.*?)</code>', page, re.DOTALL)
        assert step, f"{command}: {address}#{anchor}"
        assert unescape(command) in {call.text for call in docker_calls(unescape(step[1]))}


def test_every_command_and_flag_is_on_it(guide: Path) -> None:
    """Each docker command that works on a page, and each flag of it, has a row that shows it."""
    rows = _ROW.findall(article(guide / "cheatsheet" / "index.html"))
    shown = {
        (call.command, flag)
        for _address, _anchor, command, _about in rows
        for call in docker_calls(unescape(command))
        for flag in ("", *call.flags)
    }
    # The home page, which is called en/ in English, runs nothing that no chapter does.
    pages = (page for page in guide.glob("*/index.html") if page.parent.name != "en")
    built = [article(page) for page in pages]
    used = {
        (call.command, flag)
        for loaded in load_catalog(REPO / "examples")
        if not loaded.example.requires
        for step in loaded.example.steps
        if not (step.hidden or step.exit)
        and any(f'id="{loaded.name}-{step.id}"' in page for page in built)
        for call in docker_calls(step.run)
        for flag in ("", *call.flags)
    }
    assert used
    assert sorted(used - shown) == []
