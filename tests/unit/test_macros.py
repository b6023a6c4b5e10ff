"""Macros against hostile captures, and blocks in every place a page can put them."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path
from string import Formatter

import pytest

from livedoc.catalog import LoadedExample, load_example
from livedoc.errors import LivedocError, UnknownNameError
from livedoc.store import write_capture, write_timing
from macros.arguments import block_of
from macros.blocks import Blocks
from macros.library import Library
from macros.placeholders import PageBlocks
from macros.texts import TEXTS
from tests.docs.checks import markdown
from tests.docs.project import capture_of

DEFINITION = """
title = { ko = "가", en = "a" }
[[steps]]
id = "prepare"
run = "mkdir data"
about = { ko = "준비", en = "prepare" }
hidden = true
[[steps]]
id = "look"
run = "cat <file> && echo '[[= x =]]'"
about = { ko = "<b>보기</b>", en = "<b>look</b>" }
expect = ["x"]
show = 3
"""

HOSTILE = {
    "script": "<script>alert(1)</script>",
    "closing tags": "</samp></pre></div></details></article>",
    "comment": "<!-- never closed",
    "entity": "&lt;b&gt; &amp; &#60;",
    "fences": "```\n~~~\n````bash",
    "macro": '[[= run("a", "b") =]] [[% if x %]] [[# c #]] {{ x }} {% y %}',
    "token": "livedocblock0end <p>livedocblock1end</p>",
    "markdown": "# title\n\n!!! note\n\n    *word* [link](x.md) :smile:",
    "quotes": "\"double\" 'single' `back`",
    "binary": "\x00\x01\x02\x7f\x80\ufffd\udc80",
    "bells": "a\x07b\x08c\rd\x0be",
    "colours": "\x1b[31mred\x1b[0m \x1b[1;32;48;5;10mbold\x1b[m",
    "terminal": "\x1b[2J\x1b[H\x1b]0;title\x07\x1b]8;;http://x\x1b\\link\x1b(B\x1bM",
    "no newline": "x",
    "only newlines": "\n\n\n",
    "wide": "x" * 10_000,
    "emoji": "🐳 한글 ‮rtl",
}

PLACES = {
    "paragraph": "{}\n",
    "list": "- item\n\n    {}\n\n- next\n",
    "first in a list item": "- {}\n- next\n",
    "nested list": "1. one\n    - two\n\n        {}\n",
    "admonition": '!!! note "N"\n\n    {}\n',
    "details": '??? note "N"\n\n    {}\n',
    "tab": '=== "A"\n\n    {}\n\n=== "B"\n\n    words\n',
    "tab in an admonition in a list": '- i\n\n    !!! note\n\n        === "A"\n\n            {}\n',
    "definition": "term\n\n:   {}\n",
    "block quote": "> {}\n",
    "markdown in html": '<div markdown="1">\n\n{}\n\n</div>\n',
}
VOID = {"area", "br", "col", "hr", "img", "input", "link", "meta", "wbr"}


class Tree(HTMLParser):
    """Reads HTML strictly: fails where tags don't match; keeps text by the element around it."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[str] = []
        self.text: dict[str, str] = {}
        self.feed(html)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open an element."""
        self.tags.append(tag)
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Close the innermost element, which must be this one."""
        if tag not in VOID:
            assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        """Keep text."""
        at = self.open[-1] if self.open else ""
        self.text[at] = self.text.get(at, "") + data


@pytest.fixture
def loaded(tmp_path: Path) -> LoadedExample:
    """Return the example with its files, not yet recorded."""
    path = tmp_path / "examples" / "made-up" / "ex.toml"
    path.parent.mkdir(parents=True)
    path.write_text(DEFINITION)
    folder = path.with_suffix("")
    folder.mkdir()
    (folder / "Dockerfile").write_text("FROM debian\nRUN echo '<b>'\nCMD [\"sh\"]\n")
    (folder / "blob").write_bytes(b"\xff\xfe\x00")
    return load_example(path)


def blocks(loaded: LoadedExample, output: str | None = None, language: str = "ko") -> Blocks:
    """Return the maker of blocks, after a recording in which the visible step printed `output`."""
    if output is not None:
        write_capture(loaded, capture_of(loaded, {"prepare": "", "look": output}))
    return Blocks(Library(loaded.path.parents[1]), language)


@pytest.mark.parametrize("output", HOSTILE.values(), ids=HOSTILE)
def test_output_is_text_and_nothing_else(loaded: LoadedExample, output: str) -> None:
    """Whatever a command printed, the block's elements are those of any other block."""
    harmless = Tree(blocks(loaded, "x").run("ex", "look"))
    try:
        hostile = Tree(blocks(loaded, output).run("ex", "look"))
    except UnicodeEncodeError:  # a lone surrogate has no place in a file at all
        assert "\udc80" in output
        hostile = Tree(blocks(loaded, output.replace("\udc80", "")).run("ex", "look"))
    allowed = {*harmless.tags, "details", "summary", "p", "span"}
    assert set(hostile.tags) <= allowed
    assert not [c for text in hostile.text.values() for c in text if ord(c) < 32 and c != "\n"]


@pytest.mark.parametrize("name", ["script", "closing tags", "entity", "fences", "macro", "quotes"])
def test_output_reads_as_it_was_printed(loaded: LoadedExample, name: str) -> None:
    """What looks like markup is shown letter by letter."""
    tree = Tree(blocks(loaded, HOSTILE[name]).run("ex", "look"))
    assert tree.text["samp"] == HOSTILE[name]


def test_colours_are_kept(loaded: LoadedExample) -> None:
    """Colours become classes of the words between them; no escape sequence is left."""
    html = blocks(loaded, HOSTILE["colours"]).run("ex", "look")
    red, bold = '<span class="ansi-1">red</span>', '<span class="ansi-bold ansi-2 ansi-on-10">bold'
    assert f'<samp lang="en">{red} {bold}</span></samp>' in html
    Tree(html)


@pytest.mark.parametrize("place", PLACES.values(), ids=PLACES)
def test_a_block_keeps_its_place(loaded: LoadedExample, place: str) -> None:
    """In every nesting the whole block is put in, once, and the page around it stays whole."""
    block = blocks(loaded, "</div>\n\n    [[= x =]]\n```\nlivedocblock0end\n- y").run("ex", "look")
    page = PageBlocks()
    token = page.add(block, "docs/page.ko.md:1", "run")
    source = f"before\n\n{place.format(token)}\n\nafter\n"
    html = page.insert(markdown().reset().convert(source))
    assert page.faults == []
    assert html.count(block) == 1
    Tree(html)
    assert html.index("before") < html.index(block)


@pytest.mark.parametrize(
    "place",
    [
        "word {} word",
        "word\n{}",
        "## {}",
        "`{}`",
        "```\n{}\n```",
        "<!-- {} -->",
        "**{}**",
        "x[^1]\n\n[^1]: {}",
    ],
)
def test_a_block_out_of_place_is_a_fault(loaded: LoadedExample, place: str) -> None:
    """Where a block would tear the page, or be lost, it is not put in and the line is named."""
    page = PageBlocks()
    token = page.add("<div>block</div>", "docs/page.ko.md:7", "run('a', 'b')")
    html = page.insert(markdown().reset().convert(place.format(token)))
    assert "<div>block</div>" not in html
    (fault,) = page.faults
    assert fault.startswith("docs/page.ko.md:7: run('a', 'b') must stand in a paragraph of its own")


@pytest.mark.parametrize("lines", [1, 3, 4, 10_000])
def test_long_output_is_folded_and_whole(loaded: LoadedExample, lines: int) -> None:
    """What is over `show` lines stands in a fold that counts it; no line is lost or doubled."""
    printed = [f"line {number}" for number in range(lines)]
    html = blocks(loaded, "\n".join(printed) + "\n").run("ex", "look")
    shown = html.split('<details class="terminal-re')[0]
    for line in printed[:3]:
        assert line in shown
    assert ("terminal-rest" in html) == (lines > 3)
    if lines > 3:
        assert f"나머지 {lines - 3}줄 펼치기" in html
        assert "line 3<" not in shown
    rejoined = "\n".join(part.split("</samp>")[0] for part in re.split("<samp[^>]*>", html)[1:])
    assert rejoined.split("\n") == printed


def test_the_command_is_verbatim_and_alone(loaded: LoadedExample) -> None:
    """The one code element that can be copied holds the command, without prompt or output."""
    tree = Tree(blocks(loaded, "printed").run("ex", "look"))
    assert tree.text["code"] == "cat <file> && echo '[[= x =]]'"
    assert "printed" not in tree.text["code"]


@pytest.mark.parametrize(("language", "words"), [("ko", "<b>보기</b>"), ("en", "<b>look</b>")])
def test_the_comment_is_in_the_language_of_the_page(
    loaded: LoadedExample, language: str, words: str
) -> None:
    """The comment beside the command is text of the page's language."""
    tree = Tree(blocks(loaded, "x", language).run("ex", "look"))
    assert tree.text["p"].startswith(words)


NOTES = {
    "exit": ("exit = 3", "예상대로 실패"),
    "until": ('until = "up"', "되풀이"),
    "input": ('tty = true\ninput = ["whoami", "exit"]', "입력한 내용"),
    "interrupt": ('tty = true\ninterrupt = "ready"', "<kbd>Ctrl</kbd>+<kbd>C</kbd>"),
    "unstable": ("stable = false", "달라지는 출력"),
}


@pytest.mark.parametrize(("field", "note"), NOTES.values(), ids=NOTES)
def test_what_is_special_about_a_step_is_said(loaded: LoadedExample, field: str, note: str) -> None:
    """Exit codes, polling, typed lines, Ctrl-C and unstable output are explained, elsewhere not."""
    assert note not in blocks(loaded, "x").run("ex", "look")
    loaded.path.write_text(f"{DEFINITION}{field}\n")
    assert note in blocks(load_example(loaded.path), "x").run("ex", "look")


def test_a_variant_for_powershell_is_folded_and_said_to_be_not_run(loaded: LoadedExample) -> None:
    """It stands after the command as code of its own, labelled; without one there is no fold."""
    assert "PowerShell" not in blocks(loaded, "x").run("ex", "look")
    loaded.path.write_text(f"{DEFINITION}powershell = 'type <file>'\n")
    html = blocks(load_example(loaded.path), "x", "en").run("ex", "look")
    assert "PowerShell (not run)" in html
    assert html.index("cat &lt;file&gt;") < html.index("<code>type &lt;file&gt;</code>")
    assert html.index("type &lt;file&gt;") < html.index("<samp>")
    Tree(html)


@pytest.mark.parametrize(
    ("pattern", "shown"),
    [
        (r"^HTTP/1\.1 200 OK$", "HTTP/1.1 200 OK"),
        (r"Up \d+", r"Up \d+"),
        ("a|b", "a|b"),
        (r"\(healthy\)", "(healthy)"),
    ],
)
def test_a_pattern_of_one_text_is_shown_as_text(
    loaded: LoadedExample, pattern: str, shown: str
) -> None:
    """What is waited for reads as text where it stands for one text, else as the pattern it is."""
    loaded.path.write_text(f"{DEFINITION}until = '{pattern}'\n")
    html = blocks(load_example(loaded.path), "x").run("ex", "look")
    assert f"<code>{shown}</code></p>" in html


def test_a_block_tells_what_ran_it(loaded: LoadedExample) -> None:
    """One line gives version, platform, images, day and duration; opened, all of the record."""
    html = blocks(loaded, "x", "en").run("ex", "look")
    record = html[html.index('<details class="terminal-record"') :]
    summary, rest = record.split("</summary>")
    assert (
        "Docker 28.5.2 · linux/amd64 · on Docker Hub&#39;s images · on stand-in images · "
        "2026-01-02 · 0 s" in summary
    )
    assert "Exit code" not in summary
    for fact in ("ex · look", "28.5.1", "2.40.3", "0.29.1", "redis:8 Redis 8.0.2 (Docker Hub)"):
        assert fact in rest
    assert 'href="downloads/ex.zip"' in rest


def test_a_step_that_fails_looks_it(loaded: LoadedExample) -> None:
    """Failure is told by a class, by words and in the record's line; success by none of them."""
    assert "terminal-fails" not in blocks(loaded, "x", "en").run("ex", "look")
    loaded.path.write_text(f"{DEFINITION}exit = 3\n")
    html = blocks(load_example(loaded.path), "x", "en").run("ex", "look")
    assert 'class="terminal terminal-fails"' in html
    assert "Fails, as it should · exit code <code>3</code>" in html
    assert "· Exit code 3</summary>" in html


def test_a_step_with_times_can_be_played(loaded: LoadedExample) -> None:
    """Times that fit the output and last long enough are given to the page; others are not."""
    for output, arrivals, played in (
        ("a\nb\n", ((0.1, 1), (2.5, 1)), 'data-arrivals="0.1 1 2.5 1"'),
        ("a\nb\n", ((0.1, 1), (0.2, 1)), None),
        ("a\nb\nc\n", ((0.1, 1), (2.5, 1)), None),
        ("\n\n", ((0.1, 1), (2.5, 1)), None),
    ):
        write_timing(loaded, {"look": arrivals})
        html = blocks(loaded, output).run("ex", "look")
        assert played in html if played else "data-arrivals" not in html
        Tree(html)


@pytest.mark.parametrize(
    ("output", "language", "marked"),
    [("words", "ko", True), ("두부 사기", "ko", False), ("words", "en", False)],
)
def test_the_language_of_an_output_is_told(
    loaded: LoadedExample, output: str, language: str, marked: bool
) -> None:
    """English on a Korean page says so, for voices; what holds Hangul is of the page's language."""
    assert ('<samp lang="en">' in blocks(loaded, output, language).run("ex", "look")) is marked


def test_no_output_is_said(loaded: LoadedExample) -> None:
    """A command that prints nothing is not shown with an empty frame."""
    html = blocks(loaded, "").run("ex", "look")
    assert "출력 없음" in html
    assert "<samp" not in html


def test_an_anchor_is_given_once(loaded: LoadedExample) -> None:
    """A step shown twice on a page has its anchor the first time only."""
    maker = blocks(loaded, "x")
    assert 'id="ex-look"' in maker.run("ex", "look")
    assert "id=" not in maker.run("ex", "look")


def test_a_session_shows_all_steps(loaded: LoadedExample) -> None:
    """Visible steps stand as blocks; hidden ones in a folded list with command and comment."""
    html = blocks(loaded, "x").session("ex")
    assert html.count('class="terminal"') == 1
    prepared = html[html.index("<details") : html.index("</details>")]
    assert "mkdir data" in prepared
    assert "준비" in prepared
    Tree(html)


def test_verified_lists_what_the_page_leaves_out(loaded: LoadedExample) -> None:
    """Steps that the page shows nowhere are listed with their commands; shown ones aren't."""
    maker = blocks(loaded, "x")
    maker.shown.add(("ex", "look"))
    html = maker.verified("ex")
    assert "mkdir data" in html
    assert "cat &lt;file&gt;" not in html


def test_verified_says_what_ran_it(loaded: LoadedExample) -> None:
    """Versions, platform, date and each image's origin are told."""
    html = blocks(loaded, "x", "en").verified("ex")
    for fact in ("28.5.2", "28.5.1", "2.40.3", "0.29.1", "linux/amd64", "2026-01-02", "redis:8"):
        assert fact in html
    assert html.count("stand-in built from Debian packages") == 1
    assert html.count("image from Docker Hub") == 1
    summary = html[: html.index("</summary>")]
    assert "on stand-in images · on Docker Hub's images" in summary.replace("&#39;", "'")
    Tree(html)


def test_a_file_is_shown_whole_and_highlighted(loaded: LoadedExample) -> None:
    """A file has its name as title, its text to the letter, and colours by its kind."""
    tree = Tree(blocks(loaded).source("ex", "Dockerfile"))
    html = blocks(loaded).source("ex", "Dockerfile")
    assert '<span class="filename">Dockerfile ' in html
    assert 'href="downloads/ex.zip"' in html
    assert '<span class="k">FROM</span>' in html
    assert "<b>" not in html
    assert "b" not in tree.tags


@pytest.mark.parametrize(("lines", "holds"), [("2", ["RUN"]), ("2-3", ["RUN", "CMD"])])
def test_some_lines_of_a_file(loaded: LoadedExample, lines: str, holds: list[str]) -> None:
    """Only the lines asked for are shown, and the title says which."""
    html = blocks(loaded).source("ex", "Dockerfile", lines)
    assert [word for word in ("FROM", "RUN", "CMD") if f">{word}<" in html] == holds
    assert f"{lines}행" in html


@pytest.mark.parametrize("lines", ["0", "3-2", "2-9", "4", "x", "", "1-", "-1"])
def test_lines_that_a_file_has_not(loaded: LoadedExample, lines: str) -> None:
    """A range outside the file, or none at all, is refused with the range that there is."""
    with pytest.raises(LivedocError, match="within 1-3"):
        blocks(loaded).source("ex", "Dockerfile", lines)


def test_a_binary_file_is_refused(loaded: LoadedExample) -> None:
    """A file that is no text is named, not shown."""
    with pytest.raises(LivedocError, match="blob: is not UTF-8"):
        blocks(loaded).source("ex", "blob")


@pytest.mark.parametrize(
    ("macro", "arguments", "message"),
    [
        ("run", ("xe", "look"), "no example 'xe'; the nearest is 'ex'"),
        ("session", ("xe",), "no example 'xe'"),
        ("verified", ("xe",), "no example 'xe'"),
        ("run", ("ex", "loko"), "the nearest is 'look'"),
        ("source", ("ex", "Dokerfile"), "the nearest is 'Dockerfile'"),
        ("source", ("ex", "../ex.toml"), "no file"),
    ],
)
def test_unknown_names_have_a_nearest(
    loaded: LoadedExample, macro: str, arguments: tuple[str, ...], message: str
) -> None:
    """An unknown example, step or file is refused with the nearest that there is."""
    with pytest.raises(UnknownNameError, match=message):
        getattr(blocks(loaded, "x"), macro)(*arguments)


@pytest.mark.parametrize(
    ("macro", "arguments", "options"),
    [
        ("run", (), {"example": "ex", "step": "look"}),
        ("run", ("ex",), {"step": "look"}),
        ("session", (), {"example": "ex"}),
        ("source", ("ex",), {"file": "Dockerfile"}),
        ("verified", (), {"example": "ex"}),
        ("error_list", (), {"page": "errors-run"}),
    ],
)
def test_what_a_call_is_about_is_told_by_place(
    loaded: LoadedExample, macro: str, arguments: tuple[str, ...], options: dict[str, str]
) -> None:
    """Told by a name it is refused: no notice of a stale example would be looked for."""
    with pytest.raises(LivedocError, match=rf"expected: {macro}\("):
        block_of(getattr(blocks(loaded, "x"), macro), arguments, options)


def test_a_step_without_its_output_is_refused(loaded: LoadedExample) -> None:
    """Without a capture, or with another command's, there is no block but the mending command."""
    for macro in ("session", "verified"):
        with pytest.raises(LivedocError, match="never recorded; run: make record EX=ex"):
            getattr(blocks(loaded), macro)("ex")
    blocks(loaded, "x")
    loaded.path.write_text(DEFINITION.replace("cat <file>", "cat <other>"))
    with pytest.raises(LivedocError, match=r"another command.*make record EX=ex"):
        blocks(load_example(loaded.path)).run("ex", "look")


def test_without_the_hub_a_step_is_shown_as_not_run(loaded: LoadedExample) -> None:
    """An example that needs Docker Hub stands with its command and the reason, without output."""
    loaded.path.write_text('requires = ["hub"]\n' + DEFINITION)
    html = blocks(loaded).run("ex", "look")
    assert "도커 허브가 필요해서" in html
    assert "<samp" not in html
    Tree(html)
    assert "도커 허브가 필요해서" in blocks(loaded).verified("ex")


def test_with_the_hub_it_is_shown_as_run(loaded: LoadedExample) -> None:
    """The same example, once recorded, shows its output; after a change it is not run again."""
    loaded.path.write_text('requires = ["hub"]\n' + DEFINITION)
    example = load_example(loaded.path)
    assert '<samp lang="en">pulled</samp>' in blocks(example, "pulled").run("ex", "look")
    loaded.path.write_text('requires = ["hub"]\n' + DEFINITION.replace("<file>", "<other>"))
    assert "pulled" not in blocks(load_example(loaded.path)).run("ex", "look")


def test_both_languages_have_the_same_words() -> None:
    """Every text has its twin with the same blanks to fill."""

    def blanks(text: str) -> set[str]:
        return {name for _, name, _, _ in Formatter().parse(text) if name}

    ko, en = ({key: blanks(text) for key, text in TEXTS[lang].items()} for lang in ("ko", "en"))
    assert ko == en
