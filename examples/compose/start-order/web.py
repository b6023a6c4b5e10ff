"""A web server that needs its database at the moment it starts."""

import socket
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

socket.create_connection(("db", 5432)).close()
print("the database answers, so the web starts")

ThreadingHTTPServer(("", 80), SimpleHTTPRequestHandler).serve_forever()
