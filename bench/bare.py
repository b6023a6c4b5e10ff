"""An example's commands as a shell script, with nothing that proves or keeps anything."""

from __future__ import annotations

import shlex

from livedoc.catalog import LoadedExample
from livedoc.errors import LivedocError
from livedoc.sandbox import HOME, DockerSandbox
from livedoc.shell import ENVIRONMENT, POLL_SECONDS

DONE = "all-commands-were-run"


def can_be_bare(loaded: LoadedExample) -> bool:
    """Say whether a script can do what the example does: it has no terminal to type at."""
    return not loaded.example.requires and not any(
        step.tty or step.input for step in loaded.example.steps
    )


def script(loaded: LoadedExample) -> str:
    """Return a script that runs an example's steps one after another."""
    exports = [f"export {name}={shlex.quote(value)}" for name, value in ENVIRONMENT.items()]
    lines = [*exports, f"cd {HOME}/{loaded.name}"]
    for step in loaded.example.steps:
        # As a word for eval: a step that is no whole command on purpose spoils only itself.
        command = f"eval {shlex.quote(step.run)} </dev/null"
        if step.until:
            matches = f"grep -qP {shlex.quote(step.until)}"
            lines.append(f"until {command} 2>&1 | {matches}; do sleep {POLL_SECONDS}; done")
        else:
            lines.append(f"{command} >/dev/null 2>&1")
    return "\n".join([*lines, f"echo {DONE}"])


def run_bare(loaded: LoadedExample, sandbox: DockerSandbox) -> None:
    """Run an example's commands; the sandbox has been emptied and given the example's files."""
    code, output = sandbox.sh(script(loaded))
    if code or not output.rstrip().endswith(DONE):
        raise LivedocError(f"the commands of {loaded.name} did not all run: {output[-500:]}")


def prepare(loaded: LoadedExample, sandbox: DockerSandbox) -> None:
    """Empty a sandbox and give it an example's files."""
    sandbox.reset()
    sandbox.put(loaded.files(), loaded.name)
