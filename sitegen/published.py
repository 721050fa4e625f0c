"""What a site would be on its host: of each file its path, its size, and the links to look at.

An output is looked at once, by whichever process made it, and its bytes are not kept.
"""

import re
from collections.abc import Iterator
from html import unescape
from typing import NamedTuple

from msgspec import Struct

from sitegen.outputs import Output, Owner, source_of
from sitegen.routes import NOT_FOUND, path_of

_PAGES = (".html", ".htm", ".svg")
_COMMENT = re.compile(r"<!--.*?-->|/\*.*?\*/", re.DOTALL)
# An attribute that names an address, and its value. Quotes in a page's texts are escaped, so what
# looks like one is one.
ATTRIBUTE = re.compile(
    r"(?<![\w-])(href|src|srcset|imagesrcset|action|formaction|poster|data|content|style)"
    r"""\s*=\s*("[^"]*"|'[^']*'|[^\s"'<>=`]+)""",
    re.IGNORECASE,
)
_IN_STYLE = re.compile(r"""url\(\s*["']?([^"')]*)|@import\s+["']([^"']*)""", re.IGNORECASE)
_REFRESH = re.compile(r"""\s*[\d.]+\s*[;,]\s*(?:url\s*=\s*)?["']?([^"']*)""", re.IGNORECASE)


class Seen(NamedTuple):
    """One file of the site as its host gets it. ``size`` is in bytes.

    ``links`` are those that may lead out of the site or to nothing of it, as they stand there, each
    once; of the page for lost readers it is all of them. ``source`` is where it comes from.
    """

    path: str
    address: str
    size: int
    source: Owner
    links: tuple[str, ...] = ()


class Looking(Struct, frozen=True):
    """How ``build`` is to look at a site that will be at ``base_url``, or nobody knows where."""

    base_url: str

    def __call__(self, output: Output, content: bytes) -> Seen:
        """What is to be known of one output."""
        path = path_of(output.address)
        links = list(dict.fromkeys(links_in(path, content)))
        if output.address != NOT_FOUND:
            depth = path.count("/")
            links = [link for link in links if self._is_odd(link, depth, output.address)]
        return Seen(path, output.address, len(content), source_of(output), tuple(links))

    def _is_odd(self, link: str, depth: int, address: str) -> bool:
        """Whether a link counts from the root of its host, climbs too far or is whole.

        All others lead down from the site's folder; so does the one that a page is known by.
        """
        if link.startswith("/"):
            return not link.startswith("//")
        if self.base_url and link.startswith(self.base_url):
            return link != f"{self.base_url}/{address}"
        return link.count("..") > depth and "://" not in link


def links_in(path: str, content: bytes) -> Iterator[str]:
    """Every address that a page, a picture in SVG or a stylesheet names, as typed."""
    if path.endswith(".css"):
        yield from _in_style(_COMMENT.sub("", content.decode("utf-8", "replace")))
    elif path.endswith(_PAGES):
        text = content.decode("utf-8", "replace")
        if "<!--" in text:
            text = _COMMENT.sub("", text)
        if "<style" in text:
            yield from _in_style(text)
        for name, value in ATTRIBUTE.findall(text):
            yield from addresses(name.lower(), unescape(value.strip("\"'")))


def addresses(attribute: str, value: str) -> Iterator[str]:
    """The addresses in an attribute's value."""
    if attribute == "content":
        found = _REFRESH.fullmatch(value)
        if found:
            yield found[1].strip()
    elif attribute == "style":
        yield from _in_style(value)
    elif attribute.endswith("srcset"):
        yield from (part.split()[0] for part in value.split(",") if part.strip())
    else:
        yield value.strip()


def _in_style(text: str) -> Iterator[str]:
    for whole, imported in _IN_STYLE.findall(text):
        yield (whole or imported).strip()
