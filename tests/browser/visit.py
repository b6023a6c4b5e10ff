"""A browser that may speak to the loopback address only, and tells what else it tried."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playwright.sync_api import (
    Browser,
    BrowserContext,
    BrowserType,
    ConsoleMessage,
    Page,
    Request,
    Response,
    WebError,
)

# The first one, the same Chromium without windows of its own, needs half the time for a page.
NAMES = ("chromium-headless-shell", "chromium", "google-chrome")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    # Nothing listens there: only loopback, which needs no proxy, is reached.
    "--proxy-server=http://127.0.0.1:1",
)
LOOPBACK = ("127.0.0.1", "localhost", "::1")
INLINE = ("data", "blob")


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
        self.context.on("request", self._asked)
        self.context.on("console", self._said)
        self.context.on("weberror", self._failed)
        self.context.on("response", self._answered)

    def page(self, address: str) -> Page:
        """Open a page and wait until it is loaded."""
        page = self.context.new_page()
        page.goto(address)
        return page

    def fault(self, page: Page | None, what: str) -> None:
        """Keep what went wrong, with the path of the page on which it did."""
        self.faults.append(f"{urlsplit(page.url).path if page else '?'}: {what}")

    def _asked(self, request: Request) -> None:
        address = urlsplit(request.url)
        if address.hostname not in LOOPBACK and address.scheme not in INLINE:
            self.fault(request.frame.page, f"request to another host: {request.url}")

    def _said(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.fault(message.page, f"console: {message.text}")

    def _failed(self, error: WebError) -> None:
        self.fault(error.page, f"error: {error.error}")

    def _answered(self, response: Response) -> None:
        if response.status >= 400:
            self.fault(response.frame.page, f"{response.status}: {response.url}")
