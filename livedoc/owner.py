"""Whose a sandbox is: written on its container, as engines can be shared by machines."""

from __future__ import annotations

import os
import socket


def owner_of(pid: int) -> str:
    """Return what the sandboxes of a process of this machine are marked with."""
    return f"{socket.gethostname()}:{pid}"


def has_ended(owner: str) -> bool:
    """Return whether a sandbox's owner is no more; of other machines' processes nothing is known.

    A container of another PID namespace has another host name, too.
    """
    machine, _, pid = owner.rpartition(":")
    if machine != socket.gethostname():
        return False
    try:
        os.kill(int(pid), 0)
    except (ValueError, ProcessLookupError):
        return True
    except PermissionError:
        pass  # it is another user's, and there
    return False
