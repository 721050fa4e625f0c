"""A desk's briefs as content for other generators: what each page's header must have.

Every brief and every claim is a content page there. Nothing stands twice: a claim's words are in
its own file, and a brief's page fetches them from there. Citations are plain links already, with
the number of their source. `hugo_site.py` and `eleventy_site.py` write what this makes.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from sitegen.config import DEFAULT_RATINGS

ASSETS = Path(__file__).parent.parent / "templates" / "assets"  # all sites look and load the same
CITATION = re.compile(r"\[@([^\[\]]+)\](?!\()")
MENTION = re.compile(r"([^\s,;]+)\s*(.*)", re.DOTALL)

Fields = dict[str, Any]  # of a header: every value a text, a list or another of these


@dataclass(frozen=True)
class Brief:
    """A brief as it lies in a desk's folder."""

    slug: str
    header: Fields
    body: str

    @property
    def numbers(self) -> dict[str, int]:
        """The number that each source is cited by."""
        return {source: n for n, source in enumerate(self.header.get("sources", {}), start=1)}

    @property
    def names(self) -> Iterator[str]:
        """Whose article it checks, who claimed, who answered."""
        yield self.header["article"]["publisher"]
        yield from (claim["claimant"] for claim in self.header["claims"].values())
        yield from (response["from"] for response in self.header.get("responses", []))

    @property
    def publishers(self) -> Iterator[str]:
        """Who published its sources."""
        yield from (source["publisher"] for source in self.header.get("sources", {}).values())

    def path(self, claim: str) -> str:
        """How a peer's pages name a claim."""
        return f"/claims/{self.slug}/{claim}"

    def about(self, claim: str) -> list[Fields]:
        """The corrections of one claim."""
        return [c for c in self.header.get("corrections", []) if c.get("claim") == claim]


class Counts(NamedTuple):
    """How many pages of either kind a site has."""

    briefs: int
    claims: int

    @classmethod
    def of(cls, addresses: Iterable[str]) -> "Counts":
        """Count them by their addresses, which are the same in all sites."""
        depths = [re.search(r"/briefs/(?!page/)[^/]+/([^/]+/)?$", address) for address in addresses]
        found = [bool(depth[1]) for depth in depths if depth]
        return cls(found.count(False), found.count(True))


class Content(NamedTuple):
    """A page of a peer's content: where it lies, without its ending, and where it will be."""

    path: str
    address: str
    header: Fields
    text: str


@dataclass(frozen=True)
class DeskContent:
    """All that a desk's folder has."""

    settings: Fields
    briefs: list[Brief]
    pages: list[Brief]

    @classmethod
    def read(cls, desk: Path) -> "DeskContent":
        settings = yaml.load((desk / "site.yaml").read_text("utf-8"), yaml.CBaseLoader)
        briefs = [_read(path) for path in sorted((desk / "briefs").glob("*.md"))]
        pages = [_read(path) for path in sorted((desk / "pages").glob("*.md"))]
        return cls(settings, briefs, pages)

    @property
    def counts(self) -> Counts:
        return Counts(len(self.briefs), sum(len(brief.header["claims"]) for brief in self.briefs))

    @property
    def base_url(self) -> str:
        return str(self.settings.get("base_url", "https://desk.example"))

    def names(self) -> list[str]:
        return unique(name for brief in self.briefs for name in brief.names)

    def publishers(self) -> list[str]:
        return unique(name for brief in self.briefs for name in brief.publishers)

    def role(self, name: str) -> str:
        return str(self.settings.get("entities", {}).get(name, {}).get("role", ""))

    def contents(self) -> Iterator[Content]:
        """A content page for each brief, claim and page."""
        again = _checked_again(self.briefs)
        for brief in self.briefs:
            text = _linked(brief, brief.body)
            yield Content(f"briefs/{brief.slug}", f"/briefs/{brief.slug}/", _brief(brief), text)
            for claim, fields in brief.header["claims"].items():
                header = _claim(brief, claim, again[brief.path(claim)])
                text = _linked(brief, fields.get("finding", ""))
                address = f"/briefs/{brief.slug}/{claim}/"
                yield Content(brief.path(claim)[1:], address, header, text)
        for page in self.pages:
            yield Content(page.slug, f"/{page.slug}/", page.header, page.body)


def write_page(path: Path, header: Fields, body: str = "") -> None:
    """Write a header's fields, all but the empty ones, and a text."""
    given = {name: value for name, value in header.items() if value not in ("", [], None)}
    text = yaml.dump(given, Dumper=yaml.CSafeDumper, sort_keys=False, allow_unicode=True, width=999)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"---\n{text}---\n{body}", "utf-8")


def retitled(text: str, title: str) -> str:
    """The text of a brief or claim with another title: the same line in all sites."""
    return re.sub(r"^title: .*$", f"title: {title}", text, count=1, flags=re.MULTILINE)


def rerated(text: str, claim: str, rating: str) -> str:
    """The text of a desk's brief with another rating of a claim."""
    line = rf"(\n  {claim}:\n(?:    .*\n)*?    rating: ).*"
    return re.sub(line, rf"\g<1>{rating}", text, count=1)


def rerated_page(text: str, rating: str) -> str:
    """The text of a claim's own page, as peers have it, with another rating."""
    return re.sub(r"(\nratings:\n- ).*", rf"\g<1>{rating}", text, count=1)


def newest(desk: Path) -> str:
    """The slug of the brief that stands first in every list."""
    briefs = [_read(path) for path in (desk / "briefs").glob("*.md")]
    return max(briefs, key=lambda brief: brief.header["published"]).slug


def unique(names: Iterable[str]) -> list[str]:
    """The names without repetitions, in their order."""
    return list(dict.fromkeys(names))


def _read(path: Path) -> Brief:
    _, header, body = path.read_text("utf-8").split("---\n", 2)
    return Brief(path.stem, yaml.load(header, yaml.CBaseLoader), body)


def _brief(brief: Brief) -> Fields:
    header = brief.header
    sources = header.get("sources", {})
    responses = header.get("responses", [])
    return {
        "title": header["title"],
        "date": header["published"],
        "lastmod": _modified(header) or header["published"],
        "description": header.get("summary", ""),
        "day": header["published"],
        "modified": _modified(header),
        "topics": header.get("topics", []),
        "entities": unique([header["article"]["publisher"], *(r["from"] for r in responses)]),
        "sources": unique(brief.publishers),
        "authors": header.get("authors", []),
        "reviewers": header.get("reviewers", []),
        "article": header["article"],
        "claims": [brief.path(claim) for claim in header["claims"]],
        "references": [
            {"id": id_, "number": brief.numbers[id_], **fields, "cited_by": _citing(brief, id_)}
            for id_, fields in sources.items()
        ],
        "responses": responses,
        "corrections": _corrections(brief, header.get("corrections", [])),
    }


def _claim(brief: Brief, id_: str, again: list[str]) -> Fields:
    claim = brief.header["claims"][id_]
    others = list(brief.header["claims"])
    at = others.index(id_)
    return {
        "title": claim["text"],
        "date": brief.header["published"],
        "description": claim["verdict"],
        "ratings": [claim["rating"]],
        "entities": [claim["claimant"]] if "claimant" in claim else [],
        "day": brief.header["published"],
        "id": id_,
        "brief": f"/briefs/{brief.slug}",
        "earlier": brief.path(others[at - 1]) if at else "",
        "later": brief.path(others[at + 1]) if at + 1 < len(others) else "",
        "quote": claim.get("quote", ""),
        "said": claim.get("said", ""),
        "appearance": claim.get("appearance", ""),
        "evidence": claim.get("evidence", []),
        "cited": [source for source in brief.numbers if id_ in _citing_ids(brief, source)],
        "not_established": claim.get("not_established", ""),
        "before": _before(claim),
        "again": again,
        "corrections": _corrections(brief, brief.about(id_)),
    }


def _checked_again(briefs: Iterable[Brief]) -> dict[str, list[str]]:
    """For each claim that was checked before, where it is checked again."""
    again: dict[str, list[str]] = defaultdict(list)
    for brief in briefs:
        for claim, fields in brief.header["claims"].items():
            for earlier in _before(fields):
                again[earlier].append(brief.path(claim))
    return again


def _before(claim: Fields) -> list[str]:
    return [f"/claims/{one.replace('#', '/')}" for one in claim.get("same_as", [])]


def _modified(header: Fields) -> str:
    days = [correction["date"] for correction in header.get("corrections", [])]
    return max([*days, header.get("updated", "")])


def _corrections(brief: Brief, corrections: list[Fields]) -> list[Fields]:
    labels = {rating.id: rating.label for rating in DEFAULT_RATINGS}
    shown = []
    for correction in corrections:
        entry = dict(correction)
        if claim := entry.get("claim"):
            entry["claim"] = brief.path(claim)
        if was := entry.get("was"):
            now = brief.header["claims"][correction["claim"]]["rating"]
            entry |= {"was": labels.get(was, was), "now": labels.get(now, now)}
        shown.append(entry)
    return shown


def _citing_ids(brief: Brief, source: str) -> list[str]:
    """The claims that rest on a source: in their evidence, or in their finding."""
    mention = re.compile(rf"@{re.escape(source)}\b(?!-)")
    return [
        id_
        for id_, claim in brief.header["claims"].items()
        if any(item["source"] == source for item in claim.get("evidence", []))
        or mention.search(claim.get("finding", ""))
    ]


def _citing(brief: Brief, source: str) -> list[str]:
    return [brief.path(id_) for id_ in _citing_ids(brief, source)]


def _linked(brief: Brief, text: str) -> str:
    """A text with links to the list of sources in place of citations."""

    def links(citation: re.Match[str]) -> str:
        return "\\[" + "; ".join(map(link, re.split(r";\s*@", citation[1]))) + "\\]"

    def link(mention: str) -> str:
        source, where = MENTION.fullmatch(mention).groups()
        return f"[{brief.numbers[source]}{where}](#source_{source})"

    return CITATION.sub(links, text)
