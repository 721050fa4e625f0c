"""What other sites take: Open Graph, the frame of a claim, oEmbed; and links that stay."""

import re

import pytest
from lxml import html as lxml_html

from support import BASE_URL, BRIDGE, PLAIN_SITE, QUICK, Desk, brief_text

BRIEF, CLAIM = "briefs/bridge/", "briefs/bridge/doubled/"
EMBED, OEMBED = f"{CLAIM}embed/", f"{CLAIM}oembed.json"


def og(desk: Desk, address: str) -> dict[str, str]:
    found = desk.tree(address).xpath("//meta[@property]")
    return {m.get("property"): m.get("content") for m in found}


def ids(desk: Desk, address: str, prefix: str) -> list[str]:
    """The anchors on a page that begin so, in their order."""
    return desk.tree(address).xpath(f"//*[starts-with(@id, '{prefix}')]/@id")


# Open Graph


def test_every_page_says_what_it_is_where_it_is_shared(bridge: Desk) -> None:
    for path in bridge.out.rglob("index.html"):
        address = path.relative_to(bridge.out).as_posix().removesuffix("index.html")
        if "/embed/" in address or 'http-equiv="refresh"' in bridge.html(address):
            continue
        found = og(bridge, address)
        assert found["og:title"], address
        assert found["og:url"] == f"{BASE_URL}/{address}", address
        assert found["og:image"].startswith(f"{BASE_URL}/"), address


def test_a_brief_is_shared_with_its_summary_and_a_claim_with_its_verdict(bridge: Desk) -> None:
    assert og(bridge, BRIEF)["og:description"] == "The bridge ran over, by a fifth, not by double."
    assert og(bridge, CLAIM)["og:description"] == "The audited overrun is 21%, not 100%."
    assert og(bridge, BRIEF)["og:type"] == og(bridge, CLAIM)["og:type"] == "article"


def test_what_is_shared_is_escaped(desk: Desk) -> None:
    desk.brief(brief_text().replace("The bridge cost", 'The <b>"bridge"</b> & co. cost'))
    desk.make()
    text = 'The <b>"bridge"</b> & co. cost twice its budget'
    assert og(desk, CLAIM)["og:title"] == f"Mostly false: {text}"
    assert desk.json(OEMBED)["title"] == f"Mostly false: {text}"
    assert desk.xpath(EMBED, "//h1") == [text]


# The frame


def test_the_frame_says_claim_claimant_verdict_and_desk(bridge: Desk) -> None:
    text = bridge.text(EMBED)
    for words in (
        "Lena Frost",
        "The harbour bridge cost twice its budget",
        "Mostly false",
        "The audited overrun is 21%, not 100%.",
        "Harbour Desk",
        "14 May 2024",
    ):
        assert words in text


def test_the_frame_is_small_and_loads_one_style_sheet(bridge: Desk) -> None:
    page = bridge.path(EMBED).read_bytes()
    assert len(page) < 1_800
    assert bridge.path("assets/embed.css").stat().st_size < 3_000
    tree = bridge.tree(EMBED)
    assert tree.xpath("//link[@rel='stylesheet']/@href") == ["../../../../assets/embed.css"]
    assert not tree.xpath("//script | //img | //iframe | //style | //@style")


def test_the_frame_is_no_page_of_its_own_to_search_engines(bridge: Desk) -> None:
    tree = bridge.tree(EMBED)
    assert tree.xpath("//meta[@name='robots']/@content") == ["noindex"]
    assert tree.xpath("//link[@rel='canonical']/@href") == [f"{BASE_URL}/{CLAIM}"]
    assert "embed" not in bridge.html("sitemap.xml")
    assert not bridge.reviews(EMBED)


def test_the_links_of_the_frame_open_the_site_in_a_page_of_its_own(bridge: Desk) -> None:
    links = bridge.tree(EMBED).xpath("//main//a")
    assert [link.get("href") for link in links] == ["../", "../../../../"]
    assert {(link.get("target"), link.get("rel")) for link in links} == {("_blank", "noopener")}


def test_the_frame_allows_itself_its_style_sheet_alone(bridge: Desk) -> None:
    (policy,) = bridge.tree(EMBED).xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    rules = dict(rule.split(" ", 1) for rule in policy.split("; "))
    assert rules["default-src"] == "'none'"
    assert rules["style-src"] == "'self'"
    assert "script-src" not in rules


def test_an_arabic_claim_is_framed_from_right_to_left(desk: Desk) -> None:
    desk.brief(brief_text("lang: ar"))
    desk.make()
    root = desk.tree(EMBED)
    assert (root.get("lang"), root.get("dir")) == ("ar", "rtl")


def test_a_claim_that_was_withdrawn_is_framed_as_such(desk: Desk) -> None:
    end = "corrections:\n  - {date: 2024-05-20, kind: void, claim: doubled, text: It was misread.}"
    desk.brief(brief_text(end=end))
    desk.make()
    assert desk.xpath(EMBED, "//*[@class='rating withdrawn']") == ["Withdrawn"]


def test_the_code_to_embed_is_that_of_the_frame(bridge: Desk) -> None:
    (code,) = bridge.tree(CLAIM).xpath("//textarea/text()")
    (frame,) = lxml_html.fragments_fromstring(code)
    assert frame.tag == "iframe"
    assert frame.get("src") == f"{BASE_URL}/{EMBED}"
    assert frame.get("title") == "Harbour Desk"
    assert frame.get("style") is None
    assert not bridge.tree(BRIEF).xpath("//textarea")


def test_a_desks_name_cannot_break_out_of_the_code(desk: Desk) -> None:
    desk.config(f"title: 'A \"quoted\" <desk> & co.'\nbase_url: {BASE_URL}\n")
    desk.brief(brief_text())
    desk.make()
    (code,) = desk.tree(CLAIM).xpath("//textarea/text()")
    (frame,) = lxml_html.fragments_fromstring(code)
    assert frame.get("title") == 'A "quoted" <desk> & co.'
    assert lxml_html.fragment_fromstring(desk.json(OEMBED)["html"]).get("title") == frame.get(
        "title"
    )


def test_a_longer_claim_gets_a_higher_frame(desk: Desk) -> None:
    heights = []
    for text in ("Short", "Quite long " * 12, "Very long " * 90):
        desk.brief(brief_text().replace("The bridge cost twice its budget", text))
        desk.make()
        heights.append(desk.json(OEMBED)["height"])
    assert heights == sorted(set(heights))
    assert heights[0] >= 200
    assert heights[-1] <= 640


def test_a_brief_that_moved_leaves_its_frames_behind(desk: Desk) -> None:
    """Other sites show them, and are never told."""
    desk.brief(brief_text("redirect_from: [old-bridge]"))
    desk.make()
    (refresh,) = desk.tree("briefs/old-bridge/doubled/embed/").xpath(
        "//meta[@http-equiv='refresh']"
    )
    assert refresh.get("content") == "0; url=../../../../briefs/bridge/doubled/embed/"


def test_without_an_address_there_is_a_frame_but_no_code(desk: Desk) -> None:
    desk.config("title: Harbour Desk\n")
    desk.brief(brief_text())
    desk.make()
    assert desk.has(EMBED)
    assert not desk.has(OEMBED)
    assert not desk.tree(CLAIM).xpath("//textarea | //link[contains(@type, 'oembed')]")
    assert not desk.tree(EMBED).xpath("//link[@rel='canonical']")


def test_a_desk_replaces_the_frames_template(desk: Desk) -> None:
    desk.brief(brief_text())
    desk.file("templates/embed.html", "<p>{{ card.text }} {{ t.copy }}</p>")
    desk.make()
    assert desk.html(EMBED) == "<p>The bridge cost twice its budget Copy</p>"


# oEmbed


def test_a_claims_page_leads_to_its_oembed(bridge: Desk) -> None:
    links = "//link[@rel='alternate'][@type='application/json+oembed']/@href"
    assert bridge.tree(CLAIM).xpath(links) == ["oembed.json"]
    assert not bridge.tree(BRIEF).xpath(links)


def test_oembed_says_what_its_specification_asks(bridge: Desk) -> None:
    found = bridge.json(OEMBED)
    assert found["version"] == "1.0"
    assert found["type"] == "rich"
    assert found["provider_name"] == "Harbour Desk"
    assert found["provider_url"] == f"{BASE_URL}/"
    assert found["title"] == "Mostly false: The harbour bridge cost twice its budget"
    frame = lxml_html.fragment_fromstring(found["html"])
    assert (frame.get("src"), frame.get("title")) == (f"{BASE_URL}/{EMBED}", "Harbour Desk")
    assert (int(frame.get("width")), int(frame.get("height"))) == (found["width"], found["height"])
    assert found["thumbnail_url"] == og(bridge, CLAIM)["og:image"]
    assert (found["thumbnail_width"], found["thumbnail_height"]) == (1200, 630)


# Links that stay


def test_evidence_is_named_by_its_claim_and_source(bridge: Desk) -> None:
    for page in (BRIEF, CLAIM):
        assert ids(bridge, page, "evidence_") == [
            "evidence_doubled_audit",
            "evidence_doubled_minutes",
        ]


def test_evidence_added_before_moves_no_anchor(desk: Desk) -> None:
    row = "      - {source: audit, stance: undermines"
    more = "      - {source: minutes, stance: undermines, note: Another.}\n"
    added = BRIDGE.replace(row, more + row)
    assert added != BRIDGE
    desk.bridge(added).make()
    tree = desk.tree(CLAIM)
    (audit,) = tree.xpath("//li[@id='evidence_doubled_audit']")
    assert "121 per cent" in audit.text_content()
    assert tree.xpath("//li[@id='evidence_doubled_minutes_2']")


def test_rows_of_one_source_and_of_none_stay_apart(desk: Desk) -> None:
    evidence = """\
evidence:
  - {source: unsourced, stance: supports, note: One.}
  - {stance: supports, note: Two.}
  - {source: "2", stance: supports, note: Three.}
  - {source: unsourced, stance: supports, note: Four.}
"""
    end = 'sources:\n  unsourced: {title: One}\n  "2": {title: Two}\n'
    desk.brief(brief_text(claim=evidence, end=end))
    desk.make()
    found = {li.get("id"): li.xpath("string(p)") for li in desk.tree(CLAIM).xpath("//li[@id]")}
    assert {key: text for key, text in found.items() if key.startswith("evidence")} == {
        "evidence_doubled_unsourced": "One.",
        "evidence_doubled_unsourced_2": "Two.",
        "evidence_doubled_2": "Three.",
        "evidence_doubled_unsourced_3": "Four.",
    }


RESPONSES = """\
responses:
  - {from: "{one}", status: declined}
  - {from: Lena Frost, status: replied, date: 2024-05-12}
  - {from: Lena Frost, status: stated}
  - {from: ليلى حداد, status: declined}
"""


def test_responses_are_named_by_who_gave_them(desk: Desk) -> None:
    desk.brief(brief_text(end=RESPONSES.replace("{one}", "The Post")))
    desk.make()
    for page in (BRIEF, CLAIM):
        assert [i for i in ids(desk, page, "response_") if not re.search(r"_\d$", i)] == [
            "response_the-post",
            "response_lena-frost",
            "response_ليلى-حداد",
        ]
        assert "response_lena-frost_2" in ids(desk, page, "response_")
    links = desk.links("entities/lena-frost/")
    assert f"../../{BRIEF}#response_lena-frost" in links
    assert f"../../{BRIEF}#response_lena-frost_2" in links


def test_links_to_a_response_by_its_number_still_lead_there(desk: Desk) -> None:
    places = ("response_2", "response_lena-frost", "evidence_doubled_unsourced")
    body = " ".join(f"[{place}](/{BRIEF}#{place})" for place in places)
    text = brief_text(
        claim="evidence: [{note: A.}]", end=RESPONSES.replace("{one}", "It"), body=body
    )
    desk.brief(text)
    assert desk.errors() == []
    desk.make()
    tree = desk.tree(BRIEF)
    (place,) = tree.xpath("//*[@id='response_2']")
    assert place.getparent().get("id") == "response_lena-frost"


def test_a_name_that_is_a_number_takes_its_own_anchor(desk: Desk) -> None:
    desk.brief(brief_text(end=RESPONSES.replace("{one}", "2")))
    desk.make()
    (place,) = desk.tree(BRIEF).xpath("//*[@id='response_2']")
    assert place.tag == "li"
    assert "2" in place.text_content()
    assert len(set(ids(desk, BRIEF, "response_"))) == len(ids(desk, BRIEF, "response_"))


@pytest.mark.parametrize("name", ["cite.bib", "cite.json", "share-card.png"])
def test_a_file_of_the_desk_at_such_an_address_is_told(desk: Desk, name: str) -> None:
    desk.config(PLAIN_SITE.replace(QUICK, ""))  # it makes cards
    desk.brief(brief_text(body=f"[it]({name})"))
    desk.file(f"briefs/{name}", b"own")
    assert [p.code for p in desk.errors(cards=True)] == ["output-collision"]
