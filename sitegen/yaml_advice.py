"""YAML's own errors, turned into advice for somebody who does not know YAML."""

import re

import yaml

from sitegen.diagnostics import Diagnostic, error
from sitegen.source import Text
from sitegen.yaml_clues import find_clue, in_quotes

_KEY = re.compile(r"(?:\s*-\s+)*\s*(?P<key>[A-Za-z_][\w-]*):")
_BAD = re.compile(r"[@`%*&]")
_CODE = re.compile(r"\\(?:x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8})")
_Advice = tuple[int, str, str]


def explain(wrong: yaml.YAMLError, text: Text, start: int, end: int) -> Diagnostic:
    """One ``yaml-syntax`` error for what the parser said of ``text.value[start:end]``."""
    mark = getattr(wrong, "problem_mark", None)
    context = getattr(wrong, "context_mark", None)
    said = str(getattr(wrong, "problem", "") or "").replace("\x00", "")
    at = min(start + mark.index, max(start, end - 1)) if mark else start
    opened = start + context.index if context else at
    place, message, hint = _advice(said, text.value[:end], start, at, opened)
    span = text.span(place, place + 1)
    return error("yaml-syntax", text.path, span, message, hint)


def _advice(said: str, value: str, start: int, at: int, opened: int) -> _Advice:
    """Where to point, what is wrong and what to write; the first explanation that fits."""
    if "nesting" in said:
        return at, "this is nested too deep", "does a bracket stand here too often?"
    if "escape" in said or "hexdecimal" in said or "hexadecimal" in said:
        return _bad_escape(value, at, opened)
    if clue := find_clue(value[start:], at - start):
        return start + clue.place, clue.message, clue.hint
    line_start = value.rfind("\n", 0, at) + 1
    line = value[line_start : _line_end(value, at)]
    if bad := _BAD.match(value, at):
        typed = re.split(r"[,\]}]| #", value[at : _line_end(value, at)], maxsplit=1)[0]
        return at, f"a value cannot begin with {bad[0]}", f"put it in quotes: {in_quotes(typed)}"
    return _by_what_was_said(said, value, at, opened) or _by_indent(said, value, at, line)


def _by_what_was_said(said: str, value: str, at: int, opened: int) -> _Advice | None:
    if "found unexpected end of stream" in said:
        return opened, "this quote is never closed", f"add a closing {value[opened]} at its end"
    if "could not find expected ':'" in said:
        message = "this line is neither a field nor part of the text above"
        hint = "write it as field: value, or indent it under the text it belongs to"
        return opened, message, hint
    if "expected ',' or" in said:
        if value[:at].rstrip()[-1:] in ('"', "'"):
            return at, "text goes on after the closing quote", "put the whole value in quotes"
        closing = "]" if "]" in said else "}"
        message = f"this {value[opened]} has no {closing} that closes it"
        return opened, message, f"add {closing} at the end, and a comma between two entries"
    if "document" in said:
        dots = value.rfind("\n...", 0, at)
        at = dots + 1 if dots >= 0 else at
        return at, "the header ends here, but more follows", "delete this line"
    return None


def _by_indent(said: str, value: str, at: int, line: str) -> _Advice:
    """What is left is mostly a line that does not stand where it should."""
    line_start = value.rfind("\n", 0, at) + 1
    first = line_start + len(line) - len(line.lstrip())
    above = value[:line_start].rsplit("\n", 3)[-3:-1]
    if len(above) == len(("one", "other")) and _is_outside(above[0], above[1], line):
        message = "this line is indented less than the fields around it"
        hint = "give it the same number of leading spaces as its neighbours"
        return line_start - len(above[1]) - 1 + _indent(above[1]), message, hint
    if "mapping values are not allowed" in said:
        if not _KEY.match(line):
            message = "a colon and a space inside a value need quotes around the value"
            return at, message, "put the whole value in quotes, from its first word to its last"
        message = "this line is indented more than the field above it allows"
        return first, message, "line it up with that field"
    if "did not find expected" in said or "expected '-' indicator" in said:
        message = "this line does not line up with the fields above it"
        return at, message, "give it the same number of leading spaces as its neighbours"
    if "cannot start any token" in said or "block sequence entries" in said:
        return at, "this cannot stand here", "put the value in quotes, or begin a line of its own"
    return at, "from here on the header is not well formed", "check this line and the one above"


def _is_outside(before: str, between: str, after: str) -> bool:
    """Whether a field in the middle stands further left than both its neighbours."""
    return _indent(between) < _indent(before) == _indent(after) and bool(_KEY.match(between))


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _bad_escape(value: str, at: int, opened: int) -> _Advice:
    place = value.rfind("\\", opened, at + 1)
    if typed := _CODE.match(value, max(place, 0)):
        return place, f'"{typed[0]}" stands for no character', "type the character itself"
    message = f'"{value[place : place + 2]}" means nothing inside double quotes'
    return place, message, "write \\\\ for a backslash, or use single quotes"


def _line_end(value: str, at: int) -> int:
    found = value.find("\n", at)
    return len(value) if found < 0 else found
