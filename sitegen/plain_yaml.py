"""What stands after a key or hyphen in YAML, where it is plain: most of what headers hold.

Whatever else YAML may have (texts that go on in the next line, braces, escapes, tabs) is not read
here: then all of it goes to the parser, which takes longer and also says what is wrong.
"""

import re
from collections.abc import Iterator

from sitegen.yaml_nodes import Node, Scalar, Sequence

MOST = 500_000  # characters: more could be more values than a file may have
# Tabs, what ends a line to YAML alone, and the mark that files begin with.
ODD = ("\t", "\x85", "\u2028", "\u2029", "\ufeff")
SIGNS = frozenset(" ,[]{}#&*!|>'\"%@`?:-")  # that a plain text does not begin with
BLOCKS = ("|", ">", "|-", ">-")
_NO_ENTRY = re.compile(r"""[\[\]{}&*!|>'"%@`?:]| #""")
_FOLDED = re.compile(r"\n(\n*)")

_new = tuple.__new__  # makes a node in half the time


class UnusualError(Exception):
    """Something that only the parser reads."""


def value_of(text: str, at: int) -> Node:
    """What a line holds after a key or hyphen; it begins at offset ``at``."""
    first, last, end = text[:1], text[-1:], at + len(text)
    if first == last == "'" and (inner := text[1:-1]) and "'" not in inner:
        return _new(Scalar, (inner, at, end, first))
    if last == " ":
        text = text.rstrip(" ")
        last, end = text[-1:], at + len(text)
    if first and first not in SIGNS:
        if " #" in text:
            text = text[: text.index(" #")].rstrip(" ")
            last, end = text[-1], at + len(text)
        if last == ":" or ": " in text:
            raise UnusualError
        return _new(Scalar, (text, at, end, ""))
    inner = text[1:-1]
    if first == last == "'" and end > at + 1 and "'" not in inner.replace("''", ""):
        return Scalar(inner.replace("''", "'"), at, end, first)
    if first == last == '"' and end > at + 1 and '"' not in inner and "\\" not in inner:
        return Scalar(inner, at, end, first)
    if first == "[" and last == "]" and not _NO_ENTRY.search(inner):
        return Sequence(list(_entries(inner, at + 1)), at, end)
    raise UnusualError


def _entries(inner: str, start: int) -> Iterator[Scalar]:
    """The plain texts of a list in brackets."""
    for entry in inner.split(",") if inner.strip(" ") else ():
        text = entry.lstrip(" ")
        at = start + len(entry) - len(text)
        start += len(entry) + 1
        text = text.rstrip(" ")
        if not text or text[0] in SIGNS:
            raise UnusualError
        yield Scalar(text, at, at + len(text), "")


def block(lines: list[str], first: int, sign: str, column: int) -> tuple[str, int, int]:
    """A text after ``|`` or ``>``, the number of the line below, and how long it is as written.

    It is indented more than the ``column`` of what it belongs to.
    """
    top = lines[first] if first < len(lines) else ""
    margin, number = len(top) - len(top.lstrip(" ")), first
    if margin <= column or len(top) == margin:
        raise UnusualError
    spaces = top[:margin]
    written = []
    while number < len(lines) and (
        (line := lines[number]).startswith(spaces) or not line.strip(" ")
    ):
        written.append(line)
        number += 1
    text = "\n".join([line[margin:] for line in written]).rstrip("\n")
    if sign[0] == ">":
        if "\n " in text:
            raise UnusualError  # what is indented more is not folded
        text = _FOLDED.sub(lambda breaks: breaks[1] or " ", text)
    end = "" if sign.endswith("-") else "\n"
    return text + end, number, sum(map(len, written)) + len(written)
