"""A short way through headers that are plain and right, as nearly all are.

Line by line, each field is read as what its record says that it is. Whatever is unusual or wrong
anywhere is not told here: then the header is parsed and read again from the start, which takes
twice as long, and finds what there is to say.
"""

from collections.abc import Callable
from typing import Any

from sitegen.groups import ListOf, MapOf, OneOrMany, Reasons
from sitegen.kinds import TEXT
from sitegen.names import is_slug
from sitegen.plain_yaml import (
    BLOCKS,
    MOST,
    ODD,
    SIGNS,
    Lines,
    UnusualError,
    block,
    braces_of,
    is_name,
    key_of,
    scalar_of,
    value_of,
)
from sitegen.reading import Offsets, Reader
from sitegen.shape import Field, Record
from sitegen.source import Text
from sitegen.yaml_nodes import Scalar, Sequence

_ODD = (*ODD, "‹")  # and the mark of what is still a template's
_DEEPEST = 100  # column that a record may begin at; how lines begin there is kept
Values = dict[str, Any]


def read_plain_header(
    text: Text, start: int, end: int, record: Record
) -> tuple[Values, Reader] | None:
    """The values of a header between two offsets of a file, and where they stand.

    The same as ``Record.read_fields`` gives for what the parser makes of it; None where that is to
    be asked.
    """
    value = text.value[start:end]
    if len(value) > MOST or not value.endswith("\n"):
        return None
    for sign in _ODD:
        if sign in value:
            return None
    if " #" in value and _may_cut(value):
        return None
    reader = Reader(text)
    try:
        return _Header(value, start, reader.offsets).read(record), reader
    except UnusualError:
        return None


def _may_cut(value: str) -> bool:
    """Whether a comment stands behind something, which may be a text that it cuts off."""
    return any(line.partition(" #")[0].strip(" ") for line in value.split("\n") if " #" in line)


class _Header(Lines):
    """The lines of a header, and where its values stand."""

    def __init__(self, value: str, start: int, offsets: dict[str, Offsets]) -> None:
        super().__init__(value, start)
        self.offsets = offsets
        self.empty: set[str] = set()  # fields without a value

    def read(self, record: Record) -> Values:
        """All fields."""
        return self._record(record, 0, "")

    def _record(self, record: Record, column: int, prefix: str) -> Values:
        """The fields that begin at a column, from the next line on."""
        if column > _DEEPEST:
            raise UnusualError
        values: Values = {}
        lines, count, offsets, looks = self.lines, self.count, self.offsets, record.looks(column)
        number, at = self.number, self.at
        while number < count:
            line = lines[number]
            key, _, value = line.partition(": ")
            found = looks.get(key)
            if found is None or not value or (first := value[0]) in "|>":
                self.number, self.at = number, at
                if not self._special(record, line, column, prefix, values):
                    break
                number, at = self.number, self.at
                continue
            name, look = found
            start = at + len(key) + 2
            at += len(line) + 1
            number += 1
            end = at - 1
            if first in SIGNS or line[-1] in " :" or ": " in value:
                node = value_of(value, start)
                if type(node) is not Scalar:
                    raise UnusualError
                value, _, end, _ = node
            got = look(value.strip())
            if (not got and got is not False) or name in values:
                raise UnusualError
            offsets[prefix + name] = (start, end)
            values[name] = got
        else:
            self.number, self.at = number, at
        self._check(record, values, prefix)
        return values

    def _check(self, record: Record, values: Values, prefix: str) -> None:
        """Nothing that must be there is missing, and nothing empty is there a second time."""
        if not values:
            raise UnusualError
        for name in record.required:
            if name not in values:
                raise UnusualError
        if self.empty and any(prefix + name in self.empty for name in values):
            raise UnusualError

    def _special(self, record: Record, line: str, column: int, prefix: str, values: Values) -> bool:
        """A field with more than a plain text of one line, or a line that says nothing.

        False where the next line with something is not in the record any more.
        """
        rest = line.lstrip(" ")
        if not rest or rest[0] == "#" or len(line) - len(rest) != column:
            indent = self.indent()
            if indent > column:
                raise UnusualError
            return indent == column
        name, _, value = rest.partition(": ")
        if not value:
            name = rest[:-1]
        declared = record.fields.get(name)
        if declared is None or not (value or rest[-1] == ":"):
            raise UnusualError
        kind, here = declared.kind, prefix + name
        key = self.at + column
        start = key + len(name) + 2
        if not value:
            self.go_on()
            if self._is_left_empty(declared, column):
                if name in values or here in self.empty:
                    raise UnusualError
                self.empty.add(here)
                return True
            got = self._below(kind, column, (key, key + len(name)), here)
        elif value in BLOCKS:
            text, end = self._text(value, start, column)
            self.offsets[here] = (start, end)
            got = _plain(kind, text)
        else:
            self.go_on()
            got = self._beside(kind, value, start, here)
        _put(values, name, got)
        return True

    def _text(self, value: str, start: int, column: int) -> tuple[str, int]:
        """A text that begins behind a key at a column, and where it ends."""
        self.go_on()
        if value not in BLOCKS:
            text, _, end = scalar_of(value, start)
            return text, end
        text, self.number, length = block(self.lines, self.number, value, column)
        self.at += length
        return text, self.at

    def _beside(self, kind: Any, value: str, start: int, here: str) -> Any:
        """What stands behind a key: a list in brackets, one where many may be, or a record."""
        if type(kind) is Record:
            self.offsets[here] = (start, start + len(value))
            return kind.of(self._braces(kind, value, start, f"{here}."))
        node = value_of(value, start)
        self.offsets[here] = place = (node.start, node.end)
        if type(node) is Scalar and type(kind) is OneOrMany:
            self.offsets[f"{here}[0]"] = place
            return (_plain(kind.item, node.text),)
        if type(node) is not Sequence or type(kind) not in (ListOf, OneOrMany):
            raise UnusualError
        values: list[Any] = []
        for index, item in enumerate(node.items):
            assert isinstance(item, Scalar)  # noqa: S101 (there is nothing else in plain brackets)
            self.offsets[f"{here}[{index}]"] = (item.start, item.end)
            values.append(_plain(kind.item, item.text))
        return _few(kind, values)

    def _braces(self, record: Record, value: str, start: int, prefix: str) -> Values:
        """The fields of a record that stand in braces."""
        values: Values = {}
        for name, typed, at in braces_of(value, start):
            if name not in record.fields:
                raise UnusualError
            kind, here = record.fields[name].kind, prefix + name
            if typed[0] in SIGNS:
                got = self._beside(kind, typed, at, here)
            else:
                self.offsets[here] = (at, at + len(typed))
                got = _plain(kind, typed)
            _put(values, name, got)
        self._check(record, values, prefix)
        return values

    def _is_left_empty(self, declared: Field, column: int) -> bool:
        """Whether nothing stands below a field that may be left out."""
        indent = self.indent()
        if indent > column or (
            indent == column and self.lines[self.number].startswith("-", indent)
        ):
            return False
        kind = declared.kind
        if declared.required or not (type(kind) is ListOf or hasattr(kind, "plain")):
            raise UnusualError
        return True

    def _below(self, kind: Any, column: int, key: Offsets, here: str) -> Any:
        """What stands below a key."""
        indent = self.indent()
        is_list = self.lines[self.number].startswith("- ", indent)
        start = self.at + indent
        if type(kind) in (ListOf, OneOrMany) and is_list and indent >= column:
            got = self._list(kind, indent, here)
        elif is_list or indent <= column:
            raise UnusualError
        elif type(kind) is Record:
            got = kind.of(self._record(kind, indent, f"{here}."))
        elif type(kind) is MapOf:
            got = self._map(kind, indent, here)
            self.offsets[here] = key
            return got
        elif type(kind) is Reasons:
            got = self._reasons(kind, indent, here)
        else:
            raise UnusualError
        self.offsets[here] = (start, self.end())
        return got

    def _list(self, kind: ListOf | OneOrMany, column: int, here: str) -> Any:
        """Entries that begin with a hyphen."""
        values: list[Any] = []
        record = kind.item if type(kind.item) is Record else None
        while self.indent() == column and self.lines[self.number].startswith("- ", column):
            line = self.lines[self.number]
            rest = line[column + 1 :].lstrip(" ")
            indent = len(line) - len(rest)
            start, path = self.at + indent, f"{here}[{len(values)}]"
            if record and rest[0] == "{":
                values.append(record.of(self._braces(record, rest, start, f"{path}.")))
                end = start + len(rest)
                self.go_on()
            elif record:
                self.lines[self.number] = " " * indent + rest
                values.append(record.of(self._record(record, indent, f"{path}.")))
                end = self.end()
            else:
                text, _, end = scalar_of(rest, start)
                values.append(_plain(kind.item, text))
                self.go_on()
            self.offsets[path] = (start, end)
        return _few(kind, values)

    def _map(self, kind: MapOf, column: int, here: str) -> Any:
        """Records below their ids."""
        records: dict[str, Any] = {}
        while self.indent() == column:
            name, value = key_of(self.lines[self.number][column:])
            if name in records or not (is_slug(name) if kind.key == "id" else is_name(name)):
                raise UnusualError
            path, start = f"{here}.{name}", self.at + column
            self.go_on()
            if value:
                values = self._braces(kind.record, value, start + len(name) + 2, f"{path}.")
            elif (indent := self.indent()) > column:
                values = self._record(kind.record, indent, f"{path}.")
            else:
                raise UnusualError
            self.offsets[path] = (start, start + len(name))
            values[kind.key] = name
            records[name] = kind.record.of(values)
        return _few(kind, [*records.values()])

    def _reasons(self, kind: Reasons, column: int, here: str) -> Any:
        """Words, each with a reason behind it."""
        found: dict[str, Any] = {}
        while self.indent() == column:
            word, _, value = self.lines[self.number][column:].partition(": ")
            if word not in kind.words or word in found or not value:
                raise UnusualError
            key = self.at + column
            start = key + len(word) + 2
            text, end = self._text(value, start, column)
            found[word] = kind.make(word, _plain(TEXT, text))
            self.offsets[f"{here}.{word}"] = (key, key + len(word))
            self.offsets[f"{here}.{word}.reason"] = (start, end)
        return tuple(found.values())


def _plain(kind: Any, text: str) -> Any:
    look: Callable[[str], Any] | None = getattr(kind, "plain", None)
    got = look(text.strip()) if look else None
    if got in (None, ""):
        raise UnusualError
    return got


def _put(values: Values, name: str, value: Any) -> None:
    """Note the value of a field that was not there before."""
    if value is None or value == "" or name in values:
        raise UnusualError
    values[name] = value


def _few(kind: Any, values: list[Any]) -> tuple[Any, ...]:
    if getattr(kind, "most", 0) and len(values) > kind.most:
        raise UnusualError
    return tuple(values)
