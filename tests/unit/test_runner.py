"""An example is run from a clean sandbox into a capture, in a reader's order."""

from __future__ import annotations

from pathlib import Path

from livedoc.fingerprint import fingerprint
from livedoc.runner import ExampleRun
from tests.local_sandbox import LocalSandbox
from tests.unit.writing import example, step


def test_a_run_becomes_a_capture(tmp_path: Path, sandbox: LocalSandbox) -> None:
    """Each way to run a step is used as the step says, and what came back is kept masked."""
    loaded = example(
        tmp_path,
        step("files", "cat greeting; cd sub"),
        step("state", 'basename "$PWD"; (exit 4)', 'expect = ["sub"]\nexit = 4'),
        step("until", "echo -n x >>n; wc -c <n", 'until = "2"\nexpect = ["2"]'),
        step("typed", "read a; echo $a", 'input = ["hi"]\nexpect = ["hi"]'),
        step("tty", 'read -p "? " a; echo $a', 'tty = true\ninput = ["yo"]\nexpect = ["yo"]'),
        files={"greeting": "secret hello\n", "sub/x": ""},
    )
    with ExampleRun(loaded, sandbox, lambda text: text.replace("secret", "***")) as run:
        results = [run.run(each) for each in loaded.example.steps]
        capture = run.capture()
    outputs = [each.output.strip() for each in capture.steps]
    assert outputs == ["*** hello", "sub", "2", "hi", "? yo\nyo"]
    assert [result.output.strip() for result in results] == outputs
    assert [each.id for each in capture.steps] == ["files", "state", "until", "typed", "tty"]
    assert capture.steps[1].exit == 4 and capture.steps[1].run == 'basename "$PWD"; (exit 4)'
    assert capture.fingerprint == fingerprint(loaded)
    assert capture.versions == sandbox.versions() and capture.images == ()
    assert capture.recorded.tzinfo is not None


def test_a_run_begins_with_nothing_of_the_run_before(tmp_path: Path, sandbox: LocalSandbox) -> None:
    """Files and variables that one run left are not there for the next."""
    loaded = example(tmp_path, step("one", 'ls; echo "[$A]"; touch left; export A=1'))
    for _ in range(2):
        with ExampleRun(loaded, sandbox, str) as run:
            assert run.run(loaded.step("one")).output == "[]\n"
