"""What a site needs of one brief besides its own pages: kept from one build to the next.

A claim's card stands in the cards of its brief, of responses and of sources. It is kept once, and
so are the names and ratings that many briefs share: there may be tens of thousands of briefs.
"""

from collections.abc import Mapping
from typing import TypeVar

from msgspec import Struct
from msgspec.structs import replace

from sitegen.cards import BriefCard, ClaimCard, CorrectionCard, ResponseCard, SourceCard
from sitegen.compiled import Facts, KeptBrief, Uses
from sitegen.compiling import KeptTexts
from sitegen.entities import Named
from sitegen.packed import pack, unpack
from sitegen.parts import Asked, Cards, Part

Reviews = Mapping[str, tuple[str, ...]]  # of claims, by their addresses: JSON
Thing = TypeVar("Thing")
_NOBODY = Named("", "")


class _Listed(Struct, frozen=True, array_like=True):
    """The cards of a brief; where one shows claims, these are numbers instead.

    A claim's card is without what its brief's has.
    """

    brief: BriefCard
    moment: float
    responses: tuple[tuple[Named, ResponseCard, tuple[int, ...]], ...]
    sources: tuple[tuple[Named, SourceCard, tuple[int, ...]], ...]
    corrections: tuple[tuple[float, CorrectionCard], ...]
    before: Mapping[str, tuple[str, ...]]


class _Record(Struct, frozen=True, array_like=True):
    slug: str
    state: str
    cards: _Listed | None
    asked: Asked | None
    uses: Uses
    facts: Facts
    reviews: Reviews


def record(part: Part, reviews: Reviews) -> bytes:
    """A brief as the whole site knows it, packed."""
    cards = _listed(part.cards) if part.cards else None
    text = part.compiled
    return pack(_Record(text.slug, part.state, cards, part.asked, text.uses, text.facts, reviews))


def _listed(cards: Cards) -> _Listed:
    brief = cards.brief
    numbers = {claim.id: number for number, claim in enumerate(brief.claims)}

    def of(claims: tuple[ClaimCard, ...]) -> tuple[int, ...]:
        return tuple([numbers[claim.id] for claim in claims])

    claims = tuple([replace(c, brief=_NOBODY, published=None, topics=()) for c in brief.claims])
    return _Listed(
        replace(brief, claims=claims),
        cards.moment,
        tuple(
            [(n, replace(c, claims=(), brief=_NOBODY), of(c.claims)) for n, c in cards.responses]
        ),
        tuple([(n, replace(c, claims=(), brief=_NOBODY), of(c.claims)) for n, c in cards.sources]),
        cards.corrections,
        cards.before,
    )


class Records:
    """Reads records, with one object for what is the same in many."""

    def __init__(self, texts: KeptTexts) -> None:
        self._texts = texts
        self._known: dict[object, object] = {}

    def read(self, path: str, content: bytes) -> tuple[Part, Reviews]:
        """A brief's part in the site, and its reviews. Raises ``DamagedError``."""
        found = unpack(content, _Record)
        brief = KeptBrief(path, found.slug, found.facts, found.uses, self._texts.fetch)
        cards = self._cards(found.cards) if found.cards else None
        return Part(brief, found.state, cards, found.asked), found.reviews

    def _cards(self, listed: _Listed) -> Cards:
        once, card = self._once, listed.brief
        named = Named(card.title, card.address)
        topics = tuple([once(topic) for topic in card.topics])
        claims = tuple(
            [
                replace(
                    claim,
                    brief=named,
                    published=card.published,
                    topics=topics,
                    rating=once(claim.rating),
                    claimant=claim.claimant and once(claim.claimant),
                )
                for claim in card.claims
            ]
        )
        brief = replace(card, claims=claims, topics=topics)
        return Cards(
            brief,
            listed.moment,
            tuple(
                [
                    (once(who), replace(one, brief=named, claims=_those(claims, numbers)))
                    for who, one, numbers in listed.responses
                ]
            ),
            tuple(
                [
                    (once(who), replace(one, brief=named, claims=_those(claims, numbers)))
                    for who, one, numbers in listed.sources
                ]
            ),
            listed.corrections,
            listed.before,
        )

    def _once(self, thing: Thing) -> Thing:
        return self._known.setdefault(thing, thing)  # type: ignore[return-value]


def _those(claims: tuple[ClaimCard, ...], numbers: tuple[int, ...]) -> tuple[ClaimCard, ...]:
    if len(numbers) == len(claims):
        return claims
    return tuple([claims[number] for number in numbers if number < len(claims)])
