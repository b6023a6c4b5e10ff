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

docker rm -f page >/dev/null 2>&1
sh run.sh >/dev/null

answers() {
  curl -sf --max-time 5 --retry 3 --retry-delay 1 --retry-all-errors http://127.0.0.1:8080
}
ordinary_user() {
  user=$(docker exec page id -u) && test "$user" != 0
}
read_only() {
  docker exec page true && ! docker exec -u 0 page touch /www/new.html
}
status() {
  docker exec page grep -q "$1" /proc/1/status
}

check "http://127.0.0.1:8080 answers" answers
check "the server does not run as root" ordinary_user
check "not even root can change its files" read_only
check "it has no capability, and can get none" status '^CapBnd:.0*$'
check "it cannot gain new privileges" status '^NoNewPrivs:.1$'

if [ "$failed" = 0 ]; then
  echo "Solved."
else
  echo "Not yet."
fi
exit "$failed"
