"""Fields that stand at the wrong depth: which record they belong to, and where that shows.

A wrong indentation moves a field out of its record. What it then lacks, and what its neighbours
lack, follows from that one slip, so that only the slip is told.
"""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from sitegen.yaml_nodes import Mapping as MappingNode
from sitegen.yaml_nodes import Node, Scalar, Sequence


def record_of(kind: Any) -> Any:
    """The record that a kind of value holds, one or many of them; None where it is none."""
    while hasattr(kind, "item"):
        kind = kind.item
    kind = getattr(kind, "record", kind)
    return kind if hasattr(kind, "fields") else None


def home_of(name: str, fields: Mapping[str, Any]) -> str:
    """The field whose records have a field of this name; empty where none has."""
    for home, declared in fields.items():
        record = record_of(declared.kind)
        if record is not None and name in record.fields:
            return home
    return ""


def is_no_record(value: Node, fields: Collection[str]) -> bool:
    """Whether a value that stands in a record's place is plainly something else, or nothing."""
    if isinstance(value, MappingNode):
        return bool(value.entries) and not any(name in fields for name in _names(value))
    return isinstance(value, Sequence | Scalar)


def orphans(keys: Mapping[str, tuple[Scalar, Node]], fields: Mapping[str, Any]) -> dict[str, str]:
    """Records with ids that stand beside the empty field they should stand in.

    The id of each leads to that field.
    """
    found: dict[str, str] = {}
    for home, (_, value) in keys.items():
        kind: Any = fields[home].kind if home in fields else None
        empty = isinstance(value, Scalar) and not value.text
        if empty and hasattr(kind, "record"):
            known = set(kind.record.fields)
            found |= {
                name: home
                for name, (_, other) in keys.items()
                if name not in fields
                and isinstance(other, MappingNode)
                and other.entries
                and known.issuperset(_names(other))
            }
    return found


def likely_home(value: Node, fields: Mapping[str, Any]) -> str:
    """The field of the whole file whose records with ids look like this one; empty if none do."""
    if not isinstance(value, MappingNode) or not value.entries:
        return ""
    names = set(_names(value))
    for home, declared in fields.items():
        if hasattr(declared.kind, "record") and names.issubset(declared.kind.record.fields):
            return home
    return ""


def names_within(value: Node) -> Iterator[str]:
    """Every field and id that a value holds, at any depth."""
    waiting = [value]
    while waiting:
        node = waiting.pop()
        if isinstance(node, MappingNode):
            yield from _names(node)
            waiting += [below for _, below in node.entries]
        elif isinstance(node, Sequence):
            waiting += node.items


def _names(node: MappingNode) -> Iterator[str]:
    return (key.text for key, _ in node.entries if isinstance(key, Scalar))
