"""What is wrong with a site, as values that every output format shares."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum
from typing import NamedTuple

_SHOWN = 12  # words that a hint lists
_MOST = 100  # problems that are told of one file


class Severity(StrEnum):
    """How much a diagnostic weighs: only an error keeps a site from being written."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


class Span(NamedTuple):
    """A stretch of one line, in characters: ``line`` and ``column`` count from 1.

    A ``length`` of 0 means the whole file, as for a file whose name is wrong; no line is shown.
    """

    line: int
    column: int
    length: int


WHOLE_FILE = Span(1, 1, 0)


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One problem, where it is, and what to write instead.

    ``file`` is relative to the site's folder, with forward slashes. ``code`` is kebab-case
    and documented in ``docs/diagnostics.md``. ``hint`` may have several lines.
    """

    severity: Severity
    code: str
    file: str
    span: Span
    message: str
    hint: str = ""


def error(code: str, file: str, span: Span, message: str, hint: str = "") -> Diagnostic:
    """A problem that keeps the site from being written."""
    return Diagnostic(Severity.ERROR, code, file, span, message, hint)


def warning(code: str, file: str, span: Span, message: str, hint: str = "") -> Diagnostic:
    """Something a careful editor would ask about."""
    return Diagnostic(Severity.WARNING, code, file, span, message, hint)


def has_errors(problems: Iterable[Diagnostic]) -> bool:
    """Whether any of the problems is an error."""
    return any(problem.severity is Severity.ERROR for problem in problems)


def in_order(problems: Iterable[Diagnostic]) -> list[Diagnostic]:
    """The problems by file, place and code, each once: the order every format uses."""
    return sorted(set(problems), key=lambda p: (p.file, p.span, p.code, p.message, p.hint))


def cut_short(problems: Sequence[Diagnostic]) -> list[Diagnostic]:
    """At most a hundred problems of each file, errors first; then how many more there are.

    The problems are in order and stay so.
    """
    cut = [file for file, count in Counter(p.file for p in problems).items() if count > _MOST]
    shown = list(problems)
    for file in cut:
        of_file = [p for p in problems if p.file == file]
        hidden = sorted(of_file, key=lambda p: p.severity is not Severity.ERROR)[_MOST:]
        rest = set(hidden)
        end = shown.index(of_file[-1]) + 1
        shown[end:end] = [_more(file, hidden)]
        shown = [p for p in shown if p not in rest]
    return shown


def _more(file: str, hidden: Sequence[Diagnostic]) -> Diagnostic:
    message = f"{len(hidden):,} more problems in this file are not shown"
    hint = "mend some of those above, and check again"
    span = Span(max(p.span.line for p in hidden), 1, 0)
    if has_errors(hidden):
        return error("more-problems", file, span, message, hint)
    return warning("more-problems", file, span, message, hint)


def did_you_mean(wrong: str, known: Iterable[str]) -> str:
    """A hint that names the nearest known word, or the known words when none is near.

    Says nothing where there is nothing to choose from.
    """
    words = sorted(known)
    near = get_close_matches(wrong.casefold(), {word.casefold(): word for word in words}, n=1)
    if near:
        return f'did you mean "{next(w for w in words if w.casefold() == near[0])}"?'
    if not words:
        return ""
    shown = ", ".join(words[:_SHOWN]) + (", …" if len(words) > _SHOWN else "")
    return f"write one of: {shown}"
