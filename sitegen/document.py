"""A brief's or page's file taken apart: header fields with places, and the Markdown below."""

import re
from dataclasses import dataclass

from sitegen.diagnostics import Diagnostic, Span, error
from sitegen.source import SourceFile, Text, read_text
from sitegen.yaml_nodes import Mapping, Node, parse

_FENCE = "---"
_CLOSING = re.compile(r"\n---[^\S\n]*(\n|\Z)")


@dataclass(frozen=True, slots=True)
class Document:
    """A file's header and body. ``body_start`` is the body's offset in ``text``."""

    text: Text
    header: Mapping | None
    body_start: int

    @property
    def body(self) -> str:
        """The Markdown below the header."""
        return self.text.value[self.body_start :]


def read_document(source: SourceFile) -> tuple[Document, list[Diagnostic]]:
    """Take a file apart; the header is None where it could not be read, and a problem says why."""
    text, problems = read_text(source)
    if problems:
        return Document(text, None, len(text.value)), problems
    value = text.value
    opening = value.partition("\n")[0]
    if opening.rstrip() != _FENCE:
        return Document(text, None, 0), [_no_fence(text, value.split("\n"))]
    closing = _CLOSING.search(value, len(opening))
    if closing is None:
        message = "the header that opens here is never closed"
        problem = error("front-matter", text.path, Span(1, 1, 3), message, _closing_hint())
        return Document(text, None, len(value)), [problem]
    node, problems = parse(text, len(opening) + 1, closing.start() + 1)
    header, wrong = _as_mapping(text, node, unreadable=bool(problems))
    return Document(text, header, closing.end()), [*problems, *wrong]


def read_yaml(source: SourceFile) -> tuple[Text, Mapping | None, list[Diagnostic]]:
    """A file that is YAML from end to end, such as ``site.yaml``."""
    text, problems = read_text(source)
    if problems:
        return text, None, problems
    node, problems = parse(text, 0, len(text.value))
    header, wrong = _as_mapping(text, node, unreadable=bool(problems))
    return text, header, [*problems, *wrong]


def _as_mapping(
    text: Text, node: Node | None, *, unreadable: bool
) -> tuple[Mapping | None, list[Diagnostic]]:
    if node is None:
        return (None if unreadable else Mapping([], 0, 0)), []
    if isinstance(node, Mapping):
        return node, []
    span = text.span(node.start, node.end)
    message = "here should be fields, each on a line of its own"
    hint = "write field: value, for example title: Did the bridge cost double?"
    return None, [error("front-matter", text.path, span, message, hint)]


def _no_fence(text: Text, lines: list[str]) -> Diagnostic:
    message = "this file does not begin with a header"
    first = lines[0].strip()
    hint = "make --- the first line, then the fields, then --- again"
    if not first and any(line.rstrip() == _FENCE for line in lines):
        hint = "delete the empty lines above ---"
    span = Span(1, 1, max(1, len(lines[0])))
    return error("front-matter", text.path, span, message, hint)


def _closing_hint() -> str:
    return "write --- on a line of its own after the last field"
