"""The site as data: what programs read is what the brief's file says, no more and no less."""

import csv
import hashlib
import io
import json
import re
import shutil
from collections.abc import Iterator
from copy import deepcopy
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from support import BRIDGE, SITE, Desk, brief_text

Data = dict[str, Any]

REPO = Path(__file__).parent.parent
SMALL = Path(__file__).parent / "data" / "small"
SITES = ("repo", "bridge", "small")

# The example's one text with a comma between braces, in quotes: YAML alone would end it there.
NOTE = "Budget was revised once, in 2021."
QUOTED = BRIDGE.replace(NOTE, f'"{NOTE}"')

BRIEFS = {
    "hong-kong-influence-accounts": ("repo", REPO / "briefs/hong-kong-influence-accounts.md"),
    "reservoir": ("small", SMALL / "briefs/2025/reservoir.md"),
    "khazzan": ("small", SMALL / "briefs/khazzan.md"),
    "bridge": ("bridge", None),
}


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


@pytest.fixture(params=SITES, scope="session")
def site(request: pytest.FixtureRequest) -> Desk:
    return request.getfixturevalue(request.param)


def header_of(slug: str) -> tuple[str, str]:
    """A brief's header and body, as text."""
    path = BRIEFS[slug][1]
    _, header, body = (path.read_text(encoding="utf-8") if path else QUOTED).split("---\n", 2)
    return header, body


def written(slug: str) -> Data:
    """A brief's header, every scalar as the text that was typed."""
    return yaml.load(header_of(slug)[0], Loader=yaml.BaseLoader)


# brief.json

ADDED = {  # what brief.json says besides the header: of the brief, of each claim
    "": {"slug", "url", "state", "lang", "body"},
    "claims.": {"url", "rating_label", "rating_value"},
}


def differences(header: Any, data: Any, path: str = "") -> Iterator[str]:
    """Where the data leave out, change or invent something that the header says."""
    if isinstance(header, dict):
        yield from different_fields(header, data, path)
    elif isinstance(header, list):
        if not isinstance(data, list) or len(header) != len(data):
            yield f"{path}: another number"
            return
        for index, (one, other) in enumerate(zip(header, data, strict=True)):
            yield from differences(one, other, f"{path}[{index}]")
    elif header.strip() != data and [header.strip()] != data:  # appearance: one, or a list
        yield f"{path}: {data!r} for {header!r}"


def different_fields(header: Data, data: Any, path: str) -> Iterator[str]:
    if path in ("claims.", "sources.") and isinstance(data, list):
        data = {item.get("id"): {k: v for k, v in item.items() if k != "id"} for item in data}
    if path == "accept." and isinstance(data, list):
        data = {item["code"]: item["reason"] for item in data}
    if not isinstance(data, dict):
        yield f"{path}: no fields"
        return
    of_a_claim = path.startswith("claims.") and path.count(".") == 2
    known = set(header) - {"snapshot"} - ({"draft"} if not path else set())
    more = set(data) - known - ADDED.get("claims." if of_a_claim else path, set())
    yield from (f"{path}{key}: left out" for key in known - set(data))
    yield from (f"{path}{key}: invented" for key in more)
    for key in known & set(data):
        yield from differences(header[key], data[key], f"{path}{key}.")


@pytest.fixture(params=BRIEFS, scope="session")
def brief(request: pytest.FixtureRequest) -> tuple[str, Data]:
    desk = request.getfixturevalue(BRIEFS[request.param][0])
    return request.param, desk.json(f"briefs/{request.param}/brief.json")


def test_brief_json_is_the_brief(brief: tuple[str, Data]) -> None:
    slug, data = brief
    assert list(differences(written(slug), data)) == []
    assert (data["slug"], data.get("body", "")) == (slug, header_of(slug)[1].strip())


def test_brief_json_has_the_addresses(brief: tuple[str, Data], request: Any) -> None:
    slug, data = brief
    desk = request.getfixturevalue(BRIEFS[slug][0])
    for address, url in [
        (f"briefs/{slug}/", data["url"]),
        *((f"briefs/{slug}/{claim['id']}/", claim["url"]) for claim in data["claims"]),
    ]:
        assert desk.tree(address).xpath('//link[@rel="canonical"]/@href') == [url]


@pytest.mark.parametrize(
    "path",
    [
        ("title",),
        ("authors",),
        ("article", "publisher"),
        ("claims", 0, "verdict"),
        ("claims", 0, "evidence", 1, "note"),
        ("claims", 0, "media", "context"),
        ("sources", 1, "interest"),
        ("responses", 0, "from"),
        ("corrections", 0, "was"),
        ("outcome", "date"),
    ],
    ids=str,
)
def test_a_difference_is_seen(path: tuple[Any, ...], bridge: Desk) -> None:
    data = bridge.json("briefs/bridge/brief.json")
    holder = data
    for key in path[:-1]:
        holder = holder[key]
    right = holder[path[-1]]
    for wrong in ("x", ["x", "y"]):
        holder[path[-1]] = wrong
        assert list(differences(written("bridge"), data))
    del holder[path[-1]]
    assert list(differences(written("bridge"), data))
    holder[path[-1]] = right
    assert list(differences(written("bridge"), data)) == []
    holder["more"] = "x"
    assert list(differences(written("bridge"), data))


def test_text_stays_as_typed(desk: Desk) -> None:
    """YAML's words for other types are text where the field is text."""
    typed = ["NO", "12:30", "1e3", "0x1F", "2024-05-14", "~", "null", "1_000", "0.10", "on"]
    lines = "\n".join(f"  - {text}" for text in typed)
    desk.brief(brief_text(f"summary: NO\nauthors:\n{lines}"))
    data = desk.make().json("briefs/bridge/brief.json")
    assert (data["summary"], data["authors"]) == ("NO", typed)


def test_a_snapshot_is_never_published(site: Desk) -> None:
    words = "Nobody asked the utility", "as revised in March 2021", "promised, Lena Frost said"
    for path in site.out.rglob("*"):
        if path.suffix in (".png", "") or path.name == "brief.schema.json" or path.is_dir():
            continue
        text = path.read_text(encoding="utf-8", errors="replace")
        assert not re.search(r"snapshots/|\"snapshot\"", text), path
        assert not [word for word in words if word in text], path


# claims.json and claims.csv


def claims_of(desk: Desk) -> list[tuple[Data, Data]]:
    """Every claim page's ClaimReview with the row that claims.json has for it."""
    rows = desk.json("data/claims.json")["claims"]
    return [
        (desk.reviews(f"briefs/{row['brief']}/{row['claim']}/")[0], row)
        for row in rows
        if desk.has(f"briefs/{row['brief']}/{row['claim']}/")
    ]


def test_claims_json_has_every_claim(site: Desk) -> None:
    rows = site.json("data/claims.json")["claims"]
    pages = [
        path
        for path in site.out.glob("briefs/*/*/index.html")
        if b'http-equiv="refresh"' not in path.read_bytes()
    ]
    addresses = {path.parent.relative_to(site.out).as_posix() for path in pages} - {"briefs/page/2"}
    assert {f"briefs/{row['brief']}/{row['claim']}" for row in rows} == addresses
    assert len(rows) == len(addresses)


def test_claims_json_and_the_reviews_agree(site: Desk) -> None:
    assert claims_of(site)
    for review, row in claims_of(site):
        rating = review["reviewRating"]
        assert row["url"] == review["url"]
        assert row["text"] == review["claimReviewed"]
        assert row["verdict"] == rating["ratingExplanation"]
        assert row["rating_label"] == rating["alternateName"]
        assert row.get("rating_value") == rating.get("ratingValue")
        assert row.get("said") == review["itemReviewed"].get("datePublished")
        assert row["published"] == review["datePublished"]
        assert row.get("modified") == review.get("dateModified")


def test_claims_are_the_newest_briefs_first(small: Desk) -> None:
    rows = small.json("data/claims.json")["claims"]
    assert [(row["brief"], row["claim"]) for row in rows] == [
        ("khazzan", "half-empty"),
        ("reservoir", "half-empty"),
        ("reservoir", "tankers"),
        ("reservoir", "old-pipe"),
    ]


def test_a_row_of_claims_json(bridge: Desk) -> None:
    assert bridge.json("data/claims.json")["claims"][0] == {
        "brief": "bridge",
        "claim": "doubled",
        "url": "https://desk.example/checks/briefs/bridge/doubled/",
        "text": "The harbour bridge cost twice its budget",
        "claimant": "Lena Frost",
        "said": "2024-05-09",
        "rating": "mostly-false",
        "rating_label": "Mostly false",
        "rating_value": 2,
        "verdict": "The audited overrun is 21%, not 100%.",
        "published": "2024-05-14",
        "modified": "2024-05-20",
        "article": "Bridge bill doubles",
        "publisher": "The Harbour Post",
        "topics": ["Transport"],
    }


def test_claims_csv_is_the_same_table(site: Desk) -> None:
    rows = site.csv("data/claims.csv")
    listed = site.json("data/claims.json")["claims"]
    assert len(rows) == len(listed)
    for row, item in zip(rows, listed, strict=True):
        flat = item | {"topics": "; ".join(item.get("topics", []))}
        assert {key: value for key, value in row.items() if value} == {
            key: str(value) for key, value in flat.items() if value != ""
        }


def test_claims_csv_keeps_rfc_4180(site: Desk) -> None:
    content = site.path("data/claims.csv").read_bytes().decode()
    rows = list(csv.reader(io.StringIO(content, newline=""), strict=True))
    assert len({len(row) for row in rows}) == 1
    assert content.count("\n") == content.count("\r\n") >= len(rows)
    assert content.endswith("\r\n")


def test_claims_csv_carries_any_text(desk: Desk) -> None:
    text = 'He said "no", then; left\nNew line, 水'
    brief = brief_text().replace("It cost a fifth more.", json.dumps(text, ensure_ascii=False))
    desk.brief(brief)
    (row,) = desk.make().csv("data/claims.csv")
    assert row["verdict"] == text


# claimreview.json


def data_feed_problems(feed: Data, reviews: list[Data]) -> list[str]:
    """What keeps a DataFeed from saying just what the site's claim pages say."""
    items = feed.get("dataFeedElement", [])
    found = []
    if (feed.get("@context"), feed.get("@type")) != ("https://schema.org", "DataFeed"):
        found.append("no DataFeed")
    found += ["an element" for item in items if item.get("@type") != "DataFeedItem"]
    for item in items:
        review = item["item"]
        dates = (review.get("datePublished"), review.get("dateModified"))
        if (item.get("dateCreated"), item.get("dateModified")) != dates:
            found.append("dates")
    shown = [item["item"] for item in items]
    wanted = [{k: v for k, v in review.items() if k != "@context"} for review in reviews]
    same = sorted(map(json.dumps, shown)) == sorted(map(json.dumps, wanted))
    return found if same else [*found, "reviews"]


def reviews_of(desk: Desk) -> list[Data]:
    pages = [path.relative_to(desk.out).as_posix() for path in desk.out.rglob("index.html")]
    return [review for page in pages for review in desk.reviews(page)]


def test_the_data_feed_has_every_review(site: Desk) -> None:
    feed = site.json("data/claimreview.json")
    assert reviews_of(site)
    assert data_feed_problems(feed, reviews_of(site)) == []
    assert feed["provider"]["@type"] == "Organization"
    assert feed["provider"]["name"] == feed["dataFeedElement"][0]["item"]["author"]["name"]


def test_the_data_feed_says_when_it_changed(small: Desk, bridge: Desk, repo: Desk) -> None:
    changed = [desk.json("data/claimreview.json")["dateModified"] for desk in (small, bridge, repo)]
    assert changed == ["2025-05-01", "2024-05-20", "2026-11-23"]


def test_the_data_feed_presents_the_desk(small: Desk) -> None:
    assert small.json("data/claimreview.json")["provider"] == {
        "@type": "Organization",
        "name": "Small Desk Association",
        "url": "https://association.example/",
        "logo": "https://association.example/logo.png",
        "email": "desk@small.example",
        "sameAs": ["https://social.example/@smalldesk"],
    }


def damaged_feeds(feed: Data) -> Iterator[Data]:
    for change in (
        lambda data: data.update({"@context": "http://schema.org"}),
        lambda data: data["dataFeedElement"].pop(),
        lambda data: data["dataFeedElement"].append(data["dataFeedElement"][0]),
        lambda data: data["dataFeedElement"][0].update({"@type": "Thing"}),
        lambda data: data["dataFeedElement"][0].pop("dateCreated"),
        lambda data: data["dataFeedElement"][0]["item"].update({"claimReviewed": "x"}),
        lambda data: data["dataFeedElement"][0]["item"]["reviewRating"].pop("alternateName"),
    ):
        damaged = deepcopy(feed)
        change(damaged)
        yield damaged


def test_damage_to_the_data_feed_is_seen(bridge: Desk) -> None:
    damaged = list(damaged_feeds(bridge.json("data/claimreview.json")))
    assert len(damaged) == 7
    assert all(data_feed_problems(feed, reviews_of(bridge)) for feed in damaged)


def test_without_a_base_url_there_is_no_data_feed(desk: Desk) -> None:
    desk.bridge().config(SITE.replace("base_url:", "# base_url:"))
    desk.make()
    assert not desk.has("data/claimreview.json")
    assert "url" not in desk.json("data/claims.json")["claims"][0]
    assert "url" not in desk.json("briefs/bridge/brief.json")
    assert desk.csv("data/claims.csv")[0]["url"] == ""


# brief.schema.json


class PlainDates(yaml.SafeLoader):
    """YAML as an editor's language server reads it: JSON's types, and dates as text."""


PlainDates.yaml_implicit_resolvers = {
    first: [pair for pair in pairs if pair[0] != "tag:yaml.org,2002:timestamp"]
    for first, pairs in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


@pytest.fixture(scope="session")
def schema(bridge: Desk) -> Data:
    return bridge.json("data/brief.schema.json")


@pytest.fixture(scope="session")
def validator(schema: Data) -> jsonschema.Draft7Validator:
    jsonschema.Draft7Validator.check_schema(schema)
    return jsonschema.Draft7Validator(schema)


def test_the_schema_is_draft_7(schema: Data, validator: jsonschema.Draft7Validator) -> None:
    assert schema["$schema"] == "http://json-schema.org/draft-07/schema#"
    assert validator.schema is schema


def test_the_command_prints_the_same_schema(desk: Desk, schema: Data) -> None:
    run = desk.run("schema")
    assert (run.status, run.stderr) == (0, "")
    assert json.loads(run.stdout) == schema


@pytest.mark.parametrize("slug", BRIEFS)
def test_the_briefs_keep_the_schema(slug: str, validator: jsonschema.Draft7Validator) -> None:
    header = yaml.load(header_of(slug)[0], Loader=PlainDates)
    assert [error.message for error in validator.iter_errors(header)] == []


@pytest.mark.parametrize("name", ["queue", "tides"])
def test_drafts_and_scheduled_briefs_keep_it_too(
    name: str, validator: jsonschema.Draft7Validator
) -> None:
    text = (SMALL / f"briefs/{name}.md").read_text(encoding="utf-8").split("---\n")[1]
    assert validator.is_valid(yaml.load(text, Loader=PlainDates))


def properties_of(schema: Any, path: str = "") -> Iterator[tuple[str, Data]]:
    """Every property that a schema declares, at any depth."""
    if isinstance(schema, dict):
        for name, declared in schema.get("properties", {}).items():
            if "additionalProperties" in schema:  # not a condition on a sibling, as of draft
                yield f"{path}.{name}", declared
        for key, value in schema.items():
            yield from properties_of(value, f"{path}.{key}")
    elif isinstance(schema, list):
        for index, value in enumerate(schema):
            yield from properties_of(value, f"{path}[{index}]")


def test_every_property_says_what_it_is(schema: Data) -> None:
    declared = dict(properties_of(schema))
    assert len(declared) > 70
    assert [name for name, it in declared.items() if len(it.get("description", "")) < 5] == []


def test_every_field_of_the_example_is_declared(schema: Data) -> None:
    """The names in the design's example are in the schema, and nothing may have other names."""
    declared = {name.rsplit(".", 1)[1] for name, _ in properties_of(schema)}
    ids = {"doubled", "audit", "minutes"}
    used = re.findall(r"(?:^|[ {])([a-z_]+):(?= |$)", header_of("bridge")[0], re.MULTILINE)
    assert set(used) - declared - ids == set()
    assert len(used) > 50


def broken_headers() -> dict[str, Any]:
    """Ways to get a header wrong, each one change."""

    def put(*path: Any) -> Any:
        def change(header: Data) -> None:
            holder = header
            for key in path[:-2]:
                holder = holder[key]
            holder[path[-2]] = path[-1]

        return change

    return {
        "unknown field": put("titel", "x"),
        "unknown field of a claim": put("claims", "doubled", "verdcit", "x"),
        "unknown field of evidence": put("claims", "doubled", "evidence", 0, "page", "4"),
        "unknown field of the article": put("article", "link", "x"),
        "no title": lambda header: header.pop("title"),
        "no article": lambda header: header.pop("article"),
        "no title of the article": lambda header: header["article"].pop("title"),
        "no claims": lambda header: header.pop("claims"),
        "an empty claims": put("claims", {}),
        "no verdict": lambda header: header["claims"]["doubled"].pop("verdict"),
        "no title of a source": lambda header: header["sources"]["audit"].pop("title"),
        "no status": lambda header: header["responses"][0].pop("status"),
        "no text of a correction": lambda header: header["corrections"][0].pop("text"),
        "neither date nor draft": lambda header: header.pop("published"),
        "draft: false": lambda header: header.update(draft=False) or header.pop("published"),
        "a stance that is none": put("claims", "doubled", "evidence", 0, "stance", "proves"),
        "a status that is none": put("responses", 0, "status", "maybe"),
        "a kind of correction that is none": put("corrections", 0, "kind", "typo"),
        "a media category that is none": put("claims", "doubled", "media", "category", "fake"),
        "an outcome that is none": put("outcome", "kind", "sued"),
        "an id with a capital": lambda header: header["claims"].update(
            Second=header["claims"]["doubled"]
        ),
        "a source's id with an underscore": lambda header: header["sources"].update(
            a_b=header["sources"]["audit"]
        ),
        "a date the other way round": put("published", "14.05.2024"),
        "an address without its scheme": put("article", "url", "harbourpost.example/bridge"),
        "authors that are no list": put("authors", "Ana Ruiz"),
        "claims that are a list": put("claims", [{"text": "x"}]),
        "text that is a list": put("title", ["x"]),
        "draft that is text": put("draft", "perhaps"),
        "a time without its offset": put("published", "2024-05-14T18:00"),
        "a thirteenth month": put("published", "2024-13-14"),
        "an address with a space": put("article", "url", "https://harbourpost.example/the bridge"),
        "an address of nothing": put("article", "url", "https://"),
    }


@pytest.mark.parametrize("name", broken_headers())
def test_a_wrong_header_is_refused(name: str, validator: jsonschema.Draft7Validator) -> None:
    header = yaml.load(header_of("bridge")[0], Loader=PlainDates)
    assert validator.is_valid(header)
    broken_headers()[name](header)
    assert not validator.is_valid(header)


@pytest.mark.parametrize("name", broken_headers())
def test_what_the_schema_refuses_the_build_refuses(name: str, desk: Desk) -> None:
    header = yaml.load(header_of("bridge")[0], Loader=PlainDates)
    broken_headers()[name](header)
    desk.bridge()
    desk.brief(header)
    assert desk.errors()


def lenient_headers() -> dict[str, str]:
    """What YAML takes for no text and sitegen does; each is put into the design's example."""
    return {
        "title: 2024": "title: Did the harbour bridge cost twice its budget?",
        "title: NO": "title: Did the harbour bridge cost twice its budget?",
        "title: 2024-05-14": "title: Did the harbour bridge cost twice its budget?",
        "channel: 1.10": "channel: email",
        "rating: false": "rating: mostly-false",
        "was: false": 'was: "false"',
        "published: 2024-05-14T18:00+02:00": "published: 2024-05-14 ",
        "published: 2024-05-14 16:00:30Z": "published: 2024-05-14 ",
        "url: >\n      https://audit.example/ä.pdf": "url: https://audit.example/bridge.pdf",
        "appearance: audit": "appearance: https://harbourpost.example/bridge",
        "appearance: [audit, minutes]": "appearance: https://harbourpost.example/bridge",
    }


@pytest.mark.parametrize("new", lenient_headers())
def test_text_that_yaml_takes_for_something_else_keeps_the_schema(
    new: str, validator: jsonschema.Draft7Validator, desk: Desk
) -> None:
    text = QUOTED.replace(lenient_headers()[new], new, 1)
    assert text != QUOTED
    assert desk.bridge(text).errors() == []
    header = yaml.load(text.split("---\n")[1], Loader=PlainDates)
    assert [error.message for error in validator.iter_errors(header)] == []


def schemas_in(schema: Any) -> Iterator[Data]:
    """A schema and all that it holds."""
    if isinstance(schema, dict):
        yield schema
        for value in schema.values():
            yield from schemas_in(value)
    elif isinstance(schema, list):
        for value in schema:
            yield from schemas_in(value)


def test_editors_can_say_what_each_word_means(schema: Data) -> None:
    closed = [it for it in schemas_in(schema) if isinstance(it.get("enum"), list)]
    assert len(closed) == 8
    for it in closed:
        assert len(it["enumDescriptions"]) == len(it["enum"])
        assert all(meaning.endswith(".") for meaning in it["enumDescriptions"])


def test_editors_need_not_show_a_pattern(schema: Data) -> None:
    """Without ``errorMessage`` an editor shows the regular expression."""
    found = [it for it in schemas_in(schema) if isinstance(it.get("pattern"), str)]
    assert len(found) > 20
    assert [it for it in found if not it.get("errorMessage")] == []


def test_every_record_has_a_name_to_show(schema: Data) -> None:
    assert schema["title"] == "A fact-check brief"
    assert {it["title"] for it in schema["definitions"].values()} == set(schema["definitions"])


def test_a_missing_date_is_told_once(validator: jsonschema.Draft7Validator) -> None:
    """As a missing field, and not as two ways to do without, of which neither was taken."""
    header = yaml.load(header_of("bridge")[0], Loader=PlainDates)
    del header["published"]
    (error,) = validator.iter_errors(header)
    assert (error.validator, error.message) == ("required", "'published' is a required property")


# The schema of site.yaml


@pytest.fixture(scope="session")
def site_validator(bridge: Desk) -> jsonschema.Draft7Validator:
    run = bridge.run("schema", "site")
    assert (run.status, run.stderr) == (0, "")
    schema = json.loads(run.stdout)
    jsonschema.Draft7Validator.check_schema(schema)
    assert [name for name, it in properties_of(schema) if len(it.get("description", "")) < 5] == []
    return jsonschema.Draft7Validator(schema)


@pytest.mark.parametrize("path", [REPO / "site.yaml", SMALL / "site.yaml"], ids=["repo", "small"])
def test_settings_keep_their_schema(path: Path, site_validator: Any) -> None:
    text = path.read_text(encoding="utf-8").replace("Reservoirs, wells", "Reservoirs and wells")
    settings = yaml.load(text, Loader=PlainDates)
    assert [error.message for error in site_validator.iter_errors(settings)] == []


def test_the_default_scale_keeps_it_too(site_validator: Any) -> None:
    """``true`` and ``false`` without quotes are truth values to YAML, and ids to sitegen."""
    scale = "title: Desk\nratings: [{id: true, label: True}, {id: false, label: False}]"
    assert site_validator.is_valid(yaml.load(scale, Loader=PlainDates))


@pytest.mark.parametrize(
    "wrong",
    [
        "tagline: x",
        "title: Desk\nbase_url: desk.example",
        "title: Desk\nmenue: [about]",
        "title: Desk\nmenu: about",
        "title: Desk\nper_page: 0",
        "title: Desk\nratings: [{id: right}]",
        "title: Desk\nentities: {Lena Frost: {type: human}}",
        "title: Desk\ntopics: {Big Topic: {name: x}}",
        "title: Desk\nprofile: who",
    ],
)
def test_what_the_schema_of_settings_refuses_the_build_refuses(
    wrong: str, site_validator: Any, desk: Desk
) -> None:
    assert not site_validator.is_valid(yaml.load(wrong, Loader=PlainDates))
    desk.config(wrong)
    assert {problem.file for problem in desk.errors()} == {"site.yaml"}


def test_a_schema_of_something_else_is_wrong_usage(desk: Desk) -> None:
    run = desk.run("schema", "page")
    assert (run.status, run.stdout) == (2, "")
    assert "brief" in run.stderr


# manifest.json


def digests(out: Path) -> dict[str, str]:
    return {
        path.relative_to(out).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in out.rglob("*")
        if path.is_file()
    }


def test_the_manifest_has_every_file_but_itself(site: Desk) -> None:
    made = digests(site.out)
    made.pop("data/manifest.json")
    listed = site.json("data/manifest.json")["files"]
    assert listed == made
    assert list(listed) == sorted(listed)


def test_the_manifest_notices_a_change(desk: Desk) -> None:
    desk.brief(brief_text())
    first = desk.make().json("data/manifest.json")["files"]
    desk.brief(brief_text("summary: Another."))
    second = desk.make().json("data/manifest.json")["files"]
    assert first.keys() == second.keys()
    changed = {path for path in first if first[path] != second[path]}
    assert "briefs/bridge/index.html" in changed
    assert "assets/site.css" not in changed
    desk.file("output/index.html", "changed by hand")
    assert digests(desk.out)["index.html"] != second["index.html"]


def test_data_files_are_utf_8_in_their_own_script(small: Desk) -> None:
    for address in ("briefs/khazzan/brief.json", "data/claims.json", "data/claims.csv"):
        assert "الخزان نصف فارغ" in small.html(address)
