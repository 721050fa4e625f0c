"""The site's pages: what stands on each, in which order, and how a desk changes their look."""

import re
import shutil
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest

from support import BASE_URL, BRIDGE, PLAIN_SITE, SITE, Desk, brief_text

SMALL = Path(__file__).parent / "data" / "small"
TEMPLATES = Path(__file__).parent.parent / "templates"
BRIDGE_PAGE, CLAIM_PAGE = "briefs/bridge/", "briefs/bridge/doubled/"


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


# The order on a page


def in_order(text: str, *passages: str) -> list[str]:
    """The neighbours that do not stand in this order; each counts from its first place."""
    places = [text.find(passage) for passage in passages]
    assert -1 not in places, passages[places.index(-1)]
    found = pairwise(zip(passages, places, strict=True))
    return [f"{a!r} after {b!r}" for (a, i), (b, j) in found if i > j]


SUMMARY = "The bridge ran over, by a fifth, not by double."
BRIEF_ORDER = [
    "Did the harbour bridge cost twice its budget?",
    "The verdict changed",
    SUMMARY,
    "Lena Frost",  # the claim: who, when, where
    "9 May 2024",
    "video.example",
    "The audited overrun is 21%",  # the verdict's reason
    "has cost double what was promised",  # the article's words, which it is about
    "puts the total at 121%",  # the finding
    "121 per cent of the approved budget",  # the evidence
    "replied",
    "Whether the 2021 revision was public",
    "We first rated this false",
    "Known only through",  # in the list of sources
    "How we checked",
]


def test_the_order_on_a_brief_page(bridge: Desk) -> None:
    assert in_order(bridge.text(BRIDGE_PAGE), *BRIEF_ORDER) == []


def test_the_order_on_a_claim_page(bridge: Desk) -> None:
    order = [part for part in BRIEF_ORDER[:-1] if part != SUMMARY]
    assert in_order(bridge.text(CLAIM_PAGE), *order) == []


def test_the_words_of_a_response_stand_before_what_stays_open(bridge: Desk) -> None:
    """Evidence, then the response, then what could not be established (design, section 3)."""
    for address in (BRIDGE_PAGE, CLAIM_PAGE):
        order = ("121 per cent", "The revision was never put to", "Whether the 2021 revision")
        assert in_order(bridge.text(address), *order) == [], address


def test_the_check_of_order_can_fail() -> None:
    assert in_order("a b c", "a", "b", "c") == []
    assert in_order("a c b", "a", "b", "c") == ["'b' after 'c'"]
    with pytest.raises(AssertionError):
        in_order("a b", "a", "c")


def test_every_claim_stands_once_and_in_the_order_written(small: Desk) -> None:
    page = small.tree("briefs/reservoir/")
    assert page.xpath('//*[contains(@class, "claim") and @id]/@id') == [
        "half-empty",
        "tankers",
        "old-pipe",
    ]
    for text in ("The reservoir of Tidewell is half empty", "The main pipe is a hundred years old"):
        assert small.xpath("briefs/reservoir/", "//h3").count(text) == 1


def test_evidence_for_the_claim_comes_before_evidence_against(small: Desk) -> None:
    text = small.text("briefs/reservoir/half-empty/")
    assert in_order(text, "Evidence for", 'Says "about half"', "Evidence against", "61,0") == []


def test_the_verdict_is_a_word_and_a_reason(bridge: Desk) -> None:
    for address in (BRIDGE_PAGE, CLAIM_PAGE):
        assert bridge.xpath(address, '//main//*[@class="verdict"]') == [
            "Mostly false The audited overrun is 21%, not 100%."
        ]
        tree = bridge.tree(address)
        assert not tree.xpath("//meter | //progress | //main//img")
        assert not tree.xpath('//*[@class="verdict"]//svg')


def test_a_brief_page_says_everything_that_was_written(bridge: Desk) -> None:
    """Each text of the header is on its page, but for what is kept in the repository."""
    page = bridge.html(BRIDGE_PAGE)
    text = " ".join(bridge.tree(BRIDGE_PAGE).text_content().split())
    fields = "title|summary|text|quote|verdict|not_established|interest|changed|role|context"
    for value in re.findall(rf"^[ -]*(?:{fields}): ([^#\n]+?) *(?:#.*)?$", BRIDGE, re.MULTILINE):
        assert value in text
    for url in re.findall(r"https://[a-z0-9./-]+", BRIDGE):
        assert f'href="{url}"' in page
    for day in set(re.findall(r"\d{4}-\d{2}-\d{2}", BRIDGE)):
        assert f'<time datetime="{day}">' in page


def test_what_is_left_out_is_not_on_the_page(desk: Desk) -> None:
    desk.brief(brief_text())
    desk.make()
    for address in (BRIDGE_PAGE, CLAIM_PAGE):
        text = desk.text(address)
        absent = "None|Claimed by|Said|Where\\b|Updated|By |Responses|Corrections|Sources|Evidence"
        assert not re.search(absent, text.replace("Where this was checked", "")), text


def test_a_claim_page_has_its_own_share_card(bridge: Desk) -> None:
    page = bridge.tree(CLAIM_PAGE)
    card = {m.get("property"): m.get("content") for m in page.xpath("//meta[@property]")}
    assert card["og:title"] == "Mostly false: The harbour bridge cost twice its budget"
    assert card["og:description"] == "The audited overrun is 21%, not 100%."
    assert card["og:url"] == f"{BASE_URL}/{CLAIM_PAGE}"
    assert card != {
        m.get("property"): m.get("content")
        for m in bridge.tree(BRIDGE_PAGE).xpath("//meta[@property]")
    }


def test_a_block_quote_marks_the_words_of_a_claim(small: Desk) -> None:
    quote = "//blockquote/p/mark"
    words = "the reservoir is “half empty” - and falling"
    assert small.xpath("briefs/reservoir/", quote) == [words]
    assert small.tree("briefs/reservoir/").xpath(f"{quote}/a/@href") == ["#half-empty"]


def test_the_same_claim_is_linked_both_ways(small: Desk) -> None:
    earlier, later = "briefs/reservoir/half-empty/", "briefs/khazzan/half-empty/"
    assert f"../../../{earlier}" in small.links(later)
    assert f"../../../{later}" in small.links(earlier)
    assert in_order(small.text(later), "جرى التحقق منه سابقًا", "The reservoir of Tidewell") == []
    assert in_order(small.text(earlier), "Checked again", "الخزان نصف فارغ") == []


def test_a_brief_in_another_script(small: Desk) -> None:
    for address in ("briefs/khazzan/", "briefs/khazzan/half-empty/"):
        (html,) = small.tree(address).xpath("/html")
        assert (html.get("lang"), html.get("dir")) == ("ar", "rtl")
    (html,) = small.tree("briefs/").xpath("/html")
    assert (html.get("lang"), html.get("dir")) == ("en", "ltr")
    for address in ("entities/ليلى-حداد/", "entities/صحيفة-المرفأ/", "sources/水务局/"):
        assert small.has(address)


# Lists


def links_to(desk: Desk, address: str, pattern: str) -> list[str]:
    """The site's addresses that a page's content links to, each once, in their order."""
    found = [re.sub(r"^(\.\./|\./)+", "", link) for link in desk.links(address)]
    return list(dict.fromkeys(link for link in found if re.fullmatch(pattern, link)))


A_BRIEF = r"briefs/(?!page/)[^/]+/"
A_CLAIM = r"briefs/(?!page/)[^/]+/[^/]+/"


@pytest.fixture(scope="session")
def dated(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """Five briefs on one topic, whose names say nothing of their order in time."""
    desk = Desk(tmp_path_factory.mktemp("dated"))
    for slug, day in DAYS.items():
        desk.brief(brief_text("topics: [roads]").replace("2024-05-14", day), slug=slug)
    return desk.make()


DAYS = {
    "c": "2024-01-05",
    "a": "2024-03-01",
    "e": "2024-03-01",
    "b": "2024-05-30T23:30:00-05:00",
    "d": "2024-05-31T01:00:00Z",
}
NEWEST_FIRST = ["b", "d", "a", "e", "c"]


@pytest.mark.parametrize("address", ["", "briefs/", "topics/roads/"])
def test_briefs_stand_newest_first(dated: Desk, address: str) -> None:
    assert links_to(dated, address, A_BRIEF) == [f"briefs/{slug}/" for slug in NEWEST_FIRST]


@pytest.mark.parametrize("address", ["claims/", "ratings/mostly-false/"])
def test_claims_stand_newest_first(dated: Desk, address: str) -> None:
    claims = [f"briefs/{slug}/doubled/" for slug in NEWEST_FIRST]
    assert links_to(dated, address, A_CLAIM) == claims


def test_the_home_page_shows_the_latest(desk: Desk) -> None:
    for number in range(1, 29):
        text = brief_text().replace("2024-05-14", f"2024-02-{number:02}")
        desk.brief(text, slug=f"b{number:02}")
    desk.make()
    shown = links_to(desk, "", A_BRIEF)
    assert shown == [f"briefs/b{number:02}/" for number in range(28, 28 - len(shown), -1)]
    assert 1 < len(shown) < 28
    assert "./briefs/" in desk.links("")


def test_a_list_is_paged(small: Desk) -> None:
    """With ``per_page: 1`` every entry has a page of its own, linked to its neighbours."""
    assert links_to(small, "briefs/", A_BRIEF) == ["briefs/khazzan/"]
    assert links_to(small, "briefs/page/2/", A_BRIEF) == ["briefs/reservoir/"]
    assert not small.has("briefs/page/1/")
    assert not small.has("briefs/page/3/")
    pages = ["claims/", "claims/page/2/", "claims/page/3/", "claims/page/4/"]
    claims = [claim for page in pages for claim in links_to(small, page, A_CLAIM)]
    assert claims == [
        "briefs/khazzan/half-empty/",
        "briefs/reservoir/half-empty/",
        "briefs/reservoir/tankers/",
        "briefs/reservoir/old-pipe/",
    ]
    for before, page, after in zip(["", *pages], pages, [*pages[1:], ""], strict=False):
        tree = small.tree(page)
        own = "../" * page.count("/")
        assert tree.xpath('//a[@rel="prev"]/@href') == ([own + before] if before else [])
        assert tree.xpath('//a[@rel="next"]/@href') == ([own + after] if after else [])
    assert len({small.xpath(page, "//title")[0] for page in pages}) == len(pages)


@pytest.mark.parametrize(("size", "pages"), [(1, 5), (2, 3), (4, 2), (5, 1), (6, 1)])
def test_a_list_has_as_many_pages_as_it_needs(desk: Desk, size: int, pages: int) -> None:
    desk.config(f"{PLAIN_SITE}per_page: {size}\n")
    for slug, day in DAYS.items():
        desk.brief(brief_text("topics: [roads]").replace("2024-05-14", day), slug=slug)
    desk.make()
    for start in ("briefs/", "claims/", "topics/roads/", "ratings/mostly-false/"):
        numbers = [n for n in range(2, 9) if desk.has(f"{start}page/{n}/")]
        assert numbers == list(range(2, pages + 1)), start


def test_claims_can_be_filtered_by_plain_links(small: Desk) -> None:
    wanted = {"ratings/partly/", "ratings/wrong/", "topics/water/", "entities/mara-lindqvist/"}
    assert wanted <= set(links_to(small, "claims/", ".*"))
    for address, claims in {
        "ratings/wrong/": ["briefs/khazzan/half-empty/"],
        "entities/mara-lindqvist/": ["briefs/reservoir/half-empty/"],
    }.items():
        assert links_to(small, address, A_CLAIM) == claims


# Entities, publishers, ratings, topics


def test_an_entity_is_one_under_all_its_names(small: Desk) -> None:
    assert "Mara Lindqvist" in small.text("entities/")
    assert not small.has("entities/m-lindqvist/")
    assert not small.has("sources/water-bureau/")
    text = small.text("entities/mara-lindqvist/")
    for words in ("Mara Lindqvist", "Mayor of Tidewell", "M. Lindqvist", "Partly right", "replied"):
        assert words in text
    links = small.links("entities/mara-lindqvist/")
    assert "https://lindqvist.example/" in links
    assert "../../briefs/reservoir/#response_mara-lindqvist" in links


@pytest.mark.parametrize(
    ("entity", "words"),
    [
        ("tidewell-water", ("Claimed", 'sent "no tankers" <at all>')),
        ("tidewell-water", ("Responses", "no reply")),
        ("the-tidewell-courier", ("Articles checked", "Tidewell runs dry")),
        ("ليلى-حداد", ("Claimed", "Wrong", "declined")),
        ("a-passer-by", ("Claimed", "Overblown")),
    ],
)
def test_an_entitys_page_says_what_it_did(small: Desk, entity: str, words: tuple[str, ...]) -> None:
    text = small.text(f"entities/{entity}/")
    assert [word for word in words if word not in text] == []
    assert f"entities/{entity}/" in links_to(small, "entities/", ".*")


def test_nobody_is_an_entity_without_a_part_in_it(small: Desk) -> None:
    names = small.xpath("entities/", "//main//tbody//th")
    assert sorted(names) == sorted(
        [
            *("Mara Lindqvist", "Tidewell Water", "A passer-by", "The Tidewell Courier"),
            *("ليلى حداد", "صحيفة المرفأ"),
        ]
    )


def test_a_publisher_lists_its_sources_and_where_they_were_cited(small: Desk) -> None:
    text = small.text("sources/水务局/")
    assert "三月水位" in text
    assert "قراءات المقياس" in text
    links = small.links("sources/水务局/")
    assert "../../briefs/reservoir/#source_bureau" in links
    assert "../../briefs/khazzan/#source_gauge" in links
    assert {"briefs/khazzan/half-empty/", "briefs/reservoir/tankers/"} <= set(
        links_to(small, "sources/水务局/", A_CLAIM)
    )


def test_sources_without_a_publisher_are_listed_too(small: Desk) -> None:
    assert "A leaflet" in small.text("sources/")
    assert "../briefs/reservoir/#source_unused" in small.links("sources/")


def test_the_scale_is_explained(small: Desk) -> None:
    text = small.text("ratings/")
    for words in ("Unclear", "Nobody can say yet.", "Right in part.", "The evidence bears it out."):
        assert words in text
    for words in ("2 to 6", "3 on the scale", "Outside the scale"):
        assert words in text
    assert links_to(small, "ratings/", "ratings/.+/") == [
        f"ratings/{rating}/" for rating in ("unclear", "partly", "wrong", "right", "overblown")
    ]


def test_ratings_without_numbers_are_no_scale(desk: Desk) -> None:
    desk.config(f"{PLAIN_SITE}ratings: [{{id: mostly-false, label: Not so}}]\n")
    desk.brief(brief_text())
    text = desk.make().text("ratings/")
    assert "Not so" in text
    assert not re.search(r"\d to \d", text)
    assert desk.reviews(CLAIM_PAGE)[0]["reviewRating"] == {
        "@type": "Rating",
        "alternateName": "Not so",
        "ratingExplanation": "It cost a fifth more.",
    }


def test_a_retired_rating_keeps_its_page_and_says_why(small: Desk) -> None:
    for address in ("ratings/", "ratings/overblown/"):
        assert 'No longer given: Readers took it for "wrong".' in small.text(address)
    assert links_to(small, "ratings/overblown/", A_CLAIM) == ["briefs/reservoir/old-pipe/"]
    assert "No longer given" not in small.text("ratings/partly/")
    assert "No claim has this rating" in small.text("ratings/right/")


def test_topics_have_names_and_descriptions(small: Desk) -> None:
    assert "Reservoirs, wells and pipes." in small.text("topics/")
    assert small.xpath("topics/water/", "//h1") == ["Water"]
    assert "Reservoirs, wells and pipes." in small.text("topics/water/")
    assert links_to(small, "topics/health/", A_BRIEF) == ["briefs/khazzan/"]


# Corrections


def changes(desk: Desk, address: str) -> list[tuple[str, ...]]:
    """Before and after of each correction on a page, in its order."""
    found = desk.tree(address).xpath('//*[@class="change"]')
    return [tuple(dd.text_content() for dd in dl.xpath(".//dd")) for dl in found]


def test_corrections_stand_newest_first_with_before_and_after(small: Desk) -> None:
    days = small.tree("corrections/").xpath("//main//li//time[1]/@datetime")
    assert days == ["2025-05-01", "2025-04-02T09:30:00+02:00", "2025-03-25", "2025-03-20"]
    assert changes(small, "corrections/") == [
        ("Unclear", "Partly right"),
        ("the lake",),
        ("Wrong", "Unclear"),
    ]
    text = small.text("corrections/")
    order = ("took back a claim", "published its readings", "reservoir throughout")
    assert in_order(text, *order) == []


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 0, 2)])
def test_a_chain_of_verdicts_has_each_step(desk: Desk, order: tuple[int, ...]) -> None:
    """Whatever the order in the file: true, then half true, then unproven, now mostly false."""
    steps = [("2024-05-15", '"true"'), ("2024-05-16", "half-true"), ("2024-05-17", "unproven")]
    lines = "".join(
        f"  - {{date: {day}, kind: verdict-change, claim: doubled, was: {was}, text: T{index}.}}\n"
        for index, (day, was) in ((i, steps[i]) for i in order)
    )
    desk.brief(brief_text(end=f"corrections:\n{lines}"))
    desk.make()
    chain = [("Unproven", "Mostly false"), ("Half true", "Unproven"), ("True", "Half true")]
    for address in ("corrections/", BRIDGE_PAGE, CLAIM_PAGE):
        assert changes(desk, address) == chain, address
    top = desk.xpath(CLAIM_PAGE, '//*[@class="notice"]')
    assert [re.search(r"from (.+?) to (.+?)\.", words).groups() for words in top] == chain


def test_two_changes_on_one_day_stand_newest_first_too(desk: Desk) -> None:
    change = "  - {{date: 2024-05-15, kind: verdict-change, claim: doubled, was: {}, text: T.}}\n"
    lines = change.format('"true"') + change.format("half-true")
    desk.brief(brief_text(end=f"corrections:\n{lines}"))
    desk.make()
    for address in ("corrections/", BRIDGE_PAGE):
        assert changes(desk, address) == [("Half true", "Mostly false"), ("True", "Half true")]


def test_the_changes_of_two_claims_do_not_mix(desk: Desk) -> None:
    change = "  - {{date: 2024-05-{}, kind: verdict-change, claim: {}, was: {}, text: T.}}\n"
    lines = change.format(15, "doubled", '"true"') + change.format(16, "second", "satire")
    second = "second:\n  text: B\n  rating: outdated\n  verdict: C"
    desk.brief(brief_text(claims=second, end=f"corrections:\n{lines}"))
    desk.make()
    assert changes(desk, "corrections/") == [("Satire", "Outdated"), ("True", "Mostly false")]
    assert changes(desk, CLAIM_PAGE) == [("True", "Mostly false")]
    assert changes(desk, "briefs/bridge/second/") == [("Satire", "Outdated")]


CHANGE = "corrections: [{date: 2024-05-15, kind: verdict-change, was: 'true', text: T.}]"


def test_the_change_of_the_only_claim_has_before_and_after(desk: Desk) -> None:
    """A correction may leave its claim out; where there is one claim, it is that one's."""
    desk.brief(brief_text(end=CHANGE))
    assert desk.errors() or changes(desk.make(), "corrections/") == [("True", "Mostly false")]


def test_no_claim_is_said_to_have_changed_that_did_not(desk: Desk) -> None:
    """A verdict change that names none of several claims says nothing on each of their pages."""
    desk.brief(
        brief_text(claims="second:\n  text: B\n  rating: outdated\n  verdict: C", end=CHANGE)
    )
    if not desk.errors():
        desk.make()
        for address in (CLAIM_PAGE, "briefs/bridge/second/"):
            assert not desk.xpath(address, '//*[@class="notice"]'), address


def test_a_verdict_change_stands_at_the_top(small: Desk, bridge: Desk) -> None:
    for desk, address, number in [
        (bridge, BRIDGE_PAGE, 1),
        (bridge, CLAIM_PAGE, 1),
        (small, "briefs/reservoir/half-empty/", 2),
        (small, "briefs/reservoir/tankers/", 0),
    ]:
        assert len(desk.xpath(address, '//*[@class="notice"]')) == number, address
    assert in_order(bridge.text(BRIDGE_PAGE), "from False to Mostly false", SUMMARY) == []


def test_no_corrections_is_said_too(desk: Desk) -> None:
    desk.brief(brief_text())
    assert "Nothing has been corrected" in desk.make().text("corrections/")


# Pages of the desk


def test_stand_alone_pages_and_the_menu(small: Desk) -> None:
    menu = small.xpath("", "//nav//li")
    assert menu[-2:] == ["What we check, and how", "About us"]
    assert small.xpath("about/", "//h1") == ["About us"]
    assert small.path("about/door.png").read_bytes() == (SMALL / "pages/door.png").read_bytes()
    assert {"door.png", "mailto:desk@small.example", "../policy/#corrections"} <= set(
        small.links("about/")
    )


def test_every_page_presents_the_desk(small: Desk) -> None:
    for address in ("", "claims/", "briefs/khazzan/", "about/"):
        text = " ".join(small.tree(address).text_content().split())
        for words in ("The Small Desk", "Few claims, looked at closely.", "Small Desk Association"):
            assert words in text
        links = small.tree(address).xpath("//a/@href")
        assert [link for link in links if link.startswith("mailto:errors@small.example?")]


@pytest.mark.parametrize(
    ("report", "href"),
    [("errors@desk.example", "mailto:errors@desk.example"), ("https://form.example/", "")],
)
def test_readers_can_report_an_error(desk: Desk, report: str, href: str) -> None:
    desk.config(f"{PLAIN_SITE}report_error: {report}\n")
    desk.brief(brief_text())
    desk.make()
    (link,) = desk.tree(CLAIM_PAGE).xpath('//a[contains(., "Report an error")]/@href')
    assert link.startswith(f"{href or report}?")


# Drafts


def test_drafts_and_scheduled_briefs_stay_out(small: Desk) -> None:
    for address in ("briefs/queue/", "briefs/tides/", "entities/nobody-yet/"):
        assert not small.has(address)
    for path in small.out.rglob("*"):
        if path.suffix in (".html", ".xml", ".json", ".csv") and "schema" not in path.name:
            hidden = "queue|tides|Nobody Yet|Scheduled Speaker|Draft Gazette"
            assert not re.search(hidden, path.read_text(encoding="utf-8")), path


def test_the_build_says_what_stays_out(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    shutil.copytree(SMALL, desk.root, dirs_exist_ok=True)
    said = desk.build("--today", "2025-06-01").stderr
    assert "1 draft" in said
    assert "1 scheduled" in said
    assert "2030-01-01" in said


def test_a_scheduled_brief_appears_on_its_day(desk: Desk) -> None:
    desk.brief(brief_text().replace("2024-05-14", "2024-06-02"))
    assert not desk.make(today=date(2024, 6, 1)).has(BRIDGE_PAGE)
    assert desk.make(today=date(2024, 6, 2)).has(BRIDGE_PAGE)


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("briefs/queue/", "Draft: not published"),
        ("briefs/queue/queues/", "Draft: not published"),
        ("briefs/tides/", "Scheduled: not published"),
        ("briefs/tides/tide/", "Scheduled: not published"),
    ],
)
def test_drafts_are_marked_on_their_pages(with_drafts: Desk, address: str, words: str) -> None:
    assert words in with_drafts.text(address)
    assert with_drafts.tree(address).xpath('//meta[@name="robots"]/@content') == ["noindex"]


@pytest.mark.parametrize("address", ["", "topics/health/", "claims/", "ratings/unclear/"])
def test_drafts_are_marked_in_lists(with_drafts: Desk, address: str) -> None:
    assert with_drafts.text(address).count("Draft: not published") >= 1


def test_the_correction_of_a_draft_is_marked_or_left_out(with_drafts: Desk) -> None:
    text = with_drafts.text("corrections/")
    assert "A correction in a draft." not in text or "Draft" in text


def test_published_briefs_are_not_marked(with_drafts: Desk) -> None:
    for address in ("briefs/reservoir/", "briefs/khazzan/half-empty/"):
        assert "not published" not in with_drafts.text(address)
        assert not with_drafts.tree(address).xpath('//meta[@name="robots"]')


# Without a base_url


@pytest.fixture(scope="session")
def nowhere(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """The example's desk before it has an address."""
    desk = Desk(tmp_path_factory.mktemp("nowhere")).bridge()
    desk.config(SITE.replace("base_url:", "# base_url:"))
    return desk.make()


def test_a_desk_without_an_address_is_warned(nowhere: Desk, bridge: Desk) -> None:
    (warning,) = nowhere.warnings("no-base-url")
    assert (warning.file, warning.severity) == ("site.yaml", "warning")
    for words in ("feeds", "sitemap", "canonical", "ClaimReview"):
        assert words in warning.message
    assert bridge.warnings("no-base-url") == []
    assert nowhere.warnings("no-base-url", base_url=BASE_URL) == []


def test_what_needs_an_address_is_left_out(nowhere: Desk, bridge: Desk) -> None:
    def files(desk: Desk) -> set[str]:
        return {p.relative_to(desk.out).as_posix() for p in desk.out.rglob("*") if p.is_file()}

    assert files(bridge) - files(nowhere) == {
        *("feed.xml", "feed.json", "corrections/feed.xml", "topics/transport/feed.xml"),
        *("sitemap.xml", "data/claimreview.json"),
        f"{CLAIM_PAGE}oembed.json",
        "briefs/old-bridge-brief/doubled/oembed.json",
    }
    assert files(nowhere) <= files(bridge)
    for path in nowhere.out.rglob("*.html"):
        page = path.read_text(encoding="utf-8")
        assert not re.search(r"canonical|og:url|ld\+json|desk\.example", page), path


def test_the_pages_read_the_same_without_an_address(nowhere: Desk, bridge: Desk) -> None:
    for address in ("", BRIDGE_PAGE, CLAIM_PAGE, "claims/", "corrections/"):
        shown, shown_too = (desk.tree(address).find(".//main") for desk in (nowhere, bridge))
        for main in (shown, shown_too):  # but how to cite and embed it, which names addresses
            for reuse in main.xpath('.//details[@class="reuse"]'):
                reuse.getparent().remove(reuse)
        assert shown.text_content().split() == shown_too.text_content().split()


# The desk's own templates


def test_a_template_of_the_desks_own_replaces_the_built_in_one(desk: Desk) -> None:
    desk.brief(brief_text())
    desk.page("about", "---\ntitle: About\n---\nWords.\n")
    desk.file(
        "templates/page.html",
        '{% extends "base.html" %}\n{% block content %}<h1>Own {{ title }}</h1>{% endblock %}\n',
    )
    desk.make()
    assert desk.text("about/") == "Own About"
    assert "Own" not in desk.text(BRIDGE_PAGE)
    assert desk.tree("about/").xpath("//footer")


def test_a_macro_of_the_desks_own_reaches_every_page(desk: Desk) -> None:
    desk.brief(brief_text())
    desk.file("templates/base.html", "<!doctype html><title>Bare</title><p>{{ title }}\n")
    desk.make()
    assert desk.html(BRIDGE_PAGE) == "<!doctype html><title>Bare</title><p>The bridge\n"


def test_an_asset_of_the_desks_own_replaces_the_built_in_one(desk: Desk) -> None:
    desk.brief(brief_text())
    desk.file("templates/assets/site.css", "p { color: red }\n")
    desk.file("templates/assets/fonts/own.woff2", b"\0font")
    desk.make()
    own, scale = desk.html("assets/site.css").split("\n", 1)
    assert own == "p { color: red }"
    assert scale.startswith(".rating-true{")
    assert desk.path("assets/fonts/own.woff2").read_bytes() == b"\0font"
    assert desk.has("assets/site.js")


BROKEN = {
    "an unclosed block": ("page.html", "<p>\n{% if title %}\n<p>\n", None),
    "a stray end": ("page.html", "<p>\n\n{% endfor %}\n", 3),
    "an unclosed expression": ("page.html", "<p>\n{{ title \n</p>\n", None),
    "an unknown filter": ("page.html", "<p>\n<p>\n{{ title | shout }}\n", 3),
    "an undefined variable": ("page.html", "<p>\n<p>\n\n{{ headline }}\n", 4),
    "an undefined attribute": ("page.html", "<p>\n{{ site.motto }}\n", 2),
    "a template that is not there": ("page.html", "<p>\n\n{% include 'no.html' %}\n", 3),
    "a division by zero": ("page.html", "<p>\n{{ 1 / 0 }}\n", 2),
    "within a block": (
        "page.html",
        '{% extends "base.html" %}\n{% block content %}\n{{ nothing }}\n{% endblock %}\n',
        3,
    ),
    "in a feed": ("feed.xml", "<feed>\n{{ feeed.id }}\n</feed>\n", 2),
    "in the page not found": ("404.html", "<p>\n\n{{ nothing }}\n", 3),
}


@pytest.mark.parametrize("what", BROKEN)
def test_a_broken_template_is_an_error_at_its_own_line(desk: Desk, what: str) -> None:
    name, text, line = BROKEN[what]
    desk.brief(brief_text())
    desk.page("about", "---\ntitle: About\n---\nWords.\n")
    desk.make()
    before = {p: p.read_bytes() for p in desk.out.rglob("*") if p.is_file()}
    desk.file(f"templates/{name}", text)
    run = desk.run("build", "--today", "2024-06-01")
    found = [(p.severity, p.code, p.file) for p in run.problems if p.severity == "error"]
    assert found == [("error", "template-error", f"templates/{name}")]
    (problem,) = [p for p in run.problems if p.severity == "error"]
    assert problem.line in ([line] if line else range(1, text.count("\n") + 2))
    assert run.status == 1
    assert "Traceback" not in run.stderr
    assert {p: p.read_bytes() for p in desk.out.rglob("*") if p.is_file()} == before


SHARED = sorted(path.name for path in TEMPLATES.glob("_*.html"))


@pytest.mark.parametrize("name", [*SHARED, "base.html"])
def test_an_error_in_a_shared_template_is_told_there_once(desk: Desk, name: str) -> None:
    desk.bridge()
    desk.config(SITE.replace("search: false", "search: true"))
    text = (TEMPLATES / name).read_text(encoding="utf-8")
    desk.file(f"templates/{name}", f"\n\n{{{{ nothing }}}}\n{text}")
    errors = [(error.code, error.file, error.span.line) for error in desk.errors()]
    assert errors == [("template-error", f"templates/{name}", 3)]


def test_check_sees_a_broken_template_too(desk: Desk) -> None:
    desk.brief(brief_text())
    desk.file("templates/claims.html", "{% if %}\n")
    run = desk.check()
    assert [p.code for p in run.problems if p.severity == "error"] == ["template-error"]
    assert run.status == 1
    assert not desk.out.exists()
