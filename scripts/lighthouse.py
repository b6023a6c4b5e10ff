"""Measures the heaviest pages of the built site with Lighthouse, on its mobile settings.

Usage: python scripts/lighthouse.py SITE [PAGE…] [--heaviest N] [--runs N], as `make audit` does.
Each page's scores are the medians of its runs; one below the least is an error, and so is no score.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import shutil
import statistics
import subprocess
import sys
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

LIGHTHOUSE = "lighthouse@12.8.2"
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
LEAST = 98
ZIPPED = (".html", ".css", ".js", ".svg", ".json", ".xml", ".txt")
CHROMES = ("chromium", "google-chrome")
FLAGS = "--headless=new --no-sandbox --disable-gpu"


class Zipping(SimpleHTTPRequestHandler):
    """Serves files as a web server does: text gzipped, connections and files kept."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """Answer with the file, gzipped where that is worth it."""
        path = Path(self.translate_path(self.path))
        if path.is_dir():
            path /= "index.html"
        if not path.is_file() or path.suffix not in ZIPPED:
            super().do_GET()
            return
        body = gzip.compress(path.read_bytes(), 6)
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(str(path)))
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "max-age=31536000")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Leave the terminal to the report."""


def heaviest(site: Path, count: int) -> list[str]:
    """Return the addresses of the pages with the most bytes, gzipped, relative to the site."""
    pages = [page for page in site.rglob("index.html") if "http-equiv" not in page.read_text()]
    pages.sort(key=lambda page: len(gzip.compress(page.read_bytes(), 6)), reverse=True)
    return [str(page.relative_to(site)).removesuffix("index.html") for page in pages[:count]]


def measure(address: str, chrome: str) -> dict[str, float]:
    """Return the scores of one run, in hundredths; raises RuntimeError where there are none."""
    run = subprocess.run(
        [
            *("npx", "--yes", LIGHTHOUSE, address, "--quiet", "--output=json"),
            f"--only-categories={','.join(CATEGORIES)}",
            f"--chrome-flags={FLAGS}",
        ],
        env=os.environ | {"CHROME_PATH": chrome},
        capture_output=True,
        text=True,
        check=False,
    )
    try:
        report = json.loads(run.stdout)
        scores = {name: 100 * report["categories"][name]["score"] for name in CATEGORIES}
    except (ValueError, KeyError, TypeError):
        raise RuntimeError(f"{address}: no scores: {(run.stderr or run.stdout)[-500:]}") from None
    if keep := os.environ.get("LIGHTHOUSE_REPORT"):
        Path(keep).write_text(run.stdout, encoding="utf-8")
    return scores


def main() -> int:
    """Measure, report a page a line, and return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("site", type=Path)
    parser.add_argument("pages", nargs="*", help="addresses relative to the site, such as en/data/")
    parser.add_argument("--heaviest", type=int, default=10, help="how many pages, if none is named")
    parser.add_argument("--runs", type=int, default=5)
    arguments = parser.parse_intermixed_args()
    chrome = next(filter(None, map(shutil.which, CHROMES)), None)
    if chrome is None or shutil.which("npx") is None:
        print("Lighthouse needs Chromium and npx: apt-get install chromium npm", file=sys.stderr)
        return 2
    if not (arguments.site / "index.html").is_file():
        print(f"{arguments.site} holds no site; run: make site", file=sys.stderr)
        return 2
    failed = 0
    handler = partial(Zipping, directory=str(arguments.site))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        for page in arguments.pages or heaviest(arguments.site, arguments.heaviest):
            address = f"http://127.0.0.1:{server.server_port}/{page}"
            try:
                runs = [measure(address, chrome) for _ in range(arguments.runs)]
            except RuntimeError as error:
                print(error, file=sys.stderr)
                failed += 1
                continue
            medians = {name: statistics.median(run[name] for run in runs) for name in CATEGORIES}
            low = [name for name, score in medians.items() if score < LEAST]
            failed += bool(low)
            told = "  ".join(f"{name} {score:.0f}" for name, score in medians.items())
            print(f"/{page}: {told}" + (f"  below {LEAST}: {', '.join(low)}" if low else ""))
        server.shutdown()
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
