"""All compiled files joined into one site: who refers to whom, in which order, under which rules.

``link`` is pure: settings and the day are arguments. It checks what only the whole can show
(ratings, topics, entities, claims checked before) and gives the indexes that pages are made of.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from itertools import chain
from types import MappingProxyType
from typing import NamedTuple

from msgspec import Struct, field
from msgspec.structs import replace

from sitegen import routes
from sitegen.cards import (
    BriefCard,
    ClaimCard,
    CorrectionCard,
    Entity,
    Publisher,
    RatingIndex,
    TopicIndex,
)
from sitegen.compiled import AnyBrief, CompiledPage
from sitegen.config import Config, ReadConfig
from sitegen.diagnostics import Diagnostic
from sitegen.entities import Named, Names
from sitegen.house import House
from sitegen.indexes import corrections, entities, publishers, ratings, topics
from sitegen.languages import Languages, worded
from sitegen.left import NOTHING_LEFT, Left
from sitegen.memory import Memory
from sitegen.parts import Cards, Part, part_of
from sitegen.profiles import Assessment, assess
from sitegen.site_rules import Whole, check_site


class Site(Struct, frozen=True, eq=False):
    """The whole site, newest first, without the texts: those stay with the compiled briefs."""

    config: Config
    languages: Languages
    names: Names  # what ``config`` says of them
    compiled: Mapping[str, AnyBrief]
    parts: tuple[Part, ...]
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
    translations: Mapping[str, tuple[BriefCard, ...]]  # by slug: the brief in all its languages
    left: Left
    by_slug: Mapping[str, BriefCard]
    assessments: tuple[Assessment, ...]  # of what is published, where site.yaml asks for them
    reviews: dict[str, list[str]] = field(default_factory=dict)  # made so far
    at_hand: dict[str, object] = field(default_factory=dict)  # see ``shared``

    @property
    def claims(self) -> tuple[ClaimCard, ...]:
        """All claims, the newest brief's first, in each brief's own order."""
        return tuple(chain.from_iterable([brief.claims for brief in self.briefs]))

    def absolute(self, address: str) -> str:
        """The whole URL of an address; empty without a ``base_url``."""
        base = self.config.base_url
        return routes.absolute(base, address) if base else ""


def link(
    read: ReadConfig,
    briefs: Sequence[AnyBrief],
    pages: Sequence[CompiledPage],
    *,
    today: date,
    drafts: bool,
    languages: Languages | None = None,
    memory: Memory | None = None,
) -> tuple[Site, list[Diagnostic]]:
    """Join everything into a site, and say what does not fit together.

    Briefs that are drafts, or later than ``today``, stay out unless ``drafts`` is true. Without
    ``languages`` the site speaks those that sitegen has. Who joins
    a site again and again gives a ``memory``, which makes it quicker and changes nothing.
    """
    memory = memory or Memory()
    languages = languages or Languages(read.config.lang.lower())
    read = replace(read, config=worded(read.config, languages))
    house = memory.house(read.config, today, languages)
    parts = memory.each(part_of, briefs, house)
    return link_parts(read, house, parts, pages, drafts=drafts)


def link_parts(
    read: ReadConfig,
    house: House,
    parts: Sequence[Part],
    pages: Sequence[CompiledPage],
    *,
    drafts: bool,
) -> tuple[Site, list[Diagnostic]]:
    """The same from the parts of the briefs under a house."""
    states = {part.compiled.slug: part.state for part in parts}
    shown = [p for p in parts if p.cards and (drafts or not states[p.compiled.slug])]
    whole = {part.compiled.slug: part for part in shown}
    problems = check_site(Whole(read, parts, pages, house, whole.keys()))
    left = NOTHING_LEFT if drafts else _left_out(parts, states)
    broken = {p.compiled.file: _address(p) for p in parts if p.cards is None}
    left = left._replace(unreadable=broken)
    return _joined(house, list(whole.values()), pages, left), problems


ByClaim = Mapping[str, tuple[ClaimCard, ...]]


class Around(NamedTuple):
    """What the pages of one brief show of other briefs: all that they depend on besides it."""

    before: ByClaim = MappingProxyType({})
    again: ByClaim = MappingProxyType({})
    translations: tuple[BriefCard, ...] = ()


NOTHING_AROUND = Around()


def around(site: Site, card: BriefCard) -> Around:
    """What there is around a brief of a site."""
    return _around(card, site.checked_before, site.checked_again, site.translations)


def _around(
    card: BriefCard,
    before: ByClaim,
    again: ByClaim,
    translations: Mapping[str, tuple[BriefCard, ...]],
) -> Around:
    addresses = [claim.address for claim in card.claims]
    return Around(
        {a: before[a] for a in addresses if a in before},
        {a: again[a] for a in addresses if a in again},
        translations.get(card.slug, ()),
    )


def around_each(parts: Sequence[Part]) -> dict[str, Around]:
    """What there is around some briefs, by their files, if none but these name each other."""
    pairs = [(part, part.cards) for part in parts if part.cards]
    pairs.sort(key=_newest_first)
    claims = {claim.address: claim for _, cards in pairs for claim in cards.brief.claims}
    before, again = _same_claims([cards for _, cards in pairs], claims)
    alike = _translations([cards.brief for _, cards in pairs])
    return {part.compiled.file: _around(cards.brief, before, again, alike) for part, cards in pairs}


def bare(house: House, pages: Sequence[CompiledPage]) -> Site:
    """A site without briefs: what is around each of them."""
    return _joined(house, [], pages, NOTHING_LEFT)


def by_itself(frame: Site, part: Part, cards: Cards, others: Around) -> Site:
    """A site of one brief, whose pages are those that it has in the whole; ``frame`` is bare."""
    card = cards.brief
    return replace(
        frame,
        compiled={card.slug: part.compiled},
        parts=(part,),
        briefs=(card,),
        by_slug={card.slug: card},
        checked_before=others.before,
        checked_again=others.again,
        translations={card.slug: others.translations} if others.translations else {},
        reviews={},
        at_hand={},
    )


def _left_out(parts: Sequence[Part], states: Mapping[str, str]) -> Left:
    waiting = [(p, state) for p in parts if (state := states[p.compiled.slug])]
    drafts = sum(1 for _, state in waiting if state == "draft")
    due = [
        part.compiled.brief.published.day
        for part, state in waiting
        if state == "scheduled" and part.compiled.brief and part.compiled.brief.published
    ]
    files = {part.compiled.file: _address(part) for part, _ in waiting}
    return Left(drafts, len(due), min(due, default=None), files)


def _address(part: Part) -> str:
    return routes.brief(part.compiled.slug)


def _joined(house: House, parts: list[Part], pages: Sequence[CompiledPage], left: Left) -> Site:
    """The site of these parts, which come in the order of their files."""
    compiled = {part.compiled.slug: part.compiled for part in parts}
    pairs = [(part, part.cards) for part in parts if part.cards]
    pairs.sort(key=_newest_first)
    cards = [cards for _, cards in pairs]
    briefs = tuple(one.brief for one in cards)
    claims = {claim.address: claim for brief in briefs for claim in brief.claims}
    before, again = _same_claims(cards, claims)
    return Site(
        config=house.config,
        languages=house.languages,
        names=house.names,
        compiled=compiled,
        parts=tuple(part for part, _ in pairs),
        briefs=briefs,
        pages=tuple(pages),
        menu=_menu(house.config, pages),
        entities=entities(house.names, cards),
        publishers=publishers(cards),
        topics=topics(house.config, briefs),
        ratings=ratings(house.config, claims.values()),
        corrections=corrections(cards),
        checked_before=before,
        checked_again=again,
        translations=_translations(briefs),
        left=left,
        by_slug={card.slug: card for card in briefs},
        assessments=_assessments(
            house.config, [part.compiled for part, cards in pairs if not part.state], pages
        ),
    )


def _translations(briefs: Sequence[BriefCard]) -> dict[str, tuple[BriefCard, ...]]:
    """By slug: a brief and its translations, the original first, then by language."""
    groups: defaultdict[str, list[BriefCard]] = defaultdict(list)
    for card in briefs:
        if card.original:
            groups[card.original].append(card)
    by_slug = {card.slug: card for card in briefs} if groups else {}
    found: dict[str, tuple[BriefCard, ...]] = {}
    for original, cards in groups.items():
        first = [by_slug[original]] if original in by_slug else []
        group = (*first, *sorted(cards, key=lambda card: (card.lang, card.slug)))
        found |= {card.slug: group for card in group}
    return found


def _newest_first(pair: tuple[Part, Cards]) -> tuple[float, str]:
    """Briefs without a date, which are drafts, come first; equal dates by slug."""
    _, cards = pair
    return -cards.moment, cards.brief.slug


def _assessments(
    config: Config, published: Sequence[AnyBrief], pages: Sequence[CompiledPage]
) -> tuple[Assessment, ...]:
    chosen = dict.fromkeys(config.profile)
    return tuple(assess(profile, published, pages) for profile in chosen)


def _same_claims(
    cards: Sequence[Cards], claims: Mapping[str, ClaimCard]
) -> tuple[ByClaim, ByClaim]:
    """The claims that others name as the same, by these, and the other way round."""
    before: dict[str, tuple[ClaimCard, ...]] = {}
    again: dict[str, tuple[ClaimCard, ...]] = {}
    for own, targets in (pair for one in cards if one.before for pair in one.before.items()):
        found = [claims[target] for target in targets if target in claims]
        if found:
            before[own] = tuple(found)
        for card in found:
            again[card.address] = (*again.get(card.address, ()), claims[own])
    return before, again


def _menu(config: Config, pages: Sequence[CompiledPage]) -> tuple[Named, ...]:
    titles = {page.slug: page.title for page in pages}
    chosen = config.menu or sorted(titles)
    return tuple(Named(titles[slug], routes.page(slug)) for slug in chosen if slug in titles)
