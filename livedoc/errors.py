"""The errors a person is meant to read: each says what is wrong, where, and what mends it."""

from __future__ import annotations


class LivedocError(Exception):
    """A fault that is reported as its message alone, without a traceback."""


class DefinitionError(LivedocError):
    """Faults in example definitions: one message, one `file:line: fault` per line."""

    def __init__(self, faults: list[str]) -> None:
        self.faults = faults
        super().__init__("\n".join(faults))


class SandboxError(LivedocError):
    """The sandbox could not be started, reached or kept: nothing is known about the example."""


class UnknownNameError(LivedocError):
    """An example, step or file that does not exist; the message names the nearest that does."""
