"""What YAML is made of: nodes with their places, in characters of the file."""

from typing import NamedTuple


class Scalar(NamedTuple):
    """A text from offset ``start`` to ``end`` of the file.

    ``style`` is the first character of how it is written (``'``, ``"``, ``|``, ``>``), or none.
    """

    text: str
    start: int
    end: int
    style: str


class Sequence(NamedTuple):
    """A list of nodes."""

    items: list["Node"]
    start: int
    end: int


class Mapping(NamedTuple):
    """Keys and values as they stand, repeated keys included."""

    entries: list[tuple["Node", "Node"]]
    start: int
    end: int


class Broken(NamedTuple):
    """Something that was refused and reported: whoever meets it says nothing more."""

    start: int
    end: int


type_names = {Scalar: "text", Sequence: "a list", Mapping: "fields", Broken: "nothing"}
Node = Scalar | Sequence | Mapping | Broken
