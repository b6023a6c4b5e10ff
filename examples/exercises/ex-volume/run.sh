#!/bin/sh
docker run -d --name store redis:8
