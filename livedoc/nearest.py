"""Names the nearest valid name, so that a typing error mends itself."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from livedoc.errors import UnknownNameError


def unknown(kind: str, name: str, valid: Iterable[str], where: str = "") -> UnknownNameError:
    """Return the error for a `kind` of thing called `name` that is not among `valid`, somewhere."""
    names = sorted(valid)
    near = get_close_matches(name, names, n=1, cutoff=0)
    hint = f"; the nearest is {near[0]!r}" if near else f"; there is no {kind} at all"
    return UnknownNameError(f"no {kind} {name!r}{where and f' in {where}'}{hint}")
