"""Containers that killed runs left behind before they could be started."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime, timedelta

import docker
from docker.errors import APIError, NotFound

LEFT_AFTER = timedelta(minutes=10)  # one is in use, or started, within a second or two


def remove_left(client: docker.DockerClient, filters: dict[str, str | list[str] | bool]) -> None:
    """Remove what killed runs left; what is younger may be another run's that is at work."""
    for container in client.containers.list(all=True, ignore_removed=True, filters=filters):
        created = datetime.fromisoformat(str(container.attrs["Created"])[:19] + "+00:00")
        if datetime.now(UTC) - created > LEFT_AFTER:
            with suppress(NotFound, APIError):  # another run may be as quick
                container.remove(force=True)
