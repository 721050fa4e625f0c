"""Feeds and the sitemap: what readers' programs and search engines follow.

Atom after RFC 4287, JSON Feed 1.1, sitemaps.org 0.9. All of them need a ``base_url``.
"""

from collections.abc import Sequence
from datetime import UTC
from itertools import islice

from msgspec import Struct

from sitegen import routes
from sitegen.cards import BriefCard, CorrectionCard, word_of
from sitegen.data import as_json
from sitegen.graph import Site
from sitegen.phrases import Phrases
from sitegen.when import When

NEWEST = 50  # entries of a feed
SITEMAP_URLS = 50_000  # the protocol's limit for one file


class Entry(Struct, frozen=True):
    """One entry of an Atom feed; addresses are whole URLs, moments RFC 3339."""

    id: str
    title: str
    url: str
    published: str
    updated: str
    summary: str
    authors: tuple[str, ...]
    claims: tuple[tuple[str, str, str, str], ...]  # text, label, verdict, URL
    topics: tuple[str, ...]


class Feed(Struct, frozen=True):
    """An Atom feed, as its template shows it."""

    id: str
    title: str
    url: str
    page: str
    updated: str
    author: str
    lang: str
    logo: str
    entries: tuple[Entry, ...]


def briefs_feed(
    site: Site, title: str, page: str, address: str, briefs: Sequence[BriefCard]
) -> Feed:
    """The newest published briefs of the site, or of a topic."""
    shown = (card for card in briefs if card.published and not card.state)
    entries = tuple([_entry_of(site, card) for card in islice(shown, NEWEST)])
    return _feed(site, title, page, address, entries)


def corrections_feed(site: Site, corrections: Sequence[CorrectionCard]) -> Feed:
    """The newest corrections."""
    shown = [card for card in corrections if not card.state]
    entries = tuple(_correction_entry(site, card) for card in shown[:NEWEST])
    title = site.languages.site.say("corrections_of_site", site=site.config.title)
    return _feed(site, title, routes.CORRECTIONS, routes.CORRECTIONS_FEED, entries)


def _feed(site: Site, title: str, page: str, address: str, entries: tuple[Entry, ...]) -> Feed:
    return Feed(
        id=site.absolute(address),
        title=title,
        url=site.absolute(address),
        page=site.absolute(page),
        updated=max((entry.updated for entry in entries), default="1970-01-01T00:00:00Z"),
        author=site.config.desk,
        lang=site.config.lang,
        logo=site.config.organization.logo,
        entries=entries,
    )


def rfc3339(when: When) -> str:
    """The moment as feeds want it, in UTC, so that text order is time order."""
    if len(when.iso) == len("2024-05-14"):
        return f"{when.iso}T00:00:00Z"
    return when.instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _entry_of(site: Site, card: BriefCard) -> Entry:
    """The entry of a brief: made once for the feeds of the site and of its topics."""
    key = f"entry {card.slug}"
    found = site.at_hand.get(key)
    if not isinstance(found, Entry):
        found = site.at_hand[key] = _brief_entry(site, card)
    return found


def _brief_entry(site: Site, card: BriefCard) -> Entry:
    published = card.published or When("1970-01-01")
    url = site.absolute(card.address)
    return Entry(
        id=url,
        title=card.title,
        url=url,
        published=rfc3339(published),
        updated=rfc3339(card.modified or published),
        summary=card.summary,
        authors=card.authors,
        claims=tuple(
            (
                claim.text,
                word_of(claim, site.languages.site),
                claim.verdict,
                site.absolute(claim.address),
            )
            for claim in card.claims
        ),
        topics=tuple(topic.name for topic in card.topics),
    )


def _correction_entry(site: Site, card: CorrectionCard) -> Entry:
    url = site.absolute(card.address)
    moment = rfc3339(card.date)
    t = site.languages.site
    kind = t.word("correction", card.kind)
    title = t.say("correction_of_brief", kind=kind, brief=card.brief.name)
    return Entry(
        id=url,
        title=title[:1].upper() + title[1:],
        url=url,
        published=moment,
        updated=moment,
        summary=_changed(t, card),
        authors=(),
        claims=(),
        topics=(),
    )


def _changed(t: Phrases, card: CorrectionCard) -> str:
    """What a correction says, with what stood before and what stands now."""
    if not card.was:
        return card.text
    key = "correction_was_now" if card.now else "correction_was"
    return t.say(key, text=card.text, was=card.was, now=card.now)


def json_feed(site: Site) -> bytes:
    """The newest briefs as a JSON Feed."""
    feed = briefs_feed(site, site.config.title, routes.HOME, routes.JSON_FEED, site.briefs)
    items = [
        {
            "id": entry.id,
            "url": entry.url,
            "title": entry.title,
            "summary": entry.summary,
            "content_text": "\n\n".join(
                [
                    entry.summary,
                    *(f"{text}\n{label}: {why}" for text, label, why, _ in entry.claims),
                ]
            ).strip(),
            "date_published": entry.published,
            "date_modified": entry.updated,
            "authors": [{"name": name} for name in entry.authors],
            "tags": list(entry.topics),
        }
        for entry in feed.entries
    ]
    data = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "description": site.config.tagline,
        "home_page_url": feed.page,
        "feed_url": feed.url,
        "icon": feed.logo,
        "language": feed.lang,
        "authors": [{"name": feed.author}],
        "items": [{key: value for key, value in item.items() if value} for item in items],
    }
    return as_json({key: value for key, value in data.items() if value or key == "items"})


class SitemapUrl(Struct, frozen=True):
    """One entry of a sitemap, or of an index of sitemaps."""

    url: str
    modified: str


Listed = tuple[str, When | None]  # an address, and when what is there was changed last


def sitemaps(pages: Sequence[Listed]) -> list[tuple[str, str, Sequence[Listed]]]:
    """The sitemaps that hold all pages: each file's address, its template, what it lists.

    More pages than one file may hold go to several, with an index at the known address.
    """
    parts = [pages[i : i + SITEMAP_URLS] for i in range(0, len(pages), SITEMAP_URLS)]
    if len(parts) <= 1:
        return [(routes.SITEMAP, "sitemap.xml", pages)]
    named = [(f"sitemap-{n}.xml", part) for n, part in enumerate(parts, start=1)]
    index: list[Listed] = [(address, None) for address, _ in named]
    return [
        (routes.SITEMAP, "sitemap-index.xml", index),
        *((address, "sitemap.xml", part) for address, part in named),
    ]


def sitemap_urls(site: Site, listed: Sequence[Listed]) -> list[SitemapUrl]:
    """The entries of one sitemap."""
    return [SitemapUrl(site.absolute(a), when.iso if when else "") for a, when in listed]
