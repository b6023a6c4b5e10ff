#!/bin/sh
docker run -d --name page -p 127.0.0.1:8080:8080 \
  --user 1001 \
  --read-only --tmpfs /tmp \
  --cap-drop ALL \
  --security-opt no-new-privileges \
  page
