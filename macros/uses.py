"""Which steps and examples a page shows, read from the macro calls in its source."""

from __future__ import annotations

from functools import lru_cache

from macros.calls import find_calls
from macros.library import Library


@lru_cache(maxsize=256)  # every block of a page asks for the steps of its page
def shown_steps(source: str, library: Library) -> tuple[tuple[str, str], ...]:
    """Return the (example, step) pairs that a page shows as blocks, each once, in their order."""
    shown: dict[tuple[str, str], None] = {}
    for call in find_calls(source):
        loaded = library.catalog.examples.get(call.example)
        if loaded is None:
            continue
        if call.macro == "run" and len(call.arguments) == 2:
            shown[loaded.name, str(call.arguments[1])] = None
        if call.macro == "session":
            # The hidden ones are listed in the session's fold.
            shown |= {(loaded.name, step.id): None for step in loaded.example.steps}
    return tuple(shown)


def run_examples(source: str, library: Library) -> list[str]:
    """Return the names of the examples of which a page shows a step, in their order."""
    return list(dict.fromkeys(example for example, _step in shown_steps(source, library)))


def named_examples(source: str, library: Library) -> list[str]:
    """Return the names of all examples that a page takes anything from, in their order."""
    names = dict.fromkeys(call.example for call in find_calls(source))
    return [name for name in names if name in library.catalog.examples]
