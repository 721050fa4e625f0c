"""Every file of the site but its manifest, each once, in a stable order."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property, partial
from itertools import chain
from pathlib import Path
from typing import Any

from msgspec import Struct

from sitegen import data, feeds, routes
from sitegen.entities import Named
from sitegen.graph import Site
from sitegen.lists import list_outputs
from sitegen.memory import Memory
from sitegen.outputs import Group, Output, data_output, grouped
from sitegen.pages import brief_group, moved_outputs, stand_alone_outputs
from sitegen.profiles import CORRECTIONS, is_page
from sitegen.record_view import numbers_json
from sitegen.render import Renderer
from sitegen.scale import scale_css
from sitegen.search_pages import search_outputs


class Plan(Struct, frozen=True, dict=True):
    """All outputs of the site, in groups: the search, one for each brief, then the rest."""

    groups: tuple[Group, ...]

    @cached_property
    def outputs(self) -> tuple[Output, ...]:
        """The outputs one by one."""
        return tuple(chain.from_iterable([group.outputs for group in self.groups]))


def plan(
    site: Site,
    assets: Iterable[tuple[str, Callable[[], bytes]]],
    memory: Memory | None = None,
    cache: Path | None = None,
) -> Plan:
    """All outputs of the site; ``assets`` are addresses with how to read each.

    ``memory`` is the one that the site was linked with, if it was. ``cache`` is a folder where
    what takes long to make can be kept from one build to the next.
    """
    search = grouped(search_outputs(site, cache and cache / "search"), hidden=True)
    briefs = (memory or Memory()).each(brief_group, site.parts, site.config, site.languages)
    groups = [search, *briefs]
    rest = (
        moved_outputs(site),
        list_outputs(site),
        stand_alone_outputs(site),
        _data_files(site),
        (Output(address, partial(_asset, address, read)) for address, read in assets),
    )
    groups.append(grouped(chain.from_iterable(rest)))
    if site.config.base_url:
        groups.append(grouped([*_feeds(site), *_sitemaps(groups)]))
    return Plan(tuple(groups))


def globals_of(site: Site) -> dict[str, Any]:
    """What every template sees of the site."""
    config = site.config
    return {
        "site": config,
        "desk": config.desk,
        "menu": site.menu,
        "feeds": bool(config.base_url),
        "topics": bool(site.topics),
        "report": _plain_link(config.report_error),
        "policy": _corrections_policy(site),
    }


def _plain_link(value: str) -> str:
    """The link to report an error where no page's own is at hand, as in the page for none."""
    return value if "://" in value or not value else f"mailto:{value}"


def _corrections_policy(site: Site) -> Named | None:
    """The page on what the desk does about mistakes, told by its file name."""
    pages = (page for page in site.pages if is_page(page.slug, CORRECTIONS))
    page = next(pages, None)
    return Named(page.title, routes.page(page.slug)) if page else None


def _data_files(site: Site) -> Iterator[Output]:
    makers: dict[str, Callable[[Site], str | bytes]] = {
        "data/claims.json": data.claims_json,
        "data/claims.csv": data.claims_csv,
        "data/brief.schema.json": data.schema_json,
        routes.NUMBERS_DATA: numbers_json,
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
    return renderer.page("feed.xml", routes.FEED, lang=feed.lang, feed=feed)


def _corrections_feed(site: Site, renderer: Renderer) -> str:
    feed = feeds.corrections_feed(site, site.corrections)
    return renderer.page("feed.xml", routes.CORRECTIONS_FEED, lang=feed.lang, feed=feed)


def _topic_feed(number: int, site: Site, renderer: Renderer) -> str:
    topic = site.topics[number]
    title = f"{topic.name} – {site.config.title}"
    feed = feeds.briefs_feed(site, title, topic.address, topic.feed, topic.briefs)
    return renderer.page("feed.xml", topic.feed, lang=feed.lang, feed=feed)


def _sitemaps(groups: Sequence[Group]) -> Iterator[Output]:
    pages = list(chain.from_iterable([group.listed for group in groups]))
    for address, template, listed in feeds.sitemaps(pages):
        yield Output(address, partial(_sitemap, address, template, listed))


def _sitemap(
    address: str, template: str, listed: Sequence[feeds.Listed], site: Site, renderer: Renderer
) -> str:
    return renderer.page(
        template, address, lang=site.config.lang, urls=feeds.sitemap_urls(site, listed)
    )


def _asset(address: str, read: Callable[[], bytes], site: Site, renderer: Renderer) -> bytes:
    """An asset as it is; the style sheets with the rating scale at its end."""
    if address not in routes.SCALED:
        return read()
    return b"%s\n%s" % (read().rstrip(), scale_css(site.config).encode())
