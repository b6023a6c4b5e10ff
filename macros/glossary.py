"""Links a glossary's words where a page first uses them.

The glossary page is the single source: each `<dt id>` is a word, its `<dd>` what it means. A link
shows the meaning as its title, and leads to the word's place on the glossary page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from html import escape
from html.parser import HTMLParser

GLOSSARY = "glossary"  # its page

# What may follow a Korean noun and is no part of it; several may follow one another.
_PARTICLES = """
가 같은 같이 과 까지 께 끼리 나 는 다 대로 도 든 들 때문 라 라고 라는 란 랑 로 를 마다 마저 만 만큼
며 밖에 별 보다 부터 뿐 서 씩 야 에 에게 에는 에도 에만 에서 여 와 요 으로 은 을 의 이 이고 이나
이다 이든 이라 이라고 이라는 이란 이며 이면 이었 인 인데 입니까 입니다 조차 처럼 한테
"""
# Or a verb is made of it: 빌드합니다, 게시된.
_AFTER_KOREAN = rf"(?=[하합한할해했되된될됩됐]|(?:{'|'.join(_PARTICLES.split())})*(?![가-힣\w]))"
# fmt: off
VOID = {
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track",
    "wbr",
}
# Not in what is code, is a link or a button already, or is a title.
_NO_TAGS = {
    "a", "abbr", "button", "code", "dt", "figure", "h1", "h2", "h3", "h4", "h5", "h6", "kbd",
    "label", "nav", "pre", "samp", "summary", "sup", "svg", "th", "title",
}
_NO_CLASSES = {
    "admonition-title", "commands", "frame", "highlight", "prepared", "terminal", "tabbed-labels",
    "unlinted", "verified",
}
# fmt: on
# A comment, a script or a block of code is one piece, whatever is in it.
_TAG = re.compile(
    r"<!--.*?-->|<(?P<raw>pre|script|style)\b.*?</(?P=raw)\s*>|<[!?][^>]*>"
    r"|<(?P<closing>/?)(?P<name>[A-Za-z][^\s/>]*)(?:\"[^\"]*\"|'[^']*'|[^>\"'])*>",
    re.DOTALL,
)
_CLASS = re.compile(r"""\sclass=(["'])(.*?)\1""", re.DOTALL)


@dataclass(frozen=True)
class Entry:
    """A word of the glossary: its anchor, the forms that pages write it in, and its meaning."""

    anchor: str
    forms: tuple[str, ...]
    meaning: str


@dataclass
class _Item:
    anchor: str
    also: str
    word: str = ""
    meanings: list[tuple[str, bool]] = field(default_factory=list)  # text, and whether it is a link


class _Reader(HTMLParser):
    """Reads the definition lists of a glossary page; the last term before a meaning owns it."""

    def __init__(self) -> None:
        super().__init__()
        self.items: list[_Item] = []
        self._in = ""
        self._link = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "dt" and given.get("id"):
            self.items.append(_Item(str(given["id"]), given.get("data-also") or ""))
        if tag in ("dt", "dd"):
            self._in = tag
        self._link = self._link or tag == "a"

    def handle_endtag(self, tag: str) -> None:
        if tag in ("dt", "dd", "dl"):
            self._in = ""
        if tag == "a":
            self._link = False

    def handle_data(self, data: str) -> None:
        if not self.items:
            return
        if self._in == "dt" and not self._link:
            self.items[-1].word += data
        elif self._in == "dd":
            self.items[-1].meanings.append((data, self._link))


@lru_cache(maxsize=8)  # for every other page
def read_glossary(html: str) -> tuple[Entry, ...]:
    """Return the words of a glossary page; the links that end a meaning are no part of it."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    entries = []
    for item in reader.items:
        texts = item.meanings
        while texts and (texts[-1][1] or not re.search(r"\w", texts[-1][0])):
            texts = texts[:-1]
        meaning = " ".join("".join(text for text, _link in texts).split())
        # `-` says that the word is explained, but too common to be linked.
        also = [form.strip() for form in item.also.split("|") if form.strip()]
        forms = () if also == ["-"] else (item.word.strip(), *also)
        entries.append(Entry(item.anchor, forms, meaning))
    return tuple(entries)


@lru_cache(maxsize=256)  # in a preview, the pages that were not edited
def link_words(html: str, entries: tuple[Entry, ...], glossary: str) -> str:
    """Return a page with the first use of each word linked to `glossary`, that page's address."""
    words, owners = _words(entries)
    linked: set[str] = set()

    def link(match: re.Match[str]) -> str:
        entry = owners[match.lastgroup or ""]
        if entry.anchor in linked:
            return match[0]
        linked.add(entry.anchor)
        return (
            f'<a class="term" href="{escape(glossary)}#{escape(entry.anchor)}" '
            f'title="{escape(entry.meaning)}">{match[0]}</a>'
        )

    return "".join(
        text if alone else words.sub(link, text) for text, alone in _pieces(html) if text
    )


def _pieces(html: str) -> Iterator[tuple[str, bool]]:
    """Yield a page's HTML piece by piece, each with whether it is left alone."""
    opened: list[bool] = []  # for each open element: is its text left alone?
    end = 0
    for tag in _TAG.finditer(html):
        yield html[end : tag.start()], bool(opened) and opened[-1]
        yield tag[0], True
        end = tag.end()
        name = (tag["name"] or "").lower()
        if not name or name in VOID or tag[0].endswith("/>"):
            continue
        if tag["closing"]:
            del opened[-1:]
        else:
            given = _CLASS.search(tag[0])
            classes = given[2].split() if given else ()
            alone = name in _NO_TAGS or not _NO_CLASSES.isdisjoint(classes)
            opened.append(alone or (bool(opened) and opened[-1]))
    yield html[end:], bool(opened) and opened[-1]


@lru_cache(maxsize=8)  # the pages of a language have the same words
def _words(entries: tuple[Entry, ...]) -> tuple[re.Pattern[str], dict[str, Entry]]:
    """Return the pattern of all words, and whose each of its groups is."""
    owners: dict[str, Entry] = {}
    patterns = []
    # The longest first, so that "base image" is not taken for an image.
    forms = [(form, entry) for entry in entries for form in entry.forms]
    for form, entry in sorted(forms, key=lambda pair: -len(pair[0])):
        group = f"w{len(owners)}"
        owners[group] = entry
        patterns.append(f"(?P<{group}>{_pattern(form)})")
    words = "|".join(patterns) or "(?!)"
    return re.compile(rf"(?<![\w가-힣/.@-])(?:{words})"), owners


def _pattern(form: str) -> str:
    """Return the regex of a form: `이미지(image)` with no gloss too, `image` in the plural."""
    word, _paren, gloss = form.partition("(")
    word, gloss = word.strip(), gloss.rstrip(")")
    text = r"\s+".join(map(re.escape, word.split()))
    if re.search("[가-힣]$", word):
        also = rf"(?:\s?\({re.escape(gloss)}\))?" if gloss else ""
        return rf"{text}{also}{_AFTER_KOREAN}"
    if word[:1].islower():
        text = f"[{word[0]}{word[0].upper()}]{text[1:]}"
    plural = rf"{text[:-1]}(?:y|ies)" if re.search("[^aeiou]y$", word) else rf"{text}(?:e?s)?"
    # Neither half of a compound, nor of a file's name.
    return rf"{plural}(?![A-Za-z0-9_/@-]|\.\w){_AFTER_KOREAN}"
