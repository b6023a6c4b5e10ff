#!/bin/sh
# Notes when it started, and serves /www.
set -e
date >/tmp/started
exec httpd -f -p 8080 -h /www
