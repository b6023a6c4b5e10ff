"""The guide's own site, built once for all tests and test processes."""

from __future__ import annotations

import fcntl
import re
from pathlib import Path

import pytest

from tests.docs.project import REPO, build
from tests.plugin import NOT_BUILT


def built_once(temporary: pytest.TempPathFactory) -> Path:
    """Return the folder of the guide's site, built strictly; skips the test where that failed.

    What was wrong is the failure of one test, that of the build. Where that one is not part of a
    run, the skipped ones make the run fail.
    """
    site, fault = strict_build(temporary)
    if fault:
        pytest.skip(not_built(fault))
    return site


def not_built(fault: str) -> str:
    """Return why a test has no site to look at, with what the build says against pages."""
    return "\n".join([f"{NOT_BUILT}; see all that is said with: make site", *page_faults(fault)])


def page_faults(fault: str) -> list[str]:
    """Return what a build says against pages, a line for each, from their file and line on."""
    return re.findall(r"\bdocs/\S+\.md:.*", fault)


def strict_build(temporary: pytest.TempPathFactory) -> tuple[Path, str]:
    """Return the folder of the guide's site, built strictly, and what the build says against it.

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
    return site, report.read_text()
