"""Runs the macro calls of one page."""

from __future__ import annotations

from livedoc.errors import LivedocError
from macros.arguments import block_of
from macros.blocks import Blocks
from macros.calls import NAMES, Call, find_expressions
from macros.placeholders import PageBlocks


def with_tokens(markdown: str, name: str, above: int, blocks: Blocks, kept: PageBlocks) -> str:
    """Return a page's Markdown with a token in place of each macro call.

    `kept` takes the blocks, and what is wrong, which is told by the page's `name` and by the line,
    `above` being the number of lines of its front matter.
    """
    parts = []
    end = 0
    for expression in find_expressions(markdown):
        where = f"{name}:{above + expression.line}"
        parts.append(markdown[end : expression.start])
        end = expression.end
        if expression.call:
            html = _html(expression.call, where, blocks, kept)
            parts.append(kept.add(html, where, str(expression.call)))
        else:
            kept.fault(
                where,
                f'expected a call such as run("example", "step") of one of '
                f"{', '.join(NAMES)}, found {expression.text!r}",
            )
    parts.append(markdown[end:])
    return "".join(parts)


def _html(call: Call, where: str, blocks: Blocks, kept: PageBlocks) -> str:
    try:
        return block_of(getattr(blocks, call.macro), call.arguments, dict(call.options))
    except LivedocError as error:
        kept.fault(where, str(error))
        return ""
