"""What people see in a terminal: colour, lines cut to what matters, carets at the right place."""

import os
import re
import subprocess
import sys
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sitegen.diagnostics import Span, error
from sitegen.findings import Findings
from sitegen.report_terminal import terminal_report
from sitegen.results import Result
from support import Desk, quiet_text
from terminal import CODE, above_the_carets, on_a_terminal, terminal_cells

LONG = "A paragraph that was written without a break, as they mostly are, goes on and on. " * 10


LINES = {
    "at its start": f"[@nope] {LONG}",
    "in it": f"{LONG}[@nope] {LONG}",
    "at its end": f"{LONG}[@nope]",
    "wide": f"{'漢字' * 60} [@nope] {'漢字' * 60}",
    "half a wide one": f"x{'漢字' * 60} [@nope] {'漢字' * 60}",
    "combining": "e\u0301" * 200 + " [@nope] " + "e\u0301" * 200,
    "Korean in letters": unicodedata.normalize("NFD", "한국어") * 60 + " [@nope]",
    "tabs": "a\tb\t\tccc\t漢\t[@nope]\tx",
    "joined emoji": "👩\u200d👧 ❤\ufe0f 👍🏽 [@nope]",
    "invisible": "a\u200bb\u202ec\u00ad [@nope]",
}


@pytest.mark.parametrize("name", LINES)
@pytest.mark.parametrize("columns", [40, 80])
def test_carets_stand_below_the_place_in_a_terminal(desk: Desk, name: str, columns: int) -> None:
    desk.brief(quiet_text(body=LINES[name]))
    said = on_a_terminal(["check"], desk.root, NO_COLOR="1", COLUMNS=str(columns))
    assert above_the_carets(said) == ["@nope"]
    framed = [row for row in said.splitlines() if row.startswith(" ")]
    assert max(len(terminal_cells(row)) for row in framed) <= columns


def test_a_long_line_shows_where_it_is_cut(desk: Desk) -> None:
    desk.brief(quiet_text(body=f"{LONG}[@nope] {LONG}"))
    said = on_a_terminal(["check"], desk.root, NO_COLOR="1").splitlines()
    (line,) = [row for row in said if "[@nope]" in row]
    assert re.fullmatch(r"   17 \| ….{15,}\[@nope\].{30,}…", line)
    assert len(line) == 80


@pytest.mark.parametrize("columns", range(40, 44))
def test_a_cut_leaves_no_mark_without_its_letter(desk: Desk, columns: int) -> None:
    desk.brief(quiet_text(body=LINES["Korean in letters"]))
    said = on_a_terminal(["check"], desk.root, NO_COLOR="1", COLUMNS=str(columns))
    assert re.search("\u2026 ?\u1112|\u2026 ?\u1100|\u2026 ?\u110b", said)  # a first letter


def test_carets_end_where_the_line_is_cut(desk: Desk) -> None:
    desk.brief(quiet_text(f"updated: {'x' * 200}"))
    said = on_a_terminal(["check"], desk.root, NO_COLOR="1").replace("\r", "").split("\n")
    at = said.index(f"    4 | …{'x' * 70}…")
    assert said[at + 1] == f"      |  {'^' * 70}"


def test_tabs_lead_to_the_next_fourth_cell(desk: Desk) -> None:
    desk.brief(quiet_text(body=LINES["tabs"]))
    said = on_a_terminal(["check"], desk.root, NO_COLOR="1")
    assert "   17 | a   b       ccc 漢  [@nope] x" in said


def test_a_pipe_gets_the_line_whole(desk: Desk) -> None:
    desk.brief(quiet_text(body=f"{LONG}[@nope] {LONG}"))
    said = desk.run_apart("check", COLUMNS="80").stderr
    assert f"   17 | {LONG}[@nope] {LONG}\n" in said


def test_long_hints_go_below_and_are_broken_between_words(desk: Desk) -> None:
    desk.brief(quiet_text("unknwon: x"))
    (problem,) = desk.errors()
    said = on_a_terminal(["check"], desk.root, NO_COLOR="1").replace("\r", "").split("\n")
    at = said.index("      | ^^^^^^^")
    assert said[at + 1].startswith("      = write one of: ")
    assert said[at + 2].startswith("        ")
    assert " ".join(row[8:] for row in said[at + 1 : said.index("")]) == problem.hint


def test_colour_changes_nothing_else(desk: Desk) -> None:
    desk.brief(quiet_text("unknwon: x", claim="claimant: X", body=f"{LONG}[@nope]"), "a")
    desk.brief(quiet_text(), slug="B")
    coloured = on_a_terminal(["check"], desk.root)
    assert "\x1b[1;31merror[unknown-field]" in coloured
    assert "\x1b[1;33mwarning[entity-type]" in coloured
    plain = on_a_terminal(["check"], desk.root, NO_COLOR="1")
    assert CODE.sub("", coloured) == plain
    assert "\x1b" not in plain
    assert plain.replace("\r", "").endswith("\n\n2 briefs, 2 claims: 3 errors, 1 warning\n")


@pytest.mark.parametrize(
    ("variables", "colour"),
    [
        ({}, True),
        ({"NO_COLOR": ""}, True),
        ({"NO_COLOR": "0"}, False),
        ({"TERM": "dumb"}, False),
        ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
    ],
)
def test_colour_can_be_had_or_not(desk: Desk, variables: dict[str, str], colour: bool) -> None:
    desk.brief(quiet_text("mood: good"))
    said = on_a_terminal(["check"], desk.root, **variables)
    assert ("\x1b" in said) == colour


def test_a_pipe_has_no_codes_whatever_the_environment_wishes(desk: Desk) -> None:
    desk.brief(quiet_text("mood: good"))
    plain = desk.run_apart("check")
    wished = desk.run_apart("check", FORCE_COLOR="1", TTY_COMPATIBLE="1", CLICOLOR_FORCE="1")
    assert wished == plain
    assert "\x1b" not in plain.stderr


def test_what_users_write_is_no_markup_and_no_control_code(desk: Desk) -> None:
    key = r'"[bold red]x[/] :bomb: \e[31m \e]0;title\a \u202eabc"'
    desk.brief(quiet_text(f"{key}: '[/nope] [link=x]y[/link]'"))
    said = on_a_terminal(["check"], desk.root, COLUMNS="200")
    plain = CODE.sub("", said)
    assert '"[bold red]x[/] :bomb: ␛[31m ␛]0;title␇ \ufffdabc" is not a field' in plain
    assert f"    4 | {key}: '[/nope] [link=x]y[/link]'" in plain
    assert not set(plain) & {"\x1b", "\a", "\u202e"}


def test_a_terminal_that_knows_ascii_alone_has_its_carets_right(desk: Desk) -> None:
    desk.brief(quiet_text(body=f"{LONG} é漢\u200b字 [@nope]"))
    said = on_a_terminal(["check"], desk.root, NO_COLOR="1", PYTHONIOENCODING="ascii")
    assert said.isascii()
    assert "?????" in said
    assert above_the_carets(said) == ["@nope"]


@pytest.mark.parametrize("encoding", ["ascii", "cp1252"])
@pytest.mark.parametrize("command", ["check", "build"])
def test_text_survives_a_poor_pipe(desk: Desk, encoding: str, command: str) -> None:
    desk.brief(quiet_text("'漢字 – é': x"))
    (desk.root / os.fsdecode(b"briefs/\xff.md")).write_text("x")
    done = subprocess.run(
        [sys.executable, "-m", "sitegen", command],
        cwd=desk.root,
        capture_output=True,
        env={**os.environ, "PYTHONIOENCODING": encoding},
        check=False,
    )
    assert done.returncode == 1
    assert b'error[unknown-field] "\\u6f22\\u5b57 ' in done.stderr


def test_what_colours_is_imported_for_colour_alone(desk: Desk) -> None:
    desk.brief(quiet_text("mood: good"))
    for args in (["--version"], ["check"], ["check", "--format", "sarif"]):
        run = desk.run_apart(*args, PYTHONPROFILEIMPORTTIME="1")
        assert "| sitegen.start" in run.stderr.replace("  ", " ").replace("|  ", "| ")
        assert not re.search(r"\| +rich", run.stderr)


def test_a_problem_in_the_hundred_thousandth_line_is_framed_well(desk: Desk) -> None:
    desk.brief(quiet_text(body="\n" * 123_456 + "[@nope]"))
    said = on_a_terminal(["check"], desk.root, NO_COLOR="1")
    assert above_the_carets(said) == ["@nope"]


@settings(max_examples=200, deadline=None)
@given(
    text=st.text(st.sampled_from("ab \t漢é\u0301\u200d\u200b🌉\u202e\x1b\x85"), min_size=1),
    start=st.integers(0, 60),
    length=st.integers(1, 60),
    width=st.integers(1, 100),
    hint=st.text(st.sampled_from("ab  漢\n"), max_size=60),
)
def test_no_row_is_too_long_whatever_it_says(text, start, length, width, hint) -> None:
    start = min(start, len(text) - 1)
    problem = error("code", "a.md", Span(1, start + 1, length), hint.replace("\n", " "), hint)
    found = Findings(Result((problem,), ok=False), lambda _: text)
    rows = ["".join(piece for piece, _ in row) for row in terminal_report(found, width, "utf-8")]
    most = max(width, 24)
    lead = len("a.md:1:1: error[code] ") + 3
    assert all(
        len(terminal_cells(row)) <= (max(most, lead) if n == 0 else most)
        for n, row in enumerate(rows)
    )
    assert not any(unicodedata.category(c) in ("Cc", "Cf") for row in rows for c in row)
    (marked,) = above_the_carets("\n".join(rows))
    first = text[start]
    if first in "ab漢é🌉":
        assert marked.startswith(first)
