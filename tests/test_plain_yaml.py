"""The short way through the YAML of a header leads where the parser does, or nowhere."""

import re
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from sitegen.plain_yaml import read_plain
from sitegen.source import Text
from sitegen.yaml_nodes import parse

ROOT = Path(__file__).parent.parent
# fmt: off
VALUES = (
    "", " ", "x", "a b", "a:b", "a: b", "a #b", "a#b", "# c", "x:", "-", "- x", "é “x”", "(x) - y",
    "'x'", "'it''s'", "'a: b # c'", "'x' y", "'", "''", "'''", '"x"', r'"a\n"', '"', '"x" # c',
    "|", ">", "|-", ">-", "|+", "|2", "> # c", "| ", "[]", "[ a ,b ]", "[a, b#c]", "[a #b]",
    "[a,]", "[a: b]", "['a']", "[a, [b]]", "[- a]", "{a: b}", "&a x", "*a", "!t x", "?", "? x",
    "@x", "%x", "`x", "<<", "~", "2024-01-01", "https://x.example/a#b", "x\ty", "x\u2028y",
    "x\x85y", "\ufeffx", "x\u00a0", "🌉", "---", "...",
)
# fmt: on
KEYS = ("", "a: ", "b: ", "c:", "long-key_1: ", "a b: ", "é: ", "'k': ", "<<: ", "d:  ")
LINES = st.builds(
    "{}{}{}{}".format,
    st.sampled_from(["", "", "  ", "  ", "    ", "    ", " ", "      "]),
    st.sampled_from(["", "", "", "- ", "-   ", "-"]),
    st.sampled_from(KEYS),
    st.sampled_from(VALUES),
)
BETTER_LINES = st.builds(
    "{}{}{}".format,
    st.sampled_from(["a: ", "b: ", "  c: ", "  d: ", "  - ", "  - e: ", "    f: ", "    ", "- "]),
    st.sampled_from(["x", "'it''s'", "|", ">", "[a, b]", "", "y # c", "https://x.example"]),
    st.sampled_from(["", "", "", " ", "\n", "\n  ", "\n# c"]),
)


def is_plain(header: str) -> bool:
    """Whether there is a short way for a header; if there is, it gives what the parser gives."""
    plain = read_plain(header, 4)
    if plain is None:
        return False
    assert (plain, []) == parse(Text("briefs/x.md", f"---\n{header}"), 4, 4 + len(header))
    return True


@settings(max_examples=3000, deadline=None)
@given(
    st.lists(LINES | BETTER_LINES | BETTER_LINES, max_size=12).map("\n".join),
    st.sampled_from(["\n", ""]),
)
@example("a: |\n  x\n\n     \n  y\n\n\nb: >\n  x\n  y\n\n\n  z\n  \n", "\n")
@example("a:\n- b: x\n  c: y\n# c\n- d\ne:\n", "\n")
@example("a: x\n  y: z\n", "")
@example("a: x\n\n  y\n", "")
def test_the_short_way_leads_where_the_parser_does(header: str, end: str) -> None:
    is_plain(header + end)


@pytest.mark.parametrize("path", sorted(ROOT.glob("briefs/*.md")), ids=lambda path: path.stem)
def test_a_brief_takes_the_short_way(path: Path) -> None:
    found = re.match(r"---\n(.*?\n)---\n", path.read_text(encoding="utf-8"), re.DOTALL)
    assert found
    assert is_plain(found[1])


def test_what_is_deep_or_endless_is_left_to_the_parser() -> None:
    deep = "".join(f"{'  ' * depth}a:\n" for depth in range(30))
    assert not is_plain(deep)
    assert read_plain("a: x\n" * 200_000, 0) is None
