"""Tries to open a raw socket, with which packets can be forged."""

import socket

try:
    socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_ICMP)
except PermissionError as error:
    raise SystemExit(f"raw socket: {error.strerror}") from None
print("raw socket: open")
