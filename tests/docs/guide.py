"""The guide's own site, built once for all tests and test processes."""

from __future__ import annotations

import fcntl
from pathlib import Path

import pytest

from tests.docs.project import REPO, build


def built_once(temporary: pytest.TempPathFactory) -> Path:
    """Return the folder of the guide's site, built strictly; fails the test with the build's words.

    Test processes of one run share the build: the first one makes it, the others wait.
    """
    base = temporary.getbasetemp()
    shared = base.parent if base.name.startswith("popen-") else base
    site, report = shared / "guide", shared / "guide.report"
    with (shared / "guide.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not report.exists():
            result = build(REPO, site)
            report.write_text("" if result.returncode == 0 else f"failed:\n{result.stdout}")
    if fault := report.read_text():
        pytest.fail(f"the strict build of the guide {fault}\nsee it with: make site", pytrace=False)
    return site
