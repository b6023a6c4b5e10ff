"""What the page about the guide promises: no tracking."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.browser.server import served
from tests.browser.visit import Visit


@pytest.mark.parametrize("home", ["", "en/"])
def test_a_visit_leaves_nothing_but_what_the_reader_chose(
    guide: Path, visit: Visit, home: str
) -> None:
    """No cookie, no database, no worker; what is chosen stays in the local storage of the site."""
    with served(guide) as address:
        page = visit.page(f"{address}{home}about/")
        assert page.locator("#privacy").count() == 1
        page.locator('label[for="__palette_1"], label[for="__palette_0"]').first.click()
        page.goto(f"{address}{home}data/")
        assert page.evaluate("document.cookie") == ""
        assert visit.context.cookies() == []
        assert page.evaluate("indexedDB.databases()") == []
        assert page.evaluate("navigator.serviceWorker.getRegistrations()") == []
        kept = page.evaluate("Object.keys(localStorage)")
        assert any(key.endswith("__palette") for key in kept)
        assert sum(len(page.evaluate("key => localStorage[key]", key)) for key in kept) < 1000
