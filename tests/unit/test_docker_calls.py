"""Docker commands found in what a reader types."""

from __future__ import annotations

import pytest

from macros.docker_calls import docker_calls

CALLS = {
    "docker ps": [("ps", "")],
    "docker run -it --rm busybox ls -la": [("run", "-i -t --rm")],
    "docker run -d --name web -p8080:80 -e A=b nginx -g x": [("run", "-d --name -p -e")],
    "docker run --init --network=net --read-only busybox -x": [
        ("run", "--init --network --read-only")
    ],
    "docker exec -u root web id -u": [("exec", "-u")],
    "docker ps -aq --filter name=web": [("ps", "--all --quiet --filter")],
    "docker logs web --tail 3": [("logs", "--tail")],
    "docker top box -o pid": [("top", "")],
    "docker image ls -q": [("image ls", "--quiet")],
    "docker compose -f a.yaml --profile x up -d --wait": [("compose up", "-f --profile -d --wait")],
    "docker compose exec -T db psql -U memo -c 'docker ps'": [("compose exec", "-T")],
    "docker --context remote ps": [("ps", "--context")],
    "docker --version": [("", "--version")],
    "docker build - <Dockerfile -q 2>&1 | tail -n 3": [("build", "--quiet")],
    "time docker pull -q nginx && DOCKER_HOST=x docker images": [
        ("pull", "--quiet"),
        ("images", ""),
    ],
    "docker rm -f $(docker ps -aq)": [("ps", "--all --quiet"), ("rm", "--force")],
    'id="$(docker ps -q)"; docker stop "${id:0:4}"': [("ps", "--quiet"), ("stop", "")],
    "docker run \\\n  --rm \\\n  busybox": [("run", "--rm")],
    "echo docker ps; man docker; docker-compose up": [],
    "docker start -a x; docker logs -f x; docker rm -fv x": [
        ("start", "-a"),
        ("logs", "-f"),
        ("rm", "--force --volumes"),
    ],
    "for n in a b; do docker rm $n; done": [("rm", "")],
}


@pytest.mark.parametrize(("line", "expected"), CALLS.items())
def test_commands_and_flags_are_read(line: str, expected: list[tuple[str, str]]) -> None:
    """Each docker command is found with its own flags: not its container's, nor another's."""
    found = [(call.command, call.flags) for call in docker_calls(line)]
    assert found == [(command, frozenset(flags.split())) for command, flags in expected]


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("docker run \\\n    --rm   busybox", "docker run --rm busybox"),
        ("docker ps --format '{{.ID}}  x' | sort", "docker ps --format '{{.ID}}  x'"),
        ("docker rm -f $(docker ps -aq) >/dev/null", "docker rm -f $(docker ps -aq)"),
        ("docker compose ps 2>&1", "docker compose ps"),
    ],
)
def test_the_text_is_what_is_typed(line: str, text: str) -> None:
    """A command reads on one line as it is typed, without what is piped or redirected."""
    assert [*docker_calls(line)][-1].text == text
