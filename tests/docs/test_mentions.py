"""Files, images, ports and variables in prose are those of the page's examples."""

from __future__ import annotations

from pathlib import Path

import pytest

from livedoc.catalog import Catalog, load_catalog
from tests.docs.mentions import ALLOWED, Allowed, mention_faults, mentions, shown
from tests.docs.test_pages import PAGES, REPO
from tests.unit.writing import example, step

NONE = Allowed(frozenset())
EXAMPLES = (
    "docker run -p 8000:80 nginx:1.26\nEXPOSE 5432/tcp\ncompose.yaml\nMEMO_DIR=/data\nexit 137\n"
    "curl http://localhost:8000/memo\n/etc/nginx/nginx.conf"
)


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    """Return the guide's examples."""
    return load_catalog(REPO / "examples")


@pytest.fixture(scope="module")
def allowed() -> Allowed:
    """Return what no example needs to show."""
    return Allowed.read(ALLOWED)


@pytest.mark.parametrize("name", PAGES)
def test_what_prose_mentions_is_on_the_page(name: str, catalog: Catalog, allowed: Allowed) -> None:
    """Each name in inline code is that of something which an example of the page has or printed."""
    assert mention_faults(name, PAGES[name], shown(catalog, PAGES[name]), allowed) == []


def test_every_exception_is_needed(allowed: Allowed) -> None:
    """An entry for what no page mentions any more goes."""
    assert allowed.unused(PAGES) == []
    stale = Allowed(frozenset({("compose", "gone.yaml")}))
    (fault,) = stale.unused(PAGES)
    assert "gone.yaml" in fault


@pytest.mark.parametrize(
    ("kind", "right", "wrong"),
    [
        ("file", "compose.yaml", "compose.yml"),
        ("file", "/etc/nginx/nginx.conf", "/etc/nginx.conf"),
        ("file", "nginx.conf", "ngin.conf"),
        ("image", "nginx:1.26", "nginx:1.27"),
        ("image", "nginx:1.26", "nginx:1.2"),
        ("port", "8000:80", "8080:80"),
        ("port", "5432/tcp", "5433/tcp"),
        ("port", ":8000", ":8001"),
        ("address", "http://localhost:8000/memo", "http://localhost:8000/memos"),
        ("number", "137", "143"),
        ("variable", "MEMO_DIR", "MEMO_DIRS"),
        ("variable", "${MEMO_DIR}", "$MEMO_PATH"),
    ],
)
def test_a_name_that_is_another_is_told(kind: str, right: str, wrong: str) -> None:
    """What only looks alike is a fault with its page and line; what is there is none."""
    assert mention_faults("docs/p.ko.md", f"Say `{right}`.", EXAMPLES, NONE) == []
    (fault,) = mention_faults("docs/p.ko.md", f"One.\n\nSay `{wrong}`.", EXAMPLES, NONE)
    assert fault.startswith(f"docs/p.ko.md:3: the {kind} `{wrong}` ")


def test_other_words_are_left_alone() -> None:
    """Commands, words and patterns are no names of things."""
    text = "`docker ps -a`, `web`, `CMD`, `-p`, `name:tag`, `x=1`, `ERROR`, `1`, ```\n8000\n```"
    assert list(mentions(text)) == []


def test_an_exception_is_for_its_page_alone() -> None:
    """The same word on another page is a fault."""
    allowed = Allowed(frozenset({("p", "gone.yaml")}))
    assert mention_faults("docs/p.ko.md", "`gone.yaml`", "", allowed) == []
    assert len(mention_faults("docs/q.ko.md", "`gone.yaml`", "", allowed)) == 1


def test_an_example_counts_where_the_page_calls_it(tmp_path: Path) -> None:
    """Its commands, its files and their names do; another example's do not."""
    example(tmp_path, step("one", "cat a.txt"), files={"app/main.py": "PORT_NUMBER = 8000"})
    catalog = load_catalog(tmp_path)
    words = shown(catalog, 'Text.\n\n[[= run("hello", "one") =]]\n')
    page = "`a.txt`, `app/main.py`, `main.py`, `8000` and `PORT_NUMBER`"
    assert mention_faults("docs/p.ko.md", page, words, NONE) == []
    assert shown(catalog, "no call") == ""
