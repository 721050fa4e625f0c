"""Diagnostics for a terminal of some width: in colour, long lines cut to what they are about.

The form is that of ``report``. What differs: a line that does not fit is cut to a window around
the place, messages and hints are broken between words, and characters whose width terminals do
not agree on are left out or shown as one that they do agree on, so that the carets stand right.
"""

import unicodedata
from collections.abc import Iterable, Iterator
from typing import TextIO

from sitegen.diagnostics import Diagnostic, Severity, Span
from sitegen.findings import Findings
from sitegen.report import cells, cut_line, visible

Row = list[tuple[str, str]]  # pieces of a line, each with its style

_COLOURS = {Severity.ERROR: "bold red", Severity.WARNING: "bold yellow", Severity.NOTE: "bold cyan"}
_QUIET, _STRONG, _PLAIN = "blue", "bold", ""
_INDENT = 8  # where the text of a file begins, right of its number
_TAB = 4
_LEAST = 16  # cells that a text gets, however narrow the terminal is
_ODD = "\ufffd"
# Joiners, forms and skins of emoji: what they do to the width depends on the terminal.
_LEFT_OUT = {0x200C, 0x200D, 0xFE0E, 0xFE0F, *range(0x1F3FB, 0x1F400)}
_TURNS = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}


def terminal_report(found: Findings, width: int, encoding: str) -> Iterator[Row]:
    """The problems one below the other, as rows of at most ``width`` cells."""
    room = max(_LEAST, width - _INDENT)
    for problem in found.problems:
        yield from _head(problem, width, room)
        hints = [_plain(hint) for hint in problem.hint.split("\n")] if problem.hint else []
        line = found.line_of(problem)
        if line is None:
            yield from _below(hints, room)
        else:
            more = "…" if _can_say("…", encoding) else "~"
            line, column = cut_line(line, problem.span.column)
            span = problem.span._replace(column=column)
            window = _Window(_shown(line, encoding), span, room, more)
            yield from _frame(problem, window, hints)


def _head(problem: Diagnostic, width: int, room: int) -> Iterator[Row]:
    place = _plain(f"{problem.file}:{problem.span.line}:{problem.span.column}")
    code = f"{problem.severity}[{problem.code}]"
    lead = _width(f"{place}: {code} ")
    first, *more = _wrapped(_plain(problem.message), width - lead, room)
    colour = _COLOURS[problem.severity]
    yield [(place, _STRONG), (": ", _PLAIN), (code, colour), (f" {first}".rstrip(), _STRONG)]
    yield from ([(" " * _INDENT + row, _STRONG)] for row in more)


def _frame(problem: Diagnostic, window: "_Window", hints: list[str]) -> Iterator[Row]:
    """The line with its carets, and the hints: beside them where there is room, or else below."""
    number = f"{problem.span.line:>{_INDENT - 3}}"
    gutter = (f"{'':>{len(number)}} | ", _QUIET)
    pad, carets = " " * window.before, "^" * window.length
    marks = (pad + carets, _COLOURS[problem.severity])
    yield [(f"{number} | ", _QUIET), (window.text, _PLAIN)]
    beside = [f"{pad}{carets} {hints[0]}", *(pad + hint for hint in hints[1:])] if hints else []
    if any(_width(row) > window.room for row in beside):
        yield [gutter, marks]
        yield from _below(hints, window.room)
        return
    yield [gutter, marks, *((f" {hint}", _PLAIN) for hint in hints[:1])]
    yield from ([gutter, (row, _PLAIN)] for row in beside[1:])


def _below(hints: list[str], room: int) -> Iterator[Row]:
    for hint in hints:
        first, *more = _wrapped(hint, room, room)
        yield [(f"{'= ':>{_INDENT}}", _QUIET), (first, _PLAIN)]
        yield from ([(" " * _INDENT + row, _PLAIN)] for row in more)


class _Window:
    """What is shown of a line, the cells before its carets, and how many carets there are.

    ``shown`` has for each character of the line what stands for it, ``room`` is in cells, and
    ``more`` stands where the line is cut.
    """

    def __init__(self, shown: list[str], span: Span, room: int, more: str) -> None:
        start = span.column - 1
        at = _width("".join(shown[:start]))
        length = max(1, _width("".join(shown[start : start + span.length])))
        whole = max(at + length, _width("".join(shown)))
        lead = max(1, (room - 2 - length) // 3)  # more of the free cells are behind than before
        left = max(0, min(at - lead, whole - room))
        low, high = left + (left > 0), left + room - (left + room < whole)
        text = _between(shown, low, high)
        self.room = room
        self.text = f"{more * (low - left)}{text}{more * (left + room - high)}".rstrip()
        self.before = at - left
        self.length = min(length, high - at)


def _between(shown: list[str], low: int, high: int) -> str:
    """The cells from ``low`` to ``high``; of a wide character that is cut, spaces stay."""
    kept, at, whole = "", 0, low == 0
    for piece in shown:
        end = at + _width(piece)
        if end > at:
            whole = low <= at and end <= high
            kept += piece if whole else " " * (min(end, high) - max(at, low))
        elif whole:  # it belongs to the one before
            kept += piece
        at = end
    return kept


def _shown(line: str, encoding: str) -> list[str]:
    """For each character of a line what stands for it, of a width that terminals agree on."""
    pieces, at = [], 0
    for character in visible(line):
        piece = character
        if piece == "\t":
            piece = " " * (_TAB - at % _TAB)
        elif ord(piece) in _LEFT_OUT:
            piece = ""
        elif unicodedata.category(piece) in ("Cf", "Cs", "Zl", "Zp"):
            piece = _ODD
        if not _can_say(piece, encoding):
            piece = "?" * cells(piece)
        pieces.append(piece)
        at += _width(piece)
    return pieces


def _can_say(text: str, encoding: str) -> bool:
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def _plain(text: str) -> str:
    """A line of ours, which may quote a user's: no control codes, no change of direction."""
    one_line = visible(text).replace("\t", " ").replace("\n", "␊")
    return "".join(_ODD if unicodedata.bidirectional(c) in _TURNS else c for c in one_line)


def _width(text: str) -> int:
    return len(text) if text.isascii() else sum(map(cells, text))


def _wrapped(text: str, first: int, rest: int) -> list[str]:
    """The text in rows of at most ``rest`` cells, the first of ``first``: broken between words."""
    rows: list[str] = []
    row, room = "", first
    for word in text.split(" "):
        left = word
        if _width(f"{row} {left}" if row else left) > room and (row or not rows):
            rows.append(row)
            row, room = "", rest
        while _width(left) > room:  # an address, or a script that knows no spaces
            cut = _fitting(left, room)
            rows.append(left[:cut])
            left = left[cut:]
        row = f"{row} {left}" if row else left
    return [*rows, row]


def _fitting(text: str, room: int) -> int:
    """How many characters fit; there is room for one at least."""
    used = 0
    for index, character in enumerate(text):
        used += cells(character)
        if used > room:
            return index
    return len(text)


def print_rows(rows: Iterable[Row], stream: TextIO, *, colour: bool) -> None:
    """Print the rows. Nothing in them is read as markup."""
    if not colour:
        stream.write("".join("".join(text for text, _ in row) + "\n" for row in rows))
        return
    from rich.console import Console  # noqa: PLC0415 (only a terminal with colour needs it)
    from rich.text import Text  # noqa: PLC0415

    console = Console(file=stream, force_terminal=True, highlight=False, markup=False, emoji=False)
    lines = [Text.assemble(*row) for row in rows]
    console.print(Text("\n").join(lines), soft_wrap=True)
