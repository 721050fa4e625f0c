"""What a search finds: every claim, brief and name of a site, and what it is filtered by.

A record is told by its number. The claims come first, in the order of the list of all claims, then
the briefs, then people and organizations.
"""

import json
from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct

from sitegen.cards import BriefCard, ClaimCard, Entity
from sitegen.entities import Named
from sitegen.graph import Site
from sitegen.search_index import Searchable

PER_FILE = 100  # records whose rows lie in one file

Row = ClaimCard | BriefCard | Entity


def rows(site: Site) -> tuple[Row, ...]:
    """What the records are of, in their order."""
    return (*site.claims, *site.briefs, *site.entities)


def records(site: Site) -> tuple[Searchable, ...]:
    """The records, in their order."""
    briefs = site.by_slug
    return (
        *(_of_claim(card, briefs[card.slug]) for card in site.claims),
        *(_of_brief(card) for card in site.briefs),
        *(_of_entity(entity, site.config.lang) for entity in site.entities),
    )


def _of_claim(card: ClaimCard, brief: BriefCard) -> Searchable:
    words = (card.verdict, _name(card.claimant), _name(brief.publisher))
    return _record(brief.lang, card.text, words)


def _of_brief(card: BriefCard) -> Searchable:
    topics = (topic.name for topic in card.topics)
    words = (card.summary, card.article, _name(card.publisher), *card.authors, *topics)
    return _record(card.lang, card.title, words)


def _of_entity(entity: Entity, lang: str) -> Searchable:
    facts = entity.facts
    return _record(lang, entity.name, (facts.role, *facts.aliases) if facts else ())


def _record(lang: str, title: str, words: Iterable[str]) -> Searchable:
    others = "\n".join(filter(None, words)) or title  # a record without words is never found
    return Searchable(lang.partition("-")[0].lower(), title, others)


def _name(named: Named | None) -> str:
    return named.name if named else ""


# Filters


class _Numbers(Struct, frozen=True):
    """What the filters know of: each rating, topic and name has a number."""

    ratings: Mapping[str, int]  # by their ids
    topics: Mapping[str, int]  # by the addresses of their pages, as the next
    entities: Mapping[str, int]


def filters_json(site: Site) -> str:
    """The filters as data: their values, and for each record the numbers of its own.

    A column has a number for each record, or a list of them; a year of 0 is none.
    """
    used = [index for index in site.ratings if index.claims]
    numbers = _Numbers(
        {index.rating.id: number for number, index in enumerate(used)},
        {topic.address: number for number, topic in enumerate(site.topics)},
        {entity.address: number for number, entity in enumerate(site.entities)},
    )
    columns = list(zip(*_columns(site, numbers), strict=True)) or [()] * 5
    document = {
        "counts": [len(site.claims), len(site.briefs), len(site.entities)],
        "per_file": PER_FILE,
        "values": {
            "rating": [[index.rating.id, index.rating.label] for index in used],
            "topic": [[_part(topic.address), topic.name] for topic in site.topics],
            "entity": [[_part(entity.address), entity.name] for entity in site.entities],
        },
        "rating": columns[0],
        "topic": columns[1],
        "claimant": columns[2],
        "entity": columns[3],
        "year": columns[4],
    }
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")) + "\n"


_Column = int | list[int]


def _columns(site: Site, numbers: _Numbers) -> Iterator[tuple[_Column, ...]]:
    """For each record: its ratings, topics, claimants, other names, and the year of the check."""
    for brief in site.briefs:
        for claim in brief.claims:
            yield _column(numbers, brief, (claim,))
    for brief in site.briefs:
        yield _column(numbers, brief, brief.claims)
    for number in range(len(site.entities)):
        yield [], [], [], number, 0


def _column(
    numbers: _Numbers, brief: BriefCard, claims: Iterable[ClaimCard]
) -> tuple[_Column, ...]:
    ratings = (numbers.ratings[claim.rating.id] for claim in claims if not claim.withdrawn)
    claimants = (numbers.entities[c.claimant.address] for c in claims if c.claimant)
    return (
        _short(ratings),
        _short(numbers.topics[topic.address] for topic in brief.topics),
        _short(claimants),
        numbers.entities[brief.publisher.address] if brief.publisher else [],
        brief.published.day.year if brief.published else 0,
    )


def _short(found: Iterable[int]) -> _Column:
    """One number alone, without a list around it."""
    once = list(dict.fromkeys(found))
    return once[0] if len(once) == 1 else once


def _part(address: str) -> str:
    """The part of an address that stands for a topic or a name."""
    return address.split("/")[1]
