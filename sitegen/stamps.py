"""Whether a file was touched since it was looked at: its inode, size and time of change.

The time of change is set by the system with every write, link and rename, and no program can put
it back, as it can the time of modification. Where a stamp differs, the file is read; where it is
the same, nobody has written to it.
"""

import os
import sys
from array import array
from collections.abc import Callable, Iterable, Mapping, Sequence

TRUSTED = sys.platform != "win32"  # there, this time is that of creation
_FIELDS = 3
SIZE = 8 * _FIELDS  # bytes
_TICK = 20_000_000  # nanoseconds that may pass before a system's clock for files goes on
_COARSE = 2_000_000_000  # the same where it counts in seconds
_SECOND = 1_000_000_000

NO_STAMP = (0, 0, 0)
Stamp = tuple[int, int, int]


def stamp(path: str) -> Stamp:
    """The stamp of a file or folder itself; ``NO_STAMP`` where it is not there."""
    try:
        return stamp_of(os.lstat(path))
    except (OSError, ValueError):
        return NO_STAMP


def stamp_of(found: os.stat_result) -> Stamp:
    """The stamp in what the system tells of a file."""
    return found.st_ino, found.st_size, found.st_ctime_ns


def stamp_of_folder(path: str) -> Stamp:
    """The same of a folder, whose size says nothing."""
    inode, _, changed = stamp(path)
    return inode, 0, changed


def packed(stamps: Iterable[Stamp]) -> bytes:
    """Stamps in a row."""
    flat = array("q")
    for one in stamps:
        flat.extend(one)
    return flat.tobytes()


def unpacked(content: bytes) -> list[Stamp]:
    """The stamps again."""
    flat = array("q")
    flat.frombytes(content[: count(content) * SIZE])
    return list(zip(flat[::_FIELDS], flat[1::_FIELDS], flat[2::_FIELDS], strict=True))


def count(content: bytes) -> int:
    """How many stamps there are in a row."""
    return len(content) // SIZE


def patched(content: bytes, others: Mapping[int, Stamp]) -> bytes:
    """A row with other stamps in some places, by their numbers."""
    found = bytearray(content)
    for number, one in others.items():
        found[number * SIZE : (number + 1) * SIZE] = array("q", one).tobytes()
    return bytes(found)


def touched(top: str, paths: Sequence[str], stamps: Sequence[Stamp], at: int) -> list[int]:
    """The numbers of the files below a folder whose stamps are not those of the moment ``at``.

    One that was changed just before that moment counts as touched: what comes within one tick of
    the clock cannot be told apart.
    """
    if not TRUSTED:
        return list(range(len(paths)))
    lstat = os.lstat
    start = f"{top}/"
    coarse = all(changed % _SECOND == 0 for _, _, changed in stamps)
    last = at - (_COARSE if coarse else _TICK)
    found = []
    for number, (path, known) in enumerate(zip(paths, stamps, strict=True)):
        try:
            now = lstat(start + path)
        except (OSError, ValueError):
            found.append(number)
            continue
        if (
            now.st_ctime_ns != known[2]
            or now.st_ino != known[0]
            or now.st_size != known[1]
            or known[2] > last
        ):
            found.append(number)
    return found


def touched_folders(
    top: str,
    paths: Sequence[str],
    stamps: Sequence[Stamp],
    at: int,
    inside: Callable[[str], frozenset[str]],
) -> bool:
    """Whether something came into or went out of folders; ``inside`` tells what should be in one.

    As of files; those that changed just before the moment ``at`` are listed.
    """
    if not TRUSTED:
        return True
    for path, known in zip(paths, stamps, strict=True):
        place = f"{top}/{path}"
        if stamp_of_folder(place) != known:
            return True
        if known[2] > at - _TICK and frozenset(os.listdir(place)) != inside(path):
            return True
    return False
