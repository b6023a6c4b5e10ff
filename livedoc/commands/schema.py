"""`livedoc schema`: the JSON Schema of example definitions, for editors."""

from __future__ import annotations

import json

from rich.console import Console

from livedoc.atomic import write_atomically
from livedoc.model import Example
from livedoc.paths import examples_root


def schema_text() -> str:
    """Return the schema as it belongs into examples/schema.json."""
    return json.dumps(Example.model_json_schema(), ensure_ascii=False, indent=2) + "\n"


def schema(console: Console) -> int:
    """Write examples/schema.json; returns the exit code."""
    path = examples_root() / "schema.json"
    write_atomically(path, schema_text())
    console.print(f"wrote {path}")
    return 0
