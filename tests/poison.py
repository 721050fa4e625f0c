"""What somebody could put where builds keep things: with code in it, or with other words.

A kept file may be anything, so each of these looks for what it knows in a file's bytes: pickled or
marshalled values from some offset on, and digests of the rest, which are then made right again.
"""

import hashlib
import io
import marshal
import pickle
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from types import CodeType
from typing import Any

from building import kept_files

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
        value = _unmarshalled(content[start:])
        if _has_code(value):
            yield with_digest(content, start, marshal.dumps(_with_code(value, code)))


def _unmarshalled(data: bytes) -> Any:
    try:
        return marshal.load(io.BytesIO(data))
    except (EOFError, ValueError, TypeError):
        return None


def _has_code(value: Any) -> bool:
    if isinstance(value, tuple | list | set | frozenset):
        return any(map(_has_code, value))
    if isinstance(value, dict):
        return any(map(_has_code, value.values()))
    return isinstance(value, CodeType)


def _with_code(value: Any, code: CodeType) -> Any:
    if isinstance(value, CodeType):
        return code
    if isinstance(value, tuple | list):
        return type(value)(_with_code(one, code) for one in value)
    if isinstance(value, dict):
        return {key: _with_code(one, code) for key, one in value.items()}
    return value


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
