#!/bin/sh
# Works, until a file called /tmp/crash makes it crash.
trap 'exit 0' TERM
echo working
while [ ! -e /tmp/crash ]; do
  sleep 1
done
rm /tmp/crash
echo "crashed" >&2
exit 1
