"""Building the site, against the same pages with what the macros show pasted in as Markdown."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from functools import partial
from pathlib import Path

import yaml

from bench.checkout import FOR_SITE, checkout
from bench.measure import Cost, NotMeasuredError, cost, environment, interleaved, ratios
from bench.options import Options
from macros.library import Library
from macros.markdown_view import MarkdownView
from macros.page_sources import page_sources

BUILD = [sys.executable, "-m", "mkdocs", "build"]
PASTED = "pasted.yml"
EDITED = "compose"
WAIT_SECONDS = 180


def measure(options: Options) -> None:
    """Measure whole builds, and an edit in the preview."""
    with checkout(FOR_SITE) as folder, checkout(FOR_SITE) as plain:
        paste(plain)
        built: list[Cost] = []

        def site() -> float:
            built.append(cost(BUILD, folder))
            return built[-1].cpu

        def pasted() -> float:
            return cost([*BUILD, "--config-file", PASTED], plain).cpu

        site()  # so that templates are compiled on both sides
        pasted()
        built.clear()
        pairs = interleaved(options.times(3), site, pasted)
        options.keep("building.site", ratios(pairs))
        options.keep("building.memory", [each.memory for each in built])
        options.keep("building.edit", _edits(folder, options.times(3)))


def paste(folder: Path) -> None:
    """Put what the macros show into the pages of a checkout, and write a configuration for them."""
    library = Library(folder / "examples")
    docs = folder / "docs"
    pasted = {}
    for path in docs.glob("*.md"):
        language = path.stem.rpartition(".")[2]
        view = MarkdownView(library, language, partial(page_sources, docs, language, ()))
        pasted[path] = view.pasted(path.read_text(encoding="utf-8"))
    for path, text in pasted.items():  # not before: what some pages show is taken from others
        path.write_text(text, encoding="utf-8")
    config = {"INHERIT": "mkdocs.yml", "hooks": []}
    (folder / PASTED).write_text(yaml.safe_dump(config), encoding="utf-8")


def _edits(folder: Path, times: int) -> list[float]:
    """Return how long the preview takes to show a page that was edited."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{probe.getsockname()[1]}"
    serve = [sys.executable, "-m", "mkdocs", "serve", "--dev-addr", address]
    page = folder / "docs" / f"{EDITED}.ko.md"
    url = f"http://{address}/{EDITED}/"
    with subprocess.Popen(
        serve,
        cwd=folder,
        env=environment(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as process:
        try:
            _shows(process, url, "</html>")
            values = []
            for number in range(times):
                word = f"edited-{number}-{time.time_ns()}"
                began = time.perf_counter()
                page.write_text(f"{page.read_text(encoding='utf-8')}\n{word}\n", encoding="utf-8")
                _shows(process, url, word)
                values.append(time.perf_counter() - began)
            return values
        finally:
            process.terminate()


def _shows(process: subprocess.Popen[bytes], url: str, word: str) -> None:
    deadline = time.monotonic() + WAIT_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=10) as answer:  # noqa: S310 # our own
                if word in answer.read().decode():
                    return
        except (urllib.error.URLError, OSError):
            pass
        time.sleep(0.02)
    raise NotMeasuredError(f"the preview did not show an edit of {EDITED} in {WAIT_SECONDS} s")
