"""All pages of a language as one document to print, each page a chapter."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from html import escape
from pathlib import Path, PurePosixPath
from urllib.parse import urljoin

from macros.permalinks import heading_text, without_permalinks
from takeaway.links import relinked

_NAME = re.compile(r'<meta property="og:site_name" content="(.*?)"')
_SUMMARY = re.compile(r'<meta name="description" content="(.*?)"')
_ARTICLE = re.compile(r"<article[^>]*>(.*)</article>", re.DOTALL)
_HEADING = re.compile(r"<h1[^>]*>(.*?)</h1>", re.DOTALL)
_CANONICAL = re.compile(r'<link rel="canonical" href="([^"]+)"')
_NEXT = re.compile(r'<link rel="next" href="([^"]+)"')
_ID = re.compile(r'(?P<before>\s(?:id|for|aria-describedby|aria-labelledby)=")(?P<id>[^"]+)')
_SITE = "site:"  # before the path of a file in the site
_PICTURE = re.compile(rf'(\ssrc="){_SITE}([^"]+)')
_FILE = re.compile(rf'(<a\b[^>]*\shref="){_SITE}([^"]+)("[^>]*>)(.*?)</a>', re.DOTALL)
# On paper nothing can be clicked, pasted or replayed; and the contents have the pages' titles.
_ON_SCREEN = re.compile(
    r"<script\b.*?</script>|<button\b.*?</button>|<textarea\b.*?</textarea>|"
    r'<a [^>]*class="md-content__button[^>]*>.*?</a>|'
    r'<details class="terminal-record.*?</details>',
    re.DOTALL,
)
_FOLD = re.compile(r"<details(?![^>]*\sopen\b)")


class BookError(Exception):
    """The site is not as the book needs it; the message says what was expected where."""


@dataclass(frozen=True)
class Words:
    """What the book says of itself."""

    contents: str
    edition: str
    licence: str
    page: str


WORDS = {
    "ko": Words(
        "차례",
        "{date}의 판{commit}",
        "글과 그림, 기록한 출력은 CC BY 4.0, 명령과 코드는 MIT 사용 허가를 따릅니다.",
        "쪽",
    ),
    "en": Words(
        "Contents",
        "Edition of {date}{commit}",
        "Text, pictures and recorded outputs under CC BY 4.0; commands and code under MIT.",
        "page",
    ),
}


@dataclass(frozen=True)
class Chapter:
    """A page of the site: where it is, what it is called, and what it says."""

    path: str  # of its file in the site
    name: str  # what its anchors begin with
    title: str
    html: str


def chapters(site: Path, home: str) -> list[Chapter]:
    """Return the pages of a language in their order, from its home page by the links to the next.

    Raises BookError where a page is not there, or is none of the guide's.
    """
    found: dict[str, Chapter] = {}
    path: str | None = home
    while path and path not in found:
        file = site / path
        if not file.is_file():
            raise BookError(f"{file} is not there; build the site first: make site")
        text = file.read_text(encoding="utf-8")
        article, heading = _ARTICLE.search(text), _HEADING.search(text)
        if not article or not heading:
            raise BookError(f"{file}: expected an article with a title of the first level")
        title = heading_text(heading[1])
        name = "index" if path == home else PurePosixPath(path).parent.name
        found[path] = Chapter(path, name, title, article[1])
        following = _NEXT.search(text)
        path = _file(path, following[1]) if following else None
    return list(found.values())


def book(site: Path, home: str, language: str, edition: tuple[str, str], styles: Path) -> str:
    """Return the document; what it shows is linked by whole addresses of files."""
    pages = chapters(site, home)
    first = (site / home).read_text(encoding="utf-8")
    name = _NAME.search(first)
    summary = _SUMMARY.search(first)
    words = WORDS[language]
    names = {page.path: page.name for page in pages}
    date, commit = edition
    said = words.edition.format(date=date, commit=f" · {commit}" if commit else "")
    sheets = [*(site / "assets").rglob("main.*.css"), *_own_sheets(site, home, first), styles]
    links = "\n".join(
        f'<link rel="stylesheet" href="{sheet.resolve().as_uri()}">' for sheet in sheets
    )
    title = name[1] if name else ""
    rows = "\n".join(
        f'<li><a href="#{page.name}--top">{escape(page.title)}</a></li>' for page in pages[1:]
    )
    address = _CANONICAL.search(first)
    online = address[1].removesuffix(home.removesuffix("index.html")) if address else None
    body = "\n".join(_chapter(page, names, site, online) for page in pages)
    return f"""<!doctype html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<title>{title}</title>
{links}
<style>
{_headers(pages)}
</style>
</head>
<body dir="ltr" data-md-color-scheme="default" data-md-color-primary="custom">
<section class="cover">
<p class="cover-title">{title}</p>
<p class="cover-summary">{summary[1] if summary else ""}</p>
<p class="cover-edition">{escape(said)}</p>
<p class="cover-licence">{words.licence}</p>
</section>
<nav class="contents md-typeset">
<p class="contents-title">{words.contents}</p>
<ol>
{rows}
</ol>
</nav>
{body}
</body>
</html>
"""


def _own_sheets(site: Path, home: str, html: str) -> Iterable[Path]:
    """Yield the guide's own style sheets in the order in which its pages load them."""
    for address in re.findall(r'<link rel="stylesheet" href="([^"]+)"', html):
        path = _file(home, address)
        if not PurePosixPath(path).name.startswith(("main.", "palette.")):
            yield site / path


def _headers(pages: Iterable[Chapter]) -> str:
    """Return the rules that print each chapter's title at the head of its sheets."""
    return "\n".join(
        f"#{page.name}--chapter {{ page: p-{page.name} }}\n"
        f'@page p-{page.name} {{ @top-left {{ content: "{_css(page.title)}" }} }}'
        for page in pages
    )


def _css(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ").replace("<", "\\3c ")


def _chapter(page: Chapter, names: Mapping[str, str], site: Path, online: str | None) -> str:
    html = without_permalinks(_ON_SCREEN.sub("", page.html))
    html = _FOLD.sub("<details open", html)
    html = _ID.sub(lambda found: f"{found['before']}{page.name}--{found['id']}", html)
    html = relinked(html, lambda address: _address(address, page, names))
    html = _PICTURE.sub(lambda found: found[1] + (site / found[2]).resolve().as_uri(), html)
    html = _FILE.sub(lambda found: _linked_file(found, online), html)
    return (
        f'<article class="md-typeset chapter" id="{page.name}--chapter">'
        f'<div id="{page.name}--top"></div>\n{html}\n</article>'
    )


def _linked_file(link: re.Match[str], online: str | None) -> str:
    """Return a link to a file of the site, or its words alone where nobody knows the site."""
    return f"{link[1]}{online}{link[2]}{link[3]}{link[4]}</a>" if online else link[4]


def _address(address: str, page: Chapter, names: Mapping[str, str]) -> str:
    """Return where a link leads: to a chapter of the book, or to a file by its path in the site."""
    path, _mark, anchor = address.partition("#")
    target = _file(page.path, path)
    if target in names:
        return f"#{names[target]}--{anchor or 'top'}"
    return f"{_SITE}{target}"


def _file(page: str, address: str) -> str:
    """Return the file in the site that a page's relative address stands for."""
    if not address:
        return page
    path = urljoin(f"http://site/{page}", address).removeprefix("http://site/")
    return f"{path}index.html" if not path or path.endswith("/") else path
