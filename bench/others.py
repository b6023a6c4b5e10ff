"""What the guide is compared with, in an environment that may be thrown away."""

from __future__ import annotations

import hashlib
import re
import shutil
import subprocess
import sys
from pathlib import Path

from bench.measure import NotMeasuredError
from livedoc.paths import ROOT, STATE

WANTED = Path(__file__).with_name("peers.txt")
SITE = ROOT / "requirements" / "site.txt"
FOLDER = STATE / "bench"


def python() -> Path:
    """Return a Python that has the others, installed at first use.

    Raises NotMeasuredError where they cannot be had.
    """
    # Those that build sites do so with the very packages that this one is built with.
    versions = re.findall(r"^[\w.-]+==[\w.]+", SITE.read_text(encoding="utf-8"), re.MULTILINE)
    digest = hashlib.sha256("\n".join([WANTED.read_text(), *versions]).encode()).hexdigest()
    stamp, found = FOLDER / "installed", FOLDER / "bin" / "python"
    if stamp.exists() and stamp.read_text() == digest:
        return found
    print("installing what the guide is compared with into .livedoc/bench", flush=True)
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.parent.mkdir(exist_ok=True)
    constraints = FOLDER / "constraints.txt"
    pip: list[str | Path] = [
        found,
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
    ]
    stack = ("mkdocs", "mkdocs-material", "mkdocs-static-i18n", "pymdown-extensions")
    _succeed([Path(sys.executable), "-m", "venv", FOLDER])
    constraints.write_text("\n".join(versions) + "\n")
    _succeed([*pip, "--constraint", constraints, "--requirement", WANTED, *stack])
    stamp.write_text(digest)
    return found


def _succeed(command: list[str | Path]) -> None:
    done = subprocess.run(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
    )
    if done.returncode:
        raise NotMeasuredError(f"could not be installed: {done.stdout.strip()[-500:]}")
