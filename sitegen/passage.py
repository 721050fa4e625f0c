"""Where a Markdown text stands in its file, so that a message can point into it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from sitegen.diagnostics import Span
from sitegen.markup import Place
from sitegen.shape import Offsets
from sitegen.source import Text

_CODE = re.compile(r"(`+)(?!`).+?(?<!`)\1(?!`)|^(```|~~~).*?^\2", re.DOTALL | re.MULTILINE)
_CITED = r"(?<![\w@])({})(?![\w-])"
_LINKED = r"(?:\(\s*<?|<|\]:\s*<?)({})"


@dataclass(frozen=True, slots=True)
class Passage:
    """The stretch of a file that a text was read from.

    ``first_line`` is the file's line, from 0, where the text's first line stands; None where
    YAML folded the lines together, so that they no longer match the file's.
    """

    text: Text
    start: int
    end: int
    first_line: int | None

    @classmethod
    def of_body(cls, text: Text, start: int) -> "Passage":
        """The text below a header."""
        return cls(text, start, len(text.value), text.span(start, start).line - 1)

    @classmethod
    def of_scalar(cls, text: Text, place: Offsets) -> "Passage":
        """A text that is a value in the header."""
        start, end = place
        if text.value[start] != "|":
            return cls(text, start, end, None)
        line = text.span(start, start).line  # the one after the bar, counted from 0
        start = text.line_starts[line]
        while line + 1 < len(text.line_starts) - 1 and not _line(text, line).strip():
            line += 1  # the white space around a text is no part of it
        return cls(text, start, end, line)

    def find(self, place: Place | None, written: str, seen: dict[str, int]) -> Span:
        """The span of what is ``written``, at its place if that is known.

        ``seen`` counts how often something written so was looked for: without a place, the
        n-th call finds the n-th that the passage has.
        """
        if place and self.first_line is not None:
            number = self.first_line + place.line
            line = _line(self.text, number) if number < len(self.text.line_starts) - 1 else ""
            at = line.rfind(place.content.rstrip())
            if at >= 0:
                start = self.text.line_starts[number] + at + place.start
                return self.text.span(start, start + len(written))
        nth = seen.get(written, 0)
        seen[written] = nth + 1
        found = list(self._all(written))
        start, end = found[min(nth, len(found) - 1)] if found else (self.start, self.end)
        return self.text.span(start, end)

    def _all(self, written: str) -> Iterator[Offsets]:
        """Where it is written, code passed over.

        White space in it may be any, with the ``>`` of a block quote, as lines may be folded.
        """
        passage = self.text.value[self.start : self.end]
        passage = _CODE.sub(lambda code: re.sub(r"[^\n]", " ", code[0]), passage)
        words = r"\s+(?:>\s*)*".join(map(re.escape, written.split()))
        pattern = _CITED if written.startswith("@") else _LINKED
        for match in re.finditer(pattern.format(words), passage):
            yield self.start + match.start(1), self.start + match.end(1)


def _line(text: Text, number: int) -> str:
    start, end = text.line_starts[number], text.line_starts[number + 1] - 1
    return text.value[start:end]
