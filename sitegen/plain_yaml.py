"""A short way through the YAML of a header, for what most of them hold.

A line is a field, an entry of a list, a comment, or part of a text after ``|`` or ``>``. Whatever
else YAML may have (texts that go on in the next line, braces, escapes, tabs) is not read here:
then all of it goes to the parser, which takes longer and also says what is wrong.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from sitegen.diagnostics import Diagnostic
from sitegen.source import Text
from sitegen.yaml_nodes import Mapping, Node, Scalar, Sequence, parse

_MOST = 500_000  # characters: more could be more values than a file may have
_DEEPEST = 10
# Tabs, what ends a line to YAML alone, and the mark that files begin with.
_ODD = ("\t", "\x85", "\u2028", "\u2029", "\ufeff")
_SIGNS = frozenset(" ,[]{}#&*!|>'\"%@`?:-")  # that a plain text does not begin with
_BLOCKS = ("|", ">", "|-", ">-")
_KEY = re.compile("[A-Za-z0-9_][A-Za-z0-9_-]*")
_LONGEST = 100  # characters of a key
_NO_ENTRY = re.compile(r"""[\[\]{}&*!|>'"%@`?:]| #""")
_FOLDED = re.compile(r"\n(\n*)")

_new = tuple.__new__  # makes a node in half the time


class _UnusualError(Exception):
    """Something that only the parser reads."""


def parse_header(text: Text, start: int, end: int) -> tuple[Node | None, list[Diagnostic]]:
    """As ``yaml_nodes.parse``, by the short way where there is one."""
    plain = read_plain(text.value[start:end], start)
    return (plain, []) if plain else parse(text, start, end)


def read_plain(value: str, base: int) -> Mapping | None:
    """The mapping that a text is, as the parser reads it; None where that is to be asked.

    ``base`` is the offset of the text in its file.
    """
    if len(value) > _MOST or not value.endswith("\n") or any(sign in value for sign in _ODD):
        return None
    try:
        return _Reader().read(value.split("\n")[:-1], base)
    except _UnusualError:
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

    def read(self, lines: list[str], following: int) -> Mapping:
        """The whole; ``following`` is the offset of the line that comes next."""
        number, count = 0, len(lines)
        while number < count:
            line = lines[number]
            number += 1
            text = line.lstrip(" ")
            indent = len(line) - len(text)
            at = following + indent
            following += len(line) + 1
            if not text or text[0] == "#":
                continue
            dash = text[:2] == "- "
            if self.key or indent != self.column or dash is not self.is_list:
                self._move(indent, at, dash=dash)
            if dash:
                inner = text[2:].lstrip(" ") or "-"
                at += len(text) - len(inner)
                text = inner
            name, rest = _field(text)
            if name:
                if dash:
                    self._open(len(line) - len(text), at, is_list=False)
                text = rest.lstrip(" ")
                end = at + len(name)
                self.key = _new(Scalar, (name, at, end, ""))
                if not text or text[0] == "#":
                    continue
                at = end + 2 + len(rest) - len(text)
            elif not dash:
                raise _UnusualError
            if text in _BLOCKS:
                whole, number, length = _block(lines, number, text, self.column)
                following += length
                self._add(Scalar(whole, at, following, text[0]))
            else:
                self._add(_value(text, at))
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
            raise _UnusualError

    def _open(self, column: int, at: int, *, is_list: bool) -> None:
        if len(self.around) >= _DEEPEST:
            raise _UnusualError
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
            raise _UnusualError
        if self.key is not None:
            self._add_nothing()
        while self.around:
            self._close(end)
        return Mapping(self.entries, self.start, end)


def _field(text: str) -> tuple[str, str]:
    """The key that a line begins with, and what stands after it; no key where it has none."""
    name, colon, rest = text.partition(": ")
    if not colon and text[-1] == ":":
        name, colon = text[:-1], ":"
    return (name, rest) if colon and len(name) <= _LONGEST and _is_key(name) else ("", "")


@lru_cache(maxsize=4096)
def _is_key(name: str) -> bool:
    return _KEY.fullmatch(name) is not None


def _value(text: str, at: int) -> Node:
    """What a line holds after a key or hyphen; it begins at offset ``at``."""
    first = text[0]
    if text[-1] == " ":
        text = text.rstrip(" ")
    if first not in _SIGNS:
        if " #" in text:
            text = text[: text.index(" #")].rstrip(" ")
        if ": " in text or text[-1] == ":":
            raise _UnusualError
        return _new(Scalar, (text, at, at + len(text), ""))
    inner, end = text[1:-1], at + len(text)
    if first == text[-1] == "'" and end > at + 1:
        if "'" not in inner:
            return _new(Scalar, (inner, at, end, first))
        if "'" not in inner.replace("''", ""):
            return Scalar(inner.replace("''", "'"), at, end, first)
    if first == text[-1] == '"' and end > at + 1 and '"' not in inner and "\\" not in inner:
        return Scalar(inner, at, end, first)
    if first == "[" and text[-1] == "]" and not _NO_ENTRY.search(inner):
        return Sequence(list(_entries(inner, at + 1)), at, end)
    raise _UnusualError


def _entries(inner: str, start: int) -> Iterator[Scalar]:
    """The plain texts of a list in brackets."""
    for entry in inner.split(",") if inner.strip(" ") else ():
        text = entry.lstrip(" ")
        at = start + len(entry) - len(text)
        start += len(entry) + 1
        text = text.rstrip(" ")
        if not text or text[0] in _SIGNS:
            raise _UnusualError
        yield Scalar(text, at, at + len(text), "")


def _block(lines: list[str], first: int, sign: str, column: int) -> tuple[str, int, int]:
    """A text after ``|`` or ``>``, the number of the line below, and how long it is as written.

    It is indented more than the ``column`` of what it belongs to.
    """
    top = lines[first] if first < len(lines) else ""
    margin = len(top) - len(top.lstrip(" "))
    if margin <= column or len(top) == margin:
        raise _UnusualError
    number, spaces = first + 1, top[:margin]
    while number < len(lines) and (
        lines[number].startswith(spaces) or not lines[number].strip(" ")
    ):
        number += 1
    written = lines[first:number]
    text = "\n".join([line[margin:] for line in written]).rstrip("\n")
    if sign[0] == ">":
        if "\n " in text:
            raise _UnusualError  # what is indented more is not folded
        text = _FOLDED.sub(lambda breaks: breaks[1] or " ", text)
    end = "" if sign.endswith("-") else "\n"
    return text + end, number, sum(map(len, written)) + len(written)
