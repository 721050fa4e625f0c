"""A brief and its claims for who cites them: as a line of text, as BibTeX, as CSL-JSON.

A name is given as it is written: which part of it is the family's, nobody here knows.
BibTeX as Patashnik's "BibTeXing" has it, with biblatex's ``date``; CSL-JSON 1.0.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple

from sitegen.cards import BriefCard, ClaimCard
from sitegen.data import as_json
from sitegen.graph import Site
from sitegen.phrases import Phrases
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
_IN_URL = str.maketrans({"{": "%7B", "}": "%7D", "\\": "%5C"})
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


class Work(NamedTuple):
    """What is cited. Without authors it is the desk's; without a ``base_url`` it has no URL."""

    key: str
    title: str
    authors: tuple[str, ...]
    desk: str
    site: str
    published: When | None
    lang: str
    url: str


def brief_work(site: Site, card: BriefCard) -> Work:
    """A brief as it is cited."""
    return _work(site, card, card.slug, card.title, card.address)


def claim_work(site: Site, card: BriefCard, claim: ClaimCard, title: str) -> Work:
    """A claim's page as it is cited; ``title`` is ``sharing.claim_title``."""
    return _work(site, card, f"{card.slug}_{claim.id}", title, claim.address)


def _work(site: Site, card: BriefCard, key: str, title: str, address: str) -> Work:
    return Work(
        key=key,
        title=" ".join(title.split()),
        authors=tuple(" ".join(name.split()) for name in card.authors) or (site.config.desk,),
        desk=site.config.desk,
        site=site.config.title,
        published=card.published,
        lang=card.lang,
        url=site.absolute(address),
    )


def line(work: Work, t: Phrases) -> str:
    """The work as a line of text."""
    known = {"authors": t.comma.join(work.authors), "title": work.title, "site": work.site}
    if work.published:
        text = t.say("cite_line_dated", **known, date=t.day(work.published.day))
    else:
        text = t.say("cite_line", **known)
    return f"{text} {work.url}".strip()


def bibtex(works: list[Work]) -> str:
    """The works as entries of a BibTeX file, in UTF-8."""
    return "\n".join(_entry(work) for work in works)


def _entry(work: Work) -> str:
    fields = "".join(f"  {name} = {value},\n" for name, value in _fields(work))
    return f"@misc{{{work.key},\n{fields}}}\n"


def _fields(work: Work) -> Iterator[tuple[str, str]]:
    authors = " and ".join(f"{{{_escaped(name)}}}" for name in work.authors)
    yield "author", f"{{{authors}}}"
    yield "title", f"{{{{{_escaped(work.title)}}}}}"  # twice: its capitals stay as they are
    yield "howpublished", f"{{{_escaped(work.site)}}}"
    if work.published:
        day = work.published.day
        yield "year", f"{{{day.year}}}"
        yield "month", _MONTHS[day.month - 1]
        yield "date", f"{{{day.isoformat()}}}"
    if work.url:
        yield "url", f"{{{work.url.translate(_IN_URL)}}}"


def _escaped(text: str) -> str:
    return text.translate(_SPECIAL)


def csl_json(works: list[Work]) -> str:
    """The works as CSL-JSON, which reference managers read."""
    return as_json([_item(work) for work in works])


def _item(work: Work) -> dict[str, Any]:
    item: dict[str, Any] = {
        "id": work.key,
        "type": "webpage",
        "title": work.title,
        "container-title": work.site,
        "publisher": work.desk,
        "author": [{"literal": name} for name in work.authors],
        "language": work.lang,
    }
    if work.published:
        day = work.published.day
        item["issued"] = {"date-parts": [[day.year, day.month, day.day]]}
    if work.url:
        item["URL"] = work.url
    return item
