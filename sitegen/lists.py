"""The pages that list: home, briefs, claims, entities, sources, topics, ratings, corrections."""

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any, NamedTuple

from sitegen import routes
from sitegen.cards import BriefCard, ClaimCard
from sitegen.graph import Site
from sitegen.outputs import Output, page_output
from sitegen.profile_views import assessment_views

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
        view = partial(_shown, "entity", entity)
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


def claims_filters(site: Site) -> dict[str, Any]:
    """The lists that part the claims: by rating, topic and, for those with most, claimant."""
    claimants = sorted(site.entities, key=lambda entity: -len(entity.claims))[:CLAIMANTS]
    return {
        "ratings": site.ratings,
        "all_topics": site.topics,
        "claimants": [entity for entity in claimants if entity.claims],
    }


def _shown(name: str, value: object, site: Site) -> dict[str, Any]:
    return {name: value}


def _home(site: Site) -> dict[str, Any]:
    counts = [(index, len(index.claims)) for index in site.ratings if index.claims]
    return {
        "latest": site.briefs[:LATEST],
        "counts": counts,
        "total": len(site.briefs),
        "total_claims": len(site.claims),
        "corrections": site.corrections[:3],
        "description": site.config.tagline,
    }


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


class Slice(NamedTuple):
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
    return {"slice": part, **more}
