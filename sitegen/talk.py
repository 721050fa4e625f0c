"""What the commands print: data on standard output, talk on standard error."""

import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

FINE, CONTENT, USAGE = 0, 1, 2  # exit statuses


class UsageError(Exception):
    """A command that cannot be carried out; the message says why and what to type instead."""


def status_of(work: Callable[[], int]) -> int:
    """The exit status that the work gives; interrupted, say that nothing is lost."""
    try:
        return _ended(work)
    except KeyboardInterrupt:
        say("sitegen: stopped; the site is as it was")
        return 128 + signal.SIGINT


def _ended(work: Callable[[], int]) -> int:
    """The same, with what ended it as it was.

    Python 3.11 makes a ``RuntimeError`` of whatever is raised while a class gets its attributes.
    """
    try:
        return work()
    except RuntimeError as wrapped:
        if isinstance(wrapped.__cause__, KeyboardInterrupt | SystemExit):
            raise wrapped.__cause__ from None
        raise


def deafen(number: int) -> None:
    """Ignore a signal from now on, as the process ends.

    Of one that came a moment before, Python would tell on standard error that it was ignored.
    """
    sys.unraisablehook = lambda _: None
    signal.signal(number, signal.SIG_IGN)


def say(text: str) -> None:
    """Talk goes to standard error, so that data can be piped."""
    if sys.stderr:  # None where it was closed
        with quiet_when_hung_up(sys.stderr):
            print(text, file=sys.stderr)


def give(data: bytes) -> None:
    """Data goes to standard output, as UTF-8 whatever the terminal is."""
    if sys.stdout:
        with quiet_when_hung_up(sys.stdout):
            sys.stdout.buffer.write(data)
            sys.stdout.buffer.flush()


def can_be_asked() -> bool:
    """Whether somebody sits at a terminal and could answer a question."""
    return all(stream and stream.isatty() for stream in (sys.stdin, sys.stderr))


@contextmanager
def quiet_when_hung_up(stream: TextIO) -> Iterator[None]:
    """A reader that has seen enough is no mistake: what else it would get goes nowhere.

    Raises any other ``OSError``, but once: Python would try again at its end, and say so.
    """
    try:
        yield
    except OSError as wrong:
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
        if not isinstance(wrong, BrokenPipeError):
            raise


def shown_path(path: Path) -> str:
    """A path as short as it can be said from here."""
    try:
        return path.resolve().relative_to(Path.cwd()).as_posix()
    except ValueError:
        return str(path)
