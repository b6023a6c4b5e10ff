"""Debian root file systems from this machine's own package archive, by mmdebstrap."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from concurrent.futures import Executor, Future
from dataclasses import dataclass
from pathlib import Path

from livedoc.errors import LivedocError
from livedoc.images import machine

NEEDED = (
    "Docker Hub cannot be reached and mmdebstrap, which makes the base images from Debian's "
    "packages, is missing: apt-get install mmdebstrap"
)
AUTHORITIES = "/usr/local/share/ca-certificates"


@dataclass(frozen=True)
class Recipe:
    """What a root file system is: a suite, packages beyond the least, dpkg's options in a file."""

    suite: str
    packages: tuple[str, ...] = ()
    dpkg_options: Path | None = None


class RootFileSystems:
    """Root file systems as tar files, each made once, in the background."""

    def __init__(self, folder: Path, pool: Executor) -> None:
        self._folder = folder
        self._pool = pool
        self._begun: dict[Recipe, Future[Path]] = {}

    def begin(self, recipe: Recipe) -> None:
        """Start making one, unless that is under way."""
        if recipe not in self._begun:
            target = self._folder / f"{len(self._begun)}-{recipe.suite}.tar"
            self._begun[recipe] = self._pool.submit(_make, recipe, target)

    def get(self, recipe: Recipe) -> Path:
        """Return the tar file once it is made.

        Raises LivedocError with the end of mmdebstrap's log.
        """
        self.begin(recipe)
        return self._begun[recipe].result()


def require(report: Callable[[str], object]) -> None:
    """See to it that mmdebstrap is here; as root on Debian it is installed, saying so.

    Raises LivedocError with what to type where it cannot be.
    """
    if shutil.which("mmdebstrap"):
        return
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        raise LivedocError(NEEDED)
    report("installing mmdebstrap, which makes the base images from Debian's packages")
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for arguments in (["update"], ["install", "--yes", "--no-install-recommends", "mmdebstrap"]):
        argv = ["apt-get", "-qq", "-o", "DPkg::Lock::Timeout=300", *arguments]
        done = subprocess.run(argv, env=environment, capture_output=True, text=True, check=False)
        if done.returncode:
            raise LivedocError(f"{NEEDED}\n(that failed: {done.stderr.strip()[-500:]})")


def _make(recipe: Recipe, target: Path) -> Path:
    """Write a root file system that knows this machine's archive and authorities."""
    with tempfile.TemporaryDirectory(prefix="livedoc-") as name:
        argv = _arguments(recipe, target, Path(name))
        done = subprocess.run(argv, capture_output=True, text=True, check=False)
    if done.returncode:
        raise LivedocError(_why(recipe.suite, done.stderr))
    return target


def _arguments(recipe: Recipe, target: Path, folder: Path) -> list[str]:
    archive = machine.archive()
    argv = ["mmdebstrap", "--variant=minbase", "--format=tar"]
    # A suite's release file may have expired on a mirror that is updated seldom.
    argv += ['--aptopt=Acquire::Check-Valid-Until "false"']
    argv += [f"--aptopt={line}" for line in machine.apt_options().splitlines()]
    # What is lost in a power failure is made anew.
    argv += ["--dpkgopt=force-unsafe-io"]
    if recipe.dpkg_options:
        argv += [f"--dpkgopt={recipe.dpkg_options}"]
    hooks = ["rm -f $1/etc/apt/sources.list", f"mkdir -p $1{AUTHORITIES}"]
    uploads = {"/etc/apt/sources.list.d/debian.sources": archive.deb822(recipe.suite)}
    uploads |= {f"{AUTHORITIES}/{file}": text for file, text in machine.authorities().items()}
    for number, (inside, text) in enumerate(uploads.items()):
        (folder / str(number)).write_text(text, encoding="utf-8")
        hooks.append(f"upload {folder / str(number)} {inside}")
    packages = set(recipe.packages)
    if archive.main.startswith("https:"):
        packages.add("ca-certificates")
    if "ca-certificates" in packages:  # it was installed before this machine's came
        hooks.append('chroot "$1" update-ca-certificates')
    argv += [f"--include={package}" for package in sorted(packages)]
    argv += [f"--customize-hook={hook}" for hook in hooks]
    return [
        *argv,
        recipe.suite,
        str(target),
        *(f"deb {address} {each} main" for address, each in archive.sources(recipe.suite)),
    ]


def _why(suite: str, log: str) -> str:
    tail = "\n".join(log.strip().splitlines()[-15:])
    if "No space left" in log:
        return "the disk is full: free some room, then run: livedoc images"
    if "Could not resolve" in log or "Failed to fetch" in log:
        return f"Debian's archive, as apt is set on this machine, does not answer:\n{tail}"
    return f"mmdebstrap could not make the root file system of {suite}:\n{tail}"
