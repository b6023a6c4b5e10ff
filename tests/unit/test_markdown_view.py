"""A page as plain Markdown."""

from __future__ import annotations

from pathlib import Path

import pytest

from macros.library import Library
from macros.markdown_view import MarkdownView
from tests.docs.project import Project

WEB = """
title = { ko = "웹", en = "Web" }
[[steps]]
id = "prepare"
run = "mkdir data"
about = { ko = "준비", en = "prepare" }
hidden = true
[[steps]]
id = "look"
run = "docker ps"
about = { ko = "목록 보기", en = "list containers" }
expect = ["web"]
[[steps]]
id = "gone"
run = "docker rm none"
about = { ko = "없는 것 지우기", en = "remove what is not there" }
exit = 1
expect = ["Error"]
[[steps]]
id = "quiet"
run = "true"
about = { ko = "조용한지 확인", en = "is it quiet?" }
silent = true
"""


@pytest.fixture
def view(tmp_path: Path) -> MarkdownView:
    """Return a view in English of pages that show one example."""
    project = Project(tmp_path / "project")
    path = project.example("web", WEB, {"app.py": "1\n2\n3\n", "Dockerfile.dev": "FROM x\n"})
    outputs = {"prepare": "", "look": "\x1b[1mweb\x1b[0m ```x", "quiet": ""}
    project.record(path, {**outputs, "gone": "Error: no"})
    return MarkdownView(Library(project.root / "examples"), "en", root="../")


def test_a_step_is_its_command_and_its_output(view: MarkdownView) -> None:
    """Both stand in fences of their own, after the comment; colours are gone."""
    text = view.of('---\nneeds: []\n---\n# T { #t }\n\n[[= run("web", "look") =]]\n')
    assert text == (
        "# T { #t }\n\nlist containers:\n\n```sh\ndocker ps\n```\n\n```text\nweb ```x\n```\n"
    )


def test_an_output_stays_as_it_was_printed(tmp_path: Path) -> None:
    """Its empty lines stay, and what looks like a link in it leads nowhere else; in folds, too."""
    project = Project(tmp_path / "project")
    project.record(project.example("web", WEB), {"look": "[a](assets/b)\n\n\n\nweb"})
    view = MarkdownView(Library(project.root / "examples"), "en", root="../")
    assert "```text\n[a](assets/b)\n\n\n\nweb\n```" in view.of('[[= run("web", "look") =]]\n')
    folded = view.of('??? note "N"\n\n    [[= run("web", "look") =]]\n')
    assert "> ```text\n> [a](assets/b)\n>\n>\n>\n> web\n> ```" in folded


def test_what_a_reader_sees_beside_the_output_is_told(view: MarkdownView) -> None:
    """A failure's exit code, silence, what was prepared, and what ran it."""
    text = view.of('[[= session("web") =]]\n\n[[= verified("web") =]]\n')
    assert "Prepared beforehand (steps: 1):\n\n```sh\nmkdir data\n```" in text
    assert "```text\nError: no\n```\n\n(Exit code: 1)" in text
    assert "is it quiet?\n\n```sh\ntrue\n```\n\n(Prints nothing)" in text
    assert "(web: Really run · Docker Engine 28.5.2 · " in text


def test_files_are_fenced_in_their_language(view: MarkdownView) -> None:
    """A file, or the lines of it that a page shows."""
    text = view.of(
        '[[= source("web", "app.py", lines="2-3") =]]\n\n[[= source("web", "Dockerfile.dev") =]]\n'
    )
    assert "`app.py` (lines 2-3):\n\n```python\n2\n3\n```" in text
    assert "`Dockerfile.dev`:\n\n```dockerfile\nFROM x\n```" in text


def test_blocks_of_material_become_plain(view: MarkdownView) -> None:
    """Admonitions and folds become quotations, tabs their titles, also within one another."""
    source = (
        '??? success "Solution"\n\n    words\n\n    !!! note "N"\n\n        inner\n\n'
        '    [[= run("web", "quiet") =]]\n\nafter\n\n=== "Linux"\n\n    tab\n'
    )
    assert view.of(source) == (
        "> **Solution**\n>\n> words\n>\n> > **N**\n> >\n> > inner\n>\n"
        "> is it quiet?\n>\n> ```sh\n> true\n> ```\n>\n> (Prints nothing)\n\n"
        "after\n\n**Linux**\n\ntab\n"
    )


def test_fences_are_left_alone(view: MarkdownView) -> None:
    """What looks like an admonition in a fence is code."""
    source = '```\n!!! note "x"\n    y\n```\n'
    assert view.of(source) == source


def test_a_block_in_a_list_stays_in_it(view: MarkdownView) -> None:
    """Its lines are indented as the list's item is."""
    text = view.of('1. first\n\n    [[= run("web", "quiet") =]]\n')
    assert "\n    ```sh\n    true\n    ```\n" in text


def test_a_call_is_found_wherever_it_stands(view: MarkdownView) -> None:
    """After a link on its line, and where what came before is no call of ours."""
    text = view.of('[[= nothing =]]\n\n[A](a.md) [[= verified("web") =]]\n')
    assert text.startswith("[[= nothing =]]\n\n[A](a.md) (web: ")


def test_pictures_and_links_hold(view: MarkdownView) -> None:
    """Pictures are where the site has them; links to pages lead to their views."""
    text = view.of(
        "![a](assets/x.en.svg){ .diagram } ![a](assets/y.svg) [b](data.md#volume) [c](llms.txt)\n"
    )
    assert text == (
        "![a](assets/x.svg){ .diagram } ![a](../assets/y.svg) "
        "[b](data.md#volume) [c](../llms.txt)\n"
    )


def test_keys_are_named(view: MarkdownView) -> None:
    """What the page shows as keys is written as people write them."""
    assert view.of("Press ++ctrl+c++ in C++.\n") == "Press Ctrl+C in C++.\n"


def test_what_only_a_script_can_do_is_left_out(view: MarkdownView) -> None:
    """The error finder leaves nothing behind."""
    assert view.of("a\n\n[[= error_finder() =]]\n\nb\n") == "a\n\nb\n"
