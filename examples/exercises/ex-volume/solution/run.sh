#!/bin/sh
docker run -d --name store --mount type=volume,src=store-data,dst=/data redis:8
