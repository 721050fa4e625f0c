"""The documentation says what the program does: every field, code, example, command and link.

The examples in ``docs/format.md`` and ``docs/diagnostics.md`` are files of a small site. The info
string of a fenced block says what it is: ``yaml bad``, ``yaml good``, or ``with`` for what several
examples share. A third word names the file; without one, ``yaml`` is fields that take the place of
those of the brief, ``markdown`` its body. ``files`` is a list of briefs to copy the brief to, and
``says`` a piece of the report, of the format that a third word names. ``before`` is what was
published before: where a section has it, its examples are compared with a commit of it, or with it
on ``gh-pages`` where the code is one of ``sitegen doctor``. Blocks that
follow each other and are both bad, or both good, make one example, on top of what their section and
the page's first sections have ``with`` them.
"""

import json
import os
import re
import shutil
from collections.abc import Iterator
from datetime import date
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import NamedTuple
from unittest.mock import patch

import pytest
import typer
from markdown_it import MarkdownIt
from markdown_it.token import Token

from sitegen import __version__
from sitegen.build import build
from sitegen.cli import app
from sitegen.compiler import PAGE
from sitegen.config import CONFIG, DEFAULT_RATINGS
from sitegen.diagnostics import Diagnostic, Severity
from sitegen.doctor import Asked, examine
from sitegen.findings import Findings
from sitegen.folder import Folder
from sitegen.groups import ListOf, MapOf
from sitegen.kinds import Choice
from sitegen.model import ACCEPTABLE, BRIEF
from sitegen.options import Options
from sitegen.report import text_report
from sitegen.report_github import github_report
from sitegen.report_json import json_report
from sitegen.results import Result
from sitegen.revision import read_revision
from sitegen.shape import Field, Record
from support import DOCTORS, add_remote, commit, emitted, git, make_large, publish

ROOT = Path(__file__).parent.parent
FORMAT, DIAGNOSTICS = ROOT / "docs" / "format.md", ROOT / "docs" / "diagnostics.md"
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")])
BRIEF_FILE, CONFIG_FILE = "briefs/bridge.md", "site.yaml"
TODAY = date(2024, 6, 1)

CODE = re.compile(r"[a-z]+(-[a-z]+)*")


# Reading the pages


@cache
def tokens(page: Path) -> list[Token]:
    return MarkdownIt().enable("table").parse(page.read_text(encoding="utf-8"))


class Fence(NamedTuple):
    """A fenced block: the section it stands in, and the "**Error.**" or "**Warning.**" above it."""

    section: str
    severity: str
    language: str
    role: str
    file: str
    text: str


def fences(page: Path) -> Iterator[Fence]:
    section = severity = ""
    for before, token in zip([None, *tokens(page)], tokens(page), strict=False):
        if token.type == "inline" and before.type == "heading_open" and before.tag == "h2":
            section, severity = token.content, ""
        elif token.type == "inline" and (mark := re.match(r"\*\*(\w+)\.\*\*", token.content)):
            severity = mark[1].lower()
        elif token.type == "fence":
            language, role, file = (*token.info.split(), "", "", "")[:3]
            yield Fence(section, severity, language, role, file, token.content)


class Example(NamedTuple):
    """Files of a site; the last of them are what the example is about."""

    section: str
    severity: str
    role: str
    files: tuple[Fence, ...]
    before: tuple[Fence, ...] = ()

    def __str__(self) -> str:
        return f"{self.section}-{self.role}".replace(" ", "-")


@cache
def examples(page: Path) -> list[Example]:
    every = list(fences(page))
    shared = [f for f in every if f.role == "with"]
    first = [f for f in shared if not CODE.fullmatch(f.section)]
    found = []
    for section, group in groupby(every, key=lambda f: f.section):
        here = [f for f in shared if f.section == section and f not in first]
        before = [f for f in every if f.section == section and f.role == "before"]
        then = (*first, *here, *before) if before else ()
        runs = groupby((f for f in group if f.role in ("bad", "good")), key=lambda f: f.role)
        for role, run in runs:
            files = tuple(run)
            found.append(Example(section, files[0].severity, role, (*first, *here, *files), then))
    return found


def rows(page: Path, corner: str) -> Iterator[tuple[str, list[str]]]:
    """The rows of the tables with this first heading, each with the name in the heading above."""
    name, cells, wanted = "", [], False
    for before, token in zip([None, *tokens(page)], tokens(page), strict=False):
        if token.type == "inline" and before.type == "heading_open":
            name = (re.findall("`(.+?)`", token.content) or [""])[-1]
        elif token.type == "thead_open":
            wanted = False
        elif token.type == "tr_open":
            cells = []
        elif token.type == "inline" and before.type in ("th_open", "td_open"):
            cells.append(token.content)
        elif token.type == "thead_close":
            wanted = cells[0] == corner
        elif token.type == "tr_close" and wanted:
            yield name, cells


# Fields


def records(name: str, record: Record) -> Iterator[tuple[str, Record]]:
    yield name, record
    for field, declared in record.fields.items():
        kind = declared.kind
        while isinstance(kind, ListOf | MapOf):
            kind = kind.item if isinstance(kind, ListOf) else kind.record
        if isinstance(kind, Record):
            yield from records(field, kind)


def fields() -> dict[tuple[str, str], Field]:
    roots = {"briefs/<name>.md": BRIEF, CONFIG_FILE: CONFIG, "pages/<name>.md": PAGE}
    return {
        (name, field): declared
        for top, root in roots.items()
        for name, record in records(top, root)
        for field, declared in record.fields.items()
    }


def told() -> dict[tuple[str, str], list[str]]:
    return {(name, cells[0].split("`")[1]): cells for name, cells in rows(FORMAT, "field")}


def test_every_field_has_a_row_and_no_other_has():
    assert len(list(rows(FORMAT, "field"))) == len(told())
    assert set(told()) == set(fields())


def test_the_rows_of_required_fields_say_so():
    marked = {field for field, cells in told().items() if "**required**" in cells[0]}
    assert marked == {field for field, declared in fields().items() if declared.required}


@pytest.mark.parametrize(
    ("field", "words"),
    [(f, d.kind.words) for f, d in fields().items() if isinstance(d.kind, Choice)],
)
def test_a_row_names_all_words_to_choose_from(field, words):
    assert tuple(re.findall("`(.+?)`", told()[field][1])) == words


def test_the_table_of_ratings_is_the_default_scale():
    shown = [
        (r.id, r.label, "" if r.value is None else str(r.value), r.description)
        for r in DEFAULT_RATINGS
    ]
    assert [tuple(cells) for _, cells in rows(FORMAT, "rating")] == shown


def test_the_page_names_all_warnings_that_can_be_accepted():
    text = FORMAT.read_text(encoding="utf-8")
    listed = text.partition("These can be accepted: ")[2].partition(". A reason")[0]
    assert tuple(re.findall("`(.+?)`", listed)) == tuple(ACCEPTABLE)
    assert set(ACCEPTABLE) <= emitted()


# Codes


def test_every_code_has_a_section_and_no_other_has():
    sections = {e.section for e in examples(DIAGNOSTICS) if CODE.fullmatch(e.section)}
    assert sections == emitted()


# Examples


def lay_out(root: Path, files: tuple[Fence, ...]) -> None:
    for fence in files:
        if fence.file == "files":
            for line in fence.text.splitlines():
                if line.startswith("no "):
                    (root / line.removeprefix("no ")).unlink()
                elif line.startswith("remote "):
                    add_remote(root, line.removeprefix("remote "))
                elif size := re.fullmatch(r"(.+) \((\d+) MB\)", line):
                    make_large(root / size[1], int(size[2]))
                elif size := re.fullmatch(r"(.+) \((\d+) kB\)", line):
                    (root / size[1]).write_bytes(b"x" * 1000 * int(size[2]))
                elif line != BRIEF_FILE:
                    copy_brief(root, *line.split(" -> "))
        else:
            write(root / (fence.file or BRIEF_FILE), fence)


def copy_brief(root: Path, name: str, target: str = "") -> None:
    place = root / name
    place.parent.mkdir(parents=True, exist_ok=True)
    if target:
        place.symlink_to(target)
    else:
        place.write_bytes((root / BRIEF_FILE).read_bytes())


def write(place: Path, fence: Fence) -> None:
    text, old = fence.text, place.read_text() if place.exists() else ""
    if fence.file == CONFIG_FILE:
        text = merged(old, text)
    elif not fence.file:
        _, header, body = old.split("---\n", 2)
        if fence.language == "yaml":
            text = f"---\n{merged(header, text)}---\n{body}"
        else:
            text = f"---\n{header}---\n{text}"
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(text)


def merged(fields: str, new: str) -> str:
    """The fields of a file with others in their place, as text, for they may be no YAML at all."""
    names = set(re.findall(r"^([\w-]+):", new, re.MULTILINE))
    blocks = re.split(r"^(?=[\w-]+:)", fields, flags=re.MULTILINE)
    replaced = [block.partition(":")[0] in names for block in blocks]
    at = replaced.index(True) if True in replaced else len(blocks)
    kept = [block for block, gone in zip(blocks, replaced, strict=True) if not gone]
    return "".join([*kept[:at], new, *kept[at:]])


def problems(root: Path, example: Example) -> list[Diagnostic]:
    return list(result_of(example, root).problems)


def result_of(example: Example, root: Path) -> Result:
    if example.section in DOCTORS:
        return result_of_doctor(example, root)
    if example.section == "no-search":
        with patch.dict(os.environ, PAGEFIND_BINARY_PATH="/nowhere/pagefind"):
            lay_out(root, example.files)
            return build(Folder(root), Options(TODAY), root / "output")
    if not example.before:
        lay_out(root, example.files)
        return build(Folder(root), Options(TODAY, cards=True), None)
    lay_out(root, example.before)
    commit(root)
    git(root, "rm", "--quiet", "-r", "--force", ".")
    lay_out(root, example.files)
    since = read_revision(Folder(root), "main")
    return build(Folder(root), Options(TODAY, since=since), None)


def result_of_doctor(example: Example, root: Path) -> Result:
    if example.before:
        lay_out(root, example.before)
        publish(root)
        for path in root.glob("[!.]*"):
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    lay_out(root, example.files)
    return examine(Folder(root), Options(TODAY), Asked())[0]


def cases(page: Path, role: str) -> list[object]:
    return [pytest.param(e, id=str(e)) for e in examples(page) if e.role == role]


@pytest.mark.parametrize("example", cases(DIAGNOSTICS, "bad"))
def test_a_bad_example_gives_its_code(example, tmp_path):
    found = problems(tmp_path, example)
    assert example.severity in {p.severity for p in found if p.code == example.section}


@pytest.mark.parametrize("example", cases(DIAGNOSTICS, "good"))
def test_a_mended_example_does_not(example, tmp_path):
    found = problems(tmp_path, example)
    assert [p for p in found if p.code == example.section or p.severity is Severity.ERROR] == []


def test_every_section_on_a_code_has_both():
    found = {(e.section, e.role) for e in examples(DIAGNOSTICS)}
    assert found == {(section, role) for section, _ in found for role in ("bad", "good")}


def sayings(form: str) -> list[str]:
    return [f.text for f in fences(DIAGNOSTICS) if (f.role, f.file) == ("says", form)]


def bad_example(code: str) -> Example:
    return next(e for e in examples(DIAGNOSTICS) if (e.section, e.role) == (code, "bad"))


@pytest.mark.parametrize("says", sayings(""))
def test_a_message_is_shown_as_it_is(says, tmp_path):
    found = problems(tmp_path, bad_example(re.search(r"\[([a-z-]+)\]", says)[1]))
    assert says in text_report(found, lambda file: (tmp_path / file).read_text())


def test_the_formats_for_programs_are_shown_as_they_are(tmp_path):
    result = result_of(bad_example("unknown-rating"), tmp_path)
    errors = tuple(p for p in result.problems if p.severity is Severity.ERROR)
    found = Findings(result._replace(problems=errors), str)
    (document,), (commands,) = sayings("json"), sayings("github")
    shown = {**json.loads(document), "sitegen": __version__}
    assert shown == json.loads(json_report(found))
    assert commands == github_report(found)


def test_every_key_of_the_json_is_told(tmp_path):
    document = json.loads(
        json_report(Findings(result_of(bad_example("unknown-rating"), tmp_path), str))
    )
    told = {key for _, cells in rows(DIAGNOSTICS, "key") for key in re.findall("`(.+?)`", cells[0])}
    assert told == {*document, *document["diagnostics"][0], "profile"} - {"diagnostics"}


def test_the_whole_example_builds_without_a_word(tmp_path):
    whole = Example("", "", "with", tuple(f for f in fences(FORMAT) if f.role == "with"))
    lay_out(tmp_path, whole.files)
    result = build(Folder(tmp_path), Options(TODAY), tmp_path / "output")
    assert result.problems == ()
    assert (tmp_path / "output/briefs/bridge/doubled/index.html").is_file()


@pytest.mark.parametrize("example", cases(FORMAT, "good"))
def test_what_the_format_allows_builds(example, tmp_path):
    assert [p for p in problems(tmp_path, example) if p.severity is Severity.ERROR] == []


@pytest.mark.parametrize("example", cases(FORMAT, "bad"))
def test_what_the_format_refuses_does_not(example, tmp_path):
    assert Severity.ERROR in {p.severity for p in problems(tmp_path, example)}


@pytest.mark.parametrize("page", [FORMAT, DIAGNOSTICS], ids=lambda page: page.name)
def test_no_block_escapes_these_tests(page):
    roles = {"with", "before", "bad", "good", "says"}
    assert [f.text for f in fences(page) if f.role not in roles] == []


# Commands and links


def lines_of_code(page: Path, program: str) -> Iterator[list[str]]:
    """The words after the program's name, wherever a line of code begins with it."""
    for token in tokens(page):
        code = [token] if token.type == "fence" else token.children or ()
        for line in (line for c in code if c.type != "text" for line in c.content.splitlines()):
            name, *words = line.partition("#")[0].split() or [""]
            if name == program and words:
                yield words


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_the_commands_on_a_page_exist_with_their_options(page):
    group = typer.main.get_command(app)
    for words in lines_of_code(page, "sitegen"):
        command = group if words[0].startswith("-") else group.commands.get(words[0])
        assert command is not None, words
        known = {"--help", *(option for p in command.params for option in p.opts)}
        assert {w.partition("=")[0] for w in words if w.startswith("-")} <= known, words


def test_the_readme_names_every_command():
    shown = {words[0] for words in lines_of_code(ROOT / "README.md", "sitegen")}
    assert set(typer.main.get_command(app).commands) <= shown


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_the_make_targets_on_a_page_exist(page):
    targets = re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE)
    assert {words[0] for words in lines_of_code(page, "make")} <= set(targets)


def anchors(page: Path) -> set[str]:
    """The ids that GitHub gives to a page's headings."""
    pairs = zip(tokens(page), tokens(page)[1:], strict=False)
    headings = [after.content for before, after in pairs if before.type == "heading_open"]
    return {re.sub(r"[^\w -]", "", h.lower()).replace(" ", "-") for h in headings}


def links(page: Path) -> Iterator[str]:
    for token in tokens(page):
        for child in token.children or ():
            target = str(child.attrs.get("href", child.attrs.get("src", "")))
            if target and "://" not in target and not target.startswith("mailto:"):
                yield target


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_the_links_of_a_page_lead_somewhere(page):
    for target in links(page):
        path, _, anchor = target.partition("#")
        place = (page.parent / path).resolve() if path else page
        assert place.is_relative_to(ROOT), target
        assert place.exists(), target
        assert not anchor or anchor in anchors(place), target
