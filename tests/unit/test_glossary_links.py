"""The words of the glossary: read from its page, and linked where a page first uses them."""

from __future__ import annotations

import re

import pytest

from macros.glossary import Entry, link_words, read_glossary

GLOSSARY = """
<h2 id="basics">Basics</h2>
<dl>
<dt id="image">이미지(image)</dt>
<dd>컨테이너를 만드는 <code>a &lt; b</code>
꾸러미입니다. 안 바뀝니다.
<a href="../images/">이미지</a></dd>
<dt id="root" data-also="-">root</dt>
<dd>A user. <a href="../a/">A</a>, <a href="../b/">B</a>.</dd>
<dt id="health" data-also="헬스 검사|probe">health check</dt>
<dd>Asks <a href="#x">a container</a> again.</dd>
</dl>
"""

AFTER = """
는 은 이 가 를 을 의 에 에서 에서는 에도 에만 로 으로 으로만 와 과 도 만 만으로는 까지 부터 마다
처럼 보다 나 이나 라고 라는 이라고 란 이란 이며 이고 입니다 이다 들 들을 들에서는 뿐 밖에 끼리
"""


def entry(*forms: str, anchor: str = "word", meaning: str = "what it means") -> Entry:
    """Return an entry with these forms."""
    return Entry(anchor, forms, meaning)


def linked(html: str, *entries: Entry) -> list[str]:
    """Return the texts that were linked, in order; what is around them must be as it was."""
    result = link_words(html, entries, "../glossary/")
    assert re.sub(r'<a class="term"[^>]*>(.*?)</a>', r"\1", result, flags=re.DOTALL) == html
    return re.findall(r'<a class="term"[^>]*>(.*?)</a>', result, re.DOTALL)


def test_the_page_is_the_single_source() -> None:
    """Words, their other forms and their meanings come from the page; its last links do not."""
    assert read_glossary(GLOSSARY) == (
        Entry("image", ("이미지(image)",), "컨테이너를 만드는 a < b 꾸러미입니다. 안 바뀝니다."),
        Entry("root", (), "A user."),
        Entry("health", ("health check", "헬스 검사", "probe"), "Asks a container again."),
    )


def test_a_link_leads_to_the_word_and_tells_its_meaning() -> None:
    """The address, the anchor and the meaning are there, and escaped."""
    word = Entry("image", ("image",), 'a "b" <c>')
    assert link_words("<p>An image.</p>", (word,), "../glossary/") == (
        '<p>An <a class="term" href="../glossary/#image" '
        'title="a &quot;b&quot; &lt;c&gt;">image</a>.</p>'
    )


@pytest.mark.parametrize("after", AFTER.split())
def test_korean_particles_stay_outside(after: str) -> None:
    """Whatever particles follow a Korean word, the word is found, and they are no part of it."""
    assert linked(f"<p>그 컨테이너{after} 봅니다.</p>", entry("컨테이너(container)")) == [
        "컨테이너"
    ]


@pytest.mark.parametrize("verb", ["합니다", "하면", "한 것", "할 때", "했습니다", "된다", "되면"])
def test_verbs_made_of_a_korean_noun_are_found(verb: str) -> None:
    """빌드합니다 is a use of 빌드."""
    assert linked(f"<p>이미지를 빌드{verb}</p>", entry("빌드(build)")) == ["빌드"]


@pytest.mark.parametrize("text", ["컨테이너화", "도커컨테이너", "컨테이너 box"])
def test_a_korean_word_inside_another_is_none(text: str) -> None:
    """A longer word that has the word in it is another word; a word beside it is not."""
    expected = ["컨테이너"] if " " in text else []
    assert linked(f"<p>{text}</p>", entry("컨테이너(container)")) == expected


def test_a_gloss_belongs_to_its_word() -> None:
    """이미지(image)를 is linked with its gloss, and without the particle."""
    assert linked("<p>이미지(image)를</p>", entry("이미지(image)")) == ["이미지(image)"]
    assert linked("<p>빌드(build)합니다</p>", entry("빌드(build)")) == ["빌드(build)"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("An image.", ["image"]),
        ("Images are", ["Images"]),
        ("Two registries", ["registries"]),
        ("A health\ncheck", ["health\ncheck"]),
        ("imagery", []),
        ("re-image", []),
        ("image-based", []),
        ("my.image", []),
        ("image.png", []),
        ("IMAGE", []),
        ("image를 고칩니다", ["image"]),
        ("image로만", ["image"]),
        ("image학", []),
    ],
)
def test_english_words_are_found_whole(text: str, found: list[str]) -> None:
    """Plurals and capitals at the start count; parts of words and of file names do not."""
    words = [entry("image"), entry("registry", anchor="r"), entry("health check", anchor="h")]
    assert linked(f"<p>{text}</p>", *words) == found


def test_only_the_first_use_is_linked() -> None:
    """A word is linked once on a page, however it is written."""
    html = "<p>게시 image</p><p>image images</p>"
    assert linked(html, entry("image", "images")) == ["image"]


def test_the_longest_word_wins() -> None:
    """A base image is no image, not even where it was linked before."""
    words = [entry("이미지(image)"), entry("베이스 이미지(base image)", anchor="base")]
    assert linked("<p>베이스 이미지와 베이스 이미지, 이미지</p>", *words) == [
        "베이스 이미지",
        "이미지",
    ]


@pytest.mark.parametrize(
    "html",
    [
        "<h2 id='x'>image</h2>",
        "<p><code>image</code></p>",
        "<pre><code><span>image</span></code></pre>",
        "<p><a href='x'>the <b>image</b></a></p>",
        "<div class='terminal'><p>image</p><br><p>image</p></div>",
        "<div class='highlight'><span class='filename'>image</span></div>",
        "<details class='verified'><p>image</p></details>",
        "<details><summary>image</summary></details>",
        "<p class='admonition-title'>image</p>",
        "<table><tr><th>image</th></tr></table>",
        "<p><kbd>image</kbd> <!-- image --> <img alt='image'></p>",
        "<svg><text>image</text></svg>",
        "<script>image</script>",
    ],
)
def test_code_titles_and_links_are_left_alone(html: str) -> None:
    """No link appears in code, headings, links, buttons or the macros' blocks; what follows can."""
    assert linked(html, entry("image")) == []
    assert linked(f"{html}<p>image</p>", entry("image")) == ["image"]


def test_everything_else_stays_as_it_was() -> None:
    """Entities, comments, void elements and attributes are copied to the letter."""
    html = '<p A="b&amp;c">x &lt; &#60; é <br/> <!-- c --> <input disabled>&nbsp;y</p>\n'
    assert link_words(html, (entry("image"),), "../glossary/") == html
