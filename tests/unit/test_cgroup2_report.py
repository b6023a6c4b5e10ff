"""The judge of what the virtual machine with cgroup v2 reports."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cgroup2.report import Faulty, judge

CHECKS = '''
def helper(): ...
def test_boots(): """The machine boots."""
def test_limits(): """A limit holds."""
'''


def report(tmp_path: Path, *cases: str) -> tuple[Path, Path]:
    """Write a file of two checks and a report of `cases`; return their paths."""
    checks, written = tmp_path / "checks.py", tmp_path / "report.xml"
    checks.write_text(CHECKS)
    written.write_text(f"<testsuites><testsuite>{''.join(cases)}</testsuite></testsuites>\r\n")
    return checks, written


def test_all_passed(tmp_path: Path) -> None:
    """Every check that passed is a line with its behaviour, in the file's order."""
    cases = ('<testcase name="test_limits" />', '<testcase name="test_boots" />')
    assert judge(*report(tmp_path, *cases)) == ["ok - The machine boots", "ok - A limit holds"]


def test_missing_check(tmp_path: Path) -> None:
    """A check that the report does not name has not passed."""
    with pytest.raises(Faulty, match=r"(?s)not ok - A limit holds.*missing.*passed 1 of 2"):
        judge(*report(tmp_path, '<testcase name="test_boots" />'))


@pytest.mark.parametrize("outcome", ["failure", "error", "skipped"])
def test_not_passed(tmp_path: Path, outcome: str) -> None:
    """A check that failed, broke or was skipped is a fault that says why."""
    broken = (
        f'<testcase name="test_limits"><{outcome} message="no memory">at 7</{outcome}></testcase>'
    )
    with pytest.raises(Faulty, match=rf"(?s)not ok - A limit holds.*{outcome}: no memory.*at 7"):
        judge(*report(tmp_path, '<testcase name="test_boots" />', broken))


@pytest.mark.parametrize("text", [None, "", "<testsuites><testsuite>"])
def test_no_report(tmp_path: Path, text: str | None) -> None:
    """A report that is absent, empty or cut short is a machine that failed."""
    checks, written = report(tmp_path)
    written.unlink()
    if text is not None:
        written.write_text(text)
    with pytest.raises(Faulty, match="not ok - the machine boots and reports"):
        judge(checks, written)


def test_no_checks(tmp_path: Path) -> None:
    """A file without checks proves nothing, and is a fault."""
    checks, written = report(tmp_path)
    checks.write_text("")
    with pytest.raises(Faulty, match="no checks"):
        judge(checks, written)
