"""Holds the exercises to what they promise; their steps are run with all other examples."""

from __future__ import annotations

from pathlib import Path

import pytest

from livedoc.catalog import LoadedExample, load_catalog
from livedoc.model import Step
from macros.calls import find_calls

REPO = Path(__file__).parents[2]
EXERCISES = [loaded for loaded in load_catalog(REPO / "examples") if loaded.chapter == "exercises"]
LANGUAGES = ("ko", "en")


def page(language: str) -> str:
    """Return the page of exercises in a language."""
    return (REPO / "docs" / f"exercises.{language}.md").read_text(encoding="utf-8")


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
    """Every file is shown, the checker's lines are explained, and both checks are there."""
    for language in LANGUAGES:
        text = page(language)
        calls = [(call.macro, *call.arguments) for call in find_calls(text)]
        for name in exercise.files():
            assert ("source", exercise.name, name) in calls
        for step in exercise.example.steps:
            assert ("run", exercise.name, step.id) in calls
        last = checks_of(exercise)[-1]
        assert [line for line in lines_claimed(last, "ok") if f"\n| `{line}` |" not in text] == []


def test_checkers_speak_alike() -> None:
    """All checkers begin and end alike, so that a reader learns once how to read them."""
    scripts = [loaded.file("check.sh").read_text(encoding="utf-8") for loaded in EXERCISES]
    assert len({script.partition("\n}\n")[0] for script in scripts}) == 1
    assert len({script.rpartition('\nif [ "$failed" = 0 ]')[2] for script in scripts}) == 1
