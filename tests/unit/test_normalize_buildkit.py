"""A build prints side by side what it does side by side: the order is evened out, no word is."""

from __future__ import annotations

import pytest

from livedoc.normalize import Normalizer
from livedoc.text import to_text

DIGEST = "8c48d291a273a23f18352ef9ebe01b739a31642d89849fd8f1d0a1b9e4c3d785"
BLOCKS = {
    "0": ['building with "default" instance using docker driver'],
    "1": [
        "[internal] load build definition from Dockerfile",
        "transferring dockerfile: 340B done",
        "DONE 0.0s",
    ],
    "2": ["[internal] load metadata for docker.io/library/python:3.13-slim", "DONE 0.0s"],
    "3": ["[a 1/2] FROM docker.io/library/python:3.13-slim", "CACHED"],
    "4": ["[a 2/2] RUN one", "0.201 a 1", "0.504", "0.504 a 1", "DONE 1.1s"],
    "5": ["[b 2/2] RUN two", "0.202 b 1", "0.403 b 2", "DONE 0.8s"],
    "6": [
        "exporting to image",
        "exporting layers 0.0s done",
        f"writing image sha256:{DIGEST} done",
        "naming to docker.io/library/x done",
        "DONE 0.0s",
    ],
}
BUILD = "\n\n".join(
    "\n".join(f"#{number} {line}" for line in lines) for number, lines in BLOCKS.items()
)
FAILED = """\
#0 building with "default" instance using docker driver

#5 [2/2] RUN echo one; exit 3
#5 0.131 one
#5 ERROR: process "/bin/sh -c echo one; exit 3" did not complete successfully: exit code: 3
------
 > [2/2] RUN echo one; exit 3:
0.131 one
------
Dockerfile:2
--------------------
   1 |     FROM base:1
   2 | >>> RUN echo one; exit 3
--------------------
ERROR: failed to build: failed to solve: process "/bin/sh -c echo one" did not complete
"""


def normal(output: str) -> str:
    """Normalise one output by itself."""
    return Normalizer()(output)


def test_what_a_build_says_is_kept() -> None:
    """Names, logs with their blank and repeated lines, and ends are all there."""
    expected = """\
# | a 1
# |
# | a 1
# DONE
# [b 2/2] RUN two
# | b 1
# | b 2
# DONE
"""
    assert expected in normal(BUILD)


def test_blocks_may_alternate() -> None:
    """The lines of two steps mixed, with the name printed again at each change, are the same."""
    a, b = BLOCKS["4"], BLOCKS["5"]
    mixed = [f"#4 {a[0]}", f"#4 {a[1]}", "#4 ...", "", f"#5 {b[0]}", f"#5 {b[1]}", "", f"#4 {a[0]}"]
    mixed += (
        [f"#4 {line}" for line in a[2:]] + ["", f"#5 {b[0]}"] + [f"#5 {line}" for line in b[2:]]
    )
    apart = "\n".join(f"#{number} {line}" for number in "45" for line in BLOCKS[number])
    assert apart in BUILD.replace("\n\n", "\n")
    together = BUILD.replace("\n\n", "\n").replace(apart, "\n".join(mixed))
    assert normal(together) == normal(BUILD)


def test_blocks_may_be_numbered_otherwise() -> None:
    """What runs first gets the lower number, and that is chance."""
    swapped = BUILD.replace("#4 ", "#x ").replace("#5 ", "#4 ").replace("#x ", "#5 ")
    assert normal(swapped) == normal(BUILD)


@pytest.mark.parametrize(
    ("was", "becomes"),
    [
        ("exporting layers 0.0s done", "exporting layers done"),
        ("exporting layers 0.0s done", "exporting layers\n#6 exporting layers 1.5s done"),
        ("dockerfile: 340B done", "dockerfile: 340B 0.0s done"),
        ("dockerfile: 340B done", "dockerfile:\n#1 transferring dockerfile: 340B 0.1s done"),
        ("#4 0.201 a 1", "#4 12.34 a 1"),
        ("#4 0.504\n", "#4 0.777 \n"),
        ("#3 CACHED", "#3 resolve docker.io/library/python:3.13-slim 0.1s done\n#3 CACHED"),
        ("#3 CACHED", "#3 sha256:8c48d291a273 5.24MB / 29.7MB 0.2s\n#3 CACHED"),
        ("#3 CACHED", "#3 extracting sha256:8c48d291a273 0.3s done\n#3 CACHED"),
        ("[a 1/2] FROM", "[b 1/2] FROM"),
        ("8c48d291", "0e48d291"),
        ("#6 DONE 0.0s", "#6 DONE 12.3s"),
        ("#6 DONE 0.0s", "#6 DONE 0.0s\n#6 DONE 0.1s"),
        ("#1 DONE 0.0s", "#1 WARN: JSONArgsRecommended: JSON arguments (line 3)\n#1 DONE 0.0s"),
        (
            "#1 transferring dockerfile: 340B done\n#1 DONE 0.0s",
            "#1 DONE 0.0s\n#1 transferring dockerfile: 340B done",
        ),
    ],
)
def test_how_long_and_how_much_is_volatile(was: str, becomes: str) -> None:
    """Transfers, seconds, and states that only a slow build prints make no difference."""
    assert was in BUILD
    assert normal(BUILD.replace(was, becomes)) == normal(BUILD)


@pytest.mark.parametrize(
    ("was", "becomes"),
    [
        ("0.201 a 1", "0.201 a 2"),
        ("#4 0.504 a 1\n", ""),
        ("#4 0.504\n", ""),
        ("b 1", "b 10"),
        ("#5 0.202 b 1\n#5 0.403 b 2", "#5 0.202 b 2\n#5 0.403 b 1"),
        ("RUN two", "RUN three"),
        ("[b 2/2]", "[b 2/3]"),
        ("#3 CACHED", "#3 DONE 0.1s"),
        ("python:3.13-slim", "python:3.12-slim"),
        ("library/x", "library/y"),
        ("#5 DONE 0.8s", "#5 CANCELED"),
        ("#5 0.403 b 2", "#5 0.403 b 2\n#5 0.5 resolve x"),
        ("#5 0.403 b 2", "#5 0.403 b 2\n#5 0.5 b 2 done"),
        ("default", "other"),
    ],
)
def test_another_output_is_another(was: str, becomes: str) -> None:
    """Not a word, a line, or the order of what one command printed is lost."""
    assert was in BUILD
    assert normal(BUILD.replace(was, becomes)) != normal(BUILD)


def test_each_line_that_is_lost_is_noticed() -> None:
    """Of a real build no line is without weight."""
    lines = BUILD.split("\n")
    for number, line in enumerate(lines):
        if line:
            assert normal("\n".join(lines[:number] + lines[number + 1 :])) != normal(BUILD), line


def test_what_stands_around_a_build_stays_where_it_is() -> None:
    """Lines before, between and after builds keep their place, and builds stay apart."""
    output = normal(f"before\n{BUILD}\nbetween\n{BUILD}\n\nafter")
    build = normal(BUILD)
    assert output == f"before\n{build}\nbetween\n{build}\n\nafter"
    assert normal(f"{BUILD}\n{BUILD}") == f"{build}\n{build}"


def test_the_tail_of_a_failed_build_is_kept_without_its_seconds() -> None:
    """Where it failed, what it printed, and the lines of the Dockerfile are compared."""
    output = normal(FAILED)
    assert "\n----\n > [2/2] RUN echo one; exit 3:\none\n----\nDockerfile:2\n----\n" in output
    assert output == normal(FAILED.replace("0.131", "2.5"))
    assert output != normal(FAILED.replace("0.131 one\n-", "0.131 two\n-"))
    assert output != normal(FAILED.replace("   2 | >>>", "   2 |    "))
    assert output != normal(FAILED.replace("ERROR: failed", "ERROR: did not fail"))


def test_numbers_elsewhere_are_not_taken_for_a_builds() -> None:
    """Lines that begin like a build's, or like its log, are left alone outside of a build."""
    text = "#2 second\n#1 first\n\ntext\n > [1] quote\n0.5 x"
    assert normal(text) == text


def test_a_line_that_was_overwritten_still_belongs_to_its_step() -> None:
    """A carriage return in a RUN takes the `#N` off the line, and parts no build in two."""
    output = to_text(BUILD.replace("0.403 b 2", "0.403 10%\rb 2").encode())
    assert "\nb 2\n" in output
    assert normal(output) == normal(BUILD)
