"""What the redis image promises, official or stand-in."""

from __future__ import annotations

import pytest

from tests.engine.standins import Engine


@pytest.fixture(scope="module")
def cache(engine: Engine) -> Engine:
    """Return an engine with a server on a network, its data in a volume."""
    engine.sh(
        "docker network create inner && docker run -d --name cache --network inner -v kept:/data"
        " redis"
    )
    engine.eventually("docker exec cache redis-cli ping", "PONG", container="cache")
    return engine


def test_it_says_its_port_and_its_data(engine: Engine) -> None:
    """The image exposes 6379 and keeps its data in a volume at /data, where it works."""
    config = engine.config("redis")
    assert list(config["ExposedPorts"]) == ["6379/tcp"]
    assert list(config["Volumes"]) == ["/data"]
    assert config["WorkingDir"] == "/data"
    assert config["Cmd"] == ["redis-server"]


def test_neighbours_reach_it(cache: Engine) -> None:
    """Another container of the network can use it without a password."""
    output = cache.sh("docker run --rm --network inner redis redis-cli -h cache set colour blue")
    assert output == "OK\n"
    assert cache.sh("docker exec cache redis-cli get colour") == "blue\n"


def test_the_server_is_unprivileged(cache: Engine) -> None:
    """The server runs as user redis, who owns the data."""
    assert cache.sh("docker exec cache stat -c %U /proc/1 /data") == "redis\nredis\n"


def test_it_stops_cleanly_and_data_stay(cache: Engine) -> None:
    """`docker stop` saves: a new container with the same volume has the data."""
    cache.sh("docker exec cache redis-cli set kept yes && docker stop cache")
    assert cache.sh("docker inspect --format '{{.State.ExitCode}}' cache") == "0\n"
    # As the documentation has it: it saves when it ends if anything is set to be saved.
    cache.sh("docker rm cache && docker run -d --name cache --network inner -v kept:/data redis")
    cache.eventually("docker exec cache redis-cli get kept", "^yes$", container="cache")


def test_options_alone_mean_the_server(engine: Engine) -> None:
    """`docker run redis --option` starts the server with the option."""
    engine.sh("docker run -d --name options redis --maxmemory 32mb")
    engine.eventually("docker exec options redis-cli config get maxmemory", "^33554432$")


def test_a_configuration_file(engine: Engine) -> None:
    """A file given to redis-server is obeyed, its password included."""
    engine.write("redis.conf", "requirepass secret\n")
    engine.sh(
        "docker run -d --name configured -v ./redis.conf:/usr/local/etc/redis/redis.conf:ro"
        " redis redis-server /usr/local/etc/redis/redis.conf"
    )
    engine.eventually("docker exec configured redis-cli ping 2>&1", "NOAUTH")
    assert "PONG" in engine.sh("docker exec configured redis-cli -a secret ping 2>/dev/null")


def test_another_command_runs_in_its_place(engine: Engine) -> None:
    """The client is on the PATH."""
    assert engine.sh("docker run --rm --quiet redis redis-cli --version").startswith("redis-cli ")
