"""Diagnostics: all of them in one run, in one order, each pointing at the right characters."""

import os
import random
import unicodedata

import pytest

from sitegen.diagnostics import Diagnostic
from support import BRIDGE, OLD_BRIDGE, QUIET, Desk, Place, brief_text, marked, quiet_text

SOURCES = "sources: {audit: {title: A}}"


def places(problems: list[Diagnostic]) -> list[tuple[str, Place]]:
    return [(p.code, Place(*p.span)) for p in problems]


# The report


def test_the_report_is_that_of_the_design(desk):
    """Section 6, letter by letter."""
    lines = brief_text(end=QUIET).split("\n")
    at = lines.index("    rating: mostly-false")
    padding = ["authors:", *["  - A"] * (16 - at - 1)]
    lines[3:3] = padding
    lines[lines.index("    rating: mostly-false")] = "    rating: mostly-flase"
    desk.brief("\n".join(lines))
    assert desk.check().stderr.startswith(
        "briefs/bridge.md:17:13: error[unknown-rating] "
        '"mostly-flase" is not a rating of this site\n'
        "   17 |     rating: mostly-flase\n"
        '      |             ^^^^^^^^^^^^ did you mean "mostly-false"?\n'
    )


def error_report(desk: Desk) -> list[str]:
    """The report from its first error on, line by line."""
    lines = desk.check().stderr.split("\n")
    return lines[next(i for i, line in enumerate(lines) if ": error[" in line) :]


def caret_lines(desk: Desk) -> tuple[str, str]:
    """The line of the first problem and the carets below it, both without the gutter."""
    head, line, carets, *_ = error_report(desk)
    assert ": error[" in head
    assert line[5:8] == carets[5:8] == " | "
    return line[8:], carets[8:]


def cells(text: str) -> int:
    """How many columns of a terminal a text takes; tabs count as nothing here."""
    wide = {"W": 2, "F": 2}
    return sum(
        0 if unicodedata.combining(c) else wide.get(unicodedata.east_asian_width(c), 1)
        for c in text
        if c != "\t"
    )


@pytest.mark.parametrize(
    "before",
    [
        "plain ",
        "é ü ",
        "e\u0301 u\u0308 ",
        "漢字 ",
        "ｆｕｌｌ ",
        "한국어 ",
        "🌉 ",
        "मोदी ",
        "a\tb\t",
        "\u200b\u200d ",
        "漢\te\u0301\t",
    ],
)
def test_the_carets_stand_below_what_is_wrong(desk, before):
    desk.brief(brief_text(body=f"{before}[@nope] after"))
    line, carets = caret_lines(desk)
    start = line.index("@nope")
    lead = carets[: carets.index("^")]
    assert lead.count("\t") == line[:start].count("\t")
    if "मोदी" in before:  # its marks have a width of their own in some terminals
        assert set(lead) == {" "}
    elif "\u200b" in before:
        assert len(lead) == cells(line[:start]) - 2
    else:
        assert len(lead.replace("\t", "")) == cells(line[:start])
    assert carets.count("^") == len("@nope")


def test_carets_are_as_wide_as_what_they_mark(desk):
    desk.brief(brief_text("updated: 二月"))
    line, carets = caret_lines(desk)
    assert line == "updated: 二月"
    assert carets.split("^")[0] == " " * 9
    assert carets.count("^") == 4


def test_carets_stay_within_their_line(desk):
    desk.brief(brief_text("updated: one\n  two\n  three"))
    line, carets = caret_lines(desk)
    assert line == "updated: one"
    assert carets.rstrip().startswith(" " * 9 + "^^^")
    assert carets.count("^") == 3


def test_several_lines_of_a_hint_stand_below_each_other(desk):
    desk.file("snapshots/b.txt", "It has cost double then")
    desk.brief(brief_text(article="snapshot: snapshots/b.txt", claim="quote: cost triple"))
    report = error_report(desk)
    first, second = report[2], report[3]
    assert "the nearest passage" in first
    assert '"triple" stands there as' in second
    assert second.startswith("      | ")


def test_a_problem_of_a_whole_file_shows_no_line(desk):
    desk.brief(brief_text(), slug="Bridge")
    head, hint, *_ = error_report(desk)
    assert head.startswith("briefs/Bridge.md:1:1: error[bad-slug]")
    assert hint.startswith("      = name it bridge.md")


def test_nothing_wrong_is_said(desk):
    desk.brief(OLD_BRIDGE)
    run = desk.check()
    assert "error" not in run.stderr
    assert "1 brief, 1 claim" in run.stderr


def test_the_tally_counts(desk):
    desk.brief(brief_text("unknwon: x\nunknwon2: x", claim="claimant: X"))
    last = desk.check().stderr.rstrip().split("\n")[-1]
    assert "2 errors, " in last
    assert "warning" in last


def test_build_says_that_nothing_was_written(desk):
    desk.brief(brief_text("unknwon: x"))
    run = desk.run("build")
    assert run.status == 1
    assert "nothing was written" in run.stderr


def test_the_text_report_is_what_the_values_say(desk):
    desk.bridge(BRIDGE.replace("mostly-false", "nope").replace("kind: primary", "kind: best"))
    values = [
        (str(p.severity), p.code, p.file, p.span.line, p.span.column, p.message)
        for p in desk.diagnostics()
    ]
    assert values
    assert list(map(tuple, desk.problems())) == values


def test_output_is_plain_when_it_goes_to_a_file(desk):
    desk.brief(brief_text("unknwon: x"))
    assert "\x1b" not in desk.run_apart("check").stderr


# All of them, in a stable order


def test_every_problem_of_every_file_in_one_run(desk):
    desk.brief(brief_text("unknwon: x", claim="said: yesterday", body="[@nope] [a](b.pdf)"), "b")
    desk.brief("no header", "a")
    desk.brief(brief_text(claim="quote: x", article="snapshot: nope.txt"), "c", "briefs/sub")
    desk.brief(brief_text().replace("mostly-false", "nope"), "d")
    desk.page("about", "---\ntitel: x\n---\n[a](#nope)\n")
    desk.config("title: A\nbase_url: nowhere\nper_page: many\n")
    found = [(p.file, p.code) for p in desk.errors()]
    assert found == [
        ("briefs/a.md", "front-matter"),
        ("briefs/b.md", "unknown-field"),
        ("briefs/b.md", "bad-date"),
        ("briefs/b.md", "unknown-source"),
        ("briefs/b.md", "missing-file"),
        ("briefs/sub/c.md", "snapshot-missing"),
        ("pages/about.md", "unknown-field"),  # and not that title is missing too
        ("pages/about.md", "unknown-claim"),
        ("site.yaml", "bad-url"),
        ("site.yaml", "wrong-type"),
    ]


def test_a_problem_of_one_brief_hides_none_of_the_whole_site(desk):
    """Ratings, topics, names and links are checked even where another file has no header."""
    desk.brief("no header", "a")
    desk.config("title: A\ntopics: {water: {}}\n")
    text = brief_text("topics: [fire]", claim="same_as: [x#y]", body="[a](/nope/)")
    desk.brief(text.replace("mostly-false", "nope"), "b")
    found = [p.code for p in desk.errors() if p.file == "briefs/b.md"]
    assert found == ["unknown-topic", "unknown-rating", "same-as-target", "missing-file"]


def test_many_problems_in_one_brief_come_in_the_order_of_the_file(desk):
    text = BRIDGE.replace("kind: ", "kind: un").replace("https://", "htp://")
    text = text.replace("2024-05-11", "11.5.2024")
    desk.bridge(text)
    found = [(p.span.line, p.span.column) for p in desk.errors()]
    assert len(found) == 15
    assert found == sorted(found)


def test_the_order_does_not_depend_on_the_order_of_the_files(tmp_path):
    texts = {f"b{n}": brief_text(f"unknwon: {n}", body="[@nope]") for n in range(8)}
    reports = []
    for seed in range(2):
        desk = Desk(tmp_path / str(seed))
        names = list(texts)
        random.Random(seed).shuffle(names)
        for name in names:
            desk.brief(texts[name], name)
        reports.append(desk.diagnostics())
    assert reports[0] == reports[1]
    assert len(reports[0]) == 16


def test_two_processes_say_what_one_says(desk):
    for n in range(40):
        desk.brief(brief_text(f"unknwon: {n}", claim="claimant: X", body="[@nope]"), f"b{n}")
    assert desk.diagnostics(jobs=2) == desk.diagnostics()


def test_the_same_problem_is_told_once(desk):
    desk.brief(brief_text("unknwon: x"))
    problems = desk.diagnostics()
    assert len(problems) == len(set(problems))


def test_a_brief_that_cannot_be_read_is_told(desk):
    desk.brief(OLD_BRIDGE, "old")
    (desk.root / "briefs/gone.md").symlink_to("nowhere")
    assert [(p.file, p.code) for p in desk.errors()] == [("briefs/gone.md", "unreadable")]


def test_a_file_name_that_is_not_utf_8_is_told_too(desk):
    desk.brief(OLD_BRIDGE, "old")
    (desk.root / os.fsdecode(b"briefs/caf\xe9.md")).write_text(brief_text())
    run = desk.check()
    assert (run.status, "bug in sitegen" in run.stderr) == (1, False)
    assert "bad-slug" in run.stderr


# Where they point: nested fields


@pytest.mark.parametrize(
    ("code", "claim"),
    [
        ("unknown-source", "evidence:\n  - source: audit\n  - note: x\n    source: ⟦nope⟧"),
        ("unknown-source", "evidence: [{source: audit}, {note: a, b, source: ⟦nope⟧}]"),
        ("unknown-source", 'evidence: [{"source": ⟦"nope"⟧}]'),
        ("unknown-source", "appearance:\n  - audit\n  - ⟦nope⟧"),
        ("wrong-type", "evidence:\n  - {source: audit, stance: ⟦nope⟧}"),
        ("wrong-type", "media:\n  type: video\n  category: ⟦nope⟧"),
        ("bad-url", "media: {type: video, original: ⟦nope⟧}"),
        ("bad-date", "said:   ⟦nope⟧   # a comment"),
        ("bad-date", "said: ⟦'nope'⟧"),
        ("bad-date", "said:\n  ⟦nope⟧"),
        ("unknown-field", "media: {type: video, ⟦nope⟧: x}"),
        ("duplicate-key", "media: {type: video, ⟦type⟧: image}"),
    ],
)
def test_a_problem_points_at_its_nested_field(desk, code, claim):
    content, place = marked(brief_text(claim=claim, end=SOURCES))
    desk.brief(content)
    assert places(desk.errors()) == [(code, place)]


# Where they point: references in Markdown


@pytest.mark.parametrize(
    "body",
    [
        "[⟦@nope⟧]",
        "First line.\n\nThird [⟦@nope⟧, p. 4].",
        "[@audit; ⟦@nope⟧, p. 2]",
        "[@audit, p. 4;\n⟦@nope⟧]",
        "[⟦@nope⟧,\np. 4]",
        "**[⟦@nope⟧]**",
        "# Heading [⟦@nope⟧]",
        "- a\n  - [⟦@nope⟧]",
        "1. a\n\n   b [⟦@nope⟧]",
        "| a |\n|---|\n| [⟦@nope⟧] |",
        "> said [⟦@nope⟧]",
        "> > said [⟦@nope⟧]",
        "> said [@audit,\n> p. 4; ⟦@nope⟧]",
        "> said [@audit;\n> ⟦@nope⟧]",
        "> said\nlazily [⟦@nope⟧]",
        "x[^1]\n\n[^1]: Note [⟦@nope⟧].",
        "漢字 e\u0301 [⟦@nope⟧]",
        "a\tb\t[⟦@nope⟧]",
        "`[@nope]` [⟦@nope⟧]",
        "`` [@nope] ` `` [⟦@nope⟧]",
        "```\n[@nope]\n```\n[⟦@nope⟧]",
        "~~~\n[@nope]\n~~~\n\n[⟦@nope⟧]",
        "> ```\n> [@nope]\n> ```\n\n[⟦@nope⟧]",
        "- ```\n  [@nope]\n  ```\n\n[⟦@nope⟧]",
        "a\n\n    [@nope]\n\n[⟦@nope⟧]",
        "a `tick\n\n[⟦@nope⟧] another` tick",
        r"\`[⟦@nope⟧]\`",
        r"\[@nope] [⟦@nope⟧]",
        "[@nope](https://x.example) [⟦@nope⟧]",
        "desk@nope [⟦@nope⟧]",
        "[@nope-more] [⟦@nope⟧]",
    ],
)
def test_an_unknown_source_in_the_body_points_at_the_citation(desk, body):
    content, place = marked(
        brief_text(body=body, end=f"{SOURCES}\n".replace("}}", "}, nope-more: {title: M}}"))
    )
    desk.brief(content)
    assert places(desk.errors()) == [("unknown-source", place)]


def test_many_problems_of_one_file_are_cut_short(desk):
    desk.brief(quiet_text("sumary: x", body="[@nope] " * 3000, claim="claimant: X"))
    desk.brief(brief_text(body="[@nope]"), "other")
    problems = desk.diagnostics()
    of_file = [p for p in problems if p.file == "briefs/bridge.md"]
    assert len(of_file) == 101
    assert [p.span.column for p in of_file[:-1]][-1] == 98 * len("[@nope] ") + 2
    assert "warning" not in {p.severity for p in of_file}  # errors go first
    last = of_file[-1]
    assert (last.code, last.severity) == ("more-problems", "error")
    assert last.message == "2,902 more problems in this file are not shown"
    assert problems[-1].file == "briefs/other.md"
    assert "2,902 more problems" in desk.check().stderr


def test_each_mention_of_an_unknown_source_is_told(desk):
    desk.brief(brief_text(body="[@nope] and [@nope],\nand [@nope; @nope]", end=SOURCES))
    line = brief_text(end=SOURCES).count("\n") + 1
    found = [(p.span.line, p.span.column) for p in desk.errors()]
    assert found == [(line, 2), (line, 14), (line + 1, 6), (line + 1, 13)]


@pytest.mark.parametrize(
    "finding",
    [
        "finding: |\n  x\n\n  y [⟦@nope⟧]",
        "finding: |2\n    code\n\n  y [⟦@nope⟧]",
        "finding: |-  # a comment\n  y [⟦@nope⟧]",
        "finding: | # see [@nope]\n  y [⟦@nope⟧]",
        "finding: | # a ` tick\n  y [⟦@nope⟧] ` tick",
        "finding: >\n  folded\n  y [⟦@nope⟧]",
        "finding: >-\n  x [@audit,\n  p. 4; ⟦@nope⟧]",
        "finding: >\n  x [@audit;\n  ⟦@nope⟧]",
        'finding: "x [⟦@nope⟧]"',
        'finding: "x \\"q\\" \\u00e9 [⟦@nope⟧]"',
        'finding: "x\n  y [⟦@nope⟧]"',
        "finding: 'it''s [⟦@nope⟧]'",
        "finding: x [⟦@nope⟧]",
        "finding: x\n  y [⟦@nope⟧]",
        "finding: |\n  > quoted\n  > [⟦@nope⟧]",
        "finding: |\n  漢字 [⟦@nope⟧]",
        "finding: |\n  `[@nope]` [⟦@nope⟧]",
        "not_established: see [@nope]\nfinding: x [⟦@nope⟧]",
    ],
)
def test_an_unknown_source_in_a_finding_points_at_the_citation(desk, finding):
    content, place = marked(brief_text(claim=finding, end=SOURCES))
    desk.brief(content)
    assert places(desk.errors()) == [("unknown-source", place)]


@pytest.mark.parametrize(
    ("code", "body"),
    [
        ("unknown-claim", "[a](⟦#nope⟧)"),
        ("unknown-claim", '[a](⟦#nope⟧ "title")'),
        ("unknown-claim", "[a](<⟦#nope⟧>)"),
        ("unknown-claim", "[a][b]\n\n[b]: ⟦#nope⟧"),
        ("unknown-claim", "`(#nope)` [a](⟦#nope⟧)"),
        ("unknown-claim", "[a](⟦#n%C3%B6pe⟧)"),
        ("missing-file", "[a](⟦nope.pdf⟧)"),
        ("missing-file", "[a](⟦my%20nope.pdf⟧)"),
        ("missing-file", "[a](<⟦my nope.pdf⟧>)"),
        ("missing-file", "[a](⟦a&amp;b.pdf⟧)"),
        ("missing-file", "![a](⟦nope.png⟧)"),
        ("missing-file", "[![a](⟦nope.png⟧)](https://x.example)"),
        ("missing-file", "> [a](⟦nope.pdf⟧)"),
        ("missing-file", "nope.pdf\n\n(nope.pdf)\n\n[a](⟦nope.pdf⟧)"),
        ("missing-file", "[a](⟦nope.md⟧)"),
        ("missing-file", "[a](⟦/nope/⟧)"),
        ("missing-file", "[a](⟦/claims⟧)"),
        ("unsafe-path", "[a](⟦../nope.pdf⟧)"),
        ("unsafe-path", "[a](⟦../pages/about.md⟧)"),
    ],
)
def test_a_bad_link_points_at_its_target(desk, code, body):
    desk.page("about", "---\ntitle: About\n---\n")
    content, place = marked(brief_text(body=body))
    desk.brief(content)
    assert places(desk.errors()) == [(code, place)]


@pytest.mark.parametrize("target", ["other.md#{}", "/briefs/other/#{}", "2023/more.md#{}"])
def test_a_link_to_a_claim_of_another_brief_is_checked(desk, target):
    desk.brief(brief_text(), "other")
    desk.brief(brief_text(), "more", "briefs/2023")
    content, place = marked(brief_text(body=f"[a](⟦{target.format('doubeld')}⟧)"))
    desk.brief(content)
    assert places(desk.errors()) == [("unknown-claim", place)]
    desk.brief(brief_text(body=f"[a]({target.format('doubled')})"))
    assert desk.errors() == []


@pytest.mark.parametrize("wrong", ["[a](⟦#nope⟧)", "[a](⟦nope.pdf⟧)", "[a](⟦/nope/⟧)"])
def test_a_page_s_links_are_checked_too(desk, wrong):
    content, place = marked(f"---\ntitle: About\n---\n\nText\n\n{wrong}\n")
    desk.page("about", content)
    (problem,) = desk.errors()
    assert (problem.file, Place(*problem.span)) == ("pages/about.md", place)


@pytest.mark.parametrize("body", ["[a](⟦/claims⟧)", "[a](⟦/claim/⟧)", "[a](⟦/briefs/brige/⟧)"])
def test_a_dead_address_comes_with_the_nearest(desk, body):
    content, place = marked(brief_text(body=body))
    desk.brief(content)
    (problem,) = desk.errors()
    assert Place(*problem.span) == place
    assert '"/claims/"' in problem.hint or '"/briefs/bridge/"' in problem.hint


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_places_are_the_same_with_crlf_and_bom(desk, newline):
    content, place = marked(brief_text(claim="finding: |\n  x\n  [⟦@nope⟧]", body="x\n\ny"))
    desk.brief(b"\xef\xbb\xbf" + content.replace("\n", newline).encode())
    assert places(desk.errors()) == [("unknown-source", place)]


def test_a_code_and_a_hint_for_everything(desk):
    """Whatever is wrong has a code in kebab-case, a message without a full stop, and advice."""
    desk.brief(brief_text("unknwon: x\nupdated: never", claim="quote: [a]", body="[@x] [a](b)"))
    desk.brief("nothing", "a")
    for problem in desk.diagnostics():
        assert problem.code == problem.code.lower().replace("_", "-")
        assert problem.message
        assert not problem.message.endswith(".")
        assert problem.hint
