"""Builds the stand-ins inside an engine of ours, and pushes them into the mirror's volume."""

from __future__ import annotations

import hashlib
import shlex
import tempfile
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from pathlib import Path

import docker

from livedoc.errors import LivedocError
from livedoc.images import bootstrap, machine
from livedoc.images.definition import Standin, broken_promise, version_in, waves
from livedoc.images.image_set import ImageSet
from livedoc.images.ledger import Entry
from livedoc.model import ImageFacts
from livedoc.sandbox import DockerSandbox

REGISTRY = "127.0.0.1:4999/library"
# More than cores: while one unpacks, another waits for the network.
AT_ONCE = 3
MACHINE = "machine"


class RootFileSystems:
    """The root file systems that stand-ins start from, each made in the background, once."""

    def __init__(self, folder: Path, pool: Executor) -> None:
        self._folder = folder
        self._pool = pool
        self._begun: dict[str, Future[Path]] = {}

    def begin(self, standin: Standin) -> None:
        """Start making the one that a stand-in needs, if it needs one."""
        suite = standin.definition.suite
        if suite and suite not in self._begun:
            target = self._folder / f"{suite}.tar"
            options = standin.folder / "slim.cfg"
            self._begun[suite] = self._pool.submit(self._make, suite, target, options)

    def get(self, standin: Standin) -> Path | None:
        """Return the tar file that a stand-in needs, or None; raises LivedocError."""
        self.begin(standin)
        suite = standin.definition.suite
        return self._begun[suite].result() if suite else None

    @staticmethod
    def _make(suite: str, target: Path, options: Path) -> Path:
        bootstrap.rootfs(suite, target, options if options.exists() else None)
        return target


class Builder:
    """Builds stand-ins in a sandbox whose mirror can be written to. A context manager."""

    def __init__(
        self,
        client: docker.DockerClient,
        image_set: ImageSet,
        rootfs: RootFileSystems,
        report: Callable[[str], None],
    ) -> None:
        self._rootfs = rootfs
        self._sandbox = DockerSandbox(client, image_set)
        self._report = report

    def __enter__(self) -> Builder:
        self._sandbox.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._sandbox.stop()

    def build(
        self, standins: Sequence[Standin], fingerprints: dict[str, str]
    ) -> Iterator[dict[str, Entry]]:
        """Build stand-ins in the order of their bases; yields group by group what they became.

        Raises LivedocError with the Dockerfile at fault and the end of its log.
        """
        for standin in standins:
            self._rootfs.begin(standin)
        with tempfile.TemporaryDirectory(prefix="livedoc-") as name:
            configuration = Path(name) / "pip.conf"
            configuration.write_text(machine.pip_configuration(), encoding="utf-8")
            self._sandbox.put({"pip/pip.conf": configuration}, MACHINE)
        with ThreadPoolExecutor(AT_ONCE) as pool:
            for wave in waves(standins):
                built = zip(wave, pool.map(self._one, wave), strict=True)
                yield {
                    standin.name: Entry(fingerprint=fingerprints[standin.name], images=images)
                    for standin, images in built
                }

    def _one(self, standin: Standin) -> tuple[ImageFacts, ...]:
        files = standin.files()
        if rootfs := self._rootfs.get(standin):
            files["rootfs.tar"] = rootfs
        self._sandbox.put(files, standin.name)
        names = [f"{REGISTRY}/{reference}" for reference in standin.references]
        tags = " ".join(f"-t {name}" for name in (*names, *standin.references))
        self._run(
            standin,
            f"docker build --progress=plain --build-context machine={MACHINE} {tags} {standin.name}",
        )
        facts = self._facts(standin)
        for each in names:
            self._run(standin, f"docker push --quiet {each}")
        self._report(f"stand-in {standin.references[0]}: {facts[0].version}")
        return facts

    def _facts(self, standin: Standin) -> tuple[ImageFacts, ...]:
        image = standin.references[0]
        entry, *arguments = standin.definition.version or ("",)
        run = "docker run --rm --network none --entrypoint"
        version = "unversioned"
        if entry:
            said = self._run(standin, f"{run} {entry} {image} {shlex.join(arguments)} 2>&1")
            version = version_in(said) or version
        for tag in standin.definition.tags:
            if broken_promise(tag, version):
                raise LivedocError(
                    f"{standin.folder / 'image.toml'}: tag {tag} promises what Debian does not have "
                    f"now: {version}; correct `tags`"
                )
        code, packages = self._sandbox.sh(f"{run} dpkg-query {image} -W")
        if code not in (0, 127):
            raise LivedocError(f"{image} does not list its packages: {packages}")
        # An image from scratch has no packages; what it is follows from its layers alone.
        content = packages if code == 0 else self._run(
            standin, f"docker image inspect --format '{{{{json .RootFS.Layers}}}}' {image}"
        )
        digest = hashlib.sha256(content.encode()).hexdigest()
        return tuple(
            ImageFacts(name=name, origin="standin", version=version, content=digest)
            for name in standin.references
        )

    def _run(self, standin: Standin, command: str) -> str:
        code, output = self._sandbox.sh(command)
        if code:
            if "no space left" in output.lower():
                raise LivedocError(
                    "the sandbox's disk is full, which is in memory: free some memory, then run: "
                    "livedoc images"
                )
            tail = "\n".join(output.strip().splitlines()[-25:])
            raise LivedocError(f"{standin.dockerfile} could not be built:\n{tail}")
        return output
