"""Fixtures of the page tests."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.docs.guide import built_once
from tests.docs.project import Project


def pytest_assertrepr_compare(op: str, left: object, right: object) -> list[str] | None:
    """Show every fault that was found where none was expected, a line for each."""
    if op == "==" and right == [] and isinstance(left, list):
        return ["no fault was expected, found:", *map(str, left)]
    return None


@pytest.fixture(scope="session")
def guide(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of the guide's built site."""
    return built_once(tmp_path_factory)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """Return a guide of the test's own, empty as yet."""
    return Project(tmp_path / "project")
