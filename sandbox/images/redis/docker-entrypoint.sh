#!/bin/sh
# Options or a configuration file alone mean the server; as root it gives its rights up to user redis first.
set -eu

if [ "${1#-}" != "$1" ] || [ "${1%.conf}" != "$1" ]; then
  set -- redis-server "$@"
fi

if [ "$1" = redis-server ]; then
  shift
  configuration=
  if [ $# -gt 0 ] && [ "${1#-}" = "$1" ]; then
    configuration=$1
    shift
  fi
  # What is reachable is what `-p` publishes, so the server's own guard would only refuse the neighbours.
  if [ -z "$configuration" ] || ! grep -qs '^ *protected-mode' "$configuration"; then
    set -- --protected-mode no "$@"
  fi
  set -- redis-server ${configuration:+"$configuration"} "$@"
  if [ "$(id -u)" = 0 ]; then
    find . ! -user redis -exec chown redis:redis {} +
    exec setpriv --reuid=redis --regid=redis --init-groups "$@"
  fi
fi

exec "$@"
