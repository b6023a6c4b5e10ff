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

size=$(docker image inspect -f '{{.Size}}' small-page 2>/dev/null)
words=$(wc -l <words.txt)

# The server, started from the image just as it is.
docker run -d --pull never --name small-page-check -p 127.0.0.1::8080 small-page >/dev/null
address=$(docker port small-page-check 8080/tcp)
listed=$(curl -sf --max-time 5 --retry 3 --retry-delay 1 --retry-all-errors "http://$address" |
  grep -c '<li>')
docker rm -f small-page-check >/dev/null

check "there is an image called small-page" test -n "$size"
check "its server lists every word on port 8080" test "$listed" -eq "$words"
check "it is smaller than 30 MB" test "${size:-999999999}" -lt 30000000

if [ "$failed" = 0 ]; then
  echo "Solved."
else
  echo "Not yet."
fi
exit "$failed"
