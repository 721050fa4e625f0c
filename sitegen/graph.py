"""All compiled files joined into one site: who refers to whom, in which order, under which rules.

``link`` is pure: settings and the day are arguments. It checks what only the whole can show
(ratings, topics, entities, claims checked before) and gives the indexes that pages are made of.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from sitegen import routes
from sitegen.cards import (
    BriefCard,
    ClaimCard,
    CorrectionCard,
    Entity,
    Named,
    Publisher,
    RatingIndex,
    ResponseCard,
    SourceCard,
    TopicIndex,
    brief_card,
    cited_sources,
    correction_cards,
    entity_named,
    publisher_named,
)
from sitegen.compiled import CompiledBrief, CompiledPage
from sitegen.config import Config, ReadConfig
from sitegen.diagnostics import Diagnostic
from sitegen.entities import Names
from sitegen.model import Brief
from sitegen.profiles import Assessment, assess
from sitegen.site_rules import check_site


@dataclass(frozen=True, slots=True)
class Left:
    """What stays out of the site: how many drafts and scheduled briefs, and the next day due."""

    drafts: int = 0
    scheduled: int = 0
    next_due: date | None = None
    waiting: Mapping[str, str] = field(default_factory=dict)  # their files, with their addresses
    unreadable: Mapping[str, str] = field(default_factory=dict)  # the same of broken briefs


NOTHING_LEFT = Left()


@dataclass(frozen=True, slots=True)
class Site:
    """The whole site, newest first, without the texts: those stay with the compiled briefs."""

    config: Config
    names: Names
    compiled: Mapping[str, CompiledBrief]
    briefs: tuple[BriefCard, ...]
    pages: tuple[CompiledPage, ...]
    menu: tuple[Named, ...]
    entities: tuple[Entity, ...]
    publishers: tuple[Publisher, ...]
    topics: tuple[TopicIndex, ...]
    ratings: tuple[RatingIndex, ...]
    corrections: tuple[CorrectionCard, ...]
    checked_before: Mapping[str, tuple[ClaimCard, ...]]  # by a claim's address: its same_as
    checked_again: Mapping[str, tuple[ClaimCard, ...]]  # the other way round
    left: Left
    by_slug: Mapping[str, BriefCard]
    assessments: tuple[Assessment, ...]  # of what is published, where site.yaml asks for them
    reviews: dict[str, list[str]] = field(default_factory=dict, compare=False)  # made so far
    at_hand: dict[str, object] = field(default_factory=dict, compare=False)  # see ``shared``

    @property
    def claims(self) -> tuple[ClaimCard, ...]:
        """All claims, the newest brief's first, in each brief's own order."""
        return tuple(claim for brief in self.briefs for claim in brief.claims)

    def absolute(self, address: str) -> str:
        """The whole URL of an address; empty without a ``base_url``."""
        base = self.config.base_url
        return routes.absolute(base, address) if base else ""


def link(
    read: ReadConfig,
    briefs: Sequence[CompiledBrief],
    pages: Sequence[CompiledPage],
    *,
    today: date,
    drafts: bool,
) -> tuple[Site, list[Diagnostic]]:
    """Join everything into a site, and say what does not fit together.

    Briefs that are drafts, or later than ``today``, stay out unless ``drafts`` is true.
    """
    config = read.config
    names = Names(config.entities)
    states = {compiled.slug: _state(compiled.brief, today) for compiled in briefs}
    shown = [c for c in briefs if c.brief and (drafts or not states[c.slug])]
    problems = check_site(read, briefs, pages, names, {c.slug for c in shown}, today)
    whole = {compiled.slug: compiled for compiled in shown if compiled.brief}
    scale = {rating.id: rating for rating in config.ratings}
    topics = {topic.id: topic for topic in config.topics}
    cards = sorted(
        (brief_card(c, config, names, scale, topics, states[c.slug]) for c in whole.values()),
        key=_newest_first,
    )
    indexes = _Indexes(config, names, whole, cards)
    left = NOTHING_LEFT if drafts else _left_out(briefs, states)
    broken = {c.file: routes.brief(c.slug) for c in briefs if c.brief is None}
    left = replace(left, unreadable=broken)
    return indexes.site(pages, left), problems


def _state(brief: Brief | None, today: date) -> str:
    if brief is None or brief.draft:
        return "draft" if brief else ""
    return "scheduled" if brief.published and brief.published.day > today else ""


def _left_out(briefs: Sequence[CompiledBrief], states: Mapping[str, str]) -> Left:
    drafts = sum(1 for compiled in briefs if states[compiled.slug] == "draft")
    due = [
        compiled.brief.published.day
        for compiled in briefs
        if states[compiled.slug] == "scheduled" and compiled.brief and compiled.brief.published
    ]
    waiting = {c.file: routes.brief(c.slug) for c in briefs if states[c.slug]}
    return Left(drafts, len(due), min(due, default=None), waiting)


def _newest_first(card: BriefCard) -> tuple[float, str]:
    """Briefs without a date, which are drafts, come first; equal dates by slug."""
    moment = -card.published.instant.timestamp() if card.published else float("-inf")
    return moment, card.slug


class _Indexes:
    """Gathers the indexes of a site from the briefs in their order."""

    def __init__(
        self,
        config: Config,
        names: Names,
        compiled: Mapping[str, CompiledBrief],
        briefs: Sequence[BriefCard],
    ) -> None:
        self.config = config
        self.names = names
        self.compiled = compiled
        self.briefs = tuple(briefs)
        self.cards = {claim.address: claim for brief in briefs for claim in brief.claims}

    def site(self, pages: Sequence[CompiledPage], left: Left) -> Site:
        before, again = self._same_claims()
        return Site(
            config=self.config,
            names=self.names,
            compiled=self.compiled,
            briefs=self.briefs,
            pages=tuple(pages),
            menu=_menu(self.config, pages),
            entities=self._entities(),
            publishers=self._publishers(),
            topics=self._topics(),
            ratings=self._ratings(),
            corrections=self._corrections(),
            checked_before=before,
            checked_again=again,
            left=left,
            by_slug={card.slug: card for card in self.briefs},
            assessments=self._assessments(pages),
        )

    def _assessments(self, pages: Sequence[CompiledPage]) -> tuple[Assessment, ...]:
        published = [self.compiled[card.slug] for card in self.briefs if not card.state]
        chosen = dict.fromkeys(self.config.profile)
        return tuple(assess(profile, published, pages) for profile in chosen)

    def _brief(self, card: BriefCard) -> Brief:
        brief = self.compiled[card.slug].brief
        assert brief is not None  # noqa: S101 (only whole briefs are shown)
        return brief

    def _same_claims(
        self,
    ) -> tuple[dict[str, tuple[ClaimCard, ...]], dict[str, tuple[ClaimCard, ...]]]:
        before: dict[str, tuple[ClaimCard, ...]] = {}
        again: dict[str, tuple[ClaimCard, ...]] = {}
        for brief in self.briefs:
            for claim in self._brief(brief).claims:
                own = routes.claim(brief.slug, claim.id)
                targets = [
                    routes.claim(*same.split("#", 1)) for same in claim.same_as if "#" in same
                ]
                found = [self.cards[t] for t in dict.fromkeys(targets) if t in self.cards]
                if found:
                    before[own] = tuple(found)
                for card in found:
                    again[card.address] = (*again.get(card.address, ()), self.cards[own])
        return before, again

    def _entities(self) -> tuple[Entity, ...]:
        claims: dict[Named, list[ClaimCard]] = {}
        responses: dict[Named, list[ResponseCard]] = {}
        articles: dict[Named, list[BriefCard]] = {}
        for card in self.briefs:
            if card.publisher:
                articles.setdefault(card.publisher, []).append(card)
            for claim in card.claims:
                if claim.claimant:
                    claims.setdefault(claim.claimant, []).append(claim)
            for index, response in enumerate(self._brief(card).responses):
                who = entity_named(self.names, response.from_)
                if who is None:
                    continue
                answered = ResponseCard(
                    address=f"{card.address}#response_{index + 1}",
                    status=response.status,
                    kind=response.kind,
                    date=response.date,
                    brief=Named(card.title, card.address),
                    claims=tuple(
                        c for c in card.claims if not response.claims or c.id in response.claims
                    ),
                )
                responses.setdefault(who, []).append(answered)
        return tuple(
            Entity(
                name=named.name,
                address=named.address,
                facts=self.names.facts(named.name),
                claims=tuple(claims.get(named, ())),
                responses=tuple(responses.get(named, ())),
                articles=tuple(articles.get(named, ())),
            )
            for named in sorted({*claims, *responses, *articles}, key=_by_name)
        )

    def _publishers(self) -> tuple[Publisher, ...]:
        found: dict[Named, list[SourceCard]] = {}
        for card in self.briefs:
            cited = cited_sources(self.compiled[card.slug])
            for source in self._brief(card).sources:
                named = publisher_named(self.names, source.publisher) or Named("", "")
                entry = SourceCard(
                    address=f"{card.address}#source_{source.id}",
                    title=source.title,
                    url=source.url,
                    archived=source.archived,
                    kind=source.kind,
                    published=source.published,
                    brief=Named(card.title, card.address),
                    claims=tuple(c for c in card.claims if source.id in cited[c.id]),
                )
                found.setdefault(named, []).append(entry)
        return tuple(
            Publisher(named.name, named.address, tuple(found[named]))
            for named in sorted(found, key=_by_name)
        )

    def _topics(self) -> tuple[TopicIndex, ...]:
        found: dict[Named, list[BriefCard]] = {
            Named(topic.name or topic.id, routes.topic(Names.part_of(topic.id))): []
            for topic in self.config.topics
        }
        for card in self.briefs:
            for topic in dict.fromkeys(card.topics):
                found.setdefault(topic, []).append(card)
        descriptions = {
            routes.topic(Names.part_of(topic.id)): topic.description for topic in self.config.topics
        }
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

    def _ratings(self) -> tuple[RatingIndex, ...]:
        found: dict[str, list[ClaimCard]] = {rating.id: [] for rating in self.config.ratings}
        for card in self.cards.values():
            if card.withdrawn:
                continue
            found.setdefault(card.rating.id, []).append(card)
        return tuple(
            RatingIndex(rating, routes.rating(rating.id), tuple(found[rating.id]))
            for rating in self.config.ratings
        )

    def _corrections(self) -> tuple[CorrectionCard, ...]:
        cards = [
            card
            for brief in self.briefs
            for card in correction_cards(self._brief(brief), brief, self.config)
        ]
        return tuple(sorted(cards, key=lambda c: -c.date.instant.timestamp()))


def _menu(config: Config, pages: Sequence[CompiledPage]) -> tuple[Named, ...]:
    titles = {page.slug: page.title for page in pages}
    chosen = config.menu or sorted(titles)
    return tuple(Named(titles[slug], routes.page(slug)) for slug in chosen if slug in titles)


def _by_name(named: Named) -> tuple[str, str]:
    return named.name.casefold(), named.address
