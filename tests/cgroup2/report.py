"""Judges the machine's report against the checks that there are: a missing one is a failed one."""

from __future__ import annotations

import ast
from pathlib import Path
from xml.etree import ElementTree


class Faulty(Exception):
    """Not every check was passed; the message has a line for each, and why."""


def judge(checks: Path, report: Path) -> list[str]:
    """Return one `ok - behaviour` line per check of the file `checks`, as pytest's `report` has it.

    Raises Faulty where a check failed, was skipped or is missing, or there is no report at all.
    """
    behaviours = planned(checks)
    if not behaviours:
        raise Faulty(f"{checks}: no checks are defined")
    outcomes = _outcomes(report)
    lines, faults = [], []
    for name, behaviour in behaviours.items():
        outcome = outcomes.get(name, "missing from the machine's report")
        if outcome:
            faults.append(f"not ok - {behaviour} ({name})\n{outcome}")
        else:
            lines.append(f"ok - {behaviour}")
    if faults:
        raise Faulty(
            "\n".join(lines + faults)
            + f"\ncgroup2: passed {len(lines)} of {len(behaviours)} checks; "
            f"the machine's console is above, the checks are in {checks}"
        )
    return lines


def planned(checks: Path) -> dict[str, str]:
    """Return what each check of a file holds, by the check's name."""
    module = ast.parse(checks.read_text(encoding="utf-8"))
    return {
        node.name: (ast.get_docstring(node) or node.name).splitlines()[0].rstrip(".")
        for node in module.body
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    }


def _outcomes(report: Path) -> dict[str, str]:
    """Return why each reported check was not passed; the empty string where it was."""
    text = report.read_text(encoding="utf-8", errors="replace") if report.exists() else ""
    try:
        cases = ElementTree.fromstring(text.strip()).iter("testcase")
    except ElementTree.ParseError:
        raise Faulty(
            "not ok - the machine boots and reports\n"
            "cgroup2: no report came: it did not boot, took too long or its engine failed; "
            "its console is above"
        ) from None
    return {
        case.get("name", ""): "\n".join(
            f"{child.tag}: {child.get('message', '')}\n{child.text or ''}"
            for child in case
            if child.tag in ("failure", "error", "skipped")
        )
        for case in cases
    }
