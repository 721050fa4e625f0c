"""A brief's timeline: what was said and published, what the desk did, what came of it.

The picture is a line of time, true to scale: above it what the desk did, below it what others
did. Its marks bear the numbers of the list under it, which tells the same in words.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import lru_cache

from markupsafe import Markup
from msgspec import Struct

from sitegen.entities import Names
from sitegen.model import Brief, Response
from sitegen.phrases import Phrases
from sitegen.svg import WIDTH, Canvas, apart
from sitegen.when import When

LEAST = 3  # days that are worth a picture
MOST = 12  # entries that have room beside each other

# What happens to a brief, in the order of one day. True: the desk did it.
KINDS = {
    "said": False,
    "published": False,
    "asked": True,
    "deadline": True,
    "answered": False,
    "checked": True,
    "corrected": True,
    "outcome": False,
}
_ORDER = {kind: place for place, kind in enumerate(KINDS)}
_STATUSES = ("replied", "stated", "declined")  # of those who said something


class Event(Struct, frozen=True):
    """Something with a day: its kind, and who or what it was about, if that is told."""

    kind: str
    when: When
    about: str


class Entry(Struct, frozen=True):
    """Events of one kind on one day; or on several, until ``until``, where there are too many."""

    kind: str
    day: date
    until: date | None
    about: tuple[str, ...]
    times: int


class TimelineRow(Struct, frozen=True):
    """An entry in words."""

    when: str
    what: str


class Timeline(Struct, frozen=True):
    """A brief's timeline, drawn and told."""

    svg: Markup
    rows: tuple[TimelineRow, ...]


def timeline(brief: Brief, names: Names, phrases: Phrases, *, rtl: bool) -> Timeline | None:
    """The timeline of a brief; none where fewer than three days are known."""
    entries = entries_of(events(brief, names, phrases))
    if len({entry.day for entry in entries}) < LEAST:
        return None
    return Timeline(_drawn(entries, phrases, rtl=rtl), tuple([_row(e, phrases) for e in entries]))


def events(brief: Brief, names: Names, phrases: Phrases) -> Iterator[Event]:
    """All that a brief gives a day for, and its timeline shows."""
    for claim in brief.claims:
        if claim.said:
            yield Event("said", claim.said, names.canonical(claim.claimant))
    article = brief.article
    if article.published:
        yield Event("published", article.published, names.canonical(article.publisher))
    for response in brief.responses:
        yield from _asked(response, names.canonical(response.from_))
    if brief.published:
        yield Event("checked", brief.published, "")
    for correction in brief.corrections:
        if correction.date:
            yield Event("corrected", correction.date, phrases.word("correction", correction.kind))
    if brief.outcome and brief.outcome.date:
        kind = brief.outcome.kind
        yield Event("outcome", brief.outcome.date, phrases.word("outcome", kind) if kind else "")


def _asked(response: Response, who: str) -> Iterator[Event]:
    if response.asked:
        yield Event("asked", response.asked, who)
    if response.deadline:
        yield Event("deadline", response.deadline, "")
    if response.date and response.status in _STATUSES:
        yield Event("answered", response.date, who)


def entries_of(found: Iterable[Event]) -> list[Entry]:
    """Events put together by their days, then by their kinds alone while there are too many.

    A day is taken as ISO 8601 has it, which sorts like a date.
    """
    days: dict[tuple[str, int], list[Event]] = {}
    for event in found:
        days.setdefault((event.when.iso[:10], _ORDER[event.kind]), []).append(event)
    entries = [_entry(days[key]) for key in sorted(days)]
    while len(entries) > MOST:
        kinds = [entry.kind for entry in entries]
        fullest = max(_ORDER, key=kinds.count)
        all_of_it = [entry for entry in entries if entry.kind == fullest]
        entries[kinds.index(fullest)] = _folded(all_of_it)
        entries = [entry for entry in entries if entry.kind != fullest or entry.until]
    return entries


def _entry(same: Sequence[Event]) -> Entry:
    first = same[0]
    about = tuple(dict.fromkeys([event.about for event in same if event.about]))
    return Entry(first.kind, first.when.day, None, about, len(same))


def _folded(entries: Sequence[Entry]) -> Entry:
    count = sum(entry.times for entry in entries)
    return Entry(entries[0].kind, entries[0].day, entries[-1].day, (), count)


def _row(entry: Entry, phrases: Phrases) -> TimelineRow:
    when = phrases.day(entry.day)
    if entry.until:
        when = phrases.say("timeline_span", first=when, last=phrases.day(entry.until))
    what = _what(entry.kind, entry.times, phrases)
    if entry.about:
        what = phrases.say("timeline_about", what=what, about=phrases.comma.join(entry.about))
    return TimelineRow(when, what)


@lru_cache(maxsize=1024)
def _what(kind: str, times: int, phrases: Phrases) -> str:
    return phrases.say(f"timeline_{kind}", n=times)


# The picture

_EDGE = 12  # from the picture's sides to the middle of the outmost marks
_APART = 24  # from mark to mark, in a row
_ROW = 38  # from a row of marks to the line
_MARK = 10  # half of a mark's size


def _drawn(entries: Sequence[Entry], phrases: Phrases, *, rtl: bool) -> Markup:
    canvas = Canvas(rtl=rtl)
    first, last = entries[0].day, max([entry.until or entry.day for entry in entries])
    span, room = max(1, (last - first).days), WIDTH - 2 * _EDGE
    places = [round(_EDGE + room * (entry.day - first).days / span) for entry in entries]
    by_desk = [KINDS[entry.kind] for entry in entries]
    line = _MARK + _ROW if any(by_desk) else _MARK
    canvas.path("axis", [f"M{canvas.x(_EDGE)} {line}H{canvas.x(WIDTH - _EDGE)}"])
    bottom = line
    for desk, y in ((True, line - _ROW), (False, line + _ROW)):
        row = [(n, places[n]) for n, its in enumerate(by_desk) if its == desk]
        if row:
            _marks(canvas, row, line, y, "desk" if desk else "others")
            bottom = max(bottom, y + _MARK)
    words = bottom + 20
    canvas.text(0, words, phrases.day(first))
    canvas.text(WIDTH, words, phrases.day(last), "end")
    return canvas.drawing("timeline", phrases.timeline, words + 5)


def _marks(canvas: Canvas, row: Sequence[tuple[int, int]], line: int, y: int, css: str) -> None:
    """A row of marks with the numbers of their entries, each joined to its day on the line."""
    at = [canvas.x(round(x)) for x in apart([x for _, x in row], _APART, _EDGE, WIDTH - _EDGE)]
    joins, dots, numbers = [], [], []
    for (n, day), x in zip(row, at, strict=True):
        joins.append(f"M{canvas.x(day)} {line}L{x} {y}")
        dots.append(f"M{x} {y}h0")
        numbers.append((x, y + 5, str(n + 1)))
    canvas.path("join", joins)
    canvas.path(css, dots)
    canvas.texts("n", numbers)
