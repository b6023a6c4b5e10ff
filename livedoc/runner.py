"""Runs an example in a sandbox: a step in, what came back out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from types import TracebackType
from typing import Self

from livedoc.catalog import LoadedExample
from livedoc.errors import SandboxError
from livedoc.fingerprint import fingerprint
from livedoc.model import Capture, Step, StepCapture
from livedoc.sandbox import Sandbox
from livedoc.shell import RawResult
from livedoc.timing import Arrivals

Mask = Callable[[str], str]


class ExampleRun:
    """One run of one example, from a clean sandbox. A context manager."""

    def __init__(self, loaded: LoadedExample, sandbox: Sandbox, mask: Mask) -> None:
        self._loaded = loaded
        self._sandbox = sandbox
        self._mask = mask
        self._results: list[tuple[Step, RawResult]] = []

    def __enter__(self) -> Self:
        self._sandbox.reset()
        self._sandbox.put(self._loaded.files(), self._loaded.name)
        self._shell = self._sandbox.shell(self._loaded.name)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        try:
            self._shell.close()
        except SandboxError:
            # Lost already: why is what has been raised.
            if not isinstance(error, SandboxError):
                raise

    def run(self, step: Step) -> RawResult:
        """Run one step; the steps before it must have been run.

        Raises SandboxError, naming the step, where the sandbox is lost over it.
        """
        try:
            raw = self._raw(step)
        except SandboxError as error:
            place = f"{self._loaded.path}:{self._loaded.line(step.id)}"
            name = f"{self._loaded.name} / {step.id}"
            raise SandboxError(f"{place}: {name}: the sandbox was lost: {error}") from None
        result = replace(raw, output=self._mask(raw.output))
        self._results.append((step, result))
        return result

    def capture(self) -> Capture:
        """Return what came back from all the steps run so far."""
        return Capture(
            recorded=datetime.now(UTC).replace(microsecond=0),
            versions=self._sandbox.versions(),
            images=self._sandbox.images_used(),
            fingerprint=fingerprint(self._loaded),
            steps=tuple(
                StepCapture(
                    id=step.id,
                    run=step.run,
                    exit=result.exit,
                    seconds=round(result.seconds, 1),
                    output=result.output,
                )
                for step, result in self._results
            ),
        )

    def timing(self) -> dict[str, Arrivals]:
        """Return when the lines of the steps run so far came."""
        return {step.id: result.arrivals for step, result in self._results if result.arrivals}

    def _raw(self, step: Step) -> RawResult:
        if step.tty:
            return self._shell.run_at_terminal(
                step.run, timeout=step.timeout, typed=step.input, interrupt=step.interrupt
            )
        if step.until:
            return self._shell.run_until(step.run, step.until, timeout=step.timeout)
        return self._shell.run(step.run, timeout=step.timeout, typed=step.input)
