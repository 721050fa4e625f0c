"""One build at a time in one folder: the second waits, and says so."""

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

_SILENT = 0.1  # seconds of waiting that nobody needs to be told of
_AGAIN = 0.05  # seconds until it is tried again


@contextmanager
def alone(place: Path, tell: Callable[[], None]) -> Iterator[None]:
    """Hold a lock on a file while the block runs; ``tell`` is called once if that takes a while.

    The system lets go of it when the process ends, however it ends. Where no such file can be
    made there is no lock, as nothing is kept there either.
    """
    deadline = time.monotonic() + _SILENT
    while True:
        try:
            place.parent.mkdir(exist_ok=True)
            file = open(place, "ab")  # noqa: PTH123, SIM115 (closed below)
        except OSError:
            yield
            return
        with file:
            deadline = _wait(file, deadline, tell)
            if _is_there(file, place):  # else whoever had the lock has removed the folder
                yield
                return


def _wait(file: IO[bytes], deadline: float, tell: Callable[[], None]) -> float:
    """Wait for the lock; gives when there is something to be told, which is never twice."""
    while not _taken(file):
        if time.monotonic() > deadline:
            tell()
            deadline = float("inf")
        time.sleep(_AGAIN)
    return deadline


def _is_there(file: IO[bytes], place: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(file.fileno()), place.stat())
    except OSError:
        return False


def _taken(file: IO[bytes]) -> bool:
    """Take the lock if nobody has it; a system that knows no locks gives it to everybody."""
    if sys.platform == "win32":
        import msvcrt

        with suppress(OSError):
            file.seek(0)
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
            return True
        return False
    import fcntl

    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        return True
    return True
