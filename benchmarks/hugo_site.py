"""The same desk as a site for Hugo, to compare with.

    python benchmarks/hugo_site.py DESK DIR

Every brief and every claim is a content page; people, ratings, topics and sources are taxonomies.
Nothing stands twice: a claim's words are in its own file, and a brief's page fetches them from
there. `hugo/` has the templates, which show what ours show and link what ours link. What is left
out makes Hugo's work smaller, never larger: the data files, the links back from a source to where
it is cited, the checks. Citations are plain links already, with the number of their source.
"""

import argparse
import re
import shutil
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from sitegen.config import DEFAULT_RATINGS
from sitegen.names import address_of

ROOT = Path(__file__).parent.parent
THEME = Path(__file__).parent / "hugo"
ASSETS = ROOT / "templates" / "assets"  # both sites look the same, and load the same
TITLES = {
    "briefs": "All briefs",
    "claims": "All claims",
    "corrections": "Corrections",
    "topics": "Topics",
    "ratings": "Ratings",
    "entities": "People and organizations",
    "sources": "Sources",
}
WITH_FEED = ("html", "atom")
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

    def path(self, claim: str) -> str:
        """Where Hugo finds a claim's page."""
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
        """Count them by their addresses, which are the same in both sites."""
        depths = [re.search(r"/briefs/(?!page/)[^/]+/([^/]+/)?$", address) for address in addresses]
        found = [bool(depth[1]) for depth in depths if depth]
        return cls(found.count(False), found.count(True))


def write_hugo_site(folder: Path, desk: Path) -> Counts:
    """Write the site of a desk's folder as one for Hugo, and say how many pages it must have."""
    briefs = [_read(path) for path in sorted((desk / "briefs").glob("*.md"))]
    settings = yaml.load((desk / "site.yaml").read_text("utf-8"), yaml.CBaseLoader)
    shutil.copytree(THEME, folder, dirs_exist_ok=True)
    shutil.copytree(ASSETS, folder / "static" / "assets")
    _write_settings(folder, settings)
    again = _checked_again(briefs)
    for brief in briefs:
        _write_brief(folder, brief)
        for claim in brief.header["claims"]:
            _write_claim(folder, brief, claim, again[brief.path(claim)])
    for path in (desk / "pages").glob("*.md"):
        page = _read(path)
        _write(folder / "content" / path.name, page.header, page.body)
    _write_terms(folder, settings, briefs)
    return Counts(len(briefs), sum(len(brief.header["claims"]) for brief in briefs))


def retitled(text: str, title: str) -> str:
    """The text of a brief or claim with another title: the same line in both sites."""
    return re.sub(r"^title: .*$", f"title: {title}", text, count=1, flags=re.MULTILINE)


def newest(desk: Path) -> str:
    """The slug of the brief that stands first in every list."""
    briefs = [_read(path) for path in (desk / "briefs").glob("*.md")]
    return max(briefs, key=lambda brief: brief.header["published"]).slug


def _read(path: Path) -> Brief:
    _, header, body = path.read_text("utf-8").split("---\n", 2)
    return Brief(path.stem, yaml.load(header, yaml.CBaseLoader), body)


def _write(path: Path, header: Fields, body: str = "") -> None:
    given = {name: value for name, value in header.items() if value not in ("", [], None)}
    text = yaml.dump(given, Dumper=yaml.CSafeDumper, sort_keys=False, allow_unicode=True, width=999)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"---\n{text}---\n{body}", "utf-8")


def _write_settings(folder: Path, settings: Fields) -> None:
    path = folder / "hugo.yaml"
    own = {
        "title": settings["title"],
        "baseURL": settings.get("base_url", "https://desk.example"),
        "params": {"tagline": settings.get("tagline", "")},
    }
    path.write_text(path.read_text("utf-8") + yaml.safe_dump(own, allow_unicode=True), "utf-8")


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


def _write_brief(folder: Path, brief: Brief) -> None:
    header = brief.header
    sources = header.get("sources", {})
    responses = header.get("responses", [])
    _write(
        folder / "content" / "briefs" / f"{brief.slug}.md",
        {
            "title": header["title"],
            "date": header["published"],
            "lastmod": _modified(header) or header["published"],
            "description": header.get("summary", ""),
            "day": header["published"],
            "modified": _modified(header),
            "topics": header.get("topics", []),
            "entities": _unique([header["article"]["publisher"], *(r["from"] for r in responses)]),
            "sources": _unique(source["publisher"] for source in sources.values()),
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
        },
        _linked(brief, brief.body),
    )


def _write_claim(folder: Path, brief: Brief, id_: str, again: list[str]) -> None:
    claim = brief.header["claims"][id_]
    others = list(brief.header["claims"])
    at = others.index(id_)
    finding = claim.get("finding", "")
    _write(
        folder / "content" / "claims" / brief.slug / f"{id_}.md",
        {
            "title": claim["text"],
            "date": brief.header["published"],
            "url": f"/briefs/{brief.slug}/{id_}/",
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
        },
        _linked(brief, finding),
    )


def _write_terms(folder: Path, settings: Fields, briefs: list[Brief]) -> None:
    """What is known of each list, topic, rating and name; of names, those that are used."""
    content = folder / "content"
    for name, title in TITLES.items():
        outputs = list(WITH_FEED) if name == "corrections" else []
        _write(content / name / "_index.md", {"title": title, "outputs": outputs})
    for id_, topic in settings.get("topics", {}).items():
        header = {"title": topic.get("name", id_), "description": topic.get("description", "")}
        _write(content / "topics" / id_ / "_index.md", {**header, "outputs": list(WITH_FEED)})
    for weight, rating in enumerate(DEFAULT_RATINGS, start=1):
        header = {"title": rating.label, "description": rating.description, "value": rating.value}
        header["weight"] = weight  # lists have them in the order of the scale
        _write(content / "ratings" / rating.id / "_index.md", header)
    for name in _unique(name for brief in briefs for name in _names(brief)):
        role = settings.get("entities", {}).get(name, {}).get("role", "")
        path = content / "entities" / address_of(name) / "_index.md"
        _write(path, {"title": name, "role": role})
    for name in _unique(
        source["publisher"] for b in briefs for source in b.header.get("sources", {}).values()
    ):
        _write(content / "sources" / address_of(name) / "_index.md", {"title": name})


def _names(brief: Brief) -> Iterable[str]:
    yield brief.header["article"]["publisher"]
    yield from (claim["claimant"] for claim in brief.header["claims"].values())
    yield from (response["from"] for response in brief.header.get("responses", []))


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


def _unique(names: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(names))


def main() -> None:
    parser = argparse.ArgumentParser(description="Write a desk's site as one for Hugo.")
    parser.add_argument("desk", type=Path, metavar="DESK")
    parser.add_argument("folder", type=Path, metavar="DIR")
    asked = parser.parse_args()
    pages = write_hugo_site(asked.folder, asked.desk)
    print(f"wrote {pages.briefs} briefs and {pages.claims} claims below {asked.folder}")


if __name__ == "__main__":
    main()
