"""Editors check definitions against the schema that the loader holds them to."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from livedoc import cli
from livedoc.commands.schema import schema_text
from livedoc.paths import ROOT


def test_the_schema_file_is_up_to_date() -> None:
    """What editors read is what the model says; `livedoc schema` writes it anew."""
    path = ROOT / "examples" / "schema.json"
    assert path.read_text(encoding="utf-8") == schema_text(), "run: livedoc schema"


def test_the_command_writes_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One command, and the file is there, whole."""
    monkeypatch.setattr("livedoc.commands.schema.examples_root", lambda: tmp_path)
    assert cli.main(["schema"]) == 0
    schema = json.loads((tmp_path / "schema.json").read_text(encoding="utf-8"))
    assert schema["required"] == ["title", "steps"] and schema["additionalProperties"] is False
    step = schema["$defs"]["Step"]
    assert {"id", "run", "about"} == set(step["required"])
    assert all("description" in step["properties"][key] for key in ("expect", "until", "show"))
