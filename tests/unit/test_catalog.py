"""Examples are found by name, and all that is wrong with them is said at once."""

from __future__ import annotations

import gc
from contextlib import suppress
from pathlib import Path

import pytest

from livedoc.catalog import load_catalog
from livedoc.errors import DefinitionError, UnknownNameError
from tests.unit.writing import example, step, write

GOOD = step("one", "echo one")


def test_every_fault_of_every_file_is_reported_at_once(tmp_path: Path) -> None:
    """One error lists them all, each as `file:line: fault`."""
    write(tmp_path, "a/good", GOOD)
    write(tmp_path, "a/typo", GOOD, "exitt = 1\n", step("two", "echo", 'expect = ["("]'))
    write(tmp_path, "b/toml", GOOD, "[[steps]\n")
    write(tmp_path, "b/open", GOOD, "[[steps]]\nrun = '''\n")
    write(tmp_path, "b/latin", GOOD).write_bytes(b'# one\n# two \xe9\ntitle = "x"\n')
    write(tmp_path, "c/good", GOOD)
    with pytest.raises(DefinitionError) as caught:
        load_catalog(tmp_path)
    expected = [
        "a/typo.toml:7: steps.0.exitt: no key 'exitt'; the nearest is 'exit'",
        "a/typo.toml:12: steps.1.expect.0: not a regular expression",
        "b/latin.toml:2: is not UTF-8",
        "b/open.toml:9: not valid TOML",
        "b/toml.toml:7: not valid TOML",
        "c/good.toml:1: the name 'good' is taken by",
    ]
    assert len(caught.value.faults) == len(expected)
    for fault, begin in zip(caught.value.faults, expected, strict=True):
        assert fault.startswith(f"{tmp_path}/{begin}")
    assert str(caught.value) == "\n".join(caught.value.faults)


def test_an_example_knows_its_chapter_files_and_lines(tmp_path: Path) -> None:
    """Files are named as in the folder, at any depth; steps by the line they begin at."""
    loaded = example(
        tmp_path, GOOD, step("two", "echo"), files={"Dockerfile": "FROM a", "app/main.py": "x"}
    )
    assert (loaded.name, loaded.chapter) == ("hello", "chapter")
    assert list(loaded.files()) == ["Dockerfile", "app/main.py"]
    assert loaded.file("app/main.py").read_text() == "x"
    assert [loaded.line("one"), loaded.line("two")] == [2, 7]


def test_an_example_needs_no_folder(tmp_path: Path) -> None:
    """An example of commands alone has no files."""
    assert example(tmp_path, GOOD).files() == {}


def test_an_unknown_name_is_answered_with_the_nearest(tmp_path: Path) -> None:
    """A typing error in the name of an example, step or file names what was meant."""
    example(tmp_path, GOOD, step("two", "echo"), files={"Dockerfile": "FROM a"})
    write(tmp_path, "chapter/other", GOOD)
    catalog = load_catalog(tmp_path)
    with pytest.raises(UnknownNameError, match=r"no example 'helo'; the nearest is 'hello'"):
        catalog.example("helo")
    with pytest.raises(UnknownNameError, match=r"no step 'tow' in example 'hello'.* is 'two'"):
        catalog.example("hello").step("tow")
    with pytest.raises(UnknownNameError, match=r"no file 'dockerfile' in .* is 'Dockerfile'"):
        catalog.example("hello").file("dockerfile")
    with pytest.raises(UnknownNameError, match="in example 'other'; there is no file at all"):
        catalog.example("other").file("Dockerfile")


def test_what_is_not_a_definition_is_no_example(tmp_path: Path) -> None:
    """Captures, an example's own files and half-written captures are not taken for examples."""
    example(tmp_path, GOOD, files={"settings.toml": "x = 1", "sub/config.toml": "y = 2"})
    (tmp_path / "chapter" / "hello.capture.json").write_text("{}")
    (tmp_path / "chapter" / ".hello.capture.json.k3x.new").write_text('{"half')
    (tmp_path / "stray.toml").write_text("x = 1")
    assert [loaded.name for loaded in load_catalog(tmp_path)] == ["hello"]


def test_what_an_editor_keeps_is_no_file_of_the_reader(tmp_path: Path) -> None:
    """An example is not stale, and not refused, because one of its files is being edited."""
    loaded = example(tmp_path, GOOD, files={"app.py": "", ".app.py.swp": "", "app.py~": ""})
    (loaded.folder / ".#app.py").symlink_to("someone@somewhere")
    assert list(load_catalog(tmp_path).example("hello").files()) == ["app.py"]


@pytest.mark.parametrize("more", ["", "exitt = 1\n"], ids=["valid", "faulty"])
def test_garbage_is_collected_again_after_loading(tmp_path: Path, more: str) -> None:
    """Whoever loads examples has its memory looked after as before, whatever came of it."""
    write(tmp_path, "a/one", GOOD, more)
    with suppress(DefinitionError):
        load_catalog(tmp_path)
    assert gc.isenabled()
