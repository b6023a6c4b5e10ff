"""Proves that each check of the pages fails where it should, and only there."""

from __future__ import annotations

import re

import pytest

from livedoc.catalog import load_catalog
from tests.docs import checks
from tests.docs.project import Project

UNEXCUSED = {
    "backticks": "Prose.\n\n```bash\ndocker ps\n```\n",
    "tildes": "Prose.\n\n~~~\ndocker ps\n~~~\n",
    "indented": "Prose.\n\n    docker ps\n",
    "raw html": "Prose.\n\n<pre>docker ps</pre>\n",
    "in a tab": '=== "Linux"\n\n    ```\n    docker ps\n    ```\n',
    "in a list": "- item\n\n    ```\n    docker ps\n    ```\n",
    "in another admonition": '!!! note "why"\n\n    ```\n    docker ps\n    ```\n',
    "without a reason": "!!! not-run\n\n    ```\n    docker ps\n    ```\n",
    "with an empty reason": '!!! not-run ""\n\n    ```\n    docker ps\n    ```\n',
    "after the admonition": '!!! not-run "why"\n\n    words\n\n```\ndocker ps\n```\n',
}


@pytest.mark.parametrize("text", UNEXCUSED.values(), ids=UNEXCUSED)
def test_code_of_its_own_is_found(text: str) -> None:
    """Code that no macro made is found however it is written, with its line and the mend."""
    line = next(n for n, line in enumerate(text.split("\n"), 1) if "docker ps" in line)
    (fault,) = checks.code_faults("docs/page.ko.md", text)
    assert fault.startswith(f"docs/page.ko.md:{line}: ")
    assert "not-run" in fault


def test_only_the_unexcused_block_is_named() -> None:
    """Of two equal blocks, the one without a reason is named by its own line."""
    excused = '!!! not-run "why"\n\n    ```\n    docker ps\n    ```\n'
    (fault,) = checks.code_faults("p.md", excused + "\n```\ndocker ps\n```\n")
    assert fault.startswith("p.md:8: ")


@pytest.mark.parametrize(
    "text",
    [
        '!!! not-run "the limit cannot be reached on purpose"\n\n    ```\n    toomany\n    ```\n',
        '[[= run("a", "b") =]]\n',
        '- item\n\n    [[= source("a", "b") =]]\n',
        "Say `docker ps` in a sentence.\n",
    ],
)
def test_excused_code_passes(text: str) -> None:
    """Macros, inline code, and code in a not-run admonition with a reason are fine."""
    assert checks.code_faults("p.md", text) == []


@pytest.mark.parametrize(
    ("ko", "en", "words"),
    [
        ('[[= run("a", "b") =]]', '[[= run("a", "c") =]]', "ko has run('a', 'b')"),
        ('[[= run("a", "b") =]]', "nothing", "en has nothing more"),
        (
            '[[= run("a", "b") =]]\n\n[[= run("a", "c") =]]',
            '[[= run("a", "c") =]]\n\n[[= run("a", "b") =]]',
            "macro calls differ at number 1",
        ),
        (
            '[[= source("a", "f", lines="1-2") =]]',
            '[[= source("a", "f", lines="1-3") =]]',
            "lines='1-2'",
        ),
        ("# 하나\n\n## 둘\n", "# One\n\n### Two\n", "heading levels differ at number 2"),
        ("# 하나\n\n## 둘\n", "# One\n", "en has nothing more"),
        ("## 둘 { #two }\n", "## Two { #second }\n", "explicit ids differ at number 1"),
        ("## 둘 { #two }\n", "## Two\n", "ko has two, en has nothing more"),
    ],
)
def test_a_difference_between_languages_is_found(ko: str, en: str, words: str) -> None:
    """Calls, headings or ids that differ are named with both pages and both sides."""
    (fault,) = checks.parity_faults("docs/page", ko, en)
    assert re.match(r"docs/page\.ko\.md(:\d)? and docs/page\.en\.md(:\d)?: ", fault)
    assert words in fault


@pytest.mark.parametrize(
    ("ko", "en"),
    [
        ('말\n\n[[= run("a", "b") =]]\n', 'words\n\n\n[[= run("a", "c") =]]\n'),
        ("# 하나\n\n## 둘 { #two }\n", "# One\n\n\n### Two { #two }\n"),
        ("말\n\n## 둘 { #two }\n", "words\n\n\n## Two { #second }\n"),
    ],
)
def test_a_difference_between_languages_is_found_in_its_lines(ko: str, en: str) -> None:
    """Each page is named with the line in which it has what the other has not."""
    (fault,) = checks.parity_faults("docs/page", ko, en)
    assert fault.startswith("docs/page.ko.md:3 and docs/page.en.md:4: ")


def test_equal_structure_passes() -> None:
    """Titles may differ, and so may the ids made from them; a comment in a file is no heading."""
    ko = '# 제목\n\n## 둘 { #two }\n\n!!! not-run "왜"\n\n    ```\n    # 주석\n    ```\n'
    en = '# Title\n\n## Two { #two }\n\n!!! not-run "why"\n\n    ```\n    words\n    ```\n'
    assert checks.parity_faults("docs/page", ko, en) == []


def test_a_missing_twin_is_found() -> None:
    """A page in one language only, or in none, is named."""
    faults = checks.twin_faults(["docs/a.ko.md", "docs/b.ko.md", "docs/b.en.md", "docs/c.md"])
    assert [fault.split(":")[0] for fault in faults] == ["docs/a.ko.md", "docs/c.md"]


@pytest.mark.parametrize(("refused", "right"), checks.TERMS.items())
def test_a_refused_term_is_found(refused: str, right: str) -> None:
    """A refused form is named with its line and the right form; the right form passes."""
    (fault,) = checks.term_faults("p.ko.md", f"첫 줄\n그 {refused}를 봅니다.")
    assert fault.startswith("p.ko.md:2: ")
    assert repr(right) in fault
    assert checks.term_faults("p.ko.md", f"그 {right}를 봅니다.") == []


def test_a_quoted_term_passes() -> None:
    """What is quoted as code is nobody's prose."""
    assert checks.term_faults("p.ko.md", "출력의 `디렉토리`는 그대로 둡니다.") == []


HIDDEN = """
title = { ko = "가", en = "a" }
[[steps]]
id = "prepare"
run = "true"
about = { ko = "준비", en = "prepare" }
hidden = true
[[steps]]
id = "look"
run = "ls"
about = { ko = "보기", en = "look" }
expect = ["x"]
"""


def test_an_unused_example_is_found(project: Project) -> None:
    """An example that no page names is reported; one call on one page is enough."""
    path = project.example("lonely", HIDDEN)
    catalog = load_catalog(project.root / "examples")
    (fault,) = checks.unused_examples(catalog, {"docs/a.ko.md": '[[= run("other", "b") =]]'})
    assert fault.startswith(f"{path}:1: ")
    assert checks.unused_examples(catalog, {"a": '[[= source("lonely", "f") =]]'}) == []


@pytest.mark.parametrize("lister", ["session", "verified"])
def test_unlisted_hidden_steps_are_found(project: Project, lister: str) -> None:
    """A page that runs an example must list its hidden steps; verified or session does."""
    project.example("shy", HIDDEN)
    catalog = load_catalog(project.root / "examples")
    page = 'Words.\n\n[[= run("shy", "look") =]]\n'
    (fault,) = checks.unlisted_steps(catalog, "docs/a.ko.md", page)
    assert fault.startswith("docs/a.ko.md:3: ")
    assert "prepare" in fault
    assert checks.unlisted_steps(catalog, "a", f'{page}\n[[= {lister}("shy") =]]\n') == []
