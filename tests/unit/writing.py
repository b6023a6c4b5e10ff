"""Writes small examples for the unit tests."""

from __future__ import annotations

from pathlib import Path

from livedoc.catalog import LoadedExample, load_example

TITLE = 'title = { ko = "제목", en = "title" }\n'
ABOUT = 'about = { ko = "설명", en = "about" }\n'


def step(step_id: str, run: str, claims: str = 'expect = ["."]') -> str:
    """Return the definition of one step."""
    return f"[[steps]]\nid = \"{step_id}\"\nrun = '''{run}'''\n{ABOUT}{claims}\n"


def write(root: Path, where: str, *steps: str, title: str = TITLE) -> Path:
    """Write the definition of CHAPTER/NAME and return its path."""
    path = root / f"{where}.toml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(title + "".join(steps), encoding="utf-8")
    return path


def example(root: Path, *steps: str, files: dict[str, str] | None = None) -> LoadedExample:
    """Write and load the example chapter/hello, with the reader's files."""
    path = write(root, "chapter/hello", *steps)
    for name, text in (files or {}).items():
        file = path.with_suffix("") / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return load_example(path)
