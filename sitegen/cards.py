"""What one page shows of something that stands on another: cards of briefs, claims, sources.

A card holds what a list needs and no more, so that an edited text changes no list.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from sitegen import routes
from sitegen.compiled import CompiledBrief
from sitegen.config import Config, EntityFacts, Rating, Topic
from sitegen.entities import Names
from sitegen.model import Brief, Claim
from sitegen.when import When


class Named(NamedTuple):
    """A name and the address of its page."""

    name: str
    address: str


@dataclass(frozen=True, slots=True)
class ClaimCard:
    """What lists and other pages show of a claim."""

    id: str
    slug: str  # of its brief
    address: str
    text: str
    verdict: str
    rating: Rating
    claimant: Named | None
    said: When | None
    brief: Named
    published: When | None
    modified: When | None
    withdrawn: bool  # by a correction of kind void
    state: str  # "draft", "scheduled" or nothing
    topics: tuple[Named, ...]


@dataclass(frozen=True, slots=True)
class BriefCard:
    """What lists and other pages show of a brief."""

    slug: str
    address: str
    title: str
    summary: str
    published: When | None
    modified: When | None
    state: str
    lang: str
    article: str
    publisher: Named | None
    topics: tuple[Named, ...]
    authors: tuple[str, ...]
    claims: tuple[ClaimCard, ...]


@dataclass(frozen=True, slots=True)
class ResponseCard:
    """What an entity's page shows of a response."""

    address: str
    status: str
    kind: str
    date: When | None
    brief: Named
    claims: tuple[ClaimCard, ...]


@dataclass(frozen=True, slots=True)
class CorrectionCard:
    """A correction, with what stood before and what stands now."""

    address: str
    anchor: str
    date: When
    kind: str
    text: str
    was: str  # the words or the label before
    now: str  # the label of the rating after, for a verdict change
    brief: Named
    claim: Named | None
    claim_id: str
    published: When | None  # of its brief
    state: str


@dataclass(frozen=True, slots=True)
class SourceCard:
    """What a publisher's page shows of one source of one brief."""

    address: str
    title: str
    url: str
    archived: str
    kind: str
    published: When | None
    brief: Named
    claims: tuple[ClaimCard, ...]


@dataclass(frozen=True, slots=True)
class Entity:
    """A claimant, responder or publisher of checked articles, with what it said and answered."""

    name: str
    address: str
    facts: EntityFacts | None
    claims: tuple[ClaimCard, ...]
    responses: tuple[ResponseCard, ...]
    articles: tuple[BriefCard, ...]


@dataclass(frozen=True, slots=True)
class Publisher:
    """A publisher of sources; the one without a name stands for sources that name none."""

    name: str
    address: str
    sources: tuple[SourceCard, ...]


@dataclass(frozen=True, slots=True)
class TopicIndex:
    """A topic and the briefs on it."""

    name: str
    description: str
    address: str
    feed: str
    briefs: tuple[BriefCard, ...]


@dataclass(frozen=True, slots=True)
class RatingIndex:
    """A rating and the claims that have it."""

    rating: Rating
    address: str
    claims: tuple[ClaimCard, ...]


def brief_card(
    compiled: CompiledBrief,
    config: Config,
    names: Names,
    scale: Mapping[str, Rating],
    known: Mapping[str, Topic],
    state: str,
) -> BriefCard:
    """What other pages show of a brief; ``state`` is "draft", "scheduled" or nothing."""
    brief = compiled.brief
    assert brief is not None  # noqa: S101 (only whole briefs are shown)
    named = Named(brief.title, routes.brief(compiled.slug))
    topics = tuple(topic_named(known, topic) for topic in dict.fromkeys(brief.topics))

    void = {correction.claim for correction in brief.corrections if correction.kind == "void"}

    def card(claim: Claim) -> ClaimCard:
        return ClaimCard(
            id=claim.id,
            slug=compiled.slug,
            address=routes.claim(compiled.slug, claim.id),
            text=claim.text,
            verdict=claim.verdict,
            rating=scale.get(claim.rating) or Rating(id=claim.rating, label=claim.rating),
            claimant=entity_named(names, claim.claimant),
            said=claim.said,
            brief=named,
            published=brief.published,
            modified=brief.modified(claim.id),
            withdrawn=bool(void & {"", claim.id}),
            state=state,
            topics=topics,
        )

    return BriefCard(
        slug=compiled.slug,
        address=named.address,
        title=brief.title,
        summary=brief.summary,
        published=brief.published,
        modified=brief.modified(),
        state=state,
        lang=brief.lang or config.lang,
        article=brief.article.title,
        publisher=entity_named(names, brief.article.publisher),
        topics=topics,
        authors=brief.authors,
        claims=tuple(map(card, brief.claims)),
    )


def entity_named(names: Names, name: str) -> Named | None:
    """An entity's name, by any of its aliases, with the address of its page."""
    return Named(names.canonical(name), routes.entity(names.part(name))) if name else None


def publisher_named(names: Names, name: str) -> Named | None:
    """The same for a publisher of sources."""
    return Named(names.canonical(name), routes.publisher(names.part(name))) if name else None


def topic_named(known: Mapping[str, Topic], topic: str) -> Named:
    """A topic's name with the address of its page; ``known`` are those of ``site.yaml``."""
    name = known[topic].name if topic in known else ""
    return Named(name or topic, routes.topic(Names.part_of(topic)))


def correction_cards(brief: Brief, card: BriefCard, config: Config) -> list[CorrectionCard]:
    """The corrections of one brief, newest first, each with what stood before and after."""
    if not brief.corrections:
        return []
    labels = {rating.id: rating.label for rating in config.ratings}
    claims = {claim.id: claim for claim in card.claims}
    found: list[CorrectionCard] = []
    if len(card.claims) == 1:  # then a correction need not name it
        claims[""] = card.claims[0]
    after = _ratings_after(brief, claims, labels)
    anchors = correction_anchors(brief)
    for index, correction in enumerate(brief.corrections):
        if correction.date is None:
            continue
        anchor, claim = anchors[index], claims.get(correction.claim)
        change = correction.kind == "verdict-change"
        found.append(
            CorrectionCard(
                address=f"{card.address}#{anchor}",
                anchor=anchor,
                date=correction.date,
                kind=correction.kind,
                text=correction.text,
                was=labels.get(correction.was, correction.was) if change else correction.was,
                now=after[index] if change else "",
                brief=Named(card.title, card.address),
                claim=Named(claim.text, claim.address) if claim else None,
                claim_id=claim.id if claim else correction.claim,
                published=card.published,
                state=card.state,
            )
        )
    found.reverse()  # of one day, the one written later is the newer
    return sorted(found, key=lambda c: -c.date.instant.timestamp())


def correction_anchors(brief: Brief) -> list[str]:
    """Each correction's place on the pages that show it: by its day, so that others can be added.

    One whose date could not be read has none.
    """
    numbers: Counter[str] = Counter()
    anchors = []
    for correction in brief.corrections:
        day = correction.date.iso[:10] if correction.date else ""
        numbers[day] += 1
        number = f"_{numbers[day]}" if numbers[day] > 1 else ""
        anchors.append(f"correction_{day}{number}" if day else "")
    return anchors


def _ratings_after(
    brief: Brief, claims: Mapping[str, ClaimCard], labels: Mapping[str, str]
) -> dict[int, str]:
    """The rating that each change led to: where the claim's next change started, or today's."""
    changes = sorted(
        (change.date.instant, index)
        for index, change in enumerate(brief.corrections)
        if change.kind == "verdict-change" and change.date
    )
    after: dict[int, str] = {}
    following: dict[str, str] = {}  # by claim: what stood before the change that comes next
    for _, index in reversed(changes):
        change = brief.corrections[index]
        claim = claims.get(change.claim)
        after[index] = following.get(change.claim, claim.rating.label if claim else "")
        if change.was:
            following[change.claim] = labels.get(change.was, change.was)
    return after


def cited_sources(compiled: CompiledBrief) -> dict[str, set[str]]:
    """By claim: the sources that its evidence or its finding names."""
    assert compiled.brief is not None  # noqa: S101 (only whole briefs are shown)
    cited = {
        claim.id: {item.source for item in claim.evidence if item.source}
        for claim in compiled.brief.claims
    }
    for mention in compiled.mentions:
        if mention.claim:
            cited[mention.claim].add(mention.source)
    return cited
