"""The archives of the examples' folders."""

from __future__ import annotations

import io
import os
import zipfile
from pathlib import Path

from livedoc.catalog import load_example
from macros.downloads import archive, link_to
from tests.unit.writing import example, step

FILES = {"Dockerfile": "FROM busybox\n", "app/run.sh": "#!/bin/sh\n"}


def test_the_archive_holds_the_folder(tmp_path: Path) -> None:
    """All files are in a folder of the example's name, to the letter, executables as such."""
    loaded = example(tmp_path, step("see", "ls"), files=FILES)
    loaded.file("app/run.sh").chmod(0o755)
    with zipfile.ZipFile(io.BytesIO(archive(loaded))) as unpacked:
        found = {name: unpacked.read(name).decode() for name in unpacked.namelist()}
        modes = {entry.filename: entry.external_attr >> 16 for entry in unpacked.infolist()}
    assert found == {f"hello/{name}": text for name, text in FILES.items()}
    assert modes == {"hello/Dockerfile": 0o100644, "hello/app/run.sh": 0o100755}


def test_the_same_files_make_the_same_bytes(tmp_path: Path) -> None:
    """Neither when a file was made nor another build changes the archive; its text does."""
    loaded = example(tmp_path, step("see", "ls"), files=FILES)
    before = archive(loaded)
    os.utime(loaded.file("Dockerfile"), (0, 0))
    loaded.file("Dockerfile").chmod(0o600)
    assert archive(load_example(loaded.path)) == before
    loaded.file("Dockerfile").write_text("FROM debian\n")
    assert archive(load_example(loaded.path)) != before


def test_only_an_example_with_files_is_linked(tmp_path: Path) -> None:
    """The link is relative to the page; an example without files has none."""
    loaded = example(tmp_path / "full", step("see", "ls"), files=FILES)
    assert link_to(loaded, "en/data/") == "../../downloads/hello.zip"
    assert link_to(loaded, "index.html") == "downloads/hello.zip"
    assert link_to(example(tmp_path / "bare", step("see", "ls")), "data/") is None
