#!/bin/sh
# Says line by line what is right and what is still missing. Exit code 0 means solved.
# shellcheck disable=SC2329 # `check` calls the functions below
failed=0
check() {
  says=$1
  shift
  if "$@" >/dev/null 2>&1; then
    echo "ok       $says"
  else
    echo "missing  $says"
    failed=1
  fi
}

# A database that takes two seconds more to start, as one on a busy computer would.
slow=$(mktemp)
cat >"$slow" <<'YAML'
services:
  db:
    entrypoint: ["sh", "-c", "sleep 2; exec docker-entrypoint.sh postgres"]
YAML
docker compose down -v -t 1 >/dev/null 2>&1
docker compose -f compose.yaml -f "$slow" up -d --wait >/dev/null 2>&1
came_up=$?
rm "$slow"

health=$(docker inspect -f '{{.State.Health.Status}}' "$(docker compose ps -aq db)" 2>/dev/null)
app=$(docker inspect -f '{{.State.Status}} {{.RestartCount}}' "$(docker compose ps -aq app)")

check "docker compose up -d --wait succeeds with a slow database" test "$came_up" = 0
check "db tells that it is ready" test "$health" = healthy
check "app runs, and was never restarted" test "$app" = "running 0"
check "app made its table" docker compose exec -T db psql -U postgres -c 'TABLE memo'

if [ "$failed" = 0 ]; then
  echo "Solved."
else
  echo "Not yet."
fi
exit "$failed"
