"""Diagnostics as text for a terminal: where, what, the line, and what to write instead."""

import unicodedata
from collections.abc import Callable, Iterable

from sitegen.diagnostics import Diagnostic, Severity

_GUTTER = 5
_LONGEST = 2_000  # characters of a line that is shown whole
# Control characters stand for themselves as pictures, and do nothing to a terminal.
_VISIBLE = {c: 0x2400 + c for c in range(32) if chr(c) not in "\n\t"} | {0x7F: 0x2421}
_VISIBLE |= dict.fromkeys(range(0x80, 0xA0), 0xFFFD)


def text_report(problems: Iterable[Diagnostic], text_of: Callable[[str], str | None]) -> str:
    """The diagnostics one below the other; ``text_of`` gives a file's text, or None.

    The form is that of the design's section 6: ``file:line:column: severity[code] message``,
    then the line with carets under what is meant, and the hint beside them.
    """
    lines_of: dict[str, list[str]] = {}
    shown = []
    for problem in problems:
        if problem.file not in lines_of:
            lines_of[problem.file] = (text_of(problem.file) or "").split("\n")
        shown.append(_one(problem, lines_of[problem.file]))
    return visible("".join(shown))


def visible(text: str) -> str:
    """The text with control characters that do nothing to a terminal."""
    return text.translate(_VISIBLE)


def _one(problem: Diagnostic, lines: list[str]) -> str:
    line, column, length = problem.span
    where = f"{problem.file}:{line}:{column}"
    head = f"{where}: {problem.severity}[{problem.code}] {problem.message}\n"
    hints = problem.hint.split("\n") if problem.hint else []
    if not length or line > len(lines):
        return head + "".join(f"{'':>{_GUTTER}} = {hint}\n" for hint in hints)
    text, column = cut_line(lines[line - 1], column)
    before = text[: column - 1]
    pad = "".join("\t" if c == "\t" else " " * cells(c) for c in before)
    carets = "^" * max(1, sum(map(cells, text[column - 1 : column - 1 + length])))
    gutter = f"{'':>{_GUTTER}} | "
    first = f"{gutter}{pad}{carets} {hints[0] if hints else ''}".rstrip()
    more = [f"{gutter}{pad}{hint}" for hint in hints[1:]]
    return head + "\n".join([f"{line:>{_GUTTER}} | {text}", first, *more]) + "\n"


def cut_line(text: str, column: int) -> tuple[str, int]:
    """A line as it is, but of an endless one what stands around a column; and the column in it."""
    if len(text) <= _LONGEST:
        return text, column
    start = max(0, min(column - 1 - _LONGEST // 2, len(text) - _LONGEST))
    shown = text[start : start + _LONGEST]
    shown += "…" if start + _LONGEST < len(text) else ""
    return (f"…{shown}", column - start + 1) if start else (shown, column)


def cells(character: str) -> int:
    """How many cells of a terminal a character takes."""
    if "\u1160" <= character <= "\u11ff":  # what follows the first letter of a Korean syllable
        return 0
    if unicodedata.combining(character) or unicodedata.category(character) in ("Cf", "Me", "Mn"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def counted(number: int, word: str) -> str:
    """``1 brief``, ``2 briefs``."""
    return f"{number:,} {word}" if number == 1 else f"{number:,} {word}s"


def tally(problems: Iterable[Diagnostic]) -> str:
    """``2 errors, 1 warning``; empty where there is nothing."""
    found = [problem.severity for problem in problems]
    kinds = [(kind, found.count(kind)) for kind in Severity]
    return ", ".join(counted(number, kind.value) for kind, number in kinds if number)
