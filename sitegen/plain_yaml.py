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
_LONGEST = 1000  # characters of a name that is a key; YAML knows no longer keys than 1024
_NO_ENTRY = re.compile(r"""[\[\]{}&*!|>'"%@`?:]| #""")
_NO_PAIR = re.compile(r"""[{}&*!|>'"%@`?]| #""")
_PAIR = re.compile(r" *([\w-]+): +(\[[^\[\]]*\] *|[^ ,:\[\]][^,:\[\]]*)(?:,|\Z)", re.ASCII)
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


def key_of(line: str) -> tuple[str, str]:
    """What a line begins with, and what stands behind it, which may be nothing."""
    name, _, value = line.partition(": ")
    if not value and line[-1] != ":":
        raise UnusualError
    return (name, value) if value else (line[:-1], "")


def is_name(key: str) -> bool:
    """Whether a key is plain, and so the name that was typed."""
    plain = key[:1] not in SIGNS and key[-1:] != " " and " #" not in key and ":" not in key
    return bool(key) and plain and len(key) < _LONGEST


def braces_of(text: str, at: int) -> Iterator[tuple[str, str, int]]:
    """The names of the fields in braces, with what stands behind each and where.

    That is a plain text, or a list in brackets.
    """
    inner = text[1:-1]
    if text[0] != "{" or text[-1] != "}" or not inner or _NO_PAIR.search(inner):
        raise UnusualError
    done = 0
    while done < len(inner):
        found = _PAIR.match(inner, done)
        if found is None:
            raise UnusualError
        yield found[1], found[2].rstrip(" "), at + 1 + found.start(2)
        done = found.end()


def scalar_of(value: str, start: int) -> tuple[str, int, int]:
    """A text that stands on one line, and its place."""
    node = value_of(value, start)
    if type(node) is not Scalar:
        raise UnusualError
    return node[:3]


class Lines:
    """The lines of some YAML; the next one has a number, and begins at an offset of the file."""

    def __init__(self, value: str, start: int) -> None:
        self.lines = value.split("\n")
        self.lines.pop()  # what follows the last line break is none
        self.count = len(self.lines)
        self.number = 0
        self.at = start

    def go_on(self) -> None:
        """Leave a line behind."""
        self.at += len(self.lines[self.number]) + 1
        self.number += 1

    def indent(self) -> int:
        """The column of the next line that is not empty and no comment; -1 where there is none."""
        while self.number < self.count:
            line = self.lines[self.number]
            rest = line.lstrip(" ")
            if rest and rest[0] != "#":
                return len(line) - len(rest)
            self.go_on()
        return -1

    def end(self) -> int:
        """Where what stands before the next line ends for YAML: at what comes then."""
        return self.at + max(self.indent(), 0)
