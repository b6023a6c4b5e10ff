#!/bin/bash
# Makes the database cluster at the first start, fills it from /docker-entrypoint-initdb.d, and runs the server.
set -euo pipefail

# value_of NAME DEFAULT: the variable, or the content of the file that NAME_FILE names, or the default.
value_of() {
  local file="${1}_FILE"
  if [ -n "${!1:-}" ] && [ -n "${!file:-}" ]; then
    echo >&2 "error: $1 and $file are both set; give only one of them"
    exit 1
  fi
  if [ -n "${!file:-}" ]; then
    cat "${!file}"
  else
    printf '%s' "${!1:-$2}"
  fi
}

# sql DATABASE ARGS...: psql on the server that only this script can reach, stopping at the first error.
sql() {
  local database=$1
  shift
  PGHOST=/run/postgresql PGPASSWORD="$password" psql --quiet --no-psqlrc --set ON_ERROR_STOP=1 \
    --username "$user" --no-password --dbname "$database" "$@"
}

run_init_files() {
  local file
  for file in /docker-entrypoint-initdb.d/*; do
    case "$file" in
      *.sh)
        echo "init: running $file"
        # A script of the reader's, which may set variables for the next where it cannot be executed.
        # shellcheck source=/dev/null
        if [ -x "$file" ]; then "$file"; else . "$file"; fi
        ;;
      *.sql) echo "init: running $file"; sql "$database" --file "$file" ;;
      *.sql.gz) echo "init: running $file"; gunzip -c "$file" | sql "$database" ;;
      *.sql.xz | *.sql.zst) echo >&2 "init: $file: only .sql, .sql.gz and .sh are run here" ;;
    esac
  done
}

first_start() {
  if [ -z "$password" ] && [ "${POSTGRES_HOST_AUTH_METHOD:-}" != trust ]; then
    cat >&2 <<'TEXT'
error: the database is not initialized and the superuser password is not specified.
       Give one:               docker run -e POSTGRES_PASSWORD=... postgres
       or let everybody in:    docker run -e POSTGRES_HOST_AUTH_METHOD=trust postgres
TEXT
    exit 1
  fi
  local options=(--username="$user" --auth=trust)
  if [ -n "${POSTGRES_INITDB_WALDIR:-}" ]; then
    options+=(--waldir="$POSTGRES_INITDB_WALDIR")
  fi
  # initdb refuses an empty password file.
  if [ -n "$password" ]; then
    options+=(--pwfile=/dev/stdin)
  fi
  # Word splitting is meant: the variable holds options.
  # shellcheck disable=SC2086
  initdb "${options[@]}" ${POSTGRES_INITDB_ARGS:-} <<<"$password"
  # Whoever is in the container is trusted; whoever comes over the network is asked.
  printf '\nhost all all all %s\n' "${POSTGRES_HOST_AUTH_METHOD:-scram-sha-256}" >>"$PGDATA/pg_hba.conf"

  pg_ctl --wait --silent --options="-c listen_addresses='' -p ${PGPORT:-5432}" start
  if [ "$database" != postgres ]; then
    sql postgres --set name="$database" <<<'CREATE DATABASE :"name"'
  fi
  export POSTGRES_USER=$user POSTGRES_DB=$database POSTGRES_PASSWORD=$password
  PGUSER=$user PGDATABASE=$database run_init_files
  pg_ctl --wait --silent --mode=fast stop
  echo 'init: done; PostgreSQL is ready to start'
}

if [ "${1#-}" != "$1" ]; then
  set -- postgres "$@"
fi

if [ "$1" = postgres ]; then
  mkdir -p "$PGDATA"
  if [ "$(id -u)" = 0 ]; then
    chown -R postgres:postgres "$PGDATA" /run/postgresql
    chmod 700 "$PGDATA"
    exec setpriv --reuid=postgres --regid=postgres --init-groups "$0" "$@"
  fi
  if [ ! -s "$PGDATA/PG_VERSION" ]; then
    user=$(value_of POSTGRES_USER postgres)
    password=$(value_of POSTGRES_PASSWORD '')
    database=$(value_of POSTGRES_DB "$user")
    first_start
  fi
fi

exec "$@"
