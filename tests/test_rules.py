"""What a brief must have, what its fields may hold, and which of its parts must fit together."""

import pytest

from support import Desk, Place, brief_text, marked

SOURCES = "sources: {audit: {title: A}}"


def only_error(desk: Desk, text: str, slug: str = "bridge") -> tuple[str, str]:
    """The message and hint of the one error there is, which must be at the ⟦place⟧ in the text."""
    content, place = marked(text)
    desk.brief(content, slug=slug)
    problems = desk.errors()
    assert [(p.code, Place(*p.span)) for p in problems] == [(problems[0].code, place)], problems
    return problems[0].code, f"{problems[0].message} = {problems[0].hint}"


# Required fields: for a missing one, the key of what lacks it


@pytest.mark.parametrize(
    ("old", "new", "names"),
    [
        ("---\ntitle: The bridge\n", "⟦---⟧\n", "title"),
        ("---\ntitle: The bridge\npublished: 2024-05-14", "⟦---⟧\ntitle: A", "published"),
        ("  title: Bridge bill doubles", "  url: https://x.example", "title"),
        ("    text: The bridge cost twice its budget\n", "", "text"),
        ("    rating: mostly-false\n", "", "rating"),
        ("    verdict: It cost a fifth more.\n", "", "verdict"),
    ],
)
def test_a_required_field_is_missing(desk, old, new, names):
    text = brief_text().replace(old, new)
    if names == "title" and "url" in new:
        text = text.replace("article:", "⟦article⟧:")
    elif not new:
        text = text.replace("  doubled:", "  ⟦doubled⟧:")
    code, told = only_error(desk, text)
    assert code == "missing-field"
    assert names in told


@pytest.mark.parametrize(
    ("end", "field"),
    [
        ("sources: {⟦audit⟧: {publisher: P}}", "title"),
        ("sources:\n  ⟦audit⟧:\n    publisher: P", "title"),
        ("sources:\n  ⟦audit⟧:", "title"),
        ("responses: [⟦{status: replied}⟧]", "from"),
        ("responses: [⟦{from: Ana}⟧]", "status"),
        ("corrections: [⟦{kind: update, text: T}⟧]", "date"),
        ("corrections: [⟦{date: 2024-05-15, text: T}⟧]", "kind"),
        ("corrections: [⟦{date: 2024-05-15, kind: update}⟧]", "text"),
        ("corrections: [{date: 2024-05-15, kind: update, ⟦text⟧: }]", "text"),
        ("responses: [{⟦from⟧: '', status: replied}]", "from"),
    ],
)
def test_a_required_field_of_a_part_is_missing(desk, end, field):
    code, told = only_error(desk, brief_text(end=end))
    assert code == "missing-field"
    assert field in told


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("title: The bridge", "⟦title⟧:"),
        ("title: The bridge", "⟦title⟧: ''"),
        ("title: The bridge", "⟦title⟧:   # nothing"),
        ("title: The bridge", "⟦title⟧: |"),
        ("rating: mostly-false", "⟦rating⟧:"),
        ("text: The bridge cost twice its budget", '⟦text⟧: "  "'),
        ("article:\n  title: Bridge bill doubles", "⟦article⟧:"),
        ("article:\n  title: Bridge bill doubles", "⟦article⟧: {}"),
    ],
)
def test_an_empty_one_is_missing(desk, old, new):
    assert only_error(desk, brief_text().replace(old, new))[0] == "missing-field"


@pytest.mark.parametrize(
    "new", ["⟦article⟧: Bridge bill doubles", "article: ⟦Bridge bill doubles⟧"]
)
def test_an_article_that_is_text_is_one_error(desk, new):
    text = brief_text().replace("article:\n  title: Bridge bill doubles", new)
    content, place = marked(text)
    desk.brief(content)
    (problem,) = desk.errors()
    assert (problem.code, problem.span.line) == ("wrong-type", place.line)


def test_an_empty_date_of_publication_is_missing(desk):
    desk.brief(brief_text().replace("published: 2024-05-14", "published:"))
    (problem,) = desk.errors()
    assert problem.code == "missing-field"
    assert "published" in problem.message


@pytest.mark.parametrize(
    ("claims", "code"),
    [
        ("claims:", "missing-field"),
        ("claims: {}", "missing-field"),
        ("claims: text", "wrong-type"),
        ("claims: [a]", "wrong-type"),
        ("claims: {doubled: text}", "wrong-type"),
        ("claims: {doubled: [a]}", "wrong-type"),
        ("", "missing-field"),
    ],
)
def test_claims_that_are_none_are_one_error(desk, claims, code):
    text = brief_text()
    start, end = text.index("claims:"), text.rindex("---")
    desk.brief(f"{text[:start]}{claims}\n{text[end:]}")
    assert [p.code for p in desk.errors()] == [code]


def test_a_claim_that_is_empty_lacks_all_three(desk):
    desk.brief(brief_text(claims="other:"))
    found = [(p.code, p.span.line) for p in desk.errors()]
    assert found == [("missing-field", 11)] * 3


# Unknown fields: at the key, with the field that was meant


@pytest.mark.parametrize(
    ("place", "text", "meant"),
    [
        ("top", "⟦sumary⟧: x", "summary"),
        ("top", "⟦Summary⟧: x", "summary"),
        ("top", "⟦author⟧: x", "authors"),
        ("article", "⟦pubisher⟧: x", "publisher"),
        ("claim", "⟦claiment⟧: x", "claimant"),
        ("claim", "⟦not-established⟧: x", "not_established"),
        ("claim", "media: {⟦catgory⟧: staged}", "category"),
        ("claim", "evidence: [{⟦stanse⟧: supports}]", "stance"),
        ("end", "sources: {a: {title: A, ⟦acessed⟧: 2024-05-01}}", "accessed"),
        ("end", "responses: [{from: A, status: replied, ⟦quotes⟧: x}]", "quote"),
        ("end", "corrections: [{date: 2024-05-15, kind: update, text: T, ⟦claims⟧: x}]", "claim"),
        ("end", "outcome: {⟦kinds⟧: none}", "kind"),
    ],
)
def test_an_unknown_field_is_told_at_its_key(desk, place, text, meant):
    code, told = only_error(desk, brief_text(**{place: text}))
    assert code == "unknown-field"
    assert f'did you mean "{meant}"?' in told


def test_a_field_like_none_gets_the_list(desk):
    code, told = only_error(desk, brief_text(claim="media: {⟦xyzzy⟧: 1}"))
    assert code == "unknown-field"
    assert "category, context, original, type" in told


@pytest.mark.parametrize("name", ["id", "slug", "from_", "__class__", "1", "true"])
def test_inner_names_are_no_fields(desk, name):
    assert only_error(desk, brief_text(f"⟦{name}⟧: x"))[0] == "unknown-field"
    assert only_error(desk, brief_text(claim=f"⟦{name}⟧: x"))[0] == "unknown-field"


# Types: at the value


@pytest.mark.parametrize(
    ("place", "text", "says"),
    [
        ("top", "summary: ⟦[a, b]⟧", "should be text, not a list"),
        ("top", "summary: ⟦{a: b}⟧", "should be text, not fields"),
        ("top", "authors: ⟦Ana Ruiz⟧", "[Ana Ruiz]"),
        ("top", "authors: ⟦{a: b}⟧", "should be a list, not fields"),
        ("top", "authors: [Ana, ⟦[Bo]⟧]", "entry 2 of authors"),
        ("top", "authors: [Ana, ⟦''⟧]", "empty"),
        ("top", "draft: ⟦maybe⟧", "neither true nor false"),
        ("top", "lang: ⟦english⟧", "pt-BR"),
        ("top", "lang: ⟦en_GB⟧", "BCP 47"),
        ("top", "sources: ⟦[a]⟧", "ids"),
        ("top", "outcome: ⟦none⟧", "should be fields, not text"),
        ("top", "responses: ⟦none⟧", "should be a list, not text"),
        ("top", "responses: [⟦none⟧]", "should be fields, not text"),
        ("top", "corrections: ⟦{date: 2024-05-15}⟧", "should be a list, not fields"),
        ("claim", "media: ⟦video⟧", "should be fields, not text"),
        ("claim", "media: {type: ⟦vidoe⟧}", 'did you mean "video"?'),
        ("claim", "media: {type: ⟦Video⟧}", 'did you mean "video"?'),
        ("claim", "media: {category: ⟦fake⟧}", "decontextualized"),
        ("claim", "evidence: ⟦none⟧", "should be a list, not text"),
        ("claim", "evidence: [{stance: ⟦against⟧}]", "undermines"),
        ("claim", "finding: ⟦[a]⟧", "should be Markdown text"),
        ("claim", "same_as: ⟦a#b⟧", "[a#b]"),
        ("end", "sources: {a: {title: A, kind: ⟦primry⟧}}", 'did you mean "primary"?'),
        ("end", "responses: [{from: A, status: ⟦no reply⟧}]", 'did you mean "no-reply"?'),
        ("end", "responses: [{from: A, status: replied, kind: ⟦agrees⟧}]", "concedes"),
        ("end", "outcome: {kind: ⟦corected⟧}", 'did you mean "corrected"?'),
    ],
)
def test_a_wrong_type_is_told_at_the_value(desk, place, text, says):
    code, told = only_error(desk, brief_text(**{place: text}))
    assert code == "wrong-type"
    assert says in told


@pytest.mark.parametrize("lang", ["en", "pt-BR", "zh-Hant", "zh-Hant-TW", "es-419", "de-1996"])
def test_language_tags(desk, lang):
    desk.brief(brief_text(f"lang: {lang}"))
    assert desk.make().xpath("briefs/bridge/", "/html/@lang") == [lang]


# URLs


URL_FIELDS = [
    ("article", "url: {}"),
    ("article", "archived: {}"),
    ("claim", "first_appearance: {}"),
    ("claim", "appearance: {}"),
    ("claim", "appearance: [https://x.example, {}]"),
    ("claim", "media: {{original: {}}}"),
    ("end", "sources: {{a: {{title: A, url: {}}}}}"),
    ("end", "sources: {{a: {{title: A, archived: {}}}}}"),
    ("end", "outcome: {{url: {}}}"),
]


@pytest.mark.parametrize(("place", "form"), URL_FIELDS)
def test_every_url_is_checked(desk, place, form):
    for url in ("javascript:alert(1)", "harbourpost.example/bridge"):
        assert only_error(desk, brief_text(**{place: form.format(f"⟦{url}⟧")}))[0] == "bad-url"


@pytest.mark.parametrize(
    ("url", "hint"),
    [
        ("harbourpost.example/bridge", 'write "https://harbourpost.example/bridge"'),
        ("www.harbourpost.example", 'write "https://www.harbourpost.example"'),
        ("https://", "the name of the server is missing"),
        ("https:///bridge", "the name of the server is missing"),
        ("https://a b.example", "%20"),
        ("https://x.example/a b", "%20"),
        ("http//x.example", "https://"),
        ("data:text/html,x", "https://"),
        ("file:///etc/passwd", "https://"),
        ("ftp://x.example", "https://"),
        ("https://x.example:port/", "check the part between"),
        ("https://[::1", "check the part between"),
        ("//x.example", "https://"),
        ("desk@x.example", "https://"),
    ],
)
def test_a_bad_url_comes_with_advice(desk, url, hint):
    code, told = only_error(desk, brief_text(article=f"url: ⟦'{url}'⟧"))
    assert code == "bad-url"
    assert hint in told


@pytest.mark.parametrize(
    "url",
    [
        "http://x.example",
        "HTTPS://X.example/",
        "https://x.example:8080/a?b=c&d=e#f",
        "https://münchen.example/straße",
        "https://例え.example/漢字",
        "https://127.0.0.1/",
        "https://[::1]/",
        "https://user@x.example/",
        "https://web.archive.org/web/2024/https://x.example/",
    ],
)
def test_good_urls_stay_as_typed(desk, url):
    desk.brief(brief_text(article=f"url: '{url}'"))
    desk.make()
    assert desk.json("briefs/bridge/brief.json")["article"]["url"] == url
    assert url in desk.links("briefs/bridge/")


@pytest.mark.parametrize("character", ['"', "<"])
@pytest.mark.parametrize(("place", "form"), URL_FIELDS)
def test_a_character_that_no_url_may_hold_is_encoded(desk, place, form, character):
    url = f"'https://x.example/a{character}b'"
    desk.brief(brief_text(**{place: form.format(url)}))
    links = [link for link in desk.make().links("briefs/bridge/") if "x.example/a" in link]
    assert links
    assert set(links) == {f"https://x.example/a%{ord(character):X}b"}


# Ids and file names


@pytest.mark.parametrize(
    ("stem", "proposal"),
    [
        ("Bridge", "bridge.md"),
        ("harbour_bridge", "harbour-bridge.md"),
        ("harbour bridge", "harbour-bridge.md"),
        ("größe", "grosse.md"),
        ("a--b", "a-b.md"),
        ("-a", "a.md"),
        ("a-", "a.md"),
        ("a.b", "a-b.md"),
        ("Ørsted", "orsted.md"),
    ],
)
def test_a_file_name_that_is_no_slug_comes_with_one(desk, stem, proposal):
    desk.brief(brief_text(), slug=stem)
    (problem,) = desk.errors()
    assert (problem.code, tuple(problem.span)[:2]) == ("bad-slug", (1, 1))
    assert f"name it {proposal} " in problem.hint


@pytest.mark.parametrize("stem", ["a", "1", "2024-05-14", "a-b-c", "x" * 200])
def test_slugs(desk, stem):
    desk.brief(brief_text(), slug=stem)
    assert desk.make().has(f"briefs/{stem}/doubled/")


@pytest.mark.parametrize("stem", ["漢字", "…"])
def test_a_name_without_an_ascii_form_gets_the_rule(desk, stem):
    desk.brief(brief_text(), slug=stem)
    (problem,) = desk.errors()
    assert problem.code == "bad-slug"
    assert "a to z" in problem.hint


@pytest.mark.parametrize(
    ("place", "text", "proposal"),
    [
        ("claims", "⟦First_Claim⟧: {text: T, rating: 'true', verdict: V}", "first-claim"),
        ("end", "sources: {⟦City Audit⟧: {title: A}}", "city-audit"),
        ("end", "sources: {a: {title: A, via: ⟦A B⟧}}", "a-b"),
        ("claim", "evidence: [{source: ⟦The Audit⟧}]", "the-audit"),
        ("end", "responses: [{from: X, status: replied, claims: [⟦Doubled⟧]}]", "doubled"),
    ],
)
def test_an_id_that_is_no_slug_comes_with_one(desk, place, text, proposal):
    code, told = only_error(desk, brief_text(**{place: text}))
    assert code == "bad-slug"
    assert f'"{proposal}"' in told


def test_two_files_of_one_name_are_an_error(desk):
    desk.brief(brief_text(), folder="briefs/2023")
    desk.brief(brief_text(), folder="briefs/2024")
    (problem,) = desk.errors()
    assert (problem.code, problem.file) == ("duplicate-slug", "briefs/2024/bridge.md")
    assert "briefs/2023/bridge.md" in problem.message


@pytest.mark.parametrize("name", ["briefs", "claims", "sources", "data", "assets"])
def test_a_page_cannot_take_an_address_of_sitegen_s(desk, name):
    desk.page(name, "---\ntitle: Mine\n---\n")
    if name in ("data", "assets"):
        assert desk.errors() == []  # a folder there is no page in
    else:
        (problem,) = desk.errors()
        assert (problem.code, problem.file) == ("output-collision", f"pages/{name}.md")


def test_a_claim_cannot_take_the_address_of_a_file(desk):
    desk.file("briefs/doubled/index.html", "x")
    desk.brief(brief_text(body="[a](doubled/index.html)"))
    assert [p.code for p in desk.errors()] == ["output-collision"]


@pytest.mark.parametrize("path", ["brief.json", "index.html", "brief.json/x.txt"])
def test_nor_can_a_file_take_a_page_s(desk, path):
    desk.file(f"briefs/{path}", "x")
    desk.brief(brief_text(body=f"[a]({path})"))
    assert [p.code for p in desk.errors()] == ["output-collision"]


# References inside a brief


@pytest.mark.parametrize(
    ("place", "text"),
    [
        ("claim", "evidence: [{source: ⟦audti⟧}]"),
        ("claim", "evidence:\n  - source: audit\n  - note: x\n    source: ⟦audti⟧"),
        ("claim", "appearance: ⟦audti⟧"),
        ("claim", "appearance: [https://x.example, ⟦audti⟧]"),
        ("claim", "finding: X [⟦@audti⟧]."),
        ("more", "  b: {title: B, via: ⟦audti⟧}"),
        ("more", "responses: [{from: X, status: replied, source: ⟦audti⟧}]"),
        ("body", "X [⟦@audti⟧, p. 3]."),
    ],
)
def test_an_unknown_source_is_told_with_the_nearest(desk, place, text):
    end = "sources:\n  audit: {title: A}\n" + (text if place == "more" else "")
    more = {} if place == "more" else {place: text}
    code, told = only_error(desk, brief_text(end=end, **more))
    assert code == "unknown-source"
    assert 'did you mean "audit"?' in told


def test_where_there_are_no_sources_it_says_to_add_one(desk):
    _, told = only_error(desk, brief_text(body="[⟦@audit⟧]"))
    assert "add it under sources" in told


@pytest.mark.parametrize(
    ("end", "body"),
    [
        ("responses: [{from: X, status: replied, claims: [⟦doubeld⟧]}]", ""),
        ("responses: [{from: X, status: replied, claims: [doubled, ⟦doubeld⟧]}]", ""),
        ("corrections: [{date: 2024-05-15, kind: update, claim: ⟦doubeld⟧, text: T}]", ""),
        ("", "See [this](⟦#doubeld⟧)."),
    ],
)
def test_an_unknown_claim_is_told_with_the_nearest(desk, end, body):
    code, told = only_error(desk, brief_text(end=end, body=body))
    assert code == "unknown-claim"
    assert 'did you mean "doubled"?' in told


def test_a_void_may_name_a_claim_that_is_gone(desk):
    desk.brief(
        brief_text(end="corrections: [{date: 2024-05-15, kind: void, claim: gone, text: T}]")
    )
    desk.make()
    for address in ("briefs/bridge/", "corrections/"):
        assert "gone" in desk.text(address)


@pytest.mark.parametrize(
    "sources",
    [
        "{a: {title: A, via: a}}",
        "{a: {title: A, via: b}, b: {title: B, via: a}}",
        "{a: {title: A, via: b}, b: {title: B, via: c}, c: {title: C, via: a}}",
    ],
)
def test_via_does_not_go_round_in_a_circle(desk, sources):
    desk.brief(brief_text(end=f"sources: {sources}"))
    assert {p.code for p in desk.errors()} == {"via-loop"}


def test_a_chain_of_via_is_fine(desk):
    sources = "{a: {title: A, via: b}, b: {title: B, via: c}, c: {title: C}}"
    desk.brief(brief_text(end=f"sources: {sources}"))
    assert desk.errors() == []


@pytest.mark.parametrize(
    ("target", "says"),
    [
        ("⟦other⟧", "brief-slug#claim-id"),
        ("⟦'#doubled'⟧", "brief-slug#claim-id"),
        ("⟦Other#Doubled⟧", "brief-slug#claim-id"),
        ("⟦https://x.example/#a⟧", "brief-slug#claim-id"),
        ("⟦othr#doubled⟧", 'did you mean "other"?'),
        ("⟦other#doubeld⟧", 'did you mean "doubled"?'),
        ("⟦bridge#doubled⟧", "itself"),
    ],
)
def test_same_as_names_another_claim(desk, target, says):
    desk.brief(brief_text(), slug="other")
    code, told = only_error(desk, brief_text(claim=f"same_as: [other#doubled, {target}]"))
    assert code == "same-as-target"
    assert says in told


@pytest.mark.parametrize("line", ["draft: true", "published: 2024-07-01"])
def test_same_as_may_name_a_brief_that_waits(desk, line):
    text = brief_text().replace("published: 2024-05-14", line)
    desk.brief(text if "draft" not in line else brief_text(line), slug="other")
    content, place = marked(brief_text(claim="same_as: [⟦other#doubled⟧]"))
    desk.brief(content)
    (problem,) = desk.warnings("same-as-target")
    assert Place(*problem.span) == place
    assert not [link for link in desk.make().links("briefs/bridge/") if "other" in link]


@pytest.mark.parametrize(
    "claim",
    [
        "appearance: ⟦https://desk.example/checks/briefs/other/⟧",
        "appearance: ⟦https://desk.example/elsewhere⟧",
        "appearance: ⟦http://DESK.example:80/⟧",
        "appearance: [https://x.example, ⟦https://desk.example/⟧]",
        "appearance: ⟦own⟧",
        "first_appearance: ⟦https://desk.example/⟧",
    ],
)
def test_a_claim_does_not_appear_on_the_site_itself(desk, claim):
    end = "sources: {own: {title: Our own, url: 'https://desk.example/x'}}"
    assert only_error(desk, brief_text(claim=claim, end=end))[0] == "own-host-appearance"


# Dates


@pytest.mark.parametrize(
    ("date", "hint"),
    [
        ("14.5.2024", '"2024-05-14"'),
        ("14/05/2024", '"2024-05-14"'),
        ("2024/05/14", '"2024-05-14"'),
        ("2024-5-14", '"2024-05-14"'),
        ("14 May 2024", "2024-05-14"),
        ("May 2024", "year-month-day"),
        ("2024-05", "year-month-day"),
        ("2024", "year-month-day"),
        ("20240514", "year-month-day"),
        ("yesterday", "year-month-day"),
        ("2024-02-30", "February 2024 has 29 days"),
        ("2024-20-11", 'write "2024-11-20"'),
        ("03/04/2024", 'write "2024-04-03" or "2024-03-04"'),
        ("24-05-14", "write year-month-day: 2024-05-14"),
        ("2023-02-29", "February 2023 has 28 days"),
        ("2024-13-01", "year-month-day"),
        ("0000-01-01", "year-month-day"),
        ("2024-W20-2", "year-month-day"),
        ("２０２４-05-14", "year-month-day"),
        ("2024-05-14T10:00", "2024-05-14T10:00+02:00"),
        ("2024-05-14 10:00:30", "offset"),
        ("2024-05-14T25:00Z", "from 00:00 to 23:59"),
        ("2024-05-14T10:00+99:00", "from 00:00 to 23:59"),
        ("2024-05-14T10:00 Europe/Berlin", "year-month-day"),
        ("2024-05-14T10", "year-month-day"),
        ("9999-12-31T23:59-14:00", "from 00:00 to 23:59"),
        ("0001-01-01T00:00+14:00", "year-month-day"),
    ],
)
def test_a_bad_date_is_told_with_the_form_to_write(desk, date, hint):
    text = brief_text().replace("published: 2024-05-14", f"published: ⟦{date}⟧")
    code, told = only_error(desk, text)
    assert code == "bad-date"
    assert hint in told


DATE_FIELDS = [
    ("top", "updated: {}"),
    ("article", "published: {}"),
    ("claim", "said: {}"),
    ("end", "sources: {{a: {{title: A, published: {}}}}}"),
    ("end", "sources: {{a: {{title: A, accessed: {}}}}}"),
    ("end", "responses: [{{from: A, status: replied, asked: {}}}]"),
    ("end", "responses: [{{from: A, status: replied, deadline: {}}}]"),
    ("end", "responses: [{{from: A, status: replied, date: {}}}]"),
    ("end", "corrections: [{{date: {}, kind: update, text: T}}]"),
    ("end", "outcome: {{date: {}}}"),
]


@pytest.mark.parametrize(("place", "form"), DATE_FIELDS)
def test_every_date_is_checked(desk, place, form):
    assert only_error(desk, brief_text(**{place: form.format("⟦14.5.2024⟧")}))[0] == "bad-date"


@pytest.mark.parametrize(
    ("typed", "iso"),
    [
        ("2024-05-14", "2024-05-14"),
        ("2024-05-14T10:00Z", "2024-05-14T10:00:00+00:00"),
        ("2024-05-14t10:00z", "2024-05-14T10:00:00+00:00"),
        ("2024-05-14 10:00:30 +02:00", "2024-05-14T10:00:30+02:00"),
        ("2024-05-14T10:00:00-03:30", "2024-05-14T10:00:00-03:30"),
        ("'2024-05-14'", "2024-05-14"),
        ("2024-02-29", "2024-02-29"),
        ("1789-07-14", "1789-07-14"),
    ],
)
def test_good_dates(desk, typed, iso):
    desk.brief(brief_text().replace("published: 2024-05-14", f"published: {typed}"))
    assert desk.make().json("briefs/bridge/brief.json")["published"] == iso


RESPONSE = "responses: [{{from: A, status: {}, {}}}]"


@pytest.mark.parametrize(
    ("top", "article", "claim", "end"),
    [
        ("", "published: ⟦2024-05-15⟧", "", ""),
        ("updated: ⟦2024-05-13⟧", "", "", ""),
        ("", "", "said: ⟦2024-05-15⟧", ""),
        ("", "published: 2024-05-10", "said: ⟦2024-05-11⟧", ""),
        ("", "published: 2024-05-10T10:00Z", "said: ⟦2024-05-10T12:30+02:00⟧", ""),
        ("", "", "", "corrections: [{date: ⟦2024-05-13⟧, kind: update, text: T}]"),
        ("", "published: 2024-05-10", "", "outcome: {kind: corrected, date: ⟦2024-05-09⟧}"),
        ("", "", "", RESPONSE.format("replied", "asked: ⟦2024-05-15⟧")),
        ("", "", "", RESPONSE.format("replied", "date: ⟦2024-05-15⟧")),
        ("", "", "", RESPONSE.format("replied", "asked: 2024-05-12, date: ⟦2024-05-11⟧")),
        ("", "", "", RESPONSE.format("replied", "asked: 2024-05-12, deadline: ⟦2024-05-11⟧")),
        ("updated: 2024-05-20", "", "", RESPONSE.format("replied", "date: ⟦2024-05-21⟧")),
    ],
)
def test_dates_in_the_wrong_order_are_told(desk, top, article, claim, end):
    content, place = marked(brief_text(top, article=article, claim=claim, end=end))
    desk.brief(content)
    problems = desk.errors()
    assert [p.code for p in problems] == ["date-order"]
    assert problems[0].span.line == place.line
    assert problems[0].hint


def test_the_place_of_dates_in_the_wrong_order_is_the_claim_s_or_the_response_s(desk):
    code, _ = only_error(
        desk, brief_text(article="published: 2024-05-10", claim="said: ⟦2024-05-11⟧")
    )
    assert code == "date-order"
    end = RESPONSE.format("replied", "asked: 2024-05-12, date: ⟦2024-05-11⟧")
    assert only_error(desk, brief_text(end=end))[0] == "date-order"


@pytest.mark.parametrize(
    ("top", "article", "claim", "end"),
    [
        ("", "published: 2024-05-14", "said: 2024-05-14", ""),
        ("updated: 2024-05-14", "", "", ""),
        ("updated: 2024-05-20", "", "", RESPONSE.format("replied", "date: 2024-05-20")),
        ("", "published: 2024-05-10", "said: 2024-05-10T23:00Z", ""),
        ("", "published: 2024-05-10T10:00Z", "said: 2024-05-10", ""),
        ("", "published: 2024-05-10T10:00Z", "said: 2024-05-10T11:30+02:00", ""),
        ("", "", "", RESPONSE.format("stated", "asked: 2024-05-12, date: 2024-05-01")),
        ("", "", "", RESPONSE.format("replied", "asked: 2024-05-12, date: 2024-05-12")),
        (
            "",
            "",
            "",
            "corrections: [{date: 2024-05-16, kind: update, text: T}]\n"
            + RESPONSE.format("replied", "date: 2024-05-16"),
        ),
        ("", "published: 2024-05-10", "", "outcome: {kind: corrected, date: 2024-05-10}"),
        ("", "", "", "sources: {a: {title: A, published: 2030-01-01}}"),
    ],
)
def test_dates_in_order(desk, top, article, claim, end):
    desk.brief(brief_text(top, article=article, claim=claim, end=end))
    assert desk.errors() == []


def test_a_time_is_compared_with_its_offset(desk):
    """10:00 in Delhi is before 05:00 in London on the same day."""
    text = brief_text(article="published: 2024-05-14T10:00+05:30")
    desk.brief(text.replace("published: 2024-05-14\n", "published: 2024-05-14T05:00Z\n"))
    assert desk.errors() == []
    desk.brief(text.replace("published: 2024-05-14\n", "published: 2024-05-14T04:00Z\n"))
    assert [p.code for p in desk.errors()] == ["date-order"]
