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

running=$(docker inspect -f '{{.State.Running}}' web 2>/dev/null)
open=$(docker port web 80/tcp 2>/dev/null)

check "a container called web is running" test "$running" = true
check "http://127.0.0.1:8080 answers" \
  curl -sf --max-time 5 --retry 2 --retry-delay 1 --retry-all-errors http://127.0.0.1:8080
check "only this computer can reach port 8080" test "$open" = 127.0.0.1:8080

if [ "$failed" = 0 ]; then
  echo "Solved."
else
  echo "Not yet."
fi
exit "$failed"
