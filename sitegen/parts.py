"""What one brief gives to the whole site: all that anybody else needs to know of it.

A brief's part depends on its file, on the settings and on the day, never on another brief. So it
can be kept while those stay the same, and joining the site is putting parts together.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import NamedTuple

from msgspec import Struct

from sitegen import routes
from sitegen.brief_rules import breaches
from sitegen.cards import (
    BriefCard,
    CorrectionCard,
    ResponseCard,
    SourceCard,
    brief_card,
    response_cards,
    source_cards,
)
from sitegen.compiled import AnyBrief, CompiledBrief
from sitegen.corrections import correction_cards
from sitegen.diagnostics import Diagnostic
from sitegen.entities import Named, Names
from sitegen.house import House
from sitegen.model import Brief
from sitegen.names import is_slug


class Cards(Struct, frozen=True, array_like=True):
    """What lists and other pages show of one brief.

    ``responses`` stand after the names of who gave them, ``sources`` after their publishers.
    ``before`` has the addresses of claims that were checked before, by those of the brief's own.
    """

    brief: BriefCard
    moment: float  # of publication, which the lists are ordered by; without a date it is endless
    responses: tuple[tuple[Named, ResponseCard], ...]
    sources: tuple[tuple[Named, SourceCard], ...]
    corrections: tuple[tuple[float, CorrectionCard], ...]  # after the moments that order them
    before: Mapping[str, tuple[str, ...]]


class SameAs(NamedTuple):
    """One entry of a claim's ``same_as``: its path, the claim's own id, and what it names."""

    path: str
    own: str
    slug: str
    claim: str


class Asked(Struct, frozen=True, array_like=True):
    """What the rules of the whole site ask of one brief."""

    breaches: Mapping[str, tuple[Diagnostic, ...]]  # of the rules that it can break alone
    ratings: tuple[tuple[str, str], ...]  # unknown or retired ones, after their paths
    topics: tuple[tuple[str, str], ...]  # unknown ones, after their paths
    names: frozenset[Named]
    topic_names: frozenset[Named]
    claims: frozenset[str]
    same_as: tuple[SameAs, ...]
    snapshots: tuple[str, ...]


class Part(NamedTuple):
    """One brief's part in the site. Without ``cards`` and ``asked`` it could not be read."""

    compiled: AnyBrief
    state: str  # "draft", "scheduled" or nothing
    cards: Cards | None = None
    asked: Asked | None = None


def part_of(compiled: CompiledBrief, house: House) -> Part:
    """A brief's part in the site of a house."""
    brief = compiled.brief
    if brief is None:
        return Part(compiled, "")
    state = _state(brief, house.today)
    return Part(
        compiled, state, _cards(compiled, brief, house, state), _asked(compiled, brief, house)
    )


def _state(brief: Brief, today: date) -> str:
    if brief.draft:
        return "draft"
    return "scheduled" if brief.published and brief.published.day > today else ""


def _cards(compiled: CompiledBrief, brief: Brief, house: House, state: str) -> Cards:
    card = brief_card(compiled, brief, house, state)
    corrections = correction_cards(brief, card, house.config, house.languages.site)
    return Cards(
        brief=card,
        moment=card.published.instant.timestamp() if card.published else float("inf"),
        responses=tuple(response_cards(brief, card, house.names)),
        sources=tuple(source_cards(compiled, brief, card, house.names)),
        corrections=tuple([(c.date.instant.timestamp(), c) for c in corrections]),
        before={
            routes.claim(compiled.slug, claim.id): _addresses(claim.same_as)
            for claim in brief.claims
            if claim.same_as
        },
    )


def _addresses(same_as: tuple[str, ...]) -> tuple[str, ...]:
    whole = (routes.claim(*same.split("#", 1)) for same in same_as if "#" in same)
    return tuple(dict.fromkeys(whole))


def _asked(compiled: CompiledBrief, brief: Brief, house: House) -> Asked:
    names = [house.names.entity(name) for name in _names_of(brief)]
    snapshots = [brief.article.snapshot, *[source.snapshot for source in brief.sources]]
    return Asked(
        breaches=breaches(compiled, brief, house),
        ratings=tuple(_odd_ratings(brief, house)),
        topics=tuple(_odd_topics(brief, house)),
        names=frozenset([named for named in names if named and named.address != NOWHERE]),
        topic_names=frozenset(
            [Named(topic, routes.topic(Names.part_of(topic))) for topic in brief.topics]
        ),
        claims=frozenset([claim.id for claim in brief.claims]),
        same_as=tuple(_same_as(brief)),
        snapshots=tuple([snapshot for snapshot in snapshots if snapshot]),
    )


NOWHERE = routes.entity("")  # the address of a name without a letter, which another rule tells


def names_in(brief: Brief) -> Iterator[tuple[str, str]]:
    """The names of people and organizations in a brief, each after its path in the header."""
    for claim in brief.claims:
        yield f"claims.{claim.id}.claimant", claim.claimant
    for index, response in enumerate(brief.responses):
        yield f"responses[{index}].from", response.from_
    yield "article.publisher", brief.article.publisher
    for source in brief.sources:
        yield f"sources.{source.id}.publisher", source.publisher


def _names_of(brief: Brief) -> set[str]:
    """These names alone."""
    return {
        brief.article.publisher,
        *[claim.claimant for claim in brief.claims],
        *[response.from_ for response in brief.responses],
        *[source.publisher for source in brief.sources],
    }


def _odd_ratings(brief: Brief, house: House) -> Iterator[tuple[str, str]]:
    for claim in brief.claims:
        known = house.ratings.get(claim.rating)
        if claim.rating and (known is None or known.retired):
            yield f"claims.{claim.id}.rating", claim.rating
    for index, correction in enumerate(brief.corrections):
        change = correction.kind == "verdict-change" and correction.was
        if change and correction.was not in house.ratings:
            yield f"corrections[{index}].was", correction.was


def _odd_topics(brief: Brief, house: House) -> Iterator[tuple[str, str]]:
    for index, topic in enumerate(brief.topics) if house.topics else ():
        if topic not in house.topics:
            yield f"topics[{index}]", topic


def _same_as(brief: Brief) -> Iterator[SameAs]:
    """What is not written as it should be is told by another rule."""
    for claim in brief.claims:
        for index, target in enumerate(claim.same_as):
            slug, _, claim_id = target.partition("#")
            if is_slug(slug) and is_slug(claim_id):
                yield SameAs(f"claims.{claim.id}.same_as[{index}]", claim.id, slug, claim_id)
