"""The stand-in for the sandbox keeps the contract that the real one keeps."""

from __future__ import annotations

from tests.sandbox_contract import SandboxContract


class TestContract(SandboxContract):
    """Run against this machine's own bash."""
