"""A tiny compiler: writes a program for the named architecture that prints one line.

It stands for the cross-compiler of your language; it runs on any machine, whatever it compiles for.
"""

import struct
import sys
from pathlib import Path

LOAD_AT = 0x400000
HEADERS = 120  # an ELF header and one program header


def amd64(length: int) -> bytes:
    """Return the machine code: write(1, message, length), then exit(0)."""
    parts = [
        b"\xbf" + struct.pack("<I", 1),  # mov edi, 1
        b"\x48\x8d\x35" + struct.pack("<I", 21),  # lea rsi, [the message, 21 bytes on]
        b"\xba" + struct.pack("<I", length),  # mov edx, length
        b"\xb8" + struct.pack("<I", 1) + b"\x0f\x05",  # write
        b"\x31\xff" + b"\xb8" + struct.pack("<I", 60) + b"\x0f\x05",  # exit
    ]
    return b"".join(parts)


def arm64(length: int) -> bytes:
    """Return the same for the other architecture."""
    code = [
        0xD2800020,  # mov x0, 1
        0x100000E1,  # adr x1, the message, 28 bytes on
        0xD2800002 | length << 5,  # mov x2, length
        0xD2800808,  # mov x8, 64
        0xD4000001,  # write
        0xD2800000,  # mov x0, 0
        0xD2800BA8,  # mov x8, 93
        0xD4000001,  # exit
    ]
    return struct.pack("<8I", *code)


def main(architecture: str, path: str) -> None:
    """Write the program and make it executable."""
    compile_for, number = {"amd64": (amd64, 62), "arm64": (arm64, 183)}[architecture]
    message = f"hello from {architecture}\n".encode()
    code = compile_for(len(message))
    size = HEADERS + len(code) + len(message)
    # What Linux calls the architecture, where the program starts, and what to load where.
    elf = b"\x7fELF\x02\x01\x01" + bytes(9)
    elf += struct.pack(
        "<HHIQQQIHHHHHH", 2, number, 1, LOAD_AT + HEADERS, 64, 0, 0, 64, 56, 1, 0, 0, 0
    )
    elf += struct.pack("<IIQQQQQQ", 1, 5, 0, LOAD_AT, LOAD_AT, size, size, 0x10000)
    program = Path(path)
    program.write_bytes(elf + code + message)
    program.chmod(0o755)


main(sys.argv[1], sys.argv[2])
