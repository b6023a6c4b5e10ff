"""What every page must hold, as functions from text to faults: no site, no engine."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from html.parser import HTMLParser
from itertools import zip_longest
from pathlib import Path

from markdown import Markdown
from mkdocs.config import load_config
from mkdocs.utils.meta import get_data

from livedoc.catalog import Catalog
from macros.calls import find_calls

REPO = Path(__file__).parents[2]

# The refused form, and the right one (a refused form may not be part of another right word).
TERMS = {
    "쉘": "셸",
    "디렉토리": "디렉터리",
    "브릿지": "브리지",
    "릴리즈": "릴리스",
    "어플리케이션": "애플리케이션",
    "콘테이너": "컨테이너",
    "레지스터리": "레지스트리",
    "캐쉬": "캐시",
    "네트웍": "네트워크",
    "메세지": "메시지",
    "컴포우즈": "컴포즈",
    "맵핑": "매핑",
    "종속성": "의존성",
    "환경변수": "환경 변수",
    "헬스체크": "헬스 체크",
    "멀티스테이지": "멀티 스테이지",
    "바인드마운트": "바인드 마운트",
    "베이스이미지": "베이스 이미지",
    "리소스 제한": "리소스 한도",
    "자원 제한": "리소스 한도",
    "자원 한도": "리소스 한도",
    "독커": "도커",
    "도커컴포즈": "도커 컴포즈",
    "컨터이너": "컨테이너",
    "이메지": "이미지",
    "보륨": "볼륨",
    "이미지 계층": "레이어",
    "테그": "태그",
    "대몬": "데몬",
    "커넬": "커널",
    "런 타임": "런타임",
    "리포지토리": "저장소",
    "레포지토리": "저장소",
    "리포지터리": "저장소",
    "포트매핑": "포트 매핑",
    "포트 포워딩": "포트 매핑",
    "퍼블리시": "게시",
    "익스포즈": "노출",
    "빌드컨텍스트": "빌드 컨텍스트",
    "콘텍스트": "컨텍스트",
    "기반 이미지": "베이스 이미지",
    "다단계 빌드": "멀티 스테이지 빌드",
    "씨크릿": "시크릿",
    "댕글링이미지": "댕글링 이미지",
    "디태치": "백그라운드 실행",
    "디프리케이트": "사용 중단",
    "디펜던시": "의존성",
}
_MACRO = re.compile(r"\[\[=.*?=\]\]", re.DOTALL)
_INLINE_CODE = re.compile(r"(`+)(?!`).*?(?<!`)\1(?!`)")
_EXPLICIT_ID = re.compile(r"\{[^{}\n]*#([\w-]+)[^{}\n]*\}")


Spot = tuple[str, int]
"""What a page has, and in which line of it; 0 where that is not known."""


@dataclass(frozen=True)
class CodeBlock:
    """Code that a reader would see, and whether a not-run admonition with a reason holds it."""

    text: str
    excused: bool


class _CodeBlocks(HTMLParser):
    """Collects the code blocks of a page as rendered, whichever way they were written."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[CodeBlock] = []
        self._divs: list[bool] = []  # is it a not-run admonition with a reason?
        self._not_run = False
        self._in_title = False
        self._code: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        classes = (dict(attrs).get("class") or "").split()
        if tag == "div":
            self._divs.append(False)
            self._not_run = {"admonition", "not-run"} <= set(classes)
        elif tag == "p" and "admonition-title" in classes and self._divs:
            self._in_title = self._not_run
        elif tag == "pre":
            self._code = []

    def handle_endtag(self, tag: str) -> None:
        if tag == "div" and self._divs:
            self._divs.pop()
        elif tag == "p":
            self._in_title = False
        elif tag == "pre" and self._code is not None:
            self.found.append(CodeBlock("".join(self._code), any(self._divs)))
            self._code = None

    def handle_data(self, data: str) -> None:
        if self._code is not None:
            self._code.append(data)
        # Without a title of its own, an admonition is called after its type.
        elif self._in_title and data.strip() and data.strip().lower() != "not-run":
            self._divs[-1] = True


def blank_out_macros(text: str) -> str:
    """Return a page's text without its macro calls, line for line."""
    return _MACRO.sub(lambda call: "\n" * call[0].count("\n"), text)


def code_blocks(text: str) -> list[CodeBlock]:
    """Return the code of a page that no macro made."""
    parser = _CodeBlocks()
    parser.feed(_render(text)[0])
    return parser.found


def code_faults(page: str, text: str) -> list[str]:
    """Return a fault for every code block that no macro made and that says not why it isn't run."""
    faults = []
    lines = text.split("\n")
    after = 0
    for block in code_blocks(text):
        code = block.text.strip("\n")
        first = code.split("\n")[0].strip()
        line = _find(first, lines, after)
        after = line + code.count("\n")
        if not block.excused:
            faults.append(
                f"{page}:{line}: code that nothing runs: {first!r}; make it an example's step "
                'or file ([[= run("example", "step") =]], [[= source("example", "file") =]]), '
                'or put it inside !!! not-run "the reason, for the reader"'
            )
    return faults


def parity_faults(page: str, ko: str, en: str) -> list[str]:
    """Return what differs between the two languages of a page that must not."""
    pairs = [
        ("macro calls", _calls(ko), _calls(en)),
        ("heading levels", _levels(ko), _levels(en)),
        ("explicit ids", _explicit_ids(ko), _explicit_ids(en)),
    ]
    return [fault for what, left, right in pairs if (fault := _difference(page, what, left, right))]


def twin_faults(pages: Iterable[str]) -> list[str]:
    """Return a fault for every page file that lacks its twin in the other language."""
    names = set(pages)
    faults = []
    for name in sorted(names):
        stem, _dot, language = name.removesuffix(".md").rpartition(".")
        other = {"ko": "en", "en": "ko"}.get(language)
        if other is None:
            faults.append(f"{name}: expected a name that ends in .ko.md or .en.md")
        elif f"{stem}.{other}.md" not in names:
            faults.append(f"{name}: its twin {stem}.{other}.md is missing")
    return faults


def term_faults(page: str, text: str) -> list[str]:
    """Return a fault for every refused Korean form in prose, with the right form named."""
    return [
        f"{page}:{number}: {refused!r} is refused; the guide writes {right!r}"
        for number, line in enumerate(text.split("\n"), 1)
        for refused, right in TERMS.items()
        if refused in _INLINE_CODE.sub("", _MACRO.sub("", line))
    ]


def unused_examples(catalog: Catalog, pages: Mapping[str, str]) -> list[str]:
    """Return a fault for every example that no page shows."""
    used = {call.example for text in pages.values() for call in find_calls(text)}
    return [
        f"{loaded.path}:1: no page shows the example {loaded.name!r}; "
        f'write [[= session("{loaded.name}") =]] on the page of its chapter, or remove it'
        for loaded in catalog
        if loaded.name not in used
    ]


def unlisted_steps(catalog: Catalog, page: str, text: str) -> list[str]:
    """Return a fault for every example whose hidden steps a page that runs it nowhere lists."""
    calls = find_calls(text)
    listed = {call.example for call in calls if call.macro in ("session", "verified")}
    faults = []
    for call in calls:
        loaded = catalog.examples.get(call.example)
        if call.macro != "run" or call.example in listed or loaded is None:
            continue
        hidden = [step.id for step in loaded.example.steps if step.hidden]
        if hidden:
            listed.add(call.example)
            faults.append(
                f"{page}:{call.line}: the hidden steps of {call.example!r} ({', '.join(hidden)}) "
                f'are listed nowhere; add [[= verified("{call.example}") =]]'
            )
    return faults


def _find(first: str, lines: list[str], after: int) -> int:
    """Return the number of the line, past `after`, that is a block's first, or else holds it."""
    rest = list(enumerate(lines, 1))[after:]
    same = (number for number, line in rest if line.strip() == first)
    within = (number for number, line in rest if first and first in line)
    return next(same, next(within, after + 1))


def _calls(text: str) -> list[Spot]:
    return [(str(call), call.line) for call in find_calls(text)]


def _levels(text: str) -> list[Spot]:
    lines = _lines_of_ids(text)
    return [("#" * level, lines.get(given, 0)) for level, given in _render(text)[1]]


def _explicit_ids(text: str) -> list[Spot]:
    """Return the ids that the page gives, in order; those made from a title differ by language."""
    html, _headings = _render(text)
    lines = _lines_of_ids(text)
    return [(each, lines[each]) for each in re.findall(r'\bid="([^"]+)"', html) if each in lines]


def _lines_of_ids(text: str) -> dict[str, int]:
    given = reversed([*_EXPLICIT_ID.finditer(text)])
    return {match[1]: text.count("\n", 0, match.start()) + 1 for match in given}


def _difference(page: str, what: str, ko: list[Spot], en: list[Spot]) -> str | None:
    nothing: Spot = ("nothing more", 0)
    for number, (left, right) in enumerate(zip_longest(ko, en, fillvalue=nothing), 1):
        if left[0] != right[0]:
            where = [
                f"{page}.{language}.md" + (f":{line}" if line else "")
                for language, (_, line) in (("ko", left), ("en", right))
            ]
            return (
                f"{' and '.join(where)}: {what} differ at number {number}: "
                f"ko has {left[0]}, en has {right[0]}; write both pages alike"
            )
    return None


def _render(text: str) -> tuple[str, list[tuple[int, str]]]:
    """Return a page's HTML without its macros, and the level and id of each heading."""
    # A macro's block stands where its paragraph stood, and is no code of the page's own.
    prose = _MACRO.sub("", get_data(text)[0])
    converter = markdown()
    html = converter.reset().convert(prose)
    return html, _flat(converter.toc_tokens)  # type: ignore[attr-defined]


def _flat(tokens: list[dict[str, object]]) -> list[tuple[int, str]]:
    found: list[tuple[int, str]] = []
    for token in tokens:
        found.append((int(str(token["level"])), str(token["id"])))
        children = token["children"]
        assert isinstance(children, list)
        found += _flat(children)
    return found


@cache
def markdown() -> Markdown:
    """Return a converter with the guide's own extensions."""
    config = load_config(str(REPO / "mkdocs.yml"))
    return Markdown(extensions=config.markdown_extensions, extension_configs=config.mdx_configs)
