"""The spread of ratings: one bar, a part of it for each rating, with its word and count below."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from markupsafe import Markup
from msgspec import Struct

from sitegen import routes
from sitegen.cards import ClaimCard, each_once
from sitegen.config import Config, Rating
from sitegen.phrases import Phrases
from sitegen.quick_jinja import safe
from sitegen.svg import WIDTH, Canvas, estimated, number

LEAST = 2  # claims that are worth a picture
PATTERNS = 4  # that the stylesheet has for ratings outside the scale; then they come again

_TALL = 22  # inside of the bar
_SIZE = 13  # of type
_GAP = 4  # between two parts
_EDGE = 0.8  # half of the line around each


class SpreadRow(Struct, frozen=True):
    """A rating that was given, how often, and what its part of the bar looks like.

    A rating of the scale fills its part the higher, the better it is: ``filled``, from 0 to 1. One
    outside the scale has a pattern, which its class names.
    """

    label: str
    address: str
    claims: int
    css: str
    filled: float | None

    def path(self, begin: str, end: str, tall: float) -> str:
        """The inside of a part or of its key, so tall."""
        if self.filled is None:
            return f'<path class="{self.css}" d="M{begin} {number(tall / 2)}H{end}"/>'
        high = tall * self.filled
        if not high:
            return ""
        return (
            f'<path class="{self.css}" stroke-width="{number(high)}" '
            f'd="M{begin} {number(tall - high / 2)}H{end}"/>'
        )

    @property
    def key(self) -> Markup:
        """The same, small, for the list."""
        inside = self.path("0", "14", 14)
        return safe(f'<svg class="key" viewBox="0 0 14 14" aria-hidden="true">{inside}</svg>')


class Spread(Struct, frozen=True):
    """The spread of some claims, told, and drawn if there are enough of them."""

    svg: Markup | None
    rows: tuple[SpreadRow, ...]
    total: int


def counted(claims: Iterable[ClaimCard]) -> Counter[str]:
    """How often each rating was given; a claim withdrawn has none any more."""
    return Counter([card.rating.id for card in each_once(claims) if not card.withdrawn])


def spread(config: Config, counts: Mapping[str, int], phrases: Phrases, *, rtl: bool) -> Spread:
    """The spread of so many claims by the ids of their ratings, in the order of ``site.yaml``."""
    rows = tuple(
        [
            SpreadRow(phrases.rating(one), routes.rating(one.id), counts[one.id], css, filled)
            for one, css, filled in _looks(config, counts)
        ]
    )
    total = sum(row.claims for row in rows)
    return Spread(_drawn(rows, total, phrases, rtl=rtl) if total >= LEAST else None, rows, total)


def _looks(config: Config, counts: Mapping[str, int]) -> Iterator[tuple[Rating, str, float | None]]:
    """What the ratings that were given look like, which does not depend on which these are."""
    outside = 0
    scale = config.scale
    for rating in config.ratings:
        given = counts.get(rating.id)
        if rating.value is None or scale is None:
            if given:
                yield rating, f"rating-{rating.id} p{outside % PATTERNS}", None
            outside += 1
        elif given:
            worst, best = scale
            yield rating, f"rating-{rating.id}", (rating.value - worst) / (best - worst)


def _drawn(rows: Sequence[SpreadRow], total: int, phrases: Phrases, *, rtl: bool) -> Markup:
    canvas = Canvas(rtl=rtl)
    x, edges = 0.0, []
    for row in rows:
        width = (WIDTH + _GAP) * row.claims / total
        begin, end = canvas.x(x + _EDGE), canvas.x(x + max(width - _GAP, 2) - _EDGE)
        canvas.add(row.path(begin, end, _TALL))
        edges.append(f"M{begin} 0H{end}V{_TALL}H{begin}z")
        words = phrases.number(row.claims)
        if estimated(words, _SIZE) + 2 <= width:
            canvas.text(x, _TALL + 16, words)
        x += width
    canvas.path("edge", edges)
    return canvas.drawing("bar", phrases.claims_by_rating, _TALL + 20)
