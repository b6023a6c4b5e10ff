"""The site under the content security policy that its image sends (web/nginx.conf)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Route

from tests.browser.server import served
from tests.browser.visit import Visit

REPO = Path(__file__).parents[2]
POLICY = "content-security-policy"


def policy() -> str:
    """Return the policy as the image's web server sends it."""
    text = (REPO / "web" / "nginx.conf").read_text(encoding="utf-8")
    found = re.search(r'add_header Content-Security-Policy "([^"]+)" always;', text)
    assert found
    return found[1]


def add_policy(route: Route) -> None:
    """Answer a request as the file server does, and with the policy."""
    response = route.fetch()
    route.fulfill(response=response, headers=response.headers | {POLICY: policy()})


@pytest.fixture
def guarded(visit: Visit) -> Iterator[Visit]:
    """Return a context to which everything comes with the policy."""
    visit.context.route("**/*", add_policy)
    yield visit
    visit.context.unroute_all(behavior="wait")


@pytest.mark.parametrize("home", ["", "en/"])
def test_the_theme_works_under_the_policy(guide: Path, guarded: Visit, home: str) -> None:
    """Scripts, styles, icons and the search's worker are allowed; a refusal fails the visit."""
    with served(guide) as address:
        page = guarded.page(address + home)
        page.locator("input.md-search__input").click()
        page.locator("input.md-search__input").press_sequentially("docker")
        page.locator(".md-search-result__item").first.wait_for()


def test_the_policy_is_in_force(browser: Browser, guide: Path) -> None:
    """An image from another origin is refused, and that is how a refusal looks."""
    context = browser.new_context()
    context.route("**/*", add_policy)
    with served(guide) as address:
        page = context.new_page()
        page.goto(address, wait_until="networkidle")
        with page.expect_console_message(lambda message: "Security Policy" in message.text):
            page.evaluate(
                "document.body.append(Object.assign(new Image(), {src: '//127.0.0.1:9'}))"
            )
    context.unroute_all(behavior="ignoreErrors")
    context.close()
