"""What is made of a built site for a reader to take away."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

from macros.edition import Edition
from takeaway.__main__ import main
from takeaway.book import BookError, book, chapters
from takeaway.links import relinked, to_file
from takeaway.offer import Offer, offer
from takeaway.offline import OfflineError, pack
from takeaway.snapshot import snapshot

INDEX = '(globalThis.guideSearch ??= {}).en = {"pages":[["data/","words"],["./","home"]]};\n'


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """Return a site of two pages, with what surrounds them."""
    files = {
        "index.html": '<link rel="canonical" href="https://g.example/"><a href="data/#v">d</a>'
        '<link rel="next" href="data/"><article><h1>Home</h1>'
        '<a href="data/#v">d</a><img src="assets/a.svg"><details><p id="p">x</p></details>'
        '<script>alert(1)</script><a href="downloads/x.zip">x</a></article>',
        "data/index.html": '<article><h1>Da &lt;ta<a class="headerlink" href="#x">P</a></h1>'
        '<a href="..">h</a> <a href="#v" id="v">v</a></article>',
        "404.html": "none",
        "old/index.html": '<meta http-equiv="refresh" content="0; url=../data/">',
        "assets/a.svg": "<svg/>",
        "assets/search/en.js": INDEX,
        "sitemap.xml": "<urlset/>",
    }
    for name, text in files.items():
        path = tmp_path / "site" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return tmp_path / "site"


@pytest.mark.parametrize(
    ("address", "file"),
    [
        ("../data/", "../data/index.html"),
        ("data/#x", "data/index.html#x"),
        ("./?q=1#x", "index.html?q=1#x"),
        (".", "index.html"),
        ("..", "../index.html"),
        ("../..#x", "../../index.html#x"),
        ("#x", "#x"),
        ("assets/a.css", "assets/a.css"),
    ],
)
def test_a_page_s_address_becomes_its_file_s(address: str, file: str) -> None:
    """What a server looks up in a folder is named; anchors, queries and files stay."""
    assert to_file(address) == file


def test_only_links_within_the_site_change() -> None:
    """Other hosts, other schemes and text that looks like a link are left as they are."""
    html = '<a class=x href="https://a/b/">href="c/"</a><a href="mailto:x/">m</a><a href="d/">d</a>'
    assert relinked(html, to_file) == html.replace('"d/"', '"d/index.html"')


def test_the_archive_holds_what_a_reader_needs(site: Path, tmp_path: Path) -> None:
    """Pages with links to files, a search that knows files, and nothing that only a server uses."""
    for name in ("one.zip", "two.zip"):
        pack(site, tmp_path / name)
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()
    with zipfile.ZipFile(tmp_path / "one.zip") as archive:
        found = {name: archive.read(name).decode() for name in archive.namelist()}
    assert set(found) == {
        f"docker-guide/{name}"
        for name in (
            *("README.txt", "index.html", "data/index.html", "assets/a.svg"),
            "assets/search/en.js",
        )
    }
    assert '<a href="data/index.html#v">' in found["docker-guide/index.html"]
    assert '<a href="../index.html">' in found["docker-guide/data/index.html"]
    script = found["docker-guide/assets/search/en.js"]
    data = json.loads(script.partition(".en = ")[2].rstrip(";\n"))
    assert [page[0] for page in data["pages"]] == ["data/index.html", "index.html"]


def test_an_index_that_is_not_understood_is_refused(site: Path, tmp_path: Path) -> None:
    """A search whose results would lead nowhere is told, with its file; so is no site at all."""
    (site / "assets/search/en.js").write_text("export default {}")
    with pytest.raises(OfflineError, match=r"assets/search/en.js: expected a script"):
        pack(site, tmp_path / "x.zip")
    with pytest.raises(OfflineError, match="make site"):
        pack(tmp_path / "none", tmp_path / "x.zip")


def test_a_book_is_all_pages_in_their_order(site: Path) -> None:
    """Links lead within the book, or to the site; folds are open, anchors its own, scripts gone."""
    assert [page.title for page in chapters(site, "index.html")] == ["Home", "Da <ta"]
    html = book(site, "index.html", "en", ("2026-01-02", ""), site / "print.css")
    assert '<a href="#data--v">d</a>' in html and 'id="data--v"' in html
    assert '<a href="#index--top">h</a>' in html and 'id="index--top"' in html
    assert f'src="{(site / "assets/a.svg").as_uri()}"' in html
    assert '<a href="https://g.example/downloads/x.zip">x</a>' in html
    assert "<details open>" in html and "<script" not in html
    assert 'content: "Da \\3c ta"' in html
    assert "Edition of 2026-01-02<" in html


def test_a_book_names_no_place_on_the_disk(site: Path) -> None:
    """Where the site does not know its address, a link to a file is its words alone."""
    home = site / "index.html"
    home.write_text(home.read_text().replace("canonical", "other"))
    html = book(site, "index.html", "en", ("2026-01-02", ""), site / "print.css")
    assert "downloads" not in html


def test_a_page_that_is_not_there_is_told(site: Path) -> None:
    """A link to the next page that leads nowhere stops the book with the file's name."""
    (site / "data/index.html").unlink()
    with pytest.raises(BookError, match=r"data/index.html is not there"):
        chapters(site, "index.html")


def test_what_can_be_taken_is_offered_with_its_size(site: Path) -> None:
    """The page about the guide links each file, relative to itself; once, however often made."""
    page = site / "en" / "about" / "index.html"
    page.parent.mkdir(parents=True)
    page.write_text('<p>a</p><div class="take-away"></div><p>b</p>')
    book = site / "takeaway" / "docker-guide.en.pdf"
    book.parent.mkdir()
    book.write_bytes(b"x" * 1_200_000)
    for _ in range(2):
        offer(page, site, "en", [Offer(book)])
    link = '<a class="md-button" href="../../takeaway/docker-guide.en.pdf" download>'
    assert page.read_text() == (
        f'<p>a</p><div class="take-away"><p>{link}PDF in English (1.2 MB)</a></p></div><p>b</p>'
    )


def test_a_snapshot_is_named_by_date_and_commit(site: Path, tmp_path: Path) -> None:
    """It holds the whole site in a folder of its name."""
    path = snapshot(site, tmp_path / "kept", Edition("2026-01-02", "abc1234"))
    assert path.name == "docker-guide-2026-01-02-abc1234.zip"
    with zipfile.ZipFile(path) as archive:
        assert "docker-guide-2026-01-02-abc1234/data/index.html" in archive.namelist()
    assert snapshot(site, tmp_path, Edition("2026-01-02")).name == "docker-guide-2026-01-02.zip"


def test_without_a_browser_one_line_says_what_to_install(
    site: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The command fails with what is missing and how to get it, and without a traceback."""
    (site / "en").mkdir()
    (site / "en" / "index.html").write_text("<article><h1>Home</h1></article>")
    monkeypatch.setenv("PATH", str(site))
    assert main([str(site)]) == 1
    told = capsys.readouterr().err
    assert "apt-get install chromium" in told
    assert told.count("\n") == 1
