"""Makes what a reader takes away of a built site: `python -m takeaway SITE`."""

from __future__ import annotations

import argparse
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from macros.edition import edition
from takeaway.book import BookError, book
from takeaway.offer import Offer, offer
from takeaway.offline import OfflineError, pack
from takeaway.pdf import PrintError, print_to
from takeaway.snapshot import snapshot

HOMES = {"ko": "index.html", "en": "en/index.html"}
FOLDER = "takeaway"
_HERE = Path(__file__).parent


def main(arguments: list[str] | None = None) -> int:
    """Run the command line; returns the exit code."""
    parser = argparse.ArgumentParser(prog="takeaway", description=__doc__)
    parser.add_argument("site", type=Path, help="the folder that `make site` has built")
    parser.add_argument("--snapshot", type=Path, help="keep all of it as one file in this folder")
    given = parser.parse_args(arguments)
    try:
        for path in take_away(given.site):
            print(f"{path} ({path.stat().st_size / 1e6:.1f} MB)")
        if given.snapshot:
            print(snapshot(given.site, given.snapshot, edition(_HERE.parent)))
    except (BookError, OfflineError, PrintError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def take_away(site: Path) -> list[Path]:
    """Put the offline edition and the books beside a site, and offer them on its own page."""
    folder = site / FOLDER
    folder.mkdir(exist_ok=True)
    archive = folder / "docker-guide-offline.zip"
    pack(site, archive)
    now = edition(_HERE.parent)

    def printed(language: str) -> Path:
        target = folder / f"docker-guide.{language}.pdf"
        document = book(
            site, HOMES[language], language, (now.date, now.commit), _HERE / "print.css"
        )
        print_to(document, target)
        return target

    with ThreadPoolExecutor() as pool:
        books = list(pool.map(printed, HOMES))
    for language, home in HOMES.items():
        page = site / Path(home).parent / "about" / "index.html"
        if page.is_file():
            offer(page, site, language, [Offer(path) for path in (*books, archive)])
    return [*books, archive]


if __name__ == "__main__":
    sys.exit(main())
