"""Where each character of a YAML text stands in the file.

The parser gives the text of a value, folded, unescaped and cut, and the place of the whole. Here
the way is gone once more, after the rules of YAML 1.1 as libyaml keeps them, and each character's
place is kept. Offsets count characters of the file.
"""

import re
from typing import NamedTuple

_BLANK = re.compile(r"[ \t\n]+")
_ESCAPES = dict(zip("0abtnvfre N_LP", "\0\a\b\t\n\v\f\r\x1b \x85\xa0\u2028\u2029", strict=True))
_HEX = {"x": 2, "u": 4, "U": 8}


class Origins(NamedTuple):
    """A text, and for each of its characters where in the file it begins and ends."""

    text: str
    starts: list[int]
    ends: list[int]


def origins(value: str, start: int, end: int, wanted: str) -> Origins | None:
    """The origins of ``wanted``, the text without outer white space of the value at a place.

    None where the rules here give another text than the parser's: then no place is better than
    a wrong one. No case is known.
    """
    style = value[start : start + 1]
    if style in ("|", ">"):
        return _block(value, start, end, wanted)
    if style in ("'", '"'):
        return _cut(_flow(value, start + 1, end - 1, style), wanted)
    return _cut(_flow(value, start, end, ""), wanted)


def _cut(found: Origins, wanted: str) -> Origins | None:
    """Without the white space at both ends, if it is what is wanted."""
    before = len(found.text) - len(found.text.lstrip())
    after = len(found.text.rstrip())
    if found.text[before:after] != wanted:
        return None
    return Origins(wanted, found.starts[before:after], found.ends[before:after])


def _flow(value: str, start: int, end: int, style: str) -> Origins:
    """Plain and quoted texts: a line break is a space, n + 1 of them are n."""
    texts: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    at = start
    escaped = False  # whether the line break that comes next is
    while at < end:
        blank = _BLANK.match(value, at, end)
        if blank:
            kept = _folded(blank[0], at, escaped=escaped)
            pieces = [(character, place, place + 1) for character, place in kept]
            at = blank.end()
        elif style == '"' and value.startswith("\\\n", at):
            at, escaped = at + 1, True
            continue
        else:
            text, length = _character(value, at, style)
            pieces = [(text, at, at + length)]
            at += length
        escaped = False
        for text, first, last in pieces:
            texts.append(text)
            starts.append(first)
            ends.append(last)
    return Origins("".join(texts), starts, ends)


def _folded(blank: str, at: int, *, escaped: bool) -> list[tuple[str, int]]:
    """What is kept of white space between two words, with places."""
    breaks = [at + n for n, character in enumerate(blank) if character == "\n"]
    if not breaks:
        return [(character, at + n) for n, character in enumerate(blank)]
    if len(breaks) == 1 and not escaped:
        return [(" ", breaks[0])]
    return [("\n", place) for place in breaks[1:]]


def _character(value: str, at: int, style: str) -> tuple[str, int]:
    """One character of a quoted text, and how long it is as written."""
    if style == "'" and value.startswith("''", at):
        return "'", 2
    if style != '"' or value[at] != "\\":
        return value[at], 1
    kind = value[at + 1 : at + 2]
    if kind in _HEX:
        length = 2 + _HEX[kind]
        return _code(value[at + 2 : at + length]), length
    return _ESCAPES.get(kind, kind), 2


def _code(digits: str) -> str:
    try:
        return chr(int(digits, 16))
    except (ValueError, OverflowError):
        return "\ufffd"


def _block(value: str, start: int, end: int, wanted: str) -> Origins | None:
    """Texts after ``|`` and ``>``. How far they are indented shows when the text comes out right.

    The number of spaces is mostly that of the first line; an indicator such as ``|2`` makes it
    less.
    """
    first = value.find("\n", start, end) + 1
    if not first:
        return Origins("", [], []) if not wanted else None
    last = end - 1 if value[end - 1 : end] == "\n" else end
    lines = value[first:last].split("\n")
    leading = next((len(line) - len(line.lstrip(" ")) for line in lines if line.strip(" ")), 0)
    for indent in range(leading, -1, -1):
        found = _cut(_unfolded(lines, first, indent, folded=value[start] == ">"), wanted)
        if found:
            return found
    return None


def _unfolded(lines: list[str], first: int, indent: int, *, folded: bool) -> Origins:
    """The lines without their indentation; folded, those that are not set off become one."""
    texts: list[str] = []
    starts: list[int] = []
    waiting: list[int] = []  # places of line breaks since the last line with text
    before_blank = True  # whether that line began with white space, or there was none
    at = first
    for line in lines:
        text = line[indent:]
        if text:
            blank = text[0] in " \t"
            joined = folded and not before_blank and not blank and waiting
            breaks = [(" ", waiting[0])] if joined and len(waiting) == 1 else []
            if not breaks:
                breaks = [("\n", place) for place in waiting[1 if joined else 0 :]]
            texts += [character for character, _ in breaks]
            texts.append(text)
            starts += [place for _, place in breaks]
            starts += range(at + indent, at + len(line))
            waiting, before_blank = [], blank
        waiting.append(at + len(line))
        at += len(line) + 1
    return Origins("".join(texts), starts, [place + 1 for place in starts])
