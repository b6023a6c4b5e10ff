"""The script that does all of a page, run by this machine's bash where it needs no engine."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from livedoc.catalog import LoadedExample
from macros.script import page_script
from tests.unit.writing import example, step

FILES = {
    "app.py": "print('$HOME `x` \\\\')\n",
    "conf/EOF file": "EOF\nEOF_\n\tlast\n",
    "empty": "",
    "ends-midline": "two lines,\nno 'newline'",
}


def script_of(loaded: LoadedExample) -> str:
    """Return the script in English."""
    return page_script([loaded], "en")


def run(script: str, folder: Path) -> list[str]:
    """Run a script as its page says and return the lines that it printed."""
    (folder / "all.sh").write_text(script)
    done = subprocess.run(
        ["bash", "all.sh"], cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    return done.stdout.splitlines()


def test_files_arrive_to_the_letter(tmp_path: Path) -> None:
    """Every text file is written as the example ships it, in its folder and with its mode."""
    loaded = example(tmp_path, step("see", "ls"), files=FILES)
    loaded.file("app.py").chmod(0o755)
    (tmp_path / "away").mkdir()
    run(script_of(loaded), tmp_path / "away")
    for name in FILES:
        written = tmp_path / "away" / "hello" / name
        assert written.read_text() == FILES[name]
        assert bool(written.stat().st_mode & 0o100) == (name == "app.py")


@pytest.mark.parametrize("content", [b"\xff\xfe", b"a\0b\n", b"dos\r\n"])
def test_a_file_that_is_no_plain_text_is_named(tmp_path: Path, content: bytes) -> None:
    """What cannot be copied as text is not written but named, as part of the archive."""
    loaded = example(tmp_path, step("see", "ls"), files={"blob": "x\n"})
    loaded.file("blob").write_bytes(content)
    script = script_of(loaded)
    assert "# blob: cannot be written here as text; take it from hello.zip" in script
    assert "cat >" not in script


def test_all_steps_run_in_order(tmp_path: Path) -> None:
    """Hidden steps too are run, each after its comment, and the script ends where it began."""
    loaded = example(
        tmp_path,
        step("hide", "echo one", "hidden = true"),
        step("two", "for n in two; do\n  echo $n\ndone"),
        step("where", "pwd"),
    )
    assert script_of(loaded).count("# about\n") == 3
    assert run(script_of(loaded) * 2, tmp_path) == ["one", "two", str(tmp_path / "hello")] * 2


@pytest.mark.parametrize(
    ("pattern", "run_as"),
    [
        ("^up$", "grep -E '^up$'"),
        (r"\A\d+ up\Z", "grep -E '^[0-9]+ up$'"),
        ("(?i)up", None),
        ("up\\nup", None),
    ],
)
def test_what_is_repeated_is_repeated(tmp_path: Path, pattern: str, run_as: str | None) -> None:
    """A wait becomes a loop with grep, or a note where grep cannot read the pattern."""
    loaded = example(tmp_path, step("wait", "docker ps", f"until = '{pattern}'\nexpect = ['up']"))
    script = script_of(loaded)
    if run_as:
        assert f"until {{ docker ps; }} 2>&1 | {run_as}; do sleep 1; done" in script
    else:
        assert "# Repeated until the output contains:" in script
        assert "\ndocker ps\n" in script


def test_a_wait_ends_when_it_matches(tmp_path: Path) -> None:
    """The loop repeats commands of one and of more lines until the pattern matches."""
    count = "echo x >>n\nwc -l <n # lines"
    loaded = example(
        tmp_path,
        step("wait", count, "until = '^ *2$'\nexpect = ['2']"),
        step("more", "echo x >>n; wc -l <n", "until = '^ *3$'\nexpect = ['3']"),
    )
    assert [line.strip() for line in run(script_of(loaded), tmp_path)] == ["2", "3"]


@pytest.mark.parametrize(
    ("claims", "note"),
    [
        ("exit = 1\nexpect = ['x']", "# fails on purpose: exit code 1"),
        ("tty = true\ninput = ['ls', 'exit']\nexpect = ['x']", "# Typed: ls ⏎ exit ⏎"),
        (
            "tty = true\ninterrupt = 'ready'\nexpect = ['x']",
            "# Pressed once the output contains: ready → Ctrl+C",
        ),
    ],
)
def test_what_is_special_is_in_the_comment(tmp_path: Path, claims: str, note: str) -> None:
    """Failures on purpose, typed lines and Ctrl-C are told before the command, elsewhere not."""
    assert note not in script_of(example(tmp_path / "plain", step("do", "docker ps")))
    loaded = example(tmp_path, step("do", "docker ps", claims))
    assert f"# about\n{note}\ndocker ps\n" in script_of(loaded)
