"""Packs this Python, the packages that the checks need and the project's code for the machine."""

from __future__ import annotations

import io
import re
import subprocess
import sys
import sysconfig
import tarfile
from collections.abc import Iterator
from importlib.metadata import Distribution, distribution
from pathlib import Path

from packaging.requirements import Requirement

NEEDED = ("docker", "pydantic", "pytest")
LEFT_OUT = {"site-packages", "dist-packages", "__pycache__", "test", "tests", "idlelib", "lib2to3"}


def pack(root: Path, checks: Path, target: Path) -> None:
    """Write the tar that the machine unpacks to one folder and enters with chroot.

    In it: the interpreter and its standard library where they are here, the shared libraries they
    need, `/packages`, `/checkout` with `livedoc` and the checks, and `/python-path`.
    """
    interpreter = Path(sys.executable).resolve()
    standard = Path(sysconfig.get_path("stdlib", vars=_base())).resolve()
    files = {str(interpreter): interpreter}
    files |= {str(path): path for path in _files(standard)}
    for package in _closure(NEEDED).values():
        files |= _installed(package)
    files |= {f"/checkout/{path.relative_to(root)}": path for path in _files(root / "livedoc")}
    files[f"/checkout/{checks.name}"] = checks
    for path in [path for path in files.values() if path == interpreter or ".so" in path.suffixes]:
        files |= {library: Path(library) for library in _libraries(path)}
    with tarfile.open(target, "w", dereference=True) as tar:
        for name, path in files.items():
            tar.add(path, arcname=name.lstrip("/"), recursive=False)
        place = str(interpreter).encode()
        entry = tarfile.TarInfo("python-path")
        entry.size = len(place)
        tar.addfile(entry, io.BytesIO(place))


def _base() -> dict[str, str]:
    return {"base": sys.base_prefix, "installed_base": sys.base_prefix}


def _files(folder: Path) -> Iterator[Path]:
    for path in folder.rglob("*"):
        if path.is_file() and LEFT_OUT.isdisjoint(path.relative_to(folder).parts):
            yield path


def _closure(names: tuple[str, ...]) -> dict[str, Distribution]:
    """Return the installed packages that `names` need, and theirs, by name."""
    found: dict[str, Distribution] = {}
    todo = list(names)
    while todo:
        name = todo.pop()
        if name in found:
            continue
        found[name] = distribution(name)
        for line in found[name].requires or []:
            requirement = Requirement(line)
            if requirement.marker is None or requirement.marker.evaluate({"extra": ""}):
                todo.append(requirement.name)
    return found


def _installed(package: Distribution) -> dict[str, Path]:
    paths = [Path(str(package.locate_file(file))) for file in package.files or []]
    site = Path(str(package.locate_file("")))
    return {
        f"/packages/{path.relative_to(site)}": path
        for path in paths
        if path.is_relative_to(site) and ".." not in path.parts and path.is_file()
    }


def _libraries(path: Path) -> list[str]:
    """Return the shared libraries that a program or extension module loads, by absolute path."""
    listing = subprocess.run(["ldd", path], capture_output=True, text=True, check=False).stdout
    return re.findall(r"(/\S+) \(0x", listing)
