"""Links a glossary's words where a page first uses them.

The glossary page is the single source: each `<dt id>` is a word, its `<dd>` what it means. A link
shows the meaning as its title, and leads to the word's place on the glossary page.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from html import escape
from html.parser import HTMLParser

# What may follow a Korean noun and is no part of it; several may follow one another.
_PARTICLES = """
가 같은 같이 과 까지 께 끼리 나 는 다 대로 도 든 들 때문 라 라고 라는 란 랑 로 를 마다 마저 만 만큼
며 밖에 별 보다 부터 뿐 서 씩 야 에 에게 에는 에도 에만 에서 여 와 요 으로 은 을 의 이 이고 이나
이다 이든 이라 이라고 이라는 이란 이며 이면 이었 인 인데 입니까 입니다 조차 처럼 한테
"""
# Or a verb is made of it: 빌드합니다, 게시된.
_AFTER_KOREAN = rf"(?=[하합한할해했되된될됩됐]|(?:{'|'.join(_PARTICLES.split())})*(?![가-힣\w]))"
_VOID = "area base br col embed hr img input link meta source track wbr"
# Not in what is code, is a link or a button already, or is a title.
_NO_TAGS = (
    "a abbr button code dt figure h1 h2 h3 h4 h5 h6 kbd label nav pre samp script style summary "
    "sup svg th title"
)
_NO_CLASSES = (
    "admonition-title commands frame highlight prepared terminal tabbed-labels unlinted verified"
)


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


def read_glossary(html: str) -> list[Entry]:
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
    return entries


def link_words(html: str, entries: Iterable[Entry], glossary: str) -> str:
    """Return a page with the first use of each word linked to `glossary`, that page's address."""
    linker = _Linker(list(entries), glossary)
    linker.feed(html)
    linker.close()
    return "".join(linker.out)


class _Linker(HTMLParser):
    """Copies HTML as it is, but for the words in its text."""

    def __init__(self, entries: list[Entry], glossary: str) -> None:
        super().__init__(convert_charrefs=False)
        self.out: list[str] = []
        self._glossary = glossary
        self._open: list[bool] = []  # for each open element: is its text left alone?
        self._linked: set[str] = set()
        self._owner: dict[str, Entry] = {}
        patterns = []
        # The longest first, so that "base image" is not taken for an image.
        forms = [(form, entry) for entry in entries for form in entry.forms]
        for form, entry in sorted(forms, key=lambda pair: -len(pair[0])):
            group = f"w{len(self._owner)}"
            self._owner[group] = entry
            patterns.append(f"(?P<{group}>{_pattern(form)})")
        words = "|".join(patterns) or "(?!)"
        self._words = re.compile(rf"(?<![\w가-힣/.@-])(?:{words})")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.out.append(self.get_starttag_text() or "")
        if tag not in _VOID.split():
            classes = (dict(attrs).get("class") or "").split()
            alone = tag in _NO_TAGS.split() or not set(_NO_CLASSES.split()).isdisjoint(classes)
            self._open.append(alone or (bool(self._open) and self._open[-1]))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.out.append(self.get_starttag_text() or "")

    def handle_endtag(self, tag: str) -> None:
        self.out.append(f"</{tag}>")
        if tag not in _VOID.split() and self._open:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        if not (self._open and self._open[-1]):
            data = self._words.sub(self._link, data)
        self.out.append(data)

    def handle_entityref(self, name: str) -> None:
        self.out.append(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self.out.append(f"&#{name};")

    def handle_comment(self, data: str) -> None:
        self.out.append(f"<!--{data}-->")

    def handle_decl(self, decl: str) -> None:
        self.out.append(f"<!{decl}>")

    def handle_pi(self, data: str) -> None:
        self.out.append(f"<?{data}>")

    def _link(self, match: re.Match[str]) -> str:
        entry = self._owner[match.lastgroup or ""]
        if entry.anchor in self._linked:
            return match[0]
        self._linked.add(entry.anchor)
        return (
            f'<a class="term" href="{escape(self._glossary)}#{escape(entry.anchor)}" '
            f'title="{escape(entry.meaning)}">{match[0]}</a>'
        )


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
