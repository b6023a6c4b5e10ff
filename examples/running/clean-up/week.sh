#!/bin/sh
# Leaves behind what a week of work does: one container in use, and much that nobody needs any more.
set -eu

# The second build takes the name, and the first image is left without one.
docker build --quiet --tag app --build-arg EDITION=1 .
docker build --quiet --tag app --build-arg EDITION=2 .
docker tag hello-world old-app

docker run --detach --init --name in-use --volume memo-data:/data app
docker run --name finished --volume /scratch app true

docker volume create forgotten
docker network create nobody
