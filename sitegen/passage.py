"""Where a Markdown text stands in its file, so that a message can point into it."""

from functools import cached_property

from msgspec import Struct

from sitegen.diagnostics import Span
from sitegen.reading import Offsets
from sitegen.scalars import Origins, origins
from sitegen.source import Text


class Passage(Struct, frozen=True, dict=True):
    """The stretch of a file that a text was read from.

    ``wanted`` is the text that YAML made of it; None for a body, which stands as it is.
    """

    text: Text
    start: int
    end: int
    wanted: str | None = None

    @classmethod
    def of_body(cls, text: Text, start: int) -> "Passage":
        """The text below a header."""
        return cls(text, start, len(text.value))

    @classmethod
    def of_scalar(cls, text: Text, place: Offsets, wanted: str) -> "Passage":
        """A text that is a value in the header."""
        return cls(text, *place, wanted)

    @cached_property
    def _origins(self) -> Origins | None:
        return origins(self.text.value, self.start, self.end, self.wanted or "")

    def find(self, place: int | None, written: str) -> Span:
        """The span of what is ``written`` at an offset of the text; all of it where none is."""
        if place is None:
            return self.text.span(self.start, self.end)
        length = max(1, len(written))
        if self.wanted is None:
            return self.text.span(self.start + place, self.start + place + length)
        if self._origins is None:
            return self.text.span(self.start, self.end)
        last = min(place + length, len(self.wanted)) - 1
        return self.text.span(self._origins.starts[place], self._origins.ends[last])
