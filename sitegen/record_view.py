"""The page ``/numbers/`` and its data: the desk's own record, drawn and told."""

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from markupsafe import Markup

from sitegen.data import as_json
from sitegen.graph import Site
from sitegen.phrases import Phrases
from sitegen.spread import Spread, spread
from sitegen.svg import WIDTH, Canvas, estimated
from sitegen.track_record import Share, TrackRecord, track_record

_KEY = "track record"  # no slug has a space
LEAST = 3  # months that are worth a picture


class RecordView(NamedTuple):
    """What the page shows."""

    record: TrackRecord
    chart: Markup | None  # briefs by month
    spread: Spread


def record_view(site: Site, phrases: Phrases, *, rtl: bool) -> RecordView:
    """The page of the desk's record."""
    record = _record(site)
    chart = _chart(record.months, phrases, rtl=rtl) if len(record.months) >= LEAST else None
    ratings = spread(site.config, record.ratings, phrases, rtl=rtl)
    return RecordView(record, chart, ratings)


def _record(site: Site) -> TrackRecord:
    """The figures, counted once for the page and the data."""
    found = site.at_hand.get(_KEY)
    if not isinstance(found, TrackRecord):
        found = site.at_hand[_KEY] = track_record(site)
    return found


def numbers_json(site: Site) -> bytes:
    """The same figures as data."""
    record = _record(site)
    labels = {rating.id: rating.label for rating in site.config.ratings}
    return as_json(
        {
            "site": site.config.title,
            "briefs": {
                "total": record.briefs,
                "months": [
                    {"month": f"{month:%Y-%m}", "briefs": count} for month, count in record.months
                ],
            },
            "claims": {
                "total": record.claims,
                "withdrawn": record.withdrawn,
                "ratings": [
                    {"rating": id_, "rating_label": labels[id_], "claims": count}
                    for id_, count in record.ratings.items()
                ],
            },
            "responses": {
                **_share(record.responses, "answered", "asked"),
                "statuses": record.statuses,
            },
            "sources": _share(record.archived, "archived", "with_url"),
            "corrections": {
                "total": record.corrections,
                "kinds": record.kinds,
                **_share(record.corrected, "briefs_corrected", "briefs"),
            },
        }
    )


def _share(share: Share, part: str, whole: str) -> dict[str, Any]:
    return {part: share.part, whole: share.whole, "percent": share.percent}


# The picture

_TALL = 90  # the highest bar
_TOP = 22  # for the highest bar's number
_WIDEST = 24  # bar
_SIZE = 14  # of type


def _chart(months: Sequence[tuple[date, int]], phrases: Phrases, *, rtl: bool) -> Markup:
    """A bar for each month between the first and the last, as high as it had briefs."""
    canvas = Canvas(rtl=rtl)
    first, last = months[0][0], months[-1][0]
    step = min(WIDTH / (_number(last) - _number(first) + 1), _WIDEST * 1.5)
    bar = min(step * 0.8, _WIDEST)
    most = max(count for _, count in months)
    floor = _TOP + _TALL
    bars = []
    for month, count in months:
        x = (_number(month) - _number(first)) * step
        height = max(1.0, _TALL * count / most)
        bars.append(f"M{canvas.x(x + bar / 2)} {floor}v-{height:.1f}")
    canvas.path("bars", bars, bar)
    canvas.path("axis", [f"M{canvas.x(0)} {floor}H{canvas.x(WIDTH)}"])
    canvas.path("line", [f"M{canvas.x(0)} {_TOP}H{canvas.x(WIDTH)}"])
    canvas.text(0, _TOP - 6, phrases.say("numbers_briefs", n=most))
    end = (_number(last) - _number(first)) * step + bar
    names = [phrases.month(first), phrases.month(last)]
    canvas.text(0, floor + 20, names[0])
    if sum(estimated(name, _SIZE) for name in names) < end:
        canvas.text(end, floor + 20, names[1], "end")
    return canvas.drawing("months", phrases.briefs_by_month, floor + 26)


def _number(month: date) -> int:
    return month.year * 12 + month.month
