"""Builds small guides and looks at what surrounds a chapter."""

from __future__ import annotations

import re
import zipfile

from tests.docs.project import Project
from tests.docs.test_build import WEB, article

FRONT = "---\ndescription: {description}\nneeds: {needs}\n---\n"
PAGE = """# 데이터 { #data }

하나 둘 셋.

[[= source("web", "app.py") =]]

[[= run("web", "start") =]]

[[= verified("web") =]]

## 다음으로 { #next }

[이미지](images.md)
"""


def build(project: Project, needs: str = "[images]") -> str:
    """Build a guide with the page `data` that needs another; returns what was said."""
    path = project.example("web", WEB, {"app.py": "print(1)\n"})
    project.record(path, {"start": "0" * 64, "look": "web"})
    project.page("index", "# 처음\n")
    project.page("images", "# `docker` 이미지 { #images }\n", "# Images of `docker` { #images }\n")
    front = FRONT.format(description="데이터를 남깁니다", needs=needs)
    project.page("data", front + PAGE)
    result = project.build()
    return "" if result.returncode == 0 else result.stdout


def test_a_chapter_is_framed(project: Project) -> None:
    """Under the title stand the time, the pages needed by title, the commands and the files."""
    assert build(project) == ""
    for path, title, words in (
        ("data", "docker 이미지", "읽고 따라 하는 데 약 1분 · 명령 1개"),
        ("en/data", "Images of docker", "about 1 min to read and follow · commands: 1"),
    ):
        html = article(project.site / path / "index.html")
        frame = html[html.index('<div class="frame"') : html.index("하나 둘 셋")]
        assert html.index("</h1>") < html.index('<div class="frame"')
        assert f'<a href="../images/">{title}</a>' in frame
        assert words in frame
        assert '<p class="goal">하나 둘 셋.</p>' in html
        assert '<a href="#all-commands">' in frame
        zipped = "../../downloads/web.zip" if path.startswith("en") else "../downloads/web.zip"
        assert html.count(f'href="{zipped}"') == 4  # frame, file, step, verified
    assert 'class="frame"' not in article(project.site / "images" / "index.html")


def test_the_description_is_for_search_engines(project: Project) -> None:
    """The description of the front matter is the page's meta description."""
    assert build(project) == ""
    html = (project.site / "data" / "index.html").read_text()
    assert '<meta name="description" content="데이터를 남깁니다">' in html


def test_all_commands_stand_at_the_end(project: Project) -> None:
    """Before the section `next` a script is offered, with every step of the page's examples."""
    assert build(project) == ""
    html = article(project.site / "data" / "index.html")
    offer = html[html.index('id="all-commands"') : html.index('id="next"')]
    assert 'href="../downloads/data.ko.sh" download' in offer
    script = (project.site / "downloads" / "data.ko.sh").read_text()
    assert "docker run -d --name web nginx" in script
    assert "# 목록 보기\ndocker ps" in script
    assert "cat > app.py" in script
    english = article(project.site / "en" / "data" / "index.html")
    assert 'href="../../downloads/data.en.sh" download' in english
    assert "# list containers\n" in (project.site / "downloads" / "data.en.sh").read_text()


def test_nothing_needed_is_said(project: Project) -> None:
    """A chapter that needs no other says so."""
    assert build(project, needs="[]") == ""
    assert "<dt>먼저 읽을 페이지</dt><dd>없음</dd>" in article(project.site / "data" / "index.html")


def test_a_page_that_is_not_there_stops_the_build(project: Project) -> None:
    """An unknown page in `needs` is named with its line and the nearest name."""
    said = build(project, needs="[images, imagse]")
    assert "docs/data.ko.md:3: needs: no page 'imagse'; the nearest is 'images'" in said


def test_needs_is_a_list(project: Project) -> None:
    """A word where a list is expected is named with its line."""
    assert "docs/data.ko.md:3: needs: expected a list" in build(project, needs="images")


def test_archives_are_built(project: Project) -> None:
    """The site holds one archive for each example with files, and no other."""
    project.example("bare", WEB)
    assert build(project) == ""
    (archive,) = project.site.rglob("*.zip")
    assert archive.relative_to(project.site).as_posix() == "downloads/web.zip"
    with zipfile.ZipFile(archive) as unpacked:
        assert unpacked.namelist() == ["web/app.py"]


def test_every_link_to_an_archive_leads_to_one(project: Project) -> None:
    """From pages of both languages and of any depth the archive is found."""
    assert build(project) == ""
    pages = list(project.site.rglob("index.html"))
    links = [
        (page.parent / href).resolve()
        for page in pages
        for href in re.findall(r'href="([^"]+\.zip)"', page.read_text())
    ]
    assert len(links) == 8
    assert set(links) == {(project.site / "downloads" / "web.zip").resolve()}
