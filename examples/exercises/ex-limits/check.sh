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

state() {
  docker inspect -f "$1" worker 2>/dev/null
}
memory=$(state '{{.HostConfig.Memory}}')
policy=$(state '{{.HostConfig.RestartPolicy.Name}} {{.HostConfig.RestartPolicy.MaximumRetryCount}}')
running=$(state '{{.State.Running}}')

# Started by hand, it has all its restarts left: checking does not use them up.
[ "$running" = true ] && docker restart -t 3 worker >/dev/null

# Makes the worker crash, and gives Docker up to five seconds to start it again.
restarts=$(state '{{.RestartCount}}')
back=false
if [ "$running" = true ]; then
  docker exec worker touch /tmp/crash
  for _ in 1 2 3 4 5; do
    sleep 1
    now=$(state '{{.RestartCount}}')
    back=$(state '{{.State.Running}}')
    [ "$now" -gt "$restarts" ] && [ "$back" = true ] && break
    back=false
  done
fi

check "worker was running" test "$running" = true
check "worker comes back after a crash" test "$back" = true
check "but Docker starts it again three times at most" test "$policy" = "on-failure 3"
check "worker gets at most 64 MB of memory" \
  test "${memory:-0}" -gt 0 -a "${memory:-0}" -le 67108864

if [ "$failed" = 0 ]; then
  echo "Solved."
else
  echo "Not yet."
fi
exit "$failed"
