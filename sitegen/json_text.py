"""JSON put together from JSON, which costs less than a value that is gone through afterwards.

A text that is empty stands for what is not known.
"""

import json
from collections.abc import Iterable, Mapping
from json.encoder import encode_basestring as quoted

__all__ = ["array", "known", "pairs", "quoted", "record", "to_json", "whole"]

# JSON in the characters of its own script; nothing here holds itself, so nobody looks for that.
to_json = json.JSONEncoder(ensure_ascii=False, check_circular=False).encode


def known(text: str) -> str:
    """A text as JSON; what is empty is not known."""
    return quoted(text) if text else ""


def array(items: Iterable[str]) -> str:
    """A list of JSON; not known where it is empty."""
    return f"[{joined}]" if (joined := ", ".join(items)) else ""


def record(fields: Mapping[str, str]) -> str:
    """An object of those fields that are known."""
    return whole(pairs(fields))


def pairs(fields: Mapping[str, str]) -> list[str]:
    """Those fields that are known, as they stand in an object."""
    return [f'"{name}": {value}' for name, value in fields.items() if value]


def whole(pairs: list[str]) -> str:
    """An object that is put together from such pairs."""
    return f"{{{', '.join(pairs)}}}"
