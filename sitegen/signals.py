"""The signals that end the program: each heard once, and by the process that it is meant for."""

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any, NoReturn

_ENDING = (signal.SIGINT, signal.SIGTERM)


def deafen() -> None:
    """Ignore these signals from now on, as the process ends: broken off, that could hang.

    Of one that came a moment before, Python would tell on standard error that it was ignored.
    """
    sys.unraisablehook = lambda _: None
    for number in _ENDING:
        signal.signal(number, signal.SIG_IGN)


def interrupt_once(_: int, __: FrameType | None) -> NoReturn:
    """Ctrl-C ends what is done; once more would only break off that end."""
    deafen()
    raise KeyboardInterrupt


@contextmanager
def held() -> Iterator[None]:
    """Have these signals wait until the block is done.

    A process that is forked in it hears none until it says ``hear``: before it has handlers of its
    own it would end as its parent does, or leave others waiting for it.
    """
    if sys.platform == "win32":
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, ())
    try:
        signal.pthread_sigmask(signal.SIG_BLOCK, _ENDING)
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def hear() -> None:
    """End what ``held`` began in the process that forked this one."""
    if sys.platform != "win32":
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _ENDING)


@contextmanager
def in_one_go() -> Iterator[None]:
    """Have these signals wait until the block is done, whichever thread the system gives them to.

    ``held`` keeps them from one thread; given to another, Python would hear them in the main one.
    """
    came: list[int] = []
    before: dict[int, Any] = {}
    try:
        for one in _ENDING:
            before[one] = signal.signal(one, lambda which, _: came.append(which))
    except ValueError:  # only the main thread sets handlers, and only there they run
        pass
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        for number in came:
            signal.raise_signal(number)
