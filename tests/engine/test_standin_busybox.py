"""What the busybox and hello-world images promise, official or stand-in."""

from __future__ import annotations

from tests.engine.standins import Engine

MIB = 2**20


def test_its_shell_is_the_command(engine: Engine) -> None:
    """Without a command it runs sh, as root, in /."""
    assert engine.config("busybox")["Cmd"] == ["sh"]
    output = engine.sh(
        "echo 'pwd; id -u; cat /etc/passwd | head -1' | docker run --rm --quiet -i busybox"
    )
    assert output.splitlines()[:2] == ["/", "0"]
    assert output.splitlines()[2].startswith("root:x:0:0:root:/root:")


def test_its_tools(engine: Engine) -> None:
    """The common tools are commands of their own, in /bin."""
    tools = (
        "awk cat date df echo env find grep head ls nc ping ps sed sleep stat sort tar top vi wget"
    )
    output = engine.sh(f"docker run --rm --quiet busybox sh -c 'which {tools} | wc -l'")
    assert output == f"{len(tools.split())}\n"


def test_it_is_small(engine: Engine) -> None:
    """It is a few MiB."""
    engine.config("busybox")
    size = engine.sh("docker image inspect --format '{{.Size}}' busybox")
    assert int(size) < 8 * MIB


def test_it_finds_its_neighbours(engine: Engine) -> None:
    """In a network of the reader's, wget finds another container by its name."""
    engine.sh(
        "docker network create inner && docker run -d --name web --network inner busybox"
        " sh -c 'mkdir /www && echo found >/www/index.html && httpd -f -p 80 -h /www'"
    )
    get = "docker run --rm --quiet --network inner busybox wget -qO- http://web/"
    engine.eventually(f"{get} 2>&1", "^found$", container="web")
    names = engine.sh("docker run --rm --quiet --network inner busybox nslookup web 2>&1")
    assert "127.0.0.11" in names


def test_it_runs_as_another_user(engine: Engine) -> None:
    """A user given by number can write where everybody can."""
    output = engine.sh(
        "docker run --rm --quiet -u 1000 busybox sh -c 'id -u; echo a >/tmp/a && cat /tmp/a'"
    )
    assert output == "1000\na\n"


def test_hello_world(engine: Engine) -> None:
    """hello-world greets, ends with 0, and is tiny."""
    assert "Hello from Docker!" in engine.sh("docker run --rm --quiet hello-world 2>&1")
    assert int(engine.sh("docker image inspect --format '{{.Size}}' hello-world")) < 4 * MIB
