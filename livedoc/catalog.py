"""Finds and loads the example definitions; reports every fault of all of them at once."""

from __future__ import annotations

import gc
import os
import re
import reprlib
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from livedoc.definitions import Definitions
from livedoc.errors import DefinitionError
from livedoc.model import NAME, Example, Localised, Step
from livedoc.nearest import unknown

# What editors keep beside a file while it is open: vim's swap, Emacs's lock and save, a backup.
EDITORS = re.compile(r"\..*\.sw[a-p]|\.#.*|#.*#|.*~")
FOLDER = "examples"
STEP_HEADER = re.compile(r"^\s*\[\[\s*steps\s*\]\]")


@dataclass(frozen=True)
class LoadedExample:
    """An example together with where it stands."""

    name: str
    path: Path
    example: Example
    source: str = field(repr=False)
    paths: tuple[str, ...] = field(repr=False)  # of the reader's files, as they were found
    instead: Mapping[str, Path] = field(default_factory=dict, repr=False, hash=False)
    """Files in the place of those with the same name."""

    @property
    def chapter(self) -> str:
        """Return the folder that groups examples by page."""
        return self.path.parent.name

    @property
    def needs_hub(self) -> bool:
        """Say whether it runs on Docker Hub's own images alone."""
        return "hub" in self.example.requires

    def can_run_on(self, mode: str) -> bool:
        """Say whether it can be run where base images come from there: an image set's mode."""
        return mode == "hub" or not self.needs_hub

    @cached_property  # to make a path takes longer than to look one up
    def folder(self) -> Path:
        """Return the folder of files that the reader has; it need not exist."""
        return self.path.with_suffix("")

    @property
    def capture_path(self) -> Path:
        """Return where what came back is kept."""
        return self.path.with_suffix(".capture.json")

    @property
    def timing_path(self) -> Path:
        """Return where the times of its lines are kept."""
        return self.path.with_suffix(".timing.json")

    @cached_property
    def _files(self) -> dict[str, Path]:
        cut = len(str(self.folder)) + 1
        return {path[cut:]: Path(path) for path in self.paths} | dict(self.instead)

    def files(self) -> dict[str, Path]:
        """Return the reader's files by their path relative to the folder."""
        return self._files

    def file(self, name: str) -> Path:
        """Return one of the reader's files, or raise UnknownNameError."""
        try:
            return self._files[name]
        except KeyError:
            raise unknown("file", name, self._files, f"example {self.name!r}") from None

    def step(self, step_id: str) -> Step:
        """Return one step, or raise UnknownNameError."""
        for step in self.example.steps:
            if step.id == step_id:
                return step
        ids = [step.id for step in self.example.steps]
        raise unknown("step", step_id, ids, f"example {self.name!r}")

    def line(self, step_id: str) -> int:
        """Return the line of the definition at which a step begins."""
        index = [step.id for step in self.example.steps].index(step_id)
        return _line_of(self.source, ("steps", index))


@dataclass(frozen=True)
class Catalog:
    """All examples, by their name."""

    root: Path
    examples: dict[str, LoadedExample]

    def example(self, name: str) -> LoadedExample:
        """Return one example, or raise UnknownNameError."""
        try:
            return self.examples[name]
        except KeyError:
            raise unknown("example", name, self.examples) from None

    def __iter__(self) -> Iterator[LoadedExample]:
        return iter(self.examples.values())


def is_kept_by_editor(path: Path) -> bool:
    """Say whether a file is there only because another one is being edited."""
    return EDITORS.fullmatch(path.name) is not None


def load_catalog(root: Path) -> Catalog:
    """Load every `<root>/<chapter>/<name>.toml`.

    Raises DefinitionError with every fault of every file, each as `file:line: fault`.
    """
    examples: dict[str, LoadedExample] = {}
    faults: list[str] = []
    known = Definitions(root.parent / ".livedoc" / "definitions.json")
    with _all_kept():
        for path in sorted(root.glob("*/*.toml")):
            try:
                loaded = load_example(path, known)
            except DefinitionError as error:
                faults += error.faults
                continue
            if loaded.name in examples:
                faults.append(
                    f"{path}:1: the name {loaded.name!r} is taken by {examples[loaded.name].path}; "
                    "pages name examples without their chapter"
                )
                continue
            examples[loaded.name] = loaded
    if root.name == FOLDER:  # of a checkout, and so beside its state
        known.keep()
    if faults:
        raise DefinitionError(faults)
    return Catalog(root, examples)


@contextmanager
def _all_kept() -> Iterator[None]:
    """Look for no garbage during the block: in what is made and kept there is none to find.

    With thousands of examples the search, over all of them again and again, takes most of the time.
    """
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def load_example(path: Path, known: Definitions | None = None) -> LoadedExample:
    """Load one definition; raises DefinitionError with all its faults.

    What is `known` of its text is not found out again.
    """
    name = path.stem
    if not re.fullmatch(NAME, name):
        raise DefinitionError(
            [f"{path}:1: the name {name!r}: expected lower-case letters, digits and hyphens"]
        )
    source = _read(path)
    example = known.get(source) if known else None
    if example is None:
        example = _validated(path, source)
        if known:
            known.add(source, example)
    entries = list(_entries(str(path.with_suffix(""))))
    # The file that a link leads to is of the machine, not of the example.
    if links := [each.path for each in entries if each.is_symlink()]:
        raise DefinitionError(
            [f"{path}:1: {link} is a link; put the file itself there" for link in sorted(links)]
        )
    files = tuple(sorted(each.path for each in entries if each.is_file()))
    return LoadedExample(name, path, example, source, files)


def _entries(folder: str) -> Iterator[os.DirEntry[str]]:
    """Yield all that is in a folder and the folders in it, what editors keep aside."""
    try:
        entries = os.scandir(folder)
    except FileNotFoundError:
        return
    with entries:
        for entry in entries:
            if not EDITORS.fullmatch(entry.name):
                yield entry
                if entry.is_dir(follow_symlinks=False):
                    yield from _entries(entry.path)


def _validated(path: Path, source: str) -> Example:
    """Return what a text defines; raises DefinitionError with all its faults."""
    definition = _parse(path, source)
    try:
        return Example.model_validate(definition)
    except ValidationError as error:
        faults = []
        problems = error.errors()
        within = {problem["loc"][:1] for problem in problems if len(problem["loc"]) > 1}
        for problem in problems:
            if problem["type"] == "too_short" and problem["loc"] in within:
                continue  # short only because the items that are wrong were not counted
            where = ".".join(str(part) for part in problem["loc"]) or "example"
            line = _line_of(source, problem["loc"])
            faults.append(f"{path}:{line}: {where}: {_said(problem)}")
        raise DefinitionError(faults) from None


def _said(problem: ErrorDetails) -> str:
    """Return what is wrong in the words of who writes TOML, not of what reads it."""
    *within, key = problem["loc"] or ("",)
    match problem["type"]:
        case "extra_forbidden":
            model = Localised if len(within) % 2 else Step if within else Example
            return str(unknown("key", str(key), model.model_fields))
        case "missing":
            return "this key is missing"
        case "tuple_type":
            return f"expected a list in [ ], found {reprlib.repr(problem['input'])}"
        case "value_error":
            return problem["msg"].removeprefix("Value error, ")
    return f"{problem['msg']}, found {reprlib.repr(problem['input'])}"


def _read(path: Path) -> str:
    """Return a definition's text; raises DefinitionError."""
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        raise DefinitionError([f"{path}:{line}: is not UTF-8"]) from None
    except OSError as error:
        raise DefinitionError([f"{path}:1: cannot be read: {error.strerror}"]) from None


def _parse(path: Path, source: str) -> dict[str, Any]:
    """Return what a definition's text says; raises DefinitionError."""
    try:
        return tomllib.loads(source)
    except RecursionError:
        raise DefinitionError([f"{path}:1: not valid TOML: nested too deeply"]) from None
    except ValueError as error:  # among them numbers that are too long for Python
        at = re.search(r"\(at line (\d+)", str(error))
        line = int(at[1]) if at else source.count("\n") + 1
        raise DefinitionError([f"{path}:{line}: not valid TOML: {error}"]) from None


def _line_of(source: str, location: tuple[int | str, ...]) -> int:
    """Return the line nearest to a location of the parsed definition (tomllib keeps none)."""
    lines = source.split("\n")
    headers = [number for number, line in enumerate(lines) if STEP_HEADER.match(line)]
    begin, end = 0, min(headers, default=len(lines))
    keys = list(location)
    if len(keys) >= 2 and keys[0] == "steps" and isinstance(keys[1], int):
        if keys[1] < len(headers):
            begin, end = [*headers, len(lines)][keys[1] : keys[1] + 2]
        keys = keys[2:]
    for key in map(re.escape, map(str, keys[:1])):
        for number, line in enumerate(lines):
            assigned = begin <= number < end and re.match(rf"\s*{key}\s*[=.]", line)
            if assigned or re.match(rf"\s*\[+\s*{key}\s*[\].]", line):
                return number + 1
    return begin + 1
