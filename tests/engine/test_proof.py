"""A guide that is broken by hand is noticed, at the right step, because it was really run."""

from __future__ import annotations

from pathlib import Path

import pytest

from livedoc.catalog import LoadedExample, load_example
from livedoc.prove import Proof, prove
from livedoc.sandbox import DockerSandbox

DEFINITION = """
title = { ko = "웹", en = "web" }
[[steps]]
id = "build"
run = "docker build -t my-image ."
about = { ko = "빌드", en = "build" }
expect = ["naming to docker.io/library/my-image"]
[[steps]]
id = "run"
run = "docker run -d --name web -p 8000:80 my-image"
about = { ko = "실행", en = "run" }
expect = ["^[0-9a-f]{64}$"]
[[steps]]
id = "get"
run = "curl -s http://localhost:8000/"
about = { ko = "요청", en = "request" }
expect = ["^hello$"]
until = "hello"
timeout = 10
"""
DOCKERFILE = "FROM busybox:1.37\nRUN echo hello >/index.html\nCMD httpd -f -p 80 -h /\n"


def example(folder: Path, definition: str, dockerfile: str) -> LoadedExample:
    """Write an example and load it."""
    (folder / "web").mkdir(parents=True)
    (folder / "web" / "Dockerfile").write_text(dockerfile)
    (folder / "web.toml").write_text(definition)
    return load_example(folder / "web.toml")


def run(loaded: LoadedExample, sandbox: DockerSandbox, capture: Proof | None = None) -> Proof:
    """Prove an example, against the capture of a run before if there is one."""
    old = capture.capture if capture else None
    images = {facts.name: facts for facts in old.images} if old else {}
    return prove(loaded, sandbox, images, lambda text: text, old)


@pytest.fixture
def proof(tmp_path: Path, sandbox: DockerSandbox) -> Proof:
    """Return the proof of the example as it should be."""
    proof = run(example(tmp_path / "right", DEFINITION, DOCKERFILE), sandbox)
    assert not proof.problems, "\n".join(map(str, proof.problems))
    return proof


@pytest.mark.parametrize(
    ("was", "becomes", "step"),
    [
        ("docker build -t my-image .", "docker build -t my-imag .", "build"),
        ("docker build -t my-image .", "docker biuld -t my-image .", "build"),
        ("-p 8000:80", "-p 8001:80", "get"),
        ("-p 8000:80", "-p 8000:81", "get"),
        ("-d --name", "--name", "run"),
        ("-p 80 -h", "-p 81 -h", "get"),
        ("RUN echo hello >/index.html", "RUN echo hullo >/index.html", "get"),
        ("RUN echo hello >/index.html", "RNU echo hello >/index.html", "build"),
        ("RUN echo hello >/index.html\\n", "", "get"),
    ],
)
def test_a_broken_line_fails_at_the_step_that_shows_it(
    tmp_path: Path, sandbox: DockerSandbox, was: str, becomes: str, step: str
) -> None:
    """A changed command, Dockerfile line or port breaks the claim of the first step it reaches."""
    definition = DEFINITION.replace("timeout = 10", "timeout = 1.5")
    definition = definition.replace(
        'expect = ["^[0-9a-f]{64}$"]\n', 'expect = ["^[0-9a-f]{64}$"]\ntimeout = 3\n'
    )
    was, becomes = was.replace("\\n", "\n"), becomes.replace("\\n", "\n")
    broken = example(
        tmp_path / "broken", definition.replace(was, becomes), DOCKERFILE.replace(was, becomes)
    )
    outcome = run(broken, sandbox)
    assert [problem.step.id for problem in outcome.broken][:1] == [step]
    assert f"web.toml:{broken.line(step)}:" in str(outcome.broken[0])


def test_two_runs_of_an_example_are_equal(sandbox: DockerSandbox, proof: Proof) -> None:
    """Nothing but volatile text differs between two runs."""
    again = run(proof.loaded, sandbox, proof)
    assert not again.moved and not again.drifted, "\n".join(map(str, again.drifted))


def test_an_output_that_drifted_is_shown_as_a_difference(
    tmp_path: Path, sandbox: DockerSandbox, proof: Proof
) -> None:
    """Where the claims still hold but the output is another, the step and the lines are named."""
    talkative = DEFINITION.replace("curl -s http", "curl -si http")
    outcome = run(example(tmp_path / "drifted", talkative, DOCKERFILE), sandbox, proof)
    assert [problem.step.id for problem in outcome.problems] == ["get"]
    assert "+HTTP/1.1 200 OK" in str(outcome.problems[0])


def test_the_capture_says_what_it_was_made_with(proof: Proof) -> None:
    """Versions, platform and the origin of each base image are recorded."""
    assert proof.capture
    assert proof.capture.versions.engine and proof.capture.versions.platform.startswith("linux/")
    assert [image.name for image in proof.capture.images] == ["busybox:1.37"]
