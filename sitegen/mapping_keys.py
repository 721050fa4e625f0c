"""The keys of a mapping with their values, as they were meant where YAML sees others."""

from collections.abc import Container

from sitegen.reading import Reader
from sitegen.source import Text
from sitegen.yaml_nodes import Mapping, Node, Scalar


def with_commas(node: Mapping, fields: Container[str], text: Text) -> Mapping:
    """The mapping with the text after a comma given back to the field it belongs to.

    In ``{note: Revised once, in 2021}`` YAML sees a second field "in 2021" without a value;
    whoever typed it meant text.
    """
    for _, value in node.entries:
        if value.start == value.end:
            break
    else:
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


def is_empty(node: Node) -> bool:
    """Whether nothing was typed."""
    return isinstance(node, Scalar) and not node.text and not node.style


def unique_keys(node: Mapping, reader: Reader) -> dict[str, tuple[Scalar, Node]]:
    """The keys of a mapping with their values; a repeated key is reported and its first kept."""
    keys = {key.text: (key, value) for key, value in node.entries if type(key) is Scalar}
    if len(keys) == len(node.entries):  # as nearly always
        return keys
    keys = {}
    for key, value in node.entries:
        if not isinstance(key, Scalar):
            reader.refuse_type(key, "this field's name", "text", "write name: value")
        elif key.text in keys and is_empty(keys[key.text][1]) and not is_empty(value):
            message = f'"{key.text}" stands here twice, the first time without a value'
            empty, _ = keys[key.text]
            reader.refuse("duplicate-key", (empty.start, empty.end), message, "delete this line")
            keys[key.text] = (key, value)
        elif key.text in keys:
            first = reader.text.span(keys[key.text][0].start, 0).line
            message = f'"{key.text}" stands here a second time; it is on line {first} already'
            hint = "keep one of the two"
            reader.refuse("duplicate-key", (key.start, key.end), message, hint)
        else:
            keys[key.text] = (key, value)
    return keys
