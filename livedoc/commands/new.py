"""`livedoc new`: scaffolds an example that passes as it is."""

from __future__ import annotations

import re

from rich.console import Console

from livedoc.catalog import load_catalog
from livedoc.errors import LivedocError
from livedoc.model import LANGUAGES, NAME
from livedoc.paths import examples_root

DEFINITION = """\
#:schema ../schema.json
title = {{ ko = "{name}", en = "{name}" }}

[[steps]]
id = "build"
run = "docker build -t {name} ."
about = {{ ko = "현재 디렉터리의 Dockerfile로 이미지 생성", en = "build an image from the Dockerfile here" }}
expect = ["naming to docker.io/library/{name}"]

[[steps]]
id = "run"
run = "docker run --rm {name}"
about = {{ ko = "컨테이너 하나를 실행하고 끝나면 삭제", en = "run a container, and remove it when it ends" }}
expect = ["^hello from {name}$"]
"""

DOCKERFILE = """\
FROM busybox:1.37
CMD ["echo", "hello from {name}"]
"""


def new(console: Console, where: str) -> int:
    """Write `examples/<chapter>/<name>.toml` and its folder; returns the exit code."""
    if not re.fullmatch(f"[a-z0-9-]+/{NAME}", where):
        raise LivedocError(f"{where!r} is not CHAPTER/NAME in lower case, e.g. images/first-image")
    chapter, name = where.split("/")
    catalog = load_catalog(examples_root())
    if name in catalog.examples:
        raise LivedocError(f"the name {name!r} is taken by {catalog.examples[name].path}")
    definition = catalog.root / chapter / f"{name}.toml"
    folder = definition.with_suffix("")
    if folder.exists():
        raise LivedocError(f"{folder} is there already, without a definition; remove it first")
    folder.mkdir(parents=True)
    definition.write_text(DEFINITION.format(name=name), encoding="utf-8")
    (folder / "Dockerfile").write_text(DOCKERFILE.format(name=name), encoding="utf-8")
    console.print(f"wrote {definition} and {folder}/Dockerfile")
    console.print("1. edit them: what the reader types, and a claim for each step")
    console.print(f"2. make record EX={name}")
    pages = [f"docs/{chapter}.{language}.md" for language in LANGUAGES]
    console.print(
        f'3. [[= session("{name}") =]] and, where the page undoes it all, '
        f'[[= verified("{name}") =]] in {" and ".join(pages)}'
    )
    if absent := [page for page in pages if not (catalog.root.parent / page).is_file()]:
        console.print(f"   not there yet: {', '.join(absent)}; is the chapter's name right?")
    return 0
