"""One slip of a journalist, one message: every line of the example brief, mistyped in turn.

The message is about that line, or next to it, and no second one follows from the same slip, but
for a few that are known to.
"""

from collections.abc import Callable

import pytest

from sitegen.compiler import compile_brief
from sitegen.diagnostics import Diagnostic, Severity
from sitegen.source import SourceFile
from sound import assert_sound
from support import BRIDGE

SLIPS: dict[str, Callable[[str], str]] = {
    "two spaces less": lambda line: line.removeprefix("  "),
    "two spaces more": lambda line: f"  {line}",
    "a space more": lambda line: f" {line}",
    "a tab": lambda line: f"\t{line.lstrip()}",
    "a no-break space": lambda line: f"\u00a0{line}",
    "no space after the colon": lambda line: line.replace(": ", ":", 1),
    "no colon": lambda line: line.replace(":", "", 1),
    "a wide colon": lambda line: line.replace(": ", "：", 1),
    "a second colon": lambda line: line.replace(": ", ": so: ", 1),
    "an open quote": lambda line: line.replace(": ", ': "', 1),
    "an apostrophe": lambda line: line.replace(": ", ": '", 1),
    "curly quotes": lambda line: line.replace(": ", ": “", 1) + "”",
    "a star": lambda line: line.replace(": ", ": *", 1),
    "an at sign": lambda line: line.replace(": ", ": @", 1),
    "a bracket": lambda line: line.replace(": ", ": [", 1),
    "a number sign": lambda line: line.replace(": ", ": #", 1),
    "twice": lambda line: f"{line}\n{line}",
}
KNOWN = 7  # lines, of a slip, that are told elsewhere or more than once: mostly those of containers


def errors_of(lines: list[str]) -> list[Diagnostic]:
    source = SourceFile("briefs/bridge.md", "\n".join(lines).encode())
    problems = compile_brief(source).problems
    assert_sound(problems, source)
    return [problem for problem in problems if problem.severity is Severity.ERROR]


@pytest.mark.parametrize("slip", SLIPS)
def test_one_slip_gives_one_message_where_it_is(slip: str) -> None:
    lines = BRIDGE.split("\n")
    astray = []
    for number in range(1, lines.index("---", 1)):
        wrong = SLIPS[slip](lines[number])
        if wrong == lines[number]:
            continue
        found = errors_of([*lines[:number], wrong, *lines[number + 1 :]])
        assert len(found) <= 6, found
        if len(found) > 1 or any(abs(p.span.line - number - 1) > 1 for p in found):
            astray.append((number + 1, found))
    assert len(astray) <= KNOWN, astray


def test_a_line_that_is_gone_is_missed_at_most_where_it_was_needed() -> None:
    lines = BRIDGE.split("\n")
    for number in range(1, lines.index("---", 1)):
        assert len(errors_of([*lines[:number], *lines[number + 1 :]])) <= 7, lines[number]


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("article", "Article"),
        ("article", "articles"),
        ("article", "artikel"),
        ("claims", "Claims"),
        ("claims", "claim"),
        ("sources", "Sources"),
        ("responses", "RESPONSES"),
    ],
)
def test_a_field_with_fields_is_known_by_its_name_first(field: str, typed: str) -> None:
    """An article looks like a source, and once was to be put below ``sources``."""
    found = errors_of(BRIDGE.replace(f"\n{field}:", f"\n{typed}:", 1).split("\n"))
    assert [problem.hint for problem in found] == [f'did you mean "{field}"?']
