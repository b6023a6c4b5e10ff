#!/bin/sh
# Runs what stands in /docker-entrypoint.d, in the order of the names, before nginx itself.
set -eu

if [ "$1" = nginx ] || [ "$1" = nginx-debug ]; then
  # shellcheck source=/dev/null
  for part in /docker-entrypoint.d/*; do
    case "$part" in
      *.envsh) [ ! -x "$part" ] || . "$part" ;;
      *.sh) [ ! -x "$part" ] || "$part" ;;
    esac
  done
fi

exec "$@"
