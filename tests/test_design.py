"""What readers get to see, in the files that are built: the claim card, the scale, their rights."""

import re
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from sitegen.colors import contrast
from sitegen.config import DEFAULT_RATINGS
from support import BASE_URL, PLAIN_SITE, Desk, brief_text, quiet_text

BRIEF = "briefs/bridge/"
CLAIM = "briefs/bridge/doubled/"
SOURCES = """
sources:
  audit: {title: The account, kind: primary, origin: city, archived: "https://archive.example/a"}
  minutes: {title: The minutes, origin: city, interest: The council commissioned the bridge.}
  letter: {title: A letter, via: audit}
  survey: {title: A survey}
"""
EVIDENCE = """
evidence:
  - {source: audit, stance: supports, note: One}
  - {source: minutes, stance: undermines, note: Two}
  - {source: letter, stance: undermines, note: Three}
  - {source: survey, stance: contextualizes, note: Four}
"""


def pages(desk: Desk) -> dict[str, str]:
    """Every page of the site but redirects and frames for other sites, by its path."""
    texts = {
        path.relative_to(desk.out).as_posix(): path.read_text(encoding="utf-8")
        for path in desk.out.rglob("*.html")
    }
    frames = [path for path in texts if path.endswith("/embed/index.html")]
    return {
        path: texts[path] for path in texts if path not in frames and "refresh" not in texts[path]
    }


# A policy for every page


OWN = {"'self'", "'none'"}


def test_every_page_allows_its_own_files_and_nothing_else(bridge: Desk) -> None:
    for path, text in pages(bridge).items():
        found = re.findall(r'http-equiv="Content-Security-Policy" content="([^"]*)"', text)
        assert len(found) == 1, path
        policy = dict(part.split(" ", 1) for part in found[0].split("; "))
        assert policy["default-src"] == "'none'", path
        assert policy["base-uri"] == "'none'", path
        if path != "404.html":  # which names what it loads in whole
            assert {word for words in policy.values() for word in words.split()} <= OWN, path
        assert text.index("Content-Security-Policy") < text.index("<title>"), path


def test_no_page_has_style_or_script_in_it(bridge: Desk) -> None:
    for path, text in pages(bridge).items():
        assert not re.search(r"<style|\sstyle=|\son[a-z]+=", text), path
        for script in re.findall(r"<script([^>]*)>", text):
            assert "src=" in script or "application/ld+json" in script, path


# The scale


def scale(desk: Desk, papers: bool = False) -> dict[str, tuple[str, str]]:
    """The two colours of each rating, as the style sheet has them; or those of the theme."""
    name = r"--([a-z]+): " if papers else r"\.rating-([a-z-]+)\{--rating:"
    css = desk.html("assets/site.css")
    found = re.findall(name + r"light-dark\((#[0-9a-f]{6}), ?(#[0-9a-f]{6})\)", css)
    return {rating: (light, dark) for rating, light, dark in found}


def test_every_rating_can_be_read_in_both_themes(bridge: Desk) -> None:
    paper = scale(bridge, papers=True)["paper"]
    found = scale(bridge)
    assert list(found) == [rating.id for rating in DEFAULT_RATINGS]
    for rating, colors in found.items():
        for color, behind in zip(colors, paper, strict=True):
            assert contrast(color, behind) >= 4.5, rating


def test_the_theme_can_be_read_in_both_themes(bridge: Desk) -> None:
    theme = scale(bridge, papers=True)
    for ink in ("ink", "soft", "link"):
        for behind in ("paper", "raise"):
            for color, under in zip(theme[ink], theme[behind], strict=True):
                assert contrast(color, under) >= 4.5, (ink, behind)
    for ink, mark in zip(theme["ink"], theme["mark"], strict=True):
        assert contrast(ink, mark) >= 4.5


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [
        ("#000000", "#ffffff", 21.0),  # the ratios that WCAG's own documents give
        ("#767676", "#ffffff", 4.54),
        ("#0000ff", "#ffffff", 8.59),
        ("#123456", "#123456", 1.0),
    ],
)
def test_contrast_is_that_of_wcag(one: str, other: str, ratio: float) -> None:
    assert contrast(one, other) == pytest.approx(ratio, abs=0.005)
    assert contrast(other, one) == contrast(one, other)


def test_ratings_differ_by_their_shapes(bridge: Desk) -> None:
    css = bridge.html("assets/site.css")
    shapes = re.findall(r"^\.rating-[a-z-]+\{.*?(--shape:[^}]*)\}$", css, re.MULTILINE)
    assert len(shapes) == len(set(shapes)) == len(DEFAULT_RATINGS)


def test_a_color_is_made_lighter_for_the_dark(desk: Desk) -> None:
    ratings = "ratings: [{id: mostly-false, label: Mostly false, color: '#102A10'}]\n"
    desk.config(PLAIN_SITE + ratings)
    desk.brief(quiet_text())
    desk.make()
    light, dark = scale(desk)["mostly-false"]
    assert light == "#102a10"  # as it was written
    assert contrast(dark, "#17181a") >= 4.5
    assert int(dark[3:5], 16) > int(dark[1:3], 16)  # still green


# The claim card


def card(desk: Desk, address: str = CLAIM) -> str:
    desk.config(PLAIN_SITE)
    desk.brief(brief_text(claim=EVIDENCE, end=SOURCES))
    return desk.make().text(address)


def test_evidence_stands_for_and_against(desk: Desk) -> None:
    assert "One" in card(desk)
    for address in (BRIEF, CLAIM):
        sides = desk.xpath(address, '//div[@class="sides"]/section')
        assert len(sides) == 2
        assert sides[0].startswith("Evidence for the claim One")
        assert sides[1].startswith("Evidence against the claim Two")
        assert "Four" not in "".join(sides)


def test_a_side_without_evidence_says_so(desk: Desk) -> None:
    desk.brief(brief_text(claim="evidence: [{stance: undermines, note: Two}]"))
    sides = desk.make().xpath(CLAIM, '//div[@class="sides"]/section')
    assert sides == ["Evidence for the claim None is listed.", "Evidence against the claim Two"]


def test_evidence_of_one_origin_says_so(desk: Desk) -> None:
    card(desk)
    rows = desk.xpath(CLAIM, '//section[@class="evidence"]//li')
    assert ["same origin as [1]" in row for row in rows] == [False, True, True, False]
    assert "Interest: The council commissioned the bridge." in rows[1]
    archived = desk.xpath(CLAIM, '//section[@class="evidence"]//a[text()="archived copy"]/@href')
    assert archived == ["https://archive.example/a"]


def test_a_claims_quote_and_the_text_that_quotes_it_link_both_ways(desk: Desk) -> None:
    claim = "quote: has cost double"
    desk.brief(brief_text(claim=claim, body="> It has cost double.\n\n> has *cost* double\n"))
    desk.make()
    assert desk.xpath(BRIEF, '//mark[@id="quote_doubled"]/a/@href') == ["#doubled"]
    assert desk.xpath(BRIEF, '//*[@id="doubled"]//a/@href[.="#quote_doubled"]')
    assert desk.xpath(CLAIM, '//main//a/@href[.="../#quote_doubled"]')
    assert desk.html(BRIEF).count('id="quote_') == 1


def test_a_claim_that_no_text_quotes_links_to_none(desk: Desk) -> None:
    desk.brief(brief_text(claim="quote: has cost double", body="Nothing\n"))
    assert "#quote_" not in desk.make().html(BRIEF)


def test_quotes_and_titles_say_their_language(desk: Desk) -> None:
    sources = (
        "sources: {a: {title: العنوان, lang: ar}, b: {title: Rapport, lang: fr}, c: {title: C}}"
    )
    evidence = "\n".join(
        f"  - {{source: {source}, quote: Quote {source}}}" for source in ("a", "b", "c")
    )
    claim = f"quote: words\nevidence:\n{evidence}"
    desk.brief(brief_text(article="lang: he", claim=claim, end=sources))
    desk.make()
    for address in (BRIEF, CLAIM):
        quotes = desk.tree(address).xpath("//main//blockquote")
        assert [dict(it.attrib) for it in quotes] == [
            {"class": "quote", "lang": "he", "dir": "rtl"},
            {"lang": "ar", "dir": "rtl"},
            {"lang": "fr"},
            {"dir": "auto"},
        ]
        titles = desk.tree(address).xpath('//ol[@class="sources"]//cite')
        assert [dict(it.attrib) for it in titles] == [
            {"lang": "ar", "dir": "rtl"},
            {"lang": "fr"},
            {},
        ]


@pytest.mark.parametrize(
    ("lang", "way"),
    [("ar-EG", "rtl"), ("az", "ltr"), ("az-Arab", "rtl"), ("ku-Latn", "ltr"), ("zh-Hant", "ltr")],
)
def test_a_script_decides_the_direction(desk: Desk, lang: str, way: str) -> None:
    desk.brief(brief_text(f"lang: {lang}"))
    assert desk.make().xpath(BRIEF, "/html/@dir") == [way]


def test_a_retired_rating_is_explained_where_a_claim_bears_it(desk: Desk) -> None:
    rating = "{id: mostly-false, label: Mostly false, retired: Nobody knew what it meant.}"
    desk.config(f"{PLAIN_SITE}ratings: [{rating}]\n")
    desk.brief(quiet_text())
    desk.make()
    for address in (BRIEF, CLAIM, "ratings/", "ratings/mostly-false/"):
        assert "Nobody knew what it meant." in desk.text(address), address


def test_who_wrote_and_who_read_again_stands_on_brief_and_claim(bridge: Desk) -> None:
    for address in (BRIEF, CLAIM):
        assert "Ana Ruiz" in bridge.text(address)
        assert "Second reader: Tom Okafor" in bridge.text(address)


def test_pages_that_stand_alone_run_as_the_site_does(desk: Desk) -> None:
    desk.config(f"{PLAIN_SITE}lang: ar\nredirects:\n  /old/: /claims/\n")
    desk.brief(quiet_text())
    desk.make()
    for address in ("", "404.html", "old/"):
        assert desk.xpath(address, "/html/@dir") == ["rtl"], address


# Readers' rights


@pytest.mark.parametrize(
    ("where", "want"),
    [
        ("desk@desk.example", "mailto:desk@desk.example?subject=The+bridge&body=URL"),
        (
            "https://github.com/desk/checks/issues/new",
            "https://github.com/desk/checks/issues/new?title=The+bridge&body=URL",
        ),
        (
            "https://gitlab.com/d/checks/-/issues/new",
            "https://gitlab.com/d/checks/-/issues/new?issue[title]=The+bridge&issue[description]=URL",
        ),
        ("https://desk.example/report?a=1#form", "https://desk.example/report?a=1&page=URL#form"),
    ],
)
def test_a_report_says_which_page_it_is_about(desk: Desk, where: str, want: str) -> None:
    desk.config(f"{PLAIN_SITE}report_error: '{where}'\n")
    desk.brief(quiet_text())
    (link,) = desk.make().xpath(BRIEF, '//p[@class="report"]/a/@href')
    found, wanted = urlsplit(link), urlsplit(want.replace("URL", f"{BASE_URL}/{BRIEF}"))
    assert parse_qs(found.query) == parse_qs(wanted.query)
    assert found._replace(query="") == wanted._replace(query="")


def test_every_page_has_a_link_to_report_an_error(desk: Desk) -> None:
    desk.bridge()
    desk.config((desk.root / "site.yaml").read_text() + "report_error: desk@desk.example\n")
    desk.make()
    for path, text in pages(desk).items():
        links = re.findall(r'href="mailto:desk@desk.example([^"]*)"', text)
        assert len(links) == 1, path
        address = path.removesuffix("index.html")
        if path != "404.html":  # which answers at any address
            assert links[0].endswith(f"{BASE_URL.replace(':', '%3A')}/{address}"), path


def test_without_a_base_url_a_report_says_the_path(desk: Desk) -> None:
    desk.config("title: Harbour Desk\nreport_error: desk@desk.example\n")
    desk.brief(quiet_text())
    (link,) = desk.make().xpath(BRIEF, '//p[@class="report"]/a/@href')
    assert link.endswith("&body=/briefs/bridge/")


@pytest.mark.parametrize("slug", ["corrections-policy", "correcciones", "rectifications"])
def test_the_corrections_policy_is_one_click_away(desk: Desk, slug: str) -> None:
    desk.config(f"{PLAIN_SITE}menu: []\n")
    desk.brief(quiet_text())
    desk.page(slug, "---\ntitle: What we do about mistakes\n---\nWe mend them.\n")
    desk.make()
    for path, text in pages(desk).items():
        if path != "404.html":
            footer = text[text.index("<footer") :]
            assert f'{slug}/">What we do about mistakes</a>' in footer, path


def test_site_css_is_short() -> None:
    css = Path(__file__).parents[1] / "templates" / "assets" / "site.css"
    own = re.split(r"\n/\* (?:Pictures|Search|Sharing)", css.read_text(encoding="utf-8"))[0]
    assert len(own) < 14_000
    assert "@import" not in own
    assert "url(" not in own
