#!/bin/sh
# A web server, and a container that should call it.
docker run -d --name api nginx:1.26
docker run -d --init --name client busybox:1.37 sleep 1d
