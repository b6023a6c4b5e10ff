"""What a definition may not say, each with the line at which it says it."""

from __future__ import annotations

from pathlib import Path

import pytest

from livedoc.catalog import load_example
from livedoc.errors import DefinitionError
from livedoc.model import LANGUAGES, Localised
from tests.unit.writing import ABOUT, TITLE, example, step, write

GOOD = step("one", "echo one")


def faults(path: Path) -> list[str]:
    """Load a definition that must be refused; returns its faults without the path."""
    with pytest.raises(DefinitionError) as caught:
        load_example(path)
    return [fault.removeprefix(f"{path}:") for fault in caught.value.faults]


@pytest.mark.parametrize(
    ("second", "line", "says"),
    [
        (
            step("two", "echo", 'expect = ["."]\nexpct = ["x"]'),
            12,
            "no key 'expct'; the nearest is",
        ),
        (step("two", "", 'expect = ["."]'), 9, "run: String should"),
        (step("two", "  ", 'expect = ["."]'), 9, "run: String should match"),
        (step("Two", "echo", 'expect = ["."]'), 8, "id: String should match"),
        (step("two", "echo", 'expect = ["["]'), 11, "expect.0: not a regular expression"),
        (step("two", "echo", 'expect = ["ok", "x*"]'), 11, "expect.1: matches the empty string"),
        (step("two", "echo", 'expect = ["."]\nforbid = ["a?"]'), 12, "forbid.0: matches the empty"),
        (step("two", "echo", 'hidden = true\nuntil = "^"'), 12, "until: matches the empty string"),
        (step("two", "false || true"), 7, "hide a failure"),
        (step("two", "false; true"), 7, "hide a failure"),
        (step("two", "false\nfalse || :\necho"), 7, "hide a failure"),
        (step("two", "false ; exit 0"), 7, "hide a failure"),
        (step("two", "echo", 'silent = true\nexpect = ["."]'), 7, "silent: says that nothing"),
        (step("two", "echo", 'silent = true\nerror = "."'), 7, "silent: says that nothing"),
        (step("two", "echo", 'error = " "'), 11, "error: String should match"),
        (step("two", "echo", ""), 7, "expect: a visible step needs a claim"),
        (step("two", "echo", 'interrupt = "x"\nexpect = ["."]'), 7, "interrupt: Ctrl-C"),
        (step("two", "echo", 'until = "x"\nhidden = true\ntty = true'), 7, "until: a command"),
        (step("two", "echo", 'until = "x"\nhidden = true\ninput = ["y"]'), 7, "until: a command"),
        (step("two", "echo", 'expect = "."'), 11, "expect: expected a list in [ ], found '.'"),
        (step("two", "echo").replace(" }", ', eng = "x" }'), 10, "about.eng: no key 'eng'; the"),
        (step("two", "echo", 'expect = ["."]\nexit = 256'), 12, "or equal to 255, found 256"),
        (step("two", "echo", 'expect = ["."]\ntimeout = 0'), 12, "timeout: Input should be"),
        (step("two", "echo", 'expect = ["."]\ntimeout = 601'), 12, "timeout: Input should be"),
        (step("two", "echo").replace(', en = "about"', ""), 10, "about.en: this key is missing"),
        (step("two", "echo").replace('en = "about"', 'en = " "'), 10, "about.en: String should"),
        (step("two", "echo").replace(ABOUT, ""), 7, "about: this key is missing"),
    ],
)
def test_a_wrong_step_is_refused_at_its_line(
    tmp_path: Path, second: str, line: int, says: str
) -> None:
    """The fault names the step by its number, the key, and the line of the file."""
    (fault,) = faults(write(tmp_path, "chapter/hello", GOOD, second))
    assert fault.startswith(f"{line}: steps.1")
    assert says in fault


@pytest.mark.parametrize(
    ("definition", "line", "says"),
    [
        (TITLE + GOOD + GOOD, 2, "steps: step id used twice: one"),
        (GOOD, 1, "title: this key is missing"),
        (TITLE, 1, "steps: this key is missing"),
        (TITLE + "steps = []\n", 2, "steps: Tuple should have at least 1 item"),
        (TITLE + 'requires = ["gpu"]\n' + GOOD, 2, "requires.0: Input should be 'hub'"),
        (TITLE + GOOD + "[[step]]\n", 7, "step: no key 'step'; the nearest is 'steps'"),
        (TITLE + 'tilte = "x"\n' + GOOD, 2, "tilte: no key 'tilte'; the nearest is 'title'"),
        (TITLE + "[unlinted]\nko = '이유'\n" + GOOD, 2, "unlinted.en: this key is missing"),
    ],
)
def test_a_wrong_example_is_refused_at_its_line(
    tmp_path: Path, definition: str, line: int, says: str
) -> None:
    """What is wrong outside of a step has its line as well."""
    (fault,) = faults(write(tmp_path, "chapter/hello", definition, title=""))
    assert fault.startswith(f"{line}: ")
    assert says in fault


def test_all_faults_of_one_step_are_named(tmp_path: Path) -> None:
    """Two claims that contradict the step are both reported, not just the first."""
    wrong = step("one", "false || true", 'silent = true\nexpect = ["."]\ninterrupt = "x"')
    (fault,) = faults(write(tmp_path, "chapter/hello", wrong))
    assert "hide a failure" in fault and "silent:" in fault and "interrupt:" in fault


def test_a_line_separator_in_a_text_does_not_move_the_line(tmp_path: Path) -> None:
    """Lines are counted as editors count them."""
    title = 'title = { ko = "제\u2028목", en = "a\u2029b" }\n'
    (fault,) = faults(write(tmp_path, "chapter/hello", GOOD, "exit = -1\n", title=title))
    assert fault.startswith("7: steps.0.exit")


@pytest.mark.parametrize("run", ["true", "test -f x || exit 3", "echo 'a || b'", "trap : INT"])
def test_a_command_that_can_fail_is_accepted(tmp_path: Path, run: str) -> None:
    """Only a thrown-away exit code is refused, not every command that says `true`."""
    assert example(tmp_path, step("one", run)).step("one").run == run


def test_a_definition_cannot_be_changed_once_loaded(tmp_path: Path) -> None:
    """What was checked stays what was checked."""
    loaded = example(tmp_path, GOOD)
    with pytest.raises(ValueError, match="frozen"):
        loaded.step("one").run = "rm"  # type: ignore[misc]


def test_a_text_is_there_in_every_language() -> None:
    """Each language of the guide finds its text."""
    text = Localised(ko="가", en="a")
    assert [text.text(language) for language in LANGUAGES] == ["가", "a"]
