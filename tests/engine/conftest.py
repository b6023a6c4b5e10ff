"""Fixtures of the tests that need a real engine."""

from __future__ import annotations

import pytest

from tests.engine.standins import Engine
from tests.plugin import Place, worker_of


@pytest.fixture(scope="module")
def engine(pytestconfig: pytest.Config) -> Engine:
    """Return this worker's engine, emptied before the first test of a file."""
    return Engine(worker_of(pytestconfig).run(Place.emptied))
