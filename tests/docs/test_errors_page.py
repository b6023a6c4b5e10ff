"""The error catalogue: every message that a step claims has its entry on a page of errors."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from livedoc.catalog import load_catalog
from livedoc.model import LANGUAGES
from livedoc.store import read_capture
from livedoc.text import plain
from macros.calls import find_calls
from macros.error_pages import MACRO
from macros.finder import entries, groups
from macros.library import Library

REPO = Path(__file__).parents[2]
CLAIMED = [
    (loaded, step)
    for loaded in load_catalog(REPO / "examples")
    for step in loaded.example.steps
    if step.error
]
AT_LEAST = 35


def page(stem: str, language: str) -> str:
    """Return the source of a page."""
    return (REPO / "docs" / f"{stem}.{language}.md").read_text(encoding="utf-8")


def listed() -> list[str]:
    """Return the pages of errors, as the first of them lists them."""
    return [call.example for call in find_calls(page("errors", "ko")) if call.macro == MACRO]


def pages(language: str) -> str:
    """Return the sources of all pages of errors, one after another."""
    return "\n".join(page(stem, language) for stem in listed())


def test_there_are_enough_distinct_errors() -> None:
    """Each error is claimed by a step of its own, and no two steps claim the same."""
    messages = [step.error for _loaded, step in CLAIMED]
    assert len(set(messages)) >= AT_LEAST
    # The same words from two causes are two entries only where the rest of the output differs.
    assert len({(step.error, step.expect) for _loaded, step in CLAIMED}) == len(messages)


def test_every_page_of_errors_is_listed() -> None:
    """The finder and the list know all pages whose name says that they explain errors."""
    there = {path.name.split(".")[0] for path in (REPO / "docs").glob("errors-*.ko.md")}
    assert sorted(listed()) == sorted(there)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_error_is_on_a_page_under_a_heading_of_its_own(language: str) -> None:
    """Each message is shown by run() under a heading with an id, and its fix is run there."""
    sections = re.split(r"^(?=#{2,3} )", pages(language), flags=re.MULTILINE)
    shown = {
        (call.example, str(call.arguments[1])): section
        for section in sections
        for call in find_calls(section)
        if call.macro == "run" and "{ #exercise }" not in section
    }
    faults = []
    for loaded, step in CLAIMED:
        section = shown.get((loaded.name, step.id), "")
        if not re.match(r"### .+ \{ #[a-z0-9-]+ \}\n", section):
            faults.append(f"{loaded.name} / {step.id}: no heading of its own on a page of errors")
        last = [call for call in find_calls(section) if call.macro == "run"][-1:]
        if last and loaded.step(str(last[0].arguments[1])).error:
            faults.append(f"{loaded.name} / {step.id}: no run of the fix follows")
    assert faults == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_row_of_the_list_has_an_id_of_its_own(language: str) -> None:
    """No two sections or entries of the catalogue have the same id, and every entry has a row."""
    library = Library(REPO / "examples")
    found = [group for stem in listed() for group in groups(page(stem, language), library)]
    rows = [entry.id for group in found for entry in group.entries]
    headings = re.findall(r"^### .+ \{ #([\w-]+) \}$", pages(language), re.MULTILINE)
    assert rows == [id_ for id_ in headings if not id_.startswith("undo-")]
    own = re.findall(r"\{ #([\w-]+) \}$", page("errors", language), re.MULTILINE)
    ids = own + rows + [group.heading.id for group in found]
    assert sorted(ids) == sorted(set(ids))


def test_both_languages_have_the_same_entries() -> None:
    """The finder leads to the same anchors by the same messages, whatever the language."""
    library = Library(REPO / "examples")
    ko, en = (entries(pages(language), library) for language in LANGUAGES)
    assert [(entry.id, entry.message) for entry in en if "rate" not in entry.id] == [
        (entry.id, entry.message) for entry in ko if "rate" not in entry.id
    ]
    assert len(ko) >= AT_LEAST


def test_the_captures_hold_the_messages() -> None:
    """What the page shows under an entry really has the message in it."""
    for loaded, step in CLAIMED:
        capture = read_capture(loaded)
        recorded = capture.step(step.id) if capture else None
        assert recorded, f"{loaded.name} / {step.id} was never recorded"
        assert step.error and step.error in plain(recorded.output)
