"""YAML's own errors, turned into advice for somebody who does not know YAML."""

import re

import yaml

from sitegen.diagnostics import Diagnostic, error
from sitegen.source import Text

_KEY = re.compile(r"(?:\s*-\s+)*\s*(?P<key>[A-Za-z_][\w-]*):")
_BAD_BEGINNING = re.compile(
    r"\s*(?:-\s+)*(?:[A-Za-z_][\w-]*:\s+)?(?P<bad>[@`%*&]|[>|](?=[^\s>|+-])|\[[^\]]*\](?=\s*[^\s,#\]}]))"
)


def explain(wrong: yaml.YAMLError, text: Text, start: int, end: int) -> Diagnostic:
    """One ``yaml-syntax`` error for what the parser said of ``text.value[start:end]``."""
    mark = getattr(wrong, "problem_mark", None)
    context = getattr(wrong, "context_mark", None)
    said = str(getattr(wrong, "problem", "") or "").replace("\x00", "")
    at = min(start + mark.index, max(start, end - 1)) if mark else start
    opened = start + context.index if context else at
    place, message, hint = _advice(said, text.value, at, opened)
    span = text.span(place, place + 1)
    return error("yaml-syntax", text.path, span, message, hint)


def _advice(said: str, value: str, at: int, opened: int) -> tuple[int, str, str]:
    """Where to point, what is wrong and what to write; the first explanation that fits."""
    line_start = value.rfind("\n", 0, at) + 1
    line = value[line_start : _line_end(value, at)]
    indent = line[: len(line) - len(line.lstrip())]
    if "\t" in indent:
        place = line_start + indent.index("\t")
        return place, "this line is indented with a tab", "indent with spaces only"
    if begins := _BAD_BEGINNING.match(line):
        bad = begins["bad"][0]
        fix = _quoted(line[begins.start("bad") :])
        message = f"a value cannot begin with {bad}"
        return line_start + begins.start("bad"), message, f"put the value in quotes: {fix}"
    if "found unexpected end of stream" in said:
        return opened, "this quote is never closed", f"add a closing {value[opened]} at its end"
    if "mapping values are not allowed" in said:
        return _stray_colon(value, at, line_start, line)
    if "escape" in said or "hexdecimal" in said or "hexadecimal" in said:
        place = value.rfind("\\", opened, at + 1)
        message = f'"{value[place : place + 2]}" means nothing inside double quotes'
        return place, message, "write \\\\ for a backslash, or use single quotes"
    if "could not find expected ':'" in said:
        return _no_colon(value, opened)
    if "expected ',' or" in said:
        closing = "]" if "]" in said else "}"
        message = f"this {value[opened]} has no {closing} that closes it"
        return opened, message, f"add {closing} at the end, and a comma between two entries"
    if "did not find expected key" in said or "expected '-' indicator" in said:
        return _off_indent(value, at, line_start)
    if "document" in said:
        dots = value.rfind("\n...", 0, at)
        at = dots + 1 if dots >= 0 else at
        return at, "the header ends here, but more follows", "delete this line"
    return at, f"YAML cannot read this: {said or 'it is not well formed'}", "check the line above"


def _quoted(typed: str) -> str:
    """A value as it should be written: in single quotes where it has double ones."""
    quote = "'" if '"' in typed else '"'
    return f"{quote}{typed.strip()}{quote}"


def _line_end(value: str, at: int) -> int:
    found = value.find("\n", at)
    return len(value) if found < 0 else found


def _stray_colon(value: str, at: int, line_start: int, line: str) -> tuple[int, str, str]:
    """A second ``: `` in a value, or a line that follows ``key:value`` with no space."""
    key = _KEY.match(line)
    if key and line_start + key.end() <= at:
        fix = _quoted(line[key.end() :])
        message = "a colon and a space inside a value need quotes around the value"
        return at, message, f"write {key['key']}: {fix}"
    before = value[value.rfind("\n", 0, max(0, line_start - 1)) + 1 : max(0, line_start - 1)]
    glued = _KEY.match(before)
    if glued and before[glued.end() : glued.end() + 1].strip():
        place = line_start - 1 - len(before) + glued.end() - 1
        fix = f"write {glued['key']}: {before[glued.end() :].strip()}"
        return place, "a space is missing after this colon", fix
    message = "this line is indented more than the field above it allows"
    return line_start + len(line) - len(line.lstrip()), message, "line it up with that field"


def _no_colon(value: str, opened: int) -> tuple[int, str, str]:
    line = value[opened : _line_end(value, opened)]
    glued = _KEY.match(line)
    if glued and line[glued.end() : glued.end() + 1].strip():
        place = opened + glued.end() - 1
        fix = f"write {glued['key']}: {line[glued.end() :].strip()}"
        return place, "a space is missing after this colon", fix
    message = "this line is neither a field nor part of the text above"
    return opened, message, "write it as field: value, or indent it under the text it belongs to"


def _off_indent(value: str, at: int, line_start: int) -> tuple[int, str, str]:
    before = value[line_start:at].rstrip()
    if before.endswith(('"', "'")):
        message = "text goes on after the closing quote"
        fix = "write '' for one inside" if before.endswith("'") else 'write \\" for each inside'
        return at, message, f"put the whole value in the other kind of quotes, or {fix}"
    message = "this line does not line up with the fields above it"
    return at, message, "give it the same number of leading spaces as its neighbours"
