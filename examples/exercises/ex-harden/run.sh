#!/bin/sh
docker run -d --name page -p 127.0.0.1:8080:8080 page
