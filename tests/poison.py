"""What somebody could put where builds keep things: with code in it, or with other words.

A kept file may be anything, so each of these looks for what it knows in a file's bytes: pickled or
marshalled values from some offset on, and digests of the rest, which are then made right again.
"""

import hashlib
import marshal
import pickle
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from building import kept_files

MODULE = (b"c", b"\xe3")  # how a module's code begins when marshalled; it takes no arguments
HEAD = 160  # bytes that may come before what matters
_DIGESTS: tuple[Callable[[bytes], bytes], ...] = (
    *(lambda data, name=name: hashlib.new(name, data).digest() for name in ("sha256", "sha1")),
    *(lambda data, n=n: hashlib.blake2b(data, digest_size=n).digest() for n in (16, 20, 32)),
    lambda data: hashlib.blake2b(data).digest(),
)


class _Bomb:
    """Unpickling it makes a file."""

    def __init__(self, marker: Path) -> None:
        self.marker = marker

    def __reduce__(self) -> tuple[Any, ...]:
        return Path.touch, (self.marker,)


def with_digest(content: bytes, start: int, new: bytes) -> bytes:
    """A file whose rest is new, with the digest of the rest made right wherever one stands."""
    head, rest = content[:start], content[start:]
    for digest in _DIGESTS:
        for before, after in ((digest(rest), digest(new)),):
            head = head.replace(before, after).replace(before.hex().encode(), after.hex().encode())
    return head + new


def starts(content: bytes) -> Iterator[int]:
    """Where the rest may begin: behind each digest of it that the beginning holds, or anywhere."""
    yield 0
    for start in range(1, min(HEAD, len(content))):
        head, rest = content[:start], content[start:]
        if any(d(rest) in head or d(rest).hex().encode() in head for d in _DIGESTS):
            yield start


def bombs(content: bytes, marker: Path) -> Iterator[bytes]:
    """What could be put in the place of a kept file, to be run by whoever loads it."""
    code = compile(f"open({str(marker)!r}, 'w').close()", "planted", "exec")
    pickled = pickle.dumps(_Bomb(marker))
    marshalled = marshal.dumps(code)
    for start in starts(content):
        for payload in (pickled, zlib.compress(pickled), marshalled, zlib.compress(marshalled)):
            yield with_digest(content, start, payload)
    at = content.find(b"\x80\x04") if b"\x80\x04" in content else content.find(b"\x80\x05")
    if at >= 0:
        yield with_digest(content, at, pickled)
    for start in range(min(HEAD, len(content))):
        if content[start : start + 1] in MODULE and content[start + 1 : start + 13] == bytes(12):
            yield with_digest(content, start, marshalled)


def reworded(root: Path, old: bytes, new: bytes) -> int:
    """Put other words of the same length into all that is kept, digests and all.

    Gives how many files had them.
    """
    assert len(old) == len(new)
    found = 0
    for place in kept_files(root):
        content = place.read_bytes()
        start = max(starts(content))
        changed = content[start:].replace(old, new)
        if changed != content[start:]:
            place.write_bytes(with_digest(content, start, changed))
            found += 1
    return found
