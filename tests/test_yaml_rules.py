"""YAML without its traps: what is typed stays, what is refused says so, and any bytes are read."""

import pytest

from support import Desk, Place, brief_text, marked

# Plain scalars that YAML 1.1 turns into something else.
TRAPS = [
    "NO",
    "no",
    "yes",
    "on",
    "y",
    "true",
    "12:30",
    "1:2:3",
    "1e3",
    "0x1F",
    "0o17",
    "017",
    "1_000",
    "1.0",
    ".5",
    ".inf",
    ".nan",
    "+1",
    "2024-05-14",
    "2024-05-14 10:00:00",
    "null",
    "~",
    "=",
    "1,5",
    "a:b",
    "a#b",
    "100%",
    "5 < 6 & 7",
    "https://a.example/#b",
]


@pytest.mark.parametrize("typed", TRAPS)
def test_a_plain_scalar_in_a_text_field_stays_as_typed(desk, typed):
    top = f"summary: {typed}\nauthors:\n  - {typed}"
    brief = brief_text(top, claim=f"not_established: {typed}")
    desk.brief(brief.replace("title: The bridge", f"title: {typed}"))
    desk.make()
    data = desk.json("briefs/bridge/brief.json")
    assert data["title"] == data["summary"] == data["claims"][0]["not_established"] == typed
    assert data["authors"] == [typed]
    assert desk.xpath("briefs/bridge/", "//h1") == [typed]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("plain", "plain"),
        ("plain   # a comment", "plain"),
        ("two\n  lines", "two lines"),
        ("'it''s: #1'", "it's: #1"),
        (r'"a \"b\" \u00e9"', 'a "b" é'),
        ("|\n  kept\n  lines", "kept\nlines"),
        (">\n  folded\n  lines", "folded lines"),
        (">-\n  one\n\n  two", "one\ntwo"),
        ('"  around  "', "around"),
        ("a\u00a0b\u3000c", "a\u00a0b\u3000c"),
        ("مرحبا 漢字 🌉", "مرحبا 漢字 🌉"),
    ],
)
def test_every_style_of_scalar_is_text(desk, written, read):
    desk.brief(brief_text(f"summary: {written}"))
    assert desk.make().json("briefs/bridge/brief.json")["summary"] == read


@pytest.mark.parametrize("character", ["\u2028", "\u2029", "\u0085"])
def test_a_line_separator_pasted_into_text_is_no_line_break(desk, character):
    """Word processors leave them; YAML 1.2 takes them for text, and nobody can see them."""
    desk.brief(brief_text(f"summary: one{character}two"))
    assert desk.errors() == []


@pytest.mark.parametrize(
    ("word", "draft"),
    [("true", True), ("yes", True), ("True", True), ("false", False), ("no", False)],
)
def test_a_flag_is_yes_or_no(desk, word, draft):
    desk.brief(brief_text(f"draft: {word}"))
    assert desk.make().has("briefs/bridge/") is not draft


def test_ids_may_look_like_anything(desk):
    end = """
        sources:
          no: {title: First}
          2024-05-14: {title: Second}
          0: {title: Third}
    """
    body = "[@no; @2024-05-14; @0]"
    desk.brief(brief_text(claims="null: {text: X, rating: true, verdict: V}", end=end, body=body))
    desk.make()
    data = desk.json("briefs/bridge/brief.json")
    assert [s["id"] for s in data["sources"]] == ["no", "2024-05-14", "0"]
    assert data["claims"][1]["id"] == "null"
    assert desk.has("briefs/bridge/null/")


def test_a_rating_needs_no_quotes(desk):
    desk.brief(brief_text().replace("rating: mostly-false", "rating: false"))
    assert desk.make().json("briefs/bridge/brief.json")["claims"][0]["rating"] == "false"


# What is refused: one error, at ⟦its place⟧

REFUSED = [
    ("duplicate-key", "summary: a\n⟦summary⟧: b"),
    ("duplicate-key", "⟦title⟧: again"),
    ("duplicate-key", '⟦"title"⟧: again'),
    ("duplicate-key", "outcome: {kind: none, ⟦kind⟧: deleted}"),
    ("duplicate-key", "sources:\n  audit: {title: A}\n  ⟦audit⟧: {title: B}"),
    ("yaml-alias", "summary: ⟦*name⟧"),
    ("yaml-alias", "summary: ⟦&name⟧ text"),
    ("yaml-alias", "authors: ⟦&name⟧ [Ana]"),
    ("yaml-alias", "authors: [⟦*name⟧]"),
    ("yaml-alias", "outcome: ⟦&name⟧ {kind: none}"),
    ("yaml-alias", "⟦<<⟧: {summary: a}"),
    ("yaml-tag", "summary: ⟦!important⟧ text"),
    ("yaml-tag", "summary: ⟦!!str⟧ text"),
    ("yaml-tag", "summary: ⟦!!python/object/apply:os.system⟧ [ls]"),
    ("yaml-tag", "⟦!!set⟧ {a: b}: c"),
    ("yaml-syntax", "summary: One⟦:⟧ two"),
    ("yaml-syntax", "summary⟦:⟧text"),
    ("yaml-syntax", "summary: ⟦@⟧name"),
    ("yaml-syntax", "summary: ⟦`⟧code`"),
    ("yaml-syntax", "summary: ⟦%⟧ of"),
    ("yaml-syntax", 'summary: ⟦"⟧never closed'),
    ("yaml-syntax", "authors: ⟦[⟧Ana"),
    ("yaml-syntax", "outcome: ⟦{⟧kind: none"),
    ("yaml-syntax", "outcome:\n⟦\t⟧kind: none"),
    ("yaml-syntax", "summary: a\n  ⟦l⟧ang: en"),
    ("yaml-syntax", f"summary: {'[' * 19}⟦[⟧{'[' * 5}{']' * 25}"),
]


@pytest.mark.parametrize(("code", "text"), REFUSED, ids=[repr(text)[:40] for _, text in REFUSED])
def test_what_yaml_is_refused(desk, code, text):
    content, place = marked(brief_text(text))
    desk.brief(content)
    assert [(p.code, Place(*p.span)) for p in desk.errors()][:1] == [(code, place)]


@pytest.mark.parametrize(
    "text", ["summary: *x", "summary: &x a", "summary: !x a", "<<: {lang: en}"]
)
def test_what_is_refused_is_told_once(desk, text):
    desk.brief(brief_text(text))
    assert len(desk.errors()) == 1


def test_a_duplicate_key_names_the_line_of_the_first(desk):
    desk.brief(brief_text("title: again"))
    (problem,) = desk.errors()
    assert problem.message == '"title" stands here a second time; it is on line 2 already'


def test_an_alias_bomb_stays_small(desk):
    bomb = "summary: &a [x,x]\nauthors: &b [*a,*a,*a,*a,*a,*a]\nreviewers: [*b,*b,*b,*b,*b,*b,*b]"
    desk.brief(brief_text(bomb))
    assert {p.code for p in desk.errors()} >= {"yaml-alias"}


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("summary: One: two", 'write summary: "One: two"'),
        ('summary: He said "no": never', "write summary: 'He said \"no\": never'"),
        ("summary:text", "write summary: text"),
        ("summary: @name", 'put the value in quotes: "@name"'),
        ('summary: "open', 'add a closing " at its end'),
        ("summary: 'it's'", "write '' for one inside"),
        ("outcome:\n\tkind: none", "indent with spaces only"),
        ("authors: [Ana", "add ] at the end"),
        ("summary: *name", 'put it in quotes: "*name"'),
        ("summary: *emphasis* on this", "quotes"),
        ("summary: **strong**", "quotes"),
    ],
)
def test_a_yaml_error_says_what_to_write(desk, text, hint):
    desk.brief(brief_text(text))
    assert hint in desk.errors()[0].hint


@pytest.mark.parametrize("escape", [r"\q", r"\users", r"\x9", r"\Users"])
def test_an_escape_that_yaml_does_not_know_is_named(desk, escape):
    content, place = marked(brief_text(rf'summary: "C:⟦{escape[:2]}⟧{escape[2:]}"'))
    desk.brief(content)
    (problem,) = desk.errors()
    assert (problem.code, problem.span.line) == ("yaml-syntax", place.line)
    assert f'"{escape[:2]}' in problem.message
    assert r"write \\ for a backslash" in problem.hint


def test_dots_that_end_yaml_are_what_to_delete(desk):
    """The hint is to delete the line pointed at: that must be the dots, not what follows."""
    content, place = marked(brief_text("⟦...⟧\nsummary: more"))
    desk.brief(content)
    (problem,) = desk.errors()
    assert (problem.code, problem.span.line) == ("yaml-syntax", place.line)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("---\n- a\n- b\n---\n", "front-matter"),
        ("---\njust text\n---\n", "front-matter"),
        ("---\n# nothing\n---\n", "missing-field"),
        ("---\n---\n", "missing-field"),
    ],
)
def test_a_header_is_fields(desk, text, code):
    desk.brief(text)
    assert {p.code for p in desk.errors()} == {code}


# Fences


@pytest.mark.parametrize(
    ("text", "place", "hint"),
    [
        ("---\ntitle: A\n\nBody", (1, 1, 3), "write --- on a line of its own"),
        ("---\ntitle: A\n ---\n", (1, 1, 3), "write --- on a line of its own"),
        ("---", (1, 1, 3), "write --- on a line of its own"),
        ("title: A\n---\n", (1, 1, 8), "make --- the first line"),
        ("\n\n---\ntitle: A\n---\n", (1, 1, 1), "delete the empty lines above"),
        ("----\ntitle: A\n----\n", (1, 1, 4), "make --- the first line"),
        ("", (1, 1, 1), "make --- the first line"),
    ],
)
def test_a_fence_that_is_missing(desk, text, place, hint):
    desk.brief(text)
    (problem,) = desk.errors()
    assert (problem.code, tuple(problem.span)) == ("front-matter", place)
    assert hint in problem.hint


def test_white_space_after_a_fence_does_no_harm(desk):
    desk.brief(brief_text(body="The body.").replace("---\n", "---  \t\n"))
    assert "The body." in desk.make().text("briefs/bridge/")


def test_a_rule_in_the_body_is_no_fence(desk):
    desk.brief(brief_text(body="above\n\n---\n\nbelow"))
    assert "<hr>" in desk.make().body()


def test_three_hyphens_inside_a_text_do_not_end_the_header(desk):
    desk.brief(brief_text("summary: |\n  above\n  ---\n  below"))
    assert desk.make().json("briefs/bridge/brief.json")["summary"] == "above\n---\nbelow"


# Bytes


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("bom", [b"", b"\xef\xbb\xbf"])
def test_bom_and_line_ends_move_no_place(desk, bom, newline):
    content, place = marked(brief_text("lang: en", claim="⟦tyop⟧: x"))
    desk.brief(bom + content.replace("\n", newline).encode())
    (problem,) = desk.errors()
    assert (problem.code, Place(*problem.span)) == ("unknown-field", place)


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_bytes_that_are_not_utf_8_are_told_by_line(desk, newline):
    text = brief_text(body="fine\ncaf\xe9 au lait\nfine\nna\xefve")
    lines = text.split("\n")
    desk.brief(text.replace("\n", newline).encode("latin-1"))
    found = [(p.code, p.span.line, p.span.column) for p in desk.errors()]
    assert found == [
        ("encoding", lines.index("caf\xe9 au lait") + 1, 4),
        ("encoding", lines.index("na\xefve") + 1, 3),
    ]


def test_a_byte_that_is_not_utf_8_comes_with_a_guess(desk):
    desk.brief(brief_text(body="caf\xe9").encode("latin-1"))
    (problem,) = desk.errors()
    assert "0xE9" in problem.message
    assert '"é"' in problem.hint


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
def test_utf_16_is_named_once(desk, codec):
    desk.brief(f"\ufeff{brief_text()}".encode(codec))
    (problem,) = desk.errors()
    assert (problem.code, problem.span.line) == ("encoding", 1)
    assert "UTF-16" in problem.message
    assert "UTF-8" in problem.hint


@pytest.mark.parametrize(
    "character", ["\x00", "\x02", "\x03", "\x08", "\x0c", "\x1b", "\x7f", "\uffff"]
)
@pytest.mark.parametrize("where", ["top", "body"])
def test_a_control_character_is_told_at_its_place(desk, character, where):
    text = {"top": "summary: ab", "body": ""} | {where: f"summary: a⟦{character}⟧b"}
    content, place = marked(brief_text(text["top"], body=text["body"]))
    desk.brief(content)
    (problem,) = desk.errors()
    assert (problem.code, Place(*problem.span)) == ("encoding", place)
    assert f"U+{ord(character):04X}" in problem.message


@pytest.mark.parametrize("escape", [r"\0", r"\x02", r"\x1b", r"\e", r"\uffff"])
def test_nor_can_an_escape_bring_one_in(desk, escape):
    content, place = marked(brief_text(f'summary: ⟦"a{escape}b"⟧'))
    desk.brief(content)
    (problem,) = desk.errors()
    assert (problem.code, Place(*problem.span)) == ("encoding", place)


def test_a_tab_in_text_is_text(desk):
    desk.brief(brief_text("summary: a\tb", body="c\td"))
    assert desk.errors() == []


def test_control_characters_do_not_reach_the_terminal(desk):
    desk.brief(brief_text("summary: a\x1b[31mred\x1b]0;title\x07b"))
    run = desk.check()
    assert run.status == 1
    assert "U+001B" in run.stderr
    assert "\x1b" not in run.stderr
    assert "\x07" not in run.stderr


@pytest.mark.parametrize(
    "data",
    [
        b"\xff",
        b"\x00" * 9,
        b"---\n\xc3",
        b"---\n: \n---",
        b"---\n? \n---\n",
        b"---\n{\n---\n",
        b"---\n[[\n---",
    ],
)
def test_odd_bytes_are_an_error_and_raise_nothing(desk, data):
    desk.brief(data)
    assert desk.errors()


def test_a_page_keeps_the_same_rules(desk: Desk):
    content, place = marked("---\ntitle: About\n⟦titel⟧: x\n---\nText\n")
    desk.page("about", content)
    (problem,) = desk.errors()
    assert (problem.code, problem.file) == ("unknown-field", "pages/about.md")
    assert Place(*problem.span) == place
    desk.page("about", "---\ntitle: NO\n---\nText\n")
    assert desk.make().xpath("about/", "//h1") == ["NO"]
