"""The command line: what it answers, and the exit code that scripts rely on."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace

import pytest

from livedoc import cli, running
from livedoc.catalog import LoadedExample
from livedoc.errors import SandboxError
from livedoc.fleet import NotRun
from livedoc.model import Step
from livedoc.paths import ROOT
from livedoc.prove import Proof, prove
from livedoc.store import read_capture, usable_capture
from tests.local_sandbox import LocalSandbox
from tests.unit.writing import TITLE, example, step, write


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return an empty folder of examples that the commands work on."""
    monkeypatch.setenv("COLUMNS", "200")
    for command in ("new", "record", "schema", "status"):
        monkeypatch.setattr(f"livedoc.commands.{command}.examples_root", lambda: tmp_path)
    return tmp_path


@pytest.fixture
def local(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let `record` and `verify` run on this machine's own bash."""

    @contextmanager
    def held(report: Callable[[str], None]) -> Iterator[object]:
        yield SimpleNamespace(prepare=lambda report: image_set, lost=lost, cpus=1)

    lost: list[str] = []

    def prove_all(
        examples: list[LoadedExample],
        engines: object,
        on_step: Callable[[LoadedExample, Step], None],
        on_again: Callable[[LoadedExample, str], None],
    ) -> Iterator[Proof | NotRun]:
        for loaded in examples:
            if loaded.name == "again":
                lost.append("unix:///one: refused")
                on_again(loaded, "the engine unix:///one is lost: refused")
            if loaded.name == "lost":
                yield NotRun(loaded, "the sandbox is gone")
                continue
            with LocalSandbox() as sandbox:
                yield prove(loaded, sandbox, {}, str, usable_capture(loaded))

    image_set = SimpleNamespace(mode="standin", images={})
    monkeypatch.setattr(running, "engines", SimpleNamespace(held=held))
    monkeypatch.setattr(running, "prove_all", prove_all)


@pytest.mark.usefixtures("local")
def test_record_then_verify_then_break(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """1 while never recorded, 0 once recorded, 1 with the whole report once broken."""
    loaded = example(root, step("one", "echo one"))
    assert cli.main(["verify"]) == 1
    assert "hello.toml:1: never recorded; run: make record EX=hello" in capsys.readouterr().out
    assert cli.main(["record"]) == 0
    assert "recorded: hello" in capsys.readouterr().out
    assert cli.main(["verify", "hello"]) == 0
    assert "proven: hello" in capsys.readouterr().out
    assert cli.main(["record"]) == 0
    assert "nothing is stale: 1 examples" in capsys.readouterr().out
    capture = loaded.capture_path.read_bytes()
    example(root, step("one", "echo two", 'expect = ["[o]ne"]'))
    assert cli.main(["verify"]) == 1
    out = capsys.readouterr().out
    assert "failed: hello" in out and "output that matches /[o]ne/" in out
    assert cli.main(["record"]) == 1
    assert loaded.capture_path.read_bytes() == capture


@pytest.mark.usefixtures("local")
def test_an_edit_that_was_not_recorded_is_no_success(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Even where its output is the captured one: one failure, at the step that was edited."""
    example(root, step("one", "echo one"), step("two", "echo two"))
    assert cli.main(["record"]) == 0
    loaded = example(root, step("one", "echo one"), step("two", "echo  two"))
    capsys.readouterr()
    assert cli.main(["verify"]) == 1
    out = capsys.readouterr().out
    assert "failed: hello" in out and out.count("to mend:") == 1
    assert f"hello.toml:{loaded.line('two')}: the capture does not belong" in out
    assert "step 'two' changed\n  to mend:  make record EX=hello\n" in out
    assert cli.main(["record"]) == cli.main(["verify"]) == 0


@pytest.mark.usefixtures("local")
def test_recording_mends_a_corrupt_capture(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """As when a merge left its marks in it: verify says what mends it, and that does."""
    loaded = example(root, step("one", "echo one"))
    for command in (["record", "hello"], ["record"]):
        loaded.capture_path.write_text("<<<<<<< HEAD\n")
        assert cli.main(["verify"]) == 1
        out = capsys.readouterr().out
        assert "hello.capture.json:1: not a capture" in out and "run: make record EX=hello" in out
        assert cli.main(command) == 0
        assert cli.main(["verify"]) == 0
        capsys.readouterr()


@pytest.mark.usefixtures("local")
def test_an_example_that_could_not_be_run_is_no_success(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit code 2 says that nothing is known, and the others are recorded all the same."""
    write(root, "a/lost", step("one", "echo one"))
    loaded = example(root, step("one", "echo one"))
    assert cli.main(["record"]) == 2
    assert "could not be run: lost: the sandbox is gone" in capsys.readouterr().out
    assert read_capture(loaded) is not None


@pytest.mark.usefixtures("local")
def test_what_was_run_again_is_told(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The example by its name and the engine with what it said; the outcome is that of the end."""
    write(root, "a/again", step("one", "echo one"))
    assert cli.main(["record"]) == 0
    out = capsys.readouterr().out
    assert "run again elsewhere: again: the engine unix:///one is lost: refused" in out
    assert "recorded: again" in out and "engine lost: unix:///one: refused" in out


@pytest.mark.usefixtures("local")
def test_the_parts_of_a_run_are_the_whole(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`--shard` proves each example in one part; what is no part is refused with what is."""
    for name in ("one", "two", "three"):
        write(root, f"a/{name}", step("one", "echo one"))
    assert cli.main(["record"]) == 0
    for part in ("1/2", "2/2"):
        assert cli.main(["verify", "--shard", part]) == 0
    out = capsys.readouterr().out
    assert sorted(re.findall(r"proven: (\w+)", out)) == ["one", "three", "two"]
    with pytest.raises(SystemExit):
        cli.main(["verify", "--shard", "3/2"])
    assert "--shard: expected i/n with 1 ≤ i ≤ n, like 2/4; found '3/2'" in capsys.readouterr().err


@pytest.mark.usefixtures("local")
def test_what_needs_docker_hub_is_named_as_not_run(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Where there is no Docker Hub such an example is neither run nor silently passed over."""
    write(root, "a/hub", step("one", "echo one"), title=TITLE + 'requires = ["hub"]\n')
    assert cli.main(["record"]) == 0
    assert "not run: hub: needs Docker Hub" in capsys.readouterr().out
    assert not (root / "a" / "hub.capture.json").exists()
    # Who asks for that one by its name has not got what was asked for.
    assert cli.main(["record", "hub"]) == cli.main(["verify", "hub"]) == 2


def test_a_wrong_definition_is_a_fault_that_is_told(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit code 1, `file:line: fault` as an error, and no traceback."""
    path = write(root, "a/bad", step("one", "echo", ""))
    for command in (["status"], ["record"], ["verify"], ["new", "a/b"]):
        assert cli.main(command) == 1
        assert capsys.readouterr().err.startswith(f"livedoc: {path}:2: steps.0: expect: ")


@pytest.mark.parametrize("command", ["record", "verify"])
def test_an_unknown_example_is_answered_with_the_nearest(
    root: Path, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    """Exit code 1 before any engine is asked for."""
    example(root, step("one", "echo"))
    assert cli.main([command, "hallo"]) == 1
    assert capsys.readouterr().err == "livedoc: no example 'hallo'; the nearest is 'hello'\n"


def test_no_engine_is_exit_code_2(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Not run is another thing than failed."""

    @contextmanager
    def held(report: Callable[[str], None]) -> Iterator[object]:
        raise SandboxError("no engine answers")
        yield

    example(root, step("one", "echo"))
    monkeypatch.setattr(running, "engines", SimpleNamespace(held=held))
    assert cli.main(["verify"]) == 2
    assert capsys.readouterr().err == "livedoc: no engine answers\n"


def test_an_interrupt_is_told_and_leaves_captures_whole(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Ctrl-C ends with 130 and a sentence instead of a traceback."""

    def interrupted(path: Path) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("livedoc.commands.status.load_catalog", interrupted)
    assert cli.main(["status"]) == 130
    assert "interrupted" in capsys.readouterr().err


@pytest.mark.parametrize("arguments", [[], ["recrod"], ["sandbox", "stop"], ["new"]])
def test_a_wrong_command_line_is_refused(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    """argparse's own code and usage."""
    with pytest.raises(SystemExit) as caught:
        cli.main(arguments)
    assert caught.value.code == 2
    assert capsys.readouterr().err.startswith("usage: livedoc")


def test_looking_at_examples_needs_no_docker() -> None:
    """`status`, `new` and `schema` start where the SDK is not installed."""
    code = (
        "import sys; sys.modules['docker'] = None\n"
        "import livedoc.cli, livedoc.commands.status, livedoc.commands.new, livedoc.commands.schema"
    )
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True)


def test_what_takes_long_is_loaded_when_ctrl_c_is_answered() -> None:
    """Loading the command line loads nothing slow: in that time Ctrl-C would print a traceback."""
    code = (
        "import sys; import livedoc.cli\n"
        "print(sorted({'argparse', 'docker', 'pydantic', 'rich'} & sys.modules.keys()))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, check=True, capture_output=True, text=True
    )
    assert done.stdout == "[]\n"


def test_what_others_say_is_printed_as_it_is(
    root: Path, local: None, capsys: pytest.CaptureFixture[str]
) -> None:
    """Brackets in what an engine or a step says are no markup, which would vanish or be a fault."""
    said = "[/bin/sh] [gw0] [a-z0-9]"
    write(root, "a/one", step("one", f"echo '{said}'", 'expect = ["^never$"]'))
    assert cli.main(["record"]) == 1
    assert said in capsys.readouterr().out


def test_kills_looks_at_one_engine(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """What is left on an engine that is not looked at would pass for nothing."""
    monkeypatch.setenv("LIVEDOC_ENGINES", "unix:///a.sock,unix:///b.sock")
    assert cli.main(["kills"]) == 1
    assert "LIVEDOC_ENGINES: what is left is looked for on one engine" in capsys.readouterr().err
