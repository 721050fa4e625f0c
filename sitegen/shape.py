"""What fields a file may have: records of values, read with their places.

A record is a frozen class, a Struct of msgspec, whose fields are
``Annotated[type, Field(kind, doc)]``. From that one declaration come the reading of a header, its
diagnostics, the JSON Schema that editors use, and the test that ``docs/format.md`` forgets none.
"""

import re
from collections.abc import Callable, Collection, Sequence
from functools import cached_property
from keyword import iskeyword
from typing import Any, Protocol, get_type_hints

from msgspec import Struct, field

from sitegen.diagnostics import close_matches
from sitegen.mapping_keys import is_empty, unique_keys, with_commas
from sitegen.misplaced import home_of, likely_home, names_within, orphans
from sitegen.reading import HINTED, MISSING, REFUSED, Absent, Offsets, Reader, name_of
from sitegen.yaml_nodes import Mapping, Node, Scalar

_NEARLY_SAME = 0.8

Json = dict[str, Any]
Looks = dict[str, tuple[str, Callable[[str], Any]]]


def attribute(name: str) -> str:
    """The attribute that holds a field: ``from`` is a word of Python, so it becomes ``from_``."""
    return f"{name}_" if iskeyword(name) else name


class Kind(Protocol):
    """A kind of value."""

    @property
    def blank(self) -> Any:
        """What stands for a required value that is missing, so that checking can go on."""

    def read(self, node: Node, path: str, owner: Offsets, reader: Reader) -> Any:
        """The value of a node, ``MISSING`` or ``REFUSED``; ``owner`` is the key it belongs to."""

    def schema(self, definitions: Json) -> Json:
        """The JSON Schema of the value; records add themselves to the definitions."""


class Field(Struct, frozen=True):
    """How a field of a record is written: its kind, what it means, whether it must be there."""

    kind: Kind
    doc: str
    required: bool = False


class Record(Struct, frozen=True, eq=False, dict=True):
    """Fields, each with its own kind, read into a frozen class."""

    cls: type[Any]
    hint: str = ""
    # What the schema asks for besides: the fields that are needed unless others say so.
    unless: Json = field(default_factory=dict)
    needed: tuple[str, ...] = ()

    @cached_property
    def fields(self) -> dict[str, Field]:
        """The fields that may be written, in the order of their declaration."""
        hints = get_type_hints(self.cls, include_extras=True)
        annotated = {name: getattr(hint, "__metadata__", ()) for name, hint in hints.items()}
        return {name.rstrip("_"): meta[0] for name, meta in annotated.items() if meta}

    @cached_property
    def required(self) -> tuple[str, ...]:
        """The names of the fields that must be there."""
        return tuple(name for name, declared in self.fields.items() if declared.required)

    @property
    def blank(self) -> Any:
        return self.make({})

    def make(self, values: dict[str, Any]) -> Any:
        """The record with these values; blanks stand in for required ones that are missing."""
        for name in self.required:
            if name not in values:
                values[name] = self.fields[name].kind.blank
        return self.of(values)

    def of(self, values: dict[str, Any]) -> Any:
        """The record with these values, of which none is missing that must be there."""
        if "from" in values:
            values[attribute("from")] = values.pop("from")
        return self.cls(**values)

    @cached_property
    def _reads(self) -> dict[str, Callable[[Node, str, Offsets, Reader], Any]]:
        """How to read each field."""
        return {name: declared.kind.read for name, declared in self.fields.items()}

    def looks(self, column: int) -> Looks:
        """How to look at the fields whose values are plain: see ``TextKind.plain``.

        By how their lines begin at a column.
        """
        if column not in self._looks:
            kinds = {name: declared.kind for name, declared in self.fields.items()}
            self._looks[column] = {
                " " * column + name: (name, kind.plain)
                for name, kind in kinds.items()
                if hasattr(kind, "plain")
            }
        return self._looks[column]

    @cached_property
    def _looks(self) -> dict[int, Looks]:
        return {}

    def read(self, node: Node, path: str, owner: Offsets, reader: Reader) -> Any:
        """As for any kind: a record without a value in it counts as left out."""
        values = self.read_values(node, path, owner, reader)
        return values if isinstance(values, Absent) else self.make(values)

    def read_values(
        self, node: Node, path: str, owner: Offsets, reader: Reader
    ) -> dict[str, Any] | Absent:
        """The values to make the record of, for who knows another; or why there is none."""
        if is_empty(node):
            node = Mapping([], node.start, node.end)
        if not isinstance(node, Mapping):
            return reader.refuse_type(node, path, "fields", self._example(node, path))
        known = reader.count
        values = self.read_fields(node, path, owner, reader)
        return values if values or reader.count > known else MISSING

    def read_fields(
        self, node: Mapping, path: str, owner: Offsets, reader: Reader
    ) -> dict[str, Any]:
        """The values of the fields that are there and right.

        A field that is misspelt counts as there: whoever looks for it finds the place of what
        was written, and says no more.
        """
        values: dict[str, Any] = {}
        prefix = f"{path}." if path else ""
        fields, reads, offsets = self.fields, self._reads, reader.offsets
        keys = unique_keys(with_commas(node, fields, reader.text), reader)
        if not path:
            reader.top = fields
        astray = {} if keys.keys() <= fields.keys() else self._find_astray(keys, reader)
        empty = {*astray.values()}
        for name, (key, value) in keys.items():
            place = (key.start, key.end)
            read = reads.get(name)
            if read is None:
                if name not in astray:
                    meant = self._meant(name, keys.keys(), reader)
                    self._refuse_unknown(name, value, place, path, reader, meant)
                    reader.lose(name.strip(), place, value)
                    offsets.update({prefix + field: place for field in meant})
                continue
            if empty and name in empty:
                continue
            here = prefix + name
            offsets[here] = (value.start, value.end)
            got = read(value, here, place, reader)
            if got is MISSING:
                del offsets[here]
                if fields[name].required:
                    reader.miss(name, place, f"{name} is empty", fields[name].doc)
            elif got is not REFUSED:
                values[name] = got
        self._miss_required(path, keys.keys(), owner, reader)
        return values

    def _miss_required(
        self, path: str, there: Collection[str], owner: Offsets, reader: Reader
    ) -> None:
        """Note the required fields that are not there; at the end of the file, tell of all."""
        prefix = f"{path}." if path else ""
        for name in self.required:
            if name not in there and prefix + name not in reader.offsets:
                what = f"{name_of(path)} has no {name}" if path else f"{name} is missing"
                reader.miss(name, owner, what, f"add {name}: {self.fields[name].doc}")
        if not path:
            reader.finish()

    def _find_astray(self, keys: dict[str, tuple[Scalar, Node]], reader: Reader) -> dict[str, str]:
        """The records that stand beside the field that they belong into, each told of."""
        astray = orphans(keys, self.fields)
        for name, home in astray.items():
            self._refuse_orphan(name, home, keys, reader)
        return astray

    def _refuse_orphan(
        self, name: str, home: str, keys: dict[str, tuple[Scalar, Node]], reader: Reader
    ) -> None:
        key = keys[name][0]
        if home not in reader.offsets:  # the first of them speaks for all
            message = f'"{name}" should stand below {home}, indented'
            hint = "put two more spaces before it and before each of its fields"
            reader.refuse("unknown-field", (key.start, key.end), message, hint)
        reader.lost |= {name, *names_within(keys[name][1])}
        reader.offsets[home] = (key.start, key.end)

    def _meant(self, name: str, there: Collection[str], reader: Reader) -> list[str]:
        """The field that was misspelt, of those that are not there, if one is near enough."""
        if len(reader.problems) > HINTED:
            return []
        return close_matches(name.casefold(), self.fields.keys() - there, n=1)

    def _refuse_unknown(
        self,
        name: str,
        value: Node,
        place: Offsets,
        path: str,
        reader: Reader,
        meant: Sequence[str],
    ) -> None:
        if name == "<<":
            message, hint = "merge keys are not used here", "write the fields out"
            reader.refuse("yaml-alias", place, message, hint)
            return
        where = f" of {name_of(path)}" if path else ""
        if name != name.strip():
            message = "this looks like a space, but is another character, as pasted text has them"
            reader.refuse("yaml-syntax", (place[0], place[0] + 1), message, "type a space instead")
            reader.found_elsewhere(name.strip(), place)
            return
        if path and name in reader.top and not self._nearly(name):
            message = f'"{name}" is not a field{where}, but of the whole file'
            reader.misplace(name, place, message, "begin it at the start of the line")
            return
        slip = bool(close_matches(name.casefold(), meant, n=1, cutoff=_NEARLY_SAME))
        if not path and not slip and (home := home_of(name, self.fields)):
            hint = f"indent it like the fields below {home} that it belongs to"
            message = f'"{name}" is a field of {home}, but stands outside'
            reader.misplace(name, place, message, hint)
            return
        missed = slip or not {*self.required}.isdisjoint(meant)
        if not missed and (home := likely_home(value, reader.top)):
            message = f'"{name}" is not a field{where}; it looks like one of {home}'
            hint = f"put it below the line {home}:, and indent it as its neighbours there"
            reader.refuse("unknown-field", place, message, hint)
            return
        hint = reader.did_you_mean(name, self.fields)
        reader.refuse("unknown-field", place, f'"{name}" is not a field{where}', hint)

    def _nearly(self, name: str) -> bool:
        """Whether a field has nearly this name."""
        return bool(close_matches(name, self.fields, n=1, cutoff=_NEARLY_SAME))

    def _example(self, node: Node, path: str) -> str:
        if isinstance(node, Scalar) and not node.style:
            name, colon, value = node.text.partition(":")
            if colon and value and name.strip() in self.fields:
                return f"put a space after the colon: {name.strip()}: {value.strip()}"
        first = next(iter(self.fields))
        return self.hint or f"write its fields below {name_of(path)}, such as {first}: …"

    def schema(self, definitions: Json) -> Json:
        name = self.cls.__name__
        if name not in definitions:
            definitions[name] = {}
            definitions[name] = self.object_schema(definitions)
        return {"$ref": f"#/definitions/{name}"}

    def object_schema(self, definitions: Json) -> Json:
        """The record's own schema, written out."""
        properties = {
            name: {"description": declared.doc, **_beside_ref(declared.kind.schema(definitions))}
            for name, declared in self.fields.items()
        }
        schema: Json = {
            "title": re.sub(r"(?<=[a-z])(?=[A-Z])", " ", self.cls.__name__),
            "type": "object",
            "description": (self.cls.__doc__ or "").split("\n\n")[0].replace("\n", " "),
            "properties": properties,
            "additionalProperties": False,
        }
        if self.required:
            schema["required"] = list(self.required)
        if self.needed:
            schema |= {"if": self.unless, "else": {"required": list(self.needed)}}
        return schema


def _beside_ref(schema: Json) -> Json:
    """In draft 7 a ``$ref`` hides its neighbours; wrapped, the description next to it counts.

    With the type beside it too, an editor that completes the field's name also adds the colon.
    """
    return {"type": "object", "allOf": [schema]} if "$ref" in schema else schema
