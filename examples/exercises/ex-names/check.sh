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

api=$(docker inspect -f '{{.State.Running}}' api 2>/dev/null)
client=$(docker inspect -f '{{.State.Running}}' client 2>/dev/null)

by_name() {
  docker exec client wget -T 3 -qO- http://api/
}
without_a_note() {
  test "$client" = true && ! docker exec client grep -qw api /etc/hosts
}
private() {
  test "$api" = true && test -z "$(docker port api)"
}

check "client reaches http://api/" by_name
check "by Docker's name service, not by an entry in /etc/hosts" without_a_note
check "no port of api is published" private

if [ "$failed" = 0 ]; then
  echo "Solved."
else
  echo "Not yet."
fi
exit "$failed"
