"""Every way in which a run may not be as it should: said where, what, and what mends it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from livedoc.catalog import LoadedExample
from livedoc.model import Capture, ImageFacts, StepCapture, Versions
from livedoc.shell import RawResult
from livedoc.verify import NETWORK_FAULTS, Comparison, Problem, judge, moved
from tests.unit.test_store import capture
from tests.unit.writing import example, step

HERE = Versions(engine="28.5", cli="28.5", compose="2.40", buildx="0.29", platform="linux/amd64")
NGINX = ImageFacts(name="nginx", origin="standin", version="1.26", content="aa")


def loaded_with(folder: Path, claims: str) -> LoadedExample:
    """Return an example whose second step has these claims."""
    return example(folder, step("zero", "true"), step("one", "echo one", claims))


def problems(folder: Path, claims: str, **result: Any) -> list[Problem]:
    """Judge a result of the second step."""
    loaded = loaded_with(folder, claims)
    fields: dict[str, Any] = {"output": "one\n", "exit": 0, "seconds": 0.1}
    raw = RawResult(**(fields | result))
    return judge(loaded, loaded.step("one"), raw)


@pytest.mark.parametrize(
    ("claims", "result", "what", "expected", "received"),
    [
        ('expect = ["one"]', {"exit": 3}, "exit code differs", "exit code 0", "exit code 3"),
        ('expect = ["^two$"]', {}, "`expect` does not hold", "matches /^two$/", "one"),
        ('expect = ["."]', {"output": ""}, "`expect` does not hold", "/./", "(nothing)"),
        ('expect = ["."]\nforbid = ["o.e"]', {}, "`forbid` does not hold", "not match", "one"),
        ('error = "o.e"', {}, "`error` does not hold", "output that has 'o.e'", "one"),
        ("silent = true", {}, "`silent` does not hold", "no output", "one"),
        (
            'expect = ["."]\ntimeout = 2.5',
            {"ended": "timeout", "exit": -1},
            "timed out and was killed",
            "within 2.5 s",
            "one",
        ),
        (
            'expect = ["."]\nuntil = "two"',
            {"ended": "never matched"},
            "never came to match `until`",
            "/two/ within 60 s",
            "one",
        ),
        ('expect = ["."]', {"ended": "shell ended"}, "ended the shell", "lives on", "one"),
    ],
)
def test_a_broken_claim_is_reported_whole(
    tmp_path: Path, claims: str, result: dict[str, Any], what: str, expected: str, received: str
) -> None:
    """Place, command, expected, received and the mending command are all in the one report."""
    (problem,) = problems(tmp_path, claims, **result)
    report = str(problem)
    assert report.startswith(f"{tmp_path}/chapter/hello.toml:7: hello / one: ")
    assert what in report.split("\n")[0]
    assert "\n  command:  echo one\n" in report
    assert re.search(rf"\n  expected: .*{re.escape(expected)}", report)
    assert re.search(rf"\n  received: .*{re.escape(received)}", report)
    assert report.endswith("run: make record EX=hello")


@pytest.mark.parametrize(
    ("claims", "result"),
    [
        ('expect = ["^one$", "o"]\nforbid = ["two"]', {}),
        ('expect = ["one"]\nexit = 3', {"exit": 3}),
        ('error = "(one) [x"', {"output": "a (one) [x b\n"}),
        ("silent = true", {"output": ""}),
        ('expect = ["^red one$"]', {"output": "\x1b[31mred\x1b[0m one\n"}),
        ('expect = ["^two$"]', {"output": "one\ntwo\nthree\n"}),
        ("hidden = true", {}),
    ],
)
def test_a_claim_that_holds_is_no_problem(
    tmp_path: Path, claims: str, result: dict[str, Any]
) -> None:
    """Claims see lines, and words without their colours."""
    assert problems(tmp_path, claims, **result) == []


def test_all_broken_claims_are_reported(tmp_path: Path) -> None:
    """One run tells everything that is wrong with a step."""
    found = problems(tmp_path, 'expect = ["one", "two", "six"]\nforbid = ["o"]', exit=1)
    assert len(found) == 4


@pytest.mark.parametrize("fault", NETWORK_FAULTS)
def test_a_network_fault_is_forbidden_unless_claimed(tmp_path: Path, fault: str) -> None:
    """A step whose other claims hold fails on it; a lesson about it claims its words."""
    output = f"one\nerror: lookup x: {fault}\n"
    (problem,) = problems(tmp_path, 'expect = ["one"]', output=output)
    assert "network or name server fault" in problem.what and fault in problem.expected
    assert problems(tmp_path, f'expect = ["{fault}"]', output=output) == []
    assert problems(tmp_path, f'error = "{fault}"', output=output) == []


def test_a_network_fault_is_one_failure(tmp_path: Path) -> None:
    """What else it breaks, and in how many words it is told, is not told beside it."""
    output = f"error: {' '.join(NETWORK_FAULTS)}\n"
    (problem,) = problems(tmp_path, 'expect = ["one"]', output=output, exit=1)
    assert all(fault in problem.expected for fault in NETWORK_FAULTS)
    assert "mend this machine's network" in problem.mend


def test_a_long_output_is_shortened_in_its_report(tmp_path: Path) -> None:
    """A screenful tells enough, and how much is left out is said."""
    output = "".join(f"line {number}\n" for number in range(1000))
    (problem,) = problems(tmp_path, 'expect = ["absent"]', output=output)
    report = str(problem)
    assert "line 0\n" in report and "line 999\n" in report and "[… 960 lines …]" in report


def compared(folder: Path, old: str, new: str, claims: str = 'expect = ["."]') -> Problem | None:
    """Compare an output with the captured one."""
    loaded = loaded_with(folder, claims)
    result = RawResult(new, 0, 0.1)
    return Comparison(loaded, capture(loaded, old)).drift(loaded.step("one"), result)


def test_a_drift_is_shown_as_a_difference(tmp_path: Path) -> None:
    """The lines that changed, the capture, and the command that accepts it are named."""
    drift = compared(tmp_path, "a\nold\n", "a\nnew\n")
    report = str(drift)
    assert report.startswith(f"{tmp_path}/chapter/hello.toml:7: hello / one: the output is not")
    assert "-old" in report and "+new" in report and "hello.capture.json holds" in report
    assert report.endswith("to mend:  if the change is right, run: make record EX=hello")


def test_order_counts_unless_a_step_is_unordered(tmp_path: Path) -> None:
    """Lines in another order are a drift; where the step says so they are not, but a change is."""
    unordered = 'expect = ["."]\nunordered = true'
    assert compared(tmp_path, "a\nb\n", "b\na\n")
    assert compared(tmp_path, "a\nb\n", "b\na\n", unordered) is None
    assert compared(tmp_path, "a\nb\n", "b\nc\n", unordered)


def test_volatile_text_is_no_drift(tmp_path: Path) -> None:
    """Another ID and another time are the same output."""
    assert compared(tmp_path, "0a1b2c3d4e5f 10:00:01", "f5e4d3c2b1a0 23:59:59") is None


def test_an_unstable_output_is_not_compared(tmp_path: Path) -> None:
    """`stable = false` says that only the claims count."""
    assert compared(tmp_path, "a", "b", 'expect = ["."]\nstable = false') is None


def test_a_step_that_was_never_captured_is_a_problem(tmp_path: Path) -> None:
    """A new step is not silently taken for equal, stable or not."""
    for claims in ('expect = ["."]', 'expect = ["."]\nstable = false'):
        loaded = loaded_with(tmp_path, claims)
        empty = capture(loaded, "").model_copy(update={"steps": ()})
        drift = Comparison(loaded, empty).drift(loaded.step("one"), RawResult("one", 0, 0))
        assert drift and drift.what == "was never captured"
        assert str(drift).endswith("run: make record EX=hello")


def test_identities_are_followed_from_step_to_step(tmp_path: Path) -> None:
    """The ID that `run` printed must be the one that `ps` shows, in this run as in the captured."""
    loaded = loaded_with(tmp_path, 'expect = ["."]')
    first, second = "1" * 11 + "a", "2" * 11 + "b"
    steps = tuple(
        StepCapture(id=step_id, run="x", exit=0, seconds=0, output=first)
        for step_id in ("zero", "one")
    )
    comparison = Comparison(loaded, capture(loaded, "").model_copy(update={"steps": steps}))
    assert comparison.drift(loaded.step("zero"), RawResult(second, 0, 0)) is None
    assert comparison.drift(loaded.step("one"), RawResult(first, 0, 0)) is not None


@pytest.fixture
def recorded(tmp_path: Path) -> Capture:
    """Return a capture made with these versions and this image."""
    old = capture(loaded_with(tmp_path, "hidden = true"), "")
    return old.model_copy(update={"versions": HERE, "images": (NGINX,)})


@pytest.mark.parametrize(
    ("versions", "image", "words"),
    [
        ({}, {}, []),
        ({"engine": "29.0"}, {}, ["engine 28.5 → 29.0"]),
        (
            {"compose": "5.0", "platform": "linux/arm64"},
            {},
            ["compose 2.40 → 5.0", "platform linux/amd64 → linux/arm64"],
        ),
        ({}, {"origin": "hub"}, ["nginx standin → hub"]),
        (
            {},
            {"content": "bb", "version": "1.27"},
            ["nginx 1.26 → 1.27, other packages"],
        ),
    ],
)
def test_what_moved_is_named(
    recorded: Capture, versions: dict[str, str], image: dict[str, str], words: list[str]
) -> None:
    """Each version and image that differs is named with then and now; the same is nothing."""
    images = {"nginx": NGINX.model_copy(update=image)}
    assert moved(recorded, HERE.model_copy(update=versions), images) == words


def test_an_image_that_is_not_here_has_moved(recorded: Capture) -> None:
    """A capture made with an image that this machine lacks is not comparable."""
    assert moved(recorded, HERE, {}) == ["nginx (standin) → none here"]
