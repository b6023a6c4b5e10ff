"""What is shown of a capture and of a file, as text: the pages and their Markdown agree."""

from __future__ import annotations

import re

from livedoc.catalog import LoadedExample
from livedoc.errors import LivedocError
from livedoc.text import to_text
from macros.library import near

_LINES = re.compile(r"(\d+)(?:-(\d+))?")


def shown_output(output: str) -> str:
    """Return output as text and colours only, whatever a capture file holds."""
    return to_text(output.encode("utf-8", "backslashreplace")).rstrip("\n")


def shown_file(loaded: LoadedExample, file: str, lines: str | None) -> str:
    """Return one of the reader's files, or those of its lines that `lines` names: "3" or "3-7".

    Raises LivedocError where there is no such file or line, or where the file is not text.
    """
    path = loaded.file(file)
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise LivedocError(f"{near(path)}: is not UTF-8 text, so it cannot be shown") from None
    if lines is None:
        return text
    total = text.count("\n") + (not text.endswith("\n"))
    match = _LINES.fullmatch(lines)
    first, last = (int(match[1]), int(match[2] or match[1])) if match else (0, 0)
    if not 1 <= first <= last <= total:
        raise LivedocError(f'{near(path)}: lines="{lines}": expected "3" or "3-7" within 1-{total}')
    return "\n".join(text.split("\n")[first - 1 : last]) + "\n"
