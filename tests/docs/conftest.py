"""Fixtures of the page tests."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.docs.guide import built_once
from tests.docs.project import Project


@pytest.fixture(scope="session")
def guide(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of the guide's built site."""
    return built_once(tmp_path_factory)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """Return a guide of the test's own, empty as yet."""
    return Project(tmp_path / "project")
