"""What the commands print: data on standard output, talk on standard error."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TextIO

from sitegen.findings import Findings, text_of
from sitegen.folder import Folder
from sitegen.formats import formatted
from sitegen.report import counted, text_report
from sitegen.report_terminal import print_rows, terminal_report
from sitegen.repository import below_repository
from sitegen.results import Left, Result

FINE, CONTENT, USAGE = 0, 1, 2  # exit statuses


class UsageError(Exception):
    """A command that cannot be carried out; the message says why and what to type instead."""


def say(text: str) -> None:
    """Talk goes to standard error, so that data can be piped."""
    if sys.stderr:  # None where it was closed
        with _quiet_when_hung_up(sys.stderr):
            print(text, file=sys.stderr)


def give(data: bytes) -> None:
    """Data goes to standard output, as UTF-8 whatever the terminal is."""
    if sys.stdout:
        with _quiet_when_hung_up(sys.stdout):
            sys.stdout.buffer.write(data)
            sys.stdout.buffer.flush()


def can_be_asked() -> bool:
    """Whether somebody sits at a terminal and could answer a question."""
    return all(stream and stream.isatty() for stream in (sys.stdin, sys.stderr))


@contextmanager
def _quiet_when_hung_up(stream: TextIO) -> Iterator[None]:
    """A reader that has seen enough is no mistake: what else it would get goes nowhere.

    Raises any other ``OSError``, but once: Python would try again at its end, and say so.
    """
    try:
        yield
    except OSError as wrong:
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
        if not isinstance(wrong, BrokenPipeError):
            raise


def show(result: Result, folder: Folder, form: str) -> None:
    """Print the problems, and say what stays out of the site."""
    found = Findings(result, lambda path: text_of(folder, path))
    if form != "text":
        below = below_repository(folder.root, os.environ.get("GITHUB_WORKSPACE", ""))
        give(formatted(form, replace(found, below=below)))
    elif found.problems and sys.stderr and sys.stderr.isatty():
        _show_on_terminal(found)
    elif found.problems:
        say(text_report(found.problems, found.text_of))
    if result.left.drafts or result.left.scheduled:
        say(_left_out(result.left))


def _show_on_terminal(found: Findings) -> None:
    colour = not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    rows = terminal_report(found, terminal_width(), sys.stderr.encoding)
    with _quiet_when_hung_up(sys.stderr):
        print_rows(rows, sys.stderr, colour=colour)
    say("")


def terminal_width() -> int:
    """The cells of a line on standard error, as COLUMNS or the terminal says."""
    columns = os.environ.get("COLUMNS", "")
    if columns.isdecimal() and int(columns):
        return int(columns)
    try:
        return os.get_terminal_size(sys.stderr.fileno()).columns or 80
    except OSError:
        return 80


def _left_out(left: Left) -> str:
    parts = [counted(left.drafts, "draft")] if left.drafts else []
    if left.scheduled:
        parts.append(counted(left.scheduled, "scheduled brief"))
    due = f"; the next is due {left.next_due}" if left.next_due else ""
    return f"{' and '.join(parts)} left out{due} (sitegen build --drafts shows them)"


def shown_path(path: Path) -> str:
    """A path as short as it can be said from here."""
    try:
        return path.resolve().relative_to(Path.cwd()).as_posix()
    except ValueError:
        return str(path)
