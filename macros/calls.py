"""Finds the macro calls in a page's source, `[[= run("example", "step") =]]`.

A call is plain: a macro's name and literal arguments. It is read, never evaluated, so that the
build and the checks find the same calls, each with its line.
"""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass, field
from functools import lru_cache

NAMES = (
    "run",
    "source",
    "session",
    "verified",
    "cheatsheet",
    "error_finder",
    "error_list",
    "bench",
    "engines",
)

_EXPRESSION = re.compile(r"\[\[=(.*?)=\]\]", re.DOTALL)


@dataclass(frozen=True)
class Call:
    """One macro call; two are equal when they ask for the same, wherever they stand."""

    macro: str
    arguments: tuple[object, ...]
    options: tuple[tuple[str, object], ...] = ()
    line: int = field(default=0, compare=False)

    @property
    def example(self) -> str:
        """Return the example it is about, or an empty string where it names none."""
        return str(self.arguments[0]) if self.arguments else ""

    def __str__(self) -> str:
        parts = [*map(repr, self.arguments), *(f"{name}={value!r}" for name, value in self.options)]
        return f"{self.macro}({', '.join(parts)})"


@dataclass(frozen=True)
class Expression:
    """What stands between the brackets on a page, with its line and its place in the source."""

    text: str
    call: Call | None  # None for what is no plain call of a macro
    line: int
    start: int
    end: int


@lru_cache(maxsize=256)  # the frame, the notices and the finder of a page read them again
def find_expressions(source: str) -> tuple[Expression, ...]:
    """Return what stands in `[[= =]]`, in order."""
    found = []
    for match in _EXPRESSION.finditer(source):
        line = source.count("\n", 0, match.start()) + 1
        text = match[1].strip()
        found.append(Expression(text, _parse(text, line), line, *match.span()))
    return tuple(found)


def find_calls(source: str) -> tuple[Call, ...]:
    """Return the calls of our macros in order; what is no plain call of theirs is left out."""
    return tuple(expression.call for expression in find_expressions(source) if expression.call)


def _parse(expression: str, line: int) -> Call | None:
    try:
        node = ast.parse(expression, mode="eval").body
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
            return None
        arguments = tuple(ast.literal_eval(argument) for argument in node.args)
        options = tuple((kw.arg or "", ast.literal_eval(kw.value)) for kw in node.keywords)
    # What has no hash is no literal of a set or a key; a parser has its depth and its memory.
    except (SyntaxError, ValueError, TypeError, RecursionError, MemoryError):
        return None
    return Call(node.func.id, arguments, options, line) if node.func.id in NAMES else None
