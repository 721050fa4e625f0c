"""Problems as workflow commands: GitHub shows them at their lines in a pull request.

Escaped as the runner reads them back: ``%`` and line breaks everywhere, ``:`` and ``,`` in what
stands before the message. Control characters of the message become pictures, as in the text.
"""

from sitegen.diagnostics import Diagnostic, Severity
from sitegen.findings import Findings
from sitegen.report import visible

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}
_IN_MESSAGE = {ord("%"): "%25", ord("\r"): "%0D", ord("\n"): "%0A"}
_IN_PROPERTY = {**_IN_MESSAGE, ord(":"): "%3A", ord(","): "%2C"}


def github_report(found: Findings) -> str:
    """One command a line, errors first: GitHub shows the first ten of a kind and step."""
    by_weight = sorted(found.problems, key=lambda problem: [*Severity].index(problem.severity))
    return "".join(f"{_command(problem, found.below)}\n" for problem in by_weight)


def _command(problem: Diagnostic, below: str) -> str:
    """The message begins with the place, as the log shows nothing of what stands before it."""
    file = f"{below}{problem.file}"
    line, column, length = problem.span
    place: dict[str, object] = {"file": file, "line": line}
    if length:
        place |= {"col": column, "endColumn": column + length}
    place["title"] = problem.code
    parts = (f"{key}={str(value).translate(_IN_PROPERTY)}" for key, value in place.items())
    message = f"{file}:{line}:{column}: {problem.message}"
    if problem.hint:
        message += f"\n{problem.hint}"
    command = f"{_COMMANDS[problem.severity]} {','.join(parts)}"
    return f"::{command}::{visible(message).translate(_IN_MESSAGE)}"
