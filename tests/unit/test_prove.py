"""A broken example is noticed at its step; a drift counts only where nothing else moved."""

from __future__ import annotations

from pathlib import Path

import pytest

from livedoc.catalog import LoadedExample, load_example
from livedoc.model import Step
from livedoc.prove import Proof, prove
from livedoc.store import read_capture, write_capture
from tests.local_sandbox import LocalSandbox
from tests.unit.writing import example, step


@pytest.fixture
def recorded(tmp_path: Path, sandbox: LocalSandbox) -> LoadedExample:
    """Return an example with its capture."""
    loaded = example(
        tmp_path,
        step("make", "echo hello >file", "silent = true"),
        step("show", "cat file", 'expect = ["^h.llo"]'),
        step("end", "echo done $(date +%T.%N)", 'expect = ["^done"]'),
    )
    proof = prove(loaded, sandbox, {}, str, None)
    assert not proof.problems and proof.capture
    write_capture(loaded, proof.capture)
    return loaded


def prove_again(
    recorded: LoadedExample, sandbox: LocalSandbox, was: str, becomes: str, moved: bool = False
) -> Proof:
    """Change the definition, and prove it against the capture of before."""
    text = recorded.path.read_text(encoding="utf-8")
    assert was in text
    recorded.path.write_text(text.replace(was, becomes), encoding="utf-8")
    capture = read_capture(recorded)
    assert capture
    if moved:
        versions = capture.versions.model_copy(update={"engine": "another"})
        capture = capture.model_copy(update={"versions": versions})
    return prove(load_example(recorded.path), sandbox, {}, str, capture)


def test_an_unchanged_example_is_proven(recorded: LoadedExample, sandbox: LocalSandbox) -> None:
    """Two runs differ by volatile text alone, and that is no problem."""
    proof = prove_again(recorded, sandbox, "hello", "hello")
    assert (proof.problems, proof.drifted, proof.moved) == ([], [], [])
    assert proof.capture


@pytest.mark.parametrize(
    ("was", "becomes", "step_id", "what"),
    [
        ("echo hello >file", "echo hello >fiel", "show", "exit code differs"),
        ("echo hello >file", "ehco hello >file", "make", "exit code differs"),
        ("echo hello >file", "echo hello", "make", "`silent` does not hold"),
        ("cat file", "cat fil", "show", "exit code differs"),
        ("cat file", "exit 0", "show", "ended the shell"),
        ("cat file", "sleep 60'''\ntimeout = 0.3\n#'''", "show", "timed out"),
        ("echo done", "echo one", "end", "`expect` does not hold"),
    ],
)
def test_a_broken_command_is_reported_at_the_step_that_shows_it(
    recorded: LoadedExample,
    sandbox: LocalSandbox,
    was: str,
    becomes: str,
    step_id: str,
    what: str,
) -> None:
    """The run ends there, and a broken example leaves no capture."""
    proof = prove_again(recorded, sandbox, was, becomes)
    assert {problem.step.id for problem in proof.problems} == {step_id}
    assert what in proof.problems[0].what
    assert proof.capture is None


def test_a_drift_is_a_problem_where_the_environment_is_the_same(
    recorded: LoadedExample, sandbox: LocalSandbox
) -> None:
    """The claims hold, the output is another: reported, and the new capture is at hand."""
    proof = prove_again(recorded, sandbox, "echo hello >file", "echo hullo >file")
    assert [problem.step.id for problem in proof.problems] == ["show"]
    assert proof.broken == [] and proof.capture


def test_a_drift_is_no_problem_where_the_environment_moved(
    recorded: LoadedExample, sandbox: LocalSandbox
) -> None:
    """It is kept, and what moved is named; broken claims count everywhere."""
    proof = prove_again(recorded, sandbox, "echo hello >file", "echo hullo >file", moved=True)
    assert proof.problems == [] and len(proof.drifted) == 1
    assert proof.moved == ["engine another → none"]
    broken = prove_again(recorded, sandbox, "cat file", "cat fil", moved=True)
    assert len(broken.problems) == 2


def test_the_steps_are_announced_in_their_order(
    recorded: LoadedExample, sandbox: LocalSandbox
) -> None:
    """Who waits sees where the run is."""
    seen: list[Step] = []
    prove(recorded, sandbox, {}, str, None, seen.append)
    assert seen == list(recorded.example.steps)
