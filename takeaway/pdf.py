"""Prints a document to PDF with Chromium: tagged, and with bookmarks from its headings."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

NAMES = ("chromium", "google-chrome")
_SECONDS = 600


class PrintError(Exception):
    """There is no browser, or it printed nothing; the message says how to get on."""


def print_to(document: str, target: Path) -> None:
    """Print an HTML document, whose links to files are whole addresses, to a PDF file."""
    browser = next(filter(None, map(shutil.which, NAMES)), None)
    if browser is None:
        raise PrintError(f"printing needs one of {', '.join(NAMES)}: apt-get install chromium")
    target.unlink(missing_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / "book.html"
        page.write_text(document, encoding="utf-8")
        done = subprocess.run(
            [
                browser,
                "--headless",
                "--no-sandbox",  # it may be root's; it opens our own file, and nothing else
                "--disable-gpu",
                "--disable-background-networking",
                "--no-first-run",
                "--proxy-server=http://127.0.0.1:1",  # nothing listens there: no network
                "--allow-file-access-from-files",
                f"--user-data-dir={folder}/profile",
                "--generate-pdf-document-outline",
                "--no-pdf-header-footer",
                f"--print-to-pdf={target.resolve()}",
                page.as_uri(),
            ],
            capture_output=True,
            text=True,
            timeout=_SECONDS,
            check=False,
        )
    if done.returncode != 0 or not target.is_file():
        last = "\n".join(done.stderr.strip().splitlines()[-5:])
        raise PrintError(f"{browser} printed no {target.name} (exit {done.returncode}):\n{last}")
