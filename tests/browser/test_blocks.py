"""What a reader does with a page's blocks, tried in a browser on a small site that has them all."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from tests.browser.conftest import COMMAND
from tests.browser.visit import BrowserMissingError, Visit, launch

# One browser for all of them, in one test process.


def test_copy_gives_the_command_alone(visit: Visit, sample: str) -> None:
    """The copy button gives exactly the command: no prompt, no output, every line."""
    visit.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = visit.page(f"{sample}en/sample/")
    page.locator("#sample-look .md-code__button").click()
    page.get_by_text("Copied to clipboard").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == COMMAND


def test_the_powershell_variant_opens_and_is_copied(visit: Visit, sample: str) -> None:
    """Unfolded, the variant has a copy button of its own, which gives it to the letter."""
    visit.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = visit.page(f"{sample}en/sample/")
    page.locator("#sample-fail").get_by_text("PowerShell (not run)").click()
    page.locator("#sample-fail .powershell .md-code__button").click()
    page.get_by_text("Copied to clipboard").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == "docker rm `\n  a-container"


def test_there_is_one_copy_button_per_command(visit: Visit, sample: str) -> None:
    """Outputs have no copy button; commands, their variants and files have one each."""
    page = visit.page(f"{sample}en/sample/")
    page.locator("#sample-look .md-code__button").wait_for()
    assert page.locator(".terminal-window > pre .md-code__button").count() == 3
    assert page.locator(".terminal-window > details pre.terminal-command button").count() == 2
    assert page.locator(".terminal-output .md-code__button").count() == 0


def test_folded_output_opens(visit: Visit, sample: str) -> None:
    """The fold hides the rest of an output, and a click on its summary shows it."""
    page = visit.page(f"{sample}en/sample/")
    rest = page.locator("#sample-look details samp")
    assert not rest.is_visible()
    page.get_by_text("Show the rest (+55)").click()
    assert rest.is_visible()
    assert "line 59" in rest.inner_text()


def test_hidden_steps_and_versions_open(visit: Visit, sample: str) -> None:
    """The prepared steps and what ran the example can be unfolded."""
    page = visit.page(f"{sample}en/sample/")
    page.get_by_text("Prepared beforehand").click()
    assert page.get_by_text("mkdir data").is_visible()
    page.get_by_text("Really run").click()
    assert page.get_by_text("stand-in built from Debian packages").is_visible()


@pytest.mark.parametrize("start", ["", "en/"])
def test_search_finds_a_command(visit: Visit, sample: str, start: str) -> None:
    """Typing a command into the search leads to the page that runs it."""
    page = visit.page(sample + start)
    page.locator(".md-search__input").press_sequentially("docker rm")
    page.locator(f".md-search-result__link[href*='/{start}sample/']").first.wait_for()


@pytest.mark.parametrize("start", ["", "en/sample/"])
def test_the_language_switch_stays_on_the_page(visit: Visit, sample: str, start: str) -> None:
    """Switching goes to the same page in the other language, and back again to where it began."""
    page = visit.page(sample + start)
    for target in ("ko", "en") if start.startswith("en/") else ("en", "ko"):
        page.locator(".md-header .md-select button").hover()
        page.locator(f".md-header .md-select a[hreflang={target}]").click()
        name = start.removeprefix("en/")
        page.wait_for_url(f"{sample}{'en/' if target == 'en' else ''}{name}")
        assert page.locator("html").get_attribute("lang") == target


@pytest.mark.parametrize("language", ["", "en/"])
def test_all_content_is_there_without_scripts(browser: Browser, sample: str, language: str) -> None:
    """With JavaScript off the commands, the outputs, the folds and the notes are all there."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{sample}{language}sample/")
    assert page.locator("#sample-look code").first.inner_text() == COMMAND
    page.locator("#sample-look .terminal-rest summary").click()
    assert page.locator("#sample-look samp").last.is_visible()
    assert "line 59" in page.locator("#sample-look samp").last.inner_text()
    assert page.locator("#sample-fail .terminal-exit").is_visible()
    context.close()


def test_wide_content_scrolls_inside_its_block(browser: Browser, sample: str) -> None:
    """On a phone a wide output, file or table scrolls by itself, and the page does not."""
    context = browser.new_context(viewport={"width": 360, "height": 740})
    page = context.new_page()
    page.goto(f"{sample}sample/")
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    assert page.locator("#sample-look .terminal-output").first.evaluate(
        "element => element.scrollWidth > element.clientWidth"
    )
    context.close()


def test_a_foreign_request_is_caught(browser: Browser, sample: str) -> None:
    """A visit notices a request to another host, which is blocked, and every error."""
    context = browser.new_context()
    visit = Visit(context)
    page = visit.page(sample)
    page.evaluate("fetch('https://tracker.example/pixel').catch(() => {})")
    page.evaluate("console.error('broken')")
    page.evaluate("fetch('/not-there')")
    page.wait_for_timeout(100)
    context.close()
    told = "\n".join(visit.faults)
    assert "request to another host: https://tracker.example/pixel" in told
    assert "console: broken" in told
    assert "404: " in told


def test_a_missing_browser_says_how_to_get_it(browser: Browser) -> None:
    """Without Chromium the tests fail with the command that installs it."""
    with pytest.raises(BrowserMissingError, match="apt-get install chromium"):
        launch(browser.browser_type, ["no-such-browser"])
