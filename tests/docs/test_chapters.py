"""Holds every chapter to the form that all of them have, and proves the checks of it."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from livedoc.catalog import load_catalog
from livedoc.model import LANGUAGES
from macros.library import Library
from macros.script import page_script
from macros.uses import run_examples
from tests.docs import chapters
from tests.docs.project import REPO, Project
from tests.docs.test_build import HUB, WEB
from tests.docs.test_pages import DOCS, KOREAN, PAGES

STEMS = {Path(name).name.removesuffix(".ko.md") for name in KOREAN}
MOST_NOT_RUN = 0.03
GOOD = """---
description: What data is.
needs: [images]
---
# Data { #data }

By the end of this page you can keep data.

[[= run("web", "start") =]]

## Summary { #summary }

## Exercise { #exercise }

??? success "Solution"

    words

## Undo { #undo }

[[= verified("web") =]]

## Next { #next }
"""


@pytest.fixture(scope="module")
def library() -> Library:
    """Return the guide's examples as pages see them."""
    return Library(REPO / "examples")


def faults(stem: str) -> list[str]:
    """Return what is wrong with a chapter in either language."""
    return [
        fault
        for language in LANGUAGES
        for fault in chapters.chapter_faults(
            stem, language, PAGES[f"docs/{stem}.{language}.md"], STEMS
        )
    ]


@pytest.mark.parametrize("stem", chapters.CHAPTERS)
def test_a_chapter_has_the_form_of_all(stem: str) -> None:
    """Front matter, title, first words, last sections and proofs are all there."""
    assert faults(stem) == []


@pytest.mark.parametrize("name", [name for name in PAGES if "\nneeds:" in PAGES[name]])
def test_all_commands_of_a_page_are_a_script(name: str, library: Library) -> None:
    """Bash can read what the page gives as all its commands, from the first line to the last."""
    examples = map(library.example, run_examples(PAGES[name], library))
    script = page_script(examples, name.split(".")[-2])
    read = subprocess.run(["bash", "-n"], input=script, text=True, stderr=subprocess.PIPE)
    assert (read.returncode, read.stderr) == (0, "")


def test_a_good_chapter_passes() -> None:
    """A page with all that is asked for has no fault."""
    assert chapters.chapter_faults("data", "en", GOOD, {"images"}) == []


@pytest.mark.parametrize(
    ("was", "becomes", "words"),
    [
        ("needs: [images]\n", "", "expected front matter"),
        ("---\ndescription", "\n---\ndescription", "expected front matter"),
        ("What data is.", "", "the description says nothing"),
        ("[images]", "images", "needs must be a list"),
        ("[images]", "[images, imagse]", "needs names no page: imagse"),
        ("{ #data }", "{ #dada }", "expected to begin with"),
        ("By the end", "In the end", "the first paragraph"),
        ("## Undo { #undo }\n", "", "the last sections"),
        ("## Next { #next }", "## Next { #next }\n\n## More { #more }", "the last sections"),
        ("??? success", "!!! note", "neither a folded solution"),
        ("verified", "source", "data.en.md:9: what ran 'web' is told nowhere"),
    ],
)
def test_what_a_chapter_lacks_is_named(was: str, becomes: str, words: str) -> None:
    """Each part of the form is missed when it is not there."""
    assert was in GOOD
    broken = GOOD.replace(was, becomes)
    assert words in "\n".join(chapters.chapter_faults("data", "en", broken, {"images"}))


def test_every_picture_has_words() -> None:
    """Every picture has alternative text, is there, and is that of the page's language."""
    assert chapters.image_faults(PAGES, DOCS) == []


@pytest.mark.parametrize("name", sorted(p.name for p in DOCS.glob("assets/diagrams/*.svg")))
def test_a_diagram_stands_alone(name: str) -> None:
    """Every diagram has its twin, is well-formed, and neither runs nor fetches anything."""
    assert chapters.diagram_faults(DOCS / "assets" / "diagrams" / name) == []


def test_bad_pictures_are_named(tmp_path: Path) -> None:
    """No text, the wrong language, a missing file, an unused diagram: each is a fault."""
    diagrams = tmp_path / "assets" / "diagrams"
    diagrams.mkdir(parents=True)
    for name in ("a.ko.svg", "a.en.svg", "b.en.svg"):
        (diagrams / name).write_text("<svg/>")
    pages = {
        "docs/x.ko.md": "![](assets/diagrams/a.ko.svg)\n![b](assets/diagrams/c.ko.svg)",
        "docs/x.en.md": "![a](assets/diagrams/a.ko.svg)\n![a](assets/diagrams/a.en.svg)",
    }
    assert chapters.image_faults(pages, tmp_path) == [
        "docs/x.ko.md: assets/diagrams/a.ko.svg has no alternative text",
        "docs/x.ko.md: assets/diagrams/c.ko.svg is not there",
        "docs/x.en.md: assets/diagrams/a.ko.svg is in the other language",
        "assets/diagrams/b.en.svg: no page shows it",
    ]


@pytest.mark.parametrize(
    ("svg", "words"),
    [
        ("<svg>", "is not well-formed"),
        ("<svg><script/></svg>", "must neither run nor fetch"),
        ('<svg><image href="https://x.example/a.png"/></svg>', "must neither run nor fetch"),
        ('<svg><style>a { fill: url("a.svg#b") }</style></svg>', "must neither run nor fetch"),
        ('<svg><use href="#a"/><path fill="url(#b)"/></svg>', "has no twin"),
    ],
)
def test_a_bad_diagram_is_named(tmp_path: Path, svg: str, words: str) -> None:
    """A broken file, a script, a reference to elsewhere and a missing twin are found."""
    path = tmp_path / "a.ko.svg"
    path.write_text(svg)
    found = chapters.diagram_faults(path)
    assert words in "\n".join(found)
    (tmp_path / "a.en.svg").write_text("<svg/>")
    assert chapters.diagram_faults(path) == [fault for fault in found if "twin" not in fault]


def test_nearly_every_command_was_run() -> None:
    """Of all commands, fewer than three in a hundred were not run."""
    korean = {name: PAGES[name] for name in KOREAN}
    every, excused = chapters.count_commands(load_catalog(REPO / "examples"), korean)
    assert every > 0
    assert excused / every < MOST_NOT_RUN, f"{excused} of {every} commands were not run"


def test_commands_that_were_not_run_are_counted(project: Project) -> None:
    """Steps that need Docker Hub and the lines of not-run blocks count, each as one."""
    project.example("web", WEB)
    project.example("hub", HUB)
    page = 'Words.\n\n!!! not-run "why"\n\n    ```\n    one\n    two\n    ```\n'
    catalog = load_catalog(project.root / "examples")
    assert chapters.count_commands(catalog, {"docs/x.ko.md": page}) == (5, 3)
