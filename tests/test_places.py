"""Places are exact, however a text is written: properties over every style of YAML and Markdown.

What a problem points at in the file is what the parser met, character by character: through folded
lines, escapes, doubled quotes, quotes and lists and tables of Markdown.
"""

import re

import pytest
import yaml
from hypothesis import assume, example, given
from hypothesis import strategies as st

from sitegen.compiler import compile_brief
from sitegen.scalars import origins
from sitegen.source import SourceFile, read_text
from support import EDITORS, Desk, Place, brief_text, marked
from test_invariants import made_of, many

# The scalars of YAML

# fmt: off
WORDS = (
    "a", "word", " ", "  ", "\t", "\n", "\n\n", "\n  ", "\n    ", "\n \n", "'", '"', "é",
    "漢字", "🌉", "e\u0301", "\u00a0", "\u2028", "\x85", "[@nope]", "#", ": ", ":", "- ", ", ",
    "\\", "{", "]", "?",
)
ESCAPED = (
    r"\n", r"\t", r"\"", r"\\", r"\/", r"\x41", r"\u00e9", r"\U0001F309", r"\_", r"\N", r"\L",
    r"\ ", "\\\n", "\\\n  ", "\\\n\n", "\\\n \n  ", r"\e", r"\0",
)
# fmt: on
STYLES = [
    "|",
    ">",
    "|-",
    ">-",
    "|+",
    ">+",
    "|2",
    ">2",
    "|2-",
    ">+2",
    "|1",
    "> # note",
    '"',
    "'",
    "",
]
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
LOADERS = list(dict.fromkeys((LOADER, yaml.SafeLoader)))


def written_as(style: str, text: str) -> str:
    """A piece of text as somebody might type it in this style, right or wrong."""
    if style == '"':
        return '"' + text.replace('"', "'") + '"'
    if style == "'":
        return "'" + text.replace("'", "''") + "'"
    if not style:
        return text.strip()
    lines = text.split("\n")
    return style + "\n" + "\n".join(f"   {line}" if line else "" for line in lines)


@pytest.mark.parametrize(
    "loader", dict.fromkeys((LOADER, yaml.SafeLoader)), ids=lambda loader: loader.__name__
)
@pytest.mark.parametrize("style", STYLES)
def test_every_character_of_a_scalar_has_its_place(style: str, loader: type) -> None:
    words = made_of((*WORDS, *ESCAPED) if style == '"' else WORDS, 16)

    @many(120)
    @given(words, st.sampled_from(["", "\n", "\nother: x\n", "\n\n\n# note\nother: x\n"]))
    @example("a\n\n  b\n c\n\n", "\nother: x\n")
    @example("  a\nb", "")
    def check(text: str, after: str) -> None:
        header = f"of:\n  text: {written_as(style, text)}{after}"
        # as in yaml_parser: what is a line break to YAML alone is none
        plain = header.translate({0x85: 0xFDD0, 0x2028: 0xFDD1, 0x2029: 0xFDD2})
        try:
            events = [e for e in yaml.parse(plain, loader) if isinstance(e, yaml.ScalarEvent)]
        except yaml.YAMLError:
            assume(False)
        assume(len(events) >= 3)
        found = events[2]
        value = found.value.translate({0xFDD0: 0x85, 0xFDD1: 0x2028, 0xFDD2: 0x2029})
        assume(not re.search("[\ud800-\udfff]", value))
        assert_traced(header, found.start_mark.index, found.end_mark.index, value.strip())

    check()


def assert_traced(header: str, start: int, end: int, wanted: str) -> None:
    traced = origins(header, start, end, wanted)
    assert traced is not None
    assert traced.text == wanted
    last = start
    for character, first, past in zip(*traced, strict=True):
        assert last <= first < past <= end
        folded = (header[first:past], character) == ("\n", " ")
        assert folded or means(header[first:past]) == character
        last = past


def means(typed: str) -> str:
    """What a character is, as it is typed."""
    if typed == "\n":
        return typed
    if typed.startswith("\\") and len(typed) > 1:
        return yaml.safe_load(f'"{typed}"')
    return "'" if typed == "''" else typed


# Citations and links, in texts of every style

# fmt: off
MARKDOWN = (
    "word", " ", "\n", "\n\n", "> ", "- ", "1. ", "# ", "## ", " ##", "    ", "\t", "*", "**", "`",
    "``", "```\n", "~~~\n", "| a | b |\n|---|---|\n| ", " | ", "\\|", "\\", "[^1]", "[^1]: ", "^[",
    "]", "[", "(", "é", "漢字", "e\u0301", "&amp;", "---\n", "===\n",
    "[@nope]", "[@nope, p. 4]", "[@audit; @nope]", "[@nope;\n@nope]", "`[@nope]`", "\\[@nope]",
    "[a](#nope)", "[a](<#nope> 'b')", "![a](#nope)", "[b]", "[b]: #nope\n", "[c][b]",
    "[![a](#nope)](#nope)", "(@audit)", "@audit", "[@audit, see @audit]", "[a](javascript:nope)",
    "<javascript:nope>", "[d]: javascript:nope\n", "![a [b](javascript:nope)](#nope)",
)
# fmt: on
FINDING_STYLES = ["|", ">", "|2-", '"', "'", ""]


def as_finding(style: str, text: str) -> str:
    """The same, so that YAML takes it whole, without what a plain text cannot hold."""
    if style == '"':
        typed = text.replace("\\", "\\\\").replace('"', '\\"').replace("é", "\\u00e9")
        return '"' + typed.replace("\n", "\\n\\\n    ") + '"'
    if style == "'":
        return "'" + text.replace("'", "''").replace("\n", "\n\n    ") + "'"
    if not style:
        words = re.sub(r"[#>|&`]|\s+$|: |^[^a-z]+", "", text.replace("\n", "\n\n      "))
        return f"x {words}"
    return style + "\n" + "\n".join(f"  {line}" for line in text.split("\n"))


def assert_exact(data: str) -> int:
    """Each problem about a text stands on what it is about, and no two on the same."""
    source = SourceFile("briefs/bridge.md", data.encode())
    value = read_text(source)[0].value.split("\n")
    problems = [
        p
        for p in compile_brief(source).problems
        if p.code != "missing-field" and p.code not in EDITORS
    ]
    seen = set()
    for problem in problems:
        line, column, length = problem.span
        pointed = value[line - 1][column - 1 : column - 1 + length]
        wanted = {
            "unknown-source": "@nope",
            "unknown-claim": "#nope",
            "loose-citation": "@audit",
            "bad-url": "javascript:nope",
        }[problem.code]
        assert pointed == wanted, (problem, value[line - 1])
        if pointed != "#nope":  # a definition is used as often as you like
            assert problem.span not in seen
        seen.add(problem.span)
    return len(problems)


@many(1500)
@given(made_of(MARKDOWN, 14))
@example("| [@nope] | [@nope] |\n|---|---|\n| [@nope] | [@nope] |")
@example("> | [@nope] | [@nope] |\n> |---|---|\n> a\\|[@nope] | [@nope]")
@example("- [@nope] | [@nope]\n  |---|---|\n  `|` [@nope] | [@nope] | [@nope]")
@example("x^[a [@nope] ^[b [@nope]]] [@nope] ^[[@nope]]")
@example("[@audit] `@audit` (@audit) [@audit, see @audit]")
@example("a | b\n---|---\n\\|[a](#nope)")
@example("[c][b]\n\n[^1]: [b]: #nope\n")
@example("[^1]: ^[[@nope]\\[@nope]]")
@example("[b]: #nope\n![a [b](javascript:nope)](#nope)")
@example("\\[b]: #nope\n\n`]: #nope`\n\n[c][b]\n\n[b]: #nope\n")
def test_references_in_a_body_are_placed_exactly(body: str) -> None:
    assert_exact(brief_text(end="sources: {audit: {title: A}}") + body)


@pytest.mark.parametrize("style", FINDING_STYLES)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_references_in_a_finding_are_placed_exactly(style: str, newline: str) -> None:
    checked = []

    @many(250)
    @given(made_of(MARKDOWN, 12))
    def check(text: str) -> None:
        assume(style not in ("|", ">", "|2-") or not text.startswith((" ", "\t", "\n")))
        finding = f"finding: {as_finding(style, text)}"
        data = brief_text(end="sources: {audit: {title: A}}").replace(
            "    verdict:", "    " + finding.replace("\n", "\n    ") + "\n    verdict:"
        )
        compiled = compile_brief(SourceFile("briefs/bridge.md", data.encode()))
        assume("yaml-syntax" not in {p.code for p in compiled.problems})
        assume(
            not {p.code for p in compiled.problems} & {"unknown-field", "wrong-type", "cut-comment"}
        )
        checked.append(assert_exact(data.replace("\n", newline)))

    check()
    assert sum(checked) > 100


@pytest.mark.parametrize(
    "finding",
    [
        "finding: >2\n   set off\n\n  y [⟦@nope⟧]",
        "finding: |+\n  x\n\n  [⟦@nope⟧]\n\n",
        'finding: "a \\\n   b\n\n  `[@nope]` \\x5b⟦@nope⟧] \\U0001F309"',
        "finding: '[@audit] it''s `[@nope]`\n\n  [@audit; ⟦@nope⟧] ''x'''",
        "finding: x `[@nope]`\n\n  \t漢字 [⟦@nope⟧]",
        "finding: |\n  | a | b |\n  |---|---|\n  | x\\|y [@audit] | [⟦@nope⟧] |",
        "finding: |\n  x^[see `[@nope]` and [⟦@nope⟧]]",
    ],
)
def test_a_citation_in_a_finding(desk: Desk, finding: str) -> None:
    content, place = marked(brief_text(claim=finding, end="sources: {audit: {title: A}}"))
    desk.brief(content)
    assert [(p.code, Place(*p.span)) for p in desk.errors()] == [("unknown-source", place)]
