"""Examples are broken in meaningful ways, and what the proof makes of each is told truly."""

from __future__ import annotations

from pathlib import Path

import pytest

from livedoc.catalog import LoadedExample
from livedoc.errors import LivedocError
from livedoc.model import Capture
from livedoc.mutation import operators
from livedoc.mutation.generate import mutants
from livedoc.mutation.judge import Judged, batches, judge
from livedoc.mutation.ledger import Equivalents, Ledger
from livedoc.mutation.mutant import Mutant
from livedoc.prove import prove
from tests.local_sandbox import LocalSandbox
from tests.unit.writing import example, step

DOCKERFILE = 'FROM nginx:1.26\nEXPOSE 8080\nHEALTHCHECK CMD curl -f http://127.0.0.1/\nCMD ["a"]\n'
COMPOSE = """\
services:
  web:
    image: nginx:1.26
    ports:
      - "8000:80"
    healthcheck:
      test: ["CMD", "curl", "-f", "http://127.0.0.1/"]
"""


@pytest.mark.parametrize(
    ("kind", "broken"),
    [
        ("a flag is dropped", "docker run -p 8000:80 --name web nginx:1.26"),
        ("a subcommand is misspelt", "docker runx -d -p 8000:80 --name web nginx:1.26"),
        ("a port or number is changed", "docker run -d -p 8001:80 --name web nginx:1.26"),
        ("a tag is changed", "docker run -d -p 8000:80 --name web nginx:1.26-x"),
        ("the last word is dropped", "docker run -d -p 8000:80 --name web"),
    ],
)
def test_a_command_is_broken_in_one_place(kind: str, broken: str) -> None:
    """Flags, names, ports and tags: each once."""
    found = operators.command("docker run -d -p 8000:80 --name web nginx:1.26")
    assert (kind, broken) in list(found)


@pytest.mark.parametrize(
    ("name", "text", "kind", "gone"),
    [
        ("Dockerfile", DOCKERFILE, "the instruction EXPOSE is removed", "EXPOSE 8080"),
        ("app/Dockerfile", DOCKERFILE, "the health check is always true", "curl"),
        ("compose.yaml", COMPOSE, "'healthcheck' is removed", "healthcheck"),
        ("compose.yaml", COMPOSE, "'healthcheck' is removed", "curl"),
        ("compose.yaml", COMPOSE, "the health check is always true", "curl"),
        ("main.py", 'x = 1\nprint("hello")\n', "line 2 is removed", "print"),
        ("main.py", 'x = 1\nprint("hello")\n', "a number is changed", "x = 1"),
    ],
)
def test_a_file_is_broken_by_its_kind(name: str, text: str, kind: str, gone: str) -> None:
    """An instruction, a key with all under it, a health check, a line of code."""
    broken = dict(operators.file(name, text))
    assert gone in text and gone not in broken[kind]


def run(loaded: LoadedExample) -> Capture:
    """Return what comes back from an example."""
    with LocalSandbox() as sandbox:
        capture = prove(loaded, sandbox, {}, str, None).capture
    assert capture
    return capture


def verdicts(loaded: LoadedExample) -> dict[str, str]:
    """Return what becomes of each mutant, by where and kind."""
    capture = run(loaded)
    with LocalSandbox() as sandbox:
        judged = [
            each
            for batch in batches(mutants(loaded, capture))
            for each in judge(batch, capture, sandbox, {}, str)
        ]
    return {f"{each.mutant.where}: {each.mutant.kind}": each.verdict for each in judged}


def test_what_changes_the_output_is_killed(tmp_path: Path) -> None:
    """A flag, a line of the capture and a file that matter are noticed by the real run."""
    loaded = example(
        tmp_path,
        step("one", "head -n 1 words.txt"),
        files={"words.txt": "apple\npear\n"},
    )
    found = verdicts(loaded)
    assert found["step one: a flag is dropped"] == "killed"
    assert found["file words.txt: line 1 is removed"] == "killed"
    assert found["capture one: line 1 of the captured output is removed"] == "killed"


def test_what_changes_nothing_survives(tmp_path: Path) -> None:
    """A second line that no step prints can be removed unnoticed, and that is told."""
    loaded = example(
        tmp_path, step("one", "head -n 1 words.txt"), files={"words.txt": "apple\npear\n"}
    )
    assert verdicts(loaded)["file words.txt: line 2 is removed"] == "survived"


def test_a_hang_is_no_kill(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A broken step that was ended for its time is reported apart."""
    monkeypatch.setattr("livedoc.mutation.judge.LEAST_SECONDS", 0.5)
    loaded = example(tmp_path, step("one", "head -n 1 words.txt"), files={"words.txt": "a\n"})
    hangs = loaded.example.steps[0].model_copy(update={"run": "sleep 30"})
    mutant = Mutant(loaded, "it hangs", "step one", "x", "y", steps=(hangs,))
    with LocalSandbox() as sandbox:
        assert judge([mutant], run(loaded), sandbox, {}, str)[0].verdict == "timed out"


def test_captures_are_broken_after_one_run(tmp_path: Path) -> None:
    """All lines of an example's output make one batch; every other mutant is one by itself."""
    loaded = example(tmp_path, step("one", "printf 'a\\nb\\n'"), step("two", "echo c"))
    capture = run(loaded)
    sizes = {batch[0].where.split()[0]: len(batch) for batch in batches(mutants(loaded, capture))}
    assert sizes == {"step": 1, "capture": 3}


def test_an_example_that_fails_unbroken_tells_nothing(tmp_path: Path) -> None:
    """No line of a capture counts as missed where the whole capture is not what comes back."""
    loaded = example(tmp_path, step("one", "echo one"))
    capture = run(loaded)
    other = capture.steps[0].model_copy(update={"output": "two\nthree\n"})
    stale = capture.model_copy(update={"steps": (other,)})
    lines = [mutant for mutant in mutants(loaded, stale) if mutant.capture]
    with LocalSandbox() as sandbox:
        judged = judge(lines, stale, sandbox, {}, str)
    assert [each.verdict for each in judged] == ["not run"] * 2


def test_a_verdict_is_known_until_the_example_changes(tmp_path: Path) -> None:
    """A run broken off is gone on with; a half-written line of it is passed over."""
    path = tmp_path / "mutants.jsonl"
    loaded = example(tmp_path, step("one", "echo one"))
    mutant = mutants(loaded, run(loaded))[0]
    Ledger(path).keep(Judged(mutant, "killed", "one: exit code differs"))
    path.write_text(path.read_text() + '{"key": "ab')
    known = Ledger(path).verdict(mutant)
    assert known and known.verdict == "killed"
    changed = example(tmp_path, step("one", "echo one"), step("two", "echo two"))
    again = next(m for m in mutants(changed, run(changed)) if m.id == mutant.id)
    assert Ledger(path).verdict(again) is None


def test_what_was_not_run_is_tried_again(tmp_path: Path) -> None:
    """A fault of the machine is no verdict."""
    loaded = example(tmp_path, step("one", "echo one"))
    mutant = mutants(loaded, run(loaded))[0]
    ledger = Ledger(tmp_path / "mutants.jsonl")
    ledger.keep(Judged(mutant, "not run", "the sandbox is gone"))
    assert ledger.verdict(mutant) is None


def test_an_equivalent_mutant_has_its_reason(tmp_path: Path) -> None:
    """By its id, or by the line that was broken; any other has none."""
    loaded = example(tmp_path, step("one", "echo one"), step("two", "echo two"))
    first, second = mutants(loaded, run(loaded))[:2]
    path = tmp_path / "equivalent.toml"
    path.write_text(f'[[mutant]]\nid = "{first.id}"\nwhy = "because"\n')
    assert Equivalents(path).why(first) == "because"
    assert Equivalents(path).why(second) is None
    path.write_text('[[mutant]]\nbefore = "echo o.e"\nwhy = "a line"\n')
    assert Equivalents(path).why(first) == "a line"
    path.write_text('[[mutant]]\nid = "x"\n')
    with pytest.raises(LivedocError, match="expected"):
        Equivalents(path)
