"""Quotes are checked: they stand in their snapshot word for word, and once."""

import pytest

from support import BRIDGE, Desk, Place, brief_text, marked

ARTICLE = "snapshot: snapshots/bridge.txt"
AUDIT = "sources: {audit: {title: A, snapshot: snapshots/audit.txt}}"


def quoting(desk: Desk, quote: str, text: str | bytes, **more: str) -> list[str]:
    """The codes of what is wrong with a claim's quote, given the article's snapshot."""
    desk.file("snapshots/bridge.txt", text)
    literal = quote.replace("'", "''")
    desk.brief(brief_text(article=ARTICLE, claim=f"quote: '{literal}'", **more))
    return [p.code for p in desk.errors()]


@pytest.mark.parametrize(
    ("quote", "text"),
    [
        ("cost double", "It has cost double what was promised."),
        ("cost double", "It has cost  \t double"),
        ("cost double", "It has cost\ndouble"),
        ("cost double", "It has cost\r\ndouble"),
        ("cost double", "It has cost\n\n\ndouble"),
        ("cost double", "It has cost\u00a0double"),
        ("cost double", "It has cost\u202f\u2009double"),
        ("cost double", "It has cost\u2028double"),
        ("cost   double", "It has cost double"),
        ('say "no"', "They say “no” to it"),
        ('say "no"', "They say «no» to it"),
        ('say "no"', "They say „no“ to it"),
        ('say "no"', "They say ‚no‘ to it"),
        ('say "no"', "They say 「no」 to it"),
        ("say “no”", 'They say "no" to it'),
        ("it's", "Now it’s gone"),
        ("it’s", "Now it's gone"),
        ("2019-2021", "from 2019–2021 on"),
        ("2019–2021", "from 2019-2021 on"),
        ("a - b", "so a — b then"),
        ("minus -5", "minus \u22125 degrees"),
        ("well-known", "a well\u2011known man"),
        ("caf\u00e9", "the cafe\u0301 there"),
        ("cafe\u0301", "the caf\u00e9 there"),
        ("각", "그 \u1100\u1161\u11a8 집"),
        ("漢字です", "これは漢字です。"),
        ("كلمات", "هذه كلمات هنا"),
    ],
)
def test_white_space_marks_dashes_and_nfc_are_normalised(desk, quote, text):
    assert quoting(desk, quote, text) == []


@pytest.mark.parametrize(
    ("quote", "text"),
    [
        ("Cost double", "has cost double"),
        ("cost double.", "has cost double,"),
        ("cost doubles", "has cost double"),
        ("cost double", "has costdouble"),
        ("cost … double", "cost about double"),
        ("cost [...] double", "cost about double"),
        ("½", "1/2"),
        ("ﬁn", "fin"),
        ("cafe", "café"),
        ("1000", "1,000"),
        ("cost double", ""),
        ("𝟏", "1"),
    ],
)
def test_nothing_else_is(desk, quote, text):
    assert quoting(desk, quote, text) == ["quote-not-found"]


def test_without_a_snapshot_nothing_is_checked(desk):
    end = "sources: {audit: {title: A}}\nresponses: [{from: X, status: replied, quote: q}]"
    claim = "quote: anything\nevidence: [{source: audit, quote: at all}]"
    desk.brief(brief_text(claim=claim, end=end))
    assert desk.errors() == []


# Each of the three kinds of quotes is checked against its own text, and told at its place


@pytest.mark.parametrize(
    ("claim", "end"),
    [
        ("quote: ⟦nowhere⟧", ""),
        ("quote: ⟦the account⟧", ""),  # it stands in the other snapshot
        ("evidence: [{source: audit, quote: ⟦nowhere⟧}]", ""),
        ("evidence: [{source: audit, quote: ⟦the article⟧}]", ""),
        ("evidence:\n  - source: audit\n  - source: audit\n    quote: ⟦nowhere⟧", ""),
        ('quote: ⟦"nowhere"⟧', ""),
        ("", "responses: [{from: X, status: replied, source: audit, quote: ⟦nowhere⟧}]"),
    ],
)
def test_a_quote_that_is_not_there_is_told_at_its_place(desk, claim, end):
    desk.file("snapshots/bridge.txt", "words of the article")
    desk.file("snapshots/audit.txt", "words of the account")
    content, place = marked(brief_text(article=ARTICLE, claim=claim, end=f"{AUDIT}\n{end}"))
    desk.brief(content)
    (problem,) = desk.errors()
    assert (problem.code, Place(*problem.span)) == ("quote-not-found", place)


def test_a_long_quote_is_pointed_at_by_its_first_line(desk):
    content, place = marked(brief_text(article=ARTICLE, claim="quote: ⟦>⟧\n  no\n  where"))
    desk.file("snapshots/bridge.txt", "words")
    desk.brief(content)
    (problem,) = desk.errors()
    assert (problem.span.line, problem.span.column) == (place.line, place.column)


@pytest.mark.parametrize("old", ["has cost double what was promised", "121 per cent of the"])
def test_the_example_s_quotes_are_checked(desk, old):
    desk.bridge(BRIDGE.replace(old, "something else"))
    assert [p.code for p in desk.errors()] == ["quote-not-found"]


# The hint


@pytest.mark.parametrize(
    ("quote", "text", "hint"),
    [
        (
            "cost double what was planned",
            "It has cost double what was promised, she said.",
            [
                'the nearest passage is "cost double what was promised,"',
                '"planned" stands there as "promised,"',
            ],
        ),
        (
            "cost nearly double what was promised",
            "It has cost double what was promised",
            ['"nearly" is not there'],
        ),
        (
            "has cost what was promised",
            "It has cost double what was promised",
            ['"double" is there too'],
        ),
        ("xyzzy", "It has cost double", ["none of these words stands there"]),
        ("Cost double", "It has cost double", ['"Cost" stands there as "cost"']),
    ],
)
def test_the_hint_shows_the_nearest_passage_and_what_differs(desk, quote, text, hint):
    assert quoting(desk, quote, text) == ["quote-not-found"]
    (problem,) = desk.errors()
    for words in hint:
        assert words in problem.hint


def test_the_hint_is_in_the_report(desk):
    quoting(desk, "cost triple", "It has cost double then")
    report = desk.check().stderr
    assert "error[quote-not-found]" in report
    assert 'the nearest passage is "cost double"' in report
    assert '"triple" stands there as "double"' in report


@pytest.mark.parametrize(
    ("quote", "text"),
    [
        ("word", "a word and a word"),
        ("aa", "aaa"),  # overlapping
        ('"so"', "“so” he said, «so»"),
    ],
)
def test_words_that_stand_twice_are_ambiguous(desk, quote, text):
    assert quoting(desk, quote, text) == ["quote-ambiguous"]
    (problem,) = desk.errors()
    assert "more words" in problem.hint


def test_an_ambiguous_quote_shows_both_places(desk):
    quoting(desk, "the bridge", "They paid for the bridge twice, and the bridge fell.")
    (problem,) = desk.errors()
    assert "They paid for the bridge twice" in problem.hint
    assert "and the bridge fell" in problem.hint


def test_more_words_settle_it(desk):
    assert quoting(desk, "the bridge fell", "for the bridge twice, and the bridge fell.") == []


def test_a_large_snapshot_is_searched_in_time(desk):
    """An 800 KB text and a long quote with a wrong word: an answer, in seconds and not minutes."""
    words = [f"w{n % 5000}" for n in range(120_000)]
    quote = " ".join([*words[60_000:60_040], "wrong", *words[60_041:60_060]])
    assert quoting(desk, quote, " ".join(words)) == ["quote-not-found"]
    assert '"wrong" stands there as "w40"' in desk.errors()[0].hint


# Snapshots themselves


@pytest.mark.parametrize(
    ("article", "end"),
    [
        ("snapshot: ⟦snapshots/nope.txt⟧", ""),
        ("snapshot: ⟦snapshots⟧", ""),
        ("", "sources: {a: {title: A, snapshot: ⟦nope.txt⟧}}"),
    ],
)
def test_a_missing_snapshot_is_told_at_its_name(desk, article, end):
    desk.file("snapshots/other.txt", "x")
    content, place = marked(brief_text(article=article, end=end))
    desk.brief(content)
    (problem,) = desk.errors()
    assert (problem.code, Place(*problem.span)) == ("snapshot-missing", place)


def test_a_missing_snapshot_comes_with_the_nearest_name(desk):
    desk.file("snapshots/bridge-2.txt", "x")
    desk.brief(brief_text(article=ARTICLE))
    assert "bridge-2.txt" in desk.errors()[0].hint


@pytest.mark.parametrize(
    "path",
    [
        "../outside.txt",
        "/etc/hostname",
        "snapshots/../../outside.txt",
        "snapshots/link.txt",
        "linked/outside.txt",
    ],
)
def test_a_snapshot_stays_inside_the_folder(tmp_path, path):
    desk = Desk(tmp_path / "site")
    (tmp_path / "outside.txt").write_text("words")
    desk.file("snapshots/x.txt", "words")
    (desk.root / "snapshots/link.txt").symlink_to("../../outside.txt")
    (desk.root / "linked").symlink_to("..")
    content, place = marked(brief_text(article=f"snapshot: ⟦{path}⟧", claim="quote: words"))
    desk.brief(content)
    (problem,) = desk.errors()
    assert (problem.code, Place(*problem.span)) == ("unsafe-path", place)


@pytest.mark.parametrize("path", ["snapshots/a/../bridge.txt", "./snapshots/bridge.txt"])
def test_a_snapshot_may_be_written_in_many_ways(desk, path):
    desk.file("snapshots/bridge.txt", "some words")
    desk.file("snapshots/a/x.txt", "")
    desk.brief(brief_text(article=f"snapshot: {path}", claim="quote: some words"))
    assert desk.errors() == []


def test_a_snapshot_that_is_not_utf_8_is_told_at_its_own_line(desk):
    quoting(desk, "words", "fine\nna\xefve words".encode("latin-1"))
    (problem,) = desk.errors()
    assert (problem.code, problem.file) == ("encoding", "snapshots/bridge.txt")
    assert problem.span.line == 2


@pytest.mark.parametrize("prefix", [b"\xef\xbb\xbf", b"\x0c", b"\x00"])
def test_bom_and_form_feeds_of_a_snapshot_do_no_harm(desk, prefix):
    """Text out of a PDF has form feeds between its pages."""
    assert quoting(desk, "some words", prefix + b"some words") == []


def test_one_snapshot_may_serve_two_sources(desk):
    desk.file("snapshots/audit.txt", "first words, second words")
    end = (
        "sources:\n"
        "  a: {title: A, snapshot: snapshots/audit.txt}\n"
        "  b: {title: B, snapshot: snapshots/audit.txt}"
    )
    claim = "evidence: [{source: a, quote: first words}, {source: b, quote: third words}]"
    desk.brief(brief_text(claim=claim, end=end))
    (problem,) = desk.errors()
    assert problem.code == "quote-not-found"
    assert "of b" in problem.message


def test_a_changed_snapshot_is_read_anew(desk):
    """A preview builds many times in one process."""
    assert quoting(desk, "old words", "old words") == []
    assert quoting(desk, "new words", "new words") == []
    assert quoting(desk, "old words", "new words") == ["quote-not-found"]
