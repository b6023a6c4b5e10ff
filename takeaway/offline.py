"""The guide as an archive that opens from the disk: no server, no network, and with its search."""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from takeaway.links import relinked, to_file

FOLDER = "docker-guide"
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the first moment that the format knows: the same bytes each time
# What only a server or a visitor from elsewhere has a use for.
_LEFT_OUT = ("404.html", "sitemap*", "takeaway/*", "assets/social/*", "*.map")
_MOVED = '<meta http-equiv="refresh"'
_INDEX = re.compile(r'(?P<before>.*?=\s*)(?P<data>\{".*\})(?P<after>;?\s*)\Z', re.DOTALL)

README = """살아 있는 도커 안내서: 이 폴더의 index.html을 브라우저로 엽니다.
네트워크는 필요 없습니다.

The living Docker guide: open en/index.html of this folder in a browser. It needs no network.
"""


class OfflineError(Exception):
    """The site is not as the archive needs it; the message says what was expected."""


def pack(site: Path, target: Path) -> None:
    """Write the archive of a site; raises OfflineError where its search index is not understood."""
    if not (site / "index.html").is_file():
        raise OfflineError(f"{site}/index.html is not there; build the site first: make site")
    with zipfile.ZipFile(target, "w") as archive:
        _add(archive, "README.txt", README.encode())
        for name, content in _files(site):
            _add(archive, name, content)


def _add(archive: zipfile.ZipFile, name: str, content: bytes) -> None:
    entry = zipfile.ZipInfo(f"{FOLDER}/{name}", _EPOCH)
    entry.create_system = 3
    entry.external_attr = 0o100644 << 16
    archive.writestr(entry, content, zipfile.ZIP_DEFLATED, 9)


def _files(site: Path) -> Iterator[tuple[str, bytes]]:
    for path in sorted(site.rglob("*")):
        name = path.relative_to(site).as_posix()
        if not path.is_file() or any(PurePosixPath(name).match(left) for left in _LEFT_OUT):
            continue
        content = path.read_bytes()
        if path.suffix == ".html":
            html = content.decode()
            if _MOVED in html:
                continue  # nobody has an old address of a file
            content = relinked(html, to_file).encode()
        elif re.fullmatch(r"assets/search/(ko|en)\.js", name):
            content = _index(name, content.decode()).encode()
        yield name, content


def _index(name: str, script: str) -> str:
    """Return the search's index with the addresses of files for those of pages."""
    found = _INDEX.match(script)
    before, text, after = found.group("before", "data", "after") if found else ("", "null", "")
    try:
        data = json.loads(text)
        for page in data["pages"]:
            page[0] = to_file(page[0])
    except (TypeError, KeyError, IndexError, ValueError):
        raise OfflineError(
            f"{name}: expected a script that sets an object with pages, each a list that begins "
            "with its address, as macros/search.py writes it"
        ) from None
    return before + json.dumps(data, ensure_ascii=False, separators=(",", ":")) + after
