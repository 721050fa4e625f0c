"""Every field of a brief does what the design says: it shows where readers and programs look."""

from typing import Any, NamedTuple

import pytest

from sitegen.model import BRIEF
from support import BRIDGE, OLD_BRIDGE, Desk, brief_text

# Every field has a value of its own, so that none can be seen by chance.
SWING = """\
---
title: Did the swing bridge jam?
published: 2024-05-14T09:30:00+02:00
updated: 2024-05-25
draft: false
lang: pt-BR
translation_of: el-puente
summary: It jammed twice, not daily.
image: jam.png
authors: [Ana Ruiz, Bo Chen]
reviewers: [Tom Okafor]
topics: [transport]
redirect_from: [swing-2023]
article:
  title: Bridge jams daily
  publisher: The Harbour Post
  url: https://post.example/jam
  published: 2024-05-10
  archived: https://archive.example/post-jam
  lang: de
  snapshot: snapshots/bridge.txt
claims:
  jammed:
    text: The swing bridge jams every day
    quote: has cost double what was promised
    claimant: Lena Frost
    said: 2024-05-08
    appearance: [https://rally.example/speech, audit]
    first_appearance: https://film.example/first
    media:
      type: video
      category: decontextualized
      original: https://film.example/whole
      context: The sentence before is cut.
    rating: mostly-false
    verdict: It jammed on two days of the year.
    finding: The **log** counts two jams [@audit, p. 14].
    evidence:
      - {source: audit, stance: undermines, quote: 121 per cent, locator: p. 15, note: Of a year.}
      - {source: minutes, stance: supports, note: One jam more.}
    not_established: Who had oiled the hinge.
    same_as: [old-bridge-brief#doubled]
sources:
  audit:
    title: Operating log
    publisher: City Audit Office
    url: https://audit.example/log
    published: 2024-02-01
    accessed: 2024-05-11
    archived: https://archive.example/log
    lang: fr
    kind: primary
    snapshot: snapshots/audit.txt
  minutes:
    title: Council minutes
    publisher: City Council
    kind: expert
    via: audit
    interest: The council owns the bridge.
    origin: city hall
responses:
  - from: Dana Mol
    role: Bridge keeper
    claims: [jammed]
    status: replied
    kind: concedes
    asked: 2024-05-12
    deadline: 2024-05-13
    channel: telephone
    date: 2024-05-15
    quote: as revised in March 2021
    text: Mol agrees with the count.
    source: audit
    changed: We added the log.
corrections:
  - date: 2024-05-20
    kind: verdict-change
    claim: jammed
    was: half-true
    text: The log settled it.
  - date: 2024-05-21
    kind: clarification
    was: the day before
    text: It was a Monday.
outcome:
  kind: retracted
  date: 2024-05-22
  url: https://post.example/retraction
accept:
  single-origin: Only the keeper writes a log.
---
The body.
"""

PAGE = "briefs/swing/"
CLAIM = "briefs/swing/jammed/"


class Shown(NamedTuple):
    """Where a field's value is looked for: ``address``, by ``how``, as ``want``."""

    address: str
    how: str  # text, link, one of the xpaths below, or the path of a value in the JSON-LD
    want: Any


def page(text: str) -> Shown:
    return Shown(PAGE, "text", text)


def claim(text: str) -> Shown:
    return Shown(CLAIM, "text", text)


def links(url: str, address: str = PAGE) -> Shown:
    return Shown(address, "link", url)


def on(address: str, text: str) -> Shown:
    return Shown(address, "text", text)


def raw(address: str, text: str) -> Shown:
    return Shown(address, "raw", text)


def review(path: str, want: Any) -> Shown:
    return Shown(CLAIM, f"0.{path}", want)


def media(path: str, want: Any) -> Shown:
    return Shown(CLAIM, f"1.{path}", want)


def row(column: str, want: str) -> Shown:
    return Shown("data/claims.csv", column, want)


# Besides ``brief.json``, which a test of its own compares as a whole.
SHOWN: dict[str, list[Shown]] = {
    "title": [
        Shown(PAGE, "//h1", "Did the swing bridge jam?"),
        Shown(PAGE, "//title", "Did the swing bridge jam? – Harbour Desk"),
        Shown(PAGE, '//meta[@property="og:title"]/@content', "Did the swing bridge jam?"),
        claim("Did the swing bridge jam?"),
        on("", "Did the swing bridge jam?"),
        on("briefs/", "Did the swing bridge jam?"),
        raw("feed.xml", "<title>Did the swing bridge jam?</title>"),
        raw("feed.json", '"title": "Did the swing bridge jam?"'),
    ],
    "published": [
        page("Published 14 May 2024, 09:30 UTC+02:00"),
        claim("Published 14 May 2024"),
        on("briefs/", "14 May 2024"),
        review("datePublished", "2024-05-14T09:30:00+02:00"),
        media("datePublished", "2024-05-14T09:30:00+02:00"),
        raw("feed.xml", "<published>2024-05-14T07:30:00Z</published>"),
        raw("feed.json", '"date_published": "2024-05-14T07:30:00Z"'),
        row("published", "2024-05-14T09:30:00+02:00"),
    ],
    "updated": [
        page("Updated 25 May 2024"),
        claim("Updated 25 May 2024"),
        review("dateModified", "2024-05-25"),
        media("dateModified", "2024-05-25"),
        raw("feed.xml", "<updated>2024-05-25T00:00:00Z</updated>"),
        raw("sitemap.xml", "<lastmod>2024-05-25</lastmod>"),
        row("modified", "2024-05-25"),
    ],
    "lang": [
        Shown(PAGE, "/html/@lang", "pt-BR"),
        Shown(CLAIM, "/html/@lang", "pt-BR"),
        review("inLanguage", "pt-BR"),
    ],
    "translation_of": [row("translation_of", "el-puente")],
    "summary": [
        page("It jammed twice, not daily."),
        Shown(PAGE, '//meta[@name="description"]/@content', "It jammed twice, not daily."),
        Shown(PAGE, '//meta[@property="og:description"]/@content', "It jammed twice, not daily."),
        on("", "It jammed twice, not daily."),
        raw("feed.xml", "<summary>It jammed twice, not daily.</summary>"),
        raw("feed.json", '"summary": "It jammed twice, not daily."'),
    ],
    "redirect_from": [
        Shown("briefs/swing-2023/", "link", "../../briefs/swing/"),
        Shown("briefs/swing-2023/jammed/", "link", "../../../briefs/swing/jammed/"),
    ],
    "image": [
        Shown(PAGE, "//main//img/@src", "jam.png"),
        Shown(
            PAGE,
            '//meta[@property="og:image"]/@content',
            "https://desk.example/checks/briefs/swing/jam.png",
        ),
        raw("briefs/swing/jam.png", "picture"),
    ],
    "authors": [
        page("Ana Ruiz, Bo Chen"),
        claim("Ana Ruiz, Bo Chen"),
        raw("feed.xml", "<author><name>Bo Chen</name></author>"),
        raw("feed.json", '"name": "Bo Chen"'),
    ],
    "reviewers": [page("Tom Okafor")],
    "topics": [
        page("Transport"),
        links("../../topics/transport/"),
        on("topics/transport/", "Did the swing bridge jam?"),
        raw("topics/transport/feed.xml", "<title>Did the swing bridge jam?</title>"),
        raw("feed.xml", '<category term="Transport"/>'),
        row("topics", "Transport"),
    ],
    "article.title": [
        page("Bridge jams daily"),
        claim("Bridge jams daily"),
        on("entities/the-harbour-post/", "Bridge jams daily"),
        row("article", "Bridge jams daily"),
    ],
    "article.publisher": [
        page("The Harbour Post"),
        links("../../entities/the-harbour-post/"),
        on("entities/", "The Harbour Post"),
        row("publisher", "The Harbour Post"),
    ],
    "article.url": [links("https://post.example/jam")],
    "article.published": [page("10 May 2024")],
    "article.archived": [links("https://archive.example/post-jam")],
    "article.lang": [
        Shown(PAGE, '//section[@class="checked"]//a/@lang', "de"),
        Shown(CLAIM, '//blockquote[@class="quote"]/@lang', "de"),
    ],
    "claims.text": [
        page("The swing bridge jams every day"),
        Shown(CLAIM, "//h1", "The swing bridge jams every day"),
        Shown(CLAIM, "//title", "Mostly false: The swing bridge jams every day – Harbour Desk"),
        on("claims/", "The swing bridge jams every day"),
        on("ratings/mostly-false/", "The swing bridge jams every day"),
        review("claimReviewed", "The swing bridge jams every day"),
        raw("feed.xml", "The swing bridge jams every day"),
        raw("data/claimreview.json", '"claimReviewed": "The swing bridge jams every day"'),
        row("text", "The swing bridge jams every day"),
    ],
    "claims.quote": [
        page("has cost double what was promised"),
        claim("has cost double what was promised"),
    ],
    "claims.claimant": [
        page("Lena Frost"),
        links("../../entities/lena-frost/"),
        links("../../../entities/lena-frost/", CLAIM),
        on("entities/lena-frost/", "The swing bridge jams every day"),
        on("claims/", "Lena Frost"),
        review("itemReviewed.author.name", "Lena Frost"),
        review("itemReviewed.author.@type", "Person"),
        row("claimant", "Lena Frost"),
    ],
    "claims.said": [
        page("8 May 2024"),
        claim("8 May 2024"),
        review("itemReviewed.datePublished", "2024-05-08"),
        row("said", "2024-05-08"),
    ],
    "claims.appearance": [
        links("https://rally.example/speech"),
        links("https://rally.example/speech", CLAIM),
        claim("rally.example Operating log"),
        review("itemReviewed.appearance.url", "https://rally.example/speech"),
    ],
    "claims.first_appearance": [
        links("https://film.example/first"),
        links("https://film.example/first", CLAIM),
        review("itemReviewed.firstAppearance.url", "https://film.example/first"),
    ],
    "claims.media.type": [
        page("video"),
        claim("video"),
        media("itemReviewed.@type", "VideoObject"),
    ],
    "claims.media.category": [
        page("decontextualized"),
        claim("decontextualized"),
        media("mediaAuthenticityCategory", "DecontextualizedContent"),
    ],
    "claims.media.original": [
        links("https://film.example/whole"),
        links("https://film.example/whole", CLAIM),
        media("originalMediaLink", "https://film.example/whole"),
    ],
    "claims.media.context": [
        page("The sentence before is cut."),
        claim("The sentence before is cut."),
        media("originalMediaContextDescription", "The sentence before is cut."),
    ],
    "claims.rating": [
        page("Mostly false It jammed on two days of the year."),
        claim("Mostly false It jammed on two days of the year."),
        links("../../ratings/mostly-false/"),
        on("ratings/mostly-false/", "The swing bridge jams every day"),
        review("reviewRating.alternateName", "Mostly false"),
        review("reviewRating.ratingValue", 2),
        raw("feed.xml", "Mostly false"),
        row("rating", "mostly-false"),
        row("rating_label", "Mostly false"),
        row("rating_value", "2"),
    ],
    "claims.verdict": [
        on("claims/", "It jammed on two days of the year."),
        review("reviewRating.ratingExplanation", "It jammed on two days of the year."),
        raw("feed.xml", "It jammed on two days of the year."),
        raw("feed.json", "Mostly false: It jammed on two days of the year."),
        row("verdict", "It jammed on two days of the year."),
    ],
    "claims.finding": [
        page("The log counts two jams [1, p. 14]."),
        claim("The log counts two jams [1, p. 14]."),
        Shown(CLAIM, "//main//strong", "log"),
    ],
    "claims.evidence.source": [
        page("[1, p. 15] Operating log"),
        claim("[1, p. 15] Operating log"),
        on("sources/city-council/", "The swing bridge jams every day"),
        review("citation.1.name", "Council minutes"),
    ],
    "claims.evidence.stance": [
        page("Evidence for the claim One jam more."),
        claim("Evidence against the claim 121 per cent"),
    ],
    "claims.evidence.quote": [page("121 per cent"), claim("121 per cent")],
    "claims.evidence.locator": [page("p. 15"), claim("p. 15")],
    "claims.evidence.note": [page("Of a year."), claim("Of a year.")],
    "claims.not_established": [
        page("Who had oiled the hinge."),
        claim("Who had oiled the hinge."),
    ],
    "claims.same_as": [
        links("../../briefs/old-bridge-brief/doubled/"),
        links("../../../briefs/old-bridge-brief/doubled/", CLAIM),
        links("../../../briefs/swing/jammed/", "briefs/old-bridge-brief/doubled/"),
    ],
    "sources.title": [
        page("Operating log"),
        claim("Operating log"),
        on("sources/city-audit-office/", "Operating log"),
        review("citation.0.name", "Operating log"),
    ],
    "sources.publisher": [
        page("City Audit Office"),
        links("../../sources/city-audit-office/"),
        on("sources/", "City Audit Office"),
        review("citation.0.publisher.name", "City Audit Office"),
    ],
    "sources.url": [
        links("https://audit.example/log"),
        links("https://audit.example/log", "sources/city-audit-office/"),
        review("citation.0.url", "https://audit.example/log"),
    ],
    "sources.published": [
        page("1 February 2024"),
        on("sources/city-audit-office/", "1 February 2024"),
        review("citation.0.datePublished", "2024-02-01"),
    ],
    "sources.accessed": [page("11 May 2024"), claim("11 May 2024")],
    "sources.archived": [
        links("https://archive.example/log"),
        links("https://archive.example/log", CLAIM),
        review("citation.0.archivedAt", "https://archive.example/log"),
    ],
    "sources.lang": [
        Shown(PAGE, '//ol[@class="sources"]//a/@lang', "fr"),
        Shown(CLAIM, '//section[@class="evidence"]//blockquote/@lang', "fr"),
    ],
    "sources.kind": [page("expert"), claim("expert"), on("sources/city-council/", "expert")],
    "sources.via": [page("Known only through [1] Operating log")],
    "sources.interest": [
        page("The council owns the bridge."),
        claim("The council owns the bridge."),
    ],
    "sources.origin": [page("city hall"), claim("city hall")],
    "responses.from": [
        page("Dana Mol"),
        claim("Dana Mol"),
        on("entities/dana-mol/", "Did the swing bridge jam?"),
    ],
    "responses.role": [page("Bridge keeper"), claim("Bridge keeper")],
    "responses.status": [page("replied"), claim("replied"), on("entities/dana-mol/", "replied")],
    "responses.kind": [page("concedes"), claim("concedes"), on("entities/dana-mol/", "concedes")],
    "responses.asked": [page("12 May 2024"), claim("12 May 2024")],
    "responses.deadline": [page("13 May 2024"), claim("13 May 2024")],
    "responses.channel": [page("telephone"), claim("telephone")],
    "responses.date": [page("15 May 2024"), claim("15 May 2024")],
    "responses.quote": [page("as revised in March 2021"), claim("as revised in March 2021")],
    "responses.text": [page("Mol agrees with the count."), claim("Mol agrees with the count.")],
    "responses.source": [page("Source: [1] Operating log"), claim("Source: [1] Operating log")],
    "responses.changed": [page("We added the log."), claim("We added the log.")],
    "corrections.date": [
        page("20 May 2024"),
        on("corrections/", "20 May 2024"),
        review("correction.1.datePublished", "2024-05-20"),
        raw("corrections/feed.xml", "<published>2024-05-20T00:00:00Z</published>"),
    ],
    "corrections.kind": [
        page("verdict change"),
        claim("The verdict changed from Half true to Mostly false"),
        on("corrections/", "clarification"),
        raw("corrections/feed.xml", "<title>Verdict change: Did the swing bridge jam?</title>"),
    ],
    "corrections.claim": [
        on("corrections/", "The swing bridge jams every day"),
        links("../briefs/swing/jammed/", "corrections/"),
    ],
    "corrections.was": [
        page("Before Half true After Mostly false"),
        page("Before the day before"),
        claim("Before Half true After Mostly false"),
        on("corrections/", "Before Half true After Mostly false"),
        raw("corrections/feed.xml", "was: Half true; now: Mostly false"),
    ],
    "corrections.text": [
        page("The log settled it."),
        claim("It was a Monday."),
        on("corrections/", "The log settled it."),
        review("correction.0.text", "It was a Monday."),
        review("correction.1.text", "The log settled it."),
        raw("corrections/feed.xml", "The log settled it."),
    ],
    "outcome.kind": [page("retracted")],
    "outcome.date": [page("22 May 2024")],
    "outcome.url": [links("https://post.example/retraction")],
    "accept": [
        page("Evidence of a single origin Only the keeper writes a log."),
        claim("Evidence of a single origin Only the keeper writes a log."),
    ],
}

# What works otherwise than by being shown, and the test that proves it.
ELSEWHERE = {
    "draft": "test_a_draft_stays_out",
    "article.snapshot": "test_a_snapshot_is_checked_and_never_published",
    "sources.snapshot": "test_a_snapshot_is_checked_and_never_published",
    "responses.claims": "test_a_response_stands_with_its_claims_only",
}


def fields_of(kind: Any, path: str = "") -> list[str]:
    """The paths of all fields of a record, those of the records in it included."""
    kind = of_one(kind)
    if not hasattr(kind, "fields"):
        return [path]
    prefix = f"{path}." if path else ""
    return [
        leaf for name, field in kind.fields.items() for leaf in fields_of(field.kind, prefix + name)
    ]


def of_one(kind: Any) -> Any:
    """The kind of a list's or map's entries; of anything else itself."""
    while hasattr(kind, "record") or hasattr(kind, "item"):
        kind = kind.record if hasattr(kind, "record") else kind.item
    return kind


@pytest.fixture(scope="module")
def swing(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    desk = Desk(tmp_path_factory.mktemp("swing")).bridge()
    (desk.root / "briefs/bridge.md").unlink()
    desk.brief(SWING, slug="swing")
    desk.brief(OLD_BRIDGE, slug="el-puente")
    desk.file("briefs/jam.png", "picture")
    return desk.make()


def test_every_field_has_a_case():
    assert sorted({**SHOWN, **ELSEWHERE}) == sorted(fields_of(BRIEF))
    assert set(ELSEWHERE.values()) <= set(globals())


@pytest.mark.parametrize(
    "shown",
    [
        pytest.param(shown, id=f"{field}-{shown.address or 'home'}-{shown.how[:20]}")
        for field, places in SHOWN.items()
        for shown in places
    ],
)
def test_a_field_shows(swing, shown):
    address, how, want = shown
    if address.endswith(".csv"):
        assert swing.csv(address)[0][how] == want
    elif how == "text":
        assert want in swing.text(address)
    elif how == "raw":
        assert want in swing.html(address)
    elif how == "link":
        assert want in swing.links(address)
    elif how[0] == "/":
        assert want in swing.xpath(address, how)
    else:
        value = swing.reviews(address)
        for step in how.split("."):
            value = value[int(step) if step.isdecimal() else step]
        assert value == want


BRIEF_JSON = {
    "slug": "swing",
    "url": "https://desk.example/checks/briefs/swing/",
    "title": "Did the swing bridge jam?",
    "published": "2024-05-14T09:30:00+02:00",
    "updated": "2024-05-25",
    "lang": "pt-BR",
    "summary": "It jammed twice, not daily.",
    "image": "jam.png",
    "authors": ["Ana Ruiz", "Bo Chen"],
    "reviewers": ["Tom Okafor"],
    "topics": ["transport"],
    "redirect_from": ["swing-2023"],
    "translation_of": "el-puente",
    "article": {
        "title": "Bridge jams daily",
        "publisher": "The Harbour Post",
        "url": "https://post.example/jam",
        "published": "2024-05-10",
        "archived": "https://archive.example/post-jam",
        "lang": "de",
    },
    "claims": [
        {
            "id": "jammed",
            "text": "The swing bridge jams every day",
            "quote": "has cost double what was promised",
            "claimant": "Lena Frost",
            "said": "2024-05-08",
            "appearance": ["https://rally.example/speech", "audit"],
            "first_appearance": "https://film.example/first",
            "media": {
                "type": "video",
                "category": "decontextualized",
                "original": "https://film.example/whole",
                "context": "The sentence before is cut.",
            },
            "rating": "mostly-false",
            "verdict": "It jammed on two days of the year.",
            "finding": "The **log** counts two jams [@audit, p. 14].",
            "evidence": [
                {
                    "source": "audit",
                    "stance": "undermines",
                    "quote": "121 per cent",
                    "locator": "p. 15",
                    "note": "Of a year.",
                },
                {"source": "minutes", "stance": "supports", "note": "One jam more."},
            ],
            "not_established": "Who had oiled the hinge.",
            "same_as": ["old-bridge-brief#doubled"],
            "url": "https://desk.example/checks/briefs/swing/jammed/",
            "rating_label": "Mostly false",
            "rating_value": 2,
        }
    ],
    "sources": [
        {
            "id": "audit",
            "title": "Operating log",
            "publisher": "City Audit Office",
            "url": "https://audit.example/log",
            "published": "2024-02-01",
            "accessed": "2024-05-11",
            "archived": "https://archive.example/log",
            "lang": "fr",
            "kind": "primary",
        },
        {
            "id": "minutes",
            "title": "Council minutes",
            "publisher": "City Council",
            "kind": "expert",
            "via": "audit",
            "interest": "The council owns the bridge.",
            "origin": "city hall",
        },
    ],
    "responses": [
        {
            "from": "Dana Mol",
            "role": "Bridge keeper",
            "claims": ["jammed"],
            "status": "replied",
            "kind": "concedes",
            "asked": "2024-05-12",
            "deadline": "2024-05-13",
            "channel": "telephone",
            "date": "2024-05-15",
            "quote": "as revised in March 2021",
            "text": "Mol agrees with the count.",
            "source": "audit",
            "changed": "We added the log.",
        }
    ],
    "corrections": [
        {
            "date": "2024-05-20",
            "kind": "verdict-change",
            "claim": "jammed",
            "was": "half-true",
            "text": "The log settled it.",
        },
        {
            "date": "2024-05-21",
            "kind": "clarification",
            "was": "the day before",
            "text": "It was a Monday.",
        },
    ],
    "outcome": {
        "kind": "retracted",
        "date": "2024-05-22",
        "url": "https://post.example/retraction",
    },
    "accept": [{"code": "single-origin", "reason": "Only the keeper writes a log."}],
    "body": "The body.",
}


def test_brief_json_has_all_but_the_snapshots(swing):
    assert swing.json("briefs/swing/brief.json") == BRIEF_JSON


def test_what_is_left_out_is_invented_nowhere(desk):
    desk.brief(brief_text())
    desk.make()
    assert desk.json("briefs/bridge/brief.json") == {
        "slug": "bridge",
        "url": "https://desk.example/checks/briefs/bridge/",
        "title": "The bridge",
        "published": "2024-05-14",
        "lang": "en",
        "article": {"title": "Bridge bill doubles"},
        "claims": [
            {
                "id": "doubled",
                "text": "The bridge cost twice its budget",
                "rating": "mostly-false",
                "verdict": "It cost a fifth more.",
                "url": "https://desk.example/checks/briefs/bridge/doubled/",
                "rating_label": "Mostly false",
                "rating_value": 2,
            }
        ],
    }
    url = "https://desk.example/checks/briefs/bridge/doubled/"
    assert desk.reviews("briefs/bridge/doubled/") == [
        {
            "@context": "https://schema.org",
            "@type": "ClaimReview",
            "@id": f"{url}#claimreview",
            "url": url,
            "claimReviewed": "The bridge cost twice its budget",
            "datePublished": "2024-05-14",
            "inLanguage": "en",
            "author": {
                "@type": "Organization",
                "name": "Harbour Desk",
                "url": "https://desk.example/checks/",
            },
            "reviewRating": {
                "@type": "Rating",
                "alternateName": "Mostly false",
                "ratingExplanation": "It cost a fifth more.",
                "ratingValue": 2,
                "bestRating": 5,
                "worstRating": 1,
            },
            "itemReviewed": {"@type": "Claim"},
        }
    ]


@pytest.mark.parametrize("address", ["briefs/bridge/", "briefs/bridge/doubled/"])
def test_what_is_left_out_has_no_label_either(desk, address):
    desk.brief(brief_text())
    desk.make()
    assert desk.xpath(address, "//main//dt | //main//dd | //main//blockquote | //main//img") == []
    titles = desk.xpath(address, "//main//h2 | //main//h3 | //main//h4")
    for word in ("Evidence", "Response", "Correction", "Source", "established", "found", "How"):
        assert not [title for title in titles if word in title]


@pytest.mark.parametrize(
    "line",
    [
        "summary:",
        'summary: ""',
        "lang:",
        "updated:",
        "draft:",
        "image:",
        "authors:",
        "authors: []",
        "topics: []",
        "sources:",
        "sources: {}",
        "responses:",
        "responses: []",
        "corrections:",
        "outcome:",
        "outcome: {}",
        "outcome: {kind: }",
    ],
)
def test_an_empty_field_counts_as_left_out(desk, line):
    desk.brief(brief_text())
    plain = desk.make().text("briefs/bridge/"), desk.json("briefs/bridge/brief.json")
    desk.brief(brief_text(end=line))
    desk.make()
    assert (desk.text("briefs/bridge/"), desk.json("briefs/bridge/brief.json")) == plain


@pytest.mark.parametrize(
    "line",
    [
        "quote:",
        "claimant:",
        "said:",
        "appearance:",
        "appearance: []",
        "media:",
        "media: {}",
        "media: {type: }",
        "finding: |",
        "evidence:",
        "same_as: []",
    ],
)
def test_an_empty_field_of_a_claim_counts_as_left_out(desk, line):
    address = "briefs/bridge/doubled/"
    desk.brief(brief_text())
    plain = desk.make().text(address), desk.reviews(address)
    desk.brief(brief_text(claim=line))
    desk.make()
    assert (desk.text(address), desk.reviews(address)) == plain


# What works otherwise than by being shown


def test_a_draft_stays_out(desk):
    desk.brief(brief_text())
    desk.brief(brief_text("draft: true"), slug="later")
    desk.make()
    assert desk.has("briefs/bridge/")
    assert not desk.has("briefs/later/")
    assert not desk.has("briefs/later/doubled/")
    assert len(desk.json("data/claims.json")["claims"]) == 1


def test_a_draft_needs_no_date(desk):
    desk.brief(brief_text("draft: true").replace("published: 2024-05-14\n", ""))
    assert desk.errors() == []


@pytest.mark.parametrize(
    ("old", "field"),
    [
        ("has cost double what was promised", "claims.doubled.quote"),
        ("121 per cent of the approved budget", "evidence"),
    ],
)
def test_a_snapshot_is_checked_and_never_published(desk, old, field):
    desk.bridge().make()
    published = b"".join(p.read_bytes() for p in desk.out.rglob("*") if p.is_file())
    assert b"Lena Frost said on Thursday" not in published  # only the snapshot says so
    assert b"Final account. Total:" not in published
    assert b"snapshots/" not in published
    assert not list(desk.out.rglob("*.txt.*"))
    desk.bridge(BRIDGE.replace(old, "words that stand nowhere"))
    assert [p.code for p in desk.errors()] == ["quote-not-found"], field


def test_a_response_stands_with_its_claims_only(desk):
    other = "other: {text: Other, rating: 'true', verdict: Fine.}"
    answers = """
        responses:
          - {from: Ana One, status: replied, claims: [other]}
          - {from: Bo All, status: declined}
    """
    desk.brief(brief_text(claims=other, end=answers))
    desk.make()
    assert "Ana One" in desk.text("briefs/bridge/")
    assert "Ana One" in desk.text("briefs/bridge/other/")
    assert "Ana One" not in desk.text("briefs/bridge/doubled/")
    assert "Bo All" in desk.text("briefs/bridge/other/")
    assert "Bo All" in desk.text("briefs/bridge/doubled/")


# The words of closed sets: each is accepted and said


def words_of(path: str) -> tuple[str, ...]:
    kind: Any = BRIEF
    for name in path.split("."):
        kind = of_one(kind.fields[name].kind)
    return kind.words


CLOSED = {
    "claims.media.type": ["image", "video", "audio"],
    "claims.media.category": [
        "original",
        "decontextualized",
        "edited-or-cropped",
        "staged",
        "transformed",
        "satire",
    ],
    "claims.evidence.stance": ["supports", "undermines", "contextualizes"],
    "sources.kind": ["primary", "secondary", "expert", "data"],
    "responses.status": [
        "replied",
        "stated",
        "declined",
        "no-reply",
        "unreachable",
        "not-sought",
    ],
    "responses.kind": [
        "disputes",
        "concedes",
        "comments",
        "supplies-evidence",
        "promises-correction",
    ],
    "corrections.kind": ["update", "clarification", "correction", "verdict-change", "void"],
    "outcome.kind": ["corrected", "clarified", "retracted", "deleted", "refused", "none"],
}
SAID_OTHERWISE = {
    "supports": "Evidence for the claim",
    "undermines": "Evidence against the claim",
    "contextualizes": "Context",
    "void": "Withdrawn",
    "none": "nothing",
}


@pytest.mark.parametrize("path", CLOSED)
def test_closed_sets_hold_what_the_design_says(path):
    assert sorted(words_of(path)) == sorted(CLOSED[path])


@pytest.mark.parametrize(
    ("field", "claim_line", "line"),
    [
        ("claims.media.type", "media: {{type: {}}}", ""),
        ("claims.media.category", "media: {{category: {}}}", ""),
        ("claims.evidence.stance", "evidence: [{{stance: {}, note: x}}]", ""),
        ("sources.kind", "", "sources: {{audit: {{title: Log, kind: {}}}}}"),
        ("responses.status", "", "responses: [{{from: Ana, status: {}}}]"),
        ("responses.kind", "", "responses: [{{from: Ana, status: replied, kind: {}}}]"),
        (
            "corrections.kind",
            "",
            "corrections: [{{date: 2024-05-15, kind: {}, claim: doubled, text: x}}]",
        ),
        ("outcome.kind", "", "outcome: {{kind: {}}}"),
    ],
)
def test_each_word_of_a_closed_set_is_said(desk, field, claim_line, line):
    desk.brief(brief_text())
    without = desk.make().text("briefs/bridge/")
    for word in CLOSED[field]:
        desk.brief(brief_text(claim=claim_line.format(word), end=line.format(word)))
        shown = desk.make().text("briefs/bridge/")
        said = SAID_OTHERWISE.get(word, word.replace("-", " "))
        assert shown.count(said) > without.count(said), word


def test_each_media_category_has_its_schema_org_name(desk):
    names = {}
    for word in CLOSED["claims.media.category"]:
        desk.brief(brief_text(claim=f"media: {{category: {word}}}"))
        _, media_review = desk.make().reviews("briefs/bridge/doubled/")
        names[word] = media_review["mediaAuthenticityCategory"]
    assert names == {
        "original": "OriginalMediaContent",
        "decontextualized": "DecontextualizedContent",
        "edited-or-cropped": "EditedOrCroppedContent",
        "staged": "StagedContent",
        "transformed": "TransformedContent",
        "satire": "SatireOrParodyContent",
    }


# How fields are written


@pytest.mark.parametrize(
    "written",
    ["https://a.example/x", "[https://a.example/x]", "\n  - https://a.example/x"],
)
def test_an_appearance_is_one_or_a_list(desk, written):
    desk.brief(brief_text(claim=f"appearance: {written}"))
    (found,) = desk.make().reviews("briefs/bridge/doubled/")
    assert found["itemReviewed"]["appearance"]["url"] == "https://a.example/x"


def test_the_order_of_claims_and_sources_is_the_order_of_the_page(desk):
    claims = "\n".join(
        f"{name}: {{text: Claim {name}, rating: 'true', verdict: V}}" for name in "zay"
    )
    sources = "sources:\n" + "\n".join(f"  s{name}: {{title: Source {name}}}" for name in "zay")
    desk.brief(brief_text(claims=claims, end=sources))
    shown = desk.make().text("briefs/bridge/")
    for what in ("Claim", "Source"):
        places = [shown.index(f"{what} {name}") for name in "zay"]
        assert places == sorted(places)


def test_a_comma_in_braces_goes_back_to_the_text_it_belongs_to(bridge):
    assert "Budget was revised once, in 2021." in bridge.text("briefs/bridge/")
    _, evidence = bridge.json("briefs/bridge/brief.json")["claims"][0]["evidence"]
    assert evidence["note"] == "Budget was revised once, in 2021."


@pytest.mark.parametrize(
    ("written", "note", "locator"),
    [
        ("note: one, two, three", "one, two, three", None),
        ("note: one, two, locator: p. 3", "one, two", "p. 3"),
        ("locator: p. 3, 5, note: one", "one", "p. 3, 5"),
        ("note: 'one', locator: p. 3", "one", "p. 3"),
        ("note: one,\n           two", "one, two", None),
        ("note: 1,000 and 2,000", "1,000 and 2,000", None),
        ("note: one, ", "one", None),
    ],
)
def test_commas_in_braces(desk, written, note, locator):
    desk.brief(brief_text(claim=f"evidence:\n  - {{{written}}}"))
    assert desk.errors() == []
    (evidence,) = desk.make().json("briefs/bridge/brief.json")["claims"][0]["evidence"]
    assert (evidence["note"], evidence.get("locator")) == (note, locator)


@pytest.mark.parametrize(
    "written", ["note: 'one', two", "note: one, two: three", "unknown, note: one"]
)
def test_a_comma_that_belongs_to_no_text_is_not_guessed_at(desk, written):
    desk.brief(brief_text(claim=f"evidence:\n  - {{{written}}}"))
    assert [p.code for p in desk.errors()] == ["unknown-field"]


def test_from_is_the_word_in_the_file_and_in_the_data(bridge):
    (response,) = bridge.json("briefs/bridge/brief.json")["responses"]
    assert response["from"] == "Lena Frost"


def test_multi_line_text_becomes_paragraphs(desk):
    desk.brief(brief_text("summary: |\n  One\n  line.\n\n  Two."))
    desk.make()
    assert desk.xpath("briefs/bridge/", "//main//p")[1:3] == ["One line.", "Two."]


# The example of the design


def test_the_example_is_fine(tmp_path):
    desk = Desk(tmp_path).bridge()
    run = desk.check()
    assert (run.status, [p for p in run.problems if p.severity == "error"]) == (0, [])
    run = desk.build()
    assert desk.has("briefs/bridge/doubled/")
    assert "2 briefs, 2 claims" in run.stderr


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("bom", ["", "\ufeff"])
def test_the_example_reads_the_same_with_bom_and_crlf(desk, bridge, bom, newline):
    desk.bridge((bom + BRIDGE).replace("\n", newline)).make()
    for address in ("briefs/bridge/", "briefs/bridge/doubled/", "briefs/bridge/brief.json"):
        assert desk.html(address) == bridge.html(address)


def test_the_page_has_the_order_of_the_design(bridge):
    shown = bridge.text("briefs/bridge/")
    order = [
        "The verdict changed from False to Mostly false",  # a verdict change stands at the top
        "The bridge ran over, by a fifth, not by double.",  # the summary
        "Bridge bill doubles",  # the article
        "Lena Frost",  # who, where and when
        "Mostly false The audited overrun is 21%, not 100%.",  # verdict and reason
        "Evidence against the claim",
        "Frost says the 2021 budget should not count.",
        "We first rated this false",  # the correction
        "Known only through",  # the sources
        "How we checked",
    ]
    places = [shown.index(words) for words in order]
    assert places == sorted(places)


def test_what_is_open_stands_after_the_response(bridge):
    """Section 3: evidence for and against; the response; what could not be established."""
    for address in ("briefs/bridge/", "briefs/bridge/doubled/"):
        shown = bridge.text(address)
        evidence = shown.index("Evidence against the claim")
        response = shown.index("Lena Frost", evidence)
        opened = shown.index("Whether the 2021 revision was public")
        assert evidence < response < opened


@pytest.mark.parametrize("folder", ["briefs", "briefs/2024", "briefs/2024/may"])
def test_subfolders_do_not_change_the_address(desk, folder):
    desk.brief(brief_text(), folder=folder)
    assert desk.make().has("briefs/bridge/doubled/")


@pytest.mark.parametrize("path", ["_bridge.md", ".bridge.md", "_old/bridge.md", ".git/bridge.md"])
def test_names_with_underscore_or_dot_are_ignored(desk, path):
    desk.file(f"briefs/{path}", "no brief at all")
    desk.brief(OLD_BRIDGE, slug="old")
    assert desk.errors() == []
    assert [c["brief"] for c in desk.make().json("data/claims.json")["claims"]] == ["old"]
