"""Thirty quick Docker commands whose outputs are the same on every engine."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from bench.measure import NotMeasuredError
from livedoc.catalog import LoadedExample, load_example
from livedoc.prove import prove
from livedoc.sandbox import DockerSandbox

ROUNDS = 5
COMMANDS = (
    ("docker ps --quiet --filter name=nobody-calls-it-so", ""),
    ("docker image ls --quiet nobody-calls-it-so", ""),
    ("docker volume ls --quiet --filter name=nobody-calls-it-so", ""),
    ("docker network ls --filter name=^host$ --format '{{.Name}}'", "host"),
    ("docker network ls --filter name=^none$ --format '{{.Driver}}'", "null"),
    ("docker version --format '{{.Server.Os}}'", "linux"),
)
THIRTY = COMMANDS * ROUNDS
MILLISECONDS = 1000


def example(folder: Path) -> LoadedExample:
    """Write the commands as an example into a folder, and return it."""
    path = folder / "quick" / "thirty.toml"
    path.parent.mkdir(parents=True, exist_ok=True)
    steps = ['title = { ko = "서른", en = "thirty" }']
    for number, (command, output) in enumerate(THIRTY):
        claim = f'expect = ["^{output}$"]' if output else "silent = true"
        steps.append(
            f'[[steps]]\nid = "step-{number}"\nrun = """{command}"""\n'
            f'about = {{ ko = "단계", en = "step" }}\n{claim}'
        )
    path.write_text("\n".join(steps) + "\n", encoding="utf-8")
    return load_example(path)


def prove_thirty(thirty: LoadedExample, sandbox: DockerSandbox) -> None:
    """Prove the example of the commands in a sandbox, which is emptied first."""
    if problems := prove(thirty, sandbox, {}, str, None).problems:
        raise NotMeasuredError(str(problems[0]))


def run_thirty(sandbox: DockerSandbox) -> None:
    """Run the commands as a shell script in a sandbox."""
    code, output = sandbox.sh(shell_script())
    if code:
        raise NotMeasuredError(f"the quick commands fail: {output}")


def for_each(pairs: Sequence[tuple[float, float]]) -> list[float]:
    """Return by how many milliseconds for each command the first side takes longer."""
    return [(one - other) / len(THIRTY) * MILLISECONDS for one, other in pairs]


def shell_script() -> str:
    """Return the commands as a script that fails with the first that does."""
    return "set -e\n" + "".join(f"{command} >/dev/null 2>&1\n" for command, _ in THIRTY)
