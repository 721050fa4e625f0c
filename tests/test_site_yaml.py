"""``site.yaml``: each setting has an effect that somebody sees, and what is wrong is told there."""

from datetime import date
from typing import Any

import pytest

from sitegen.config import CONFIG
from support import BASE_URL, PLAIN_SITE, QUICK, Desk, Place, brief_text, marked
from test_format import fields_of

BRIEF = "briefs/bridge/"
CLAIM = "briefs/bridge/doubled/"

SETTINGS = """\
title: Harbour Desk
tagline: We look twice.
base_url: https://desk.example/checks/
lang: pt-BR
organization:
  name: Harbour Press Association
  url: https://association.example/
  logo: https://association.example/logo.png
  email: desk@association.example
  same_as: [https://social.example/@harbour]
ratings:
  - {id: wrong, label: Plainly wrong, value: 2, description: It is not so., color: '#123456'}
  - {id: right, label: Right as said, value: 7}
  - {id: joke, label: A joke}
  - {id: murky, label: Murky, value: 5, retired: Nobody understood it.}
topics:
  transport: {name: Getting about, description: Roads and bridges.}
  water: {}
entities:
  Lena Frost:
    type: person
    role: Councillor for the harbour
    url: https://frost.example/
    same_as: [https://wiki.example/Lena_Frost]
    aliases: [L. Frost]
menu: [method, about]
report_error: https://association.example/report
per_page: 1
search: true
share_images: false
cname: desk.example
redirects:
  /old-bridge/: /briefs/bridge/
profile: [ifcn, efcsn]
"""

BRIEF_TEXT = (
    brief_text(
        "topics: [transport]",
        claim="claimant: L. Frost\nsaid: 2024-05-01",
        claims="other: {text: O, rating: joke, verdict: V, claimant: Lena Frost}",
    )
).replace("rating: mostly-false", "rating: wrong")

REPORT = "https://association.example/report"

# A setting: where it shows, and what shows there.
SHOWN: dict[str, list[tuple[str, str, Any]]] = {
    "title": [
        ("", "//title", "Harbour Desk"),
        (BRIEF, "//title", "The bridge – Harbour Desk"),
        ("feed.xml", "", "<title>Harbour Desk</title>"),
        ("feed.json", "", '"title": "Harbour Desk"'),
        ("404.html", "", "Harbour Desk"),
    ],
    "tagline": [
        ("", '//meta[@name="description"]/@content', "We look twice."),
        ("about/", "", "We look twice."),
        ("feed.json", "", '"description": "We look twice."'),
    ],
    "base_url": [
        (BRIEF, '//link[@rel="canonical"]/@href', "https://desk.example/checks/briefs/bridge/"),
        ("", '//link[@rel="canonical"]/@href', "https://desk.example/checks/"),
        ("sitemap.xml", "", "<loc>https://desk.example/checks/briefs/bridge/</loc>"),
        ("robots.txt", "", "Sitemap: https://desk.example/checks/sitemap.xml"),
        ("feed.xml", "", "<id>https://desk.example/checks/feed.xml</id>"),
        ("404.html", "", 'href="https://desk.example/checks/"'),
        ("data/claims.json", "", '"url": "https://desk.example/checks/briefs/bridge/doubled/"'),
    ],
    "lang": [
        ("", "/html/@lang", "pt-BR"),
        (BRIEF, "/html/@lang", "pt-BR"),
        ("404.html", "/html/@lang", "pt-BR"),
        ("feed.xml", "", 'xml:lang="pt-BR"'),
        ("feed.json", "", '"language": "pt-BR"'),
    ],
    "organization.name": [
        ("about/", "//footer", "Harbour Press Association"),
        (CLAIM, "author.name", "Harbour Press Association"),
        ("feed.xml", "", "<author><name>Harbour Press Association</name></author>"),
    ],
    "organization.url": [
        ("about/", "//footer//a/@href", "https://association.example/"),
        (CLAIM, "author.url", "https://association.example/"),
    ],
    "organization.logo": [
        ("feed.xml", "", "<logo>https://association.example/logo.png</logo>"),
        ("data/claimreview.json", "", "https://association.example/logo.png"),
    ],
    "organization.email": [
        ("about/", "//footer//a/@href", "mailto:desk@association.example"),
        ("data/claimreview.json", "", "desk@association.example"),
    ],
    "organization.same_as": [
        ("about/", "//footer//a/@href", "https://social.example/@harbour"),
        ("data/claimreview.json", "", "https://social.example/@harbour"),
    ],
    "ratings.id": [
        (BRIEF, "//main//a/@href", "../../ratings/wrong/"),
        ("data/claims.csv", "", ",wrong,"),
    ],
    "ratings.label": [
        (BRIEF, "//main//a", "Plainly wrong"),
        ("ratings/", "//main//a", "Right as said"),
        ("ratings/wrong/", "//h1", "Claims rated Plainly wrong"),
        (CLAIM, "reviewRating.alternateName", "Plainly wrong"),
    ],
    "ratings.color": [("assets/site.css", "", ".rating-wrong{--rating:light-dark(#123456,")],
    "ratings.value": [
        (CLAIM, "reviewRating.ratingValue", 2),
        (CLAIM, "reviewRating.worstRating", 2),
        (CLAIM, "reviewRating.bestRating", 7),
        ("ratings/", "", "from 2 to 7"),
    ],
    "ratings.description": [
        ("ratings/", "", "It is not so."),
        ("ratings/wrong/", "", "It is not so."),
    ],
    "ratings.retired": [
        ("ratings/", "", "Nobody understood it."),
        ("ratings/murky/", "", "Nobody understood it."),
    ],
    "topics.name": [
        (BRIEF, "//main//a", "Getting about"),
        ("topics/", "//main//a", "Getting about"),
        ("topics/transport/", "//h1", "Getting about"),
        ("feed.xml", "", '<category term="Getting about"/>'),
    ],
    "topics.description": [
        ("topics/", "", "Roads and bridges."),
        ("topics/transport/", "", "Roads and bridges."),
    ],
    "entities.type": [(CLAIM, "itemReviewed.author.@type", "Person")],
    "entities.role": [
        (CLAIM, "", "Councillor for the harbour"),
        ("entities/lena-frost/", "", "Councillor for the harbour"),
    ],
    "entities.url": [
        ("entities/lena-frost/", "//main//a/@href", "https://frost.example/"),
        (CLAIM, "itemReviewed.author.url", "https://frost.example/"),
    ],
    "entities.same_as": [
        ("entities/lena-frost/", "//main//a/@href", "https://wiki.example/Lena_Frost"),
        (CLAIM, "itemReviewed.author.sameAs", ["https://wiki.example/Lena_Frost"]),
    ],
    "entities.aliases": [
        (CLAIM, "itemReviewed.author.name", "Lena Frost"),
        ("entities/lena-frost/", "", "L. Frost"),
        ("entities/lena-frost/", "", "The bridge cost twice its budget"),
    ],
    "menu": [
        ("", "//nav//li[last() - 1]/a", "Method"),
        ("", "//nav//li[last()]/a/@href", "./about/"),
    ],
    "report_error": [
        ("about/", "//main//a/@href", f"{REPORT}?page=https%3A//desk.example/checks/about/"),
        ("briefs/", "//main//a/@href", f"{REPORT}?page=https%3A//desk.example/checks/briefs/"),
        ("404.html", "", f'href="{REPORT}"'),
    ],
    "per_page": [
        ("claims/", "//main//a/@href", "../claims/page/2/"),
        ("claims/page/2/", "//title", "All claims, page 2 – Harbour Desk"),
    ],
    "cname": [("CNAME", "", "desk.example\n")],
    "redirects": [
        ("old-bridge/", "//main//a/@href", "../briefs/bridge/"),
        ("old-bridge/", "//meta[@http-equiv]/@content", "0; url=../briefs/bridge/"),
    ],
    "profile": [
        ("method/", "//h2", "IFCN Code of Principles: what our files show"),
        ("method/", "//h2", "EFCSN European Code of Standards: what our files show"),
        ("method/", "//main//a/@href", "../data/profile-efcsn.json"),
        ("data/profile-ifcn.json", "", '"profile": "ifcn"'),
    ],
    "search": [("about/", "//form/@action", "../search/")],
    "share_images": [
        (
            BRIEF,
            '//meta[@property="og:image"]/@content',
            "https://desk.example/checks/assets/share.png",
        )
    ],
}


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    desk = Desk(tmp_path_factory.mktemp("settings"))
    desk.config(SETTINGS)
    desk.brief(BRIEF_TEXT)
    for name in ("about", "method", "hidden"):
        desk.page(name, f"---\ntitle: {name.capitalize()}\n---\nText.\n")
    return desk.make()


def test_every_setting_has_a_case():
    assert sorted(SHOWN) == sorted(fields_of(CONFIG))


@pytest.mark.parametrize(
    ("address", "how", "want"),
    [
        pytest.param(*place, id=f"{setting}-{place[0] or 'home'}-{place[1][:20]}")
        for setting, places in SHOWN.items()
        for place in places
    ],
)
def test_a_setting_shows(settings, address, how, want):
    if how.startswith("/"):
        found = settings.xpath(address, how)
        assert [text for text in found if text == want or (how == "//footer" and want in text)]
    elif not how:
        assert want in settings.html(address)
    else:
        value: Any = settings.reviews(address)[0]
        for step in how.split("."):
            value = value[step]
        assert value == want


def test_only_the_title_is_needed(desk):
    desk.config("title: Harbour Desk\n")
    desk.brief(brief_text())
    run = desk.check()
    assert run.status == 0
    assert [p.code for p in run.problems if p.file == "site.yaml"] == ["no-base-url"]


def test_without_an_address_nothing_that_needs_one_is_made(desk):
    desk.config("title: Harbour Desk\n")
    desk.brief(brief_text())
    desk.make()
    for address in ("feed.xml", "feed.json", "corrections/feed.xml", "sitemap.xml"):
        assert not desk.has(address)
    assert desk.reviews(CLAIM) == []
    assert "canonical" not in desk.html(BRIEF)
    assert "Sitemap" not in desk.html("robots.txt")


@pytest.mark.parametrize("given", ["https://other.example/x", "https://other.example/x/"])
def test_base_url_on_the_command_line_wins(desk, given):
    desk.brief(brief_text())
    desk.build("--base-url", given)
    assert desk.json(f"{BRIEF}brief.json")["url"] == "https://other.example/x/briefs/bridge/"
    assert BASE_URL not in desk.html("sitemap.xml")


def test_the_menu_is_what_it_says_in_its_order(settings, desk):
    menu = [
        name for name in settings.xpath("", "//nav//a") if name in ("Method", "About", "Hidden")
    ]
    assert menu == ["Method", "About"]
    assert settings.has("hidden/")
    for name in ("zebra", "about"):
        desk.page(name, f"---\ntitle: {name.capitalize()}\n---\n")
    menu = desk.make().xpath("", "//nav//a")
    assert menu[-2:] == ["About", "Zebra"]


def test_an_address_to_report_to_may_be_an_e_mail(desk):
    desk.config(f"{PLAIN_SITE}report_error: desk@x.example\n")
    (link,) = desk.make().xpath("", '//p[@class="report"]/a/@href')
    assert link.startswith("mailto:desk@x.example?")


@pytest.mark.parametrize("old", ["/old-bridge/", "/old-bridge", "old-bridge", "old-bridge/"])
@pytest.mark.parametrize("new", ["/briefs/bridge/", "briefs/bridge/", "/briefs/bridge/#doubled"])
def test_a_redirect_may_be_written_in_many_ways(desk, old, new):
    desk.config(f"{PLAIN_SITE}redirects: {{{old}: '{new}'}}\n")
    desk.brief(brief_text())
    (link,) = desk.make().tree("old-bridge/").xpath("//main//a/@href")
    assert link.startswith("../briefs/bridge/")


@pytest.mark.parametrize(
    ("old", "address"), [("/old.html", "old.html"), ("/a/b/c.php", "a/b/c.php")]
)
def test_a_redirect_of_a_file_is_that_file(desk, old, address):
    desk.config(f"{PLAIN_SITE}redirects: {{{old}: /claims/}}\n")
    assert desk.make().has(address)


def test_a_redirect_to_elsewhere(desk):
    desk.config(f"{PLAIN_SITE}redirects:\n  /old/: https://x.example/new\n")
    assert desk.make().links("old/") == ["https://x.example/new"]


# Ratings


def test_the_default_scale_is_the_design_s(desk):
    claims = "\n".join(
        f"c{number}: {{text: T, rating: {rating}, verdict: V}}"
        for number, rating in enumerate(DEFAULT_SCALE)
    )
    desk.brief(brief_text(claims=claims))
    rows = desk.make().csv("data/claims.csv")[1:]
    assert {r["rating"]: int(r["rating_value"] or 0) for r in rows} == DEFAULT_SCALE
    assert len({r["rating_label"] for r in rows}) == len(DEFAULT_SCALE)
    for rating in DEFAULT_SCALE:
        assert desk.has(f"ratings/{rating}/")


DEFAULT_SCALE = {
    "true": 5,
    "mostly-true": 4,
    "half-true": 3,
    "mostly-false": 2,
    "false": 1,
    "missing-context": 0,
    "unproven": 0,
    "outdated": 0,
    "satire": 0,
}


def test_a_rating_without_a_number_has_none_in_the_review(settings):
    (review,) = settings.reviews("briefs/bridge/other/")
    assert review["reviewRating"] == {
        "@type": "Rating",
        "alternateName": "A joke",
        "ratingExplanation": "V",
    }


def test_a_rating_that_is_unknown_is_an_error_with_the_nearest(desk):
    content, place = marked(brief_text().replace("mostly-false", "⟦mostly-flase⟧"))
    desk.brief(content)
    (problem,) = desk.errors()
    assert (problem.code, Place(*problem.span)) == ("unknown-rating", place)
    assert problem.hint == 'did you mean "mostly-false"?'


def test_a_scale_of_one_s_own_replaces_the_default(desk):
    desk.config(SETTINGS.replace("menu: [method, about]\n", ""))
    content, place = marked(brief_text().replace("mostly-false", "⟦mostly-false⟧"))
    desk.brief(content)
    found = [(p.code, Place(*p.span)) for p in desk.errors()]
    assert found == [("unknown-rating", place)]


def test_a_retired_rating_is_a_warning_and_works(desk):
    desk.config(SETTINGS.replace("menu: [method, about]\n", ""))
    content, place = marked(brief_text().replace("mostly-false", "⟦murky⟧"))
    desk.brief(content)
    (problem,) = desk.warnings("retired-rating")
    assert Place(*problem.span) == place
    assert "Nobody understood it." in problem.message
    assert "Murky" in desk.make().text(BRIEF)


def test_a_correction_may_name_a_retired_rating(desk):
    desk.config(SETTINGS.replace("menu: [method, about]\n", ""))
    end = (
        "corrections:\n  - {date: 2024-05-15, kind: verdict-change, claim: doubled, "
        "was: murky, text: X}"
    )
    desk.brief(brief_text(end=end).replace("mostly-false", "wrong"))
    assert desk.errors() == []
    assert desk.warnings("retired-rating") == []
    assert "Murky" in desk.make().text(BRIEF)


def test_a_correction_cannot_name_an_unknown_one(desk):
    end = (
        "corrections:\n  - {date: 2024-05-15, kind: verdict-change, claim: doubled, "
        "was: ⟦fales⟧, text: X}"
    )
    content, place = marked(brief_text(end=end))
    desk.brief(content)
    (problem,) = desk.errors()
    assert (problem.code, Place(*problem.span)) == ("unknown-rating", place)


# Topics


def test_any_topic_is_fine_where_none_are_listed(desk):
    desk.brief(brief_text("topics: [City & harbour, 交通]"))
    desk.make()
    assert desk.has("topics/city-harbour/")
    assert desk.has("topics/交通/")


def test_a_topic_that_is_not_listed_is_an_error_with_the_nearest(desk):
    desk.config(f"{PLAIN_SITE}topics: {{transport: {{}}}}\n")
    content, place = marked(brief_text("topics: [transport, ⟦transprot⟧]"))
    desk.brief(content)
    (problem,) = desk.errors()
    assert (problem.code, Place(*problem.span)) == ("unknown-topic", place)
    assert problem.hint == 'did you mean "transport"?'


def test_a_topic_without_a_name_goes_by_its_id(settings):
    assert settings.xpath("topics/water/", "//h1") == ["water"]


# Names of people and organizations


def claimed_by(*names: str) -> str:
    others = "\n".join(
        f"c{number}: {{text: T{number}, rating: 'true', verdict: V, claimant: {name}}}"
        for number, name in enumerate(names)
    )
    return brief_text(claims=others)


def test_aliases_make_one_entity(desk):
    entities = "entities:\n  Lena Frost: {type: person, aliases: [L. Frost, Frost]}\n"
    desk.config(PLAIN_SITE + entities)
    end = "responses: [{from: Frost, status: replied}]"
    desk.brief(brief_text(claim="claimant: L. Frost", end=end, article="publisher: Lena Frost"))
    desk.make()
    assert desk.xpath("entities/", "//main//a") == ["Lena Frost"]
    shown = desk.text("entities/lena-frost/")
    for part in ("The bridge cost twice its budget", "replied", "Bridge bill doubles"):
        assert part in shown
    assert desk.csv("data/claims.csv")[0]["claimant"] == "Lena Frost"
    assert desk.warnings("entity-type") == []


@pytest.mark.parametrize(
    ("name", "part"),
    [
        ("Lena Frost", "lena-frost"),
        ("A.C. Müller-Öztürk", "a-c-müller-öztürk"),
        ("Fußball GmbH", "fussball-gmbh"),
        ("李小龍", "李小龍"),
        ("Владимир Путин", "владимир-путин"),
        ("محمد صلاح", "محمد-صلاح"),
        ("Σίσυφος", "σίσυφοσ"),
        ("नरेन्द्र मोदी", "नरेन्द्र-मोदी"),
        ("ＦＵＬＬ width", "full-width"),
        ("№ 5 & Co.", "no-5-co"),
        ("--x--", "x"),
        ("../../etc/passwd", "etc-passwd"),
        ("a/b\\\\c", "a-b-c"),
    ],
)
def test_an_address_keeps_letters_of_any_script(desk, name, part):
    desk.brief(brief_text(claim=f'claimant: "{name}"'))
    desk.make()
    assert desk.has(f"entities/{part}/")


@pytest.mark.parametrize("name", ["!!!", "…", "—"])
def test_a_name_without_a_letter_has_no_address(desk, name):
    content, place = marked(brief_text(claim=f"claimant: ⟦'{name}'⟧"))
    desk.brief(content)
    (problem,) = desk.errors()
    assert (problem.code, Place(*problem.span)) == ("bad-slug", place)


def test_a_name_too_long_for_an_address_gets_advice_that_helps(desk):
    """100 characters of Chinese are more bytes than a folder's name may have."""
    content, place = marked(brief_text(claim=f"claimant: ⟦{'漢' * 100}⟧"))
    desk.brief(content)
    (problem,) = desk.errors()
    assert (problem.code, Place(*problem.span)) == ("bad-slug", place)
    assert "200 characters" not in problem.hint  # it has fewer


@pytest.mark.parametrize(
    ("one", "other"),
    [("Lena Frost", "Lena-Frost"), ("Lena Frost", "LENA FROST"), ("Acme, Inc", "Acme Inc.")],
)
def test_two_names_with_one_address_are_an_error_that_names_both(desk, one, other):
    content, place = marked(claimed_by(f"'{one}'", f"⟦'{other}'⟧"))
    desk.brief(content)
    (problem,) = desk.errors()
    assert (problem.code, Place(*problem.span)) == ("output-collision", place)
    assert f'"{one}"' in problem.message
    assert f'"{other}"' in problem.message


def test_an_alias_settles_it(desk):
    desk.config(f"{PLAIN_SITE}entities: {{Lena Frost: {{type: person, aliases: [LENA FROST]}}}}\n")
    desk.brief(claimed_by("Lena Frost", "LENA FROST"))
    assert desk.errors() == []


def test_the_two_names_may_stand_in_two_briefs(desk):
    desk.brief(claimed_by("Lena Frost"), slug="a")
    desk.brief(claimed_by("lena frost"), slug="b")
    (problem,) = desk.errors()
    assert (problem.code, problem.file) == ("output-collision", "briefs/b.md")


def test_a_claimant_without_a_type_gets_one_warning(desk):
    first, place = marked(claimed_by("⟦Lena Frost⟧", "Lena Frost", "Bo"))
    desk.brief(first, slug="a")
    desk.brief(claimed_by("Lena Frost"), slug="b")
    found = desk.warnings("entity-type")
    assert [(p.file, Place(*p.span)) for p in found][:1] == [("briefs/a.md", place)]
    assert len(found) == 2
    assert '"Lena Frost"' in found[0].message
    assert '"Bo"' in found[1].message


def test_its_review_leaves_the_author_out(desk):
    desk.brief(claimed_by("Lena Frost"))
    (review,) = desk.make().reviews("briefs/bridge/c0/")
    assert "author" not in review["itemReviewed"]
    assert "Lena Frost" in desk.text("briefs/bridge/c0/")


@pytest.mark.parametrize(
    ("written", "type_"), [("person", "Person"), ("organization", "Organization")]
)
def test_a_type_is_that_of_schema_org(desk, written, type_):
    desk.config(f"{PLAIN_SITE}entities: {{Lena Frost: {{type: {written}}}}}\n")
    desk.brief(claimed_by("Lena Frost"))
    assert desk.warnings("entity-type") == []
    (review,) = desk.make().reviews("briefs/bridge/c0/")
    assert review["itemReviewed"]["author"] == {"@type": type_, "name": "Lena Frost"}


# What is wrong with it


BAD = [
    ("missing-field", "⟦t⟧agline: x\nbase_url: https://x.example\n"),
    ("missing-field", "⟦title⟧:\n"),
    ("unknown-field", "title: A\n⟦titel⟧: B\n"),
    ("unknown-field", "title: A\norganization: {⟦nmae⟧: B}\n"),
    ("unknown-field", "title: A\nentities: {B: {⟦kind⟧: person}}\n"),
    ("unknown-field", "title: A\ntopics: {b: {⟦titel⟧: person}}\n"),
    ("duplicate-key", "title: A\n⟦title⟧: B\n"),
    ("duplicate-key", "title: A\nentities:\n  B: {}\n  ⟦B⟧: {}\n"),
    ("duplicate-key", "title: A\nredirects:\n  /a/: /claims/\n  ⟦/a/⟧: /briefs/\n"),
    ("wrong-type", "title: ⟦[A]⟧\n"),
    ("wrong-type", "title: A\nper_page: ⟦many⟧\n"),
    ("wrong-type", "title: A\nper_page: ⟦0⟧\n"),
    ("wrong-type", "title: A\nper_page: ⟦-5⟧\n"),
    ("wrong-type", "title: A\nper_page: ⟦1.5⟧\n"),
    ("wrong-type", "title: A\nsearch: ⟦maybe⟧\n"),
    ("wrong-type", "title: A\nlang: ⟦english⟧\n"),
    ("wrong-type", "title: A\nentities: {B: {type: ⟦company⟧}}\n"),
    ("wrong-type", "title: A\nratings: ⟦true⟧\n"),
    ("wrong-type", "title: A\nratings: [{id: a, label: A, value: ⟦high⟧}]\n"),
    ("wrong-type", "title: A\nratings: [{id: a, label: A, value: ⟦0⟧}]\n"),
    ("wrong-type", "title: A\ntopics: ⟦[a]⟧\n"),
    ("wrong-type", "title: A\nredirects: ⟦[a]⟧\n"),
    ("wrong-type", "title: A\nmenu: ⟦about⟧\n"),
    ("bad-slug", "title: A\ntopics: {⟦City⟧: {}}\n"),
    ("bad-slug", "title: A\nratings: [{id: ⟦Mostly True⟧, label: A}]\n"),
    ("missing-field", "title: A\nratings: [⟦{id: a}⟧]\n"),
    ("bad-url", "title: A\nbase_url: ⟦desk.example⟧\n"),
    ("bad-url", "title: A\nbase_url: ⟦/checks⟧\n"),
    ("bad-url", "title: A\nbase_url: ⟦ftp://desk.example⟧\n"),
    ("bad-url", "title: A\norganization: {url: ⟦x⟧}\n"),
    ("bad-url", "title: A\norganization: {same_as: [⟦x⟧]}\n"),
    ("bad-url", "title: A\norganization: {logo: ⟦logo.png⟧}\n"),
    ("config-error", "title: A\nbase_url: ⟦https://desk.example/?a=b⟧\n"),
    ("config-error", "title: A\nbase_url: ⟦https://desk.example/#top⟧\n"),
    ("config-error", "title: A\norganization: {email: ⟦nobody⟧}\n"),
    ("config-error", "title: A\nreport_error: ⟦nobody⟧\n"),
    ("config-error", "title: A\nreport_error: ⟦javascript:alert(1)⟧\n"),
    ("config-error", "title: A\ncname: ⟦https://desk.example⟧\n"),
    ("config-error", "title: A\ncname: ⟦desk.example/checks⟧\n"),
    ("config-error", "title: A\nmenu: [⟦nope⟧]\n"),
    ("config-error", "title: A\nratings: [{id: a, label: A}, {id: ⟦a⟧, label: B}]\n"),
    ("config-error", "title: A\nratings: ⟦[{id: a, label: A, value: 3}]⟧\n"),
    ("config-error", "title: A\nratings: ⟦[]⟧\n"),
    ("config-error", "title: A\nentities: {B: {aliases: [C]}, ⟦C⟧: {}}\n"),
    ("config-error", "title: A\nentities: {B: {aliases: [D]}, C: {aliases: [⟦D⟧]}}\n"),
    ("config-error", "title: A\nredirects: {/old/: ⟦/nope/⟧}\n"),
    ("config-error", "title: A\nredirects: {⟦../old/⟧: /claims/}\n"),
    ("config-error", "title: A\nredirects: {⟦/⟧: /claims/}\n"),
    ("config-error", "title: A\nredirects: {⟦/claims/⟧: /briefs/}\n"),
    ("yaml-syntax", "title: A⟦:⟧ B\n"),
    ("yaml-alias", "title: ⟦*a⟧\n"),
    ("yaml-tag", "title: ⟦!a⟧ b\n"),
    ("front-matter", "⟦- a⟧\n"),
]


@pytest.mark.parametrize(("code", "text"), BAD, ids=[text[:60] for _, text in BAD])
def test_a_bad_setting_is_told_at_its_place(desk, code, text):
    content, place = marked(text)
    desk.config(content)
    (problem,) = desk.errors()
    found = (problem.code, problem.file, problem.span.line, problem.span.column)
    assert found == (code, "site.yaml", place.line, place.column)


@pytest.mark.parametrize("data", [b"title: caf\xe9\n", b"\xff\xfet\x00", b"title: a\x00b\n", b""])
def test_bad_bytes_are_told_too(desk, data):
    desk.file("site.yaml", data)
    problems = desk.errors()
    assert {p.file for p in problems} == {"site.yaml"}
    assert {p.code for p in problems} <= {"encoding", "missing-field"}


def test_a_bad_setting_is_status_2_and_the_briefs_are_checked_all_the_same(desk):
    desk.config("title: A\ntitel: B\n")
    desk.brief(brief_text("unknwon: x"))
    run = desk.check()
    assert run.status == 2
    files = [p.file for p in run.problems if p.severity == "error"]
    assert files == ["briefs/bridge.md", "site.yaml"]


def test_settings_stay_as_typed(desk):
    desk.config("title: 2024-05-14\ntagline: NO\n")
    desk.make()
    assert desk.xpath("", "//title") == ["2024-05-14"]
    assert "NO" in desk.html("")


def test_empty_settings_count_as_left_out(desk):
    names = ("tagline", "lang", "organization", "ratings", "topics", "entities", "menu")
    more = ("report_error", "per_page", "search", "share_images", "cname", "redirects")
    desk.brief(brief_text())
    bare = PLAIN_SITE.replace(QUICK, "")
    desk.config(bare)
    plain = desk.make().html(BRIEF)
    desk.config(bare + "".join(f"{name}:\n" for name in (*names, *more)))
    assert desk.errors() == []
    assert desk.make().html(BRIEF) == plain


# Drafts and scheduled briefs


@pytest.fixture
def waiting(desk) -> Desk:
    desk.brief(brief_text(), slug="out")
    desk.brief(brief_text("draft: true"), slug="draft")
    for slug, day in (("soon", "2024-06-02"), ("later", "2024-07-01T10:00:00+02:00")):
        desk.brief(brief_text().replace("2024-05-14", day), slug=slug)
    return desk


def slugs(desk: Desk) -> set[str]:
    return {row["brief"] for row in desk.csv("data/claims.csv")}


def test_what_waits_is_left_out_and_counted(waiting):
    run = waiting.build()
    assert "1 draft and 2 scheduled briefs left out; the next is due 2024-06-02" in run.stderr
    assert "1 brief, 1 claim" in run.stderr
    assert slugs(waiting) == {"out"}
    everything = "".join(
        p.read_text(errors="replace") for p in waiting.out.rglob("*") if p.is_file()
    )
    for slug in ("briefs/soon", "briefs/later", "briefs/draft"):
        assert slug not in everything


def test_check_says_so_too(waiting):
    assert "1 draft and 2 scheduled briefs left out" in waiting.check().stderr


@pytest.mark.parametrize(
    ("today", "shown"),
    [
        ("2024-06-01", {"out"}),
        ("2024-06-02", {"out", "soon"}),
        ("2024-06-30", {"out", "soon"}),
        ("2024-07-01", {"out", "soon", "later"}),
        ("2024-05-13", set()),
    ],
)
def test_a_brief_appears_on_its_day(waiting, today, shown):
    waiting.make(today=date.fromisoformat(today))
    assert slugs(waiting) == shown


def test_today_is_an_option(waiting):
    run = waiting.build("--today", "2024-06-15")
    assert slugs(waiting) == {"out", "soon"}
    assert "the next is due 2024-07-01" in run.stderr


def test_drafts_shows_them_marked(waiting):
    run = waiting.build("--drafts")
    assert "left out" not in run.stderr
    assert slugs(waiting) == {"out", "soon", "later", "draft"}
    assert "draft" in waiting.text("briefs/draft/").lower()
    assert "draft" in waiting.text("briefs/draft/doubled/").lower()
    assert "scheduled" in waiting.text("briefs/soon/").lower()
    assert "draft" in waiting.text("briefs/").lower()
    assert "draft" not in waiting.text("briefs/out/").lower()
    assert waiting.json("briefs/draft/brief.json")["state"] == "draft"


def test_drafts_stay_out_of_feeds_and_search_engines(waiting):
    waiting.make(drafts=True)
    for address in ("feed.xml", "feed.json", "sitemap.xml"):
        text = waiting.html(address)
        assert "briefs/out/" in text
        for slug in ("draft", "soon", "later"):
            assert f"briefs/{slug}/" not in text, address
    for address in ("briefs/draft/", "briefs/soon/doubled/"):
        assert waiting.xpath(address, '//meta[@name="robots"]/@content') == ["noindex"]
    assert waiting.xpath("briefs/out/", '//meta[@name="robots"]/@content') == []


def test_what_waits_is_checked_all_the_same(waiting):
    waiting.brief(brief_text("draft: true\nunknwon: x"), slug="draft")
    assert [p.code for p in waiting.errors()] == ["unknown-field"]


def test_nothing_that_waits_is_nothing_to_say(desk):
    desk.brief(brief_text())
    assert "left out" not in desk.build().stderr


# Exit statuses


@pytest.mark.parametrize(
    ("brief", "config", "args", "status"),
    [
        (brief_text(), PLAIN_SITE, (), 0),
        (brief_text(claim="claimant: X"), PLAIN_SITE, (), 0),  # a warning
        (brief_text(claim="claimant: X"), PLAIN_SITE, ("--strict",), 1),
        (brief_text("unknwon: x"), PLAIN_SITE, (), 1),
        (brief_text(), "titel: x\n", (), 2),
        (brief_text("unknwon: x"), "titel: x\n", (), 2),
        (brief_text(), PLAIN_SITE, ("--nope",), 2),
        (brief_text(), PLAIN_SITE, ("--today", "tomorrow"), 2),
        (brief_text(), PLAIN_SITE, ("--base-url", "nowhere"), 2),
        (brief_text(), PLAIN_SITE, ("--jobs", "0"), 2),
        (brief_text(), PLAIN_SITE, ("--root", "nowhere"), 2),
    ],
)
def test_the_status_says_how_it_went(desk, brief, config, args, status):
    desk.config(config)
    desk.brief(brief)
    run = desk.run("build", *args)
    assert (run.status, run.stdout) == (status, "")
    assert "Traceback" not in run.stderr
    assert desk.out.exists() == (status == 0)


@pytest.mark.parametrize(
    ("brief", "args", "status"),
    [
        (brief_text(claim="claimant: X"), (), 0),
        (brief_text(claim="claimant: X"), ("--strict",), 1),
        (brief_text("unknwon: x"), (), 1),
    ],
)
def test_check_has_the_same_statuses_and_writes_nothing(desk, brief, args, status):
    desk.brief(brief)
    run = desk.check(*args)
    assert (run.status, run.stdout) == (status, "")
    assert not desk.out.exists()


def test_without_a_site_yaml_it_says_what_to_do(tmp_path):
    desk = Desk(tmp_path)
    (tmp_path / "site.yaml").unlink()
    run = desk.run("check")
    assert run.status == 2
    assert "site.yaml" in run.stderr


def test_with_errors_nothing_in_the_output_changes(desk):
    desk.brief(brief_text())
    desk.make()
    before = {p: p.read_bytes() for p in desk.out.rglob("*") if p.is_file()}
    desk.brief(brief_text("unknwon: x\nsummary: changed"))
    assert desk.run("build").status == 1
    assert {p: p.read_bytes() for p in desk.out.rglob("*") if p.is_file()} == before


def test_the_site_is_found_from_below_or_by_root(desk):
    desk.brief(brief_text(), folder="briefs/2024")
    assert desk.run("check", cwd=desk.root / "briefs/2024").status == 0
    away = desk.root.parent
    assert desk.run("check", cwd=away).status == 2
    assert desk.run("--root", str(desk.root), "check", cwd=away).status == 0
    assert desk.run("check", "--root", str(desk.root), cwd=away).status == 0
