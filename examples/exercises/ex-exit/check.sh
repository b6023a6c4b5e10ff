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

running=$(docker inspect -f '{{.State.Running}}' greeter 2>/dev/null)
image=$(docker inspect -f '{{.Config.Image}}' greeter 2>/dev/null)
greeting=
page=
if [ "$running" = true ]; then
  greeting=$(docker exec greeter sh -c 'echo "$GREETING"')
  # A server that was started a moment ago may need one more.
  for _ in 1 2 3; do
    page=$(docker exec greeter wget -qO- http://127.0.0.1:8080/ 2>/dev/null) && break
    sleep 1
  done
fi

check "greeter was made from the image greeter" test "${image%:latest}" = greeter
check "greeter is still running" test "$running" = true
check "its page holds the greeting that you gave it" test "${page:-nothing}" = "$greeting"

if [ "$failed" = 0 ]; then
  echo "Solved."
else
  echo "Not yet."
fi
exit "$failed"
