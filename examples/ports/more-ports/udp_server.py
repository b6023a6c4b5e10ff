"""Prints every message that arrives at UDP port 9999."""

import socket

server = socket.socket(type=socket.SOCK_DGRAM)
server.bind(("0.0.0.0", 9999))
print("listening", flush=True)
while True:
    print(server.recv(1024).decode().strip(), flush=True)
