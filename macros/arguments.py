"""Calls what makes a block with what a page wrote between the brackets, or says what is wrong."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping, Sequence

from livedoc.errors import LivedocError


def block_of(
    make: Callable[..., str], arguments: Sequence[object], options: Mapping[str, object]
) -> str:
    """Return the block; raises LivedocError where an argument is missing, too many or no text."""
    signature = inspect.signature(make)
    wanted = f"expected: {make.__name__}({', '.join(signature.parameters)})"
    try:
        bound = signature.bind(*arguments, **options)
    except TypeError as error:
        raise LivedocError(f"{error}; {wanted}") from None
    for name, value in bound.arguments.items():
        if not isinstance(value, str):
            raise LivedocError(f"{name} is {value!r}, which is no text in quotes; {wanted}")
    return make(*arguments, **options)
