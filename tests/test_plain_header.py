"""The short way through a header gives what parsing it and reading its fields gives, or nothing."""

from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from sitegen.config import CONFIG
from sitegen.model import BRIEF
from sitegen.plain_header import read_plain_header
from sitegen.reading import Reader
from sitegen.shape import Record
from sitegen.source import Text
from sitegen.yaml_nodes import Mapping
from sitegen.yaml_parser import parse

ROOT = Path(__file__).parent.parent
HEADER = """\
title: A title, and more
published: 2024-05-14
updated: 2024-05-15T18:00+02:00
draft: no
lang: pt-BR
# a comment
summary: 'It''s said: “yes”'
authors: [Ana Ruiz, Tom Osei]
reviewers:
- Lena Haddad
- "José N."
topics: []
image:
redirect_from:
article:
  title: The article
  url: https://outlet.example/a
claims:
  doubled:
    text: It doubled
    said: 2024-05-13
    appearance: https://outlet.example/a
    media:
      type: image
      context: Cut
    rating: false
    verdict: It did not.
    finding: |
      Some **text** [@one].

      More of it
    evidence:
      - source: one
        stance: supports
        note: >
          Folded
          text
      -   source: two
      - {source: one, stance: supports}
    same_as: [other#claim]
  halved:
    text: It halved
    appearance:
      - one
      - https://outlet.example/b
    rating: true
    verdict: "No."
sources:
  one:
    title: One
    kind: data
  two:
    title: Two
    accessed: 2024-05-13
responses:
  - from: Somebody
    status: replied
    claims: [doubled]
corrections:
  - date: 2024-05-15
    kind: update
    text: Changed
outcome:
  kind: none
accept:
  no-archive: There is none.
  no-summary: >-
    Long
    reason
"""
SETTINGS = """\
title: A desk
base_url: https://checks.desk.example
lang: pt
organization:
  name: The desk
  same_as:
    - https://one.example
ratings:
  - id: right
    label: Right
    value: 2
    color: '#17693C'
  - id: wrong
    label: "Wrong"
    value: 1
  - {id: open, label: Left open}
topics:
  transport:
    name: Transport
  health: {name: Health,  description: All about it }
entities:
  Ana Ruiz: {type: person, role: Spokesperson}
  José N. O'Neil & Sons:
    type: organization
    aliases: [The Sons]
  The Council: {type: organization, aliases: [Council, City Council], role: It rules}
menu: [about, method]
per_page: 20
search: false
profile: ifcn
"""
LINES = HEADER.splitlines()
# fmt: off
VALUES = (
    "", " ", "x", " x", "x ", "a:b", "a: b", "a #b", "a#b", "# c", "x:", "-", "- x", "'x'",
    "'it''s'", "'a: b # c'", "''", '"x"', r'"a\n"', '""', "|", ">", "|-", ">-", "|+", "| ", "[]",
    "[a, b]", "[a,]", "[a, a b]", "[https://x.example/a]", "{a: b}", "{a: b, c: d}", "{title: x}",
    "{ title: x y , url: z}", "{title: x, y}", "{title: a:b}", "{title: - x}", "{}", "{title: }",
    "{aliases: [a}", "{role: [a]}",
    "{type: organization, aliases: [A b, c], role: x}", "{aliases: [a],}",
    "{aliases: [], role: x}", "{aliases: [a] b}", "{same_as: [https://x.example]}",
    "{type: person}", "{type: person, role: a, b}", "{name: x} # c", "{name: x}  ", "{name: x, }",
    "&a x", "*a", "~",
    "2024-02-30", "2024-05-14", "2024-05-14T10:00", "2024-05-14 10:00Z", "https://x.example/a",
    "https://x.example/{a}", "yes", "False", "one", "not a slug", "x\ty", "x\u2028y", "x\u00a0",
    "\u00a0", "‹x›", "---", "0", "image", "é “x”", "(x) - y", "'x' y", "'", "'''", '"', '"x" # c',
    "|2", "> # c", "[ a ,b ]", "[a, b#c]", "[a #b]", "[a: b]", "['a']", "[a, [b]]", "[- a]", "!t x",
    "?", "? x", "@x", "%x", "`x", "<<", "x\x85y", "\ufeffx", "🌉",
    "0", "007", "1234567890", "'#17693C'", "٣",
    "...", "|\n      x\n\n       \n",
    ">\n      x\n      y\n\n\n      z\n      ",
)
EXTRA = (
    "", "  ", "# c", "  # c", "    # c", "unknown: x", "  unknown: x", "title: x", "    text: x",
    "- x", "  - x", "      - source: one", "sources:", "  one:", "    more", "  x:", "  x: y",
    "  A b: {type: person}", "  A b: {name: x}", "  A: b: {type: person}", "  'A': {type: person}",
    "  A #b: {role: x}", "  " + "A" * 1030 + ": {role: x}", "      - {source: one, stance: x}",
    "  - {id: a, label: b, value: 3}", "  - {id: a}", "  - {label: b, id: a, id: a}",
    "  -A: {role: x}",
    "x", "from: x", "image:", "  url:", "    note: x", "outcome:", "  kind: x",
)
# fmt: on
EDITS = st.lists(
    st.tuples(
        st.sampled_from(["value", "value", "drop", "more", "less", "insert", "end", "double"]),
        st.integers(0, len(LINES) - 1),
        st.sampled_from(VALUES),
        st.sampled_from(EXTRA),
    ),
    max_size=3,
)


def edited(header: str, edits: list[tuple[str, int, str, str]]) -> str:
    """The header with some of its lines changed."""
    lines = header.splitlines()
    for what, number, value, extra in edits:
        at = number % len(lines)
        line = lines[at]
        key, colon, _ = line.partition(": ")
        instead = {
            "value": [f"{key}{colon}{value}" if colon else f"{line} {value}"],
            "drop": [],
            "more": [f"  {line}"],
            "less": [line.removeprefix("  ")],
            "insert": [extra, line],
            "end": [line + value],
            "double": [line, line],
        }
        lines[at : at + 1] = instead[what]
        lines = lines or [""]
    return "\n".join(lines) + "\n"


def is_plain(header: str, record: Record = BRIEF) -> bool:
    """Whether there is a short way; if there is, it gives what the long one gives."""
    text = Text("briefs/x.md", f"---\n{header}---\n")
    end = 4 + len(header)
    plain = read_plain_header(text, 4, end, record)
    if plain is None:
        return False
    node, problems = parse(text, 4, end)
    assert isinstance(node, Mapping)
    reader = Reader(text)
    values = record.read_fields(node, "", (0, 3), reader)
    assert (problems, reader.problems, reader.lost) == ([], [], set())
    assert (plain[0], plain[1].offsets) == (values, reader.offsets)
    assert record.make(plain[0]) == record.make(values)
    return True


@settings(max_examples=3000, deadline=None)
@given(EDITS)
@example([("insert", 20, "", "    # c")])
@example([("insert", 10, "", ""), ("insert", 40, "", "# c")])
def test_the_short_way_gives_what_the_long_one_gives(
    edits: list[tuple[str, int, str, str]],
) -> None:
    is_plain(edited(HEADER, edits))
    is_plain(edited(SETTINGS, edits), CONFIG)


def test_a_header_with_every_kind_of_field_is_plain() -> None:
    assert is_plain(HEADER)
    assert is_plain(SETTINGS, CONFIG)


@pytest.mark.parametrize("path", sorted(ROOT.glob("briefs/*.md")), ids=lambda path: path.stem)
def test_a_brief_takes_the_short_way(path: Path) -> None:
    header = path.read_text(encoding="utf-8").removeprefix("---\n").partition("\n---\n")[0]
    assert is_plain(f"{header}\n")


@pytest.mark.parametrize(
    "header",
    [
        "title: A\ntitle: B\n" + HEADER.partition("\n")[2],
        HEADER.replace("    rating: true\n", ""),
        HEADER.replace("2024-05-14", "2024-05-44"),
        HEADER.replace("title: Two", "title: Two #3"),
        HEADER + "nothing: x\n",
        HEADER + "image:\n",
        HEADER.replace("outcome:\n  kind: none", "outcome:\n  kind:"),
        HEADER.replace("title: The article", "title:"),
        HEADER.partition("accept:")[0] + "accept:\n",
        HEADER.replace("  kind: none", " " * 101 + "kind: none"),
        HEADER.removesuffix("\n"),
    ],
)
def test_what_there_is_to_say_something_of_is_parsed(header: str) -> None:
    assert not is_plain(header)


def test_what_is_endless_is_parsed() -> None:
    assert not is_plain(HEADER.replace("A title", "A title" * 80_000))
