"""The stand-ins' definitions in `sandbox/images`: found, checked, ordered, fingerprinted."""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Iterable, Sequence
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

from pydantic import Field, ValidationError

from livedoc.errors import LivedocError
from livedoc.images.bootstrap import Recipe
from livedoc.model import Model

FROM = re.compile(r"^FROM\s+(?:--\S+\s+)*(\S+)", re.MULTILINE | re.IGNORECASE)
VERSION = re.compile(r"\d+(?:\.\d+)*")


class Definition(Model):
    """What `image.toml` says of a stand-in."""

    tags: tuple[str, ...] = Field(min_length=1, description="each a promise about the version")
    version: tuple[str, ...] = Field(
        (), description="command in the image that prints the version of its software"
    )
    suite: str | None = Field(None, description="Debian suite whose root file system it is")


class Standin(Model):
    """A stand-in: a folder with a Dockerfile, what it promises, and what it is built on."""

    name: str
    folder: Path
    definition: Definition

    @property
    def references(self) -> tuple[str, ...]:
        """Return its names as a reader writes them."""
        return tuple(f"{self.name}:{tag}" for tag in self.definition.tags)

    @property
    def dockerfile(self) -> Path:
        """Return the path of its Dockerfile."""
        return self.folder / "Dockerfile"

    @property
    def root_file_system(self) -> Recipe | None:
        """Return what its root file system is made from, if it has one of its own."""
        if not self.definition.suite:
            return None
        options = self.folder / "slim.cfg"
        return Recipe(self.definition.suite, dpkg_options=options if options.exists() else None)

    def bases(self) -> set[str]:
        """Return the images its Dockerfile starts from, as written there."""
        return set(FROM.findall(self.dockerfile.read_text(encoding="utf-8")))

    def files(self) -> dict[str, Path]:
        """Return the files of its build context."""
        return {
            str(path.relative_to(self.folder)): path
            for path in sorted(self.folder.rglob("*"))
            if path.is_file()
        }

    def digest(self) -> str:
        """Return a digest of its own files."""
        digest = hashlib.sha256()
        for name, path in self.files().items():
            digest.update(f"{name}\0{path.stat().st_size}\0".encode())
            digest.update(path.read_bytes())
        return digest.hexdigest()


def load(root: Path) -> list[Standin]:
    """Return the stand-ins under a folder, each after those it is built on.

    Raises LivedocError where a definition cannot be read or its bases go round in a circle.
    """
    found = []
    for path in sorted(root.glob("*/image.toml")):
        try:
            definition = Definition(**tomllib.loads(path.read_text(encoding="utf-8")))
        except (tomllib.TOMLDecodeError, ValidationError) as error:
            raise LivedocError(f"{path}: {error}") from None
        standin = Standin(name=path.parent.name, folder=path.parent, definition=definition)
        if not standin.dockerfile.is_file():
            raise LivedocError(f"{standin.dockerfile}: missing; {path} needs it beside it")
        found.append(standin)
    by_name = {standin.name: standin for standin in found}
    try:
        return [by_name[name] for name in by_bases(found).static_order()]
    except CycleError as error:
        circle = sorted(set(error.args[1]))
        raise LivedocError(
            f"{by_name[circle[0]].dockerfile}: a circle of FROM lines among {', '.join(circle)}"
        ) from None


def by_bases(standins: Sequence[Standin]) -> TopologicalSorter[str]:
    """Return a sorter of their names: one is ready when those that it is built on are done."""
    by_reference = {name: each.name for each in standins for name in each.references}
    return TopologicalSorter(
        {
            each.name: [by_reference[base] for base in sorted(each.bases()) if base in by_reference]
            for each in standins
        }
    )


def fingerprints(standins: Iterable[Standin], *others: str) -> dict[str, str]:
    """Return by name what each is built from: its files, its bases, and what `others` says.

    `standins` stand in the order of `load`; `others` is what counts for all of them.
    """
    by_reference: dict[str, str] = {}
    by_name: dict[str, str] = {}
    for standin in standins:
        bases = (by_reference.get(base, base) for base in sorted(standin.bases()))
        parts = "\0".join((*others, standin.digest(), *bases))
        by_name[standin.name] = hashlib.sha256(parts.encode()).hexdigest()
        by_reference |= dict.fromkeys(standin.references, by_name[standin.name])
    return by_name


def version_in(text: str) -> str | None:
    """Return the version number in what a program says of itself."""
    match = VERSION.search(text)
    return match[0] if match else None


def broken_promise(tag: str, version: str) -> bool:
    """Return whether a tag names a version that the software it stands for does not have."""
    promised = VERSION.match(tag)
    if not promised:
        return False
    parts = promised[0].split(".")
    return (version_in(version) or "").split(".")[: len(parts)] != parts
