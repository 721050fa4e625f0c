"""What fields a file may have: records of values, read with their places.

A record is a frozen dataclass whose fields are ``Annotated[type, Field(kind, doc)]``. From
that one declaration come the reading of a header, its diagnostics, the JSON Schema that
editors use, and the test that ``docs/format.md`` forgets no field.
"""

from collections.abc import Mapping as MappingType
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cached_property
from keyword import iskeyword
from typing import Any, Final, Protocol, get_type_hints

from sitegen.diagnostics import Diagnostic, Span, did_you_mean, error, warning
from sitegen.source import Text, span_of
from sitegen.yaml_nodes import Broken, Mapping, Node, Scalar, type_names


class Absent:
    """What reading gives where there is no value: nothing was typed, or it was refused."""

    def __repr__(self) -> str:
        return "absent"


MISSING: Final = Absent()  # nothing was typed: a required field says so
REFUSED: Final = Absent()  # already reported: nobody says more

Offsets = tuple[int, int]
Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Places:
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


class Reader:
    """Collects what is found while the values of one file are read."""

    def __init__(self, text: Text) -> None:
        self.text = text
        self.problems: list[Diagnostic] = []
        self.offsets: dict[str, Offsets] = {}

    def refuse(self, code: str, place: Offsets, message: str, hint: str = "") -> Absent:
        """Report an error at a place; gives ``REFUSED`` for the caller to pass on."""
        span = self.text.span(*place)
        self.problems.append(error(code, self.text.path, span, message, hint))
        return REFUSED

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
    if last.endswith("]"):
        stem, number = last[:-1].split("[")[:2]
        return f"entry {int(number) + 1} of {stem}"
    return last


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


@dataclass(frozen=True, slots=True)
class Field:
    """How a field of a record is written: its kind, what it means, whether it must be there."""

    kind: Kind
    doc: str
    required: bool = False


@dataclass(frozen=True)
class Record:
    """Fields, each with its own kind, read into a dataclass."""

    cls: type[Any]
    hint: str = ""
    either: tuple[Json, ...] = field(default=(), compare=False)

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
        if "from" in values:
            values[attribute("from")] = values.pop("from")
        return self.cls(**values)

    def read(self, node: Node, path: str, owner: Offsets, reader: Reader) -> Any:
        """As for any kind: a record without a value in it counts as left out."""
        values = self.read_values(node, path, owner, reader)
        return values if isinstance(values, Absent) else self.make(values)

    def read_values(
        self, node: Node, path: str, owner: Offsets, reader: Reader
    ) -> dict[str, Any] | Absent:
        """The values to make the record of, for who knows another; or why there is none."""
        if isinstance(node, Scalar) and not node.text and not node.style:
            node = Mapping([], node.start, node.end)
        if not isinstance(node, Mapping):
            return reader.refuse_type(node, path, "fields", self._example(path))
        known = len(reader.problems)
        values = self.read_fields(node, path, owner, reader)
        return values if values or len(reader.problems) > known else MISSING

    def read_fields(
        self, node: Mapping, path: str, owner: Offsets, reader: Reader
    ) -> dict[str, Any]:
        """The values of the fields that are there and right.

        A field that is misspelt counts as there: whoever looks for it finds the place of what
        was written, and says no more.
        """
        values: dict[str, Any] = {}
        prefix = f"{path}." if path else ""
        fields, offsets = self.fields, reader.offsets
        keys = unique_keys(_with_commas(node, fields, reader.text), reader)
        for name, (key, value) in keys.items():
            declared, here = fields.get(name), prefix + name
            place = (key.start, key.end)
            if declared is None:
                self._refuse_unknown(name, place, path, reader)
                meant = get_close_matches(name, fields.keys() - keys.keys(), n=1)
                offsets.update({prefix + field: place for field in meant})
                continue
            offsets[here] = (value.start, value.end)
            got = declared.kind.read(value, here, place, reader)
            if got is MISSING:
                del offsets[here]
                if declared.required:
                    reader.refuse("missing-field", place, f"{name} is empty", declared.doc)
            elif got is not REFUSED:
                values[name] = got
        for name in self.required:
            if name not in keys and prefix + name not in offsets:
                declared = fields[name]
                what = f"{name_of(path)} has no {name}" if path else f"{name} is missing"
                reader.refuse("missing-field", owner, what, f"add {name}: {declared.doc}")
        return values

    def _refuse_unknown(self, name: str, place: Offsets, path: str, reader: Reader) -> None:
        if name == "<<":
            message, hint = "merge keys are not used here", "write the fields out"
            reader.refuse("yaml-alias", place, message, hint)
            return
        where = f" of {name_of(path)}" if path else ""
        hint = did_you_mean(name, self.fields)
        reader.refuse("unknown-field", place, f'"{name}" is not a field{where}', hint)

    def _example(self, path: str) -> str:
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
            "type": "object",
            "description": (self.cls.__doc__ or "").split("\n\n")[0].replace("\n", " "),
            "properties": properties,
            "additionalProperties": False,
        }
        if self.required:
            schema["required"] = list(self.required)
        if self.either:
            schema["anyOf"] = list(self.either)
        return schema


def _beside_ref(schema: Json) -> Json:
    """In draft 7 a ``$ref`` hides its neighbours; wrapped, the description next to it counts."""
    return {"allOf": [schema]} if "$ref" in schema else schema


def _with_commas(node: Mapping, fields: MappingType[str, Field], text: Text) -> Mapping:
    """The mapping with the text after a comma given back to the field it belongs to.

    In ``{note: Revised once, in 2021}`` YAML sees a second field "in 2021" without a value;
    whoever typed it meant text.
    """
    if all(value.start < value.end for _, value in node.entries):
        return node
    entries: list[tuple[Node, Node]] = []
    for key, value in node.entries:
        before = entries[-1][1] if entries else None
        bare = isinstance(value, Scalar) and value.start == value.end and not value.style
        colon = text.value[key.end : key.end + 20].lstrip().startswith(":")
        if (
            bare
            and not colon
            and isinstance(key, Scalar)
            and key.text not in fields
            and isinstance(before, Scalar)
            and not before.style
        ):
            whole = " ".join(text.value[before.start : key.end].split())
            entries[-1] = (entries[-1][0], Scalar(whole, before.start, key.end, ""))
        else:
            entries.append((key, value))
    return Mapping(entries, node.start, node.end)


def unique_keys(node: Mapping, reader: Reader) -> dict[str, tuple[Scalar, Node]]:
    """The keys of a mapping with their values; a repeated key is reported and its first kept."""
    keys: dict[str, tuple[Scalar, Node]] = {}
    for key, value in node.entries:
        if not isinstance(key, Scalar):
            reader.refuse_type(key, "this field's name", "text", "write name: value")
        elif key.text in keys:
            first = reader.text.span(keys[key.text][0].start, 0).line
            message = f'"{key.text}" stands here a second time; it is on line {first} already'
            hint = "keep one of the two"
            reader.refuse("duplicate-key", (key.start, key.end), message, hint)
        else:
            keys[key.text] = (key, value)
    return keys
