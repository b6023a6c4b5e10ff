"""All commands of a page as one bash script, each after its comment."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath

from livedoc.catalog import LoadedExample
from livedoc.model import Step
from macros.rendering import readable
from macros.texts import TEXTS

# What Python's patterns have and grep's have not, and what says the same in grep's.
_TO_GREP = {r"\A": "^", r"\Z": "$", r"\d": "[0-9]"}
_NOT_FOR_GREP = re.compile(r"\(\?|\\n|\\[AZdDBb]|\*\?|\+\?")


def page_script(examples: Iterable[LoadedExample], language: str) -> str:
    """Return one script that does all that a page does, from an empty directory."""
    return "\n\n".join("\n\n".join(_example(loaded, language)) for loaded in examples) + "\n"


def _example(loaded: LoadedExample, language: str) -> Iterator[str]:
    texts = TEXTS[language]
    yield f"# {loaded.name}: {loaded.example.title.text(language)}"
    yield f"mkdir -p {loaded.name} && cd {loaded.name}"
    for name, path in loaded.files().items():
        yield _file(name, path) or f"# {texts['in_archive'].format(file=name, name=loaded.name)}"
    for step in loaded.example.steps:
        yield f"{_comment(step, bool(loaded.example.requires), language)}\n{_command(step)}"
    yield "cd .."


def _file(name: str, path: Path) -> str | None:
    """Return the command that writes a file, or None for one that is not plain text."""
    try:
        text = path.read_bytes().decode("utf-8")
    except UnicodeDecodeError:
        return None
    if "\0" in text or "\r" in text:
        return None
    end = "EOF"
    while end in text.split("\n"):
        end += "_"
    target = shlex.quote(name)
    folder = str(PurePosixPath(name).parent)
    lines = [] if folder == "." else [f"mkdir -p {shlex.quote(folder)}"]
    if text.endswith("\n"):
        lines.append(f"cat > {target} <<'{end}'\n{text}{end}")
    else:  # a here-document would end it with a line break
        lines.append(f"printf %s {shlex.quote(text)} > {target}")
    if path.stat().st_mode & 0o111:
        lines.append(f"chmod +x {target}")
    return "\n".join(lines)


def _comment(step: Step, needs_hub: bool, language: str) -> str:
    texts = TEXTS[language]
    notes = []
    if needs_hub:
        notes.append(texts["needs_hub"])
    if step.exit:
        notes.append(texts["fails_on_purpose"].format(exit=step.exit))
    if step.until and not _for_grep(step.until):
        notes.append(f"{texts['until']} {readable(step.until)}")
    if step.input:
        notes.append(f"{texts['typed']}: {' ⏎ '.join(step.input)} ⏎")
    if step.interrupt:
        notes.append(f"{texts['interrupt']} {readable(step.interrupt)} → Ctrl+C")
    about = step.about.text(language)
    # A pattern of more than one line would leave the comment.
    return "\n".join(f"# {line}" for note in (about, *notes) for line in note.split("\n"))


def _command(step: Step) -> str:
    pattern = step.until and _for_grep(step.until)
    if not pattern:
        return step.run
    command = step.run if "\n" not in step.run else f"\n{step.run}\n"
    end = "" if command.endswith("\n") else ";"
    return f"until {{ {command}{end} }} 2>&1 | grep -E {shlex.quote(pattern)}; do sleep 1; done"


def _for_grep(pattern: str) -> str | None:
    """Return a pattern as `grep -E` reads it, or None where it can't."""
    for theirs, ours in _TO_GREP.items():
        pattern = pattern.replace(theirs, ours)
    return None if _NOT_FOR_GREP.search(pattern) else pattern
