"""A page as plain Markdown with its commands and outputs in it, for readers that are programs."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from mkdocs.utils.meta import get_data

from livedoc.catalog import LoadedExample
from livedoc.model import Step
from livedoc.text import plain
from macros.calls import Call, find_expressions
from macros.cheatsheet import cheatsheet
from macros.error_pages import groups_of
from macros.library import Library
from macros.measured import table_in_markdown
from macros.rendering import readable
from macros.shown import shown_file, shown_output
from macros.texts import TEXTS

# Material's admonitions and folds, and its tabs: what is in them is indented by four spaces.
_FOLD = re.compile(r'(?P<indent> *)(?:!!!|\?\?\?\+?) (?P<kind>[\w-]+)[\w -]*(?:"(?P<title>.*)")?$')
_TAB = re.compile(r'(?P<indent> *)===!? "(?P<title>.*)"$')
_FENCE = re.compile(r" *(?P<fence>`{3,}|~{3,})")
_KEYS = re.compile(r"\+\+([a-z]+(?:\+[a-z]+)*)\+\+")  # as pymdownx.keys writes them
_ASSET = re.compile(r"(?<=\]\()(?:assets/[^\s)]+|\w+\.txt(?=\)))")
_STEP = 4
_LANGUAGES = {
    ".conf": "nginx",
    ".html": "html",
    ".json": "json",
    ".py": "python",
    ".sh": "sh",
    ".sql": "sql",
    ".toml": "toml",
    ".yaml": "yaml",
    ".yml": "yaml",
}


@dataclass(frozen=True)
class MarkdownView:
    """Makes the Markdown of one page; `pages` gives the sources of all, for lists."""

    library: Library
    language: str
    pages: Callable[[], Mapping[str, str]] = dict
    root: str = ""  # what leads from the view to the root of the site

    def of(self, source: str) -> str:
        """Return a page's source with every macro call replaced by what it stands for.

        Links between pages stay as the source has them: the views lie beside each other under the
        names of their sources, without the language. Raises LivedocError where a call is at fault.
        """
        source = _KEYS.sub(lambda match: match[1].title(), get_data(source)[0])
        text = self.pasted(_ASSET.sub(self._asset, source))
        return "\n".join(_plain_blocks(text.split("\n"))).strip("\n") + "\n"

    def pasted(self, source: str) -> str:
        """Return a source with its macro calls replaced, and all the rest of it as it is."""
        parts, done = [], 0
        for found in find_expressions(source):
            if found.call:
                block = "\n\n".join(self._block(found.call))
                column = found.start - source.rfind("\n", 0, found.start) - 1
                # Indented as the call is.
                parts += [
                    source[done : found.start],
                    re.sub(r"\n(?=.)", "\n" + " " * column, block),
                ]
                done = found.end
        return "".join([*parts, source[done:]])

    def _asset(self, match: re.Match[str]) -> str:
        """Return where the site has a file: what has a twin lies with the pages of its language."""
        own = match[0].replace(f".{self.language}.", ".")
        return own if own != match[0] else self.root + match[0]

    def _block(self, call: Call) -> Iterator[str]:
        texts = TEXTS[self.language]
        if call.macro == "cheatsheet":
            for group in cheatsheet(self.library, self.pages()):
                yield f"## docker {group.name}"
                yield "\n".join(
                    f"- {_code(row.call.text)} {row.about.text(self.language)}"
                    for row in group.rows
                )
            return
        if call.macro in ("bench", "engines"):
            yield table_in_markdown(call.macro, self.library, self.language)
            return
        if call.macro == "error_list":
            for listed in groups_of(call.example, self.pages(), self.library):
                page = f"{call.example}.md"
                yield f"[{listed.heading.title}]({page}#{listed.heading.id}):"
                yield "\n".join(f"- [{one.title}]({page}#{one.id})" for one in listed.entries)
            return
        if not call.arguments:  # what only a script on the page can do
            return
        loaded = self.library.example(call.example)
        steps = loaded.example.steps
        if call.macro == "run":
            yield from self._step(loaded, loaded.step(str(call.arguments[1])))
        elif call.macro == "session":
            hidden = [step for step in steps if step.hidden]
            if hidden:
                yield texts["prepared"].format(count=len(hidden)) + ":"
            for step in hidden:
                yield _fence(step.run, "sh")
            for step in steps:
                if not step.hidden:
                    yield from self._step(loaded, step)
        elif call.macro == "source":
            yield from self._source(loaded, call)
        elif call.macro == "verified":
            yield self._verified(loaded)

    def _step(self, loaded: LoadedExample, step: Step) -> Iterator[str]:
        texts = TEXTS[self.language]
        recorded = self.library.recorded(loaded, step)
        about = step.about.text(self.language)
        yield about if about.endswith("?") else f"{about}:"
        yield _fence(step.run, "sh")
        if step.input:
            yield f"({texts['typed']}: {' ⏎ '.join(map(_code, step.input))} ⏎)"
        if step.until:
            yield f"({texts['until']} {_code(readable(step.until))})"
        if not recorded:
            yield f"({texts['needs_hub']})"
            return
        output = plain(shown_output(recorded.output))
        yield _fence(output, "text") if output else f"({texts['prints_nothing']})"
        if step.interrupt:
            yield f"({texts['interrupt']} {_code(readable(step.interrupt))} → Ctrl+C)"
        if recorded.exit != 0:
            yield f"({texts['exit']}: {recorded.exit})"
        if not step.stable:
            yield f"({texts['differs']})"

    def _source(self, loaded: LoadedExample, call: Call) -> Iterator[str]:
        name = str(call.arguments[1])
        lines = dict(call.options).get("lines") or (call.arguments[2:] or (None,))[0]
        text = shown_file(loaded, name, str(lines) if lines else None)
        said = f"`{name}`"
        if lines:
            said += f" ({TEXTS[self.language]['lines'].format(lines=lines)})"
        yield f"{said}:"
        yield _fence(text.rstrip("\n"), _language(name))

    def _verified(self, loaded: LoadedExample) -> str:
        texts = TEXTS[self.language]
        capture = self.library.capture(loaded)
        if capture is None:
            return f"({texts['not_verified']}: {texts['needs_hub']})"
        versions = capture.versions
        facts = [
            f"{texts['engine']} {versions.engine}",
            f"{texts['compose']} {versions.compose}",
            versions.platform,
            capture.recorded.date().isoformat(),
            *dict.fromkeys(texts[f"on_{image.origin}"] for image in capture.images),
        ]
        return f"({loaded.name}: {texts['verified']} · {' · '.join(facts)})"


def _plain_blocks(lines: list[str]) -> Iterator[str]:
    """Yield lines with admonitions and folds as quotations, and tabs under their bold titles.

    Of empty lines one is left, but what is in a fence stays as it is.
    """
    number, fence, empty = 0, "", True  # was the line before empty, or none?
    while number < len(lines):
        line = lines[number]
        number += 1
        if opened := _FENCE.match(line):
            mark = opened["fence"]
            if not fence:
                fence = mark
            elif line.strip() == fence:
                fence = ""
        fold, tab = _FOLD.match(line), _TAB.match(line)
        if fence or not (fold or tab):
            if fence or line.strip() or not empty:
                yield line
            empty = not (fence or line.strip())
            continue
        indent = (fold or tab)["indent"]  # type: ignore[index]
        begin = number
        while number < len(lines) and _is_within(lines[number], len(indent) + _STEP):
            number += 1
        body = [within[len(indent) + _STEP :] for within in lines[begin:number]]
        while body and not body[-1]:
            body.pop()
        inner = list(_plain_blocks(body))
        if fold:
            quoted = [f"**{fold['title'] or fold['kind']}**", "", *inner]
            yield from (f"{indent}> {said}".rstrip() for said in quoted)
        elif tab:
            yield from (f"{indent}{said}".rstrip() for said in (f"**{tab['title']}**", "", *inner))
        yield ""
        empty = True


def _is_within(line: str, indent: int) -> bool:
    return not line.strip() or line.startswith(" " * indent)


def _fence(text: str, language: str) -> str:
    """Return text in a fence that is longer than any in it."""
    longest = max(map(len, re.findall(r"^ *(`{3,})", text, re.MULTILINE)), default=2)
    fence = "`" * (longest + 1)
    return f"{fence}{language}\n{text}\n{fence}"


def _code(text: str) -> str:
    """Return inline code; text that holds backticks is set off by more of them."""
    ticks = "`" * (max(map(len, re.findall("`+", text)), default=0) + 1)
    space = " " if "`" in text else ""
    return f"{ticks}{space}{text}{space}{ticks}"


def _language(file: str) -> str:
    """Return what a file is written in; Pygments would know too, in ten times the time."""
    path = Path(file)
    is_dockerfile = "Dockerfile" in (path.name.split(".")[0], path.suffix.removeprefix("."))
    return "dockerfile" if is_dockerfile else _LANGUAGES.get(path.suffix, "text")
