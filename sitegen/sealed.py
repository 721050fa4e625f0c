"""Bytes that are kept with a checksum, so that damage shows."""

from hashlib import sha256

_DIGEST = 32  # bytes of SHA-256, which what is kept begins with


def sealed(name: str, content: bytes) -> bytes:
    """Bytes with a checksum of them and of the name that they are kept under."""
    return sha256(name.encode() + content).digest() + content


def unsealed(name: str, whole: bytes) -> bytes | None:
    """The bytes again; None where they are damaged, or were kept under another name."""
    content = whole[_DIGEST:]
    return content if sha256(name.encode() + content).digest() == whole[:_DIGEST] else None
