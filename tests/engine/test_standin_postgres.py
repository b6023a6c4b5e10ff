"""What the postgres image promises, official or stand-in."""

from __future__ import annotations

import pytest

from tests.engine.standins import Engine

IMAGE = "postgres:17"
READY = "accepting connections"


@pytest.fixture(scope="module")
def db(engine: Engine) -> Engine:
    """Return an engine with three databases: set by variables, by files, and open to all."""
    engine.write("db/init/1-table.sql", "CREATE TABLE notes (text text);\n")
    engine.write("db/init/2-row.sql", "INSERT INTO notes VALUES ('from gz');\n")
    engine.write(
        "db/init/3-row.sh",
        'psql -v ON_ERROR_STOP=1 -U "$POSTGRES_USER" -d "$POSTGRES_DB"'
        " -c \"INSERT INTO notes VALUES ('from sh')\"\n",
    )
    for name, content in {"user": "filed", "password": "from file", "db": "shelf"}.items():
        engine.write(f"db/secrets/{name}", content)
    engine.sh(
        "set -e; cd db; gzip init/2-row.sql; docker network create inner;"
        "docker run -d --name db --network inner -v data:/var/lib/postgresql/data"
        " -v ./init:/docker-entrypoint-initdb.d:ro -e POSTGRES_USER=app -e POSTGRES_PASSWORD=secret"
        " -e POSTGRES_DB=shop -e POSTGRES_INITDB_ARGS=--data-checksums"
        f" {IMAGE} -c max_connections=17;"
        "docker run -d --name filed --network inner -v ./secrets:/run/secrets:ro"
        " -e POSTGRES_USER_FILE=/run/secrets/user -e POSTGRES_PASSWORD_FILE=/run/secrets/password"
        f" -e POSTGRES_DB_FILE=/run/secrets/db {IMAGE};"
        f"docker run -d --name open -e POSTGRES_HOST_AUTH_METHOD=trust --network inner {IMAGE}"
    )
    for name in ("db", "filed", "open"):
        # Over TCP: while it is being filled, the server listens on its socket alone.
        engine.eventually(f"docker exec {name} pg_isready -h {name}", READY, container=name)
    return engine


def psql(engine: Engine, host: str, user: str, password: str, database: str, query: str) -> str:
    """Return what a query gives over the network, from a container of its own."""
    return engine.sh(
        f"docker run --rm --network inner -e PGPASSWORD='{password}' {IMAGE}"
        f' psql -h {host} -U {user} -d {database} -Atc "{query}"'
    )


def test_it_says_its_port_its_data_and_how_it_is_stopped(engine: Engine) -> None:
    """The image exposes 5432, keeps data in a volume at PGDATA, and is stopped by SIGINT."""
    config = engine.config(IMAGE)
    assert list(config["ExposedPorts"]) == ["5432/tcp"]
    assert list(config["Volumes"]) == ["/var/lib/postgresql/data"]
    assert "PGDATA=/var/lib/postgresql/data" in config["Env"]
    assert config["StopSignal"] == "SIGINT"
    assert config["Cmd"] == ["postgres"]


def test_user_password_and_database_from_variables(db: Engine) -> None:
    """POSTGRES_USER, _PASSWORD and _DB make a superuser and a database."""
    query = "SELECT current_user, current_database(), usesuper FROM pg_user WHERE usename = 'app'"
    assert psql(db, "db", "app", "secret", "shop", query) == "app|shop|t\n"


def test_a_wrong_password_is_refused(db: Engine) -> None:
    """Over the network the password is asked for, and checked."""
    output = db.sh(
        f"docker run --rm --network inner -e PGPASSWORD=wrong {IMAGE} psql -h db -U app shop 2>&1",
        code=2,
    )
    assert 'password authentication failed for user "app"' in output


def test_no_password_is_asked_inside_the_container(db: Engine) -> None:
    """`docker exec … psql` needs no password."""
    assert db.sh("docker exec db psql -U app -d shop -Atc 'SELECT 6 * 7'") == "42\n"


def test_user_password_and_database_from_files(db: Engine) -> None:
    """POSTGRES_USER_FILE, _PASSWORD_FILE and _DB_FILE name files that hold the values."""
    query = "SELECT current_user, current_database()"
    assert psql(db, "filed", "filed", "from file", "shelf", query) == "filed|shelf\n"


def test_trust_lets_everybody_in(db: Engine) -> None:
    """With POSTGRES_HOST_AUTH_METHOD=trust there is no password, and the defaults are postgres."""
    query = "SELECT current_user, current_database()"
    assert psql(db, "open", "postgres", "", "postgres", query) == "postgres|postgres\n"


def test_it_refuses_to_start_without_a_password(engine: Engine) -> None:
    """Without a password it ends with code 1 and names the variable that is missing."""
    output = engine.sh(f"docker run --rm {IMAGE} 2>&1", code=1)
    assert "superuser password is not specified" in output
    assert "POSTGRES_PASSWORD" in output


def test_it_refuses_a_value_given_twice(engine: Engine) -> None:
    """A variable and its file at once is refused, naming both."""
    output = engine.sh(
        f"docker run --rm -e POSTGRES_PASSWORD=a -e POSTGRES_PASSWORD_FILE=/etc/hostname {IMAGE}"
        " 2>&1",
        code=1,
    )
    assert "POSTGRES_PASSWORD_FILE" in output


def test_initialisation_scripts_run_once_in_order(db: Engine) -> None:
    """Files *.sql, *.sql.gz and *.sh run in the order of their names, at the first start alone."""
    query = "SELECT string_agg(text, ', ') FROM notes"
    assert psql(db, "db", "app", "secret", "shop", query) == "from gz, from sh\n"
    db.sh("docker restart db")
    db.eventually("docker exec db pg_isready -h db", READY, container="db")
    assert psql(db, "db", "app", "secret", "shop", query) == "from gz, from sh\n"


def test_a_failing_initialisation_script_ends_it(engine: Engine) -> None:
    """An error in a script is not passed over."""
    engine.write("broken/1.sql", "SELECT * FROM nowhere;\n")
    engine.sh(
        "cd broken && docker run -d --name broken -e POSTGRES_PASSWORD=x"
        f" -v .:/docker-entrypoint-initdb.d:ro {IMAGE}"
    )
    state = "docker inspect --format '{{.State.Status}} {{.State.ExitCode}}' broken"
    assert engine.eventually(state, "^exited").strip() != "exited 0"
    assert 'relation "nowhere" does not exist' in engine.sh("docker logs broken 2>&1")


def test_arguments_go_to_the_server_and_to_initdb(db: Engine) -> None:
    """Options after the image's name reach the server, POSTGRES_INITDB_ARGS reach initdb."""
    query = "SHOW max_connections; SHOW data_checksums; SHOW server_encoding"
    assert psql(db, "db", "app", "secret", "shop", query) == "17\non\nUTF8\n"


def test_another_command_runs_in_its_place(engine: Engine) -> None:
    """The clients are on the PATH."""
    assert engine.sh(f"docker run --rm --quiet {IMAGE} psql --version").startswith(
        "psql (PostgreSQL) 17."
    )


def test_the_server_is_unprivileged(db: Engine) -> None:
    """The server runs as user postgres, 999, and nobody else can look into its data."""
    assert db.sh("docker exec db stat -c '%u %U' /proc/1") == "999 postgres\n"
    assert db.sh("docker exec db stat -c '%U %a' /var/lib/postgresql/data") == "postgres 700\n"


@pytest.mark.parametrize("signal", ["SIGINT", "SIGTERM"])
def test_it_stops_cleanly_and_data_stay(db: Engine, signal: str) -> None:
    """Stopped by either signal it shuts down in order; a new container finds the data."""
    db.sh(f"docker stop --signal {signal} db")
    assert db.sh("docker inspect --format '{{.State.ExitCode}}' db") == "0\n"
    assert "database system is shut down" in db.sh("docker logs --tail 5 db 2>&1")
    db.sh(
        "docker rm db && docker run -d --name db --network inner"
        f" -v data:/var/lib/postgresql/data {IMAGE} -c max_connections=17"
    )
    db.eventually("docker exec db pg_isready -h db", READY, container="db")
    assert psql(db, "db", "app", "secret", "shop", "SELECT count(*) FROM notes") == "2\n"
    assert "interrupted" not in db.sh("docker logs db 2>&1")
