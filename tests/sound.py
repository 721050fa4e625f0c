"""What holds of every diagnostic, whatever was read: for the property tests and the fuzzer."""

import json
from collections.abc import Iterable, Sequence

from sitegen.diagnostics import WHOLE_FILE, Diagnostic
from sitegen.explained import explained
from sitegen.findings import Findings
from sitegen.formats import formatted
from sitegen.report import text_report
from sitegen.report_terminal import terminal_report
from sitegen.results import Result
from sitegen.source import SourceFile, read_text

# Documented as mostly the one, and told as the other where more, or less, hangs on it.
BOTH = {"bad-url", "cut-comment", "more-problems", "same-as-target"}


def assert_sound(problems: Iterable[Diagnostic], source: SourceFile) -> None:
    """Each is in this file, within one of its lines, of a known code, and in one line's words."""
    lines = read_text(source)[0].value.split("\n")
    for problem in problems:
        assert problem.file == source.path, problem
        line, column, length = problem.span
        if problem.span != WHOLE_FILE:
            assert 1 <= line <= len(lines), problem
            width = len(lines[line - 1])
            assert 1 <= column <= width + 1, problem
            assert 1 <= length <= max(1, width - column + 1), problem
        assert problem.message, problem
        assert "\n" not in problem.message, problem
        documented = explained()[problem.code].severity
        assert problem.severity == documented or problem.code in BOTH, problem


def assert_told(problems: Sequence[Diagnostic], source: SourceFile) -> None:
    """Every format can say them."""
    text = read_text(source)[0].value
    found = Findings(Result(tuple(problems), ok=not problems), {source.path: text}.get)
    assert text_report(problems, found.text_of).count("]") >= len(problems)
    for width in (20, 80):
        for row in terminal_report(found, width, "utf-8"):
            assert row is not None
    for name in ("json", "sarif"):
        assert json.loads(formatted(name, found))
    assert formatted("github", found).count(b"\n") >= len(problems)
