"""JSON put together from JSON, which costs less than a value that is gone through afterwards."""

import json
from collections.abc import Iterable, Mapping
from json.encoder import encode_basestring as quoted

__all__ = ["Json", "array", "pairs", "quoted", "record", "to_json", "whole"]

# JSON in the characters of its own script; nothing here holds itself, so nobody looks for that.
to_json = json.JSONEncoder(ensure_ascii=False, check_circular=False).encode


class Json(str):
    """What is JSON already. What is empty is not known."""

    __slots__ = ()


def array(items: Iterable[str]) -> Json:
    """A list of what is JSON; not known where there is nothing in it."""
    joined = ", ".join(items)
    return Json(f"[{joined}]" if joined else "")


def record(fields: Mapping[str, str]) -> Json:
    """An object of those fields that are known: texts, and what is JSON already."""
    return Json(whole(pairs(fields)))


def pairs(fields: Mapping[str, str]) -> list[str]:
    """The same fields as they stand in an object."""
    return [
        f'"{name}": {value if type(value) is Json else quoted(value)}'
        for name, value in fields.items()
        if value
    ]


def whole(pairs: list[str]) -> str:
    """An object that is put together from such pairs."""
    return f"{{{', '.join(pairs)}}}"
