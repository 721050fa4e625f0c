"""A short way through the YAML of a header, for what most of them hold.

A line is a field, an entry of a list, a comment, or part of a text after ``|`` or ``>``. Whatever
else YAML may have (texts that go on in the next line, braces, escapes, tabs) is not read here:
then all of it goes to the parser, which takes longer and also says what is wrong.
"""

import re
from collections.abc import Iterator
from typing import Any

from sitegen.diagnostics import Diagnostic
from sitegen.source import Text
from sitegen.yaml_nodes import Mapping, Node, Scalar, Sequence, parse

MOST = 500_000  # characters: more could be more values than a file may have
_DEEPEST = 10
# Tabs, what ends a line to YAML alone, and the mark that files begin with.
ODD = ("\t", "\x85", "\u2028", "\u2029", "\ufeff")
SIGNS = frozenset(" ,[]{}#&*!|>'\"%@`?:-")  # that a plain text does not begin with
BLOCKS = ("|", ">", "|-", ">-")
# Each line, the spaces before it, its hyphen, its key (100 characters at most), and the rest.
_LINES = re.compile(
    r"(( *)(- +)?(?:([A-Za-z0-9_][A-Za-z0-9_-]{0,99}):(?: +|(?=\n)))?(.*))\n"
).findall
_NO_ENTRY = re.compile(r"""[\[\]{}&*!|>'"%@`?:]| #""")
_FOLDED = re.compile(r"\n(\n*)")

_new = tuple.__new__  # makes a node in half the time


class UnusualError(Exception):
    """Something that only the parser reads."""


def parse_header(text: Text, start: int, end: int) -> tuple[Node | None, list[Diagnostic]]:
    """As ``yaml_nodes.parse``, by the short way where there is one."""
    plain = read_plain(text.value[start:end], start)
    return (plain, []) if plain else parse(text, start, end)


def read_plain(value: str, base: int) -> Mapping | None:
    """The mapping that a text is, as the parser reads it; None where that is to be asked.

    ``base`` is the offset of the text in its file.
    """
    if len(value) > MOST or not value.endswith("\n") or any(sign in value for sign in ODD):
        return None
    try:
        return _Reader().read(value, base)
    except UnusualError:
        return None


class _Reader:
    """Goes through the lines with what is open: the innermost list or mapping, and those around."""

    def __init__(self) -> None:
        self.column = -1
        self.is_list = False
        self.start = 0
        self.entries: list[Any] = []  # nodes, or pairs of a key and its node
        self.key: Scalar | None = None  # the last one, while its value is to come
        self.around: list[tuple[int, bool, int, list[Any], Scalar | None]] = []

    def read(self, value: str, following: int) -> Mapping:
        """The whole; ``following`` is the offset of the line that comes next."""
        lines = _LINES(value)
        whole_lines = [line[0] for line in lines]
        number, count = 0, len(lines)
        column, is_list, entries = self.column, self.is_list, self.entries
        key: Scalar | None = None
        while number < count:
            line, spaces, hyphen, name, text = lines[number]
            number += 1
            indent = len(spaces)
            at = following + indent
            following += len(line) + 1
            if not hyphen and not name:
                if text and text[0] != "#":
                    raise UnusualError
                continue
            dash = hyphen != ""
            if self.key or indent != column or dash is not is_list:
                self._move(indent, at, dash=dash)
                column, is_list, entries = self.column, self.is_list, self.entries
            if name:
                if dash:
                    at += len(hyphen)
                    self._open(indent + len(hyphen), at, is_list=False)
                    column, is_list, entries = self.column, False, self.entries
                key = _new(Scalar, (name, at, at + len(name), ""))
                if not text or text[0] == "#":
                    self.key = key
                    continue
            at = following - 1 - len(text)
            if text in BLOCKS:
                whole, below, length = block(whole_lines, number, text, column)
                number, following = below, following + length
                node: Node = Scalar(whole, at, following, text[0])
            else:
                node = value_of(text, at)
            entries.append((key, node) if name else node)
        return self._closed(following)

    def _add(self, node: Node) -> None:
        if self.is_list:
            self.entries.append(node)
        else:
            self.entries.append((self.key, node))
            self.key = None

    def _move(self, indent: int, at: int, *, dash: bool) -> None:
        """To where a line belongs: into the value of the last key, or out of what has ended."""
        if self.column < 0 and not dash:
            self.column, self.start = 0, at
        if self.key is not None:
            if indent > self.column or (dash and indent == self.column):
                self._open(indent, at, is_list=dash)
            else:
                self._add_nothing()
        while indent < self.column or (self.is_list and not dash and indent == self.column):
            self._close(at)
        if indent != self.column or dash is not self.is_list:
            raise UnusualError

    def _open(self, column: int, at: int, *, is_list: bool) -> None:
        if len(self.around) >= _DEEPEST:
            raise UnusualError
        self.around.append((self.column, self.is_list, self.start, self.entries, self.key))
        self.column, self.is_list, self.start, self.entries, self.key = (
            column,
            is_list,
            at,
            [],
            None,
        )

    def _close(self, end: int) -> None:
        made: Node = (Sequence if self.is_list else Mapping)(self.entries, self.start, end)
        self.column, self.is_list, self.start, self.entries, self.key = self.around.pop()
        self._add(made)

    def _add_nothing(self) -> None:
        """The value of a key that has none: it stands after the colon."""
        assert self.key is not None  # noqa: S101 (the caller has looked)
        after = self.key.end + 1
        self._add(Scalar("", after, after, ""))

    def _closed(self, end: int) -> Mapping:
        """The root, now that all has ended."""
        if self.column < 0:
            raise UnusualError
        if self.key is not None:
            self._add_nothing()
        while self.around:
            self._close(end)
        return Mapping(self.entries, self.start, end)


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
