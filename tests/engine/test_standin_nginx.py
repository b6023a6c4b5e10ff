"""What the nginx image promises, official or stand-in."""

from __future__ import annotations

import pytest

from tests.engine.standins import Engine

CONF = "server { listen 8081; location / { return 200 'from conf.d\\n'; } }\n"
TEMPLATE = "server { listen ${PORT}; location / { return 200 '${GREETING} $uri\\n'; } }\n"


@pytest.fixture(scope="module")
def web(engine: Engine) -> Engine:
    """Return an engine with a web server that has content, configuration, a template, a script."""
    engine.write("nginx/html/index.html", "<h1>mine</h1>\n")
    engine.write("nginx/conf/mine.conf", CONF)
    engine.write("nginx/templates/filled.conf.template", TEMPLATE)
    engine.write("nginx/30-mine.sh", "#!/bin/sh\necho 'a script before nginx'\n")
    engine.sh(
        "cd nginx && chmod +x 30-mine.sh && docker run -d --name web -e PORT=8082 -e GREETING=hello"
        " -p 8080:80 -p 8081:8081 -p 8082:8082"
        " -v ./html:/usr/share/nginx/html:ro -v ./conf/mine.conf:/etc/nginx/conf.d/mine.conf:ro"
        " -v ./templates:/etc/nginx/templates:ro"
        " -v ./30-mine.sh:/docker-entrypoint.d/30-mine.sh:ro nginx"
    )
    engine.eventually("curl -s localhost:8080", "mine", container="web")
    return engine


def test_it_says_its_port_and_how_it_is_stopped(engine: Engine) -> None:
    """The image exposes port 80, is stopped by SIGQUIT, and runs nginx in the foreground."""
    config = engine.config("nginx")
    assert list(config["ExposedPorts"]) == ["80/tcp"]
    assert config["StopSignal"] == "SIGQUIT"
    assert config["Cmd"] == ["nginx", "-g", "daemon off;"]


def test_it_brings_a_page_of_its_own(engine: Engine) -> None:
    """Without any content of the reader's it serves a page that says what it is."""
    engine.sh("docker run -d --name bare -p 8090:80 nginx")
    engine.eventually("curl -s localhost:8090", "<title>Welcome to nginx!</title>")


def test_its_static_root(web: Engine) -> None:
    """What lies in /usr/share/nginx/html is served on port 80."""
    assert web.sh("curl -s localhost:8080/index.html") == "<h1>mine</h1>\n"


def test_its_configuration(web: Engine) -> None:
    """A server in /etc/nginx/conf.d is one more beside the default."""
    assert web.sh("curl -s localhost:8081") == "from conf.d\n"


def test_its_templates(web: Engine) -> None:
    """Templates get the environment's variables, and nginx keeps its own."""
    assert web.sh("curl -s localhost:8082/path") == "hello /path\n"


def test_its_entry_scripts(web: Engine) -> None:
    """A script in /docker-entrypoint.d runs before the server."""
    assert "a script before nginx" in web.sh("docker logs web 2>&1")


def test_it_logs_to_the_container(web: Engine) -> None:
    """Requests are logged to standard output, faults to standard error."""
    web.sh("curl -s localhost:8080/no-such-page")
    requests = web.eventually("docker logs web 2>/dev/null", "/no-such-page")
    assert '"GET /no-such-page HTTP/1.1" 404' in requests
    faults = web.sh("docker logs web 2>&1 >/dev/null")
    assert "/usr/share/nginx/html/no-such-page" in faults


def test_its_workers_are_unprivileged(web: Engine) -> None:
    """The workers run as user nginx, 101."""
    assert web.sh("docker exec web id nginx").startswith("uid=101(nginx) gid=101(nginx)")
    processes = web.sh("docker top web -eo pid,uid,args")
    assert " 101 " in "".join(f" {line} " for line in processes.splitlines() if "worker" in line)


def test_it_checks_a_configuration(engine: Engine) -> None:
    """A command after the image's name runs in place of the server."""
    assert "test is successful" in engine.sh("docker run --rm nginx nginx -t 2>&1")


def test_it_stops_cleanly(engine: Engine) -> None:
    """`docker stop` ends it with exit code 0 and without waiting to kill it."""
    engine.sh("docker run -d --name ending -p 8091:80 nginx")
    engine.eventually("curl -s localhost:8091", "nginx")
    engine.sh("docker stop ending")
    assert engine.sh("docker inspect --format '{{.State.ExitCode}}' ending") == "0\n"
