"""Where things stand in the checkout, said relative to where the reader of a message stands."""

from __future__ import annotations

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
STATE = ROOT / ".livedoc"
"""What may be lost: logs, and what is kept to be quicker or to go on where one left off."""


def examples_root() -> Path:
    """Return the folder of examples, relative to the working directory where that is shorter."""
    absolute = ROOT / "examples"
    relative = Path(os.path.relpath(absolute))
    return relative if len(str(relative)) < len(str(absolute)) else absolute
