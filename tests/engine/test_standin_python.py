"""What the python image promises, official or stand-in."""

from __future__ import annotations

from tests.engine.standins import Engine

IMAGE = "python:3.13-slim"
RUN = f"docker run --rm --quiet {IMAGE}"
HOME = "/root"
SITE = "/usr/local/lib/python3.13/site-packages"


def test_python_is_the_command(engine: Engine) -> None:
    """Without a command it runs python3, and a program comes in by standard input."""
    assert engine.config(IMAGE)["Cmd"] == ["python3"]
    assert engine.sh(f"echo 'print(6 * 7)' | docker run --rm --quiet -i {IMAGE}") == "42\n"


def test_its_places(engine: Engine) -> None:
    """Python, pip and what pip installs are in /usr/local."""
    output = engine.sh(f"{RUN} which python python3 python3.13 pip pip3")
    names = ("python", "python3", "python3.13", "pip", "pip3")
    assert output.split() == [f"/usr/local/bin/{name}" for name in names]
    output = engine.sh(
        f"{RUN} python -c 'import sys, sysconfig as s; print(s.get_path(\"purelib\"))'"
    )
    assert output == f"{SITE}\n"


def test_its_standard_library_is_whole(engine: Engine) -> None:
    """Modules that need libraries of the system can be imported."""
    modules = (
        "ssl, sqlite3, zlib, lzma, bz2, ctypes, curses, readline, hashlib, uuid, venv, ensurepip"
    )
    assert engine.sh(f"{RUN} python -c 'import {modules}; print(\"all\")'") == "all\n"


def test_pip_installs_for_all_and_for_one(engine: Engine) -> None:
    """pip installs into site-packages, with --user into ~/.local, in a venv into that."""
    engine.write(
        "pip/Dockerfile",
        f"FROM {IMAGE} AS build\n"
        "RUN pip install --no-cache-dir six\n"
        "RUN pip install --no-cache-dir --user idna\n"
        "RUN python -m venv /venv && /venv/bin/pip install --no-cache-dir typing-extensions\n"
        f"FROM {IMAGE}\n"
        f"COPY --from=build {SITE} {SITE}\n"
        f"COPY --from=build {HOME}/.local {HOME}/.local\n"
        "COPY --from=build /venv /venv\n"
        "RUN python -c 'import six, idna' && /venv/bin/python -c 'import typing_extensions'\n",
    )
    engine.sh("docker build -q -t installed pip")
    output = engine.sh("docker run --rm installed python -c 'import six; print(six.__file__)'")
    assert output == f"{SITE}/six.py\n"


def test_an_unprivileged_user(engine: Engine) -> None:
    """It runs for a user that the image does not know."""
    assert (
        engine.sh("docker run --rm --quiet -u 1234 python:3.13-slim python -c 'print(1)'") == "1\n"
    )


def test_text_is_utf8(engine: Engine) -> None:
    """Standard output takes any letter."""
    assert engine.sh(f"{RUN} python -c 'print(\"도커\")'") == "도커\n"
