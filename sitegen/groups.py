"""Several values in one field: lists, one or many, records by their ids, words with reasons."""

import re
from collections.abc import Callable
from collections.abc import Mapping as MappingType
from typing import Any

from msgspec import Struct

from sitegen.kinds import SLUG_SCHEMA, TEXT
from sitegen.mapping_keys import is_empty, unique_keys
from sitegen.misplaced import is_no_record, likely_home
from sitegen.names import is_slug, propose_slug
from sitegen.reading import MISSING, Absent, Offsets, Reader, name_of
from sitegen.shape import Json, Kind, Record
from sitegen.yaml_nodes import Mapping, Node, Scalar, Sequence


class ListOf(Struct, frozen=True):
    """A list of values of one kind."""

    item: Kind
    example: str = "[one, another]"
    most: int = 0  # how many there may be, where that is limited

    @property
    def blank(self) -> tuple[Any, ...]:
        return ()

    def read(self, node: Node, path: str, owner: Offsets, reader: Reader) -> Any:
        """A tuple; an entry that is wrong is reported and left out."""
        if isinstance(node, Scalar):
            if not node.text:
                return MISSING
            return reader.refuse_type(node, path, "a list", self._hint(node.text))
        if not isinstance(node, Sequence):
            return reader.refuse_type(node, path, "a list", "begin each entry with a hyphen")
        if self.most and len(node.items) > self.most:
            reader.offsets[f"{path}[0]"] = (node.items[0].start, node.items[0].end)
            return _refuse_many(path, self.most, owner, reader)
        values = []
        for index, item in enumerate(node.items):
            here = f"{path}[{index}]"
            place = (item.start, item.end)
            reader.offsets[here] = place
            got = self.item.read(item, here, place, reader)
            if got is MISSING:
                reader.refuse("wrong-type", place, f"{name_of(here)} is empty", "delete it")
            elif not isinstance(got, Absent):
                values.append(got)
        return tuple(values)

    def _hint(self, typed: str) -> str:
        """What to write instead of a text that should be a list."""
        if re.match(r"-\w", typed):
            return "put a space after each hyphen"
        if isinstance(self.item, Record):
            return "begin each entry with a hyphen, its fields below each other"
        return f"write it in brackets: [{typed.strip('[] ')}]"

    def schema(self, definitions: Json) -> Json:
        wrong = f"write a list, {self.example}"
        if isinstance(self.item, Record):
            wrong = "write a list: begin each entry with a hyphen"
        limit = {"maxItems": self.most} if self.most else {}
        items = self.item.schema(definitions)
        return {"type": "array", "items": items, **limit, "errorMessage": wrong}


def _refuse_many(path: str, most: int, owner: Offsets, reader: Reader) -> Absent:
    message = f"{name_of(path)} has more than {most:,} entries, too many for a page"
    return reader.refuse("too-large", owner, message, "write several briefs instead of one")


class OneOrMany(Struct, frozen=True):
    """One value, or a list of them; always read as a tuple."""

    item: Kind

    @property
    def blank(self) -> tuple[Any, ...]:
        return ()

    def read(self, node: Node, path: str, owner: Offsets, reader: Reader) -> Any:
        """A tuple, whatever was written; a single value's place is that of entry 0."""
        if not isinstance(node, Scalar):
            return ListOf(self.item).read(node, path, owner, reader)
        got = self.item.read(node, path, owner, reader)
        reader.offsets[f"{path}[0]"] = (node.start, node.end)
        return got if isinstance(got, Absent) else (got,)

    def schema(self, definitions: Json) -> Json:
        one = self.item.schema(definitions)
        return {"anyOf": [one, {"type": "array", "items": one}]}


class MapOf(Struct, frozen=True):
    """Records by id (or by name): ids are slugs, the order is kept, each record knows its id."""

    record: Record
    least: int = 0  # how many there must be
    most: int = 0  # how many there may be, where that is limited
    key: str = "id"  # the record's attribute that takes the key: "id" must be a slug

    @property
    def blank(self) -> tuple[Any, ...]:
        return ()

    def read(self, node: Node, path: str, owner: Offsets, reader: Reader) -> Any:
        """A tuple of records; one that is no record stays, blank, so that its id is known."""
        if isinstance(node, Scalar) and not node.text:
            return MISSING
        if not isinstance(node, Mapping):
            hint = "write each with its id: a line such as first-one:, its fields indented below"
            return reader.refuse_type(node, path, "ids with fields", hint)
        reader.offsets[path] = owner
        if self.most and len(node.entries) > self.most:
            return _refuse_many(path, self.most, owner, reader)
        records = []
        known = reader.count
        for name, (key, value) in unique_keys(node, reader).items():
            place = (key.start, key.end)
            here = f"{path}.{name}"
            if is_no_record(value, self.record.fields) and self._astray(
                name, value, place, path, reader
            ):
                continue
            reader.offsets[here] = place
            if self.key == "id" and not is_slug(name):
                reader.refuse("bad-slug", place, f'"{name}" cannot be an id', propose_slug(name))
            got = self.record.read_values(value, here, place, reader)
            reader.offsets[here] = place
            values = {} if isinstance(got, Absent) else got
            records.append(self.record.make({**values, self.key: name}))
        if len(records) < self.least and reader.count == known:
            hint = "begin each with an id of your choice, its fields indented below"
            reader.refuse("missing-field", owner, f"{name_of(path)} has no entry", hint)
        return tuple(records)

    def _astray(self, name: str, value: Node, place: Offsets, path: str, reader: Reader) -> bool:
        """Report a field that stands where ids should, the first of them for all."""
        if name in self.record.fields and not is_empty(value):
            if f"{path}." not in reader.offsets:
                message = f'"{name}" is a field, but stands where the ids of {name_of(path)} stand'
                hint = "indent it below the id that it belongs to, and those after it too"
                reader.misplace(name, place, message, hint)
            reader.offsets[f"{path}."] = place
            reader.found_elsewhere(name, place)
            return True
        home = likely_home(value, reader.top)
        if home and home != path:
            if home not in reader.offsets:
                message = f'"{name}" stands below {path}, but looks like one of {home}'
                hint = f"is the line {home}: missing above it, or indented?"
                reader.misplace(home, place, message, hint)
            reader.lose(name, place, value)
            return True
        if name in reader.top:
            message = f'"{name}" is not one of {name_of(path)}, but a field of the whole file'
            reader.misplace(name, place, message, "begin it at the start of the line")
            return True
        return False

    def schema(self, definitions: Json) -> Json:
        schema: Json = {
            "type": "object",
            "additionalProperties": self.record.schema(definitions),
            "errorMessage": "begin each with a line such as first-one:, its fields indented below",
        }
        if self.least:
            schema["minProperties"] = self.least
        if self.most:
            schema["maxProperties"] = self.most
        if self.key == "id":
            schema["propertyNames"] = SLUG_SCHEMA
        return schema


class Reasons(Struct, frozen=True):
    """A reason for each of some words of a closed set; ``make(word, reason)`` gives a record.

    ``words`` says what each means.
    """

    words: MappingType[str, str]
    make: Callable[[str, str], Any]

    @property
    def blank(self) -> tuple[Any, ...]:
        return ()

    def read(self, node: Node, path: str, owner: Offsets, reader: Reader) -> Any:
        """A tuple of records; the place of each is its word, that of its reason ``….reason``."""
        if isinstance(node, Scalar) and not node.text:
            return MISSING
        if not isinstance(node, Mapping):
            hint = f"write each with its reason: {{{next(iter(self.words))}: why}}"
            return reader.refuse_type(node, path, "words with reasons", hint)
        found = []
        for word, (key, value) in unique_keys(node, reader).items():
            place, here = (key.start, key.end), f"{path}.{word}"
            if word not in self.words:
                message = f'"{word}" is not a warning that a brief can accept'
                hint = reader.did_you_mean(word, self.words)
                reader.refuse("unknown-field", place, message, hint)
                continue
            reason = TEXT.read(value, here, place, reader)
            reader.offsets[here] = place
            reader.offsets[f"{here}.reason"] = (value.start, value.end)
            if reason is MISSING:
                hint = "say why, in a sentence: readers see it"
                reader.refuse("missing-field", place, f"{word} has no reason", hint)
            elif not isinstance(reason, Absent):
                found.append(self.make(word, reason))
        return tuple(found)

    def schema(self, definitions: Json) -> Json:
        return {
            "type": "object",
            "properties": {
                word: {"description": meaning, **TEXT.schema(definitions)}
                for word, meaning in self.words.items()
            },
            "additionalProperties": False,
        }
