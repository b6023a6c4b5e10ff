"""What a reader takes away: the guide opened from the disk, and printed as a book."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page
from pypdf import PdfReader

from takeaway.book import book
from takeaway.offline import FOLDER, pack
from takeaway.pdf import print_to

REPO = Path(__file__).parents[2]
PAGE = """<!doctype html><html lang="ko"><head>
<meta property="og:site_name" content="도커 안내서"><meta name="description" content="모든 명령">
<link rel="next" href="{next}"></head><body><article class="md-content__inner">
<h1 id="t">{title}</h1><p>나눔 글꼴로 쓴 글</p><h2 id="s">작은 제목</h2>
<p><a href="{next}#s">다음 장</a> <a href="downloads/x.zip">x.zip</a></p>
<details><summary>나머지</summary><pre>docker ps\nCONTAINER ID   IMAGE</pre></details>
</article></body></html>"""


@pytest.fixture(scope="module")
def offline(guide: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the guide's folder as a reader has it who unpacked the archive."""
    folder = tmp_path_factory.mktemp("offline")
    pack(guide, folder / "guide.zip")
    with zipfile.ZipFile(folder / "guide.zip") as archive:
        archive.extractall(folder)
    return folder / FOLDER


@pytest.fixture
def disk(browser: Browser) -> Page:
    """Return a page of a browser; what it asks for and lacks is in its list `faults`."""
    page = browser.new_page()
    faults: list[str] = []
    page.on("requestfailed", lambda request: faults.append(f"failed: {request.url}"))
    page.on("pageerror", lambda error: faults.append(f"error: {error}"))
    page.on(
        "console",
        lambda said: faults.append(f"console: {said.text}") if said.type == "error" else None,
    )
    page.on(
        "request",
        lambda request: (
            None
            if request.url.startswith(("file:", "data:", "blob:"))
            else faults.append(f"asked: {request.url}")
        ),
    )
    page.faults = faults  # type: ignore[attr-defined]
    return page


@pytest.mark.parametrize(
    ("home", "words", "found", "other"),
    [
        ("index.html", "볼륨이 사라졌어요", "data/index.html", "en/data/index.html"),
        ("en/index.html", "port mapping", "en/ports/index.html", "ports/index.html"),
    ],
)
def test_the_guide_opens_from_the_disk(
    disk: Page, offline: Path, home: str, words: str, found: str, other: str
) -> None:
    """Pages, links, the search and the language switch work from file://, and ask no one else."""
    disk.goto((offline / home).as_uri())
    disk.locator("input.md-search__input").click()
    disk.locator("input.md-search__input").press_sequentially(words)
    results = disk.locator(".md-search-result__item a.md-search-result__link")
    results.first.wait_for()
    addresses = [link.get_attribute("href") or "" for link in results.all()[:8]]
    hit = next(n for n, address in enumerate(addresses) if f"/{found}" in address)
    results.nth(hit).click()
    disk.wait_for_url(f"**/{found}*")
    assert disk.locator("article h1").is_visible()
    disk.goto((offline / found).as_uri())
    switch = disk.locator(".md-select__link").filter(has_not_text="~").all()
    addresses = [str(link.evaluate("link => link.href")) for link in switch]
    assert (offline / other).as_uri() in addresses
    following = disk.locator(".md-footer__link--next")
    expected = str(following.evaluate("link => link.href"))
    following.click()
    disk.wait_for_url(expected)
    assert disk.locator("article h1").is_visible()
    disk.close()
    assert disk.faults == []  # type: ignore[attr-defined]


def test_no_link_of_the_archive_leads_nowhere(browser: Browser, offline: Path) -> None:
    """Every link and picture of every page is there as a file, read as a browser reads it."""
    page = browser.new_page(java_script_enabled=True)
    page.goto((offline / "index.html").as_uri())
    missing = set()
    for path in offline.rglob("*.html"):
        addresses = page.evaluate(
            """([html, base]) => {
              const read = new DOMParser().parseFromString(html, "text/html");
              return [...read.querySelectorAll("[href], [src]")]
                .map(one => new URL(one.getAttribute("href") ?? one.getAttribute("src"), base))
                .filter(url => url.protocol === "file:")
                .map(url => decodeURIComponent(url.pathname));
            }""",
            [path.read_text(encoding="utf-8"), path.as_uri()],
        )
        missing |= {address for address in addresses if not Path(address).is_file()}
    page.close()
    assert missing == set()


def test_a_book_has_bookmarks_numbers_and_text(tmp_path: Path) -> None:
    """Bookmarks from headings, a number on each sheet, Korean that can be searched, folds open."""
    site = tmp_path / "site"
    (site / "two").mkdir(parents=True)
    (site / "index.html").write_text(PAGE.format(title="첫 장", next="two/"))
    (site / "two" / "index.html").write_text(PAGE.format(title="둘째 장", next=".."))
    document = book(site, "index.html", "ko", ("2026-01-02", "abc"), REPO / "takeaway/print.css")
    print_to(document, tmp_path / "book.pdf")
    reader = PdfReader(tmp_path / "book.pdf")
    # A space at the head of a sheet is a control character here.
    texts = [re.sub(r"[\s\x01]+", "", page.extract_text()) for page in reader.pages]
    assert len(texts) == 4
    assert "도커안내서" in texts[0] and "2026-01-02의판·abc" in texts[0]
    assert "둘째장" in texts[1]
    for number, title in ((3, "첫장"), (4, "둘째장")):
        text = texts[number - 1]
        assert text.count(title) == 2  # at the head of the sheet, and as the heading
        assert "나눔글꼴로쓴글" in text and "CONTAINERIDIMAGE" in text
        assert text.startswith(f"{title}{number}")  # the head of the sheet, and its foot
    outline = [
        (item.title, reader.get_destination_page_number(item))
        for item in reader.outline
        if not isinstance(item, list)
    ]
    assert outline == [("첫 장", 2), ("둘째 장", 3)]
    assert str(reader.root_object["/Lang"]) == "ko"
    assert "/StructTreeRoot" in reader.root_object
    assert str(tmp_path) not in (tmp_path / "book.pdf").read_bytes().decode("latin-1")
