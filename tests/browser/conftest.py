"""Fixtures of the browser tests: one browser, the guide's site and a small one with every block."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from livedoc.store import write_timing
from tests.browser.server import served
from tests.browser.visit import Visit, launch
from tests.docs.guide import built_once
from tests.docs.project import Project

COMMAND = "docker ps \\\n  --format '{{.ID}} <b>&amp;'"
EXAMPLE = f"""
title = {{ ko = "견본", en = "sample" }}
[[steps]]
id = "prepare"
run = "mkdir data"
about = {{ ko = "준비", en = "prepare" }}
hidden = true
[[steps]]
id = "look"
run = '''{COMMAND}'''
about = {{ ko = "아주 긴 출력을 내는 명령", en = "a command with very long output" }}
expect = ["line"]
show = 5
[[steps]]
id = "fail"
run = "docker rm a-container-with-a-very-long-name-that-does-not-fit-on-a-phone-at-all"
about = {{ ko = "실패", en = "fail" }}
exit = 1
expect = ["Error"]
powershell = "docker rm `\\n  a-container"
"""
# Ten lines at once, the rest in five seconds, most of which is one pause.
TIMES = ((0.1, 10), (0.4, 10), (4.8, 30), (5.0, 10))
PAGE = """---
description: d
needs: []
---
# {title} {{ #sample }}

[[= source("sample", "compose.yaml") =]]

[[= session("sample") =]]

!!! note "N"

    - item

        [[= run("sample", "fail") =]]

| a | b | c | d | e | f |
|---|---|---|---|---|---|
| `/usr/local/lib/python3.13` | words and words | words and words | words | words | words |

!!! not-run "the reason"

    ```
    a line that is much too long for a phone, and that nobody ran, and that goes on and on
    ```

[[= verified("sample") =]]

## {title} 2 {{ #next }}

{long}
"""

WAY = """words
{ .path-progress }

<div class="path" markdown="1">

1. [One](sample.md): one
2. [Two](glossary.md): two

</div>
"""

GLOSSARY_KO = """# 용어집

컨테이너(container) { #container }
:   이미지에서 시작합니다.
"""
GLOSSARY_EN = """# Glossary

container { #container }
:   It starts from an image.
"""


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Return a running browser."""
    with sync_playwright() as playwright:
        browser = launch(playwright.chromium)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def guide(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of the guide's built site."""
    return built_once(tmp_path_factory)


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Return the address of a small site whose page holds every kind of block."""
    project = Project(tmp_path_factory.mktemp("sample") / "project")
    path = project.example("sample", EXAMPLE, {"compose.yaml": f"x: {'long ' * 60}\n"})
    outputs = {"look": "\n".join(f"line {n} {'wide ' * 40}" for n in range(60))}
    loaded = project.record(path, {"prepare": "", "fail": f"Error {'x' * 300}", **outputs})
    write_timing(loaded, {"look": TIMES})
    project.page(
        "index",
        f"# 처음\n\n[견본](sample.md)과 컨테이너.\n\n{WAY}",
        f"# Home\n\n[Sample](sample.md) of a container.\n\n{WAY}",
    )
    project.page("glossary", GLOSSARY_KO, GLOSSARY_EN)
    long = "words\n\n" * 60
    project.page(
        "sample", PAGE.format(title="견본", long=long), PAGE.format(title="Sample", long=long)
    )
    result = project.build()
    assert result.returncode == 0, result.stdout
    with served(project.site) as address:
        yield address


@pytest.fixture
def visit(browser: Browser) -> Iterator[Visit]:
    """Return a fresh context; the test fails when anything in it went wrong."""
    context = browser.new_context()
    visit = Visit(context)
    yield visit
    context.close()
    assert visit.faults == []
