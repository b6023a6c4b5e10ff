"""Finds the macro calls in a page's source, so that messages and checks can name their lines."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass, field
from functools import lru_cache

NAMES = ("run", "source", "session", "verified", "cheatsheet", "error_finder")

_EXPRESSION = re.compile(r"\[\[=(.*?)=\]\]", re.DOTALL)
_COMMENT = re.compile(r"\[\[#.*?#\]\]", re.DOTALL)


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


@lru_cache(maxsize=256)  # every macro call on a page asks for the calls of its page
def find_calls(source: str) -> tuple[Call, ...]:
    """Return the calls of our macros in order; what is no plain call of theirs is left out."""
    calls = []
    source = _COMMENT.sub(lambda comment: "\n" * comment[0].count("\n"), source)
    for match in _EXPRESSION.finditer(source):
        call = _parse(match[1].strip(), source.count("\n", 0, match.start()) + 1)
        if call:
            calls.append(call)
    return tuple(calls)


def line_of(source: str, call: Call, nth: int = 0) -> int:
    """Return the line of the nth call (from 0) equal to this one, or 1 where none is written so."""
    lines = [found.line for found in find_calls(source) if found == call]
    return lines[nth] if nth < len(lines) else 1


def _parse(expression: str, line: int) -> Call | None:
    try:
        node = ast.parse(expression, mode="eval").body
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
            return None
        arguments = tuple(ast.literal_eval(argument) for argument in node.args)
        options = tuple((kw.arg or "", ast.literal_eval(kw.value)) for kw in node.keywords)
    except (SyntaxError, ValueError):
        return None
    return Call(node.func.id, arguments, options, line) if node.func.id in NAMES else None
