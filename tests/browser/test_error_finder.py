"""The error finder: a pasted message leads to its entry, whatever its names, IDs and ports are."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.server import served
from tests.browser.test_policy import add_policy
from tests.browser.visit import Visit

# As other readers meet them: their own names, IDs, ports, paths, versions' wordings and quotes.
PASTED = [
    (
        "cannot-connect",
        "Cannot connect to the Docker daemon at unix:///Users/kim/.docker/run/docker.sock. Is the docker daemon running?",
    ),
    (
        "cannot-connect",
        "ERROR: Cannot connect to the Docker daemon at tcp://192.168.0.7:2375. Is the docker daemon running?",
    ),
    (
        "socket-permission",
        'permission denied while trying to connect to the Docker daemon socket at unix:///var/run/docker.sock: Get "http://%2Fvar%2Frun%2Fdocker.sock/v1.47/images/json": dial unix /var/run/docker.sock: connect: permission denied',
    ),
    (
        "unknown-command",
        "docker: unknown command: docker pss\n\nRun 'docker --help' for more information",
    ),
    ("unknown-flag", "unknown flag: --detatch\n\nUsage:  docker compose up [OPTIONS] [SERVICE...]"),
    (
        "unknown-shorthand-flag",
        "$ docker compose up -d\nunknown shorthand flag: 'd' in -d\nSee 'docker --help'.",
    ),
    (
        "requires-at-least-1-argument",
        "docker: 'docker stop' requires at least 1 argument\n\nUsage:  docker stop [OPTIONS] CONTAINER [CONTAINER...]",
    ),
    (
        "must-be-lowercase",
        "invalid reference format: repository name (library/MyShop) must be lowercase",
    ),
    ("invalid-reference-format", "docker: invalid reference format.\nSee 'docker run --help'."),
    ("no-such-image", "Error response from daemon: No such image: shop-api:2.1"),
    (
        "image-in-several-repositories",
        "Error response from daemon: conflict: unable to delete 3c61f8d03e11 (must be forced) - image is referenced in multiple repositories",
    ),
    (
        "image-is-in-use",
        'Error response from daemon: conflict: unable to remove repository reference "shop-api" (must force) - container 07d1c3cf8a9e is using its referenced image f1d2a6b0c3e4',
    ),
    (
        "dockerfile-not-found",
        "ERROR: failed to solve: failed to read dockerfile: open Dockerfile: no such file or directory",
    ),
    (
        "build-requires-1-argument",
        "ERROR: docker: 'docker buildx build' requires 1 argument\n\nUsage:  docker buildx build [OPTIONS] PATH | URL | -",
    ),
    ("unable-to-prepare-context", 'ERROR: unable to prepare context: path "backend" not found'),
    ("invalid-tag", 'ERROR: invalid tag "ShopAPI:latest": repository name must be lowercase'),
    (
        "unknown-instruction",
        "Dockerfile:12\n--------------------\nERROR: failed to solve: dockerfile parse error on line 12: unknown instruction: EXPOSEE",
    ),
    (
        "no-build-stage",
        "ERROR: failed to build: failed to solve: no build stage in current context",
    ),
    (
        "copy-source-not-found",
        'ERROR: failed to solve: failed to compute cache key: failed to calculate checksum of ref moby::q1w2e3r4t5y6u7i8o9p0asdfg: "/package-lock.json": not found',
    ),
    (
        "run-did-not-complete",
        'ERROR: failed to solve: process "/bin/sh -c npm ci" did not complete successfully: exit code: 1',
    ),
    (
        "run-exit-code-127",
        'ERROR: failed to solve: process "/bin/sh -c git clone x" did not complete successfully: exit code: 127',
    ),
    ("base-name-blank", "ERROR: failed to solve: base name (${NODE_IMAGE}) should not be blank"),
    ("build-secret-not-found", "ERROR: failed to build: failed to solve: secret npmrc: not found"),
    ("target-stage-not-found", 'failed to solve: target stage "runner" could not be found'),
    (
        "multi-platform-not-supported",
        "ERROR: Multi-platform build is not supported for the docker driver.\nSwitch to a different driver, or turn on the containerd image store, and try again.",
    ),
    ("cmd-quotes", "/bin/sh: 1: [node,: not found"),
    (
        "name-is-already-in-use",
        'docker: Error response from daemon: Conflict. The container name "/shop-db" is already in use by container "aa3f0c0de9d1". You have to remove (or rename) that container to be able to reuse that name.',
    ),
    (
        "port-is-already-allocated",
        "Error response from daemon: driver failed programming external connectivity on endpoint shop (9f0e): Bind for 0.0.0.0:3306 failed: port is already allocated",
    ),
    ("port-is-already-allocated", "Bind for :::5432 failed: port is already allocated"),
    (
        "address-already-in-use",
        "Error response from daemon: failed to set up container networking: failed to bind host port for 0.0.0.0:5432:172.20.0.2:5432/tcp: address already in use",
    ),
    ("invalid-host-port", "docker: Invalid hostPort: 99999"),
    ("invalid-container-port", "docker: Invalid containerPort: web.\nSee 'docker run --help'."),
    ("no-such-container", "Error response from daemon: No such container: shop_db_1"),
    (
        "container-is-running",
        'Error response from daemon: cannot remove container "/shop-db": container is running: stop the container before removing or force remove',
    ),
    ("is-not-running", "Error response from daemon: container 6f2d1c8b7a90e1 is not running"),
    (
        "exits-at-once",
        'CONTAINER ID   IMAGE   COMMAND   CREATED   STATUS   PORTS   NAMES\nd41d8cd98f00   ubuntu   "bash"   2 minutes ago   Exited (0) 2 minutes ago   shop',
    ),
    (
        "executable-file-not-found",
        'docker: Error response from daemon: failed to create task for container: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: error during container init: exec: "npm": executable file not found in $PATH: unknown.',
    ),
    (
        "no-bash",
        'OCI runtime exec failed: exec failed: unable to start container process: exec: "zsh": executable file not found in $PATH: unknown',
    ),
    (
        "not-a-tty",
        "the input device is not a TTY.  If you are using mintty, try prefixing the command with 'winpty'",
    ),
    ("exec-format-error", "exec /usr/local/bin/entrypoint.sh: exec format error"),
    ("exec-no-such-file", "exec /docker-entrypoint.sh: no such file or directory"),
    (
        "killed-137",
        'c0ffee123456   shop   "node server.js"   3 hours ago   Exited (137) 5 minutes ago   shop-api',
    ),
    ("restart-and-rm", "docker: conflicting options: cannot specify both --restart and --rm."),
    (
        "no-gpu-driver",
        'docker: Error response from daemon: could not select device driver "nvidia" with capabilities: [[gpu]].',
    ),
    (
        "unable-to-find-user",
        "docker: Error response from daemon: unable to find user shopper: no matching entries in passwd file.",
    ),
    (
        "bind-source-path-does-not-exist",
        'Error response from daemon: invalid mount config for type "bind": bind source path does not exist: C:\\shop\\data',
    ),
    (
        "directory-onto-a-file",
        'error mounting "/home/lee/nginx.conf" to rootfs at "/etc/nginx/nginx.conf": not a directory: unknown: Are you trying to mount a directory onto a file (or vice-versa)? Check if the specified host path exists and is the expected type',
    ),
    (
        "mount-path-must-be-absolute",
        "docker: Error response from daemon: invalid volume specification: 'pg:var/lib': invalid mount config for type \"volume\": invalid mount path: 'var/lib' mount path must be absolute.",
    ),
    (
        "invalid-volume-name",
        'Error response from daemon: create src/app: "src/app" includes invalid characters for a local volume name, only "[a-zA-Z0-9][a-zA-Z0-9_.-]" are allowed.',
    ),
    ("no-such-volume", "Error response from daemon: get shop_pgdata: no such volume"),
    (
        "volume-is-in-use",
        "Error response from daemon: remove shop_pgdata: volume is in use - [b5bb9d8014a0f9b1d61e21e796d78dccdf1352f23cd32812f4850b878ae4944c]",
    ),
    ("permission-denied-in-a-volume", "touch: cannot touch '/var/lib/shop/x': Permission denied"),
    ("read-only-file-system", "mkdir: cannot create directory '/cache': Read-only file system"),
    (
        "no-space-left-on-device",
        "write /var/lib/docker/tmp/GetImageBlob123: no space left on device",
    ),
    ("connection-reset", "curl: (56) Recv failure: Connection reset by peer"),
    ("connection-reset", "curl: (52) Empty reply from server"),
    ("bad-address", "ping: bad address 'postgres'"),
    (
        "connection-refused-inside",
        "wget: can't connect to remote host (127.0.0.1): Connection refused",
    ),
    (
        "network-not-found",
        "docker: Error response from daemon: failed to set up container networking: network shop-net not found.",
    ),
    (
        "network-already-exists",
        "Error response from daemon: network with name frontend already exists",
    ),
    (
        "network-has-active-endpoints",
        'Error response from daemon: error while removing network: network shop_default has active endpoints (name:"shop-db" id:"d3adb33f0000")',
    ),
    (
        "pool-overlaps",
        "failed to create network shop_default: Error response from daemon: invalid pool request: Pool overlaps with other one on this address space",
    ),
    (
        "published-ports-are-discarded",
        "WARNING: Published ports are discarded when using host network mode",
    ),
    ("no-configuration-file-provided", "no configuration file provided: not found"),
    (
        "version-is-obsolete",
        'time="2025-03-01T10:00:00+09:00" level=warning msg="/home/lee/shop/docker-compose.yml: the attribute `version` is obsolete, it will be ignored, please remove it to avoid potential confusion"',
    ),
    ("did-not-find-expected-key", "yaml: line 14: did not find expected key"),
    (
        "found-character-that-cannot-start-any-token",
        "yaml: line 7: found character that cannot start any token",
    ),
    (
        "mapping-values-are-not-allowed",
        "yaml: line 21: mapping values are not allowed in this context",
    ),
    (
        "additional-properties-not-allowed",
        "validating /srv/shop/compose.yaml: services.api additional properties 'enviroment' not allowed",
    ),
    (
        "mapping-key-already-defined",
        'failed to parse /srv/compose.yaml: line 30: mapping key "redis" already defined at line 12',
    ),
    (
        "depends-on-undefined-service",
        'service "api" depends on undefined service "postgres": invalid compose project',
    ),
    (
        "refers-to-undefined-volume",
        'service "postgres" refers to undefined volume pgdata: invalid compose project',
    ),
    (
        "refers-to-undefined-network",
        'service "api" refers to undefined network internal: invalid compose project',
    ),
    (
        "refers-to-undefined-secret",
        'service "api" refers to undefined secret jwt_key: invalid compose project',
    ),
    (
        "variable-is-not-set",
        'WARN[0000] The "SECRET_KEY" variable is not set. Defaulting to a blank string.',
    ),
    ("dependency-cycle-detected", "dependency cycle detected: api -> worker -> api"),
    (
        "env-file-not-found",
        "env file /srv/shop/.env.production not found: stat /srv/shop/.env.production: no such file or directory",
    ),
    (
        "neither-an-image-nor-a-build-context",
        'service "api" has neither an image nor a build context specified: invalid compose project',
    ),
    ("external-network-not-found", "network proxy declared as external, but could not be found"),
    (
        "dependency-failed-to-start",
        "dependency failed to start: container shop-postgres-1 is unhealthy",
    ),
    ("service-is-not-running", 'service "api" is not running'),
    ("no-such-service", "no such service: postgress"),
    (
        "found-orphan-containers",
        "WARN[0000] Found orphan containers ([shop-redis-1]) for this project. If you removed or renamed this service in your compose file, you can run this command with the --remove-orphans flag to clean it up.",
    ),
    (
        "superuser-password-is-not-specified",
        "Error: Database is uninitialized and superuser password is not specified.\n       You must specify POSTGRES_PASSWORD to a non-empty value for the superuser.",
    ),
    (
        "password-authentication-failed",
        'psql: error: connection to server at "db" (172.22.0.2), port 5432 failed: FATAL:  password authentication failed for user "shop"',
    ),
    ("no-basic-auth-credentials", "no basic auth credentials"),
    (
        "login-401-unauthorized",
        "Error response from daemon: login attempt to https://registry.shop.kr/v2/ failed with status: 401 Unauthorized",
    ),
    (
        "manifest-unknown",
        "Error response from daemon: manifest for node:99-alpine not found: manifest unknown: manifest unknown",
    ),
    (
        "no-matching-manifest",
        "no matching manifest for linux/arm64/v8 in the manifest list entries",
    ),
    (
        "platform-does-not-match",
        "WARNING: The requested image's platform (linux/amd64) does not match the detected host platform (linux/arm64/v8) and no specific platform was requested",
    ),
    (
        "pull-access-denied",
        "Error response from daemon: pull access denied for myshop, repository does not exist or may require 'docker login': denied: requested access to the resource is denied",
    ),
    (
        "http-response-to-https-client",
        'Error response from daemon: Get "https://registry.lan:5000/v2/": http: server gave HTTP response to HTTPS client',
    ),
    (
        "certificate-signed-by-unknown-authority",
        'Error response from daemon: Get "https://registry.shop.kr/v2/": tls: failed to verify certificate: x509: certificate signed by unknown authority',
    ),
    (
        "pull-rate-limit",
        "toomanyrequests: You have reached your unauthenticated pull rate limit. https://www.docker.com/increase-rate-limit",
    ),
    # Docker 29 with the containerd image store, Docker Hub, builds, psql, Node.js and browsers.
    (
        "manifest-unknown",
        'Error response from daemon: failed to resolve reference "docker.io/library/redis:seven": docker.io/library/redis:seven: not found',
    ),
    (
        "image-is-in-use",
        "Error response from daemon: conflict: unable to delete shop-api:latest (must be forced) - container 3b1f0e9a77c2 is using its referenced image 5d0da3dc9764",
    ),
    (
        "login-401-unauthorized",
        'Error response from daemon: Get "https://registry-1.docker.io/v2/": unauthorized: incorrect username or password',
    ),
    (
        "no-basic-auth-credentials",
        "ERROR: failed to push shop/api:1.0: push access denied, repository does not exist or may require authorization: server message: insufficient_scope: authorization failed",
    ),
    (
        "pull-access-denied",
        "ERROR: failed to solve: shop/base:1.0: failed to resolve source metadata for docker.io/shop/base:1.0: pull access denied, repository does not exist or may require authorization: server message: insufficient_scope: authorization failed",
    ),
    ("bad-address", "Error: getaddrinfo ENOTFOUND postgres"),
    ("connection-refused-inside", "Error: connect ECONNREFUSED 172.19.0.2:6379"),
    (
        "could-not-translate-host-name",
        'psql: error: could not translate host name "postgres" to address: Temporary failure in name resolution',
    ),
    (
        "connection-to-server-refused",
        'psycopg.OperationalError: connection failed: connection to server at "172.20.0.2", port 5432 failed: Connection refused\n\tIs the server running on that host and accepting TCP/IP connections?',
    ),
    (
        "registry-no-such-host",
        'Error response from daemon: failed to resolve reference "docker.io/library/redis:8": failed to do request: Head "https://registry-1.docker.io/v2/library/redis/manifests/8": dial tcp: lookup registry-1.docker.io on 127.0.0.53:53: no such host',
    ),
    (
        "registry-no-such-host",
        'Error response from daemon: Get "https://registry.shop.kr/v2/": dial tcp: lookup registry.shop.kr on 10.0.2.3:53: read udp 10.0.2.100:42752->10.0.2.3:53: i/o timeout',
    ),
    (
        "registry-connection-refused",
        'Error response from daemon: Get "https://192.168.0.5:5000/v2/": dial tcp 192.168.0.5:5000: connect: connection refused',
    ),
    ("no-basic-auth-credentials", "unauthorized: authentication required"),
    (
        "image-is-being-used",
        "Error response from daemon: conflict: unable to delete 3c61f8d03e11 (cannot be forced) - image is being used by running container 9b1c2d3e4f5a",
    ),
    (
        "failed-to-connect",
        "curl: (7) Failed to connect to localhost port 3000 after 0 ms: Couldn't connect to server",
    ),
    (
        "failed-to-connect",
        "사이트에 연결할 수 없음\nlocalhost에서 연결을 거부했습니다.\nERR_CONNECTION_REFUSED",
    ),
    ("connection-reset", "This page isn’t working right now\nERR_EMPTY_RESPONSE"),
    # Typographic quotes and dashes, as a chat or a word processor leaves them.
    (
        "name-is-already-in-use",
        "Conflict. The container name “/shop–db” is already in use by container “aa3f0c0de9d1”.",
    ),
    (
        "depends-on-undefined-service",
        "service ‘api’ depends on undefined service ‘postgres’: invalid compose project",
    ),
    # Wrapped by a narrow terminal.
    (
        "directory-onto-a-file",
        "… not a directory: unknown: Are you trying\nto mount a directory onto a file (or\nvice-versa)? Check if the specified host",
    ),
    # A whole screen.
    (
        "port-is-already-allocated",
        """kim@mac shop % docker compose up -d
[+] Running 3/3
 ✔ Network shop_default    Created                                   0.1s
 ✔ Container shop-db-1     Healthy                                   6.2s
 ⠋ Container shop-api-1    Starting                                  6.3s
Error response from daemon: driver failed programming external connectivity on endpoint shop-api-1
(0c7d6e58): Bind for 0.0.0.0:8000 failed: port is already allocated
kim@mac shop % """,
    ),
    (
        "copy-source-not-found",
        """ => [internal] load build definition from Dockerfile                 0.0s
 => [internal] load metadata for docker.io/library/node:22-alpine    1.4s
 => CACHED [2/5] WORKDIR /srv                                         0.0s
 => ERROR [3/5] COPY package.json pnpm-lock.yaml ./                   0.0s
------
 > [3/5] COPY package.json pnpm-lock.yaml ./:
------
ERROR: failed to solve: failed to compute cache key: failed to calculate checksum of ref 0f1e2d3c::abc: "/pnpm-lock.yaml": not found""",
    ),
]

UNRELATED = [
    "fatal: not a git repository (or any of the parent directories): .git",
    "ModuleNotFoundError: No module named 'requests'",
    "npm ERR! code ERESOLVE\nnpm ERR! ERESOLVE unable to resolve dependency tree",
    "Segmentation fault (core dumped)",
    "error[E0382]: borrow of moved value: `name`",
    "TypeError: Cannot read properties of undefined (reading 'map')",
    "오늘 점심은 무엇을 먹을까요?",
    "The quick brown fox jumps over the lazy dog.",
    "Hello! Thanks for your mail. I will be out of office from Monday to Friday.",
    "SyntaxError: invalid syntax",
    "c0ffee123456 8080 /var/lib/something https://example.com 10.0.0.1",
    "   \n\n  ",
]


# The finder waits for a pause in typing: here time runs a hundred times as fast.
QUICK = """
const real = window.setTimeout;
window.setTimeout = (action, wait, ...rest) => real(action, wait / 100, ...rest);
"""
PASTE = """
async (texts) => {
  const box = document.querySelector("#error-finder-text");
  const found = [];
  for (const text of texts) {
    box.value = text;
    box.dispatchEvent(new Event("input", { bubbles: true }));
    await new Promise((done) => setTimeout(done, 1000));
    const links = document.querySelectorAll(".error-finder-results a");
    found.push([...links].map((link) => link.hash.slice(1)));
  }
  return found;
}
"""


@pytest.fixture(scope="module")
def finder(browser: Browser, guide: Path) -> Iterator[Page]:
    """Return the page with the finder; both languages have the same entries."""
    context = browser.new_context()
    context.add_init_script(QUICK)
    visit = Visit(context)
    with served(guide) as address:
        page = visit.page(f"{address}errors/")
        page.locator("#error-finder-text").wait_for()
        yield page
        context.close()
    assert visit.faults == []


def found(page: Page, *texts: str) -> list[list[str]]:
    """Paste one text after another; return for each the ids that are linked to, best first."""
    return list(page.evaluate(PASTE, list(texts)))


def test_the_entry_of_a_pasted_message_comes_first(finder: Page) -> None:
    """Other names, IDs, ports, paths, quotes, line breaks and whole screens lead to the entry."""
    assert len(PASTED) >= 60
    results = found(finder, *(text for _expected, text in PASTED))
    assert [
        f"{text!r}: expected {expected} first, found {ids}"
        for (expected, text), ids in zip(PASTED, results, strict=True)
        if ids[:1] != [expected]
    ] == []


def test_what_is_no_message_of_ours_matches_nothing(finder: Page) -> None:
    """An unrelated text gets no suggestion."""
    assert len(UNRELATED) >= 10
    results = zip(UNRELATED, found(finder, *UNRELATED), strict=True)
    assert {text: ids for text, ids in results if ids} == {}


def test_every_entry_finds_itself(finder: Page) -> None:
    """Each message of the catalogue, pasted as it is, is among what is found for it."""
    entries = finder.locator(".error-finder-data").evaluate("data => JSON.parse(data.textContent)")
    assert len(entries) >= 40
    results = found(finder, *(entry["message"] for entry in entries))
    ids = [entry["id"] for entry in entries]
    assert [id for id, linked in zip(ids, results, strict=True) if id not in linked] == []


def test_no_more_than_three_are_shown_and_lead_to_their_entries(finder: Page) -> None:
    """At most three results; the status says how many; a link goes to the entry on its page."""
    (ids,) = found(finder, "\n".join(text for _expected, text in PASTED[:8]))
    assert len(ids) == 3
    assert "3" in finder.locator(".error-finder-status").inner_text()
    entry = finder.context.new_page()
    entry.goto(finder.locator(".error-finder-results a").first.evaluate("link => link.href"))
    assert entry.locator(f"h3#{ids[0]}").count() == 1
    assert "/errors-" in entry.url and entry.url.endswith(f"#{ids[0]}")
    entry.close()


def test_the_finder_is_told_to_a_screen_reader(finder: Page) -> None:
    """The field has a label and a description; what was found is announced politely."""
    box = finder.locator("#error-finder")
    label = box.locator("label").inner_text()
    assert finder.get_by_label(label, exact=True).count() == 1
    assert box.locator("#error-finder-help").inner_text()
    assert box.locator("[aria-live=polite]").count() == 1
    found(finder, "nothing of ours whatsoever")
    assert box.locator("[aria-live=polite]").inner_text()


def test_markup_in_a_pasted_text_stays_text(finder: Page) -> None:
    """What is pasted is never made part of the page."""
    found(finder, "<img src=x onerror=alert(1)> port is already allocated")
    assert finder.locator("#error-finder img").count() == 0


@pytest.mark.parametrize("language", ["", "en/"])
def test_the_finder_keeps_the_policy(guide: Path, visit: Visit, language: str) -> None:
    """The finder works under the site's content security policy, from a file of its own."""
    visit.context.route("**/*", add_policy)
    visit.context.add_init_script(QUICK)
    with served(guide) as address:
        page = visit.page(f"{address}{language}errors/")
        assert found(page, "port is already allocated")[0][0] == "port-is-already-allocated"
        inline = page.locator("#error-finder script:not([type='application/json'])")
        assert inline.count() == 0
    visit.context.unroute_all(behavior="wait")


@pytest.mark.parametrize("language", ["", "en/"])
def test_without_scripts_the_list_remains(browser: Browser, guide: Path, language: str) -> None:
    """With JavaScript off no dead field is shown, and the messages are all on the page."""
    context = browser.new_context(java_script_enabled=False)
    with served(guide) as address:
        page = context.new_page()
        page.goto(f"{address}{language}errors/")
        assert not page.locator("#error-finder").is_visible()
        message = page.locator("article").get_by_text("port is already allocated").first
        message.scroll_into_view_if_needed()
        assert message.is_visible()
    context.close()
