#!/bin/sh
# Fills environment variables into templates/*.template and puts the results where nginx reads them.
set -eu

templates="${NGINX_ENVSUBST_TEMPLATE_DIR:-/etc/nginx/templates}"
suffix="${NGINX_ENVSUBST_TEMPLATE_SUFFIX:-.template}"
output="${NGINX_ENVSUBST_OUTPUT_DIR:-/etc/nginx/conf.d}"
[ -d "$templates" ] || exit 0

# Only variables that are set: nginx has $names of its own.
set_variables=$(env | sed -n "s/^\(${NGINX_ENVSUBST_FILTER:-[A-Za-z_]}[A-Za-z0-9_]*\)=.*/\${\1}/p")
find "$templates" -follow -type f -name "*$suffix" | sort | while read -r template; do
  name="${template#"$templates"/}"
  result="$output/${name%"$suffix"}"
  mkdir -p "${result%/*}"
  envsubst "$set_variables" <"$template" >"$result"
done
