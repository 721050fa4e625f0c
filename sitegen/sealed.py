"""Bytes that are kept with a checksum, so that damage shows."""

import os
from hashlib import sha256

ROOM = 32  # bytes of SHA-256, which what is kept begins with


def sealed(name: str, content: bytes) -> bytes:
    """Bytes with a checksum of them and of the name that they are kept under."""
    return sha256(name.encode() + content).digest() + content


def seal(name: str, content: bytearray) -> None:
    """Put the checksum of bytes, and of the name that they are kept under, into their first 32."""
    with memoryview(content) as whole:
        digest = sha256(name.encode())
        digest.update(whole[ROOM:])
    content[:ROOM] = digest.digest()


def unsealed(name: str, whole: bytes) -> bytes | None:
    """The bytes again; None where they are damaged, or were kept under another name."""
    content = whole[ROOM:]
    return content if sha256(name.encode() + content).digest() == whole[:ROOM] else None


def write_here(path: str, content: bytes | bytearray) -> None:
    """Write a file itself, never what a link in its place leads to. Raises ``OSError``."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_NOFOLLOW", 0)
    if os.path.islink(path):
        os.unlink(path)
    with open(os.open(path, flags, 0o666), "wb", buffering=0) as file:
        left = memoryview(content)
        while left:
            left = left[file.write(left) :]
