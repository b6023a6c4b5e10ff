"""What the site offers beside its pages: for programs, feed readers, search engines, old links."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path
from xml.etree import ElementTree

import pytest

from macros.redirects import moved_pages
from tests.docs.project import REPO, Project
from tests.docs.test_build import WEB

SITE = "https://guide.example/docs/"
ATOM = "{http://www.w3.org/2005/Atom}"
LINK = re.compile(r"\]\(([^)#\s]+)")
STEMS = {path.name.split(".")[0] for path in (REPO / "docs").glob("*.ko.md")}
CHANGES = "# 바뀐 점\n\n## 처음 { #on-2026-01-02-first }\n\n[첫 페이지](index.md)\n"


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the site of a small guide that knows its address, with a page that moved."""
    project = Project(tmp_path_factory.mktemp("published") / "project")
    project.record(project.example("web", WEB), {"start": "0" * 64, "look": "web"})
    project.page(
        "index",
        '---\ndescription: 뭐 "든지"\n---\n# 처음\n\n[[= session("web") =]]\n',
        '---\ndescription: any "thing"\n---\n# Home\n\n[[= session("web") =]]\n',
    )
    project.page("more", "# 둘\n", "# Two\n")
    project.page("changes", CHANGES)
    (project.root / "web").mkdir()
    (project.root / "web" / "redirects.toml").write_text('[pages]\nless = "more"\n')
    result = project.build(SITE_URL=SITE)
    assert result.returncode == 0, result.stdout
    return project.site


def head(page: Path) -> str:
    """Return what a page says before its body."""
    return page.read_text(encoding="utf-8").partition("</head>")[0]


def test_every_page_has_its_markdown(guide: Path) -> None:
    """Beside every page lies its Markdown, whole, with links that lead to other views or files."""
    for stem in STEMS:
        for prefix in ("", "en/"):
            view = guide / f"{prefix}{stem}.md"
            text = view.read_text(encoding="utf-8")
            assert not re.search(r"\[\[=|livedocblock|^ *(!!!|\?\?\?) ", text, re.MULTILINE), view
            prose = re.sub(r"^( *)(`{3,}).*?^\1\2$", "", text, flags=re.MULTILINE | re.DOTALL)
            for target in LINK.findall(prose):
                if "://" not in target:
                    assert (view.parent / target).is_file(), f"{view}: {target}"
    assert "```sh\ndocker run" in (guide / "en" / "index.md").read_text()


def test_the_index_for_programs_lists_every_page(guide: Path) -> None:
    """llms.txt has the form that https://llmstxt.org gives, and every page of both languages."""
    text = (guide / "llms.txt").read_text(encoding="utf-8")
    assert re.match(r"# .+\n\n> .+\n\n## 한국어\n", text)
    assert "\n## English\n" in text
    linked = [match[1] for match in re.finditer(r"^- \[.+?\]\((\S+)\): \S", text, re.MULTILINE)]
    assert sorted(linked) == sorted(f"{p}{stem}.md" for stem in STEMS for p in ("", "en/"))
    assert all((guide / path).is_file() for path in linked)


@pytest.mark.parametrize("prefix", ["", "en/"])
def test_the_feed_has_every_change(guide: Path, prefix: str) -> None:
    """Each dated section of the page of changes is an entry, the newest first; links hold."""
    feed = ElementTree.parse(guide / prefix / "feed.xml").getroot()
    assert feed.get("{http://www.w3.org/XML/1998/namespace}lang") == (prefix[:2] or "ko")
    page = (guide / prefix / "changes" / "index.html").read_text()
    anchors = re.findall(r'<h2 id="(on-[\w-]+)"', page)
    assert anchors
    entries = feed.findall(f"{ATOM}entry")
    links = [entry.find(f"{ATOM}link") for entry in entries]
    assert [link.get("href") for link in links if link is not None] == [
        f"changes/#{anchor}" for anchor in anchors
    ]
    dates = [entry.findtext(f"{ATOM}updated") or "" for entry in entries]
    assert dates == sorted(dates, reverse=True)
    assert feed.findtext(f"{ATOM}updated") == dates[0]


def test_the_licences_of_others_are_there(guide: Path) -> None:
    """The site holds the licences of the theme, its icons, and all that is vendored."""
    text = (guide / "licences.txt").read_text(encoding="utf-8")
    for words in ("Martin Donath", "Apache 2.0", "Font Awesome Free License"):
        assert words in text
    for licence in (REPO / "docs" / "assets").rglob("LICEN[SC]E*"):
        assert licence.read_text(encoding="utf-8").strip() in text


def test_style_sheets_and_scripts_are_short(guide: Path) -> None:
    """What every page loads has no comment of the source in it, and is smaller."""
    for name in ("guide.css", "reader.js", "search/box.js"):
        source, target = (folder / "assets" / name for folder in (REPO / "docs", guide))
        assert 0 < target.stat().st_size < source.stat().st_size
        text = target.read_text(encoding="utf-8")
        assert "/*" not in text and not re.search("^ *//", text, re.MULTILINE)


def test_a_page_names_its_other_forms(published: Path) -> None:
    """Its own address, its twin's, the Markdown and the feed; what is quoted stays quoted."""
    korean, english = head(published / "more/index.html"), head(published / "en/more/index.html")
    for page in (korean, english):
        for language, path in (("ko", "more/"), ("en", "en/more/"), ("x-default", "more/")):
            link = f'<link rel="alternate " href="{SITE}{path}" hreflang="{language}">'
            assert page.count(link) == 1
    assert f'<link rel="canonical" href="{SITE}en/more/">' in english
    assert '<link rel="alternate " type="text/markdown" href="../more.md">' in english
    assert 'type="application/atom+xml"' in english
    home = head(published / "en/index.html")
    assert '<meta property="og:description" content="any &#34;thing&#34;">' in home
    assert f'<meta property="og:url" content="{SITE}en/">' in home
    assert '<meta property="og:locale:alternate" content="ko_KR">' in home


def test_a_link_elsewhere_shows_a_picture(published: Path) -> None:
    """Open Graph names the picture of the page in its language by its whole address."""
    for prefix in ("", "en/"):
        found = re.search(r'og:image" content="(.*?)"', head(published / prefix / "index.html"))
        assert found and found[1] == f"{SITE}{prefix}assets/social/index.png"
        assert (published / found[1].removeprefix(SITE)).is_file()
    assert "og:image" not in head(published / "more/index.html")  # none is drawn for it


def test_a_site_without_an_address_claims_none(guide: Path) -> None:
    """Without SITE_URL there is no canonical address, no sitemap, and twins are linked relative."""
    page = head(guide / "en" / "data" / "index.html")
    assert "canonical" not in page and "og:url" not in page and "og:image" not in page
    assert '<link rel="alternate " href="../../data/" hreflang="ko">' in page
    assert not list(guide.glob("sitemap*"))


def test_the_sitemap_has_both_languages(published: Path) -> None:
    """Every page stands in the sitemap by its whole address, with its twin."""
    text = (published / "sitemap.xml").read_text()
    pages = {f"{SITE}{p}{stem}" for stem in ("", "more/", "changes/") for p in ("", "en/")}
    assert set(re.findall(r"<loc>(.*?)</loc>", text)) == pages
    assert text.count('hreflang="en"') == len(pages)


def test_what_is_not_there_is_told_in_both_languages(published: Path, guide: Path) -> None:
    """The page says so in Korean and English, leads to both first pages, and works anywhere."""
    page = (published / "404.html").read_text(encoding="utf-8")
    assert '<html lang="ko"' in page
    for language, address in (("ko", "/docs/"), ("en", "/docs/en/")):
        assert re.search(rf'<p lang="{language}"><a href="{address}(\./|\.)?">', page), page
        assert re.search(rf'<a href="{address}(\./)?" hreflang="{language}"', page)
    assert not (published / "en" / "404.html").exists()
    assert "<h1" in (guide / "404.html").read_text()


def test_an_old_address_leads_to_the_page(published: Path) -> None:
    """In both languages the old name of a page answers, and is no page of its own."""
    assert f'url={SITE}more/"' in (published / "less/index.html").read_text()
    page = (published / "en/less/index.html").read_text()
    assert f'url={SITE}en/more/"' in page and 'lang="en"' in page and ">Two</a>" in page
    assert "less" not in (published / "sitemap.xml").read_text()


def test_no_published_page_is_lost() -> None:
    """Every page that history knows is a page still, or leads to one by web/redirects.toml."""
    moved = moved_pages(REPO / "web" / "redirects.toml", STEMS)

    def git(*arguments: str) -> str:
        return subprocess.run(
            ["git", *arguments], cwd=REPO, capture_output=True, text=True, check=False
        ).stdout

    if git("rev-parse", "--is-shallow-repository").strip() != "false":
        pytest.skip("git does not know the whole history of this folder")
    log = git("log", "--diff-filter=ADR", "--name-only", "--format=", "--", "docs/*.ko.md")
    once = {Path(line).name.split(".")[0] for line in log.split()}
    assert once and once - STEMS - set(moved) == set()
