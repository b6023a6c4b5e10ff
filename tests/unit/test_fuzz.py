"""Files and arguments that nobody would write: a message with file and line, no traceback."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from functools import partial
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from livedoc.catalog import LoadedExample, load_catalog, load_example
from livedoc.errors import DefinitionError, LivedocError
from livedoc.store import read_capture, read_timing, write_capture
from macros.arguments import block_of
from macros.blocks import Blocks
from macros.library import Library
from macros.pages import with_tokens
from macros.placeholders import PageBlocks
from tests.docs.project import capture_of
from tests.unit.writing import TITLE, step

DEFINITION = (
    TITLE + step("one", "echo one") + step("two", "echo two", "expect = ['^two$']\nshow = 3")
)
MUCH = 20_000
PIECES = st.sampled_from(
    [
        "[",
        "]",
        "{",
        "}",
        '"',
        "'''",
        "=",
        ".",
        ",",
        "\n",
        "#",
        "\\u0000",
        "\\ud800",
        "1e999",
        "-",
        "[[steps]]\n",
        "steps = 1\n",
        "id",
        "expect = ['(']\n",
        "timeout = nan\n",
        "exit = 1.5\n",
    ]
)


def edited(text: str) -> st.SearchStrategy[str]:
    """Return a text with a few pieces of it lost, and others put in."""
    edits = st.tuples(st.integers(0, len(text)), st.integers(0, 12), PIECES | st.text(max_size=3))

    def apply(chosen: list[tuple[int, int, str]]) -> str:
        result = text
        for start, length, piece in chosen:
            result = result[:start] + piece + result[start + length :]
        return result

    return st.lists(edits, min_size=1, max_size=4).map(apply)


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> LoadedExample:
    """Return an example, recorded."""
    path = tmp_path_factory.mktemp("guide") / "examples" / "chapter" / "hello.toml"
    (path.parent / "hello").mkdir(parents=True)
    (path.parent / "hello" / "Dockerfile").write_text("FROM debian\nRUN echo\n")
    path.write_text(DEFINITION)
    example = load_example(path)
    write_capture(example, capture_of(example, {"one": "one", "two": "two"}))
    return example


def refused(path: Path) -> list[str]:
    """Load a definition; returns its faults."""
    try:
        load_example(path)
    except DefinitionError as error:
        return error.faults
    return []


@given(st.binary(max_size=80) | edited(DEFINITION).map(lambda text: text.encode(errors="replace")))
def test_any_definition_loads_or_is_refused_by_line(loaded: LoadedExample, content: bytes) -> None:
    """Each fault begins with the file and a line that the file has."""
    path = loaded.path.parents[2] / "any.toml"
    path.write_bytes(content)
    for fault in refused(path):
        at = re.match(rf"{re.escape(str(path))}:(\d+): .", fault)
        assert at and 1 <= int(at[1]) <= content.count(b"\n") + 1


@pytest.mark.parametrize(
    "content",
    [
        "a = " + "[" * MUCH,
        "a = " + "{b = " * MUCH,
        ".".join("a" * 2000) + " = 1",
        "exit = " + "9" * MUCH,
        TITLE + step("one", "echo", "expect = ['" + "(" * MUCH + "']"),
        TITLE + step("one", "echo", "expect = ['a{" + "9" * 30 + "}']"),
        TITLE + step("one", "echo", "exit = " + "9" * 30),
        TITLE + step("one", "echo", "timeout = nan"),
        TITLE + step("one", "echo").replace("'''echo'''", '"echo \\u0000"'),
        TITLE + step("one", "echo").replace("'''echo'''", '"echo \\u001b[31m"'),
    ],
    ids=["arrays", "tables", "keys", "digits", "groups", "repeat", "exit", "nan", "nul", "escape"],
)
def test_what_breaks_a_parser_is_a_fault_of_the_file(loaded: LoadedExample, content: str) -> None:
    """Depth and length without measure, numbers that are none, and characters nobody can type."""
    path = loaded.path.parents[2] / "any.toml"
    path.write_text(content)
    faults = refused(path)
    assert faults and all(fault.startswith(f"{path}:") and len(fault) < 500 for fault in faults)


@pytest.mark.parametrize("name", ["a b", "<b>", "x'y", "Ünal", "..", "a&b", "UPPER"])
def test_a_name_that_no_page_could_call_is_refused(tmp_path: Path, name: str) -> None:
    """A name becomes an address, an anchor and a folder: lower-case letters, digits and hyphens."""
    path = tmp_path / f"{name}.toml"
    path.write_text(DEFINITION)
    (fault,) = refused(path)
    assert fault.startswith(f"{path}:1: ")


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    """A folder that is called like a definition."""
    (tmp_path / "chapter" / "odd.toml").mkdir(parents=True)
    with pytest.raises(DefinitionError, match=r"odd\.toml:1: "):
        load_catalog(tmp_path)


def test_a_link_out_of_the_folder_is_refused(tmp_path: Path) -> None:
    """What a reader's file would bring into the sandbox, and onto a page, must stand in it."""
    path = tmp_path / "hello.toml"
    path.write_text(DEFINITION)
    (tmp_path / "hello").mkdir()
    (tmp_path / "hello" / "mine").symlink_to("/etc/passwd")
    (fault,) = refused(path)
    assert fault.startswith(f"{path}:1: ") and "mine" in fault and "link" in fault


def said(do: Callable[[], object]) -> str | None:
    """Return the message of what was refused, or None where it was done."""
    try:
        do()
    except LivedocError as error:
        return str(error)
    return None


CAPTURE = st.binary(max_size=80) | st.recursive(
    st.none() | st.integers() | st.floats() | st.text(max_size=4),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner),
    max_leaves=8,
).map(lambda value: json.dumps(value).encode())


@given(st.data())
def test_any_capture_is_read_or_refused_by_file(loaded: LoadedExample, data: st.DataObject) -> None:
    """Captures and timings alike: the file and the command that mends it, or what it holds."""
    whole = capture_of(loaded, {"one": "one", "two": "two"}).model_dump_json(indent=1)
    content = data.draw(CAPTURE | edited(whole).map(lambda text: text.encode(errors="replace")))
    other = loaded.path.parents[2] / "other.toml"
    other.write_text(DEFINITION)
    example = load_example(other)
    for path, read in ((example.capture_path, read_capture), (example.timing_path, read_timing)):
        path.write_bytes(content)
        message = said(partial(read, example))
        assert message is None or message.startswith(f"{path}:1: ")
        assert message is None or "run: make record EX=other" in message


ARGUMENT = st.one_of(
    st.sampled_from(["hello", "one", "Dockerfile", "1", "1-2", "../hello.toml", "\x00", "/etc"]),
    st.text(max_size=5),
    st.integers(),
    st.none(),
    st.lists(st.integers(), max_size=2),
)


@given(
    st.sampled_from(["run", "source", "session", "verified"]),
    st.lists(ARGUMENT, max_size=3),
)
def test_any_arguments_of_a_macro_make_a_block_or_a_fault(
    loaded: LoadedExample, macro: str, arguments: list[Any]
) -> None:
    """A call is refused by what is wrong with it, whatever was written between the brackets."""
    make = getattr(Blocks(Library(loaded.path.parents[1]), "ko"), macro)
    assert said(partial(block_of, make, arguments, {})) != ""


EXPRESSION = (
    st.text(max_size=8)
    | edited('run("hello", "one")')
    | st.sampled_from(
        [
            "(" * 500,
            "run({[]: 1})",
            "run(**{'example': 'hello'})",
            "run(*[1])",
            "run(example='hello',)",
            "run('hello', step='one', step='two')",
            "[" * MUCH,
            "9" * MUCH,
            "run(" + "-" * MUCH + "1)",
        ]
    )
)


@given(EXPRESSION)
def test_whatever_stands_in_a_call_makes_a_block_or_a_fault(
    loaded: LoadedExample, expression: str
) -> None:
    """With the page and the line on which it stands."""
    kept = PageBlocks()
    blocks = Blocks(Library(loaded.path.parents[1]), "ko")
    markdown = with_tokens(f"one\n\n[[= {expression} =]]\n", "docs/p.ko.md", 4, blocks, kept)
    called = markdown.startswith("one\n\nlivedocblock0end")
    assert called or kept.faults or "\n" in expression or "=]]" in expression
    assert all(fault.startswith("docs/p.ko.md:") for fault in kept.faults)


class Tags(HTMLParser):
    """Keeps the tags of a page, and the text that is in no block."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep a tag and the names of its attributes."""
        self.tags.append(" ".join([tag, *(name for name, _ in attrs)]))

    def handle_endtag(self, tag: str) -> None:
        """Keep an end."""
        self.tags.append(f"/{tag}")


HOSTILE = st.lists(
    st.sampled_from(
        [
            "<script>",
            "</samp></pre></div>",
            "<!--",
            "-->",
            "&lt;",
            "[[= x =]]",
            "{{ x }}",
            "\x1b[31m",
            "\x1b]8;;http://x\x07",
            "\x00",
            "\udc80",
            "livedocblock0end",
            "```",
            "]]>",
            '" onload="x',
        ]
    )
    | st.text(max_size=4),
    max_size=8,
).map("".join)


@given(HOSTILE)
def test_no_output_leaves_its_block(loaded: LoadedExample, output: str) -> None:
    """The page has the same elements whatever was printed, but for those that give it colour."""
    printed = output.encode("utf-8", "surrogatepass").decode("utf-8", "replace")
    example = load_example(loaded.path)

    def page(text: str) -> list[str]:
        write_capture(example, capture_of(example, {"one": f"x{text}x", "two": "two"}))
        kept = PageBlocks()
        token = kept.add(Blocks(Library(example.path.parents[1]), "ko").run("hello", "one"), "", "")
        tags = Tags(kept.insert(f"<p>{token}</p><p>after</p>")).tags
        return [tag for tag in tags if tag not in ("span class", "/span")]

    folded = printed.count("\n") >= 20
    assert folded or page(printed) == page("")
