"""A brief and its claims for who cites them: as a line of text, as BibTeX, as CSL-JSON.

A name is given as it is written: which part of it is the family's, nobody here knows.
BibTeX as Patashnik's "BibTeXing" has it, with biblatex's ``date``; CSL-JSON 1.0.
"""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from sitegen.cards import BriefCard, ClaimCard
from sitegen.graph import Site
from sitegen.json_text import Data, to_json
from sitegen.phrases import Phrases
from sitegen.shared import shared
from sitegen.sharing import claim_share
from sitegen.when import When

_SPECIAL = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\textbraceleft{}",  # BibTeX counts braces, with a backslash before them too
        "}": r"\textbraceright{}",
        "^": r"\textasciicircum{}",
        "~": r"\textasciitilde{}",
        **{sign: f"\\{sign}" for sign in "#$%&_"},
    }
)
_HAS_SPECIAL = re.compile(
    r"[\\{}^~#$%&_]"
).search  # few texts do, and none need be gone through then
_IN_URL = str.maketrans({"{": "%7B", "}": "%7D", "\\": "%5C"})
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


class Work(Struct, frozen=True):
    """What is cited. Without authors it is the desk's; without a ``base_url`` it has no URL."""

    key: str
    title: str
    authors: tuple[str, ...]
    desk: str
    site: str
    published: When | None
    lang: str
    url: str


class Works(NamedTuple):
    """A brief and its claims, as they are cited; the claims by their ids.

    They have all alike but their keys, titles and URLs.
    """

    brief: Work
    claims: Mapping[str, Work]


def works(site: Site, slug: str) -> Works:
    """A brief and its claims; made once for their pages and files."""
    made = shared(site, slug).at_hand
    found = made.get("works")
    if not isinstance(found, Works):
        card = site.by_slug[slug]
        brief = _brief_work(site, card)
        claims = {claim.id: _claim_work(site, brief, claim) for claim in card.claims}
        found = made["works"] = Works(brief, claims)
    return found


def _claim_work(site: Site, brief: Work, claim: ClaimCard) -> Work:
    title = claim_share(site, claim, brief.lang).title
    return replace(
        brief,
        key=f"{brief.key}_{claim.id}",
        title=" ".join(title.split()),
        url=site.absolute(claim.address),
    )


def _brief_work(site: Site, card: BriefCard) -> Work:
    return Work(
        key=card.slug,
        title=" ".join(card.title.split()),
        authors=tuple(" ".join(name.split()) for name in card.authors) or (site.config.desk,),
        desk=site.config.desk,
        site=site.config.title,
        published=card.published,
        lang=card.lang,
        url=site.absolute(card.address),
    )


def line(work: Work, t: Phrases) -> str:
    """The work as a line of text."""
    authors, title, site, published = work.authors, work.title, work.site, work.published
    names = t.comma.join(authors)
    if published:
        date = t.day(published.day)
        text = t.say("cite_line_dated", authors=names, title=title, site=site, date=date)
    else:
        text = t.say("cite_line", authors=names, title=title, site=site)
    return f"{text} {work.url}".strip()


def bibtex(works: Works) -> str:
    """The works as entries of a BibTeX file, in UTF-8."""
    brief = works.brief
    authors = " and ".join([f"{{{_escaped(name)}}}" for name in brief.authors])
    alike = f"  howpublished = {{{_escaped(brief.site)}}},\n"
    if brief.published:
        day = brief.published.day
        alike += (
            f"  year = {{{day.year}}},\n"
            f"  month = {_MONTHS[day.month - 1]},\n"
            f"  date = {{{day.isoformat()}}},\n"
        )
    return "\n".join([_entry(work, authors, alike) for work in (brief, *works.claims.values())])


def _entry(work: Work, authors: str, alike: str) -> str:
    url = f"  url = {{{_in_url(work.url)}}},\n" if work.url else ""
    return (
        f"@misc{{{work.key},\n"
        f"  author = {{{authors}}},\n"
        f"  title = {{{{{_escaped(work.title)}}}}},\n"  # twice: its capitals stay as they are
        f"{alike}{url}}}\n"
    )


@lru_cache(maxsize=1024)  # the desk and the authors are on all
def _escaped(text: str) -> str:
    return text.translate(_SPECIAL) if _HAS_SPECIAL(text) else text


def _in_url(url: str) -> str:
    return url.translate(_IN_URL) if _HAS_SPECIAL(url) else url


def csl_json(works: Works) -> bytes:
    """The works as CSL-JSON, which reference managers read."""
    brief = works.brief
    alike: Data = {
        "container-title": brief.site,
        "publisher": brief.desk,
        "author": [{"literal": name} for name in brief.authors],
        "language": brief.lang,
    }
    if brief.published:
        day = brief.published.day
        alike["issued"] = {"date-parts": [[day.year, day.month, day.day]]}
    return to_json([_item(work, alike) for work in (brief, *works.claims.values())]) + b"\n"


def _item(work: Work, alike: Data) -> Data:
    item: Data = {"id": work.key, "type": "webpage", "title": work.title, **alike}
    if work.url:
        item["URL"] = work.url
    return item
