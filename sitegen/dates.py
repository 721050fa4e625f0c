"""The kind of dates: a day, or a moment with an offset from UTC, and what was meant by others."""

import re
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any

from msgspec import Struct

from sitegen.kinds import WORD
from sitegen.reading import Offsets, Reader
from sitegen.shape import Json
from sitegen.when import When
from sitegen.yaml_nodes import Node

_DAY = r"(\d{4}-\d{2}-\d{2})"
_CLOCK = r"(\d{2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?)"
_OFFSET = r"(?:\s*(Z|z|[+-]\d{2}:\d{2}))?"
# The same for the schema; in the regular expressions of JSON Schema, ``$`` is the very end.
_DATE_PATTERN = (
    r"^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])"
    r"([Tt ]\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?\s*([Zz]|[+-]\d{2}:\d{2}))?\s*$"
)
_FIRST_YEAR, _LAST_YEAR = "1000", "9000"
_MOMENT = re.compile(f"{_DAY}(?:[Tt ]{_CLOCK}{_OFFSET})?", re.ASCII)


@lru_cache(maxsize=4096)
def _plain_day(value: str) -> When | None:
    """A day with nothing wrong about it, as most are; they recur, in one brief and in others.

    None asks for a closer look, as do those so far away that an offset may lead out of time.
    """
    if value[4:5] != "-" or value[7:8] != "-" or not _FIRST_YEAR < value < _LAST_YEAR:
        return None
    try:
        date.fromisoformat(value)
    except ValueError:
        return None
    return When(value)


class DateKind(Struct, frozen=True):
    """A day, or a moment with an offset from UTC."""

    @property
    def blank(self) -> None:
        return None

    def plain(self, value: str) -> When | None:
        """As of a text."""
        if when := _plain_day(value):
            return when
        match = _MOMENT.fullmatch(value)
        return _moment(*match.groups()) if match else None

    def read(self, node: Node, path: str, owner: Offsets, reader: Reader) -> Any:
        value = WORD.read(node, path, owner, reader)
        if not isinstance(value, str):
            return value
        if when := _plain_day(value):
            return when
        place = (node.start, node.end)
        match = _MOMENT.fullmatch(value)
        if match is None:
            return reader.refuse("bad-date", place, f'"{value}" is not a date', _date_hint(value))
        day, clock, offset = match.groups()
        if clock and not offset:
            hint = f"add the offset from UTC, for example {day}T{clock}+02:00 or {day}T{clock}Z"
            return reader.refuse("bad-date", place, f'"{value}" does not say its time zone', hint)
        if when := _moment(day, clock, offset):
            return when
        message = f'"{value}" is not in the calendar'
        return reader.refuse("bad-date", place, message, _calendar_hint(value))

    def schema(self, definitions: Json) -> Json:
        wrong = "write year-month-day: 2024-05-14; with a time 2024-05-14T18:00+02:00"
        return {"type": "string", "pattern": _DATE_PATTERN, "errorMessage": wrong}


def _moment(day: str, clock: str | None, offset: str | None) -> When | None:
    """What was typed as a day, or as a moment; None where it is not in the calendar."""
    if clock and not offset:
        return None
    iso = f"{day}T{clock}{(offset or '').upper().replace('Z', '+00:00')}" if clock else day
    try:
        instant = datetime.fromisoformat(iso)
        instant.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return When(instant.isoformat() if clock else iso)


_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NAMED_MONTH = (  # 14 May 2024, May 14th, 2024
    r"(?:(?P<first>\d{1,2})(?:st|nd|rd|th)?\.?(?: of)? )?"
    rf"(?P<month>(?:{'|'.join(_MONTHS)})[a-z]*)\.?"
    r"(?: (?P<day>\d{1,2})(?:st|nd|rd|th)?)?,? (?P<year>\d{4})"
)


def _date_hint(value: str) -> str:
    """The date that was probably meant, in the form to write it."""
    if named := re.fullmatch(_NAMED_MONTH, value, re.IGNORECASE):
        month = _MONTHS.index((named["month"] or "")[:3].lower()) + 1
        value = f"{named['day'] or named['first']}.{month}.{named['year']}"
    typed = re.findall(r"\d+", value)[:3]
    if len(typed) == len(("year", "month", "day")) and max(map(len, typed)) <= len("2024"):
        first, second, third = (int(number) for number in typed)
        if len(typed[0]) == len("2024"):
            meant = [(first, second, third)]
        elif len(typed[2]) == len("2024"):  # 14.05.2024; with slashes it may be the month first
            meant = [(third, second, first)]
            meant += [(third, first, second)] if "/" in value and first != second else []
        else:
            meant = []
        dates = [f'"{date(*it).isoformat()}"' for it in meant if _exists(*it)]
        if dates:
            return f"write {' or '.join(dates)}, year-month-day"
    return "write year-month-day: 2024-05-14"


def _exists(year: int, month: int, day: int) -> bool:
    from calendar import monthrange

    return year > 0 and 1 <= month <= _LAST_MONTH and 1 <= day <= monthrange(year, month)[1]


def _calendar_hint(value: str) -> str:
    """What is wrong with a date that is written right."""
    from calendar import month_name, monthrange

    year, month, day = (int(number) for number in value[:10].split("-"))
    if _exists(year, day, month):
        return f'write "{year:04}-{day:02}-{month:02}", year-month-day'
    if year and 1 <= month <= _LAST_MONTH:
        days = monthrange(year, month)[1]
        return f"{month_name[month]} {year} has {days} days" if not 1 <= day <= days else _TIME
    return "write year-month-day: 2024-05-14"


_LAST_MONTH = 12
_TIME = "write the time from 00:00 to 23:59, with an offset such as +02:00"


DATE = DateKind()
