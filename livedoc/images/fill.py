"""Builds the stand-ins inside an engine of ours, and pushes them into the mirror's volume."""

from __future__ import annotations

import hashlib
import shlex
import tempfile
from collections.abc import Callable, Collection, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from pathlib import Path
from typing import Self

import docker

from livedoc.errors import LivedocError
from livedoc.images import machine
from livedoc.images.bootstrap import RootFileSystems
from livedoc.images.definition import Standin, broken_promise, by_bases, version_in
from livedoc.images.image_set import ImageSet
from livedoc.model import ImageFacts
from livedoc.sandbox import MIRROR_ROOT, DockerSandbox

REGISTRY = "http://127.0.0.1:4999/v2/library"
BLOBS = f"{MIRROR_ROOT}/docker/registry/v2/blobs"
REPOSITORIES = f"{MIRROR_ROOT}/docker/registry/v2/repositories/library"
# More than cores: while one unpacks, another waits for the network.
AT_ONCE = 3
ATTEMPTS = 5
END = "livedoc: end of output"
MACHINE = "machine"
UNVERSIONED = "unversioned"

# Not `docker push`, which compresses the layers, for every sandbox to undo it in every pull.
# https://distribution.github.io/distribution/spec/api/ says what is asked of the registry.
PUSH = r"""
cd "$(mktemp -d)"
docker save "$image" | tar -x
file() { echo "blobs/sha256/${1#sha256:}"; }
manifest=$(file "$(jq -r '.manifests[0].digest' index.json)")
for digest in $(jq -r '.config.digest, .layers[].digest' "$manifest"); do
  place=$(curl -sS --fail -X POST -o /dev/null -w '%header{location}' "$repository/blobs/uploads/")
  curl -sS --fail -T "$(file "$digest")" "$place&digest=$digest"
done
for tag in $tags; do
  curl -sS --fail -T "$manifest" -H "Content-Type: $(jq -r .mediaType "$manifest")" \
    "$repository/manifests/$tag"
done
rm -r "$PWD"
"""


class Builder:
    """Builds stand-ins in a sandbox whose mirror can be written to. A context manager."""

    def __init__(
        self,
        client: docker.DockerClient,
        image_set: ImageSet,
        rootfs: RootFileSystems,
        report: Callable[[str], object],
    ) -> None:
        self._sandbox = DockerSandbox(client, image_set)
        self._rootfs = rootfs
        self._report = report

    def __enter__(self) -> Self:
        self._sandbox.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._sandbox.stop()

    def keep_only(self, names: Collection[str]) -> None:
        """Take all other stand-ins out of the mirror with their tags, and what only they held."""
        others = " ".join(f"! -name {name}" for name in names)
        code, output = self._sandbox.sh(
            f"mkdir -p {REPOSITORIES}"
            f" && find {REPOSITORIES} -mindepth 1 -maxdepth 1 {others} -exec rm -rf {{}} +"
            # In a mirror that never held anything there is nothing to collect, which is an error.
            f" && {{ [ ! -d {BLOBS} ] || docker-registry garbage-collect --delete-untagged"
            " /etc/livedoc-mirror.yml 2>&1; }",
            user="root",
        )
        if code:
            raise LivedocError(f"the mirror's volume could not be cleaned: {output[-1000:]}")

    def build(self, standins: Sequence[Standin]) -> Iterator[tuple[str, tuple[ImageFacts, ...]]]:
        """Build and push stand-ins, each once its bases are; yields each name and its facts.

        Raises LivedocError with the Dockerfile at fault and the end of its log.
        """
        with tempfile.TemporaryDirectory(prefix="livedoc-") as folder:
            configuration = Path(folder) / "pip.conf"
            configuration.write_text(machine.pip_configuration(), encoding="utf-8")
            self._sandbox.put({"pip/pip.conf": configuration}, MACHINE)
        by_name = {standin.name: standin for standin in standins}
        order = by_bases(standins)
        order.prepare()
        jobs: dict[Future[tuple[ImageFacts, ...]], str] = {}
        with ThreadPoolExecutor(AT_ONCE) as pool:
            try:
                while order.is_active():
                    for name in order.get_ready():
                        jobs[pool.submit(self._one, by_name[name])] = name
                    for job in wait(jobs, return_when=FIRST_COMPLETED).done:
                        name = jobs.pop(job)
                        order.done(name)
                        yield name, job.result()
            finally:
                for job in jobs:
                    job.cancel()

    def _one(self, standin: Standin) -> tuple[ImageFacts, ...]:
        files = standin.files()
        if recipe := standin.root_file_system:
            files["rootfs.tar"] = self._rootfs.get(recipe)
        self._sandbox.put(files, standin.name)
        tags = " ".join(f"--tag {name}" for name in standin.references)
        context = f"--build-context {MACHINE}={MACHINE} {standin.name}"
        self._run(standin, f"docker build --progress=plain {tags} {context}")
        facts = self._facts(standin)
        self._run(standin, push(standin.name, standin.definition.tags))
        self._report(f"stand-in {standin.references[0]}: {facts[0].version}")
        return facts

    def _facts(self, standin: Standin) -> tuple[ImageFacts, ...]:
        image = standin.references[0]
        run = "docker run --rm --network none --entrypoint"
        said = ""
        if command := standin.definition.version:
            arguments = shlex.join(command[1:])
            said = self._ask(f"{run} {command[0]} {image} {arguments} 2>&1")[1]
        version = version_in(said) or UNVERSIONED
        check_promises(standin, version)
        code, packages = self._ask(f"{run} dpkg-query {image} -W 2>&1")
        if code:  # made from scratch: what it is follows from what it says and how it is made
            packages = said + standin.digest()
        content = hashlib.sha256(packages.encode()).hexdigest()
        return tuple(
            ImageFacts(name=name, origin="standin", version=version, content=content)
            for name in standin.references
        )

    def _ask(self, command: str) -> tuple[int, str]:
        """Return exit code and output of a command that changes nothing."""
        # Engines like 20.10 at times lose what a short command prints, and say nothing of it.
        for _ in range(ATTEMPTS):
            _, output = self._sandbox.sh(f"{command}; echo {END} $?")
            said, end, code = output.rpartition(END)
            if end:
                return int(code), said
        raise LivedocError(f"the sandbox loses what its commands print: {command}")

    def _run(self, standin: Standin, command: str) -> str:
        code, output = self._sandbox.sh(command)
        if code == 0:
            return output
        if "no space left" in output.lower():
            raise LivedocError(
                f"no room to build {standin.dockerfile}: the sandbox's disk is in memory, and its "
                "mirror on Docker's disk; free some of both, then run: livedoc images"
            )
        tail = "\n".join(output.strip().splitlines()[-25:])
        raise LivedocError(f"{standin.dockerfile} could not be built and pushed:\n{tail}")


def push(name: str, tags: Sequence[str]) -> str:
    """Return a shell script that puts an image of these tags into the mirror as it is."""
    image = f"{name}:{tags[0]}"
    settings = {"image": image, "repository": f"{REGISTRY}/{name}", "tags": " ".join(tags)}
    lines = (f"{key}={shlex.quote(value)}" for key, value in settings.items())
    return "\n".join(("set -euo pipefail", *lines, PUSH))


def check_promises(standin: Standin, version: str) -> None:
    """Refuse a tag that names a version its software does not have; raises LivedocError."""
    for tag in standin.definition.tags:
        if broken_promise(tag, version):
            raise LivedocError(
                f"{standin.folder / 'image.toml'}: tags: {tag!r} promises a version that Debian "
                f"does not have now, it has {version}; correct the tag and the examples that use it"
            )
