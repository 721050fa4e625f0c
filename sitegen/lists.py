"""The pages that list: home, briefs, claims, entities, sources, topics, ratings, corrections.

And the one that counts: the desk's own record.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import chain
from typing import Any

from msgspec import Struct

from sitegen import routes
from sitegen.cards import BriefCard, ClaimCard, Entity, TopicIndex
from sitegen.direction import direction
from sitegen.graph import Site
from sitegen.outputs import Output, page_output
from sitegen.profile_views import assessment_views
from sitegen.record_view import record_view
from sitegen.rows import rows
from sitegen.spread import LEAST, Spread, counted, spread

LATEST = 10  # briefs on the home page
CLAIMANTS = 24  # named beside the list of claims; all are at /entities/


def list_outputs(site: Site) -> Iterator[Output]:
    """Every list, in pages of ``per_page`` entries where it can grow long."""
    t = site.languages.site
    yield page_output("home.html", routes.HOME, site.config.title, _home)
    yield from _paged(site, "briefs.html", routes.BRIEFS, t.all_briefs, site.briefs)
    filters = claims_filters(site)
    yield from _paged(site, "claims.html", routes.CLAIMS, t.all_claims, site.claims, **filters)
    yield page_output("entities.html", routes.ENTITIES, t.entities, _entities)
    for entity in site.entities:
        view = partial(_entity, entity)
        yield page_output("entity.html", entity.address, entity.name, view)
    yield page_output("sources.html", routes.SOURCES, t.sources, _publishers)
    for publisher in site.publishers:
        if publisher.address:
            view = partial(_shown, "publisher", publisher)
            yield page_output("publisher.html", publisher.address, publisher.name, view)
    if site.topics:
        yield page_output("topics.html", routes.TOPICS, t.topics, _topics)
    for topic in site.topics:
        yield from _paged(site, "topic.html", topic.address, topic.name, topic.briefs, topic=topic)
    yield page_output("ratings.html", routes.RATINGS, t.ratings, _ratings)
    for index in site.ratings:
        yield from _paged(
            site, "rating.html", index.address, index.rating.label, index.claims, index=index
        )
    yield page_output("corrections.html", routes.CORRECTIONS, t.corrections, _corrections)
    yield page_output("numbers.html", routes.NUMBERS, t.numbers, _numbers)


def claims_filters(site: Site) -> dict[str, Any]:
    """The lists that part the claims: by rating, topic and, for those with most, claimant."""
    claimants = sorted(site.entities, key=lambda entity: -len(entity.claims))[:CLAIMANTS]
    return {
        "ratings": site.ratings,
        "all_topics": site.topics,
        "claimants": [entity for entity in claimants if entity.claims],
    }


def _shown(name: str, value: object, site: Site) -> dict[str, Any]:
    return {name: value, "rows": rows(site)}


def _home(site: Site) -> dict[str, Any]:
    counts = {index.rating.id: index.count for index in site.ratings}
    return {
        "latest": site.briefs[:LATEST],
        "rows": rows(site),
        "rated": _spread(site, counts),
        "total": len(site.briefs),
        "corrections": site.corrections[:3],
        "description": site.config.tagline,
    }


def _spread(site: Site, counts: Mapping[str, int]) -> Spread:
    """The spread of claims on one of the site's own lists; many are the same."""
    key = f"spread {sorted(counts.items())}"
    found = site.at_hand.get(key)
    if not isinstance(found, Spread):
        rtl = direction(site.config.lang) == "rtl"
        found = site.at_hand[key] = spread(site.config, counts, site.languages.site, rtl=rtl)
    return found


def _drawn(site: Site, claims: Iterable[ClaimCard]) -> Spread | None:
    """The same where there are enough claims to be drawn."""
    counts = counted(claims)
    return _spread(site, counts) if counts.total() >= LEAST else None


def _entity(entity: Entity, site: Site) -> dict[str, Any]:
    return {"entity": entity, "rows": rows(site), "rated": _drawn(site, entity.claims)}


def _entities(site: Site) -> dict[str, Any]:
    return {"entities": site.entities}


def _publishers(site: Site) -> dict[str, Any]:
    return {
        "publishers": [publisher for publisher in site.publishers if publisher.address],
        "nameless": [s for p in site.publishers if not p.address for s in p.sources],
    }


def _topics(site: Site) -> dict[str, Any]:
    return {"all_topics": site.topics}


def _ratings(site: Site) -> dict[str, Any]:
    return {
        "indexes": site.ratings,
        "scale": site.config.scale,
        "assessments": assessment_views(site, ""),
    }


def _corrections(site: Site) -> dict[str, Any]:
    return {"corrections": site.corrections}


def _numbers(site: Site) -> dict[str, Any]:
    rtl = direction(site.config.lang) == "rtl"
    return {"view": record_view(site, site.languages.site, rtl=rtl)}


class Slice(Struct, frozen=True):
    """One page of a list: its entries, its number, how many pages there are, its neighbours."""

    items: Sequence[Any]
    number: int
    last: int
    before: str  # the address of the page before; "-" where there is none
    after: str
    total: int


def _paged(
    site: Site,
    template: str,
    address: str,
    title: str,
    items: Sequence[BriefCard] | Sequence[ClaimCard],
    **more: object,
) -> Iterator[Output]:
    size = site.config.per_page
    last = max(1, -(-len(items) // size))
    for number in range(1, last + 1):
        part = Slice(
            items[(number - 1) * size : number * size],
            number,
            last,
            routes.numbered(address, number - 1) if number > 1 else "",
            routes.numbered(address, number + 1) if number < last else "",
            len(items),
        )
        heading = (
            title
            if number == 1
            else site.languages.site.say("title_and_page", title=title, page=number)
        )
        view = partial(_slice, part, more)
        yield page_output(template, routes.numbered(address, number), heading, view)


def _slice(part: Slice, more: dict[str, object], site: Site) -> dict[str, Any]:
    topic = more.get("topic")
    if isinstance(topic, TopicIndex):
        claims = chain.from_iterable(brief.claims for brief in topic.briefs)
        more = {**more, "rated": None if part.number > 1 else _drawn(site, claims)}
    return {"slice": part, "rows": rows(site), **more}
