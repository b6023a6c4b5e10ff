"""Thirty quick Docker commands under other tools, each against the same commands in a shell script.

The others run on this machine and use its engine, where its `docker` command is; livedoc runs them
in its sandbox, and is compared with a shell script there. Each must notice an output that is wrong.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

from bench import others
from bench.engine import warm_sandbox
from bench.measure import NotMeasuredError, cost, interleaved, seconds
from bench.options import Options
from bench.quick import THIRTY, example, for_each, prove_thirty, run_thirty, shell_script

Command = list[str | Path]
Commands = tuple[tuple[str, str], ...]
WRONG: Commands = (("docker version --format '{{.Server.Os}}'", "not-linux"),)


def measure(options: Options) -> None:
    """Measure what a command takes longer than in a shell script, its tool's start included."""
    _livedoc(options)
    if not shutil.which("docker"):
        options.note("peers", "there is no docker command on this machine")
        return
    python = others.python()
    with tempfile.TemporaryDirectory(prefix="livedoc-bench-") as name:
        folder = Path(name)
        (folder / "bare.sh").write_text(shell_script())

        def bare() -> float:
            return cost(["bash", "bare.sh"], folder).wall

        bare()
        for tool, write in TOOLS.items():
            try:
                side = _side(write(folder, python, THIRTY, "right"), folder)
                side()
                _notices(write(folder, python, WRONG, "wrong"), folder)
                pairs = interleaved(options.times(5), side, bare)
            except NotMeasuredError as error:
                options.note(f"peers.{tool}", str(error))
                continue
            options.keep(f"peers.{tool}", for_each(pairs))


def _livedoc(options: Options) -> None:
    with (
        warm_sandbox() as (sandbox, _),
        tempfile.TemporaryDirectory(prefix="livedoc-bench-") as folder,
    ):
        thirty = example(Path(folder))

        def proven() -> float:
            return seconds(lambda: prove_thirty(thirty, sandbox))

        proven()
        pairs = interleaved(options.times(5), proven, lambda: seconds(lambda: run_thirty(sandbox)))
    options.keep("peers.livedoc", for_each(pairs))


def _side(command: Command, folder: Path) -> Callable[[], float]:
    return lambda: cost(command, folder).wall


def _notices(command: Command, folder: Path) -> None:
    try:
        cost(command, folder)
    except NotMeasuredError:
        return
    raise NotMeasuredError("it does not notice a wrong output")


def _byexample(folder: Path, python: Path, commands: Commands, name: str) -> Command:
    blocks = [f"```shell\n$ {command}\n{output}\n```" for command, output in commands]
    (folder / f"{name}.md").write_text("\n\n".join(blocks) + "\n")
    tool = python.with_name("byexample")
    return [tool, "--language", "shell", "--no-enhance-diff", f"{name}.md"]


def _prysk(folder: Path, python: Path, commands: Commands, name: str) -> Command:
    lines = [
        f"  $ {command}\n" + (f"  {output}\n" if output else "") for command, output in commands
    ]
    (folder / f"{name}.t").write_text("".join(lines))
    return [python.with_name("prysk"), f"{name}.t"]


def _cog(folder: Path, python: Path, commands: Commands, name: str) -> Command:
    blocks = [
        "[[[cog\nimport cog, subprocess\n"
        f"cog.out(subprocess.run({command!r}, shell=True, capture_output=True, text=True).stdout)\n"
        f"]]]\n{output}{'' if not output else chr(10)}[[[end]]]\n"
        for command, output in commands
    ]
    (folder / f"{name}.txt").write_text("".join(blocks))
    return [python.with_name("cog"), "--check", f"{name}.txt"]


def _markdown_exec(folder: Path, python: Path, commands: Commands, name: str) -> Command:
    # It has no outputs to compare with: what it made is compared here.
    blocks = [f'```bash exec="1" result="text"\n{command}\n```\n' for command, _ in commands]
    (folder / f"{name}.md").write_text("\n".join(blocks))
    wanted = [output for _, output in commands if output]
    (folder / f"{name}.py").write_text(
        "import re\nfrom pathlib import Path\nfrom markdown import Markdown\n"
        "from markdown_exec import formatter, validator\n"
        "fence = {'name': 'bash', 'class': 'bash', 'validator': validator, 'format': formatter}\n"
        "extensions = ['pymdownx.superfences']\n"
        "made = Markdown(extensions=extensions, extension_configs={\n"
        "    'pymdownx.superfences': {'custom_fences': [fence]}})\n"
        f"html = made.convert(Path('{name}.md').read_text())\n"
        "text = re.sub('<[^>]+>', '', html).split()\n"
        f"assert text == {wanted!r}, text\n"
    )
    return [python, f"{name}.py"]


def _pytest(folder: Path, python: Path, commands: Commands, name: str) -> Command:
    (folder / f"test_{name}.py").write_text(
        "import subprocess\nimport pytest\n\n"
        f"@pytest.mark.parametrize(('command', 'output'), {list(commands)!r})\n"
        "def test_command(command, output):\n"
        "    done = subprocess.run(command, shell=True, capture_output=True, text=True)\n"
        "    assert done.returncode == 0 and done.stdout.strip() == output\n"
    )
    return [python, "-m", "pytest", "-q", "-p", "no:cacheprovider", f"test_{name}.py"]


TOOLS: Mapping[str, Callable[[Path, Path, Commands, str], Command]] = {
    "byexample": _byexample,
    "prysk": _prysk,
    "cog": _cog,
    "markdown-exec": _markdown_exec,
    "pytest": _pytest,
}
