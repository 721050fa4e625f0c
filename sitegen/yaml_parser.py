"""YAML text to nodes, and nothing resolved: a plain scalar stays the text typed.

Aliases, anchors, tags and merge keys are refused here; duplicate keys are seen by the
reader of fields (``shape``), which knows what a key is for. This is imported for the first text
that is not plain.
"""

import re
from collections.abc import Callable
from typing import Any

import yaml

from sitegen.diagnostics import Diagnostic, error
from sitegen.source import Text
from sitegen.yaml_advice import explain
from sitegen.yaml_clues import swallows
from sitegen.yaml_nodes import Broken, Mapping, Node, Scalar, Sequence

# The C parser is 10 times as fast; a platform without it gets the same events more slowly.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_DEEPEST = 20
_MOST = 500_000  # values and ends of lists in one file; 100,000 names with facts are fewer
_REFUSED = 1_000  # aliases, anchors and tags that are told; whatever has more is no header
_QUOTES = ("'", '"')
_WORD = re.compile(r"\S*")

# YAML 1.1 ends a line at these, no editor does, and they come with pasted text. While the header
# is parsed, characters stand in for them that no text may hold.
_NO_BREAK = {0x85: 0xFDD0, 0x2028: 0xFDD1, 0x2029: 0xFDD2}
_BREAK = {stand_in: there for there, stand_in in _NO_BREAK.items()}


def parse(text: Text, start: int, end: int) -> tuple[Node | None, list[Diagnostic]]:
    """The YAML between two offsets of a file as a node, or None where there is only comment.

    Problems: ``yaml-syntax`` (the first one; YAML cannot be read past it), ``yaml-alias``,
    ``yaml-tag``, ``too-large``.
    """
    value = text.value[start:end]
    odd = any(chr(there) in value for there in _NO_BREAK)
    if odd:
        value = value.translate(_NO_BREAK)
    builder = _Builder(text, start, odd=odd)
    try:
        builder.build(_LOADER(value).get_event)
    except yaml.YAMLError as wrong:
        problem = explain(wrong, text, start, end)
        if all(problem.span.line != known.span.line for known in builder.problems):
            builder.problems.append(problem)
        return None, builder.problems
    except _OpenQuoteError as quote:
        line = text.value[quote.offset :].split("\n", 1)[0].rstrip()
        message, hint = "this quote is never closed", f"add a closing {line[0]}: {line}{line[0]}"
        builder.problem("yaml-syntax", quote.offset, quote.offset + 1, message, hint)
        return None, builder.problems
    except _TooDeepError as deep:
        hint = "does a bracket or hyphen stand here too often?"
        builder.problem(
            "yaml-syntax", deep.offset, deep.offset + 1, "this is nested too deep", hint
        )
        return None, builder.problems
    except _TooMuchError as much:
        message = "there is more in this file than can be read, and it stops being read here"
        hint = "did something else get into it? take it out"
        builder.problem("too-large", much.offset, much.offset + 1, message, hint)
        return None, builder.problems
    return builder.root, builder.problems


class _TooDeepError(Exception):
    def __init__(self, offset: int) -> None:
        super().__init__(offset)
        self.offset = offset


class _TooMuchError(Exception):
    def __init__(self, offset: int) -> None:
        super().__init__(offset)
        self.offset = offset


class _OpenQuoteError(Exception):
    def __init__(self, offset: int) -> None:
        super().__init__(offset)
        self.offset = offset


class _Builder:
    """Builds the tree without recursion, so that no depth of nesting can exhaust the stack."""

    def __init__(self, text: Text, base: int, *, odd: bool) -> None:
        self.text = text
        self.odd = odd  # whether stand-ins for line breaks are in it
        self.base = base
        self.problems: list[Diagnostic] = []
        self._top: list[Node] = []
        self._nodes = self._top  # of what is open
        self._open: list[tuple[type[Sequence | Mapping], int, list[Node]]] = []

    @property
    def root(self) -> Node | None:
        """The first document's node."""
        return self._top[0] if self._top else None

    def problem(self, code: str, start: int, end: int, message: str, hint: str) -> None:
        span = self.text.span(start, end)
        self.problems.append(error(code, self.text.path, span, message, hint))

    def build(self, next_event: Callable[[], Any]) -> None:
        """Take all events; most of them are scalars, so those are quick."""
        base, left = self.base, _MOST
        while (event := next_event()) is not None:
            start, end = base + event.start_mark.index, base + event.end_mark.index
            left -= 1
            if not left or len(self.problems) > _REFUSED:
                raise _TooMuchError(start)
            if type(event) is yaml.ScalarEvent and event.tag is None and event.anchor is None:
                if event.style in _QUOTES and swallows(self.text.value, start, end):
                    raise _OpenQuoteError(start)
                value = event.value.translate(_BREAK) if self.odd else event.value
                self._nodes.append(Scalar(value, start, end, event.style or ""))
            elif isinstance(event, yaml.CollectionEndEvent):
                self._close(end)
            elif isinstance(event, yaml.NodeEvent):
                self._begin(event, start, end)

    def _begin(self, event: yaml.NodeEvent, start: int, end: int) -> None:
        if isinstance(event, yaml.CollectionStartEvent):
            self._check_properties(event, start)
            if len(self._open) >= _DEEPEST:
                raise _TooDeepError(start)
            kind = Mapping if isinstance(event, yaml.MappingStartEvent) else Sequence
            self._open.append((kind, start, self._nodes))
            self._nodes = []
            return
        if isinstance(event, yaml.ScalarEvent):
            self._check_properties(event, start)
        else:
            self._alias(start, end)
        self._nodes.append(Broken(start, end))

    def _check_properties(
        self, event: yaml.ScalarEvent | yaml.CollectionStartEvent, start: int
    ) -> None:
        """Refuse ``&name`` and ``!tag``, which a journalist only ever types by accident."""
        if event.anchor is None and event.tag is None:
            return
        match = _WORD.match(self.text.value, start)
        word = match[0] if match else ""
        if event.anchor is not None:
            message = f'"{word}" names a YAML anchor, which briefs do not use'
            hint = "put a value that begins with & in quotes"
            self.problem("yaml-alias", start, start + len(word), message, hint)
        else:
            message = f'"{word}" is a YAML tag, which briefs do not use'
            hint = "put a value that begins with ! in quotes, or delete the tag"
            self.problem("yaml-tag", start, start + len(word), message, hint)

    def _alias(self, start: int, end: int) -> None:
        word = self.text.value[start:end]
        message = f'"{word}" is a YAML alias, which briefs do not use'
        hint = f'to begin a value with *, put it in quotes: "{word}"'
        self.problem("yaml-alias", start, end, message, hint)

    def _close(self, end: int) -> None:
        children = self._nodes
        kind, start, self._nodes = self._open.pop()
        if kind is Mapping:
            pairs = list(zip(children[::2], children[1::2], strict=True))
            self._nodes.append(Mapping(pairs, start, end))
        else:
            self._nodes.append(Sequence(children, start, end))
