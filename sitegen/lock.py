"""One build at a time in one folder: the second waits, and says so."""

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

_SILENT = 0.5  # seconds of waiting that nobody needs to be told of
_AGAIN = 0.05  # seconds until it is tried again


@contextmanager
def alone(place: Path, tell: Callable[[], None]) -> Iterator[None]:
    """Hold a lock on a file while the block runs; ``tell`` is called once if that takes a while.

    The system lets go of it when the process ends, however it ends. Where no such file can be
    made there is no lock, as nothing is kept there either.
    """
    try:
        file = open(place, "ab")  # noqa: PTH123, SIM115 (closed below)
    except OSError:
        yield
        return
    with file:
        _wait(file, tell)
        yield


def _wait(file: IO[bytes], tell: Callable[[], None]) -> None:
    began = time.monotonic()
    told = False
    while not _taken(file):
        if not told and time.monotonic() - began > _SILENT:
            tell()
            told = True
        time.sleep(_AGAIN)


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


def holder() -> str:
    """How a message names this process."""
    return f"process {os.getpid()}"
