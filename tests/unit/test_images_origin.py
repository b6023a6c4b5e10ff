"""Where images come from is chosen, and Docker Hub is asked what it holds."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from livedoc.errors import LivedocError
from livedoc.images import engine, origin, prepare
from livedoc.images.hub import VERSION, HubImages

INDEX = {
    "manifests": [
        {"digest": "sha256:attestation"},
        {"digest": "sha256:amd64", "annotations": {VERSION: "1.29.3"}},
    ]
}


class Registry(BaseHTTPRequestHandler):
    """A registry that wants a token, as Docker Hub does, and holds library/nginx."""

    asked: list[str]

    def do_GET(self) -> None:
        """Answer as a registry."""
        self.asked.append(self.path)
        here = f"http://127.0.0.1:{self.server.server_port}"  # type: ignore[attr-defined]
        if self.path.startswith("/token"):
            self.answer(200, {"token": "open"})
        elif self.path == "/broken":
            self.answer(500, {})
        elif self.headers.get("Authorization") != "Bearer open":
            realm = f'Bearer realm="{here}/token",service="registry",scope="pull"'
            self.answer(401, {}, ("WWW-Authenticate", realm))
        elif self.path == "/v2/library/nginx/manifests/latest":
            self.answer(200, INDEX, ("Docker-Content-Digest", "sha256:index"))
        elif "busy" in self.path:
            self.answer(429, {})
        else:
            self.answer(404, {})

    def answer(self, status: int, body: object, *headers: tuple[str, str]) -> None:
        """Send one answer."""
        content = json.dumps(body).encode()
        self.send_response(status)
        for name, value in (*headers, ("Content-Length", str(len(content)))):
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        """Keep quiet."""


@pytest.fixture
def registry() -> Iterator[str]:
    """Return the address of such a registry."""
    Registry.asked = []
    server = ThreadingHTTPServer(("127.0.0.1", 0), Registry)
    threading.Thread(target=server.serve_forever, args=[0.02], daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize("mode", ["hub", "standin"])
def test_the_choice_can_be_forced(mode: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A mode that is asked for, or set in the environment, is taken without asking anybody."""
    monkeypatch.setattr(origin, "hub_answers", lambda: pytest.fail("asked the Hub"))
    monkeypatch.setenv("LIVEDOC_IMAGES", mode)
    assert origin.choose() == mode
    monkeypatch.setenv("LIVEDOC_IMAGES", "auto")
    assert origin.choose(mode) == mode


@pytest.mark.parametrize(("answers", "mode"), [(True, "hub"), (False, "standin")])
def test_by_itself_it_goes_by_whether_the_hub_answers(
    answers: bool, mode: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without a word in the environment, or with auto, the Hub decides."""
    monkeypatch.setattr(origin, "hub_answers", lambda: answers)
    monkeypatch.delenv("LIVEDOC_IMAGES", raising=False)
    assert origin.choose() == mode
    monkeypatch.setenv("LIVEDOC_IMAGES", "auto")
    assert origin.choose() == mode


def test_another_word_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """The message says which words there are."""
    monkeypatch.setenv("LIVEDOC_IMAGES", "docker")
    with pytest.raises(LivedocError, match=r"LIVEDOC_IMAGES=docker: .*auto, hub and standin"):
        origin.choose()


def test_a_registry_that_wants_a_login_answers(registry: str) -> None:
    """401 is an answer; another error, or nothing, is none."""
    assert origin.hub_answers(f"{registry}/v2/")
    assert not origin.hub_answers(f"{registry}/broken")
    assert not origin.hub_answers("http://127.0.0.1:9/v2/")


def test_facts_of_an_official_image(registry: str) -> None:
    """Digest and version come from the registry, which is asked once for each name."""
    images = HubImages(["nginx:latest"], registry)
    facts = images["nginx:latest"]
    assert (facts.origin, facts.content, facts.version) == ("hub", "sha256:index", "1.29.3")
    count = len(Registry.asked)
    assert dict(images) == {"nginx:latest": facts}
    assert len(Registry.asked) == count


def test_an_image_that_the_hub_does_not_have(registry: str) -> None:
    """A name that is unknown, not official, or a digest has no facts."""
    images = HubImages([], registry)
    assert images.get("nginx:none") is None
    count = len(Registry.asked)
    assert images.get("somebody/nginx:latest") is None
    assert images.get("nginx:sha256:0123") is None
    assert len(Registry.asked) == count


def test_a_hub_that_does_not_tell(registry: str) -> None:
    """Being refused, or cut off, is an error that names the image, not an absence."""
    with pytest.raises(LivedocError, match=r"refuses to tell about busy:1.*429"):
        HubImages([], registry)["busy:1"]
    with pytest.raises(LivedocError, match=r"does not tell about nginx:1"):
        HubImages([], "http://127.0.0.1:9")["nginx:1"]


def test_the_engines_name_follows_its_files(tmp_path: Path) -> None:
    """A changed file or another origin makes another name, and only that."""
    (tmp_path / "Dockerfile").write_text("FROM scratch\n")
    first = engine.tag(tmp_path, "standin")
    assert engine.tag(tmp_path, "standin") == first
    assert engine.tag(tmp_path, "hub") != first
    (tmp_path / "Dockerfile").write_text("FROM scratch \n")
    assert engine.tag(tmp_path, "standin") != first
    assert first.startswith("livedoc-engine:")


def test_two_runs_take_turns(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A second run waits for the first, and says so."""
    monkeypatch.setattr("tempfile.gettempdir", lambda: str(tmp_path))
    said: list[str] = []
    inside = threading.Event()

    def second() -> None:
        with prepare._turn(said.append):
            inside.set()

    with prepare._turn(lambda message: pytest.fail(message)):
        thread = threading.Thread(target=second)
        thread.start()
        assert not inside.wait(0.2)
    thread.join(10)
    assert inside.is_set()
    assert said == ["another run is preparing the images: waiting for it"]
