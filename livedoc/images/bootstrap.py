"""A Debian root file system from this machine's own package archive, by mmdebstrap."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path

from livedoc.errors import LivedocError
from livedoc.images import machine

NEEDED = (
    "Docker Hub cannot be reached and mmdebstrap, which makes the base images from Debian's "
    "packages, is missing: apt-get install mmdebstrap"
)


def require(report: Callable[[str], None]) -> None:
    """See to it that mmdebstrap is here; as root on Debian it is installed, saying so.

    Raises LivedocError with what to type where it cannot be.
    """
    if shutil.which("mmdebstrap"):
        return
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        raise LivedocError(NEEDED)
    report("installing mmdebstrap, which makes base images from Debian's packages")
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for arguments in (["update"], ["install", "--yes", "--no-install-recommends", "mmdebstrap"]):
        done = subprocess.run(
            ["apt-get", "-qq", *arguments],
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise LivedocError(f"{NEEDED}\n(that failed: {done.stderr.strip()[-500:]})")


def rootfs(suite: str, target: Path, dpkg_options: Path | None = None) -> None:
    """Write the root file system of a Debian suite into a tar file.

    It knows the package archive and the certificate authorities of this machine. Raises
    LivedocError with the end of mmdebstrap's log.
    """
    archive = machine.archive()
    with tempfile.TemporaryDirectory(prefix="livedoc-") as name:
        folder = Path(name)
        (folder / "debian.sources").write_text(archive.deb822(suite), encoding="utf-8")
        argv = ["mmdebstrap", "--variant=minbase", "--format=tar"]
        # A suite's release file may have expired on a mirror that is updated seldom.
        argv += ['--aptopt=Acquire::Check-Valid-Until "false"']
        argv += [f"--aptopt={line}" for line in machine.apt_options().splitlines()]
        if dpkg_options:
            argv += [f"--dpkgopt={dpkg_options}"]
        if archive.main.startswith("https:"):
            argv += ["--include=ca-certificates"]
        argv += [
            "--customize-hook=rm -f $1/etc/apt/sources.list",
            f"--customize-hook=upload {folder}/debian.sources /etc/apt/sources.list.d/debian.sources",
            "--customize-hook=mkdir -p $1/usr/local/share/ca-certificates",
        ]
        for file, content in machine.authorities().items():
            (folder / file).write_text(content, encoding="utf-8")
            argv += [
                f"--customize-hook=upload {folder}/{file} /usr/local/share/ca-certificates/{file}"
            ]
        argv += [
            "--customize-hook=[ ! -x $1/usr/sbin/update-ca-certificates ]"
            ' || chroot "$1" update-ca-certificates'
        ]
        argv += [suite, str(target)]
        argv += [f"deb {address} {each} main" for address, each in archive.sources(suite)]
        done = subprocess.run(argv, capture_output=True, text=True, check=False)
    if done.returncode:
        raise LivedocError(_why(suite, done.stderr))


def _why(suite: str, log: str) -> str:
    tail = "\n".join(log.strip().splitlines()[-15:])
    if "No space left" in log:
        return "the disk is full: free some room, then run: livedoc images"
    if "Could not resolve" in log or "Failed to fetch" in log:
        return f"Debian's archive, as apt is set on this machine, does not answer:\n{tail}"
    return f"mmdebstrap could not make {suite}'s root file system:\n{tail}"
