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

# An image that holds all that a build of this folder is given, and nothing else.
image=$(printf 'FROM busybox:1.37\nCOPY . /context\n' | docker build -q -f - .)
given=$(docker run --rm "$image" find /context -type f)
docker rmi "$image" >/dev/null

holds() {
  echo "$given" | grep -q "$1"
}
lacks() {
  test -n "$given" && ! echo "$given" | grep -q "$1"
}

check "page/index.html is given to the build" holds '^/context/page/index.html$'
check "no .env file is, in any folder" lacks '/\.env$'
check "nothing else is" test "$given" = /context/page/index.html

if [ "$failed" = 0 ]; then
  echo "Solved."
else
  echo "Not yet."
fi
exit "$failed"
