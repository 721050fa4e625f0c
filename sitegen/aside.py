"""Work done by a second process while this one goes on with something else."""

import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import NoReturn

from sitegen.signals import hear, held

_LENGTH = 8  # bytes that tell how long an answer is


class Aside:
    """The answers of some works, which are done in turn in a process of their own.

    Where they are not to be ``apart``, and without fork or a second core, each answer is worked out
    when it is asked for.
    """

    def __init__(self, works: tuple[Callable[[], bytes], ...], *, apart: bool) -> None:
        self._works = works
        self._answers: dict[int, bytes] = {}
        self._process = 0
        if apart and sys.platform == "linux" and len(os.sched_getaffinity(0)) > 1:
            with suppress(OSError):
                self._begin()

    def _begin(self) -> None:
        self._from, to = os.pipe()
        with held():
            self._process = os.fork()
            if not self._process:
                self._work(to)
        os.close(to)

    def _work(self, to: int) -> NoReturn:
        """What the second process does: all works, one after the other."""
        status = 1
        try:
            signal.signal(signal.SIGINT, signal.SIG_DFL)
            signal.signal(signal.SIGTERM, signal.SIG_DFL)
            hear()
            os.close(self._from)
            for work in self._works:
                answer = work()
                for piece in _pieces(len(answer).to_bytes(_LENGTH, "big") + answer):
                    os.write(to, piece)
            status = 0
        finally:
            os._exit(status)  # whatever else the parent was about to do is not for this one

    def answer(self, number: int) -> bytes:
        """The answer to one of the works; asked for in their order."""
        if number not in self._answers:
            found = self._read() if self._process else None
            self._answers[number] = self._works[number]() if found is None else found
        return self._answers[number]

    def _read(self) -> bytes | None:
        """The next answer; None where that process ended without one."""
        head = self._take(_LENGTH)
        answer = self._take(int.from_bytes(head, "big")) if len(head) == _LENGTH else None
        if answer is None or len(answer) != int.from_bytes(head, "big"):
            self.end()
            return None
        return answer

    def _take(self, length: int) -> bytes:
        found = bytearray()
        while len(found) < length and (piece := os.read(self._from, length - len(found))):
            found += piece
        return bytes(found)

    def end(self) -> None:
        """End that process, which has told all that is wanted."""
        if self._process:
            with suppress(ProcessLookupError):
                os.kill(self._process, signal.SIGKILL)
            with suppress(ChildProcessError):
                os.waitpid(self._process, 0)
            os.close(self._from)
            self._process = 0


def _pieces(content: bytes) -> Iterator[bytes]:
    """What a pipe takes at once."""
    for start in range(0, len(content), 4096):
        yield content[start : start + 4096]
