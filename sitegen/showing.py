"""What came of a command, shown: its problems in some form, and what stays out of the site."""

import os
import sys

from sitegen.findings import Findings, text_of
from sitegen.folder import Folder
from sitegen.left import Left
from sitegen.report import counted, text_report
from sitegen.repository import below_repository
from sitegen.results import Result
from sitegen.talk import give, quiet_when_hung_up, say


def show(result: Result, folder: Folder, form: str) -> None:
    """Print the problems, and say what stays out of the site."""
    data = form != "text"
    workspace = os.environ.get("GITHUB_WORKSPACE", "")
    below = below_repository(folder.root, workspace) if data else ""
    found = Findings(result, lambda path: text_of(folder, path), below)
    if data:
        from sitegen.formats import formatted

        give(formatted(form, found))
    elif found.problems and sys.stderr and sys.stderr.isatty():
        _show_on_terminal(found)
    elif found.problems:
        say(text_report(found.problems, found.text_of))
    if result.left.drafts or result.left.scheduled:
        say(_left_out(result.left))


def _show_on_terminal(found: Findings) -> None:
    from sitegen.report_terminal import print_rows, terminal_report

    colour = not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    rows = terminal_report(found, terminal_width(), sys.stderr.encoding)
    with quiet_when_hung_up(sys.stderr):
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
