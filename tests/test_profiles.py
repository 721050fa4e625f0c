"""What a code of fact-checking asks: each rule, the table, the data, and where it is published."""

import json

import pytest

from sitegen.config import PROFILES
from support import PLAIN_SITE, Desk

# A brief and pages that meet every rule; each test takes one thing away.
WHOLE = """\
---
title: The bridge
published: 2024-05-14
summary: A fifth, not double.
article: {title: Bridge bill doubles}
claims:
  doubled:
    text: The bridge cost twice its budget
    rating: mostly-false
    verdict: It cost a fifth more.
    evidence:
      - {source: audit, stance: undermines}
      - {source: minutes, stance: supports}
sources:
  audit: {title: Account, url: "https://a.example/", archived: "https://b.example/", kind: primary}
  minutes: {title: Minutes, url: "https://m.example/", archived: "https://b.example/m", kind: data}
responses:
  - {from: Lena Frost, status: replied}
---
"""
PAGES = ("method", "funding", "corrections-policy")


@pytest.fixture
def whole(desk: Desk) -> Desk:
    desk.brief(WHOLE)
    for slug in PAGES:
        desk.page(slug, f"---\ntitle: {slug}\n---\n")
    return desk


def rules(desk: Desk, profile: str = "ifcn") -> dict[str, dict]:
    run = desk.check("--profile", profile, "--format", "json")
    found = json.loads(run.stdout)["profile"]
    assert found["name"] == PROFILES[profile]
    assert found["holds"] == (gaps(found["rules"]) == {})
    return {rule["id"]: rule for rule in found["rules"]}


def gaps(found: list[dict]) -> dict[str, object]:
    """The rules that are not met, with where."""
    missing = {r["id"]: r["not_met"] for r in found if r.get("not_met")}
    return missing | {r["id"]: "site" for r in found if r.get("site_meets") is False}


@pytest.mark.parametrize("profile", PROFILES)
def test_a_whole_desk_meets_every_rule(whole, profile):
    found = rules(whole, profile)
    assert gaps(list(found.values())) == {}
    assert len(found) == 9


def test_the_rules_stand_in_the_order_of_the_code(whole):
    assert [(rule["article"], rule_id) for rule_id, rule in rules(whole).items()] == [
        ("2.1", "sources-linked"),
        ("2.2", "primary-sources"),
        ("2.3", "two-origins"),
        ("2.4", "interests-disclosed"),
        ("3.1", "funding-page"),
        ("4.1", "method-page"),
        ("4.3", "evidence-both-ways"),
        ("4.5", "claimant-contacted"),
        ("5.1", "corrections-policy"),
    ]
    assert all("article" not in rule for rule in rules(whole, "efcsn").values())


LINKS = 'url: "https://m.example/", archived: "https://b.example/m", '
MISSING = [
    ("sources-linked", [(LINKS, "")], "minutes"),
    ("primary-sources", [("primary", "secondary"), ("kind: data", "kind: secondary")], "doubled"),
    ("primary-sources", [(", kind: primary", ""), (", kind: data", "")], "doubled"),
    ("two-origins", [("kind: data", "kind: data, via: audit")], "doubled"),
    ("interests-disclosed", [("kind: data", "kind: expert")], "minutes"),
    ("evidence-both-ways", [("undermines", "contextualizes")], "doubled"),
    (
        "claimant-contacted",
        [("status: replied", "status: not-sought")],
        "doubled",
    ),
]


@pytest.mark.parametrize(("rule", "changes", "where"), MISSING)
def test_a_rule_that_is_not_met_names_where(whole, rule, changes, where):
    text = WHOLE
    for before, after in changes:
        assert before in text
        text = text.replace(before, after)
    whole.brief(text)
    found = gaps(list(rules(whole).values()))
    assert found == {rule: [{"brief": "bridge", "where": [where]}]}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (LINKS, "via: third, "),
        (LINKS, 'archived: "https://b.example/m", '),
        ("stance: supports}", "stance: supports, note: Read at the town hall.}"),
    ],
)
def test_a_source_without_a_link_may_be_explained(whole, before, after):
    text = WHOLE.replace(before, after).replace(
        "responses:", "  third: {title: T, url: 'https://t.example/'}\nresponses:"
    )
    whole.brief(text if before == LINKS else text.replace(LINKS, ""))
    assert rules(whole)["sources-linked"]["not_met"] == []


@pytest.mark.parametrize(
    ("rule", "changes", "code"),
    [
        (MISSING[1][0], MISSING[1][1], "secondary-only"),
        (MISSING[3][0], MISSING[3][1], "single-origin"),
        (MISSING[4][0], MISSING[4][1], "undisclosed"),
        (MISSING[5][0], MISSING[5][1], "no-counter-evidence"),
        (MISSING[6][0], MISSING[6][1], "no-response"),
    ],
)
def test_a_reason_meets_a_rule(whole, rule, changes, code):
    text = WHOLE.replace("article:", f"accept: {{{code}: We say why.}}\narticle:")
    for before, after in changes:
        text = text.replace(before, after)
    whole.brief(text)
    assert rules(whole)[rule]["not_met"] == []


def test_what_speaks_for_a_claim_may_be_a_response(whole):
    whole.brief(WHOLE.replace("supports", "contextualizes"))
    assert rules(whole)["evidence-both-ways"]["not_met"] == []
    no_answer = WHOLE.replace("supports", "contextualizes").replace("replied", "not-sought")
    whole.brief(no_answer)
    assert rules(whole)["evidence-both-ways"]["not_met"]


def test_every_claim_needs_a_response(whole):
    second = "  second:\n    text: S\n    rating: true\n    verdict: V\n"
    both = WHOLE.replace("sources:\n", f"{second}sources:\n")
    whole.brief(both.replace("replied", "replied, claims: [doubled]"))
    assert rules(whole)["claimant-contacted"]["not_met"] == [
        {"brief": "bridge", "where": ["second"]}
    ]
    whole.brief(both)
    assert rules(whole)["claimant-contacted"]["not_met"] == []


@pytest.mark.parametrize("slug", PAGES)
def test_a_page_that_is_not_there_is_missing(whole, slug):
    (whole.root / f"pages/{slug}.md").unlink()
    assert len(gaps(list(rules(whole).values()))) == 1


@pytest.mark.parametrize(
    ("slug", "rule"),
    [
        ("metodologia", "method-page"),
        ("how-we-work", "method-page"),
        ("our-funders", "funding-page"),
        ("finanzierung", "funding-page"),
        ("politica-de-correcciones", "corrections-policy"),
        ("rectificatifs", "corrections-policy"),
    ],
)
def test_pages_are_told_by_their_names(desk, slug, rule):
    desk.brief(WHOLE)
    assert rules(desk)[rule]["site_meets"] is False
    desk.page(slug, "---\ntitle: T\n---\n")
    assert rules(desk)[rule]["site_meets"] is True


def test_the_table_comes_last_and_names_who_does_not(whole):
    whole.brief(WHOLE.replace("kind: data", "kind: data, via: audit"), "tolls")
    run = whole.check("--profile", "ifcn")
    assert run.status == 0
    lines = run.stdout.splitlines()
    assert lines[1:4] == [
        "IFCN Code of Principles, as far as files show it:",
        "",
        "article  meet it   do not  rule",
    ]
    at = next(i for i, line in enumerate(lines) if line.startswith("2.3 "))
    assert lines[at].split()[:3] == ["2.3", "1", "1"]
    assert any(line.strip() == "tolls: doubled" for line in lines[at + 1 : at + 3])
    assert max(map(len, lines)) <= 80


def test_a_rule_not_met_fails_where_strictness_is_asked_for(whole):
    assert whole.check("--profile", "ifcn", "--strict").status == 0
    (whole.root / "pages/funding.md").unlink()
    assert whole.check("--profile", "ifcn").status == 0
    assert whole.check("--profile", "ifcn", "--strict").status == 1
    assert whole.check("--strict").status == 0


def test_it_is_published_where_the_site_asks_for_it(whole):
    whole.make()
    assert not whole.has("data/profile-ifcn.json")
    assert "IFCN" not in whole.text("method/")
    whole.config(f"{PLAIN_SITE}profile: ifcn\n")
    whole.brief(WHOLE.replace("kind: data", "kind: data, via: audit"), "tolls")
    whole.brief(WHOLE.replace("title: The", "draft: true\ntitle: The"), "draft")
    whole.make(drafts=True)
    found = {rule["id"]: rule for rule in whole.json("data/profile-ifcn.json")["rules"]}
    assert found["two-origins"]["met"] == ["bridge"]
    assert found["two-origins"]["not_met"] == [{"brief": "tolls", "where": ["doubled"]}]
    shown = whole.text("method/")
    assert "Every claim rests on two independent origins" in shown
    assert "1 of 2 briefs" in shown
    assert "../briefs/tolls/" in whole.links("method/")
    assert "../data/profile-ifcn.json" in whole.links("method/")


def test_without_a_page_on_method_it_is_with_the_ratings(whole):
    (whole.root / "pages/method.md").unlink()
    whole.config(f"{PLAIN_SITE}profile: [ifcn, efcsn, ifcn]\n")
    whole.make()
    assert whole.xpath("ratings/", "//section[@class='profile']/h2") == [
        "IFCN Code of Principles: what our files show",
        "EFCSN European Code of Standards: what our files show",
    ]
    assert "profile" not in whole.html("funding/")


def test_errors_in_the_settings_give_no_table(whole):
    whole.config("title: A\nper_page: x\n")
    run = whole.check("--profile", "ifcn")
    assert (run.status, run.stdout) == (2, "")
