#!/bin/sh
# Tries what an intruder would, without doing harm, and says what worked.

try() {
  what=$1
  shift
  if "$@" >/dev/null 2>&1; then echo "WORKED   $what"; else echo "refused  $what"; fi
}

try "write to /etc" sh -c 'echo intruder > /etc/motd'
try "change the application's code" sh -c 'echo "# intruder" >> /app/main.py'
try "take over a file" chown 1001 /etc/passwd
try "open a raw socket" python -c 'import socket as s; s.socket(s.AF_INET, s.SOCK_RAW, 1)'
try "act as root" python -c 'import os; os.setuid(0)'
try "run a program brought into /tmp" sh -c 'cp /usr/bin/id /tmp/tool && /tmp/tool'
try "take 400 MB of memory" python -c 'b"x" * 400_000_000'
# shellcheck disable=SC2016 # for the inner shell to expand
try "start 100 processes" sh -c 'for i in $(seq 100); do sleep 2 & done'
