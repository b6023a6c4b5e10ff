"""What empties a sandbox, against an engine that does not do as it is asked."""

from __future__ import annotations

import subprocess

import pytest

from livedoc.sandbox import RESET

# Nothing of this machine is asked or removed. Of an engine that is in no swarm and has a container.
ENGINE = """\
sleep() { :; }
find() { :; }
curl() {
  case "$*" in
    *swarm/leave*) echo 503; echo '[{"Id": "a"}]' ;;
    *DELETE*) echo "204 http://docker/containers/a" ;;
    *) echo "200 http://docker/networks/prune" ;;
  esac
}
"""


def emptied(instead: str = "") -> subprocess.CompletedProcess[str]:
    """Empty an engine that does all but one thing as it is asked."""
    script = f"{ENGINE}{instead}\n{RESET.replace('/var/log/mirror.log', '/dev/null')}"
    return subprocess.run(["bash", "-ec", script], check=False, capture_output=True, text=True)


def test_an_engine_that_does_as_it_is_asked_is_emptied() -> None:
    """So what follows fails by what it changes."""
    done = emptied()
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def answering(left: str, containers: str, rest: str) -> str:
    """Return an engine that answers so to leaving a swarm, with its containers, and to the rest."""
    leave = f"echo '{left}'; echo '{containers}'"
    return f"curl() {{ case $* in *leave*) {leave} ;; *) {rest} ;; esac; }}"


@pytest.mark.parametrize(
    ("instead", "says"),
    [
        ("curl() { :; }", "to leave a swarm is answered:"),
        (answering("500", "[]", ":"), "to leave a swarm is answered: 500"),
        (answering("503", "[]", ":"), "POST is answered:"),
        (answering("200", "[]", "echo 409 x; echo 200 y"), "POST is answered: 409 x"),
        (answering("503", '[{"Id": 7}]', "echo 500 x"), "DELETE is answered: 500 x"),
        ("jq() { return 1; }", ""),
    ],
)
def test_what_is_not_done_is_an_error(instead: str, says: str) -> None:
    """No answer, a fault and a refusal that lasts: none passes for a sandbox that is empty."""
    done = emptied(instead)
    assert done.returncode == 1
    assert says in done.stdout
