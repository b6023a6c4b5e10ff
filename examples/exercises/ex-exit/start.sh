#!/bin/sh
# Serves one page, which holds a greeting.
: "${GREETING:?is not set: give the words that the page should hold}"
mkdir -p /www
echo "$GREETING" >/www/index.html
exec httpd -f -p 8080 -h /www
