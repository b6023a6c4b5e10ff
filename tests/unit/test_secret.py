"""What looks like a secret is refused by name, and shown nowhere."""

from __future__ import annotations

from pathlib import Path

import pytest

from livedoc.secret import HIDDEN, SECRETS, Secrets
from livedoc.shell import RawResult
from livedoc.verify import judge
from tests.unit.writing import example, step

REPO = Path(__file__).parents[2]
# In pieces, so that no scanner takes this file for a leak.
KINDS = {
    "an AWS access key": "AKIA" + "IOSFODNN7EXAMPLE",
    "a GitHub token": "ghp_" + "a1B2" * 9,
    "a GitLab token": "glpat-" + "x1Y2z" * 4,
    "a Docker Hub token": "dckr_pat_" + "x1Y2z" * 5,
    "a Slack token": "xoxb-" + "1234567890-abcdef",
    "a PyPI token": "pypi-" + "AgEIcHlwaS5vcmc" * 4,
    "an npm token": "npm_" + "a1B2c3" * 6,
    "a Google key": "AIza" + "Sy0_-" * 7,
    "an API key": "sk-" + "live-" + "a1B2" * 5,
    "a JSON web token": "eyJhbGciOiJIUzI1NiJ9" + ".eyJzdWIiOiIxMjM0In0" + ".abc_DEF-123456",
    "a bearer token": "Authorization: Bearer " + "abcdefghij0123456789",
    "a private key": "-----BEGIN RSA "
    + "PRIVATE KEY-----\nMIIE\n-----END RSA "
    + "PRIVATE KEY-----",
}


@pytest.mark.parametrize("kind", KINDS)
def test_a_well_known_shape_is_found_and_hidden(kind: str) -> None:
    """Wherever it stands in a text; nothing of it is left."""
    text = f"before\ntoken={KINDS[kind]}\nafter"
    assert Secrets({}).found(text) == [kind]
    hidden = Secrets({}).hide(text)
    assert HIDDEN in hidden and KINDS[kind] not in hidden
    assert hidden.startswith("before\n") and hidden.endswith("\nafter")


@pytest.mark.parametrize(
    "text",
    [
        "POSTGRES_PASSWORD=memo-secret",
        "docker login -u reader -p s3cret",
        '"auth": "cmVhZGVyOnMzY3JldA=="',
        "sha256:8c48d291a2738c48d291a2738c48d291a2738c48d291a2738c48d291a2738c48",
        "-----BEGIN CERTIFICATE-----",
        "a bearer of news",
        "task-live-migration, ghp_short, AKIA and eyJ.eyJ.x",
    ],
)
def test_what_a_guide_teaches_is_no_secret(text: str) -> None:
    """A demo password, a digest, and words that only begin alike may be shown."""
    assert Secrets({}).found(text) == []


def test_the_machines_own_values_are_secrets() -> None:
    """By the names of its variables; short values and plain words could be anybody's."""
    secrets = Secrets(
        {
            "DEPLOY_TOKEN": "hunter2-hunter2",
            "MY_SECRET": "yes",
            "PASSWORD": "password",
            "HOME": "/r",
        }
    )
    assert secrets.found("say hunter2-hunter2") == ["the value of DEPLOY_TOKEN on this machine"]
    assert secrets.hide("say hunter2-hunter2") == f"say {HIDDEN}"
    assert secrets.found("yes, the password is /r") == []


@pytest.mark.parametrize("where", ["command", "input", "output"])
def test_a_secret_breaks_the_step_and_is_not_reported(where: str, tmp_path: Path) -> None:
    """So it is never captured: the report has file, line and kind, and not the value."""
    token = KINDS["a GitHub token"]
    run = f"echo {token if where == 'command' else 'x'}"
    typed = f'input = ["{token}"]' if where == "input" else ""
    loaded = example(tmp_path, step("one", run, f'expect = ["."]\n{typed}'))
    output = token if where == "output" else "x"
    (problem,) = judge(loaded, loaded.step("one"), RawResult(output, 0, 0.1))
    report = str(problem)
    assert report.startswith(f"{loaded.path}:{loaded.line('one')}: ")
    assert "looks like a secret: a GitHub token" in report and "to mend:" in report
    assert token not in report


def test_no_file_of_the_project_holds_one() -> None:
    """Neither definitions, nor readers' files, nor captures."""
    files = [path for part in ("examples", "docs") for path in (REPO / part).rglob("*")]
    texts = {path: path.read_text("utf-8", errors="replace") for path in files if path.is_file()}
    assert {path: found for path, text in texts.items() if (found := SECRETS.found(text))} == {}
