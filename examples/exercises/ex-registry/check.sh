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

manifest=http://localhost:5000/v2/tool/manifests/1.0
digest=$(curl -sI --max-time 5 "$manifest" \
  -H 'Accept: application/vnd.docker.distribution.manifest.v2+json' \
  -H 'Accept: application/vnd.oci.image.index.v1+json' \
  -H 'Accept: application/vnd.oci.image.manifest.v1+json' |
  tr -d '\r' | sed -n 's/^[Dd]ocker-[Cc]ontent-[Dd]igest: //p')
image=$(docker inspect -f '{{.Config.Image}}' pinned 2>/dev/null)
running=$(docker inspect -f '{{.State.Running}}' pinned 2>/dev/null)

check "a registry answers on port 5000" curl -sf --max-time 5 http://localhost:5000/v2/
check "it holds tool:1.0" test -n "$digest"
check "a container called pinned is running" test "$running" = true
check "it was started by the digest of tool:1.0" \
  test "$image" = "localhost:5000/tool@${digest:-none}"

if [ "$failed" = 0 ]; then
  echo "Solved."
else
  echo "Not yet."
fi
exit "$failed"
