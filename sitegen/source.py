"""A file's bytes, and its text with the places in it."""

import re
from bisect import bisect_right
from functools import cache, cached_property
from itertools import accumulate
from typing import NamedTuple

from sitegen.diagnostics import WHOLE_FILE, Diagnostic, Span, error

LARGEST = 5_000_000  # bytes of a file that is read at all: a book has one million

# Characters that XML 1.0, HTML or UTF-8 cannot carry; tab and line breaks are not among them.
_UNPRINTABLE = (
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)

# Bytes that are no control character; after C2 and EF there may come the rest of one that is.
_FINE = b"\t\n\r" + bytes(range(0x20, 0x7F)) + bytes(range(0x80, 0x100))


class SourceFile(NamedTuple):
    """A file as found: ``path`` relative to the site's folder, and its bytes."""

    path: str
    data: bytes


class Text:
    """A file's text with LF line ends and no byte-order mark; offsets count characters."""

    def __init__(self, path: str, value: str) -> None:
        self.path = path
        self.value = value

    @cached_property
    def line_starts(self) -> tuple[int, ...]:
        """The offset at which each line begins, and one past the end."""
        return (0, *accumulate(map((1).__add__, map(len, self.value.split("\n")))))

    def span(self, start: int, end: int) -> Span:
        """The place of ``value[start:end]``, cut at the end of its first line."""
        return span_of(self.line_starts, start, end)


def span_of(line_starts: tuple[int, ...], start: int, end: int) -> Span:
    """The place of the characters from ``start`` to ``end`` in a text with these lines."""
    line = min(bisect_right(line_starts, start), len(line_starts) - 1)
    line_end = line_starts[line] - 1
    return Span(line, start - line_starts[line - 1] + 1, max(1, min(end, line_end) - start))


def unprintable(text: str) -> re.Match[str] | None:
    """The first character that no page or feed can carry, if there is one."""
    if text.replace("\n", "").isprintable():  # as most texts are: the same to Unicode, and quicker
        return None
    return _pattern().search(text)


def _is_plain(raw: bytes) -> bool:
    """Whether no such character can be in UTF-8: none of the bytes is of one, or begins one."""
    return not raw.translate(None, _FINE) and b"\xc2" not in raw and b"\xef" not in raw


@cache
def _pattern() -> re.Pattern[str]:
    return re.compile(_UNPRINTABLE)


def read_text(source: SourceFile, largest: int = LARGEST) -> tuple[Text, list[Diagnostic]]:
    """The file's text; where bytes are not UTF-8 or characters not text, an error at each line.

    The text is always whole enough to go on with: what could not be read is U+FFFD in it. That of
    a file with more than ``largest`` bytes, or in another encoding, is empty.
    """
    raw = source.data.removeprefix(b"\xef\xbb\xbf")
    if wrong := _too_large(source, largest) or _another_encoding(source.path, raw):
        return Text(source.path, ""), [wrong]
    problems = []
    try:
        value = raw.decode("utf-8")
    except UnicodeDecodeError:
        value = raw.decode("utf-8", errors="replace")
        problems = _undecodable_lines(source, raw)
    if "\r" in value:
        value = value.replace("\r\n", "\n").replace("\r", "\n")
    text = Text(source.path, value)
    if not _is_plain(raw) and (found := unprintable(value)):
        problems.append(
            error(
                "encoding",
                source.path,
                text.span(found.start(), found.end()),
                f"this line holds U+{ord(found[0]):04X}, a control character that no page can show",
                "delete it and type the text again",
            )
        )
    return text, problems


def _too_large(source: SourceFile, largest: int) -> Diagnostic | None:
    if len(source.data) <= largest:
        return None
    message = f"this file has more than {largest // 1_000:,} kB, too much for a text"
    hint = "is it a picture, or a book? keep only the passages that are needed"
    return error("too-large", source.path, WHOLE_FILE, message, hint)


def _another_encoding(path: str, raw: bytes) -> Diagnostic | None:
    """UTF-16, which has a mark at the start or a zero in every other byte; or nothing but zeros."""
    marked = raw[:2] in (b"\xff\xfe", b"\xfe\xff")
    if not marked and (b"\0" not in raw or raw.count(0) * 4 <= len(raw)):
        return None
    message, hint = "this file is saved as UTF-16, not as UTF-8", 'save it as "UTF-8"'
    if not raw.strip(b"\0"):
        message = "this file is empty but for zero bytes, as a crash can leave them"
        hint = "take it from a backup, or write it anew"
    return error("encoding", path, Span(1, 1, 1), message, hint)


def _undecodable_lines(source: SourceFile, raw: bytes) -> list[Diagnostic]:
    """One error for each line with bytes that are not UTF-8."""
    problems = []
    for number, line in enumerate(re.split(b"\r\n|\r|\n", raw), start=1):
        try:
            line.decode("utf-8")
        except UnicodeDecodeError as wrong:
            column = len(line[: wrong.start].decode("utf-8", errors="replace")) + 1
            guess = line[wrong.start : wrong.start + 1].decode("cp1252", errors="replace")
            message = f"byte 0x{line[wrong.start]:02X} on this line is not UTF-8"
            hint = f'save the file as "UTF-8"; the byte may have been meant as "{guess}"'
            problems.append(error("encoding", source.path, Span(number, column, 1), message, hint))
    return problems
