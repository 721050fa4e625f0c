"""Addresses of the site, as a rule of slugs and ids alone.

An address is relative to the site's folder and ends in ``/`` for a page: ``briefs/bridge/``;
the home page's is empty. Files have their own: ``feed.xml``.
"""

from posixpath import normpath
from urllib.parse import quote

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


def brief(slug: str) -> str:
    """The address of a brief."""
    return f"briefs/{slug}/"


def claim(slug: str, claim_id: str) -> str:
    """The address of a claim."""
    return f"briefs/{slug}/{claim_id}/"


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


def absolute(base_url: str, address: str) -> str:
    """The whole URL of an address; ``base_url`` without a slash at its end."""
    return f"{base_url}/{quote(address, safe='/#;=~!$()*+,:@-._')}"


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
