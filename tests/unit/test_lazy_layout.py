"""A page is divided into parts that a browser may lay out later."""

from __future__ import annotations

from macros.lazy_layout import divide, lines, wrap

LONG = "<p>\n" + "words\n" * 61 + "</p>\n"
PAGE = f"""\
<h1 id="page">Page</h1>
{LONG}<h2 id="one">One</h2>
<p>Some words.</p>
<h3 id="two">Two</h3>
<h2 id="three">Three <code>x</code></h2>
<p>More words.</p>"""


def test_what_follows_a_heading_is_a_part() -> None:
    """Headings stay outside, and nothing else changes."""
    html = wrap(divide(PAGE), "en")
    assert html.count('<div class="part"') == 2
    for part in ("\n<p>Some words.</p>\n", "\n<p>More words.</p>"):
        assert f'<div class="part" style="--lines:2">{part}</div>' in html
    without = html.replace('<div class="part" style="--lines:2">', "").replace("</div>", "")
    assert without.split() == PAGE.split()


def test_what_is_seen_at_first_is_no_part() -> None:
    """Nothing moves while a page loads: only what is below the screen has a thought height."""
    html = f"<h2 id='a'>A</h2>\n{LONG}<h2 id='b'>B</h2>\n<p>b</p>"
    assert wrap(divide(html), "en").partition('<div class="part"')[0].endswith("B</h2>\n")
    short = html.replace(LONG, "<p>a</p>\n")
    assert wrap(divide(short), "en") == short


def test_headings_within_a_block_divide_nothing() -> None:
    """What a macro puts in later stays in one part, whatever it holds."""
    html = divide(f"{LONG}<h2 id='a'>A</h2>\n<p>token</p>").replace(
        "<p>token</p>", "<section>\n<h2 id='b'>B</h2>\n<p>b</p></section>"
    )
    assert wrap(html, "en").count('class="part"') == 1


def test_a_page_without_headings_is_left_alone() -> None:
    """There is nothing to divide."""
    assert wrap(divide("<p>words</p>"), "ko") == "<p>words</p>"


def test_the_height_is_counted_in_lines_of_a_phone() -> None:
    """Long lines are broken, earlier in Korean; entities count once, closed folds by their name."""
    assert lines("a" * 45, "en") == lines("가" * 45, "ko") == 2
    assert lines("&lt;" * 44, "en") == 1
    assert lines("one\n\ntwo\n", "en") == 2
    assert lines("<p>one</p>", "en") == 2  # there is room around it
    fold = "<summary>more</summary>\n<p>one</p>\n<p>two</p></details>"
    assert lines(f"<details class='x'>{fold}", "en") == 3
    assert lines(f"<details open>{fold}", "en") == 6
