"""Holds the exercises to what they promise; their steps are run with all other examples."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from livedoc.catalog import LoadedExample, load_catalog
from livedoc.model import LANGUAGES, Step
from macros.calls import find_calls

REPO = Path(__file__).parents[2]
EXERCISES = [loaded for loaded in load_catalog(REPO / "examples") if loaded.chapter == "exercises"]
DOCS = REPO / "docs"


def pages(language: str) -> dict[str, str]:
    """Return the sources of the pages with exercises in a language, by their stems."""
    return {
        path.name.split(".")[0]: path.read_text(encoding="utf-8")
        for path in sorted(DOCS.glob(f"exercises-*.{language}.md"))
    }


def checks_of(exercise: LoadedExample) -> list[Step]:
    """Return the steps that run an exercise's checker."""
    return [step for step in exercise.example.steps if step.run == "sh check.sh"]


def lines_claimed(step: Step, start: str) -> set[str]:
    """Return the lines of the checker that a step claims, of those that start with a word."""
    begin = f"^{start:9}"
    found = (claim for claim in step.expect if claim.startswith(begin))
    return {claim.removeprefix(begin).removesuffix("$").replace("\\", "") for claim in found}


def test_there_are_enough() -> None:
    """A reader finds at least fourteen exercises."""
    assert len(EXERCISES) >= 14


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda loaded: loaded.name)
def test_the_checker_refuses_the_start_and_accepts_the_solution(exercise: LoadedExample) -> None:
    """Unsolved, the checker fails and says what is missing; solved, it passes with every line."""
    first, *_, last = checks_of(exercise)
    assert first.exit == 1 and lines_claimed(first, "missing")
    assert last.exit == 0 and "^missing" in last.forbid
    assert any("Solved" in claim for claim in last.expect)
    every = lines_claimed(first, "missing") | lines_claimed(first, "ok")
    assert lines_claimed(last, "ok") == every
    # Every line is claimed that the script can print.
    script = exercise.file("check.sh").read_text(encoding="utf-8")
    assert script.count('\ncheck "') == len(every)
    assert all(f'\ncheck "{line}"' in script for line in every)


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda loaded: loaded.name)
def test_the_page_gives_what_the_reader_needs(exercise: LoadedExample) -> None:
    """On one page every file is shown, the checker's lines are explained, and both checks are."""
    for language in LANGUAGES:
        (text,) = (text for text in pages(language).values() if f'"{exercise.name}"' in text)
        calls = [(call.macro, *call.arguments) for call in find_calls(text)]
        for name in exercise.files():
            assert ("source", exercise.name, name) in calls
        for step in exercise.example.steps:
            assert ("run", exercise.name, step.id) in calls
        last = checks_of(exercise)[-1]
        assert [line for line in lines_claimed(last, "ok") if f"\n| `{line}` |" not in text] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_list_has_every_exercise(language: str) -> None:
    """Each has a row with its id, its number and title, its page and how hard it is, in order."""
    text = (DOCS / f"exercises.{language}.md").read_text(encoding="utf-8")
    row = re.compile(r"^\| \[(.+)\]\((.+)\.md#(.+)\)\{ #(.+) \} \| .+\.md\).* \| \S+ \|$", re.M)
    rows = row.findall(text)
    assert [(stem, id_, title) for title, stem, id_, _own in rows] == [
        (stem, id_, title)
        for stem in re.findall(r"^- .*\]\((exercises-\w+)\.md\)", text, re.M)
        for title, id_ in re.findall(r"^## (\d+\. .+) \{ #(.+) \}$", pages(language)[stem], re.M)
    ]
    assert [id_ for _title, _stem, id_, _own in rows] == [own for *_others, own in rows]
    numbers = [int(title.split(".")[0]) for title, *_others in rows]
    assert numbers == list(range(1, len(EXERCISES) + 1))


def test_checkers_speak_alike() -> None:
    """All checkers begin and end alike, so that a reader learns once how to read them."""
    scripts = [loaded.file("check.sh").read_text(encoding="utf-8") for loaded in EXERCISES]
    assert len({script.partition("\n}\n")[0] for script in scripts}) == 1
    assert len({script.rpartition('\nif [ "$failed" = 0 ]')[2] for script in scripts}) == 1
