"""The words of the glossary, with a pointer and with the keyboard alone."""

from __future__ import annotations

import pytest

from tests.browser.visit import Visit


@pytest.mark.parametrize(
    ("start", "meaning"), [("", "이미지에서 시작합니다."), ("en/", "It starts from an image.")]
)
def test_a_meaning_shows_on_keyboard_focus(
    visit: Visit, sample: str, start: str, meaning: str
) -> None:
    """Focus alone shows what a word means, as the description of its link; leaving hides it."""
    page = visit.page(sample + start)
    word = page.locator("a.term")
    word.focus()
    tooltip = page.get_by_role("tooltip")
    tooltip.get_by_text(meaning).wait_for()
    assert word.get_attribute("aria-describedby") == tooltip.get_attribute("id")
    word.blur()
    tooltip.wait_for(state="detached")
    assert word.get_attribute("title") == meaning


def test_a_word_leads_to_the_glossary(visit: Visit, sample: str) -> None:
    """Following the link shows the word's place in the glossary."""
    page = visit.page(f"{sample}en/")
    page.locator("a.term").click()
    page.wait_for_url("**/en/glossary/#container")
    assert page.locator("dt#container").is_visible()
