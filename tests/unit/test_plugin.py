"""The collector of examples: what a run of them reports, on this machine's own bash."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from livedoc.catalog import load_example
from livedoc.model import ImageFacts
from livedoc.prove import prove
from livedoc.store import read_capture, write_capture
from tests.local_sandbox import LocalSandbox

pytest_plugins = ["pytester"]

CONFTEST = """
from pathlib import Path
from tests import plugin
from livedoc import engines
from livedoc.images import ImageSet
from tests.local_sandbox import LocalSandbox

class Host:
    def __init__(self, name):
        self.api, self.name = self, name

    def ping(self):
        if Path(self.name + "-is-gone").exists():
            raise OSError("refused")

def find():
    names = Path("engines").read_text().split() if Path("engines").exists() else []
    watched = [engines.Engine(each, lambda each=each: Host(each), 1, True) for each in names]
    return engines.Engines(watched or [engines.Engine("it", lambda: None, 1, False)])

images = ImageSet("engine", "mirror", "standin", {})
engines.find, engines.ASKED_EVERY_SECONDS = find, 0.05
engines.images.ensure, engines.images.copy = lambda *_, **__: images, lambda *_: None
plugin.archive_hosts, plugin.mask_hosts = list, lambda hosts: str
plugin.DockerSandbox = lambda client, image_set: LocalSandbox()
LocalSandbox.start = lambda self: None
LocalSandbox.stop = lambda self: self.__exit__(None, None, None)
"""
STEP = """
[[steps]]
id = "{id}"
run = "{run}"
about = {{ ko = "하기", en = "do" }}
expect = ["{expect}"]
"""
TITLE = 'title = { ko = "예", en = "example" }\n'


@pytest.fixture
def definition(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a recorded example of three steps, in a project that collects it."""
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")  # none is needed, and all cost time
    pytester.makeconftest(CONFTEST)
    pytester.makeini("[pytest]\ntestpaths = examples")
    chapter = pytester.mkdir("examples") / "chapter"
    chapter.mkdir()
    path = chapter / "three.toml"
    steps = [STEP.format(id=each, run=f"echo {each} said", expect=each) for each in ("a", "b", "c")]
    path.write_text(TITLE + "".join(steps))
    record(path)
    return path


def record(path: Path) -> None:
    """Write the capture of an example as it is now."""
    images: dict[str, ImageFacts] = {}
    with LocalSandbox() as sandbox:
        proof = prove(load_example(path), sandbox, images, lambda text: text, None)
    assert proof.capture
    write_capture(proof.loaded, proof.capture)


def run(pytester: pytest.Pytester, *arguments: str) -> tuple[dict[str, int], str, int]:
    """Run pytest over the examples; returns outcomes, output and exit code."""
    result = pytester.runpytest_subprocess("-p", "tests.plugin", *arguments)
    return result.parseoutcomes(), result.stdout.str(), int(result.ret)


def edit(path: Path, was: str, becomes: str) -> None:
    """Replace text in a file that must hold it."""
    text = path.read_text()
    assert was in text
    path.write_text(text.replace(was, becomes))


def test_the_readers_own_tests_are_not_ours(pytester: pytest.Pytester, definition: Path) -> None:
    """A test file among an example's files is the reader's, and is not collected."""
    (definition.with_suffix("")).mkdir()
    (definition.with_suffix("") / "test_main.py").write_text("import not_installed_here\n")
    record(definition)
    outcomes, out, code = run(pytester)
    assert (outcomes, code) == ({"passed": 3}, 0), out


def test_each_step_is_an_item_and_all_are_counted(
    pytester: pytest.Pytester, definition: Path
) -> None:
    """A run of everything ends with how many of how many steps it has proven."""
    outcomes, output, code = run(pytester)
    assert (outcomes, code) == ({"passed": 3}, 0)
    assert output.rstrip().endswith("proven 3 of 3 steps")


def test_the_longest_example_comes_first(pytester: pytest.Pytester, definition: Path) -> None:
    """Examples are run in the order of how long they took, whatever their names are."""
    longer = definition.with_name("zebra.toml")
    longer.write_text(definition.read_text())
    record(longer)
    capture = longer.with_suffix(".capture.json")
    capture.write_text(re.sub(r'"seconds": [\d.]+', '"seconds": 9.5', capture.read_text()))
    _, output, code = run(pytester, "-v")
    assert code == 0
    assert output.index("zebra.toml::c") < output.index("three.toml::a")


def test_a_broken_claim_is_one_failure_and_the_steps_after_it_are_not_run(
    pytester: pytest.Pytester, definition: Path
) -> None:
    """The failure names file and line; what builds on the step is not blamed, and not proven."""
    edit(definition, "echo b said", "echo something")
    outcomes, output, code = run(pytester)
    assert (outcomes, code) == ({"passed": 1, "failed": 1, "skipped": 1}, 1)
    line = definition.read_text().split("\n").index('id = "b"')
    assert f"three.toml:{line}: three / b: the claim `expect` does not hold" in output
    assert output.rstrip().endswith("proven 1 of 3 steps")


def test_a_drifted_output_is_one_failure_and_the_steps_after_it_are_proven(
    pytester: pytest.Pytester, definition: Path
) -> None:
    """Where the claim still holds, what follows is run and judged as ever."""
    capture = definition.with_suffix(".capture.json")
    edit(capture, '"b said"', '"b will have said"')
    outcomes, output, code = run(pytester)
    assert (outcomes, code) == ({"passed": 2, "failed": 1}, 1)
    assert "-b will have said" in output and "+b said" in output
    assert "to mend:  if the change is right, run: make record EX=three" in output


def test_only_the_flag_accepts_a_changed_output(
    pytester: pytest.Pytester, definition: Path
) -> None:
    """A run leaves captures alone; with --update-captures it writes what came back."""
    edit(definition, "echo b said", "echo b shouted")
    before = definition.with_suffix(".capture.json").read_bytes()
    assert run(pytester)[2] == 1
    assert definition.with_suffix(".capture.json").read_bytes() == before
    assert run(pytester, "--update-captures")[2] == 0
    capture = read_capture(load_example(definition))
    assert capture and capture.step("b").output == "b shouted\n"  # type: ignore[union-attr]
    assert run(pytester)[2] == 0


def test_an_edit_that_was_not_recorded_fails_on_any_engine(
    pytester: pytest.Pytester, definition: Path
) -> None:
    """Where outputs are not compared, as the engine is another, a stale capture is told still."""
    edit(definition, "echo b said", "echo b shouted")
    capture = definition.with_suffix(".capture.json")
    capture.write_text(re.sub(r'"engine": "[^"]*"', '"engine": "1.0"', capture.read_text()))
    outcomes, output, code = run(pytester)
    assert (outcomes, code) == ({"passed": 2, "failed": 1}, 1), output
    line = definition.read_text().split("\n").index('id = "b"')
    assert f"three.toml:{line}: the capture does not belong to this definition" in output


def test_the_flag_does_not_accept_a_broken_claim(
    pytester: pytest.Pytester, definition: Path
) -> None:
    """--update-captures never writes the capture of an example whose claims do not hold."""
    edit(definition, "echo c said", "echo nothing")
    before = definition.with_suffix(".capture.json").read_bytes()
    assert run(pytester, "--update-captures")[2] == 1
    assert definition.with_suffix(".capture.json").read_bytes() == before


def test_an_example_that_was_never_recorded_fails(
    pytester: pytest.Pytester, definition: Path
) -> None:
    """Commands that run do not make up for a page that has nothing to show."""
    definition.with_suffix(".capture.json").unlink()
    outcomes, output, code = run(pytester)
    assert (outcomes, code) == ({"passed": 2, "failed": 1}, 1)
    assert "never recorded" in output and "make record EX=three" in output


def test_what_only_docker_hub_has_is_counted_apart(
    pytester: pytest.Pytester, definition: Path
) -> None:
    """Where there is no Hub its steps are said to be not run, and do not fail the run."""
    hub = TITLE + 'requires = ["hub"]\n' + STEP.format(id="pull", run="echo pull", expect="pull")
    (definition.parent / "official.toml").write_text(hub)
    outcomes, output, code = run(pytester)
    assert (outcomes, code) == ({"passed": 3, "skipped": 1}, 0)
    assert output.rstrip().endswith("not run: 1, needs Docker Hub\nproven 3 of 3 steps")


def test_a_run_that_leaves_out_a_step_fails(pytester: pytest.Pytester, definition: Path) -> None:
    """However a step came to be left out of a run of everything, it is missed and said so."""
    _, output, code = run(pytester, "--deselect", "examples/chapter/three.toml::b")
    assert code == 1
    assert output.rstrip().endswith("proven 2 of 3 steps")


def test_a_step_can_be_run_alone(pytester: pytest.Pytester, definition: Path) -> None:
    """The steps before it are run for it, and only it is counted."""
    outcomes, output, code = run(pytester, "-k", "c")
    assert code == 0 and outcomes["passed"] >= 1
    assert "proven" in output


def test_the_parts_of_a_run_are_the_whole(pytester: pytest.Pytester, definition: Path) -> None:
    """Each part proves all of its own steps; together they have every example and other test."""
    for name in ("four", "five"):
        definition.with_name(f"{name}.toml").write_text(definition.read_text())
        record(definition.with_name(f"{name}.toml"))
    tests = [f"tests/test_{name}.py" for name in "abc"]
    pytester.mkdir("tests")
    for test in tests:
        pytester.path.joinpath(test).write_text("def test_it(): pass\n")
    pytester.makeini("[pytest]\ntestpaths = examples tests")
    lines, steps = [], []
    for part in ("1/2", "2/2"):
        _, output, code = run(pytester, "-v", "--shard", part)
        assert code == 0, output
        steps += re.findall(r"^proven (\d) of (\d) steps$", output, re.MULTILINE)
        lines += re.findall(r"^(\S+)::\S+ PASSED", output, re.MULTILINE)
    examples = [f"examples/chapter/{name}.toml" for name in ("three", "four", "five")]
    assert sorted(lines) == sorted(3 * examples + tests)
    assert sorted(steps) == [("3", "3"), ("6", "6")]


def test_what_is_no_part_is_refused(pytester: pytest.Pytester, definition: Path) -> None:
    """The message says what was expected, before anything is collected."""
    result = pytester.runpytest_subprocess("-p", "tests.plugin", "--shard", "0/2")
    result.stderr.fnmatch_lines(["*--shard: expected i/n with 1 ≤ i ≤ n, like 2/4; found '0/2'"])


LOST = "test -e one-is-gone || {{ touch one-is-gone; {}; }}; cat b"


@pytest.mark.parametrize("how", ["exit 1", "sleep 5; echo nonsense"])
def test_an_example_whose_engine_is_lost_is_run_again_from_its_first_step(
    pytester: pytest.Pytester, definition: Path, how: str
) -> None:
    """No verdict is lost, none invented, none given twice; and it is told."""
    (pytester.path / "engines").write_text("one two")
    folder = definition.with_suffix("")
    edit(definition, "echo a said", "echo b said >b; echo a said")
    edit(definition, 'echo b said"', f'cd {pytester.path}; {LOST.format(how)}"')
    edit(definition, "; cat b", "; cd - >/dev/null; cat b")
    (pytester.path / "one-is-gone").touch()
    record(definition)
    (pytester.path / "one-is-gone").unlink()
    edit(folder.with_suffix(".capture.json"), '"a said', '"a will have said')  # told once
    outcomes, output, code = run(pytester)
    assert (outcomes, code) == ({"passed": 2, "failed": 1}, 1), output
    assert output.rstrip().endswith(
        "run again on another engine: three: the engine one is lost: refused\nproven 2 of 3 steps"
    )
    assert "-a will have said" in output


def test_where_no_engine_is_left_nothing_is_proven(
    pytester: pytest.Pytester, definition: Path
) -> None:
    """Every step fails with what each engine said, none is passed over."""
    (pytester.path / "engines").write_text("one")
    (pytester.path / "one-is-gone").touch()
    outcomes, output, code = run(pytester)
    assert (outcomes, code) == ({"failed": 3}, 1)
    assert "no engine is left:\n  one: refused" in output


def test_faults_of_a_definition_are_told_without_a_traceback(
    pytester: pytest.Pytester, definition: Path
) -> None:
    """An example that cannot be loaded is an error with its file and line."""
    edit(definition, 'id = "c"', 'idd = "c"')
    _, output, code = run(pytester)
    assert code not in (0, 5)
    assert "three.toml:" in output and "no key 'idd'; the nearest is 'id'" in output
    assert "Traceback" not in output and "pydantic" not in output
