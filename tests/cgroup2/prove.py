"""Assembles the machine's disks, boots it and judges what it reports. Called by `run`."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import docker
from docker.errors import DockerException

from livedoc import host, images
from livedoc.errors import LivedocError
from livedoc.owner import owner_of
from livedoc.sandbox import LABEL
from tests.cgroup2.harness import pack
from tests.cgroup2.report import Faulty, judge

HERE = Path(__file__).resolve().parent
GUEST = HERE / "guest"
CHECKS = GUEST / "checks.py"
# In the machine's order: vda, vdb, vdc and vdd.
DISKS = ("empty", "files.tar", "image.tar", "harness.tar")
GIB = 2**30
DISK_GIB = 8
NEEDED_GIB = 6
MEMORY_MIB = 3072
# Five minutes on two cores that are free; the rest is for machines that are not.
BOUND_SECONDS = 1800


def main(cache: Path) -> int:
    """Return 0: every check was passed in the machine; 1: one was not; 2: there was no machine."""
    folder = cache / "machine"
    try:
        prepare(cache / "system", folder)
        boot(cache / "system", folder)
        lines = judge(CHECKS, folder / "report.xml")
    except Faulty as fault:
        print(fault, file=sys.stderr)
        return 1
    except (LivedocError, DockerException, OSError) as error:
        print(f"cgroup2: {error}", file=sys.stderr)
        return 2
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    print("\n".join(lines))
    print(f"cgroup2: passed {len(lines)} of {len(lines)} checks")
    return 0


def prepare(system: Path, folder: Path) -> None:
    """Write what the machine is made of into a folder, which is emptied first."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    free = shutil.disk_usage(folder).free // GIB
    if free < NEEDED_GIB:
        raise LivedocError(f"{folder} has {free} GiB left on its disk, and {NEEDED_GIB} are needed")
    client = host.connect()
    engine = images.ensure(client, print).engine
    print(f"cgroup2: assembling a machine of {engine}", flush=True)
    write_initrd(system, folder)
    write_disks(client, engine, folder)


def write_initrd(system: Path, folder: Path) -> None:
    """Write the machine's initial file system: busybox, the kernel's modules and our scripts."""
    initial = folder / "initial"
    (initial / "bin").mkdir(parents=True)
    for mount_point in ("proc", "sys", "dev"):
        (initial / mount_point).mkdir()
    shutil.copy2(system / "bin/busybox", initial / "bin")
    for script in ("init", "machine"):
        shutil.copy2(GUEST / script, initial)
    shutil.copytree(system / "lib/modules", initial / "lib/modules", symlinks=True)
    names = "\n".join(str(path.relative_to(initial)) for path in sorted(initial.rglob("*")))
    with (folder / "initrd").open("wb") as target:
        subprocess.run(
            [system.resolve() / "bin/busybox", "cpio", "-o", "-H", "newc"],
            cwd=initial,
            input=names.encode(),
            stdout=target,
            stderr=subprocess.DEVNULL,  # the number of blocks
            check=True,
        )


def write_disks(client: docker.DockerClient, engine: str, folder: Path) -> None:
    """Write the machine's disks: an empty one, the engine image twice, and what the checks need."""
    empty, files, image, harness = (folder / name for name in DISKS)
    with empty.open("wb") as disk:
        disk.truncate(DISK_GIB * GIB)
    container = client.containers.create(engine, labels={LABEL: owner_of(os.getpid())})
    try:
        _write(files, container.export())
    finally:
        container.remove(v=True)
    _write(image, client.images.get(engine).save(named=engine))
    pack(HERE.parents[1], CHECKS, harness)


def boot(system: Path, folder: Path) -> None:
    """Run the machine until it switches itself off, showing its console; at most BOUND_SECONDS."""
    print("cgroup2: booting it; this takes some minutes", flush=True)
    # No AVX: emulated, it makes the checksums of an image slower than without.
    command = [
        "qemu-system-x86_64", "-accel", "tcg,thread=multi", "-cpu", "max,avx=off,avx2=off",
        "-smp", "2", "-m", str(MEMORY_MIB), "-nodefaults", "-no-user-config", "-display", "none",
        "-no-reboot", "-kernel", str(next(system.glob("boot/vmlinuz-*"))),
        "-initrd", str(folder / "initrd"), "-append", "console=ttyS0 quiet panic=-1",
        "-serial", "stdio", "-serial", f"file:{folder / 'report.xml'}",
    ]  # fmt: skip
    for name in DISKS:
        options = "cache=unsafe" if name == DISKS[0] else "readonly=on"
        command += ["-drive", f"file={folder / name},if=virtio,format=raw,{options}"]
    with subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True, errors="replace"
    ) as machine:
        assert machine.stdout is not None
        bound = threading.Timer(BOUND_SECONDS, machine.kill)
        bound.start()
        try:
            for line in machine.stdout:
                print(f"  | {line.rstrip()}", flush=True)
        finally:
            bound.cancel()
            machine.kill()


def _write(target: Path, chunks: Any) -> None:
    # Any: the SDK's types say one string where it gives an iterator of bytes.
    with target.open("wb") as file:
        file.writelines(chunks)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
