"""What reading a file's values leaves behind: problems, and the places of the values."""

import re
from collections.abc import Iterable
from collections.abc import Mapping as MappingType
from typing import Any, Final

from msgspec import Struct

from sitegen.diagnostics import Diagnostic, Span, did_you_mean, error, warning
from sitegen.misplaced import likely_home, names_within
from sitegen.source import Text, span_of
from sitegen.yaml_nodes import Broken, Node, type_names


class Absent:
    """What reading gives where there is no value: nothing was typed, or it was refused."""

    def __repr__(self) -> str:
        return "absent"


MISSING: Final = Absent()  # nothing was typed: a required field says so
REFUSED: Final = Absent()  # already reported: nobody says more


Offsets = tuple[int, int]
HINTED = 200  # problems of a file that get a hint; fewer are shown


class Places(Struct, frozen=True):
    """Where each value of a file stands, by paths such as ``claims.doubled.evidence[1].source``.

    The path of a claim or source itself leads to its key, and so does that of them all; the path
    of a list's entry leads to its start.
    """

    line_starts: tuple[int, ...]
    offsets: MappingType[str, Offsets]

    def span(self, path: str) -> Span:
        """The place of a value, or of the nearest field around it that has one."""
        while path and path not in self.offsets:
            path = path[: max(path.rfind("."), path.rfind("["), 0)]
        start, end = self.offsets.get(path, (0, 3))
        return span_of(self.line_starts, start, end)


def _may_comment(text: str) -> bool:
    """Whether a ``#`` stands after white space; there are few of them, and they are found soon."""
    at = text.find("#")
    while at >= 0:
        if text[at - 1 : at] in (" ", "\t"):
            return True
        at = text.find("#", at + 1)
    return False


class Reader:
    """Collects what is found while the values of one file are read."""

    def __init__(self, text: Text) -> None:
        self.text = text
        # Whether no text can be cut by a comment, or be a template's: most files are like that.
        self.is_plain = "‹" not in text.value and not _may_comment(text.value)
        self.problems: list[Diagnostic] = []
        self.offsets: dict[str, Offsets] = {}
        self.top: MappingType[str, Any] = {}  # the fields of the whole file
        self._missing: list[tuple[str, Offsets, str, str]] = []
        self._misplaced: set[str] = set()
        self.lost: set[str] = set()  # ids and fields that were written where they are not read

    def misplace(self, name: str, place: Offsets, message: str, hint: str) -> None:
        """Report a field that is indented wrongly: then it is missing nowhere."""
        self.refuse("unknown-field", place, message, hint)
        self.found_elsewhere(name, place)

    def found_elsewhere(self, name: str, place: Offsets) -> None:
        """Note a field that stands in a wrong place, as was said already."""
        self._misplaced.add(name)
        if name in self.top:
            self.offsets.setdefault(name, place)

    def lose(self, name: str, place: Offsets, value: Node) -> None:
        """Note what a field holds that is not read: whoever misses it says nothing more."""
        self.lost |= {name, *names_within(value)}
        self._misplaced.add(name)
        home = likely_home(value, self.top)
        if home:
            self.found_elsewhere(home, place)

    def miss(self, name: str, place: Offsets, message: str, hint: str) -> None:
        """Report a missing field, unless it turns up where it does not belong."""
        self._missing.append((name, place, message, hint))

    def finish(self) -> None:
        """Report what is missing, now that all fields were seen."""
        for name, place, message, hint in self._missing:
            if name not in self._misplaced:
                self.refuse("missing-field", place, message, hint)
        self._missing = []

    @property
    def count(self) -> int:
        """How much was wrong so far."""
        return len(self.problems) + len(self._missing)

    def refuse(self, code: str, place: Offsets, message: str, hint: str = "") -> Absent:
        """Report an error at a place; gives ``REFUSED`` for the caller to pass on."""
        span = self.text.span(*place)
        self.problems.append(error(code, self.text.path, span, message, hint))
        return REFUSED

    def did_you_mean(self, wrong: str, known: Iterable[str]) -> str:
        """A hint, as it takes time only while it may be shown: later problems are not."""
        return did_you_mean(wrong, known) if len(self.problems) < HINTED else ""

    def warn(self, code: str, place: Offsets, message: str, hint: str) -> None:
        """Report something to think about at a place."""
        span = self.text.span(*place)
        self.problems.append(warning(code, self.text.path, span, message, hint))

    def refuse_type(self, node: Node, path: str, wanted: str, hint: str) -> Absent:
        """Report a value of the wrong type, unless it was refused before."""
        if isinstance(node, Broken):
            return REFUSED
        message = f"{name_of(path)} should be {wanted}, not {type_names[type(node)]}"
        return self.refuse("wrong-type", (node.start, node.end), message, hint)

    @property
    def places(self) -> Places:
        """Where everything that was read stands."""
        return Places(self.text.line_starts, self.offsets)


def name_of(path: str) -> str:
    """How a message names a field: ``evidence[1].note`` is "note", ``authors[0]`` an entry."""
    last = path.rsplit(".", 1)[-1]
    entry = re.fullmatch(r"([^\[]*)\[([0-9]+)\].*", last)
    return f"entry {int(entry[2]) + 1} of {entry[1]}" if entry else last
