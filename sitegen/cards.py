"""What one page shows of something that stands on another: cards of briefs, claims, sources.

A card holds what a list needs and no more, so that an edited text changes no list.
"""

from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct

from sitegen import routes
from sitegen.compiled import CompiledBrief
from sitegen.config import EntityFacts, Rating, Topic
from sitegen.entities import Named, Names
from sitegen.house import House
from sitegen.model import Brief
from sitegen.phrases import Phrases
from sitegen.when import When

NO_PUBLISHER = Named("", "")  # stands for the publisher of sources that name none


class ClaimCard(Struct, frozen=True, array_like=True):
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
    original: str = ""  # the slug of the brief that its brief was translated from


class BriefCard(Struct, frozen=True, array_like=True):
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
    original: str = ""  # the slug of the brief that it was translated from


class ResponseCard(Struct, frozen=True, array_like=True):
    """What an entity's page shows of a response."""

    address: str
    status: str
    kind: str
    date: When | None
    brief: Named
    claims: tuple[ClaimCard, ...]


class CorrectionCard(Struct, frozen=True, array_like=True):
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


class SourceCard(Struct, frozen=True, array_like=True):
    """What a publisher's page shows of one source of one brief."""

    address: str
    title: str
    url: str
    archived: str
    kind: str
    published: When | None
    brief: Named
    claims: tuple[ClaimCard, ...]


class Entity(Struct, frozen=True):
    """A claimant, responder or publisher of checked articles, with what it said and answered."""

    name: str
    address: str
    facts: EntityFacts | None
    claims: tuple[ClaimCard, ...]
    responses: tuple[ResponseCard, ...]
    articles: tuple[BriefCard, ...]
    count: int  # of the claims, each in whichever languages


class Publisher(Struct, frozen=True):
    """A publisher of sources; the one without a name stands for sources that name none."""

    name: str
    address: str
    sources: tuple[SourceCard, ...]


class TopicIndex(Struct, frozen=True):
    """A topic and the briefs on it."""

    name: str
    description: str
    address: str
    feed: str
    briefs: tuple[BriefCard, ...]


class RatingIndex(Struct, frozen=True):
    """A rating and the claims that have it."""

    rating: Rating
    address: str
    claims: tuple[ClaimCard, ...]
    count: int  # of these, each in whichever languages


def brief_card(compiled: CompiledBrief, brief: Brief, house: House, state: str) -> BriefCard:
    """What other pages show of a brief; ``state`` is "draft", "scheduled" or nothing."""
    named = Named(brief.title, routes.brief(compiled.slug))
    topics = tuple([topic_named(house.topics, topic) for topic in dict.fromkeys(brief.topics)])
    return BriefCard(
        slug=compiled.slug,
        address=named.address,
        title=brief.title,
        summary=brief.summary,
        published=brief.published,
        modified=brief.modified() if brief.corrections else brief.updated,
        state=state,
        lang=brief.lang or house.config.lang,
        article=brief.article.title,
        publisher=house.names.entity(brief.article.publisher),
        topics=topics,
        authors=brief.authors,
        claims=_claim_cards(compiled.slug, brief, house, named, topics, state),
        original=brief.translation_of,
    )


def _claim_cards(
    slug: str, brief: Brief, house: House, named: Named, topics: tuple[Named, ...], state: str
) -> tuple[ClaimCard, ...]:
    void = {correction.claim for correction in brief.corrections if correction.kind == "void"}
    corrected = bool(brief.corrections)
    return tuple(
        [
            ClaimCard(
                id=claim.id,
                slug=slug,
                address=routes.claim(slug, claim.id),
                text=claim.text,
                verdict=claim.verdict,
                rating=house.ratings.get(claim.rating)
                or Rating(id=claim.rating, label=claim.rating),
                claimant=house.names.entity(claim.claimant),
                said=claim.said,
                brief=named,
                published=brief.published,
                modified=brief.modified(claim.id) if corrected else brief.updated,
                withdrawn=corrected and ("" in void or claim.id in void),
                state=state,
                topics=topics,
                original=brief.translation_of,
            )
            for claim in brief.claims
        ]
    )


def count_once(cards: Iterable[ClaimCard]) -> int:
    """How many claims there are; one that is told in two languages was checked once."""
    return len({(card.original or card.slug, card.id) for card in cards})


def each_once(cards: Iterable[ClaimCard]) -> Iterator[ClaimCard]:
    """The claims, each in the first of the languages that it is told in."""
    seen: set[tuple[str, str]] = set()
    for card in cards:
        key = (card.original or card.slug, card.id)
        if key not in seen:
            seen.add(key)
            yield card


def word_of(card: ClaimCard, t: Phrases) -> str:
    """The word of a claim's rating; one withdrawn has none any more."""
    return t.withdrawn if card.withdrawn else t.rating(card.rating)


def response_cards(
    brief: Brief, card: BriefCard, names: Names
) -> Iterator[tuple[Named, ResponseCard]]:
    """The responses in a brief, each after the name of who gave it."""
    named = Named(card.title, card.address)
    anchors = routes.response_anchors([response.from_ for response in brief.responses])
    for anchor, response in zip(anchors, brief.responses, strict=True):
        who = names.entity(response.from_)
        if who is None:
            continue
        about = response.claims
        yield (
            who,
            ResponseCard(
                address=f"{card.address}#{anchor}",
                status=response.status,
                kind=response.kind,
                date=response.date,
                brief=named,
                claims=tuple(c for c in card.claims if c.id in about) if about else card.claims,
            ),
        )


def source_cards(
    compiled: CompiledBrief, brief: Brief, card: BriefCard, names: Names
) -> Iterator[tuple[Named, SourceCard]]:
    """The sources of a brief, each after the name of its publisher; "" where it names none."""
    cited = cited_sources(compiled)
    claims = [(claim, cited[claim.id]) for claim in card.claims]
    named = Named(card.title, card.address)
    for source in brief.sources:
        yield (
            names.publisher(source.publisher) or NO_PUBLISHER,
            SourceCard(
                address=f"{card.address}#{routes.source_anchor(source.id)}",
                title=source.title,
                url=source.url,
                archived=source.archived,
                kind=source.kind,
                published=source.published,
                brief=named,
                claims=tuple([claim for claim, of_it in claims if source.id in of_it]),
            ),
        )


def topic_named(known: Mapping[str, Topic], topic: str) -> Named:
    """A topic's name with the address of its page; ``known`` are those of ``site.yaml``."""
    name = known[topic].name if topic in known else ""
    return Named(name or topic, routes.topic(Names.part_of(topic)))


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
