"""The error finder's entries: which messages a page has, under which headings, and whose words."""

from __future__ import annotations

from pathlib import Path

from livedoc.model import Step
from macros.blocks import Blocks
from macros.finder import Entry, entries, names
from macros.library import Library
from tests.unit.writing import TITLE, step, write

PAGE = """# Errors { #errors }

[[= error_finder() =]]

## Running { #running }

### `port is taken` { #port-is-taken }

[[= run("hello", "one") =]]

[[= run("hello", "two") =]]

### Told, not run { #told }

!!! not-run "why"

    ```text
    too many
    requests: </script>
    ```
"""


def library(folder: Path) -> Library:
    """Return examples of which the first step claims an error."""
    one = step("one", "docker run web", 'error = "port web is taken"')
    write(folder, "chapter/hello", one, step("two", "echo"), title=TITLE)
    return Library(folder)


def test_entries_are_the_messages_and_their_headings(tmp_path: Path) -> None:
    """A claimed error and one that is only told are entries; a step without an error is none."""
    assert entries(PAGE, library(tmp_path)) == [
        Entry("port-is-taken", "port is taken", "port web is taken", ("web",)),
        Entry("told", "Told, not run", "too many requests: </script>"),
    ]


def test_a_message_above_every_heading_is_left_out(tmp_path: Path) -> None:
    """There is nothing to link to."""
    assert entries('[[= run("hello", "one") =]]\n', library(tmp_path)) == []


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
    found = library(tmp_path)
    ko = Blocks(found, "ko", markdown=PAGE, url="errors/").error_finder()
    en = Blocks(found, "en", markdown=PAGE, url="en/errors/").error_finder()
    assert ko.count("</script>") == en.count("</script>") == 2
    assert 'src="../assets/error-finder.js"' in ko
    assert 'src="../../assets/error-finder.js"' in en
