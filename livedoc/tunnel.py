"""Reaches an engine on another machine through ssh: its socket, as a socket on this one."""

from __future__ import annotations

import atexit
import shutil
import subprocess
import tempfile
import threading
import time
from pathlib import Path
from urllib.parse import urlsplit

SOCKET = "/var/run/docker.sock"
OPTIONS = (
    "BatchMode=yes",  # nobody is there to type a password
    "ExitOnForwardFailure=yes",
    "ServerAliveInterval=5",
    "ServerAliveCountMax=2",
)

_open: dict[str, tuple[subprocess.Popen[bytes], Path]] = {}
_lock = threading.Lock()


def through(url: str, timeout: float) -> Path:
    """Return a socket that leads to the engine at `ssh://[user@]host[:port][/path/of/socket]`.

    It is there for as long as this process, and shared by all that ask for the same address. Raises
    OSError with ssh's own words where there is no way.
    """
    with _lock:
        process, path = _open.get(url, (None, None))
        if process is None or path is None or process.poll() is not None:
            process, path = _open[url] = _start(url)
        deadline = time.monotonic() + timeout
        while not path.exists():
            if process.poll() is not None or time.monotonic() > deadline:
                process.terminate()
                said = (path.parent / "log").read_text(encoding="utf-8", errors="replace")
                raise OSError(said.strip() or f"ssh gives no way within {timeout:g} s")
            time.sleep(0.05)
        return path


def _start(url: str) -> tuple[subprocess.Popen[bytes], Path]:
    # The SDK's own way over ssh cannot wait for what an exec prints with a time-out.
    parts = urlsplit(url)
    folder = Path(tempfile.mkdtemp(prefix="livedoc-ssh-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    path = folder / "docker.sock"
    options = [word for option in OPTIONS for word in ("-o", option)]
    forward = f"{path}:{parts.path.rstrip('/') or SOCKET}"
    # `cat` ends, and ssh with it, when this process does, however that ends.
    argv = ["ssh", "-T", *options, "-L", forward, "--", f"ssh://{parts.netloc}", "cat"]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            argv, stdin=subprocess.PIPE, stdout=log, stderr=log, start_new_session=True
        )
    atexit.register(process.terminate)
    return process, path
