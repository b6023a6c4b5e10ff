"""A browser that may speak to the loopback address only, and tells what else it tried."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, BrowserType, Page, Route

NAMES = ("chromium", "google-chrome")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
LOOPBACK = ("127.0.0.1", "localhost", "::1")


class BrowserMissingError(Exception):
    """There is no browser to test with; the message says how to get one."""


def launch(chromium: BrowserType, names: Sequence[str] = NAMES) -> Browser:
    """Start the machine's own Chromium; raises BrowserMissingError where there is none."""
    executable = next(filter(None, map(shutil.which, names)), None)
    if executable is None:
        raise BrowserMissingError(
            f"the browser tests need one of {', '.join(names)}: apt-get install chromium"
        )
    return chromium.launch(executable_path=executable, args=list(FLAGS))


@dataclass
class Visit:
    """A context of its own, with what went wrong in it: foreign requests, errors, missing files."""

    context: BrowserContext
    faults: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.context.route("**/*", self._gate)
        self.context.on("console", lambda message: self._said(message.type, message.text))
        self.context.on("weberror", lambda error: self.faults.append(f"error: {error.error}"))
        self.context.on("response", lambda response: self._answered(response.status, response.url))

    def page(self, address: str) -> Page:
        """Open a page and wait until it is loaded."""
        page = self.context.new_page()
        page.goto(address)
        return page

    def _gate(self, route: Route) -> None:
        host = urlsplit(route.request.url).hostname
        if host in LOOPBACK:
            route.continue_()
            return
        self.faults.append(f"request to another host: {route.request.url}")
        route.abort()

    def _said(self, kind: str, text: str) -> None:
        if kind == "error":
            self.faults.append(f"console: {text}")

    def _answered(self, status: int, url: str) -> None:
        if status >= 400:
            self.faults.append(f"{status}: {url}")
