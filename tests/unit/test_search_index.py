"""The search's index: sections of pages, synonyms, and the script that holds them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from mkdocs.exceptions import PluginError

from macros.search import IndexedPage, index, pairs, sections, synonyms

PAGE = """
<h1 id="data">데이터<a class="headerlink" href="#data">&para;</a></h1>
<div class="frame" data-search-exclude="true"><dl><dt>읽는 시간</dt></dl></div>
<p>볼륨은 <code>-v</code>로 <br>줍니다 &amp; 남습니다.</p>
<script type="application/json">{"not": "text"}</script>
<h2 id="remove">지우기</h2>
<pre class="terminal-command"><code>docker volume rm x</code></pre>
<pre class="terminal-output"><samp>x</samp></pre>
<p class="terminal-note">종료 코드</p>
<pre class="terminal-command"><code>docker ps</code></pre>
<dl><dt id="term">볼륨</dt><dd>둘 곳</dd></dl>
"""


def test_a_page_is_cut_at_its_headings_and_terms() -> None:
    """Each section has its level, its anchor and its words; what is left out has none."""
    data, remove, term = sections(PAGE)
    assert (data.level, data.id, data.heading) == (1, "data", "데이터")
    assert data.text == "볼륨은 -v로 줍니다 & 남습니다."
    assert (remove.level, remove.heading) == (2, "지우기")
    assert (term.id, term.heading, term.text) == ("term", "볼륨", "둘 곳")


def test_commands_and_outputs_are_kept_apart() -> None:
    """Commands that follow one another stay separate words; outputs are told from commands."""
    remove = sections(PAGE)[1]
    assert remove.code == "docker volume rm x docker ps"
    assert remove.output == "x"


def test_syllables_are_composed() -> None:
    """Korean written as letters, as macOS writes file names, is found as syllables."""
    assert sections('<h1 id="a">볼륨</h1>')[0].heading == "볼륨"


def test_what_stands_before_every_heading_is_left_out() -> None:
    """A notice above the title belongs to no section."""
    assert [part.text for part in sections('<p>old</p><h1 id="a">A</h1><p>b</p>')] == ["b"]


def test_the_index_is_a_script() -> None:
    """A script tag can load the index, also from file://; pages without sections are left out."""
    pages = [
        IndexedPage("data/", " 남기기 ", '<h1 id="data">데이터</h1><p>글</p>', 0.5),
        IndexedPage("empty/", "", "<p>nothing</p>"),
    ]
    script = index("ko", pages, [["지우기", "삭제"]])
    name, value = script.split(" = ", 1)
    assert name == "(globalThis.guideSearch ??= {}).ko"
    assert json.loads(value.removesuffix(";\n")) == {
        "language": "ko",
        "pages": [["data/", "남기기", 0.5, [[1, "data", "데이터", "글", "", ""]]]],
        "synonyms": [["지우기", "삭제"]],
    }


def test_the_guides_synonyms_are_read() -> None:
    """The file that ships is what it should be."""
    assert ["디렉터리", "디렉토리", "폴더", "directory", "folder"] in synonyms(
        Path("macros/synonyms.toml")
    )


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("groups = [", "synonyms.toml: "),
        ("words = []", "expected a list `groups`, found None"),
        ('groups = [["one"]]', r"expected two or more words, found \['one'\]"),
        ('groups = [["one", ""]]', "expected two or more words"),
    ],
)
def test_synonyms_that_are_none_are_refused(tmp_path: Path, text: str, fault: str) -> None:
    """A group needs two words; the message names the file and what was found."""
    path = tmp_path / "synonyms.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(PluginError, match=fault):
        synonyms(path)


def test_the_glossary_gives_pairs() -> None:
    """A term with its other language in brackets is found by both; others by themselves."""
    text = "컨테이너(container) { #container }\n:   뜻(meaning)입니다.\n\ncgroup { #cgroup }\n"
    assert list(pairs(text)) == [["컨테이너", "container"]]
