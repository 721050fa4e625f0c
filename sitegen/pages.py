"""Every file of the site: its address, how to make it, and which source it comes from.

Planning costs little: nothing is rendered until an output's ``make`` is called, in whichever
process. That lets the addresses be checked before anything is made.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import Any, NamedTuple

from sitegen import data, feeds, routes
from sitegen.cards import BriefCard, ClaimCard
from sitegen.claimreview import as_script, reviews
from sitegen.compiled import CompiledPage
from sitegen.diagnostics import WHOLE_FILE, Span
from sitegen.graph import Site
from sitegen.kinds import When
from sitegen.marks import placed
from sitegen.render import Renderer
from sitegen.views import brief_view, claim_page

LATEST = 10  # briefs on the home page
CLAIMANTS = 24  # named beside the list of claims; all are at /entities/
RIGHT_TO_LEFT = frozenset(
    ("ar", "arc", "ckb", "dv", "fa", "he", "ku", "ps", "sd", "ug", "ur", "yi")
)


class Owner(NamedTuple):
    """The source that an output comes from, for messages."""

    file: str
    span: Span = WHOLE_FILE


class Output(NamedTuple):
    """One file to write. ``copies`` names a file of the site's folder to copy instead."""

    address: str
    make: Callable[[Site, Renderer], str | bytes] | None
    owner: Owner | None = None
    copies: str = ""
    kind: str = "file"  # "page" for what readers browse, "file" for the rest
    modified: When | None = None


def plan(site: Site, assets: Iterable[tuple[str, Callable[[], bytes]]]) -> list[Output]:
    """All outputs of the site but its manifest, each once, in a stable order."""
    outputs = [
        *_brief_outputs(site),
        *_lists(site),
        *_stand_alone(site),
        *_data_files(site),
        *(Output(address, partial(_asset, read)) for address, read in assets),
    ]
    if site.config.base_url:
        outputs += _feeds(site)
        outputs += _sitemaps(site, outputs)
    return outputs


def globals_of(site: Site) -> dict[str, Any]:
    """What every template sees of the site."""
    config = site.config
    return {
        "site": config,
        "desk": config.desk,
        "menu": site.menu,
        "feeds": bool(config.base_url),
        "topics": bool(site.topics),
        "report": _report_link(config.report_error),
    }


def _report_link(value: str) -> str:
    return value if "://" in value or not value else f"mailto:{value}"


def direction(lang: str) -> str:
    """``rtl`` for a language that is written from right to left."""
    return "rtl" if lang.split("-", maxsplit=1)[0].lower() in RIGHT_TO_LEFT else "ltr"


def _page(
    template: str,
    address: str,
    title: str,
    view: Callable[[Site], dict[str, Any]],
    site: Site,
    renderer: Renderer,
) -> str:
    shown = view(site)
    lang = shown.pop("lang", site.config.lang)
    return renderer.page(
        template,
        address,
        title=title,
        canonical=site.absolute(address),
        lang=lang,
        dir=direction(lang),
        **{"description": "", "noindex": False, **shown},
    )


def _output(
    template: str,
    address: str,
    title: str,
    view: Callable[[Site], dict[str, Any]],
    owner: Owner | None = None,
    modified: When | None = None,
) -> Output:
    make = partial(_page, template, address, title, view)
    return Output(address, make, owner, kind="page", modified=modified)


# Briefs and their claims


def _brief_outputs(site: Site) -> Iterator[Output]:
    for card in site.briefs:
        compiled = site.compiled[card.slug]
        owner = Owner(compiled.file)
        changed = card.modified or card.published
        view = partial(_brief, card.slug)
        yield _output("brief.html", card.address, card.title, view, owner, changed)
        address = f"{card.address}brief.json"
        yield Output(address, partial(_brief_json, card.slug), owner)
        for claim in card.claims:
            claim_owner = Owner(compiled.file, compiled.span(f"claims.{claim.id}"))
            view = partial(_claim, claim)
            yield _output("claim.html", claim.address, claim.text, view, claim_owner, changed)
        yield from _copies(compiled.file, compiled.uses.files)


def _copies(file: str, uses: Sequence[Any]) -> Iterator[Output]:
    for use in {use.path: use for use in uses}.values():
        yield Output(use.address, None, Owner(file, use.span), copies=use.path)


def _brief(slug: str, site: Site) -> dict[str, Any]:
    view = brief_view(site, slug)
    image = view.brief.image and site.absolute(f"{view.card.address}{view.brief.image}")
    return {
        "lang": view.card.lang,
        "description": view.card.summary,
        "noindex": bool(view.card.state),
        "view": view,
        "image": image,
    }


def _brief_json(slug: str, site: Site, renderer: Renderer) -> str:
    return data.brief_json(site, slug)


def _claim(card: ClaimCard, site: Site) -> dict[str, Any]:
    page = claim_page(site, card)
    return {
        "lang": page.card.lang,
        "description": f"{card.rating.label}: {card.verdict}",
        "noindex": bool(card.state),
        "page": page,
        "scripts": [as_script(review) for review in reviews(site, card)],
    }


# Lists


def _lists(site: Site) -> Iterator[Output]:
    yield _output("home.html", routes.HOME, site.config.title, _home)
    yield from _paged(site, "briefs.html", routes.BRIEFS, "All briefs", site.briefs)
    claimants = sorted(site.entities, key=lambda entity: -len(entity.claims))[:CLAIMANTS]
    yield from _paged(
        site,
        "claims.html",
        routes.CLAIMS,
        "All claims",
        site.claims,
        ratings=site.ratings,
        all_topics=site.topics,
        claimants=[entity for entity in claimants if entity.claims],
    )
    yield _output("entities.html", routes.ENTITIES, "People and organizations", _entities)
    for entity in site.entities:
        view = partial(_shown, "entity", entity)
        yield _output("entity.html", entity.address, entity.name, view)
    yield _output("sources.html", routes.SOURCES, "Sources", _publishers)
    for publisher in site.publishers:
        if publisher.address:
            view = partial(_shown, "publisher", publisher)
            yield _output("publisher.html", publisher.address, publisher.name, view)
    if site.topics:
        yield _output("topics.html", routes.TOPICS, "Topics", _topics)
    for topic in site.topics:
        yield from _paged(site, "topic.html", topic.address, topic.name, topic.briefs, topic=topic)
    yield _output("ratings.html", routes.RATINGS, "Ratings", _ratings)
    for index in site.ratings:
        yield from _paged(
            site, "rating.html", index.address, index.rating.label, index.claims, index=index
        )
    yield _output("corrections.html", routes.CORRECTIONS, "Corrections", _corrections)


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
    return {"indexes": site.ratings, "scale": site.config.scale}


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
        heading = title if number == 1 else f"{title}, page {number}"
        view = partial(_slice, part, more)
        yield _output(template, routes.numbered(address, number), heading, view)


def _slice(part: Slice, more: dict[str, object], site: Site) -> dict[str, Any]:
    return {"slice": part, **more}


# Pages of their own


def _stand_alone(site: Site) -> Iterator[Output]:
    for page in site.pages:
        owner = Owner(page.file)
        view = partial(_text_page, page)
        yield _output("page.html", routes.page(page.slug), page.title, view, owner)
        yield from _copies(page.file, page.uses.files)
    yield Output(routes.NOT_FOUND, _not_found)
    yield Output(routes.ROBOTS, _robots)
    yield Output(".nojekyll", _empty)
    if site.config.cname:
        yield Output("CNAME", _cname)
    for old, new in site.config.redirects:
        address = routes.redirect_of(old)
        yield Output(address, partial(_redirect, address, new), Owner("site.yaml"))


def _text_page(page: CompiledPage, site: Site) -> dict[str, Any]:
    return {"body": placed(page.body.html, "", routes.root_from(routes.page(page.slug)))}


def _redirect(address: str, new: str, site: Site, renderer: Renderer) -> str:
    root = routes.root_from(address)
    target = new if "://" in new else f"{root}{new.lstrip('/')}"
    canonical = new if "://" in new else site.absolute(new.lstrip("/"))
    return renderer.page("redirect.html", address, target=target, canonical=canonical)


def _not_found(site: Site, renderer: Renderer) -> str:
    """The page for addresses that are not there: served anywhere, so its links are whole."""
    base = f"{site.config.base_url}/" if site.config.base_url else ""
    return renderer.page("404.html", routes.NOT_FOUND, base=base, lang=site.config.lang)


def _robots(site: Site, renderer: Renderer) -> str:
    lines = ["User-agent: *", "Allow: /"]
    if site.config.base_url:
        lines += ["", f"Sitemap: {site.absolute(routes.SITEMAP)}"]
    return "\n".join(lines) + "\n"


def _empty(site: Site, renderer: Renderer) -> str:
    return ""


def _cname(site: Site, renderer: Renderer) -> str:
    return f"{site.config.cname}\n"


def _asset(read: Callable[[], bytes], site: Site, renderer: Renderer) -> bytes:
    return read()


# Data, feeds, sitemap


def _data_files(site: Site) -> Iterator[Output]:
    makers: dict[str, Callable[[Site], str]] = {
        "data/claims.json": data.claims_json,
        "data/claims.csv": data.claims_csv,
        "data/brief.schema.json": data.schema_json,
    }
    if site.config.base_url:
        makers["data/claimreview.json"] = data.data_feed
    for address, maker in makers.items():
        yield Output(address, partial(_data, maker))


def _data(maker: Callable[[Site], str], site: Site, renderer: Renderer) -> str:
    return maker(site)


def _feeds(site: Site) -> Iterator[Output]:
    yield Output(routes.FEED, _site_feed)
    yield Output(routes.JSON_FEED, partial(_data, feeds.json_feed))
    yield Output(routes.CORRECTIONS_FEED, _corrections_feed)
    for number, topic in enumerate(site.topics):
        yield Output(topic.feed, partial(_topic_feed, number))


def _site_feed(site: Site, renderer: Renderer) -> str:
    feed = feeds.briefs_feed(site, site.config.title, routes.HOME, routes.FEED, site.briefs)
    return renderer.page("feed.xml", routes.FEED, feed=feed)


def _corrections_feed(site: Site, renderer: Renderer) -> str:
    feed = feeds.corrections_feed(site, site.corrections)
    return renderer.page("feed.xml", routes.CORRECTIONS_FEED, feed=feed)


def _topic_feed(number: int, site: Site, renderer: Renderer) -> str:
    topic = site.topics[number]
    title = f"{topic.name} – {site.config.title}"
    feed = feeds.briefs_feed(site, title, topic.address, topic.feed, topic.briefs)
    return renderer.page("feed.xml", topic.feed, feed=feed)


def _sitemaps(site: Site, outputs: Sequence[Output]) -> Iterator[Output]:
    hidden = {card.address for card in site.briefs if card.state}
    hidden |= {claim.address for claim in site.claims if claim.state}
    pages = [
        (o.address, o.modified) for o in outputs if o.kind == "page" and o.address not in hidden
    ]
    for address, template, urls in feeds.sitemaps(site, pages):
        yield Output(address, partial(_sitemap, address, template, urls))


def _sitemap(
    address: str, template: str, urls: list[feeds.SitemapUrl], site: Site, renderer: Renderer
) -> str:
    return renderer.page(template, address, urls=urls)
