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

# Starts the store, keeps a value in it, removes the container, and starts it again.
start() {
  docker rm -f -v store >/dev/null 2>&1
  sh run.sh >/dev/null
  for _ in 1 2 3 4 5; do
    docker exec store redis-cli ping 2>/dev/null | grep -q PONG && return
    sleep 1
  done
}
value="kept by check $$"

start
docker exec store redis-cli set exercise "$value" >/dev/null
docker exec store redis-cli save >/dev/null
there=$(docker exec store redis-cli get exercise)
start
still=$(docker exec store redis-cli get exercise)

check "run.sh starts a store that keeps a value" test "$there" = "$value"
check "a new container still has the value" test "$still" = "$value"

if [ "$failed" = 0 ]; then
  echo "Solved."
else
  echo "Not yet."
fi
exit "$failed"
