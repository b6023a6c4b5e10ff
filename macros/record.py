"""What a step's block tells of how it was run: one line, and the whole record under it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from livedoc.catalog import LoadedExample
from livedoc.model import Capture, StepCapture
from livedoc.timing import Arrivals
from macros.texts import TEXTS

# Debian's own marks on a version say nothing to a reader: 28.5.2+dfsg4, 2.40.3-3.
_UPSTREAM = re.compile(r"^v?(\d+(?:\.\d+)*)")

AT_ONCE_SECONDS = 0.5  # what is over sooner shows nothing when it is played again


@dataclass(frozen=True)
class Record:
    """One line for everybody, and the lines of the full record."""

    summary: str
    lines: tuple[str, ...]


def record_of(loaded: LoadedExample, capture: Capture, step: StepCapture, language: str) -> Record:
    """Return what is told of one step, in the language of the page."""
    texts, versions = TEXTS[language], capture.versions
    seconds = texts["seconds"].format(seconds=f"{step.seconds:g}")
    origins = sorted({image.origin for image in capture.images})
    summary = (
        f"Docker {upstream(versions.engine)}",
        versions.platform,
        *(texts[f"on_{origin}"] for origin in origins),
        capture.recorded.date().isoformat(),
        seconds,
        *([f"{texts['exit']} {step.exit}"] if step.exit else []),
    )
    facts = [
        ("example", f"{loaded.chapter}/{loaded.name} · {step.id}"),
        ("recorded", capture.recorded.strftime("%Y-%m-%d %H:%M %Z")),
        ("took", f"{seconds} · {texts['exit']} {step.exit}"),
        *((part, getattr(versions, part)) for part in ("engine", "cli", "compose", "buildx")),
        ("platform", versions.platform),
        *(
            ("image", f"{image.name} {image.version} ({texts[f'of_{image.origin}']})")
            for image in capture.images
        ),
    ]
    return Record(" · ".join(summary), tuple(f"{texts[label]}: {fact}" for label, fact in facts))


def played(arrivals: Arrivals) -> str:
    """Return the arrivals as the script reads them; nothing where a step was over at once."""
    if not arrivals or arrivals[-1][0] < AT_ONCE_SECONDS:
        return ""
    return " ".join(f"{at:g} {lines}" for at, lines in arrivals)


def upstream(version: str) -> str:
    """Return a version without what a distribution added to it."""
    found = _UPSTREAM.match(version)
    return found[1] if found else version
