"""Answers over HTTP: what they are made of, and what a request's headers want of one."""

import re
from collections.abc import Callable
from typing import NamedTuple

OK, PART, UNCHANGED, NO_PART = 200, 206, 304, 416
_TAGS = re.compile(r'"[^"]*"')
_RANGE = re.compile(r"\s*bytes\s*=\s*(\d{0,18})-(\d{0,18})\s*", re.ASCII | re.IGNORECASE)


class Answer(NamedTuple):
    """A status, headers by name, and content."""

    status: int
    headers: dict[str, str]
    content: bytes


def file_answer(status: int, content: bytes, kind: str, digest: str) -> Answer:
    """A file of the site, which a browser may keep but asks for each time whether it changed."""
    headers = {"Content-Type": kind, "Cache-Control": "no-cache", "ETag": f'"{digest}"'}
    if status == OK:
        headers["Accept-Ranges"] = "bytes"
    return Answer(status, headers, content)


def passing_answer(status: int, content: bytes, kind: str) -> Answer:
    """What no browser keeps."""
    return Answer(status, {"Content-Type": kind, "Cache-Control": "no-store"}, content)


def text_answer(status: int, text: str, **headers: str) -> Answer:
    """A line of plain text."""
    made = passing_answer(status, f"{text}\n".encode(), "text/plain; charset=utf-8")
    return made._replace(headers={**made.headers, **headers})


def wanted(answer: Answer, method: str, header: Callable[[str], str | None]) -> Answer:
    """An answer, or what a request's headers want of it: a part, or to know it is unchanged.

    RFC 9110, 13.2.2 and 14.2: to know comes first, only GET asks for a part, and ``Range`` may be
    left alone. It is where it asks for several parts, or for none that could be.
    """
    tag = answer.headers.get("ETag")
    if answer.status != OK or tag is None:
        return answer
    known = header("If-None-Match") or ""
    if known.strip() == "*" or tag in _TAGS.findall(known):
        kept = {name: answer.headers[name] for name in ("Cache-Control", "ETag")}
        return Answer(UNCHANGED, kept, b"")
    asked = _RANGE.fullmatch(header("Range") or "")
    if method != "GET" or not asked or header("If-Range") not in (None, tag):
        return answer
    return _part(answer, asked[1], asked[2])


def _part(answer: Answer, first: str, last: str) -> Answer:
    """The bytes from the first to the last; without a first, so many at the end."""
    length = len(answer.content)
    if length == 0 or (first, last) == ("", "") or (first and last and int(last) < int(first)):
        return answer
    begin = int(first) if first else max(0, length - int(last))
    end = min(int(last) + 1, length) if first and last else length
    if begin >= length:
        where = {"Content-Range": f"bytes */{length}"}
        return text_answer(NO_PART, "There is no such part.", **where)
    headers = {**answer.headers, "Content-Range": f"bytes {begin}-{end - 1}/{length}"}
    return Answer(PART, headers, answer.content[begin:end])
