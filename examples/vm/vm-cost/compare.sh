#!/bin/bash
# Measures a container and a virtual machine in the same way. `box` and `guest` must be running.
set -euo pipefail

# Three times: from the command until it has ended, in seconds.
start_three_times() {
  local TIMEFORMAT=%6R # whole: rounding it, bash 5.3 writes 0.:0 for 0.996
  for _ in 1 2 3; do
    printf '%.2f\n' "$({ time docker run --rm "$1" true; } 2>&1)"
  done
}

median() { sort -n <<<"$1" | sed -n 2p; }
memory() { docker stats --no-stream --format '{{.MemUsage}}' "$1" | cut -d ' ' -f 1; }
row() { printf '%-20s%-28s%s\n' "$1" "$2" "${3:-}"; }

container=$(start_three_times busybox)
machine=$(start_three_times vm)
row '' container 'virtual machine'
row 'three starts, s' "${container//$'\n'/ }" "${machine//$'\n'/ }"
row 'their median, s' "$(median "$container")" "$(median "$machine")"
row 'memory when idle' "$(memory box)" "$(memory guest)"
row 'processes inside' "$(docker exec box ps | grep -vc -e USER -e ps)" \
  "$(docker logs guest | sed -n 's|^Load average: .*/\([0-9]*\) .*|\1|p')"
# More than there are processors: other work was in the way, and every time is longer for it.
row 'load on the host' "$(cut -d ' ' -f 1 /proc/loadavg), on $(nproc) processors"
