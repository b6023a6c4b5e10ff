"""The shell in which a sandbox is emptied and filled, on this machine's own bash."""

from __future__ import annotations

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from livedoc import exec_run
from livedoc.errors import SandboxError
from livedoc.exec_run import RootShell
from tests.local_sandbox import LocalSandbox


@pytest.fixture
def shell(monkeypatch: pytest.MonkeyPatch) -> Iterator[RootShell]:
    """Return a shell that is no container's."""
    with LocalSandbox() as sandbox:

        def start(client: object, container: str, argv: list[str], **_: object) -> object:
            return sandbox.open(argv, workdir=os.sep, environment={}, tty=False)

        monkeypatch.setattr(exec_run, "ExecStream", start)
        shell = RootShell(None, "")  # type: ignore[arg-type]
        yield shell
        shell.close()


def test_it_gives_output_and_exit_code(shell: RootShell) -> None:
    """Both outputs come back together, and what a command sets is set for the next."""
    assert shell.run("word=hi; echo out; echo err >&2; (exit 3)", 10) == (3, b"out\nerr\n")
    assert shell.run("printf $word", 10) == (0, b"hi")


def test_threads_wait_for_each_other(shell: RootShell) -> None:
    """Each of many commands at once gets its own output: images are built several at a time."""
    with ThreadPoolExecutor(8) as pool:
        results = pool.map(lambda number: shell.run(f"echo {number}", 10), range(64))
        assert list(results) == [(0, b"%d\n" % number) for number in range(64)]


def test_what_does_not_end_is_an_error(shell: RootShell) -> None:
    """Nobody waits for ever."""
    with pytest.raises(SandboxError, match=r"no end of a command in 0\.2 s"):
        shell.run("sleep 2", 0.2)
