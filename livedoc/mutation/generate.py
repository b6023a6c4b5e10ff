"""All mutants of an example."""

from __future__ import annotations

from collections.abc import Iterator

from livedoc.catalog import LoadedExample
from livedoc.model import Capture, Step
from livedoc.mutation import operators
from livedoc.mutation.mutant import Mutant


def mutants(loaded: LoadedExample, capture: Capture) -> list[Mutant]:
    """Return an example's mutants, each broken in one place, none of them twice."""
    unique: dict[str, Mutant] = {}
    for mutant in (*_steps(loaded), *_order(loaded), *_files(loaded), *_outputs(loaded, capture)):
        if mutant.before != mutant.after:
            unique.setdefault(mutant.id, mutant)
    return list(unique.values())


def _steps(loaded: LoadedExample) -> Iterator[Mutant]:
    steps = loaded.example.steps
    for index, step in enumerate(steps):
        where = f"step {step.id}"
        for kind, run in operators.command(step.run):
            if not run.strip():
                continue
            broken = (*steps[:index], step.model_copy(update={"run": run}), *steps[index + 1 :])
            yield Mutant(loaded, kind, where, step.run, run, steps=broken)


def _order(loaded: LoadedExample) -> Iterator[Mutant]:
    steps = loaded.example.steps
    for index in range(len(steps) - 1):
        first, second = steps[index : index + 2]
        broken: tuple[Step, ...] = (*steps[:index], second, first, *steps[index + 2 :])
        kind = "two steps change places"
        yield Mutant(loaded, kind, f"step {first.id}", first.run, second.run, steps=broken)


def _files(loaded: LoadedExample) -> Iterator[Mutant]:
    for name, path in loaded.files().items():
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        for kind, broken in operators.file(name, text):
            before, after = _difference(text, broken)
            yield Mutant(loaded, kind, f"file {name}", before, after, files=((name, broken),))


def _outputs(loaded: LoadedExample, capture: Capture) -> Iterator[Mutant]:
    stable = {step.id for step in loaded.example.steps if step.stable}
    for index, recorded in enumerate(capture.steps):
        lines = recorded.output.split("\n")
        if recorded.id not in stable:
            continue
        for number, line in enumerate(lines):
            if not line.strip():
                continue
            output = "\n".join(lines[:number] + lines[number + 1 :])
            steps = list(capture.steps)
            steps[index] = recorded.model_copy(update={"output": output})
            yield Mutant(
                loaded,
                f"line {number + 1} of the captured output is removed",
                f"capture {recorded.id}",
                line,
                "",
                capture=capture.model_copy(update={"steps": tuple(steps)}),
            )


def _difference(before: str, after: str) -> tuple[str, str]:
    """Return the lines by which two texts differ, with where they begin."""
    old, new = before.split("\n"), after.split("\n")
    start = next(
        (n for n, (a, b) in enumerate(zip(old, new, strict=False)) if a != b),
        min(len(old), len(new)),
    )
    end = 0
    while end < min(len(old), len(new)) - start and old[-1 - end] == new[-1 - end]:
        end += 1
    cut = slice(start, -end or None)
    return f"{start + 1}: " + "\n".join(old[cut]), f"{start + 1}: " + "\n".join(new[cut])
