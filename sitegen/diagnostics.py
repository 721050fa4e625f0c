"""What is wrong with a site, as values that every output format shares."""

from collections.abc import Iterable, Sequence
from enum import StrEnum
from functools import cached_property
from itertools import groupby
from typing import NamedTuple

_SHOWN = 12  # words that a hint lists
_MOST = 100  # problems that are told of one file
_COMPARED = 20_000  # known words that are compared with wrong ones, over all of these
_LONGEST = 200  # characters of a word that is compared


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


class Diagnostic(NamedTuple):
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
    shown: list[Diagnostic] = []
    for file, group in groupby(problems, key=lambda p: p.file):
        of_file = list(group)
        errors_first = sorted(range(len(of_file)), key=lambda n: (not _weighs(of_file[n]), n))
        shown += [of_file[number] for number in sorted(errors_first[:_MOST])]
        if hidden := [of_file[number] for number in errors_first[_MOST:]]:
            shown.append(_more(file, hidden))
    return shown


def _weighs(problem: Diagnostic) -> bool:
    return problem.severity is Severity.ERROR


def _more(file: str, hidden: Sequence[Diagnostic]) -> Diagnostic:
    message = f"{len(hidden):,} more problems in this file are not shown"
    hint = "mend some of those above, and check again"
    span = Span(max(p.span.line for p in hidden), 1, 0)
    if has_errors(hidden):
        return error("more-problems", file, span, message, hint)
    return warning("more-problems", file, span, message, hint)


def close_matches(word: str, known: Iterable[str], *, n: int = 1, cutoff: float = 0.6) -> list[str]:
    """The known words nearest to one, at most ``n`` of them: see ``difflib``."""
    from difflib import get_close_matches

    return get_close_matches(word, known, n=n, cutoff=cutoff)


class Words:
    """Known words, one of which may have been meant by one that is not known.

    Comparing takes time, and thousands may be wrong among thousands: after so many comparisons
    nothing is near any more. There, only a hundred problems of a file are shown anyway.
    """

    def __init__(self, known: Iterable[str]) -> None:
        self._words = sorted(known)
        self._left = _COMPARED

    @cached_property
    def _by_folded(self) -> dict[str, str]:
        return {word.casefold(): word for word in reversed(self._words)}

    def near(self, wrong: str, but: str = "") -> str:
        """The word that is nearest, but for one; empty where none is near."""
        if len(wrong) > _LONGEST or self._left <= 0:
            return ""
        self._left -= len(self._words)
        near = close_matches(wrong.casefold(), self._by_folded, n=2 if but else 1)
        return next((word for one in near if (word := self._by_folded[one]) != but), "")

    def hint(self, wrong: str) -> str:
        """A hint that names the nearest word, or the words when none is near.

        Says nothing where there is nothing to choose from.
        """
        if near := self.near(wrong):
            return f'did you mean "{near}"?'
        if not self._words:
            return ""
        shown = ", ".join(self._words[:_SHOWN]) + (", …" if len(self._words) > _SHOWN else "")
        return f"write one of: {shown}"


def did_you_mean(wrong: str, known: Iterable[str]) -> str:
    """The hint where a word is looked for once: ``Words.hint``."""
    return Words(known).hint(wrong)
