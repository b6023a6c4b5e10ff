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

started=$(docker run -d --pull never saver)
for _ in 1 2 3 4 5; do
  docker logs "$started" 2>/dev/null | grep -q ready && break
  sleep 1
done
docker stop -t 3 "$started" >/dev/null
code=$(docker inspect -f '{{.State.ExitCode}}' "$started")
said=$(docker logs "$started" | tail -n 1)
docker rm -v "$started" >/dev/null

check "a container of the image saver starts" test -n "$started"
check "asked to stop, it saves its work" test "$said" = saved
check "it ends by itself with exit code 0" test "$code" = 0

if [ "$failed" = 0 ]; then
  echo "Solved."
else
  echo "Not yet."
fi
exit "$failed"
