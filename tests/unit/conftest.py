"""Fixtures of the unit tests: no engine, no network."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import settings

from tests.local_sandbox import LocalSandbox

# Shared machines are slow at times, and a run must not depend on the runs before it.
settings.register_profile("unit", deadline=None, database=None, derandomize=True, max_examples=60)
settings.load_profile("unit")


@pytest.fixture
def sandbox() -> Iterator[LocalSandbox]:
    """Return the stand-in for the sandbox, empty."""
    with LocalSandbox() as local:
        yield local
