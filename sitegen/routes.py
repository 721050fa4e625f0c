"""Addresses of the site, as a rule of slugs and ids alone.

An address is relative to the site's folder and ends in ``/`` for a page: ``briefs/bridge/``;
the home page's is empty. Files have their own: ``feed.xml``.
"""

import re
from collections.abc import Iterable
from functools import lru_cache
from posixpath import normpath
from urllib.parse import quote

from sitegen.names import address_of

_NEEDS_NOTHING = re.compile(r"[a-z0-9/.#-]*", re.ASCII).fullmatch  # most addresses, quickly

HOME = ""
BRIEFS = "briefs/"
CLAIMS = "claims/"
ENTITIES = "entities/"
SOURCES = "sources/"
TOPICS = "topics/"
RATINGS = "ratings/"
CORRECTIONS = "corrections/"
SEARCH = "search/"
SEARCH_DATA = "search/data/"
SEARCH_INDEX = "search/data/index/"
NUMBERS = "numbers/"
NUMBERS_DATA = "data/numbers.json"
NOT_FOUND = "404.html"
STYLE = "assets/site.css"
FEED = "feed.xml"
JSON_FEED = "feed.json"
CORRECTIONS_FEED = "corrections/feed.xml"
SITEMAP = "sitemap.xml"
ROBOTS = "robots.txt"
CNAME = "CNAME"  # the name that GitHub Pages has for it
MANIFEST = "data/manifest.json"
SHARE_IMAGE = "assets/share.png"  # what is shown of pages that have no card of their own
EMBED_STYLE = "assets/embed.css"
SCALED = (STYLE, EMBED_STYLE)  # the style sheets that end with the rating scale


def brief(slug: str) -> str:
    """The address of a brief."""
    return f"briefs/{slug}/"


def claim(slug: str, claim_id: str) -> str:
    """The address of a claim."""
    return f"briefs/{slug}/{claim_id}/"


def embed(slug: str, claim_id: str) -> str:
    """The address of a claim as other sites show it, in a frame."""
    return f"briefs/{slug}/{claim_id}/embed/"


def oembed(slug: str, claim_id: str) -> str:
    """The address of what oEmbed asks of a claim."""
    return f"briefs/{slug}/{claim_id}/oembed.json"


def share_card(address: str) -> str:
    """The address of the picture that is shown of a brief or claim where its page is shared."""
    return f"{address}share-card.png"


def citations(slug: str, form: str) -> str:
    """The address of a brief and its claims as ``bib`` or ``json`` for who cites them."""
    return f"briefs/{slug}/cite.{form}"


def entity(part: str) -> str:
    """The address of an entity, from ``names.address_of`` its name."""
    return f"entities/{part}/"


def publisher(part: str) -> str:
    """The address of a publisher of sources."""
    return f"sources/{part}/"


def topic(part: str) -> str:
    """The address of a topic."""
    return f"topics/{part}/"


def rating(rating_id: str) -> str:
    """The address of a rating."""
    return f"ratings/{rating_id}/"


def profile(profile_id: str) -> str:
    """The address of how briefs meet a code, as data."""
    return f"data/profile-{profile_id}.json"


def page(slug: str) -> str:
    """The address of a stand-alone page."""
    return f"{slug}/"


# The places on the pages of a brief. They follow from ids and names, never from an order, so that
# a link to one of them leads there still when others were added before it. No id and no name has
# an underscore in it.


def source_anchor(source_id: str) -> str:
    """The place of a source in the list of sources."""
    return f"source_{source_id}"


def evidence_anchors(claim_id: str, sources: Iterable[str]) -> list[str]:
    """The places of a claim's evidence, by the ids of the sources that it is from."""
    return _apart([f"evidence_{claim_id}_{source or 'unsourced'}" for source in sources])


def response_anchors(names: Iterable[str]) -> list[str]:
    """The places of responses, by the names of who gave them."""
    return _apart(f"response_{address_of(name) or 'unnamed'}" for name in names)


def _apart(anchors: Iterable[str]) -> list[str]:
    """The anchors, with a number at those that were there before."""
    seen: dict[str, int] = {}
    found = []
    for anchor in anchors:
        seen[anchor] = number = seen.get(anchor, 0) + 1
        found.append(f"{anchor}_{number}" if number > 1 else anchor)
    return found


def numbered(address: str, number: int) -> str:
    """The address of a list's page: the first is the list's own."""
    return address if number == 1 else f"{address}page/{number}/"


def path_of(address: str) -> str:
    """The file that answers for an address."""
    return f"{address}index.html" if address.endswith("/") or not address else address


def redirect_of(old: str) -> str:
    """The address that an old path answers at: ``/old`` and ``/old/`` are one."""
    path = old.strip("/")
    return path if "." in path.rsplit("/", 1)[-1] else f"{path}/"


def root_from(address: str) -> str:
    """The relative address of the site's folder from a page: ``../../`` from ``briefs/x/``."""
    return "../" * address.count("/") or "./"


@lru_cache(maxsize=1024)  # a page's is asked for again and again while it is made
def absolute(base_url: str, address: str) -> str:
    """The whole URL of an address; ``base_url`` without a slash at its end."""
    if not _NEEDS_NOTHING(address):
        address = quote(address, safe="/#;=~!$()*+,:@-._")
    return f"{base_url}/{address}"


def inside(folder: str, target: str) -> str | None:
    """The path of a file that a text names relative to its own folder.

    None where it would leave that folder.
    """
    if target.startswith("/") or "\\" in target or "\x00" in target:
        return None
    path = normpath(target)
    if path.split("/")[0] in ("..", ".", ""):
        return None
    return f"{folder}/{path}"
