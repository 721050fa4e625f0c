"""A brief's or page's file taken apart: header fields with places, and the Markdown below."""

import re
from collections.abc import Collection
from typing import Any, NamedTuple

from msgspec import Struct

from sitegen.diagnostics import WHOLE_FILE, Diagnostic, Span, error
from sitegen.plain_header import read_plain_header
from sitegen.reading import Offsets, Reader
from sitegen.shape import Record
from sitegen.source import SourceFile, Text, read_text
from sitegen.yaml_nodes import Mapping, Node

_FENCE = "---"
_OPENING_FENCE: Offsets = (0, len(_FENCE))
_CLOSING = re.compile(r"\n---[^\S\n]*(\n|\Z)")
_NEARLY = r"\s*(?:-{2,}|[—–_=*-]{1,}|\.{3})\s*"  # what was meant as one
_KEY = re.compile(r"\s*^([a-z_]+):(?=\s|$)", re.MULTILINE)
_SECOND = re.compile(r"\s*^(---)[^\S\n]*\n", re.MULTILINE)
_LARGEST = 500_000  # bytes of a brief or page, as many as a book has
_BRACKETS = 20_000  # in its Markdown; the parser looks from each of them for the one that closes it


class HeaderRead(NamedTuple):
    """The values of a header's fields, and what reading them left behind."""

    values: dict[str, Any]
    reader: Reader


class Document(Struct, frozen=True):
    """A file's header and body. ``body_start`` is the body's offset in ``text``."""

    text: Text
    header: HeaderRead | None
    body_start: int

    @property
    def body(self) -> str:
        """The Markdown below the header."""
        return self.text.value[self.body_start :]


def read_document(source: SourceFile, record: Record) -> tuple[Document, list[Diagnostic]]:
    """Take a file apart; the header is None where it could not be read, and a problem says why.

    The ``record`` is what a header holds: by its fields a piece of it is known that a ``---`` too
    many has cut off. What is wrong with their values is left in the header's reader.
    """
    text, problems = read_text(source, _LARGEST)
    if problems:
        return Document(text, None, len(text.value)), problems
    value = text.value
    opening = value.partition("\n")[0]
    if opening.rstrip() != _FENCE:
        return Document(text, None, 0), [_no_fence(text, value.split("\n"))]
    closing = _closing(value, len(opening))
    if closing is None:
        return Document(text, None, len(value)), [_no_end(text, value.split("\n"))]
    if cut := _cut_header(text, closing.start() + 1, closing.end(), record.fields):
        return Document(text, None, len(value)), [cut]
    header, problems = _read_header(text, len(opening) + 1, closing.start() + 1, record)
    return Document(text, header, closing.end()), problems


def _read_header(
    text: Text, start: int, end: int, record: Record
) -> tuple[HeaderRead | None, list[Diagnostic]]:
    """The header between two offsets."""
    brackets = _too_many_brackets(text)
    if brackets:
        return None, [*_parsed(text, start, end)[1], *brackets]
    return _fields(text, start, end, record, _OPENING_FENCE)


def _fields(
    text: Text, start: int, end: int, record: Record, owner: Offsets | None
) -> tuple[HeaderRead | None, list[Diagnostic]]:
    """The values of the fields between two offsets, by the short way where there is one.

    What is missing is told at the ``owner``, or where they begin.
    """
    if plain := read_plain_header(text, start, end, record):
        return HeaderRead(*plain), []
    node, problems = _parsed(text, start, end)
    if node is None:
        return None, problems
    reader = Reader(text)
    values = record.read_fields(node, "", owner or (node.start, node.start + 1), reader)
    return HeaderRead(values, reader), problems


def _closing(value: str, start: int) -> re.Match[str] | None:
    """The first line from an offset on that closes a header, with the line break before it."""
    while (start := value.find("\n---", start)) >= 0:  # quicker than to search for all of it
        if found := _CLOSING.match(value, start):
            return found
        start += 1
    return None


def _too_many_brackets(text: Text) -> list[Diagnostic]:
    if len(text.value) <= _BRACKETS or text.value.count("[") <= _BRACKETS:
        return []
    message = f"this file has more than {_BRACKETS:,} square brackets, too many for a text"
    hint = "did something else get into it? take it out"
    return [error("too-large", text.path, WHOLE_FILE, message, hint)]


def read_fields(
    source: SourceFile, record: Record
) -> tuple[Text, HeaderRead | None, list[Diagnostic]]:
    """A file that holds the fields of a record, and nothing else, such as ``site.yaml``."""
    text, problems = read_text(source)
    if problems:
        return text, None, problems
    return text, *_fields(text, 0, len(text.value), record, None)


def read_yaml(source: SourceFile) -> tuple[Text, Mapping | None, list[Diagnostic]]:
    """A file that is YAML from end to end, such as a catalogue."""
    text, problems = read_text(source)
    if problems:
        return text, None, problems
    return text, *_parsed(text, 0, len(text.value))


def _parsed(text: Text, start: int, end: int) -> tuple[Mapping | None, list[Diagnostic]]:
    """The fields between two offsets; None where there are none, and a problem says why."""
    from sitegen.yaml_parser import parse

    node, problems = parse(text, start, end)
    if node is None:
        return (None if problems else Mapping([], 0, 0)), problems
    if isinstance(node, Mapping):
        return node, problems
    return None, [*problems, _no_fields(text, node)]


def _no_fields(text: Text, node: Node) -> Diagnostic:
    span = text.span(node.start, node.end)
    message = "here should be fields, each on a line of its own"
    hint = "write field: value, for example title: Did the bridge cost double?"
    return error("front-matter", text.path, span, message, hint)


def _no_fence(text: Text, lines: list[str]) -> Diagnostic:
    message = "this file does not begin with a header"
    first = lines[0].strip()
    hint = "make --- the first line, then the fields, then --- again"
    if not first and any(line.rstrip() == _FENCE for line in lines):
        hint = "delete the empty lines above ---"
    elif re.fullmatch(_NEARLY, first):
        hint = "make --- the first line: three hyphens, with nothing before or after them"
    span = Span(1, 1, max(1, len(lines[0])))
    return error("front-matter", text.path, span, message, hint)


def _no_end(text: Text, lines: list[str]) -> Diagnostic:
    """An unclosed header; where a line was nearly ``---``, the hint names it."""
    near = next((n for n, line in enumerate(lines) if n and re.fullmatch(_NEARLY, line)), None)
    if near is not None and lines[near].rstrip() == "...":
        message = "a header is closed with ---, not with ..."
        return error("front-matter", text.path, Span(near + 1, 1, 3), message, "write --- here")
    message = "the header that opens here is never closed"
    hint = "write --- on a line of its own after the last field"
    if near is not None:
        hint += f'; is it "{lines[near].strip()}" on line {near + 1}?'
    return error("front-matter", text.path, Span(1, 1, 3), message, hint)


def _cut_header(text: Text, fence: int, end: int, fields: Collection[str]) -> Diagnostic | None:
    """A ``---`` in the middle of a header, or a second header below the first.

    The closing fence stands at offset ``fence``; what is below it begins at ``end``.
    """
    message, hint = (
        "the header ends at this line, but more of its fields follow",
        "delete this line",
    )
    second = _SECOND.match(text.value, end)
    if second:
        fence, end = second.start(1), second.end()
        message = "a second header begins here, but a file has one"
        hint = "put its fields into the first, and delete these lines"
    key = _KEY.match(text.value, end)
    if key is None or key[1] not in fields or not _closing(text.value, key.end() - 1):
        return None
    if not second and f"\n{key[1]}:" in text.value[:fence]:
        return None
    return error("front-matter", text.path, text.span(fence, fence + 3), message, hint)
