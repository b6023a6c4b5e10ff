"""Builds the guide, and small guides with one thing wrong, as `make site` does."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.docs.guide import not_built, page_faults, strict_build
from tests.docs.project import Project

WEB = """
title = { ko = "웹", en = "Web" }
[[steps]]
id = "start"
run = "docker run -d --name web nginx"
about = { ko = "서버 시작", en = "start a server" }
expect = ["[0-9a-f]{64}"]
[[steps]]
id = "look"
run = "docker ps"
about = { ko = "목록 보기", en = "list containers" }
expect = ["web"]
"""
HUB = """
title = { ko = "허브", en = "Hub" }
requires = ["hub"]
[[steps]]
id = "pull"
run = "docker pull python:3.10-slim"
about = { ko = "받기", en = "pull it" }
expect = ["Pull"]
"""


def article(html: Path) -> str:
    """Return what a page says, without the theme around it."""
    found = re.search(r"<article.*?</article>", html.read_text(encoding="utf-8"), re.DOTALL)
    assert found
    return found[0]


def test_the_guide_builds_strictly(tmp_path_factory: pytest.TempPathFactory) -> None:
    """The guide builds without a warning, in both languages; else what it says is told here."""
    guide, fault = strict_build(tmp_path_factory)
    wrong = page_faults(fault)
    if wrong and all("run: make record EX=" in line for line in wrong):
        pytest.skip(not_built(fault))  # an example that is stale says so itself, at the step
    if fault:
        pytest.fail(f"the strict build of the guide {fault}\nsee it with: make site", pytrace=False)
    assert (guide / "index.html").is_file()
    assert (guide / "en" / "index.html").is_file()


def test_no_page_is_built_with_a_token_left(guide: Path) -> None:
    """Every block reached its place: no page and no search entry holds a placeholder or a macro."""
    built = [*guide.rglob("*.html"), *guide.rglob("assets/search/*.js")]
    assert len(built) > 2
    left = [str(path) for path in built if re.search(r"livedocblock\d|\[\[=", path.read_text())]
    assert left == []


def test_each_language_has_its_own_words(project: Project) -> None:
    """The comment beside a command, and the words around it, are in the page's language."""
    project.record(project.example("web", WEB), {"start": "0" * 64, "look": "web"})
    project.page("index", '# 제목\n\n[[= session("web") =]]\n\n[[= verified("web") =]]\n')
    assert project.build().returncode == 0
    korean = article(project.site / "index.html")
    english = article(project.site / "en" / "index.html")
    assert "서버 시작" in korean
    assert "실제로 실행해 확인함" in korean
    assert "start a server" in english
    assert "Really run" in english
    assert not re.search("[가-힣]", english.replace("제목", ""))


def test_search_holds_the_commands_and_outputs(project: Project) -> None:
    """What a reader would look for is in the search index; a description left empty is not."""
    project.record(project.example("web", WEB), {"start": "0" * 64, "look": "web is <up>"})
    project.page("index", '---\ndescription:\n---\n# 제목\n\n[[= session("web") =]]\n')
    assert project.build().returncode == 0
    for language in ("ko", "en"):
        index = (project.site / "assets" / "search" / f"{language}.js").read_text()
        assert "docker run -d --name web nginx" in index
        assert "web is <up>" in index
        assert "None" not in index


def test_flags_are_not_broken_over_lines(project: Project) -> None:
    """A flag in prose is marked as one, so that no line ends after its hyphens."""
    project.page("index", "# 제목\n\n`--rm`, `docker run --rm`\n")
    assert project.build().returncode == 0
    html = article(project.site / "index.html")
    assert '<code class="flag">--rm</code>' in html and "<code>docker run --rm</code>" in html


def test_steps_can_be_linked_to(project: Project) -> None:
    """A link to a step's anchor passes the strict build; one to a step not shown fails it."""
    project.record(project.example("web", WEB), {"start": "0" * 64, "look": "web"})
    project.page("index", "# 제목\n\n[시작](more.md#web-start)\n")
    project.page("more", '# 둘\n\n[[= run("web", "start") =]]\n')
    result = project.build()
    assert result.returncode == 0, result.stdout
    assert 'id="web-start"' in article(project.site / "more" / "index.html")
    project.page("index", "# 제목\n\n[보기](more.md#web-look)\n")
    result = project.build()
    assert result.returncode != 0
    assert "#web-look" in result.stdout


def test_an_example_that_needs_the_hub_says_so(project: Project) -> None:
    """Without a capture it is shown as not run, with the reason in the reader's language."""
    project.example("hub", HUB)
    project.page("index", '# 제목\n\n[[= run("hub", "pull") =]]\n\n[[= verified("hub") =]]\n')
    assert project.build().returncode == 0
    korean = article(project.site / "index.html")
    assert "docker pull python:3.10-slim" in korean
    assert "도커 허브가 필요해서 여기서는 실행하지 않았습니다" in korean
    assert "terminal-output" not in korean
    assert "Needs Docker Hub; not run here." in article(project.site / "en" / "index.html")


def test_every_fault_is_named_at_once(project: Project) -> None:
    """Names that don't exist, captures that lack, calls out of place: page, line, and the mend."""
    project.record(project.example("web", WEB, {"app.py": "1"}), {"start": "0" * 64})
    project.example("fresh", WEB)
    stale = project.example("stale", WEB)
    project.record(stale, {"start": "0" * 64, "look": "web"})
    stale.write_text(WEB.replace("docker ps", "docker ps -a"))
    lines = [
        "# 제목",
        '[[= run("wbe", "start") =]]',
        '[[= run("web", "strat") =]]',
        '[[= source("web", "ap.py") =]]',
        '[[= source("web", "app.py", lines="2-9") =]]',
        '[[= run("web", "look") =]]',
        '[[= run("fresh", "look") =]]',
        '[[= run("stale", "look") =]]',
        '[[= verified("frsh") =]]',
        '[[= run("web") =]]',
        'In a sentence [[= run("web", "start") =]] it tears the page.',
        '<!-- [[= source("web", "app.py") =]] -->',
    ]
    project.page("index", "# 처음\n")
    project.page("bad", "\n\n".join(lines))
    result = project.build()
    assert result.returncode != 0
    expected = {
        "wbe": (3, "no example 'wbe'; the nearest is 'web'"),
        "strat": (5, "no step 'strat' in example 'web'; the nearest is 'start'"),
        "ap.py": (7, "no file 'ap.py' in example 'web'; the nearest is 'app.py'"),
        "lines": (9, 'lines="2-9": expected "3" or "3-7" within 1-1'),
        "look": (11, "step 'look' of example 'web'"),
        "fresh": (13, "make record EX=fresh"),
        "stale": (15, "expected 'docker ps -a', found 'docker ps'; run: make record EX=stale"),
        "verified": (17, "no example 'frsh'; the nearest is 'fresh'"),
        "arguments": (19, "expected: run(example, step)"),
        "sentence": (21, "run('web', 'start') must stand in a paragraph of its own"),
        "comment": (23, "source('web', 'app.py') must stand in a paragraph of its own"),
    }
    for line, message in expected.values():
        named = [
            said
            for said in result.stdout.split("\n")
            if f"docs/bad.ko.md:{line}: " in said and message in said
        ]
        assert len(named) == 1, f"line {line}: {message}\n{result.stdout}"


def test_a_missing_twin_stops_the_build(project: Project) -> None:
    """A page in one language only stops the build, which names the file that is missing."""
    project.page("index", "# 처음\n")
    project.page("more", "# 둘\n")
    (project.docs / "more.en.md").unlink()
    result = project.build()
    assert result.returncode != 0
    assert "docs/more.en.md is missing" in result.stdout


@pytest.mark.parametrize(
    ("page", "words"),
    [
        (
            '# 제목\n\n[[= rnu("web", "start") =]]\n',
            'docs/index.ko.md:3: expected a call such as run("example", "step")',
        ),
        ('# 제목\n\n[[= run("web" =]]\n', "docs/index.ko.md:3: expected a call"),
        ('# 제목\n\n[[= run("web", f"{1}") =]]\n', "docs/index.ko.md:3: expected a call"),
        ("# 제목\n\n[어디](nowhere.md)\n", "nowhere.md"),
    ],
    ids=["unknown macro", "syntax error", "no literal", "dead link"],
)
def test_what_the_tools_find_stops_the_build(project: Project, page: str, words: str) -> None:
    """An unknown macro, a call that is not plain and a dead link stop the build by name."""
    project.example("web", WEB)
    project.page("index", page)
    result = project.build()
    assert result.returncode != 0
    assert words in result.stdout


def test_a_faulty_definition_stops_the_build(project: Project) -> None:
    """A definition that is not valid stops the build with its file and line, and no traceback."""
    path = project.example("web", WEB.replace('id = "look"', 'id = "look"\ncolour = "red"'))
    project.page("index", "# 처음\n")
    result = project.build()
    assert result.returncode != 0
    assert f"{path}:10: " in result.stdout
    assert "colour" in result.stdout
    assert "Traceback" not in result.stdout


def test_a_repository_is_linked_only_where_one_is_named(project: Project) -> None:
    """REPO_URL gives a plain link and edit links; without it there is neither."""
    project.page("index", "# 처음\n")
    assert project.build().returncode == 0
    assert "md-source" not in (project.site / "index.html").read_text()
    url = "https://git.example/guide"
    assert project.build(REPO_URL=url).returncode == 0
    page = (project.site / "index.html").read_text()
    assert f'href="{url}"' in page
    assert f'href="{url}/edit/main/docs/index.ko.md"' in page
    # With this attribute the theme asks the repository's host for its stars.
    assert 'data-md-component="source"' not in page


def test_the_language_switch_stays_on_the_page(project: Project) -> None:
    """Each page links to its twin by a relative address, the home page too."""
    project.page("index", "# 처음\n")
    project.page("more", "# 둘\n")
    assert project.build(SITE_URL="https://guide.example/docs/").returncode == 0
    switches = {
        page: dict(
            reversed(pair)
            for pair in re.findall(
                r'<a href="([^"]+)" hreflang="(ko|en)"', (project.site / page).read_text()
            )
        )
        for page in ("index.html", "en/index.html", "more/index.html", "en/more/index.html")
    }
    assert switches == {
        "index.html": {"ko": "./", "en": "en/"},
        "en/index.html": {"ko": "../", "en": "./"},
        "more/index.html": {"ko": "./", "en": "../en/more/"},
        "en/more/index.html": {"ko": "../../more/", "en": "./"},
    }
