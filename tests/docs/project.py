"""A small guide of a test's own, built with the real configuration, macros and theme."""

from __future__ import annotations

import multiprocessing
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from mkdocs.__main__ import cli

from livedoc.catalog import LoadedExample, load_example
from livedoc.fingerprint import fingerprint
from livedoc.model import Capture, ImageFacts, StepCapture, Versions
from livedoc.store import write_capture

REPO = Path(__file__).parents[2]
# Each build is a process of its own, and begins with what takes longest imported already.
PROCESSES = multiprocessing.get_context("forkserver")
IMPORTED = ("tests.docs.project", "mkdocs.commands.build", "mkdocs_static_i18n.plugin")
PLUGINS = ("material.plugins.search.plugin", "macros.hooks", "macros.publishing")
PROCESSES.set_forkserver_preload([*IMPORTED, *PLUGINS, "macros.search_hook"])
FROM_THE_GUIDE = ("macros", "overrides")

VERSIONS = Versions(
    engine="28.5.2", cli="28.5.1", compose="2.40.3", buildx="0.29.1", platform="linux/amd64"
)
IMAGES = (
    ImageFacts(name="python:3.13-slim", origin="standin", version="Python 3.13.5", content="a" * 8),
    ImageFacts(name="redis:8", origin="hub", version="Redis 8.0.2", content="b" * 8),
)


class Project:
    """A folder with the guide's own machinery and pages, examples and captures made up."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.docs = root / "docs"
        self.site = root / "site"
        self.docs.mkdir(parents=True)
        (root / "examples").mkdir()
        for name in FROM_THE_GUIDE:
            (root / name).symlink_to(REPO / name)
        (self.docs / "assets").symlink_to(REPO / "docs" / "assets")
        # The guide's navigation names the guide's pages.
        (root / "mkdocs.yml").write_text(f"INHERIT: {REPO / 'mkdocs.yml'}\nnav: null\n")

    def page(self, name: str, ko: str, en: str | None = None) -> None:
        """Write a page in both languages; where they are the same, once."""
        (self.docs / f"{name}.ko.md").write_text(ko)
        (self.docs / f"{name}.en.md").write_text(ko if en is None else en)

    def example(self, name: str, definition: str, files: Mapping[str, str] | None = None) -> Path:
        """Write an example of the chapter `made-up`, and the files that its reader has."""
        path = self.root / "examples" / "made-up" / f"{name}.toml"
        path.parent.mkdir(exist_ok=True)
        path.write_text(definition)
        for file, text in (files or {}).items():
            target = path.with_suffix("") / file
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text)
        return path

    def record(self, path: Path, outputs: Mapping[str, str]) -> LoadedExample:
        """Write a capture in which each named step printed what is given."""
        loaded = load_example(path)
        write_capture(loaded, capture_of(loaded, outputs))
        return loaded

    def build(self, **variables: str) -> subprocess.CompletedProcess[str]:
        """Build the site strictly, as `make site` does."""
        return build(self.root, self.site, **variables)


def capture_of(loaded: LoadedExample, outputs: Mapping[str, str]) -> Capture:
    """Return a capture of the steps that `outputs` names."""
    return Capture(
        recorded=datetime(2026, 1, 2, 3, 4, tzinfo=UTC),
        versions=VERSIONS,
        images=IMAGES,
        fingerprint=fingerprint(loaded),
        steps=tuple(
            StepCapture(
                id=step.id, run=step.run, exit=step.exit, seconds=0, output=outputs[step.id]
            )
            for step in loaded.example.steps
            if step.id in outputs
        ),
    )


def build(root: Path, site: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    """Build the guide in `root` into `site`, strictly, and return how it went."""
    # Not --quiet: warnings that aren't logged aren't counted, and --strict lets them pass.
    command = ["mkdocs", "build", "--strict", "--site-dir", str(site)]
    with tempfile.NamedTemporaryFile("r", encoding="utf-8") as output:
        process = PROCESSES.Process(
            target=_mkdocs, args=(command[1:], root, variables, output.name)
        )
        process.start()
        process.join()
        assert process.exitcode is not None
        return subprocess.CompletedProcess(command, process.exitcode, output.read())


def _mkdocs(arguments: list[str], root: Path, variables: dict[str, str], output: str) -> None:
    """Run MkDocs in a process of its own, as its command does."""
    with Path(output).open("w", encoding="utf-8") as file:
        for stream in (sys.stdout, sys.stderr):
            os.dup2(file.fileno(), stream.fileno())
    enter(root, variables)
    cli(arguments)


def enter(root: Path, variables: Mapping[str, str]) -> None:
    """Make this process one that was started in a project with these variables."""
    for name in ("SITE_URL", "REPO_URL"):
        os.environ.pop(name, None)
    os.environ |= {"NO_MKDOCS_2_WARNING": "1"} | dict(variables)
    os.chdir(root)
