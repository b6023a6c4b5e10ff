"""What a chapter, its diagrams and the guide's commands as a whole must hold."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from mkdocs.utils.meta import get_data

from livedoc.catalog import Catalog
from macros.calls import find_calls
from tests.docs.checks import code_blocks

CHAPTERS = (
    "install",
    "what-is-docker",
    "vm",
    "containers",
    "images",
    "dockerfile",
    "layers",
    "multi-stage",
    "ports",
    "data",
    "networks",
    "compose",
    "compose-practice",
    "inside",
    "running",
    "registry",
    "hardening",
    "swarm",
    "errors",
    "errors-daemon",
    "errors-images",
    "errors-build",
    "errors-run",
    "errors-data",
    "errors-compose",
)
END = ("summary", "exercise", "undo", "next")
OPENING = {"ko": "이 페이지를 마치면 ", "en": "By the end of this page you can "}

_SECTION = re.compile(r"^## .*\{ #([\w-]+) \}$", re.MULTILINE)
_IMAGE = re.compile(r"!\[([^\]]*)\]\(([^)\s]+)")
_DIAGRAM = re.compile(r"assets/diagrams/([\w-]+)\.(ko|en)\.svg")
_OUTSIDE = re.compile(r"<script|(?:href|src)\s*=\s*[\"'](?!#)|url\(\s*[\"']?(?!#)", re.IGNORECASE)


def chapter_faults(stem: str, language: str, text: str, stems: Collection[str]) -> list[str]:
    """Return what a chapter lacks: front matter, title, first words, last sections, proofs."""
    page = f"docs/{stem}.{language}.md"
    body, meta = get_data(text)
    faults = _front_matter_faults(page, meta, stems)
    body = body.strip("\n")
    title, _, rest = body.partition("\n\n")
    if not re.fullmatch(rf"# [^\n]+ \{{ #{re.escape(stem)} \}}", title):
        faults.append(f"{page}: expected to begin with `# Title {{ #{stem} }}`, found {title!r}")
    if not rest.startswith(OPENING[language]):
        faults.append(f"{page}: the first paragraph must begin with {OPENING[language]!r}")
    sections = _SECTION.findall(body)
    if tuple(sections[-len(END) :]) != END:
        faults.append(f"{page}: the last sections must be {END}, found {tuple(sections[-4:])}")
    exercise = body.partition("{ #exercise }")[2].partition("\n## ")[0]
    if "??? success" not in exercise and "](exercises-" not in exercise:
        faults.append(f"{page}: the exercise has neither a folded solution nor a link to one")
    calls = find_calls(text)
    proven = {call.example for call in calls if call.macro == "verified"}
    ran = {call.example: call.line for call in reversed(calls) if call.macro in ("run", "session")}
    faults += [
        f"{page}:{line}: what ran {name!r} is told nowhere; "
        f'add [[= verified("{name}") =]] to the section `undo`'
        for name, line in reversed(ran.items())
        if name not in proven
    ]
    return faults


def _front_matter_faults(page: str, meta: dict[str, Any], stems: Collection[str]) -> list[str]:
    if not {"description", "needs"} <= set(meta):
        return [f"{page}: expected front matter with description and needs"]
    faults = []
    if not str(meta["description"] or "").strip():
        faults.append(f"{page}: the description says nothing")
    needs = meta["needs"]
    if not isinstance(needs, list):
        faults.append(f"{page}: needs must be a list")
    elif unknown := [stem for stem in needs if stem not in stems]:
        faults.append(f"{page}: needs names no page: {', '.join(map(str, unknown))}")
    return faults


def image_faults(pages: Mapping[str, str], docs: Path) -> list[str]:
    """Return a fault for every picture without words for it, and every diagram without a twin."""
    faults = []
    shown = set()
    for page, text in pages.items():
        for alt, target in _IMAGE.findall(text):
            language = page.removesuffix(".md").rpartition(".")[2]
            diagram = _DIAGRAM.fullmatch(target)
            if not alt.strip():
                faults.append(f"{page}: {target} has no alternative text")
            if diagram:
                shown.add(Path(target).name)
            if diagram and diagram[2] != language:
                faults.append(f"{page}: {target} is in the other language")
            if not (docs / target).is_file():
                faults.append(f"{page}: {target} is not there")
    there = {path.name for path in (docs / "assets" / "diagrams").glob("*.svg")}
    return faults + [f"assets/diagrams/{name}: no page shows it" for name in sorted(there - shown)]


def diagram_faults(path: Path) -> list[str]:
    """Return what keeps a diagram from standing alone: its twin, its form, what it fetches."""
    text = path.read_text(encoding="utf-8")
    stem, _dot, language = path.name.removesuffix(".svg").rpartition(".")
    faults = []
    other = {"ko": "en", "en": "ko"}.get(language)
    if other is None or not path.with_name(f"{stem}.{other}.svg").is_file():
        faults.append(f"{path.name}: has no twin in the other language")
    try:
        ElementTree.fromstring(text)
    except ElementTree.ParseError as error:
        faults.append(f"{path.name}: is not well-formed: {error}")
    if outside := _OUTSIDE.search(text):
        faults.append(f"{path.name}: must neither run nor fetch anything, found {outside[0]!r}")
    return faults


def count_commands(catalog: Catalog, pages: Mapping[str, str]) -> tuple[int, int]:
    """Return how many commands the guide has, and how many of them were not run.

    Each step counts as one, and so does each line of code in a not-run admonition; a variant for
    PowerShell has its twin that was run, and does not count.
    """
    run = sum(len(loaded.example.steps) for loaded in catalog)
    hub = sum(len(loaded.example.steps) for loaded in catalog if loaded.example.requires)
    lines = sum(
        len(block.text.strip().splitlines())
        for text in pages.values()
        for block in code_blocks(text)
    )
    return run + lines, hub + lines
