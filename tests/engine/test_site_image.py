"""The guide's own Dockerfile: built, run without any right, and asked as a browser asks."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from livedoc.sandbox import DockerSandbox
from tests.engine.waiting import wait_until
from tests.plugin import worker_of

REPO = Path(__file__).parents[2]
RUN = (
    "docker run -d --name guide -p 127.0.0.1:8080:8080 "
    "--read-only --tmpfs /tmp --cap-drop ALL --security-opt no-new-privileges guide"
)
LOOK = r"FROM busybox:1.37\nCOPY . /context\nRUN ls -A /context && false\n"
URL = "http://127.0.0.1:8080"


def tracked_files() -> dict[str, Path]:
    """Return the files of a checkout: what git has, and what it would add."""
    listing = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    found = subprocess.run(listing, cwd=REPO, stdout=subprocess.PIPE, text=True, check=True).stdout
    return {name: REPO / name for name in found.splitlines() if (REPO / name).is_file()}


@pytest.fixture(scope="module")
def site(pytestconfig: pytest.Config, worker_sandbox: DockerSandbox) -> DockerSandbox:
    """Return a sandbox in which the guide's image is built and runs."""
    worker_of(pytestconfig).place.finish()
    worker_sandbox.reset()
    worker_sandbox.put(tracked_files(), "guide")
    code, output = worker_sandbox.sh("cd guide && docker build --progress plain -t guide .")
    assert code == 0, output
    code, output = worker_sandbox.sh(RUN)
    assert code == 0, output
    wait_until(lambda: health(worker_sandbox) != "starting", seconds=60)
    assert health(worker_sandbox) == "healthy", worker_sandbox.sh("docker logs guide")[1]
    return worker_sandbox


def health(sandbox: DockerSandbox) -> str:
    """Return what the image's own health check says."""
    return sandbox.sh("docker inspect --format '{{.State.Health.Status}}' guide")[1].strip()


def ask(sandbox: DockerSandbox, path: str, options: str = "") -> tuple[str, str]:
    """Return the head and the body that a request is answered with."""
    code, output = sandbox.sh(f"curl -sS -i {options} {URL}{path}")
    assert code == 0, output
    head, _, body = output.replace("\r\n", "\n").partition("\n\n")
    return head.lower(), body


class TestSiteImage:
    """What the image that everybody can build promises."""

    @pytest.mark.parametrize(("path", "language"), [("/", "ko"), ("/en/", "en")])
    def test_every_language_is_served(self, site: DockerSandbox, path: str, language: str) -> None:
        """Its home page is there in both languages."""
        head, body = ask(site, path)
        assert head.startswith("http/1.1 200")
        assert f'<html lang="{language}"' in body

    def test_a_page_s_markdown_is_read_in_the_browser(self, site: DockerSandbox) -> None:
        """Markdown and the licences come as text in UTF-8, not as a file to save."""
        for path, kind in (("/en/data.md", "text/markdown"), ("/llms.txt", "text/plain")):
            head, body = ask(site, path)
            assert f"content-type: {kind}; charset=utf-8" in head
            assert body.startswith("# ")

    def test_a_missing_page_is_404(self, site: DockerSandbox) -> None:
        """A page that does not exist is answered with status 404 and the guide's own page."""
        head, body = ask(site, "/no/such/page/")
        assert head.startswith("http/1.1 404")
        assert "<html" in body
        assert "nginx" not in body

    def test_pages_are_revalidated_and_hashed_files_kept(self, site: DockerSandbox) -> None:
        """A page is asked for anew each time; a file named by its hash is kept for a year."""
        head, body = ask(site, "/")
        assert "cache-control: no-cache" in head
        bundle = body.partition("assets/javascripts/bundle.")[2].partition('"')[0]
        head, _ = ask(site, f"/assets/javascripts/bundle.{bundle}", "-o /dev/null -D -")
        assert head.startswith("http/1.1 200")
        assert "cache-control: public, max-age=31536000, immutable" in head

    def test_pages_are_compressed(self, site: DockerSandbox) -> None:
        """Text goes out compressed to who takes it so."""
        head, _ = ask(site, "/", "-H 'Accept-Encoding: gzip' -o /dev/null -D -")
        assert "content-encoding: gzip" in head

    @pytest.mark.parametrize("path", ["/", "/no/such/page/"])
    def test_a_browser_is_told_what_not_to_do(self, site: DockerSandbox, path: str) -> None:
        """No other host, no guessing of types, no framing: also on an error page."""
        head, _ = ask(site, path)
        assert "content-security-policy: default-src 'self';" in head
        assert "frame-ancestors 'none'" in head
        assert "x-content-type-options: nosniff" in head
        assert "server: nginx\n" in f"{head}\n", "the version is nobody's business"

    def test_it_does_not_run_as_root(self, site: DockerSandbox) -> None:
        """Every process of it is an ordinary user's, said by number in the image."""
        _, user = site.sh("docker inspect --format '{{.Config.User}}' guide")
        assert user.strip() == "101:101"
        code, users = site.sh("docker top guide -o pid,uid | awk 'NR > 1 { print $2 }' | sort -u")
        assert code == 0
        assert users.split() == ["101"]

    def test_any_user_will_do(self, site: DockerSandbox) -> None:
        """It serves under a number that no image knows, as some platforms demand."""
        code, output = site.sh(
            "docker run --rm --user 12345:0 --read-only --tmpfs /tmp:mode=1777 guide -t"
        )
        assert code == 0, output

    def test_nothing_but_the_site_is_inside(self, site: DockerSandbox) -> None:
        """No Python, no pip and no source of the guide is in the image that is published."""
        code, output = site.sh(
            "docker run --rm --entrypoint sh guide -c "
            "'command -v python3 pip; find / -name mkdocs.yml -o -name \"*.ko.md\" 2>/dev/null'"
        )
        assert output == "", f"exit code {code}"

    def test_the_build_context_is_what_the_site_is_made_from(self, site: DockerSandbox) -> None:
        """Neither history, nor environments, nor tests are sent to the engine."""
        code, listing = site.sh(
            "cd guide && mkdir -p .git .venv && touch .git/secret .venv/secret && "
            f"printf '{LOOK}' >/tmp/look && docker build --progress plain -f /tmp/look . 2>&1"
        )
        assert code != 0
        assert "mkdocs.yml" in listing
        for unwanted in (".git", ".venv", "tests", "Makefile"):
            assert f" {unwanted}\n" not in listing

    def test_it_stops_at_once_when_asked(self, site: DockerSandbox) -> None:
        """`docker stop` ends it by signal, not by force: exit code 0, not 137."""
        site.sh("docker run -d --name brief --read-only --tmpfs /tmp guide")
        site.sh("docker stop brief")
        _, code = site.sh("docker inspect --format '{{.State.ExitCode}}' brief")
        assert code.strip() == "0"
