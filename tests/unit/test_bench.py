"""What `make bench` makes of the times it measured. Nothing here is timed."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

from bench import bare, history, madeup, quick
from bench.figures import FIGURES, digits, summary
from bench.history import Run
from bench.measure import NotMeasuredError, cost, environment, interleaved, ratios
from bench.options import Options
from bench.plot import line
from bench.table import as_text, rows
from livedoc.catalog import load_catalog
from livedoc.paths import ROOT
from livedoc.stale import stale
from tests.unit.writing import example, step

WALL, STEP = "proving.wall", "proving.step"


def run_of(day: int, **figures: list[float]) -> Run:
    """Return a run of some day."""
    named = {name.replace("_", "."): values for name, values in figures.items()}
    return Run(f"2026-01-{day:02}T04:00Z", f"commit{day}", {"cores": 2}, named)


def test_a_summary_is_the_middle_and_the_ends() -> None:
    """One slow repetition does not move the median, and is seen in the spread."""
    assert summary([1.0, 9.0, 2.0]) == (2.0, 1.0, 9.0)


@pytest.mark.parametrize(
    ("value", "unit", "words"),
    [
        (1.234, "×", "1.23×"),
        (0.5, "s", "0.50 s"),
        (312.4, "MiB", "312 MiB"),
        (-0.1, "ms", "-0.10 ms"),
    ],
)
def test_values_have_the_digits_that_say_something(value: float, unit: str, words: str) -> None:
    """Three or so, and the unit of the figure."""
    assert digits(value, unit) == words


def test_both_sides_are_measured_in_turn() -> None:
    """Neither side always comes first, so that neither always finds the machine warmer."""
    order: list[str] = []

    def side(name: str, takes: float) -> float:
        order.append(name)
        return takes

    pairs = interleaved(3, lambda: side("one", 2), lambda: side("other", 4))
    assert order == ["one", "other", "other", "one", "one", "other"]
    assert ratios(pairs) == [0.5, 0.5, 0.5]


def test_a_table_says_what_is_compared_and_what_is_missed() -> None:
    """Each goal that is not reached stands there as such; what was not measured says why."""
    text = as_text({WALL: [0.7, 0.5, 0.9], STEP: [1.0]}, {"peers.cog": "cannot be installed"})
    assert FIGURES[WALL].en in text
    (wall,) = (line for line in text.split("\n") if line.startswith(WALL))
    (one_step,) = (line for line in text.split("\n") if line.startswith(STEP))
    assert wall.split() == [WALL, "0.70×", "0.50–0.90", "3", "≤", "0.6×", "MISSED"]
    assert one_step.endswith("met")
    assert text.endswith("not measured: peers.cog: cannot be installed")


def test_every_figure_has_words_in_both_languages() -> None:
    """A page shows them in its own."""
    for figure in FIGURES.values():
        assert figure.ko and figure.en and figure.text("ko") != figure.text("en")


def test_runs_are_kept_and_read_in_their_order(tmp_path: Path) -> None:
    """The course of a figure is that of the runs which have it, the last one last."""
    for run in (run_of(2, proving_wall=[0.8]), run_of(1, proving_wall=[0.9], proving_step=[2])):
        history.keep(run, tmp_path)
    first, last = history.read(tmp_path)
    (row,) = rows(last, [first])
    assert row.medians == (0.9, 0.8)
    assert row.met is False


def test_families_that_are_measured_apart_stand_in_one_run(tmp_path: Path) -> None:
    """On the same day and commit what was measured again is replaced, and the rest stays."""
    history.keep(run_of(1, proving_wall=[0.9], proving_step=[2]), tmp_path)
    path = history.keep(run_of(1, proving_wall=[0.7123456]), tmp_path)
    kept = json.loads(path.read_text())
    assert kept["figures"] == {WALL: [0.7123], STEP: [2]}
    assert path.name == "2026-01-01-commit1.json"
    assert len(list(tmp_path.iterdir())) == 1


def test_what_is_kept_tells_nothing_of_whose_machine_it_was() -> None:
    """No path, no name of a machine: cores, load and versions alone."""
    for path in (ROOT / "bench" / "history").glob("*.json"):
        run = json.loads(path.read_text(encoding="utf-8"))
        assert set(run) == {"date", "commit", "machine", "figures", "notes"}
        assert set(run["figures"]) <= set(FIGURES)
        assert not re.search(r"[\s\"]/|://", json.dumps([run["machine"], run["notes"]])), path.name


def test_a_note_loses_what_is_the_machines_own(tmp_path: Path) -> None:
    """An error may name a path or a host; what is kept does not."""
    run = Run("2026-01-01T04:00Z", "c", notes={"peers": "/x/y fails at https://host/z\nand on"})
    assert json.loads(history.keep(run, tmp_path).read_text())["notes"] == {"peers": "… fails at …"}


def test_a_course_is_drawn_from_the_ground_up() -> None:
    """Twice as much is twice as high; the last run is marked and the goal is dashed."""
    (path, dot, goal) = drawn(line([10.0, 20.0], 10.0, "10 → 20"))
    assert path == "4.0,14.0 116.0,4.0"
    assert dot == ("116.0", "4.0")
    assert goal == "14.0"


def test_a_single_run_is_a_dot() -> None:
    """There is no line from nowhere, and no goal where there is none."""
    assert drawn(line([3.0], None, "3")) == (None, ("116.0", "4.0"), None)


def drawn(svg: str) -> tuple[str | None, tuple[str, str], str | None]:
    """Return the points of the line, the place of the dot and the height of the goal."""
    root = ElementTree.fromstring(svg)
    path, dot, goal = root.find("polyline"), root.find("circle"), root.find("line")
    assert dot is not None
    return (
        None if path is None else path.get("points"),
        (str(dot.get("cx")), str(dot.get("cy"))),
        None if goal is None else goal.get("y1"),
    )


def test_a_command_that_fails_is_not_measured(tmp_path: Path) -> None:
    """Failing fast is no speed: the end of what it said is told."""
    with pytest.raises(NotMeasuredError, match="no such thing"):
        cost([sys.executable, "-c", "raise SystemExit('no such thing')"], tmp_path)
    assert cost([sys.executable, "-c", ""], tmp_path).memory > 1


def test_a_machines_own_settings_are_not_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    """A Python that is told to compile everything at each start is nobody's but this machine's."""
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    assert "PYTHONDONTWRITEBYTECODE" not in environment()


def test_a_bare_script_runs_every_step(tmp_path: Path) -> None:
    """In the order of the example, in one shell; what is waited for is waited for."""
    waits = 'until = "[r]eady"\nexpect = ["."]'
    loaded = example(tmp_path, step("one", "cd /tmp && X='a b'"), step("two", "docker ps", waits))
    text = bare.script(loaded)
    assert text.index("cd /tmp") < text.index("until eval 'docker ps'") < text.index(bare.DONE)
    assert bare.can_be_bare(loaded)
    assert not bare.can_be_bare(
        example(tmp_path, step("one", "cat", 'input = ["x"]\nexpect=["."]'))
    )


def test_the_thirty_commands_are_an_example(tmp_path: Path) -> None:
    """Each claims its whole output."""
    thirty = quick.example(tmp_path).example
    assert len(thirty.steps) == len(quick.THIRTY) == 30
    assert [each.run for each in thirty.steps] == [command for command, _ in quick.THIRTY]


def test_made_up_examples_differ(tmp_path: Path) -> None:
    """None profits from another that was just like it."""
    madeup.write_examples(tmp_path, 60)
    catalog = load_catalog(tmp_path / "examples")
    assert len(stale(catalog).runnable) == 60
    assert len({loaded.source for loaded in catalog}) == 60


def test_what_is_found_is_kept_as_it_comes(capsys: pytest.CaptureFixture[str]) -> None:
    """A run takes minutes, and says each figure as soon as it is there."""
    options = Options(asked_times=2)
    options.with_times(1).keep(WALL, [0.5])
    options.note("peers", "no docker command")
    assert (options.figures, options.times(7)) == ({WALL: [0.5]}, 2)
    assert "proving.wall: 0.50×" in capsys.readouterr().out
