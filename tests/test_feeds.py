"""What readers' programs, search engines and GitHub Pages get: feeds, sitemap, the small files.

Feeds are read by feedparser and against RFC 4287 and JSON Feed 1.1; the sitemap against a schema
of our own wording (``schemas/sitemap.xsd``).
"""

import re
import shutil
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import unquote

import feedparser
import pytest
import xmlschema
from lxml import etree

from sitegen import feeds
from sitegen.when import When
from support import BASE_URL, PLAIN_SITE, SITE, Desk, brief_text

REPO = Path(__file__).parent.parent
SMALL = Path(__file__).parent / "data" / "small"
XSD = Path(__file__).parent / "schemas" / "sitemap.xsd"

BASES = {
    "repo": "https://factcheck.example",
    "bridge": BASE_URL,
    "small": "https://small.example",
    "with_drafts": "https://small.example",
}
ATOM = {"a": "http://www.w3.org/2005/Atom"}
MAPS = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}
RFC_3339 = r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})"


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    desk = Desk(tmp_path_factory.mktemp("small"))
    shutil.copytree(SMALL, desk.root, dirs_exist_ok=True)
    return desk.make(today=date(2025, 6, 1))


@pytest.fixture(scope="session")
def with_drafts(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    desk = Desk(tmp_path_factory.mktemp("with_drafts"))
    shutil.copytree(SMALL, desk.root, dirs_exist_ok=True)
    return desk.make(today=date(2025, 6, 1), drafts=True)


@pytest.fixture(scope="session")
def repo(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    desk = Desk(tmp_path_factory.mktemp("repo"))
    run = desk.run("build", "--root", str(REPO), "-o", str(desk.out), "--today", "2026-11-23")
    assert run.status == 0, run.stderr
    return desk


@pytest.fixture(params=BASES, scope="session")
def site(request: pytest.FixtureRequest) -> tuple[Desk, str]:
    """Each site with its base_url, without a slash at its end."""
    return request.getfixturevalue(request.param), BASES[request.param]


def atom_feeds(desk: Desk) -> list[str]:
    return sorted(path.relative_to(desk.out).as_posix() for path in desk.out.rglob("feed.xml"))


def moment(text: str) -> datetime:
    found = datetime.fromisoformat(text)
    return found if found.tzinfo else found.replace(tzinfo=UTC)


# Atom


def test_feeds_parse_without_complaint(site: tuple[Desk, str]) -> None:
    desk, _ = site
    assert {"feed.xml", "corrections/feed.xml"} < set(atom_feeds(desk))
    for address in atom_feeds(desk):
        parsed = feedparser.parse(desk.path(address).read_bytes())
        assert not parsed.bozo, (address, parsed.bozo_exception)
        assert parsed.version == "atom10"


def test_a_broken_feed_is_complained_about(bridge: Desk) -> None:
    text = bridge.html("feed.xml").replace("</entry>", "", 1)
    assert feedparser.parse(text.encode()).bozo


def test_feeds_have_what_atom_requires(site: tuple[Desk, str]) -> None:
    """RFC 4287: 4.1.1 and 4.1.2, ids apart, moments of RFC 3339, an author for every entry."""
    desk, base = site
    for address in atom_feeds(desk):
        feed = desk.xml(address)
        entries = feed.findall("a:entry", ATOM)
        for element in (feed, *entries):
            for name in ("id", "title", "updated"):
                assert len(element.findall(f"a:{name}", ATOM)) == 1, (address, name)
            assert element.findtext("a:title", namespaces=ATOM)
        assert feed.findtext("a:author/a:name", namespaces=ATOM)
        moments = feed.xpath("//a:updated/text() | //a:published/text()", namespaces=ATOM)
        assert [text for text in moments if not re.fullmatch(RFC_3339, text)] == []
        ids = feed.xpath("//a:id/text()", namespaces=ATOM)
        assert len(ids) == len(set(ids)) == len(entries) + 1
        assert feed.xpath('a:link[@rel="self"]/@href', namespaces=ATOM) == [f"{base}/{address}"]
        assert feed.findtext("a:id", namespaces=ATOM) == f"{base}/{address}"


def test_a_feeds_own_link_leads_to_its_page(site: tuple[Desk, str]) -> None:
    desk, base = site
    for address in atom_feeds(desk):
        (page,) = desk.xml(address).xpath('a:link[@rel="alternate"]/@href', namespaces=ATOM)
        assert page == f"{base}/{address.removesuffix('feed.xml')}"
        named = desk.tree(page.removeprefix(f"{base}/")).xpath(
            '//link[@type="application/atom+xml"]/@href'
        )
        assert address in {re.sub(r"^(\.\.?/)+", "", link) for link in named}


def test_a_feed_is_as_new_as_its_newest_entry(site: tuple[Desk, str]) -> None:
    desk, _ = site
    for address in atom_feeds(desk):
        feed = desk.xml(address)
        updated = feed.xpath("a:entry/a:updated/text()", namespaces=ATOM)
        if updated:
            newest = max(map(moment, updated))
            assert moment(feed.findtext("a:updated", namespaces=ATOM)) == newest


# address: the entries' paths and moments, newest first (published, updated)
ENTRIES = {
    ("bridge", "feed.xml"): [
        ("briefs/bridge/", "2024-05-14", "2024-05-20"),
        ("briefs/old-bridge-brief/", "2023-11-02", "2023-11-02"),
    ],
    ("bridge", "topics/transport/feed.xml"): [("briefs/bridge/", "2024-05-14", "2024-05-20")],
    ("bridge", "corrections/feed.xml"): [("briefs/bridge/", "2024-05-20", "2024-05-20")],
    ("small", "feed.xml"): [
        ("briefs/khazzan/", "2025-04-20", "2025-04-20"),
        ("briefs/reservoir/", "2025-03-14T08:00:00+01:00", "2025-05-01"),
    ],
    ("small", "topics/health/feed.xml"): [("briefs/khazzan/", "2025-04-20", "2025-04-20")],
    ("small", "topics/water/feed.xml"): [
        ("briefs/khazzan/", "2025-04-20", "2025-04-20"),
        ("briefs/reservoir/", "2025-03-14T08:00:00+01:00", "2025-05-01"),
    ],
    ("small", "corrections/feed.xml"): [
        ("briefs/reservoir/", day, day)
        for day in ("2025-05-01", "2025-04-02T09:30:00+02:00", "2025-03-25", "2025-03-20")
    ],
    ("repo", "corrections/feed.xml"): [],
}


@pytest.mark.parametrize(("name", "address"), ENTRIES)
def test_the_entries_of_a_feed(name: str, address: str, request: pytest.FixtureRequest) -> None:
    parsed = feedparser.parse(request.getfixturevalue(name).path(address).read_bytes())
    shown = [
        (entry.link.split("#")[0], moment(entry.published), moment(entry.updated))
        for entry in parsed.entries
    ]
    assert shown == [
        (f"{BASES[name]}/{path}", moment(published), moment(updated))
        for path, published, updated in ENTRIES[name, address]
    ]


def test_an_entry_says_what_was_found(bridge: Desk) -> None:
    entry = feedparser.parse(bridge.path("feed.xml").read_bytes()).entries[0]
    assert entry.title == "Did the harbour bridge cost twice its budget?"
    assert entry.summary == "The bridge ran over, by a fifth, not by double."
    assert [author.name for author in entry.authors] == ["Ana Ruiz"]
    assert [tag.term for tag in entry.tags] == ["Transport"]
    (content,) = entry.content
    for words in ("twice its budget", "Mostly false", "The audited overrun is 21%, not 100%."):
        assert words in content.value
    assert f"{BASE_URL}/briefs/bridge/doubled/" in content.value


def test_a_corrections_entry_says_what_changed(bridge: Desk) -> None:
    (entry,) = feedparser.parse(bridge.path("corrections/feed.xml").read_bytes()).entries
    assert "verdict change" in entry.title.lower()
    assert "first rated this false" in entry.summary
    assert re.search("was: False.*now: Mostly false", entry.summary)
    (at,) = bridge.tree("briefs/bridge/").xpath(f'//*[@id="{entry.link.split("#")[1]}"]')
    assert "first rated this false" in at.text_content()


def test_a_correction_keeps_its_id_when_another_is_added(desk: Desk) -> None:
    """RFC 4287, 4.2.6: an id never changes, wherever in the list the next one is written."""
    first = "  - {date: 2024-05-20, kind: update, text: First.}\n"
    second = "  - {date: 2024-05-21, kind: update, text: Second.}\n"
    ids = []
    for corrections in (first, second + first, first + second):
        desk.brief(brief_text(end=f"corrections:\n{corrections}"))
        parsed = feedparser.parse(desk.make().path("corrections/feed.xml").read_bytes())
        ids += [entry.id for entry in parsed.entries if "First" in entry.summary]
    assert len(ids) == 3
    assert len(set(ids)) == 1


def test_a_feed_holds_the_newest_fifty(desk: Desk) -> None:
    for number in range(60):
        day = f"2024-{1 + number // 28:02}-{1 + number % 28:02}"
        text = brief_text(end=f"corrections: [{{date: {day}, kind: update, text: More.}}]")
        desk.brief(text.replace("2024-05-14", day), slug=f"b{number}")
    desk.make()
    wanted = [f"{BASE_URL}/briefs/b{number}/" for number in range(59, 9, -1)]
    for address in ("feed.xml", "corrections/feed.xml"):
        entries = feedparser.parse(desk.path(address).read_bytes()).entries
        assert [entry.link.split("#")[0] for entry in entries] == wanted
    assert [item["url"] for item in desk.json("feed.json")["items"]] == wanted


@pytest.mark.parametrize("text", ["a & b", "<b>bold</b>", "]]>", 'say "no"', "naïve 水 🌊"])
def test_feeds_carry_any_text(desk: Desk, text: str) -> None:
    quoted = "'" + text + "'"
    desk.config(PLAIN_SITE.replace("Harbour Desk", quoted))
    end = f"corrections: [{{date: 2024-05-20, kind: update, text: {quoted}}}]"
    brief = brief_text(f"summary: {quoted}", end=end)
    desk.brief(brief.replace("title: The bridge", f"title: {quoted}"))
    desk.make()
    feed, corrections = desk.xml("feed.xml"), desk.xml("corrections/feed.xml")
    for path in ("a:title", "a:entry/a:title", "a:entry/a:summary"):
        assert feed.findtext(path, namespaces=ATOM) == text
    assert corrections.findtext("a:entry/a:summary", namespaces=ATOM) == text
    item = desk.json("feed.json")["items"][0]
    assert (item["title"], item["summary"]) == (text, text)


# JSON Feed


def json_feed_problems(feed: dict[str, Any]) -> list[str]:
    """What https://www.jsonfeed.org/version/1.1/ requires and this feed lacks."""
    found = []
    if feed.get("version") != "https://jsonfeed.org/version/1.1":
        found.append("version")
    found += [key for key in ("title", "home_page_url", "feed_url") if not feed.get(key)]
    found += ["items"] if not isinstance(feed.get("items"), list) else []
    for item in feed.get("items") or []:
        found += ["id"] if not isinstance(item.get("id"), str) or not item["id"] else []
        found += [] if item.get("content_text") or item.get("content_html") else ["content"]
        for key in ("date_published", "date_modified"):
            if key in item and not re.fullmatch(RFC_3339, item[key]):
                found.append(key)
    for holder in (feed, *(feed.get("items") or [])):
        authors = holder.get("authors", [])
        found += ["authors"] if not all(author.get("name") for author in authors) else []
        found += ["author"] if "author" in holder else []
    ids = [item.get("id") for item in feed.get("items") or []]
    return found + (["ids"] if len(ids) != len(set(ids)) else [])


def test_json_feeds_have_what_version_1_1_requires(site: tuple[Desk, str]) -> None:
    desk, base = site
    feed = desk.json("feed.json")
    assert json_feed_problems(feed) == []
    assert (feed["home_page_url"], feed["feed_url"]) == (f"{base}/", f"{base}/feed.json")


def change(data: dict[str, Any], path: tuple[Any, ...], value: Any) -> None:
    for key in path[:-1]:
        data = data[key]
    data[path[-1]] = value


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("version",), "https://jsonfeed.org/version/1"),
        (("title",), ""),
        (("items",), None),
        (("items", 0, "id"), 7),
        (("items", 0, "content_text"), ""),
        (("items", 0, "date_published"), "2024-05-14"),
        (("items", 0, "authors"), [{}]),
        (("author",), {"name": "x"}),
        (("items", 1, "id"), f"{BASE_URL}/briefs/bridge/"),
    ],
)
def test_what_a_json_feed_lacks_is_seen(bridge: Desk, path: tuple[Any, ...], value: Any) -> None:
    feed = bridge.json("feed.json")
    change(feed, path, value)
    assert json_feed_problems(feed)


def test_both_feeds_say_the_same(site: tuple[Desk, str]) -> None:
    desk, _ = site
    entries = desk.xml("feed.xml").findall("a:entry", ATOM)
    names = {"id": "id", "title": "title", "summary": "summary"}
    names |= {"date_published": "published", "date_modified": "updated"}
    for item, entry in zip(desk.json("feed.json")["items"], entries, strict=True):
        for ours, theirs in names.items():
            assert item.get(ours) == entry.findtext(f"a:{theirs}", namespaces=ATOM)
        assert [item["url"]] == entry.xpath("a:link/@href", namespaces=ATOM)
        assert item.get("tags", []) == entry.xpath("a:category/@term", namespaces=ATOM)
        authors = [author["name"] for author in item.get("authors", [])]
        assert authors == entry.xpath("a:author/a:name/text()", namespaces=ATOM)


# Drafts


def test_drafts_reach_no_feed_and_no_sitemap(with_drafts: Desk, small: Desk) -> None:
    assert with_drafts.has("briefs/queue/")
    assert with_drafts.has("briefs/tides/")
    for address in (*atom_feeds(small), "feed.json", "sitemap.xml"):
        assert not re.search("queue|tides", with_drafts.html(address)), address


# The sitemap


@pytest.fixture(scope="session")
def valid() -> Callable[[bytes], bool]:
    """Whether a sitemap keeps the protocol, as two libraries see it."""
    one = xmlschema.XMLSchema(str(XSD))
    other = etree.XMLSchema(etree.parse(str(XSD)))

    def check(content: bytes) -> bool:
        verdicts = one.is_valid(content.decode()), other.validate(etree.fromstring(content))
        assert verdicts[0] == verdicts[1]
        return verdicts[0]

    return check


def test_the_sitemap_keeps_the_protocol(
    site: tuple[Desk, str], valid: Callable[[bytes], bool]
) -> None:
    assert valid(site[0].path("sitemap.xml").read_bytes())


@pytest.mark.parametrize("base", ["https://dësk.example/", "https://desk.example/prüfung/"])
def test_an_address_in_other_letters_keeps_the_protocol(
    desk: Desk, base: str, valid: Callable[[bytes], bool]
) -> None:
    """A sitemap's addresses are escaped (sitemaps.org); a desk may also be told to do so."""
    desk.config(PLAIN_SITE.replace(BASE_URL, base))
    desk.brief(brief_text())
    assert desk.errors() or valid(desk.make().path("sitemap.xml").read_bytes())


def urlset(entries: str) -> bytes:
    return f'<urlset xmlns="{MAPS["s"]}">{entries}</urlset>'.encode()


GOOD = "<url><loc>https://x.example/</loc></url>"


@pytest.mark.parametrize(
    "entries",
    [
        GOOD,
        GOOD.replace("</loc>", "</loc><lastmod>2024-05-14</lastmod>"),
        GOOD.replace("</loc>", "</loc><lastmod>2024-05-14T08:00:00+02:00</lastmod>"),
        GOOD.replace("</loc>", "</loc><changefreq>daily</changefreq><priority>0.5</priority>"),
        GOOD.replace("example/", "example/" + "a" * (2048 - 18)),
    ],
    ids=range(5),
)
def test_the_schema_accepts_what_the_protocol_allows(
    entries: str, valid: Callable[[bytes], bool]
) -> None:
    assert valid(urlset(entries))


@pytest.mark.parametrize(
    "entries",
    [
        "",
        "<url><lastmod>2024-05-14</lastmod></url>",
        GOOD.replace("https://x.example/", "/relative/"),
        GOOD.replace("https", "ftp"),
        GOOD.replace("example/", "example/水"),
        GOOD.replace("example/", "example/a b"),
        GOOD.replace("example/", "example/" + "a" * (2049 - 18)),
        GOOD.replace("</loc>", "</loc><lastmod>14 May 2024</lastmod>"),
        GOOD.replace("</loc>", "</loc><lastmod>2024-05-14T08:00:00</lastmod>"),
        GOOD.replace("</loc>", "</loc><lastmod></lastmod>"),
        GOOD.replace("</loc>", "</loc><changefreq>often</changefreq>"),
        GOOD.replace("</loc>", "</loc><priority>1.1</priority>"),
        GOOD.replace("</loc>", "</loc><loc>https://x.example/</loc>"),
        GOOD.replace("</loc>", "</loc><title>x</title>"),
    ],
    ids=range(14),
)
def test_the_schema_refuses_what_the_protocol_does_not_allow(
    entries: str, valid: Callable[[bytes], bool]
) -> None:
    assert not valid(urlset(entries))


def locations(desk: Desk, address: str = "sitemap.xml") -> dict[str, str]:
    """Each address of a sitemap with its last change."""
    urls = desk.xml(address).findall("s:url", MAPS)
    pairs = [
        (url.findtext("s:loc", namespaces=MAPS), url.findtext("s:lastmod", namespaces=MAPS) or "")
        for url in urls
    ]
    assert len(dict(pairs)) == len(pairs)
    return dict(pairs)


def canonicals(desk: Desk) -> set[str]:
    """The canonical address of every page that is not a draft, a redirect or the 404."""
    found = set()
    for path in desk.out.rglob("*.html"):
        address = path.relative_to(desk.out).as_posix()
        tree = desk.tree(address)
        if not tree.xpath('//meta[@name="robots" and contains(@content, "noindex")]'):
            found |= set(tree.xpath('//link[@rel="canonical"]/@href'))
    return found


def test_the_sitemap_lists_every_page_and_nothing_else(site: tuple[Desk, str]) -> None:
    desk, base = site
    listed = set(locations(desk))
    assert listed == canonicals(desk)
    apart = {desk.out / "search" / "index.html", *desk.out.rglob("embed/index.html")}
    pages = [path for path in desk.out.rglob("index.html") if path not in apart]
    redirects = [path for path in pages if b'http-equiv="refresh"' in path.read_bytes()]
    drafts = [path for path in pages if re.search("briefs/(queue|tides)/", path.as_posix())]
    assert len(listed) == len(pages) - len(redirects) - len(drafts)
    assert f"{base}/" in listed


@pytest.mark.parametrize(
    ("name", "address", "modified"),
    [
        ("bridge", "briefs/bridge/", "2024-05-20"),
        ("bridge", "briefs/old-bridge-brief/", "2023-11-02"),
        ("small", "briefs/khazzan/half-empty/", "2025-04-20"),
        ("repo", "briefs/hong-kong-influence-accounts/banned/", "2026-11-23"),
    ],
)
def test_the_sitemap_says_when_a_brief_changed(
    name: str, address: str, modified: str, request: pytest.FixtureRequest
) -> None:
    desk = request.getfixturevalue(name)
    assert locations(desk)[f"{BASES[name]}/{address}"] == modified


def test_the_sitemap_and_the_reviews_agree_on_when_a_claim_changed(site: tuple[Desk, str]) -> None:
    desk, base = site
    for url, modified in locations(desk).items():
        for review in desk.reviews(unquote(url.removeprefix(f"{base}/"))):
            assert modified == review.get("dateModified", review["datePublished"]), url


def many_sitemaps(number: int) -> dict[str, list[str]]:
    """The sitemaps of a site of so many addresses: the addresses that each names."""
    site: Any = SimpleNamespace(absolute=lambda address: f"{BASE_URL}/{address}")
    addresses = [(f"briefs/b{n}/", When("2024-05-14")) for n in range(number)]
    made = feeds.sitemaps(addresses)
    urls = {address: feeds.sitemap_urls(site, listed) for address, _, listed in made}
    return {address: [entry.url for entry in entries] for address, entries in urls.items()}


@pytest.mark.parametrize("number", [1, 50_000])
def test_up_to_fifty_thousand_addresses_are_one_file(number: int) -> None:
    made = many_sitemaps(number)
    assert list(made) == ["sitemap.xml"]
    assert len(made["sitemap.xml"]) == number


@pytest.mark.parametrize(
    ("number", "sizes"), [(50_001, [50_000, 1]), (100_001, [50_000, 50_000, 1])]
)
def test_more_addresses_are_split_below_an_index(number: int, sizes: list[int]) -> None:
    made = many_sitemaps(number)
    index = made.pop("sitemap.xml")
    assert index == [f"{BASE_URL}/{address}" for address in made]
    assert [len(urls) for urls in made.values()] == sizes
    assert len({url for urls in made.values() for url in urls}) == number


def test_split_sitemaps_keep_the_protocol(
    desk: Desk,
    bridge: Desk,
    monkeypatch: pytest.MonkeyPatch,
    valid: Callable[[bytes], bool],
) -> None:
    """As above, written out: with a smaller limit, as fifty thousand pages take their time."""
    monkeypatch.setattr(feeds, "SITEMAP_URLS", 7)
    desk.bridge().make()
    index = desk.xml("sitemap.xml")
    assert index.tag == f"{{{MAPS['s']}}}sitemapindex"
    assert valid(desk.path("sitemap.xml").read_bytes())
    parts = [url.rsplit("/", 1)[1] for url in index.xpath("//s:loc/text()", namespaces=MAPS)]
    assert all(valid(desk.path(part).read_bytes()) for part in parts)
    listed = [pair for part in parts for pair in locations(desk, part).items()]
    assert sorted(listed) == sorted(locations(bridge).items())


def test_the_schema_refuses_more_than_fifty_thousand() -> None:
    schema = etree.XMLSchema(etree.parse(str(XSD)))
    assert schema.validate(etree.fromstring(urlset(GOOD * 50_000)))
    assert not schema.validate(etree.fromstring(urlset(GOOD * 50_001)))


# The small files


def test_robots_names_the_sitemap(site: tuple[Desk, str]) -> None:
    desk, base = site
    lines = desk.html("robots.txt").splitlines()
    assert "User-agent: *" in lines
    assert f"Sitemap: {base}/sitemap.xml" in lines
    assert not [line for line in lines if line.startswith("Disallow: /")]


def test_jekyll_is_told_to_stay_away(site: tuple[Desk, str]) -> None:
    assert site[0].path(".nojekyll").read_bytes() == b""


def test_cname_is_the_domain_alone(small: Desk, bridge: Desk) -> None:
    assert small.html("CNAME") == "small.example\n"
    assert not bridge.has("CNAME")


def test_the_page_not_found_leads_home(site: tuple[Desk, str]) -> None:
    desk, base = site
    page = desk.tree("404.html")
    assert f"{base}/" in page.xpath("//a/@href")
    assert page.xpath('//meta[@name="robots"]/@content') == ["noindex"]
    assert page.xpath('//link[@rel="stylesheet"]/@href') == [f"{base}/assets/site.css"]
    assert not page.xpath('//link[@rel="canonical"]')


@pytest.mark.parametrize(
    ("old", "target", "canonical"),
    [
        ("old/reservoir/", "../../briefs/reservoir/", "https://small.example/briefs/reservoir/"),
        ("claims.php", "./claims/", "https://small.example/claims/"),
        ("press/", "https://association.example/press", "https://association.example/press"),
    ],
)
def test_an_old_address_leads_to_the_new_one(
    small: Desk, old: str, target: str, canonical: str
) -> None:
    page = small.tree(old)
    assert page.xpath('//meta[@http-equiv="refresh"]/@content') == [f"0; url={target}"]
    assert page.xpath('//link[@rel="canonical"]/@href') == [canonical]
    assert page.xpath("//a/@href") == [target]
    assert page.xpath('//meta[@name="robots"]/@content') == ["noindex"]


def test_without_a_base_url_there_are_no_feeds(desk: Desk) -> None:
    desk.bridge().config(SITE.replace("base_url:", "# base_url:"))
    desk.make()
    assert atom_feeds(desk) == []
    assert not desk.has("feed.json")
    assert not desk.has("sitemap.xml")
    assert "Sitemap" not in desk.html("robots.txt")
    for path in desk.out.rglob("*.html"):
        assert "feed." not in path.read_text(encoding="utf-8"), path


def test_a_withdrawn_claim_has_no_verdict_in_a_feed(desk: Desk) -> None:
    void = (
        "corrections:\n  - {date: 2024-05-20, kind: void, claim: doubled, text: It was not said.}"
    )
    desk.brief(brief_text(end=void))
    desk.make()
    for feed in ("feed.xml", "feed.json"):
        assert "Withdrawn" in desk.html(feed)
        assert "Mostly false" not in desk.html(feed)
