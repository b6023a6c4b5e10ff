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

docker compose up -d --remove-orphans >/dev/null 2>&1
db=$(docker compose ps -q db)

web_to_api() {
  docker compose exec -T web \
    curl -sf --max-time 3 --retry 3 --retry-delay 1 --retry-all-errors http://api:8000/
}
api_to_db() {
  printf 'PING\r\nQUIT\r\n' | docker compose exec -T api nc -w 3 db 6379 | grep -q PONG
}
web_to_db() {
  # 6: no such name. 7: refused. 28: no answer.
  docker compose exec -T web curl -s --max-time 3 http://db:6379/
  case $? in 6 | 7 | 28) return 1 ;; esac
}
networks_of_db() {
  docker inspect -f '{{range $name, $network := .NetworkSettings.Networks}}{{$name}} {{end}}' "$db"
}
private() {
  test -n "$db" && test -z "$(docker port "$db")"
}
all_internal() {
  test -n "$(networks_of_db)" || return 1
  for network in $(networks_of_db); do
    test "$(docker network inspect -f '{{.Internal}}' "$network")" = true || return 1
  done
}
not() {
  ! "$@"
}

check "web reaches api" web_to_api
check "api reaches db" api_to_db
check "web does not reach db" not web_to_db
check "no port of db is published" private
check "db is on internal networks alone" all_internal

if [ "$failed" = 0 ]; then
  echo "Solved."
else
  echo "Not yet."
fi
exit "$failed"
