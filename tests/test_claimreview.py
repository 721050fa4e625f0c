"""The rules of the design's section 4, read from built pages by a library that is not ours.

Each rule is a function of a page's JSON-LD and of what the brief's own file says, so that a test
can give it damaged JSON-LD and see it refuse.
"""

import json
import re
import shutil
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import extruct
import pytest
import yaml
from lxml import html as lxml_html

from support import PLAIN_SITE, SITE, Desk, brief_text

Data = dict[str, Any]

REPO = Path(__file__).parent.parent
SMALL = Path(__file__).parent / "data" / "small"
SITES = ("repo", "bridge", "small")

# The scale of the design's section 2, for sites that have none of their own.
DEFAULT_RATINGS = [
    {"id": id_, "label": id_.replace("-", " ").capitalize(), **({"value": value} if value else {})}
    for id_, value in [
        *(("true", "5"), ("mostly-true", "4"), ("half-true", "3"), ("mostly-false", "2")),
        *(("false", "1"), ("missing-context", ""), ("unproven", ""), ("outdated", "")),
        ("satire", ""),
    ]
]

# https://schema.org/MediaManipulationRatingEnumeration
MEDIA_CATEGORIES = {
    "original": "OriginalMediaContent",
    "decontextualized": "DecontextualizedContent",
    "edited-or-cropped": "EditedOrCroppedContent",
    "staged": "StagedContent",
    "transformed": "TransformedContent",
    "satire": "SatireOrParodyContent",
}
MEDIA_TYPES = {"image": "ImageObject", "video": "VideoObject", "audio": "AudioObject"}


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    desk = Desk(tmp_path_factory.mktemp("small"))
    shutil.copytree(SMALL, desk.root, dirs_exist_ok=True)
    return desk.make(today=date(2025, 6, 1))


@pytest.fixture(scope="session")
def repo(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    desk = Desk(tmp_path_factory.mktemp("repo"))
    run = desk.run("build", "--root", str(REPO), "-o", str(desk.out), "--today", "2026-11-23")
    assert run.status == 0, run.stderr
    return desk


# What the sources say, every scalar as the text that was typed


@dataclass(frozen=True)
class Facts:
    """A claim page, and what its brief and ``site.yaml`` say."""

    html: str
    address: str
    site: Data
    brief: Data
    claim: Data
    claim_id: str

    @property
    def base(self) -> str:
        return self.site["base_url"].rstrip("/")

    @property
    def rating(self) -> Data:
        return next(r for r in self.ratings if r["id"] == self.claim["rating"])

    @property
    def ratings(self) -> list[Data]:
        return self.site.get("ratings") or DEFAULT_RATINGS

    @property
    def sources(self) -> Data:
        return self.brief.get("sources") or {}

    @property
    def corrections(self) -> list[Data]:
        """The corrections of the claim or of the whole brief: those that its page shows."""
        found = self.brief.get("corrections", [])
        return [c for c in found if c.get("claim", self.claim_id) == self.claim_id]

    @property
    def cited(self) -> set[str]:
        named = {item.get("source") for item in self.claim.get("evidence", [])}
        named |= set(re.findall(r"@([a-z0-9-]+)", self.claim.get("finding", "")))
        return {self.sources[name]["title"] for name in named if name in self.sources}

    def entity(self, name: str) -> tuple[str, Data]:
        """An entity's one name and its facts, by any of its names."""
        for known, facts in self.site.get("entities", {}).items():
            if name in (known, *facts.get("aliases", [])):
                return known, facts
        return name, {}


def read(path: Path) -> Data:
    text = path.read_text(encoding="utf-8")
    header = text.split("---\n", 2)[1] if text.startswith("---\n") else text
    return yaml.load(header, Loader=yaml.BaseLoader)


@cache
def pages_of(desk: Desk, root: Path) -> list[tuple[list[Data], Facts]]:
    """Every claim page's JSON-LD, as extruct reads it, with the facts."""
    site = read(root / "site.yaml")
    found = []
    for path in sorted((root / "briefs").rglob("*.md")):
        if not desk.has(f"briefs/{path.stem}/"):
            continue
        brief = read(path)
        for claim_id, claim in brief["claims"].items():
            address = f"briefs/{path.stem}/{claim_id}/"
            page = desk.html(address)
            found.append((json_ld(page), Facts(page, address, site, brief, claim, claim_id)))
    return found


def json_ld(page: str) -> list[Data]:
    return extruct.extract(page, syntaxes=["json-ld"])["json-ld"]


@pytest.fixture(scope="session")
def pages(repo: Desk, bridge: Desk, small: Desk) -> list[tuple[list[Data], Facts]]:
    return [
        *pages_of(repo, REPO),
        *pages_of(bridge, bridge.root),
        *pages_of(small, SMALL),
    ]


# The rules


def review_of(found: list[Data]) -> Data:
    return next(item for item in found if item["@type"] == "ClaimReview")


def media_of(found: list[Data]) -> Data | None:
    return next((item for item in found if item["@type"] == "MediaReview"), None)


def walk(data: Any) -> Iterator[tuple[str, Any]]:
    """Every key with its plain value, at any depth."""
    for key, value in data.items() if isinstance(data, dict) else ():
        for item in value if isinstance(value, list) else [value]:
            if isinstance(item, dict):
                yield from walk(item)
            else:
                yield key, item


def exactly_one(found: list[Data], _: Facts) -> bool:
    return [item["@type"] for item in found].count("ClaimReview") == 1


def context(found: list[Data], _: Facts) -> bool:
    return all(item.get("@context") == "https://schema.org" for item in found)


def claim_reviewed(found: list[Data], facts: Facts) -> bool:
    return review_of(found).get("claimReviewed") == facts.claim["text"]


def url(found: list[Data], facts: Facts) -> bool:
    (canonical,) = lxml_html.fromstring(facts.html).xpath('//link[@rel="canonical"]/@href')
    own = f"{facts.base}/{facts.address}"
    return all(item.get("url") == canonical == own for item in found)


def alternate_name(found: list[Data], facts: Facts) -> bool:
    return review_of(found)["reviewRating"].get("alternateName") == facts.rating["label"]


def rating_explanation(found: list[Data], facts: Facts) -> bool:
    return review_of(found)["reviewRating"].get("ratingExplanation") == facts.claim["verdict"]


def numbers(found: list[Data], facts: Facts) -> bool:
    rating = review_of(found)["reviewRating"]
    shown = [rating.get(key) for key in ("ratingValue", "worstRating", "bestRating")]
    if "value" not in facts.rating:
        return shown == [None, None, None]
    values = [int(r["value"]) for r in facts.ratings if "value" in r]
    wanted = [int(facts.rating["value"]), min(values), max(values)]
    return shown == wanted and 1 <= shown[1] < shown[2]


def author(found: list[Data], facts: Facts) -> bool:
    organization = facts.site.get("organization", {})
    desk = {
        "@type": "Organization",
        "name": organization.get("name", facts.site["title"]),
        "url": organization.get("url", f"{facts.base}/"),
    }
    return all(item.get("author") == desk for item in found)


def claimant(found: list[Data], facts: Facts) -> bool:
    name, known = facts.entity(facts.claim.get("claimant", ""))
    item = review_of(found)["itemReviewed"]
    wanted = None
    if "type" in known:
        wanted = {"@type": {"person": "Person"}.get(known["type"], "Organization"), "name": name}
        wanted |= {"url": known["url"]} if "url" in known else {}
        wanted |= {"sameAs": known["same_as"]} if "same_as" in known else {}
    return item["@type"] == "Claim" and item.get("author") == wanted


def said(found: list[Data], facts: Facts) -> bool:
    return review_of(found)["itemReviewed"].get("datePublished") == facts.claim.get("said")


def one_url(data: Data, key: str) -> str | None:
    """The URL of a CreativeWork; a list, or anything else that is not one URL, is an error."""
    work = data.get(key)
    assert work is None or isinstance(work["url"], str)
    return work and work["url"]


def appearance(found: list[Data], facts: Facts) -> bool:
    written = facts.claim.get("appearance", [])
    places = [written] if isinstance(written, str) else written
    urls = [facts.sources[p].get("url") if p in facts.sources else p for p in places]
    wanted = next(filter(None, urls), None)
    try:
        return one_url(review_of(found)["itemReviewed"], "appearance") == wanted
    except (AssertionError, TypeError):
        return False


def first_appearance(found: list[Data], facts: Facts) -> bool:
    try:
        shown = one_url(review_of(found)["itemReviewed"], "firstAppearance")
    except (AssertionError, TypeError):
        return False
    return shown == facts.claim.get("first_appearance")


def never_on_own_host(found: list[Data], facts: Facts) -> bool:
    item = review_of(found)["itemReviewed"]
    urls = [value for key, value in walk(item) if key == "url"]
    return all(urlsplit(value).hostname != urlsplit(facts.base).hostname for value in urls)


def date_published(found: list[Data], facts: Facts) -> bool:
    return all(item.get("datePublished") == facts.brief["published"] for item in found)


def date_modified(found: list[Data], facts: Facts) -> bool:
    days = [facts.brief.get("updated"), *(c["date"] for c in facts.corrections)]
    latest = max(filter(None, days), default=None)
    return all(item.get("dateModified") == latest for item in found)


def corrections(found: list[Data], facts: Facts) -> bool:
    shown = [
        (c["@type"], c["text"], c["datePublished"]) for c in review_of(found).get("correction", [])
    ]
    wanted = [("CorrectionComment", c["text"], c["date"]) for c in facts.corrections]
    return sorted(shown) == sorted(wanted)


def citations(found: list[Data], facts: Facts) -> bool:
    shown = review_of(found).get("citation", [])
    by_title = {source["title"]: source for source in facts.sources.values()}
    pairs = (("url", "url"), ("archivedAt", "archived"), ("datePublished", "published"))
    if {item["name"] for item in shown} != facts.cited or len(shown) != len(facts.cited):
        return False
    return all(
        item.get(theirs) == by_title[item["name"]].get(ours)
        for item in shown
        for theirs, ours in pairs
    )


def media(found: list[Data], facts: Facts) -> bool:
    written = facts.claim.get("media")
    shown = [item for item in found if item["@type"] == "MediaReview"]
    if written is None or len(shown) != 1:
        return not written and not shown
    (item,) = shown
    return (
        item.get("mediaAuthenticityCategory") == MEDIA_CATEGORIES[written["category"]]
        and item.get("originalMediaLink") == written.get("original")
        and item.get("originalMediaContextDescription") == written.get("context")
        and item["itemReviewed"]["@type"] == MEDIA_TYPES[written["type"]]
    )


def media_joined(found: list[Data], _: Facts) -> bool:
    review, other = review_of(found), media_of(found)
    if other is None:
        return "associatedMediaReview" not in review
    return (
        review.get("associatedMediaReview") == {"@id": other["@id"]}
        and other.get("associatedClaimReview") == {"@id": review["@id"]}
        and review["@id"] != other["@id"]
    )


TEXTS = (
    *("name", "text", "claimReviewed", "alternateName", "ratingExplanation"),
    "originalMediaContextDescription",
)
DATES = ("datePublished", "dateModified")
LINKS = ("url", "sameAs", "archivedAt", "originalMediaLink")


def words(text: str) -> str:
    return " ".join(text.split())


def is_shown(found: list[Data], facts: Facts) -> bool:
    """Names, texts, labels, dates and links of the markup are on the page, for readers to see."""
    tree = lxml_html.document_fromstring(facts.html)
    (body,) = tree.xpath("//body")
    text, hrefs = words(body.text_content()), set(body.xpath(".//a/@href"))
    times = set(body.xpath(".//time/@datetime"))
    (category,) = [words(facts.claim.get("media", {}).get("category", "")).replace("-", " ")]
    own = {f"{facts.base}/{facts.address}", f"{facts.base}/"}
    for key, value in (pair for item in found for pair in walk(item)):
        if (
            (key in TEXTS and words(value) not in text)
            or (key in DATES and value not in times)
            or (key in LINKS and value not in hrefs | own)
            or (key == "inLanguage" and value != tree.get("lang"))
            or (key == "mediaAuthenticityCategory" and category not in text)
        ):
            return False
    return True


# How to damage what they look at: a function changes a copy of the JSON-LD, or gives None where
# this page has nothing that it could damage.

Rule = Callable[[list[Data], Facts], bool]
Damage = Callable[[list[Data], Facts], Any]


def put(path: str, value: Any, kind: str = "ClaimReview") -> Damage:
    """Put a value at a path such as ``reviewRating.alternateName``; a function gets the old one."""
    *parents, last = path.split(".")

    def damage(found: list[Data], _: Facts) -> Any:
        data: Any = next((item for item in found if item["@type"] == kind), None)
        for name in parents:
            data = (data or {}).get(name)
        if data is None or (callable(value) and last not in data):
            return None
        data[last] = value(data[last]) if callable(value) else value
        return found

    return damage


def drop(path: str, kind: str = "ClaimReview") -> Damage:
    """Take away what is at a path."""
    *parents, last = path.split(".")

    def damage(found: list[Data], _: Facts) -> Any:
        data: Any = next((item for item in found if item["@type"] == kind), None)
        for name in parents:
            data = (data or {}).get(name)
        return found if (data or {}).pop(last, None) is not None else None

    return damage


def best_of_the_list(found: list[Data], facts: Facts) -> Any:
    """Take the first and last number of the list for the extremes."""
    rating = review_of(found)["reviewRating"]
    if "ratingValue" not in rating or "ratings" not in facts.site:
        return None
    values = [int(r["value"]) for r in facts.ratings if "value" in r]
    rating["bestRating"], rating["worstRating"] = values[0], values[-1]
    return found


def number_without_a_value(found: list[Data], _: Facts) -> Any:
    rating = review_of(found)["reviewRating"]
    if "ratingValue" in rating:
        return None
    rating.update(ratingValue=3, bestRating=5, worstRating=1)
    return found


def guess_the_claimant(found: list[Data], facts: Facts) -> Any:
    item = review_of(found)["itemReviewed"]
    if "author" in item or "claimant" not in facts.claim:
        return None
    item["author"] = {"@type": "Person", "name": facts.claim["claimant"]}
    return found


def guess_the_day(found: list[Data], facts: Facts) -> Any:
    item = review_of(found)["itemReviewed"]
    if "datePublished" in item:
        return None
    item["datePublished"] = facts.brief["published"]
    return found


def alias_for_name(found: list[Data], facts: Facts) -> Any:
    item = review_of(found)["itemReviewed"]
    name = facts.claim.get("claimant")
    if item.get("author", {}).get("name") in (None, name):
        return None
    item["author"]["name"] = name
    return found


def id_for_url(found: list[Data], facts: Facts) -> Any:
    places = facts.claim.get("appearance", [])
    if not set(places if isinstance(places, list) else [places]) & set(facts.sources):
        return None
    review_of(found)["itemReviewed"]["appearance"] = {"url": places[0]}
    return found


def cite_everything(found: list[Data], facts: Facts) -> Any:
    cited = review_of(found).setdefault("citation", [])
    more = {s["title"] for s in facts.sources.values()} - facts.cited
    cited += [{"@type": "CreativeWork", "name": title} for title in more]
    return found if more else None


def foreign_media(found: list[Data], facts: Facts) -> Any:
    found.append({"@context": "https://schema.org", "@type": "MediaReview"})
    return None if "media" in facts.claim else found


def changed(value: str) -> str:
    return f"{value}x"


RULES: dict[Rule, list[Damage]] = {
    exactly_one: [
        lambda found, _: [*found, found[0]],
        lambda found, _: [item for item in found if item["@type"] != "ClaimReview"],
        put("@type", "Review"),
    ],
    context: [
        put("@context", "http://schema.org"),
        put("@context", "https://schema.org/"),
        put("@context", ["https://schema.org"]),
        drop("@context"),
        drop("@context", "MediaReview"),
    ],
    claim_reviewed: [put("claimReviewed", changed), drop("claimReviewed")],
    url: [
        put("url", lambda value: value.rstrip("/")),
        put("url", lambda value: value.replace("https:", "http:")),
        put("url", lambda value: value.rsplit("/", 2)[0] + "/"),
        put("url", "https://elsewhere.example/", "MediaReview"),
        drop("url"),
    ],
    alternate_name: [
        put("reviewRating.alternateName", str.upper),
        drop("reviewRating.alternateName"),
    ],
    rating_explanation: [
        put("reviewRating.ratingExplanation", changed),
        drop("reviewRating.ratingExplanation"),
    ],
    numbers: [
        number_without_a_value,
        best_of_the_list,
        put("reviewRating.ratingValue", lambda value: value + 1),
        put("reviewRating.worstRating", 0),
        put("reviewRating.bestRating", lambda value: value - 1),
        put("reviewRating.ratingValue", str),
        drop("reviewRating.bestRating"),
    ],
    author: [
        put("author.name", changed),
        put("author.@type", "Person"),
        drop("author.url"),
        drop("author"),
        drop("author", "MediaReview"),
    ],
    claimant: [
        guess_the_claimant,
        alias_for_name,
        put("itemReviewed.author.@type", lambda old: {"Person": "Organization"}.get(old, "Person")),
        drop("itemReviewed.author.sameAs"),
        drop("itemReviewed.author.url"),
        drop("itemReviewed.author"),
        put("itemReviewed.@type", "CreativeWork"),
    ],
    said: [guess_the_day, put("itemReviewed.datePublished", changed)],
    appearance: [
        id_for_url,
        put("itemReviewed.appearance", lambda work: [work, work]),
        put("itemReviewed.appearance.url", lambda value: [value]),
        put("itemReviewed.appearance.url", changed),
        drop("itemReviewed.appearance"),
    ],
    first_appearance: [
        put("itemReviewed.firstAppearance", lambda work: [work]),
        put("itemReviewed.firstAppearance.url", changed),
        drop("itemReviewed.firstAppearance"),
    ],
    never_on_own_host: [
        lambda found, facts: put("itemReviewed.appearance", {"url": facts.base})(found, facts),
        lambda found, facts: put("itemReviewed.firstAppearance", {"url": f"{facts.base}/briefs/"})(
            found, facts
        ),
    ],
    date_published: [put("datePublished", "2020-02-02"), drop("datePublished")],
    date_modified: [
        put("dateModified", "2020-02-02"),
        lambda found, facts: (
            put("dateModified", facts.brief["published"])(found, facts)
            if "dateModified" not in review_of(found)
            else None
        ),
        lambda found, facts: (
            put("dateModified", facts.brief["corrections"][0]["date"])(found, facts)
            if "updated" in facts.brief
            else None
        ),
        drop("dateModified"),
        drop("dateModified", "MediaReview"),
    ],
    corrections: [
        put("correction", lambda old: old[1:]),
        put("correction", lambda old: [old[0] | {"@type": "Comment"}, *old[1:]]),
        put("correction", lambda old: [old[0] | {"datePublished": "2020-02-02"}, *old[1:]]),
        put("correction", lambda old: [*old, old[0] | {"text": "another claim's"}]),
        drop("correction"),
    ],
    citations: [
        cite_everything,
        put("citation", lambda old: old[1:]),
        put("citation", lambda old: [*old, old[0]]),
        put("citation", lambda old: [old[0] | {"url": "https://elsewhere.example/"}, *old[1:]]),
        put("citation", lambda old: [old[0] | {"archivedAt": "https://x.example/"}, *old[1:]]),
        drop("citation"),
    ],
    media: [
        foreign_media,
        lambda found, _: found[:1] if media_of(found) else None,
        put("mediaAuthenticityCategory", "StagedContent", "MediaReview"),
        put("originalMediaLink", changed, "MediaReview"),
        put("originalMediaContextDescription", changed, "MediaReview"),
        put("itemReviewed.@type", "AudioObject", "MediaReview"),
        drop("mediaAuthenticityCategory", "MediaReview"),
    ],
    media_joined: [
        drop("associatedMediaReview"),
        drop("associatedClaimReview", "MediaReview"),
        lambda found, facts: put("@id", changed)(found, facts) if media_of(found) else None,
        put("@id", changed, "MediaReview"),
        lambda found, facts: (
            None if media_of(found) else put("associatedMediaReview", {"@id": "x"})(found, facts)
        ),
    ],
    is_shown: [
        put("claimReviewed", changed),
        put("reviewRating.alternateName", "Almost right"),
        put("reviewRating.ratingExplanation", changed),
        put("author.name", changed),
        put("itemReviewed.author.name", changed),
        put("itemReviewed.author.url", changed),
        put("itemReviewed.author.sameAs", lambda old: [*old, "https://more.example/"]),
        put("itemReviewed.appearance.url", changed),
        put("itemReviewed.datePublished", "1999-01-01"),
        put("datePublished", "1999-01-01"),
        put("dateModified", "1999-01-01"),
        put("inLanguage", "eo"),
        put("citation", lambda old: [old[0] | {"name": "An unseen source"}]),
        put("citation", lambda old: [old[0] | {"archivedAt": "https://unseen.example/"}]),
        put("correction", lambda old: [old[0] | {"text": "An unseen correction"}]),
        put("originalMediaLink", changed, "MediaReview"),
        put("originalMediaContextDescription", changed, "MediaReview"),
    ],
}

named = pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)


@named
def test_every_claim_page_keeps_the_rule(rule: Rule, pages: list[tuple[list[Data], Facts]]) -> None:
    assert [facts.address for found, facts in pages if not rule(found, facts)] == []


@pytest.mark.parametrize(
    ("rule", "number"),
    [(rule, number) for rule, damages in RULES.items() for number in range(len(damages))],
    ids=lambda value: str(value) if isinstance(value, int) else value.__name__,
)
def test_the_rule_refuses_damage(
    rule: Rule, number: int, pages: list[tuple[list[Data], Facts]]
) -> None:
    """Each damage applies to some page, and on every page that it applies to it is seen."""
    damaged = [
        (broken, facts)
        for found, facts in pages
        if (broken := RULES[rule][number](deepcopy(found), facts)) is not None and broken != found
    ]
    assert damaged
    assert [facts.address for broken, facts in damaged if rule(broken, facts)] == []


def test_the_pages_are_many_enough_to_try_every_rule(
    pages: list[tuple[list[Data], Facts]],
) -> None:
    addresses = [facts.address for _, facts in pages]
    assert len(addresses) == len([a for a in addresses if a.count("/") == 3])
    assert {"briefs/bridge/doubled/", "briefs/khazzan/half-empty/"} <= set(addresses)
    assert len([a for a in addresses if "hong-kong" in a]) == 11


# Nowhere else


@pytest.mark.parametrize("name", SITES)
def test_no_other_page_has_a_review(name: str, request: pytest.FixtureRequest) -> None:
    desk = request.getfixturevalue(name)
    for path in desk.out.rglob("*.html"):
        found = extruct.extract(path.read_text(), syntaxes=["json-ld", "microdata"])
        kinds = [item.get("@type") for item in found["json-ld"]] + found["microdata"]
        moved = 'http-equiv="refresh"' in path.read_text()
        claim_page = re.fullmatch(r"briefs/(?!page/)[^/]+/[^/]+", self_address(desk, path))
        assert ("ClaimReview" in kinds) == (bool(claim_page) and not moved), path
        assert bool(kinds) == (bool(claim_page) and not moved), path


def self_address(desk: Desk, path: Path) -> str:
    return path.parent.relative_to(desk.out).as_posix()


def test_without_a_base_url_there_is_no_review(desk: Desk) -> None:
    desk.bridge().config(SITE.replace("base_url", "# base_url")).read_text()
    desk.make()
    assert desk.has("briefs/bridge/doubled/")
    pages = [path.read_text() for path in desk.out.rglob("*.html")]
    assert [page for page in pages if "schema.org" in page or "ld+json" in page] == []


# Media, word by word


@pytest.mark.parametrize(("word", "name"), MEDIA_CATEGORIES.items())
def test_media_categories_have_the_names_of_schema_org(desk: Desk, word: str, name: str) -> None:
    desk.brief(brief_text(claim=f"media: {{category: {word}}}"))
    _, other = desk.make().reviews("briefs/bridge/doubled/")
    assert other["mediaAuthenticityCategory"] == name
    assert word.replace("-", " ") in desk.text("briefs/bridge/doubled/")


# Numbers


@pytest.mark.parametrize(
    ("listed", "worst", "best"),
    [((1, 3, 5), 1, 5), ((5, 3, 1), 1, 5), ((3, 7, 2, 4), 2, 7), ((4, 9), 4, 9)],
)
def test_the_extremes_do_not_depend_on_the_order(
    desk: Desk, listed: tuple[int, ...], worst: int, best: int
) -> None:
    ratings = "".join(f"  - {{id: r{n}, label: R{n}, value: {n}}}\n" for n in listed)
    desk.config(f"{PLAIN_SITE}ratings:\n  - {{id: none, label: None}}\n{ratings}")
    for n in listed:
        text = brief_text().replace("rating: mostly-false", f"rating: r{n}")
        desk.brief(text, slug=f"bridge-{n}")
    desk.make()
    for n in listed:
        (review,) = desk.reviews(f"briefs/bridge-{n}/doubled/")
        rating = review["reviewRating"]
        assert (rating["worstRating"], rating["ratingValue"], rating["bestRating"]) == (
            worst,
            n,
            best,
        )


@pytest.mark.parametrize("values", [(3, 3), (0, 5), (4,)])
def test_a_scale_that_no_review_could_use_is_refused(desk: Desk, values: tuple[int, ...]) -> None:
    ratings = "".join(
        f"  - {{id: r{i}, label: R{i}, value: {value}}}\n" for i, value in enumerate(values)
    )
    desk.config(f"{PLAIN_SITE}ratings:\n{ratings}")
    assert desk.errors()


# Appearances


APPEARANCES = [
    ("https://a.example/x", "https://a.example/x"),
    ("[https://a.example/x, https://b.example/y]", "https://a.example/x"),
    ("audit", "https://audit.example/"),
    ("[minutes, audit]", "https://audit.example/"),
    ("minutes", None),
]


@pytest.mark.parametrize(("written", "shown"), APPEARANCES)
def test_an_appearance_is_one_url(desk: Desk, written: str, shown: str | None) -> None:
    sources = "sources: {audit: {title: A, url: https://audit.example/}, minutes: {title: M}}"
    desk.brief(brief_text(claim=f"appearance: {written}", end=sources))
    (review,) = desk.make().reviews("briefs/bridge/doubled/")
    place = review["itemReviewed"].get("appearance")
    assert (place and place["url"]) == shown


@pytest.mark.parametrize(
    "claim",
    [
        "appearance: https://desk.example/elsewhere",
        "appearance: [https://a.example/, 'https://DESK.example/x']",
        "appearance: own",
        "first_appearance: http://desk.example/",
    ],
)
def test_an_appearance_on_the_sites_own_host_is_an_error(desk: Desk, claim: str) -> None:
    sources = "sources: {own: {title: Ours, url: https://desk.example/checks/x}}"
    desk.brief(brief_text(claim=claim, end=sources))
    assert [problem.code for problem in desk.errors()] == ["own-host-appearance"]


# When it changed


@pytest.mark.parametrize(
    ("updated", "corrected", "modified"),
    [
        ("", (), None),
        ("2024-05-20", (), "2024-05-20"),
        ("", ("2024-05-19", "2024-05-21"), "2024-05-21"),
        ("", ("2024-05-21", "2024-05-19"), "2024-05-21"),
        ("2024-05-25", ("2024-05-21",), "2024-05-25"),
        ("2024-05-20", ("2024-05-21",), "2024-05-21"),
        ("2024-05-20T23:00:00-05:00", ("2024-05-21T01:00:00+00:00",), "2024-05-20T23:00:00-05:00"),
    ],
)
def test_modified_is_the_latest_change(
    desk: Desk, updated: str, corrected: tuple[str, ...], modified: str | None
) -> None:
    lines = "".join(f"  - {{date: {day}, kind: update, text: New.}}\n" for day in corrected)
    end = f"corrections:\n{lines}" if lines else ""
    desk.brief(brief_text(f"updated: {updated}" if updated else "", end=end))
    (review,) = desk.make().reviews("briefs/bridge/doubled/")
    assert review.get("dateModified") == modified
    if modified:
        times = desk.tree("briefs/bridge/doubled/").xpath("//main//time/@datetime")
        assert datetime.fromisoformat(modified) in map(datetime.fromisoformat, times)


# Text cannot break out


NASTY = [
    "</script><script>alert(1)</script>",
    "</SCRIPT >",
    "<!-- <script> -->",
    "<![CDATA[ ]]>",
    "&lt;/script&gt; &amp; &quot;",
    'say "no" \\" and \\\\',
    "'; alert(1); '",
    "{{ site }} {% raw %}",
    "\u00e9\u4e2d\U0001f600 \u2066",
]
SEPARATORS = ["one\u2028two", "one\u2029two"]


class Scripts(HTMLParser):
    """What a browser takes for scripts: each one's type and text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, str]] = []
        self.inside = False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.inside = tag == "script"
        if self.inside:
            self.found.append((dict(attrs).get("type") or "", ""))

    def handle_endtag(self, tag: str) -> None:
        self.inside = self.inside and tag != "script"

    def handle_data(self, data: str) -> None:
        if self.inside:
            kind, text = self.found[-1]
            self.found[-1] = kind, text + data


def holds(page: str, text: str) -> bool:
    """Whether the page has one script of data, which says just this text, and is safe to embed."""
    data = [text for kind, text in Scripts(page).found if kind == "application/ld+json"]
    code = [text for kind, text in Scripts(page).found if kind != "application/ld+json"]
    if len(data) != 1 or any(map(str.strip, code)) or re.search("[<\u2028\u2029]", data[0]):
        return False
    try:
        review = json.loads(data[0])
    except ValueError:
        return False
    return review["claimReviewed"] == review["reviewRating"]["ratingExplanation"] == text


def naive(text: str) -> str:
    """The same script, written by somebody who knows no better."""
    review = {"claimReviewed": text, "reviewRating": {"ratingExplanation": text}}
    script = json.dumps(review, ensure_ascii=False)
    return f'<script type="application/ld+json">{script}</script>'


def written(text: str) -> str:
    value = json.dumps(text, ensure_ascii=text in SEPARATORS)
    return (
        brief_text()
        .replace("text: The bridge cost twice its budget", f"text: {value}")
        .replace("verdict: It cost a fifth more.", f"verdict: {value}")
    )


@pytest.mark.parametrize("text", NASTY)
def test_text_cannot_break_out_of_the_script(desk: Desk, text: str) -> None:
    desk.brief(written(text))
    desk.make()
    assert holds(desk.html("briefs/bridge/doubled/"), text)
    assert words(text) in desk.text("briefs/bridge/doubled/")


@pytest.mark.parametrize("text", SEPARATORS)
def test_a_line_separator_is_refused_or_escaped(desk: Desk, text: str) -> None:
    desk.brief(written(text))
    if not desk.errors():
        desk.make()
        assert holds(desk.html("briefs/bridge/doubled/"), text)


@pytest.mark.parametrize("text", [*NASTY[:4], *SEPARATORS])
def test_the_check_sees_text_that_breaks_out(text: str) -> None:
    assert not holds(naive(text), text)


def test_the_check_accepts_plain_text() -> None:
    assert holds(naive("plain"), "plain")
