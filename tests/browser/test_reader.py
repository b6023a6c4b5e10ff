"""What the reader's script adds: replay, report, progress, a switch that keeps the place."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.visit import Visit

# One browser for all of them, in one test process.


def output(page: Page) -> str:
    """Return what the shown part of the long output holds just now."""
    return page.locator("#sample-look .terminal-output").first.inner_text()


def test_a_step_plays_pauses_and_ends_whole(visit: Visit, sample: str) -> None:
    """With the keyboard alone: its lines come one after another, it pauses, and Escape ends it."""
    page = visit.page(f"{sample}en/sample/")
    block = page.locator("#sample-look .terminal-output").first
    whole = block.evaluate("block => block.outerHTML")
    button = page.locator("#sample-look .terminal-replay")
    assert page.locator(".terminal-replay").count() == 1  # a step without times has none
    assert button.get_attribute("aria-label") == "Play it again at the recorded speed"
    assert page.locator("script[src$='replay.js']").count() == 0
    height = page.locator("#sample-look").bounding_box()
    button.focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Pause").wait_for()
    page.wait_for_function(
        "document.querySelector('#sample-look samp').textContent.includes('line 19 ')"
    )
    page.keyboard.press("Space")
    page.get_by_role("button", name="Resume").wait_for()
    paused = output(page)
    page.wait_for_timeout(300)
    assert output(page) == paused
    assert page.locator("#sample-look").bounding_box() == height
    page.keyboard.press("Escape")
    expect(button).to_have_attribute("aria-label", "Play it again at the recorded speed")
    assert block.evaluate("block => block.outerHTML") == whole


def test_a_replay_comes_to_its_end(visit: Visit, sample: str) -> None:
    """Left alone it ends with the whole output; a long pause is cut, and the clock tells so."""
    visit.context.clock.install()
    page = visit.page(f"{sample}en/sample/")
    whole = output(page)
    page.clock.pause_at(page.evaluate("Date.now() / 1000 + 60"))
    page.locator("#sample-look .terminal-replay").click()
    clock = page.locator("#sample-look .terminal-clock")
    clock.wait_for(state="attached")
    page.clock.run_for(1000)
    assert clock.inner_text().endswith(" / 5.0 s")
    page.clock.run_for(2000)
    assert clock.count() == 0
    assert output(page) == whole


def test_a_player_that_did_not_come_is_asked_for_again(browser: Browser, sample: str) -> None:
    """After a click without a network the next one plays."""
    context = browser.new_context()
    context.route("**/replay.js", lambda route: route.abort(), times=1)
    page = context.new_page()
    page.goto(f"{sample}en/sample/")
    button = page.locator("#sample-look .terminal-replay")
    with page.expect_event("pageerror"):
        button.click()
    button.click()
    page.get_by_role("button", name="Pause").wait_for()
    context.close()


def test_without_motion_the_times_stand_beside_the_lines(browser: Browser, sample: str) -> None:
    """Who wants no motion gets each line's time instead, and the plain output back."""
    context = browser.new_context(reduced_motion="reduce")
    page = context.new_page()
    page.goto(f"{sample}en/sample/")
    whole = output(page)
    button = page.locator("#sample-look .terminal-replay")
    button.click()
    page.get_by_role("button", name="Hide the times of the lines").wait_for()
    assert output(page).startswith("   0.1 line 0 ")
    assert page.locator("#sample-look .terminal-clock").count() == 0
    button.click()
    assert output(page) == whole
    context.close()


@pytest.mark.parametrize(
    ("path", "words"),
    [("sample/", "내 컴퓨터에서는 다릅니다"), ("en/sample/", "This differs on my machine")],
)
def test_a_report_is_filled_in(visit: Visit, sample: str, path: str, words: str) -> None:
    """From a step's record opens a text with its address, command and versions, to be copied."""
    visit.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = visit.page(f"{sample}{path}")
    page.locator("#sample-fail .terminal-record summary").click()
    page.locator("#sample-fail").get_by_role("button", name=words).click()
    dialog = page.get_by_role("dialog", name=words)
    dialog.locator("button").first.click()
    dialog.get_by_role("status").filter(has_text=".").wait_for()
    text = page.evaluate("navigator.clipboard.readText()")
    for fact in (
        f"{sample}{path}#sample-fail",
        "docker rm a-container",
        "28.5.2",
        "docker version",
    ):
        assert fact in text
    assert dialog.locator("a").count() == 0  # no repository is known
    page.keyboard.press("Escape")
    dialog.wait_for(state="detached")


def test_progress_stays_in_this_browser(visit: Visit, sample: str) -> None:
    """A page marked as read is ticked on the way and in the navigation, and can be unmarked."""
    page = visit.page(f"{sample}en/")
    assert page.locator(".path-progress").inner_text() == "words"
    page.goto(f"{sample}en/sample/")
    button = page.get_by_role("button", name="I have read this page")
    assert button.get_attribute("aria-pressed") == "false"
    button.click()
    assert button.get_attribute("aria-pressed") == "true"
    for path, told in (("en/", "You have read 1 of 2 pages"), ("", "2쪽 가운데 1쪽을 읽었습니다")):
        page.goto(sample + path)
        assert told in page.locator(".path-progress").inner_text()
        assert page.locator(".path li.is-read").count() == 1
        assert page.locator(".path-progress a").get_attribute("href").endswith("/glossary/")  # type: ignore[union-attr]
        assert page.locator(".md-nav--primary .read-mark").count() == 1
    page.locator(".path-progress button").click()
    assert page.locator(".read-mark").count() == 0
    assert page.evaluate("document.cookie") == ""


def test_the_language_switch_keeps_the_place(visit: Visit, sample: str) -> None:
    """The twin opens at the step or section that was at the top of the screen."""
    page = visit.page(f"{sample}sample/")
    for place in ("sample-fail", "next"):
        page.evaluate("id => document.getElementById(id).scrollIntoView()", place)
        # A pointer's way to the menu would move the page here.
        page.locator(".md-header .md-select a[hreflang=en]").evaluate("link => link.click()")
        page.wait_for_url(f"{sample}en/sample/#{place}")
        page.goto(f"{sample}sample/")


def test_the_system_sets_the_colours_until_the_reader_does(browser: Browser, sample: str) -> None:
    """They follow the system at once, also when it changes; what was chosen stays on every page."""
    context = browser.new_context(color_scheme="dark")
    page = context.new_page()
    body = page.locator("body")
    page.goto(f"{sample}en/sample/")
    expect(body).to_have_attribute("data-md-color-scheme", "slate")
    page.emulate_media(color_scheme="light")
    expect(body).to_have_attribute("data-md-color-scheme", "default")
    page.locator(".md-header label[title='Switch to dark mode']").click()
    expect(body).to_have_attribute("data-md-color-scheme", "slate")
    page.goto(f"{sample}sample/")
    expect(body).to_have_attribute("data-md-color-scheme", "slate")
    page.locator(".md-header label[title='밝은 화면으로']").press("Enter")
    expect(body).to_have_attribute("data-md-color-scheme", "default")
    context.close()


@pytest.mark.parametrize("width", [320, 1440])
def test_a_link_to_a_step_leads_to_it(browser: Browser, sample: str, width: int) -> None:
    """It stands below the header, though what is above it was not laid out before."""
    context = browser.new_context(viewport={"width": width, "height": 740})
    page = context.new_page()
    page.goto(f"{sample}sample/#sample-fail")
    header = page.evaluate("document.querySelector('.md-header').offsetHeight")
    top = "Math.round(document.getElementById('sample-fail').getBoundingClientRect().top)"
    page.wait_for_function(f"{header} - 1 <= {top} && {top} <= {header} + 40")
    context.close()
