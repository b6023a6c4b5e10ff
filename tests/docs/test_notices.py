"""What a page tells of itself: a stale example, a twin that went ahead."""

from __future__ import annotations

import subprocess

from tests.docs.project import Project
from tests.docs.test_build import WEB, article

PAGE = '# 제목\n\n[[= run("web", "look") =]]\n\n[[= verified("web") =]]\n'


def written(project: Project, *, stale: bool) -> None:
    """Write a page whose example was recorded, and has changed since or not."""
    project.record(project.example("web", WEB), {"start": "0" * 64, "look": "web"})
    project.page("index", PAGE)
    if stale:
        project.example("web", WEB.replace('expect = ["web"]', 'expect = ["web", "Up"]'))


def test_a_page_with_a_stale_example_says_so(project: Project) -> None:
    """Readers see it in their language, with the step that changed; the build still succeeds."""
    written(project, stale=True)
    result = project.build()
    assert result.returncode == 0, result.stdout
    korean = article(project.site / "index.html")
    assert "기록한 뒤에 바뀌었습니다" in korean and "step &#39;look&#39; changed" in korean
    assert "changed after it was recorded" in article(project.site / "en" / "index.html")


def test_a_strictly_fresh_build_refuses_it(project: Project) -> None:
    """STRICT_FRESH=1 names page, example and reason; what is fresh passes."""
    written(project, stale=False)
    assert project.build(STRICT_FRESH="1").returncode == 0
    assert "notice" not in article(project.site / "index.html")
    written(project, stale=True)
    result = project.build(STRICT_FRESH="1")
    assert result.returncode != 0
    assert "docs/index.ko.md: web: step 'look' changed" in result.stdout


def test_a_page_that_is_behind_says_so(project: Project) -> None:
    """Its twin was committed later: the older one leads there, the newer one says nothing."""
    written(project, stale=False)

    def git(*arguments: str) -> None:
        identity = ("-c", "user.name=Test", "-c", "user.email=test@example.org")
        subprocess.run(["git", *identity, *arguments], cwd=project.root, check=True)

    git("init", "--quiet")
    git("add", "--all")
    git("commit", "--quiet", "--message", "both")
    (project.docs / "index.ko.md").write_text(PAGE + "\n더 있습니다.\n")
    git("commit", "--quiet", "--all", "--message", "Korean")
    result = project.build()
    assert result.returncode == 0, result.stdout
    assert "notice" not in article(project.site / "index.html")
    english = article(project.site / "en" / "index.html")
    assert "This page is older than the Korean one" in english and 'href="../"' in english
