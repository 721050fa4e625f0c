"""Every file of the site but its manifest, each once, in a stable order."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import Any

from sitegen import data, feeds, routes
from sitegen.graph import Site
from sitegen.lists import list_outputs
from sitegen.outputs import Output, data_output
from sitegen.pages import brief_outputs, stand_alone_outputs
from sitegen.render import Renderer


def plan(site: Site, assets: Iterable[tuple[str, Callable[[], bytes]]]) -> list[Output]:
    """All outputs of the site; ``assets`` are addresses with how to read each."""
    outputs = [
        *brief_outputs(site),
        *list_outputs(site),
        *stand_alone_outputs(site),
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


def _data_files(site: Site) -> Iterator[Output]:
    makers: dict[str, Callable[[Site], str]] = {
        "data/claims.json": data.claims_json,
        "data/claims.csv": data.claims_csv,
        "data/brief.schema.json": data.schema_json,
    }
    if site.config.base_url:
        makers["data/claimreview.json"] = data.data_feed
    for number, assessment in enumerate(site.assessments):
        makers[routes.profile(assessment.profile)] = partial(data.profile_json, number)
    for address, maker in makers.items():
        yield data_output(address, maker)


def _feeds(site: Site) -> Iterator[Output]:
    yield Output(routes.FEED, _site_feed)
    yield data_output(routes.JSON_FEED, feeds.json_feed)
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


def _asset(read: Callable[[], bytes], site: Site, renderer: Renderer) -> bytes:
    return read()
