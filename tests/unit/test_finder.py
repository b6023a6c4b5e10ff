"""The error catalogue: what messages a page has, under which headings, and the list of them."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from livedoc.errors import LivedocError
from livedoc.model import Step
from macros.blocks import Blocks
from macros.finder import Entry, Group, Heading, entries, groups, names
from macros.library import Library
from macros.markdown_view import MarkdownView
from tests.unit.writing import TITLE, step, write

PAGE = """# Errors { #errors }

## Running { #running }

### `port is taken` { #port-is-taken }

[[= run("hello", "one") =]]

[[= run("hello", "one") =]]

[[= run("hello", "two") =]]

### Told, not run { #told }

!!! not-run "why"

    ```text
    too many
    requests: </script>
    ```

## Undo { #undo }

### No message { #none }
"""
LANDING = '# All\n\n[[= error_finder() =]]\n\n[[= error_list("errors-run") =]]\n'
PAGES = {"../errors-run/": PAGE, "../ports/": "# Ports { #ports }\n"}


def library(folder: Path) -> Library:
    """Return examples of which the first step claims an error."""
    one = step("one", "docker run web", 'error = "port web is taken"')
    write(folder, "chapter/hello", one, step("two", "echo"), title=TITLE)
    return Library(folder)


def landing(folder: Path, language: str = "en") -> Blocks:
    """Return what makes the blocks of a page that lists the one page of errors there is."""
    return Blocks(
        library(folder),
        language,
        lambda: PAGES,
        markdown=LANDING,
        url="errors/" if language == "ko" else "en/errors/",
    )


def test_entries_are_the_messages_and_their_headings(tmp_path: Path) -> None:
    """A claimed error and one that is only told are entries; a step without an error is none."""
    claimed = Entry("port-is-taken", "port is taken", "port web is taken", ("web",))
    assert entries(PAGE, library(tmp_path)) == [
        claimed,
        claimed,
        Entry("told", "Told, not run", "too many requests: </script>"),
    ]


def test_a_message_above_every_heading_is_left_out(tmp_path: Path) -> None:
    """There is nothing to link to."""
    found = library(tmp_path)
    assert entries('[[= run("hello", "one") =]]\n', found) == []
    assert groups('[[= run("hello", "one") =]]\n', found) == []


def test_groups_are_the_sections_with_their_entries(tmp_path: Path) -> None:
    """An entry with two messages stands once; a section without a message is none."""
    taken, told = Heading("port-is-taken", "`port is taken`"), Heading("told", "Told, not run")
    assert groups(PAGE, library(tmp_path)) == [Group(Heading("running", "Running"), (taken, told))]


def test_words_that_the_command_gave_are_names() -> None:
    """The reader's own container, image and port stand where the example's stand."""
    given = Step.model_validate(
        {
            "id": "one",
            "run": "docker run --name web -p 8080:80 -v memo-data:data 'my image'",
            "about": {"ko": "가", "en": "a"},
            "error": "web: port 8080 of image is taken by 'data'",
        }
    )
    assert names(given) == ("8080", "data", "image")


def test_the_block_is_safe_and_finds_its_script(tmp_path: Path) -> None:
    """A message can't close the data it stands in; the script's address fits the page's depth."""
    ko, en = landing(tmp_path, "ko").error_finder(), landing(tmp_path, "en").error_finder()
    assert ko.count("</script>") == en.count("</script>") == 2
    assert 'src="../assets/error-finder.js"' in ko
    assert 'src="../../assets/error-finder.js"' in en


def test_every_message_of_the_finder_has_its_row(tmp_path: Path) -> None:
    """Rows and sections have the ids of the page they lead to, which a link check may know."""
    blocks = landing(tmp_path)
    rows = blocks.error_list("errors-run")
    data = re.search(r"finder-data\">(.*)</script>", blocks.error_finder())
    assert data
    assert {entry["id"] for entry in json.loads(data[1])} == {"port-is-taken", "told"}
    assert blocks.ids == {"running", "port-is-taken", "told"}
    for id_ in blocks.ids:
        assert f' id="{id_}"><a href="../errors-run/#{id_}">' in rows
    assert '<code translate="no">port is taken</code></a>' in rows


def test_a_row_shows_a_heading_as_the_page_does(tmp_path: Path) -> None:
    """Code is code, also what holds a backtick; nothing else becomes HTML."""
    title = "A <b> & ``the `x` is`` \\[echo"
    page = PAGE.replace("`port is taken`", title)
    rows = Blocks(library(tmp_path), "en", lambda: {"../p/": page}).error_list("p")
    assert '>A &lt;b&gt; &amp; <code translate="no">the `x` is</code> [echo</a>' in rows


def test_the_list_is_in_the_markdown(tmp_path: Path) -> None:
    """Programs get the rows as links to the entries."""
    view = MarkdownView(library(tmp_path), "en", lambda: PAGES)
    assert view.of('[[= error_list("errors-run") =]]\n') == (
        "[Running](errors-run.md#running):\n\n"
        "- [`port is taken`](errors-run.md#port-is-taken)\n- [Told, not run](errors-run.md#told)\n"
    )


@pytest.mark.parametrize(
    ("page", "words"),
    [("errors-rum", "no page 'errors-rum'; the nearest is 'errors-run'"), ("ports", "no error")],
)
def test_a_list_of_nothing_is_told(tmp_path: Path, page: str, words: str) -> None:
    """A page that is not there is named with the nearest; so is one without an error."""
    with pytest.raises(LivedocError, match=words):
        landing(tmp_path).error_list(page)


def test_a_finder_without_a_list_is_told(tmp_path: Path) -> None:
    """Its results lead to rows, so a page without any says what to add."""
    with pytest.raises(LivedocError, match="the page lists no errors to find"):
        Blocks(library(tmp_path), "en", lambda: PAGES, markdown=PAGE).error_finder()
