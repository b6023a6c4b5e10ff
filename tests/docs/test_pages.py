"""Holds the guide's pages to its rules; needs no engine."""

from __future__ import annotations

from pathlib import Path

import pytest

from livedoc.catalog import Catalog, load_catalog
from macros.texts import TEXTS
from tests.docs import checks

REPO = Path(__file__).parents[2]
DOCS = REPO / "docs"
PAGES = {
    str(path.relative_to(REPO)): path.read_text(encoding="utf-8")
    for path in sorted(DOCS.rglob("*.md"))
}
KOREAN = [name for name in PAGES if name.endswith(".ko.md")]


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    """Return the guide's examples."""
    return load_catalog(REPO / "examples")


def test_every_page_has_its_twin() -> None:
    """There are pages, and each is there in both languages."""
    assert "docs/index.ko.md" in PAGES
    assert checks.twin_faults(PAGES) == []


@pytest.mark.parametrize("name", PAGES)
def test_code_is_run_or_says_why_not(name: str) -> None:
    """Every code block comes from a macro, or stands in a not-run admonition with its reason."""
    assert checks.code_faults(name, PAGES[name]) == []


@pytest.mark.parametrize("name", KOREAN)
def test_both_languages_are_built_alike(name: str) -> None:
    """Both languages have the same macro calls, headings and explicit ids in the same order."""
    page = name.removesuffix(".ko.md")
    assert checks.parity_faults(page, PAGES[name], PAGES[f"{page}.en.md"]) == []


@pytest.mark.parametrize("name", KOREAN)
def test_korean_keeps_to_the_terms(name: str) -> None:
    """Korean prose uses no refused form of a term."""
    assert checks.term_faults(name, PAGES[name]) == []


def test_korean_beside_the_commands_keeps_to_the_terms(catalog: Catalog) -> None:
    """The examples' comments and the words around blocks use no refused form of a term."""
    faults = [
        fault
        for loaded in catalog
        for step in loaded.example.steps
        for fault in checks.term_faults(f"{loaded.path}:{loaded.line(step.id)}", step.about.ko)
    ]
    for loaded in catalog:
        why = loaded.example.unlinted
        said = loaded.example.title.ko + (f"\n{why.ko}" if why else "")
        faults += checks.term_faults(f"{loaded.path} (title, unlinted)", said)
    faults += checks.term_faults("macros/texts.py", "\n".join(TEXTS["ko"].values()))
    assert faults == []


def test_the_glossary_has_every_term() -> None:
    """Each term that pages are held to is explained in the glossary."""
    glossary = PAGES["docs/glossary.ko.md"]
    assert [right for right in checks.TERMS.values() if right not in glossary] == []


def test_every_example_is_on_a_page(catalog: Catalog) -> None:
    """No example is kept and proven that no reader ever sees."""
    assert checks.unused_examples(catalog, PAGES) == []


@pytest.mark.parametrize("name", PAGES)
def test_hidden_steps_are_listed(name: str, catalog: Catalog) -> None:
    """A page that runs an example with hidden steps lists them, by verified or session."""
    assert checks.unlisted_steps(catalog, name, PAGES[name]) == []
