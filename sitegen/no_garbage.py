"""Work with few searches for cycles."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def no_garbage_collection() -> Iterator[None]:
    """A build makes next to no cycles, and looking for them takes a third of its time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.unfreeze()
        if was_on:
            gc.enable()


class NowAndThen:
    """Lets go of cycles after so many pieces of work, so that a long run does not pile them up.

    What outlives a search is not searched again.
    """

    def __init__(self, pieces: int) -> None:
        self._pieces = pieces
        self._done = 0

    def count(self) -> None:
        """One more piece is done."""
        self._done += 1
        if self._done % self._pieces == 0:
            gc.collect()
            gc.freeze()
