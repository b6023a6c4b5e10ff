#!/bin/sh
cat /version.txt
echo "GREETING is '$GREETING', VERSION is '$VERSION'"
