"""Writes made-up examples and sites of any size."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import yaml

from livedoc.catalog import load_example
from livedoc.fingerprint import fingerprint
from livedoc.model import LANGUAGES, Capture, StepCapture, Versions
from livedoc.paths import ROOT
from livedoc.store import write_capture

STEPS = 4
SHOWN = 20  # examples that the pages of a site share
IN_SECTION = 10
VERSIONS = Versions(engine="28", cli="28", compose="2", buildx="0", platform="linux/amd64")
PROSE = {
    "ko": "컨테이너는 **이미지**에서 시작하고, 끝나면 `docker rm`으로 지웁니다. ",
    "en": "A container starts from an **image**, and `docker rm` removes it in the end. ",
}


def write_examples(folder: Path, count: int) -> None:
    """Write so many examples, each with a file and steps that differ from all others'."""
    chapters = folder / "examples"
    for number in range(count):
        path = chapters / f"chapter-{number // 50}" / f"example-{number}.toml"
        path.parent.mkdir(parents=True, exist_ok=True)
        steps = ['title = { ko = "예", en = "example" }']
        for step in range(STEPS):
            steps.append(
                f'[[steps]]\nid = "step-{step}"\nrun = "docker run --rm --name c{number}-{step} '
                f'busybox:1.37 echo hello {number}"\n'
                'about = { ko = "컨테이너 실행", en = "run a container" }\n'
                f'expect = ["^hello {number}$", "(?i)container.* {step}"]'
            )
        path.write_text("\n\n".join(steps) + "\n", encoding="utf-8")
        reader = path.with_suffix("")
        reader.mkdir(exist_ok=True)
        (reader / "Dockerfile").write_text(f"FROM busybox:1.37\nLABEL number={number}\n")


def write_site(folder: Path, pages: int) -> None:
    """Write a site of so many pages in each language, with this guide's own configuration."""
    if folder.exists():
        return
    write_examples(folder, SHOWN)
    for number in range(SHOWN):
        _record(folder / "examples" / "chapter-0" / f"example-{number}.toml")
    for name in ("macros", "overrides"):
        (folder / name).symlink_to(ROOT / name)
    _write_pages(folder / "docs", pages, '[[= run("example-{example}", "step-{step}") =]]')
    (folder / "docs" / "assets").symlink_to(ROOT / "docs" / "assets")
    _write_config(folder, pages, {"INHERIT": str(ROOT / "mkdocs.yml")})


def write_defaults(folder: Path, pages: int) -> None:
    """Write the same pages for the theme, the i18n and the macros plugin as they come."""
    _write_pages(folder / "docs", pages, '{{{{ run("example-{example}", "step-{step}") }}}}')
    (folder / "main.py").write_text(
        "def define_env(env):\n    @env.macro\n    def run(example, step):\n"
        "        number = example.removeprefix('example-')\n"
        '        return f"```sh\\n$ docker run --rm --name c{number} busybox:1.37 echo hello '
        '{number}\\nhello {number}\\n```"\n'
    )
    _write_config(
        folder,
        pages,
        {
            "site_name": "Defaults",
            "theme": {"name": "material"},
            "plugins": [
                "search",
                "macros",
                {
                    "i18n": {
                        "languages": [
                            {"locale": "ko", "name": "한국어", "default": True},
                            {"locale": "en", "name": "English"},
                        ]
                    }
                },
            ],
            "markdown_extensions": ["admonition", "attr_list", "tables", "pymdownx.superfences"],
        },
    )


def _record(path: Path) -> None:
    loaded = load_example(path)
    steps = tuple(
        StepCapture(id=step.id, run=step.run, exit=0, seconds=0.3, output="hello\n")
        for step in loaded.example.steps
    )
    write_capture(
        loaded,
        Capture(
            recorded=datetime(2026, 1, 1, tzinfo=UTC),
            versions=VERSIONS,
            images=(),
            fingerprint=fingerprint(loaded),
            steps=steps,
        ),
    )


def _write_pages(docs: Path, pages: int, call: str) -> None:
    docs.mkdir(parents=True)
    for number in range(pages):
        name = "index" if number == 0 else f"page-{number}"
        for language in LANGUAGES:
            parts = [f"# Page {number} {{ #{name} }}", PROSE[language] * 5]
            for section in range(4):
                made = call.format(example=(number + section) % SHOWN, step=section)
                link = f"[next](page-{max((number + 1) % pages, 1)}.md)"
                parts += [
                    f"## Section {section} {{ #section-{section} }}",
                    PROSE[language] * 8,
                    made,
                    f"- {PROSE[language]}\n- {link}",
                    "| a | b |\n|---|---|\n| 1 | 2 |",
                ]
            text = "\n\n".join(parts) + "\n"
            (docs / f"{name}.{language}.md").write_text(text, encoding="utf-8")


def _write_config(folder: Path, pages: int, config: dict[str, object]) -> None:
    names = ["index.md", *(f"page-{number}.md" for number in range(1, pages))]
    sections = [names[n : n + IN_SECTION] for n in range(0, pages, IN_SECTION)]
    nav = [{f"Section {number}": section} for number, section in enumerate(sections)]
    text = yaml.safe_dump({**config, "nav": nav}, allow_unicode=True)
    (folder / "mkdocs.yml").write_text(text, encoding="utf-8")
