#!/bin/sh
# Makes a volume with two notes in it, which belong to user 1000.
docker volume create notes
docker run --rm -v notes:/notes busybox:1.37 sh -c '
  mkdir /notes/old
  echo "water the plants" >/notes/today.txt
  echo "buy plants" >/notes/old/yesterday.txt
  chown -R 1000:1000 /notes
'
