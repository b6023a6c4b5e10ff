"""What the debian image promises, official or stand-in."""

from __future__ import annotations

from tests.engine.standins import Engine

IMAGE = "debian:trixie-slim"


def test_bash_is_the_command(engine: Engine) -> None:
    """Without a command it runs bash."""
    assert engine.config(IMAGE)["Cmd"] == ["bash"]
    assert engine.sh(f"echo 'echo $BASH' | docker run --rm --quiet -i {IMAGE}").endswith("/bash\n")


def test_it_is_what_its_name_says(engine: Engine) -> None:
    """It is Debian trixie, a single layer, without lists of packages or manuals."""
    assert "VERSION_CODENAME=trixie" in engine.sh(f"docker run --rm {IMAGE} cat /etc/os-release")
    layers = engine.sh(f"docker image inspect --format '{{{{len .RootFS.Layers}}}}' {IMAGE}")
    assert layers == "1\n"
    left = engine.sh(
        f"docker run --rm --quiet {IMAGE} find / -name '*_Packages*' -o -name '*.1.gz'"
    )
    assert left == ""


def test_packages_install(engine: Engine) -> None:
    """`apt-get update && apt-get install` works in a build, and leaves no package files."""
    engine.write(
        "apt/Dockerfile",
        f"FROM {IMAGE}\nRUN apt-get update && apt-get install -y --no-install-recommends hello\n",
    )
    engine.sh("docker build -q -t apt apt")
    assert engine.sh("docker run --rm apt hello") == "Hello, world!\n"
    assert engine.sh("docker run --rm apt find /var/cache/apt -name '*.deb'") == ""
