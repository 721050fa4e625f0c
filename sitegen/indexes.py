"""The indexes of a site, which its lists are made of: who and what its briefs name."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from sitegen import routes
from sitegen.cards import (
    BriefCard,
    ClaimCard,
    CorrectionCard,
    Entity,
    Publisher,
    RatingIndex,
    ResponseCard,
    SourceCard,
    TopicIndex,
    count_once,
)
from sitegen.config import Config
from sitegen.entities import Named, Names
from sitegen.parts import Cards


def entities(names: Names, cards: Sequence[Cards]) -> tuple[Entity, ...]:
    """Everybody who is named, with their claims, answers and articles; by name."""
    claims: defaultdict[Named, list[ClaimCard]] = defaultdict(list)
    responses: defaultdict[Named, list[ResponseCard]] = defaultdict(list)
    articles: defaultdict[Named, list[BriefCard]] = defaultdict(list)
    for one in cards:
        if one.brief.publisher:
            articles[one.brief.publisher].append(one.brief)
        for claim in one.brief.claims:
            if claim.claimant:
                claims[claim.claimant].append(claim)
        for who, response in one.responses:
            responses[who].append(response)
    return tuple(
        Entity(
            name=named.name,
            address=named.address,
            facts=names.facts(named.name),
            claims=tuple(claims.get(named, ())),
            responses=tuple(responses.get(named, ())),
            articles=tuple(articles.get(named, ())),
            count=count_once(claims.get(named, ())),
        )
        for named in sorted({*claims, *responses, *articles}, key=_by_name)
    )


def publishers(cards: Sequence[Cards]) -> tuple[Publisher, ...]:
    """Whose sources are cited, with these; by name."""
    found: defaultdict[Named, list[SourceCard]] = defaultdict(list)
    for one in cards:
        for publisher, source in one.sources:
            found[publisher].append(source)
    return tuple(
        Publisher(named.name, named.address, tuple(found[named]))
        for named in sorted(found, key=_by_name)
    )


def topics(config: Config, briefs: Sequence[BriefCard]) -> tuple[TopicIndex, ...]:
    """The topics of the settings and of briefs, with their briefs; by name."""
    addresses = {topic.id: routes.topic(Names.part_of(topic.id)) for topic in config.topics}
    descriptions = {addresses[topic.id]: topic.description for topic in config.topics}
    found: defaultdict[Named, list[BriefCard]] = defaultdict(list)
    for topic in config.topics:
        found[Named(topic.name or topic.id, addresses[topic.id])] = []
    for card in briefs:
        for named in dict.fromkeys(card.topics):
            found[named].append(card)
    return tuple(
        TopicIndex(
            name=named.name,
            description=descriptions.get(named.address, ""),
            address=named.address,
            feed=f"{named.address}feed.xml",
            briefs=tuple(found[named]),
        )
        for named in sorted(found, key=_by_name)
    )


def ratings(config: Config, claims: Iterable[ClaimCard]) -> tuple[RatingIndex, ...]:
    """The rating scale, with the claims that each rating was given to."""
    found: defaultdict[str, list[ClaimCard]] = defaultdict(list)
    for card in claims:
        if not card.withdrawn:
            found[card.rating.id].append(card)
    return tuple(
        RatingIndex(
            rating,
            routes.rating(rating.id),
            tuple(found[rating.id]),
            count_once(found[rating.id]),
        )
        for rating in config.ratings
    )


def corrections(cards: Sequence[Cards]) -> tuple[CorrectionCard, ...]:
    """All corrections, the newest first."""
    found = [pair for one in cards for pair in one.corrections]
    found.sort(key=lambda pair: -pair[0])
    return tuple(card for _, card in found)


def _by_name(named: Named) -> tuple[str, str]:
    return named.name.casefold(), named.address
