"""What an example and its capture are: frozen types that refuse unknown keys."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Annotated, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    ValidationInfo,
    field_serializer,
    field_validator,
    model_validator,
)

LANGUAGES = ("ko", "en")

# A command whose failure is thrown away proves nothing.
SWALLOWED_EXIT = re.compile(r"\|\|\s*(true|:|exit 0)(\s|$)|;\s*(true|:|exit 0)\s*$", re.MULTILINE)


# Context of a validation: this was found valid before, and trying a regex takes long.
KNOWN_GOOD = {"known good": True}


def _pattern_that_can_fail(pattern: str, info: ValidationInfo) -> str:
    if info.context is KNOWN_GOOD:
        return pattern
    try:
        compiled = re.compile(pattern, re.MULTILINE)
    except (re.error, RecursionError, OverflowError) as error:
        raise ValueError(f"not a regular expression: {error}") from None
    if compiled.search(""):
        raise ValueError("matches the empty string, so it cannot fail on empty output")
    return pattern


Pattern = Annotated[str, AfterValidator(_pattern_that_can_fail)]
NAME = r"[a-z0-9]+(-[a-z0-9]+)*"  # of an example or a step
Name = Annotated[str, Field(pattern=f"^{NAME}$")]


CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")  # but for newline and tab


def _can_be_typed(text: str) -> str:
    if found := CONTROL.search(text):
        raise ValueError(
            f"has the control character {found[0]!r}; write it as a shell does: $'\\x1b'"
        )
    return text


NonEmpty = Annotated[str, Field(min_length=1, pattern=r"\S"), AfterValidator(_can_be_typed)]


class Model(BaseModel):
    """Frozen, and closed to keys it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Localised(Model):
    """The same short text in every language of the guide."""

    ko: NonEmpty = Field(description="Korean, in plain noun or 합니다 style")
    en: NonEmpty = Field(description="English")

    def text(self, language: str) -> str:
        """Return the text in `language`, one of LANGUAGES."""
        return str(getattr(self, language))


class Step(Model):
    """One command as a reader types it, and what must come back."""

    id: Name = Field(description="unique within the example")
    run: NonEmpty = Field(description="the command, verbatim")
    about: Localised = Field(description="the comment beside the command")
    expect: tuple[Pattern, ...] = Field(
        (), description="regexes (multiline) that the raw output must match"
    )
    forbid: tuple[Pattern, ...] = Field(
        (), description="regexes that the raw output must not match"
    )
    error: NonEmpty | None = Field(
        None,
        description="part of the message, word for word, that the raw output must hold; "
        "makes the step an entry of the error catalogue",
    )
    silent: bool = Field(False, description="the command must print nothing at all")
    exit: int = Field(0, ge=0, le=255, description="the exit code that must come back")
    timeout: float = Field(
        60, gt=0, le=600, description="seconds until the step and all it started are killed"
    )
    until: Pattern | None = Field(
        None, description="repeat the command until its output matches this regex"
    )
    tty: bool = Field(False, description="run at a terminal, in a shell of its own")
    input: tuple[str, ...] = Field((), description="lines typed, each when a prompt is waiting")
    interrupt: Pattern | None = Field(
        None, description="press Ctrl-C once the output matches this regex; needs tty"
    )
    hidden: bool = Field(False, description="listed on the page, but not shown as a block")
    show: int = Field(20, ge=1, description="lines of output shown before the rest is folded")
    stable: bool = Field(
        True, description="false where the output differs by nature from run to run"
    )
    unordered: bool = Field(
        False, description="the lines come in any order, so they are compared sorted"
    )
    powershell: NonEmpty | None = Field(
        None, description="the command for PowerShell, where it differs; shown as not run"
    )

    @model_validator(mode="after")
    def _claims_can_fail(self, info: ValidationInfo) -> Step:
        if info.context is KNOWN_GOOD:
            return self
        faults = []
        if SWALLOWED_EXIT.search(self.run):
            faults.append("run: `|| true`, `; exit 0` and the like hide a failure; claim `exit`")
        if self.silent and (self.expect or self.error):
            faults.append("silent: says that nothing is printed, while a claim wants output")
        if not (self.hidden or self.silent or self.expect or self.error):
            faults.append("expect: a visible step needs a claim; or silent = true")
        if self.interrupt and not self.tty:
            faults.append("interrupt: Ctrl-C is pressed at a terminal; add tty = true")
        if self.until and (self.tty or self.input):
            faults.append("until: a command that is repeated takes neither tty nor input")
        if faults:
            raise ValueError("; and ".join(faults))
        return self


class Example(Model):
    """A folder a reader has, and the steps they take in it, in one shell."""

    title: Localised
    requires: tuple[Literal["hub"], ...] = Field(
        (), description="hub: needs an image that only Docker Hub has"
    )
    unlinted: Localised | None = Field(
        None,
        description="why this example's files are exempt from the linters, as the page says it",
    )
    steps: tuple[Step, ...] = Field(min_length=1)

    @field_validator("steps")
    @classmethod
    def _ids_are_unique(cls, steps: tuple[Step, ...]) -> tuple[Step, ...]:
        ids = [step.id for step in steps]
        if len(set(ids)) < len(ids):
            twice = sorted({step_id for step_id in ids if ids.count(step_id) > 1})
            raise ValueError(f"step id used twice: {', '.join(twice)}")
        return steps


class Versions(Model):
    """What ran the commands; two runs are comparable when these are equal."""

    engine: str
    cli: str
    compose: str
    buildx: str
    platform: str


class ImageFacts(Model):
    """Where an image that an example used came from."""

    name: str = Field(description="as the reader writes it, e.g. python:3.13-slim")
    origin: Literal["standin", "hub"]
    version: str = Field(description="of the software it carries, as that software says it")
    content: str = Field(
        description="digest of its package list (stand-in) or of its manifest (Docker Hub)"
    )


class Fingerprint(Model):
    """What a capture was made from; a part that differs says why a capture is stale."""

    steps: dict[str, str]
    files: dict[str, str]
    sandbox: str
    normalizer: int


class StepCapture(Model):
    """What came back from one step."""

    id: str
    run: str
    exit: int
    seconds: float
    output: str

    @field_serializer("output")
    def _as_lines(self, output: str) -> list[str]:
        """One JSON string per line, so that a re-recording is a readable diff."""
        return output.split("\n")

    @field_validator("output", mode="before")
    @classmethod
    def _from_lines(cls, value: object) -> object:
        return "\n".join(value) if isinstance(value, list) else value


class Capture(Model):
    """What came back from an example, and on what."""

    recorded: datetime
    versions: Versions
    images: tuple[ImageFacts, ...]
    fingerprint: Fingerprint
    steps: tuple[StepCapture, ...]

    @property
    def seconds(self) -> float:
        """Return how long all steps took together."""
        return sum(step.seconds for step in self.steps)

    def step(self, step_id: str) -> StepCapture | None:
        """Return the capture of one step, or None where it was never run."""
        return next((step for step in self.steps if step.id == step_id), None)
