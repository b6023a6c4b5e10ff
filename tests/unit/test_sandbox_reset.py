"""What empties a sandbox, against an engine that does not do as it is asked."""

from __future__ import annotations

import subprocess

import pytest

from livedoc.sandbox import RESET

# Nothing of this machine is asked or removed.
ELSEWHERE = "sleep() { :; }; find() { :; }; jq() { :; }\n"


@pytest.mark.parametrize(
    "says", [":", "echo 500 http://docker/networks/prune", "echo 409 http://docker/x; echo 200 y"]
)
def test_what_is_not_done_is_an_error(says: str) -> None:
    """No answer, a fault and a refusal that lasts: none passes for a sandbox that is empty."""
    script = f"curl() {{ {says}; }}\n{ELSEWHERE}{RESET}"
    done = subprocess.run(["bash", "-ec", script], check=False, capture_output=True, text=True)
    assert done.returncode == 1
    assert "POST is answered:" in done.stdout
