"""The desk's own record, counted: briefs, ratings, responses, archived sources, corrections.

What is not published does not count: drafts, and briefs that are scheduled. A claim that was
withdrawn has no rating, and what was asked about such claims alone is not counted either.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from msgspec import Struct

from sitegen.cards import CorrectionCard, ResponseCard, SourceCard
from sitegen.graph import Site
from sitegen.parts import Cards
from sitegen.vocabulary import CORRECTION_KINDS, STATUSES

ANSWERED = ("replied", "stated")
NOT_ASKED = "not-sought"
MISTAKES = ("correction", "verdict-change", "void")  # the kinds that say that something was wrong


class Share(Struct, frozen=True):
    """A part of a whole, such as the sources that are archived."""

    part: int
    whole: int

    @property
    def percent(self) -> int | None:
        """In whole per cent: all of it alone is 100, and nothing of it alone is 0."""
        if not self.whole:
            return None
        if self.part in (0, self.whole):
            return 100 * self.part // self.whole
        return min(99, max(1, (200 * self.part + self.whole) // (2 * self.whole)))


class TrackRecord(Struct, frozen=True):
    """The figures of a desk. Counts by words of closed sets are in the order of their set."""

    briefs: int
    months: tuple[tuple[date, int], ...]  # those with a brief, by their first days
    claims: int
    withdrawn: int
    ratings: Mapping[str, int]  # by the ids of those that were given
    responses: Share  # of those asked, how many answered
    statuses: Mapping[str, int]
    archived: Share
    corrections: int
    kinds: Mapping[str, int]
    corrected: Share  # of the briefs, those in which something was wrong


def track_record(site: Site) -> TrackRecord:
    """The figures of all briefs that are published; one counts once, in however many languages."""
    whole = {p.compiled.slug: p.cards for p in site.parts if p.cards and not p.state}
    published = [one for one in whole.values() if one.brief.original not in whole]
    claims = [claim for one in published for claim in one.brief.claims]
    given = Counter(claim.rating.id for claim in claims if not claim.withdrawn)
    corrections = [card for one in published for _, card in one.corrections]
    statuses = Counter(_statuses(published))
    asked = statuses.total() - statuses[NOT_ASKED]
    answered = sum(statuses[status] for status in ANSWERED)
    return TrackRecord(
        briefs=len(published),
        months=tuple(sorted(_months(published).items())),
        claims=given.total(),
        withdrawn=len(claims) - given.total(),
        ratings={rating.id: given[rating.id] for rating in site.config.ratings if given[rating.id]},
        responses=Share(answered, asked),
        statuses=_in_order(statuses, STATUSES.words),
        archived=_archived(source for one in published for _, source in one.sources),
        corrections=len(corrections),
        kinds=_in_order(Counter(card.kind for card in corrections), CORRECTION_KINDS.words),
        corrected=Share(_mistaken(corrections), len(published)),
    )


def _in_order(counts: Counter[str], words: Iterable[str]) -> dict[str, int]:
    return {word: counts[word] for word in words if counts[word]}


def _months(published: Sequence[Cards]) -> Counter[date]:
    days = [one.brief.published.day for one in published if one.brief.published]
    return Counter(day.replace(day=1) for day in days)


def _statuses(published: Iterable[Cards]) -> Iterator[str]:
    for one in published:
        for _, response in one.responses:
            if _counts(response):
                yield response.status


def _counts(response: ResponseCard) -> bool:
    """Whether one of the claims that were asked about stands."""
    return any(not claim.withdrawn for claim in response.claims)


def _archived(sources: Iterable[SourceCard]) -> Share:
    """Of the sources with an address: one that is known through another needs none of its own."""
    archived = [bool(source.archived) for source in sources if source.url]
    return Share(sum(archived), len(archived))


def _mistaken(corrections: Iterable[CorrectionCard]) -> int:
    return len({card.brief.address for card in corrections if card.kind in MISTAKES})
