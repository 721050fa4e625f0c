"""Bad input, by name: each is told in bounded time and memory, and changes nothing.

``sitegen build`` runs in a process of its own. What counts is the processor time of that process,
not the time on the clock, so that a busy machine makes no test fail; a limit of the system ends a
process that goes on and on, and one that takes memory without end.
"""

import json
import shutil
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import pytest

from sitegen.compiler import compile_brief
from sitegen.source import SourceFile
from support import PLAIN_SITE, Desk, Problem, Run, brief_text, quiet_text
from test_cli import as_nobody, other_desk  # noqa: F401 (a fixture)
from test_invalid import CASES, lay_out, lines

# Two seconds of processor time on an ordinary machine are the bar; the test lets a slower or a
# busy one, where a second does less, take four times as long. What is not bounded takes minutes.
SECONDS = 4 * 2.0
MEGABYTES = 500
STOP_SECONDS, STOP_BYTES = 20, 3_000_000_000  # then the system ends the process

# A small process, in which no test has left its memory, starts one for each build.
LAUNCH = f"""
import importlib, json, os, pkgutil, resource, sys
import sitegen
for module in pkgutil.iter_modules(sitegen.__path__):
    if module.name != "__main__":
        importlib.import_module("sitegen." + module.name)
from sitegen.start import main

def build(root, said):
    resource.setrlimit(resource.RLIMIT_CPU, ({STOP_SECONDS}, {STOP_SECONDS}))
    resource.setrlimit(resource.RLIMIT_AS, ({STOP_BYTES}, {STOP_BYTES}))
    os.dup2(os.open(said, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), 2)
    os.dup2(2, 1)
    os.chdir(root)
    sys.argv = ["sitegen", "build", "--jobs", "1", "--today", "2024-06-01"]
    main()

try:  # imports what is imported late
    sys.argv = ["sitegen", "check", "--root", os.devnull]
    main()
except SystemExit:
    pass

for line in sys.stdin:
    child = os.fork()
    if not child:
        build(*json.loads(line))
        os._exit(0)
    _, status, used = os.wait4(child, 0)
    size = used.ru_maxrss * (1 if sys.platform == "darwin" else 1024)
    print(json.dumps([os.waitstatus_to_exitcode(status), used.ru_utime + used.ru_stime, size]),
          flush=True)
"""


class Build(NamedTuple):
    """What a build came to."""

    status: int
    seconds: float
    megabytes: float
    stderr: str


Builder = Callable[[Path], Build]


@pytest.fixture(scope="module")
def build(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Builder]:
    """Runs ``sitegen build`` in a folder, in a process of its own."""
    said = tmp_path_factory.mktemp("said") / "stderr"
    command = [sys.executable, "-c", LAUNCH]
    with subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        encoding="utf-8",
    ) as launcher:

        def run(root: Path) -> Build:
            print(json.dumps([str(root), str(said)]), file=launcher.stdin, flush=True)
            status, seconds, size = json.loads(launcher.stdout.readline())
            return Build(status, seconds, size / 1_000_000, said.read_text(encoding="utf-8"))

        yield run


def everything(root: Path) -> dict[str, object]:
    """All that lies in a folder, byte for byte, and when it was changed."""
    found = {}
    for path in sorted(root.rglob("*")):
        about = path.lstat()
        content = path.is_file() and not path.is_symlink() and path.read_bytes()
        found[path.relative_to(root).as_posix()] = (about.st_mode, about.st_mtime_ns, content)
    return found


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site from before, which stays as it was."""
    desk = Desk(tmp_path_factory.mktemp("good"))
    desk.brief(quiet_text())
    return desk.make().out


@pytest.fixture
def refused(desk: Desk, good: Path, build: Builder) -> Callable[..., list[Problem]]:
    """Builds the desk, which must be refused as it should be; gives the problems that are told."""

    def run(code: str, file: str, status: int = 1) -> list[Problem]:
        shutil.copytree(good, desk.out)
        before = everything(desk.root)
        made = build(desk.root)
        said = made.stderr[-2000:]
        assert made.status == status, said
        assert "Traceback" not in made.stderr
        assert made.seconds < SECONDS, said
        assert made.megabytes < MEGABYTES, said
        assert everything(desk.root) == before
        problems = Run(status, "", made.stderr).problems
        assert (code, file) in {(p.code, p.file) for p in problems}, said
        assert max(Counter(p.file for p in problems).values()) <= 101
        return problems

    return run


# By name


def header(text: str) -> str:
    return f"---\n{text}\n---\n"


def numbered(count: int, entry: Callable[[int], str]) -> str:
    return "\n".join(entry(number) for number in range(count))


def claims(count: int, more: Callable[[int], str] = lambda _: "") -> str:
    one = "c{}: {{text: A, rating: 'false', verdict: B{}}}"
    return numbered(count, lambda n: one.format(n, more(n)))


def sources(count: int, via: Callable[[int], str]) -> str:
    return "sources:\n" + numbered(count, lambda n: f"  s{n}: {{title: A, via: {via(n)}}}")


LEAST = brief_text()
BRIEF = "briefs/bridge.md"
# What is wrong: the code that tells it, and the brief.
BRIEFS: dict[str, tuple[str, str | bytes]] = {
    "empty": ("front-matter", ""),
    "only a fence": ("front-matter", "---\n"),
    "no fence": ("front-matter", "title: The bridge\n\nText.\n"),
    "closed with dots": ("front-matter", LEAST.replace("more.\n---", "more.\n...")),
    "NUL bytes": ("encoding", LEAST.replace("twice", "tw\0ce")),
    "only NUL bytes": ("encoding", bytes(4096)),
    "Latin-1": ("encoding", LEAST.replace("twice", "café").encode("latin-1")),
    "UTF-16": ("encoding", LEAST.encode("utf-16")),
    "UTF-16 without a mark": ("encoding", LEAST.encode("utf-16-le")),
    "lone surrogate in an escape": ("yaml-syntax", brief_text('summary: "\\uD800"')),
    "lone surrogate in bytes": ("encoding", LEAST.encode().replace(b"twice", b"\xed\xa0\x80")),
    "BOM and a mistake": ("unknown-field", b"\xef\xbb\xbf" + brief_text("mood: x").encode()),
    "CRLF and a mistake": ("unknown-field", brief_text("mood: x").replace("\n", "\r\n")),
    "two BOMs": ("front-matter", b"\xef\xbb\xbf" * 2 + LEAST.encode()),
    "50 MB": ("too-large", LEAST.encode() + b"word " * 10_000_000),
    "one line of 400 kB": ("yaml-syntax", header("title: " + "a: b " * 80_000)),
    "10,000 levels of brackets": ("yaml-syntax", header("title: " + "[" * 10_000)),
    "10,000 levels of braces": ("yaml-syntax", header("title: " + "{a: " * 10_000)),
    "10,000 levels of hyphens": ("yaml-syntax", header("title:\n" + "- " * 10_000)),
    "600 levels of lines": ("yaml-syntax", header(numbered(600, lambda n: " " * n + "a:"))),
    "a laugh of aliases": (
        "yaml-alias",
        header("a: &a [x]\n" + numbered(20, lambda n: f"b{n}: &b{n} [{'*a, ' * 9}]")),
    ),
    "aliases, as many as fit": ("yaml-alias", header(f"title: [{'*a , ' * 95_000}]")),
    "anchors, as many as fit": ("yaml-alias", header(f"title: [{'&a a, ' * 80_000}]")),
    "tags, as many as fit": ("yaml-tag", header(f"title: [{'!t a, ' * 80_000}]")),
    "quotes that nothing closes": ("yaml-syntax", header('title: ["' + '""' * 200_000)),
    "escaped quotes": ("yaml-syntax", header('title: ["' + '\\"' * 200_000)),
    "hyphens": ("yaml-syntax", header("title: x\n" + "-" * 400_000 + "\na: b: c")),
    "hashes": ("yaml-syntax", header("title: {" + " #" * 200_000)),
    "duplicate key at depth": (
        "duplicate-key",
        brief_text(claim="evidence: [{source: a, source: b, stance: supports}]"),
    ),
    "duplicate keys": ("duplicate-key", brief_text("title: x\n" * 50_000)),
    "mapping for a list": ("wrong-type", brief_text("authors: {name: Ana Ruiz}")),
    "list for a mapping": ("wrong-type", LEAST.replace("article:\n  title", "article:\n- title")),
    "list for claims": ("wrong-type", LEAST.replace("  doubled:\n", "  -\n")),
    "text for claims": ("wrong-type", header("title: x\npublished: 2024-05-14\nclaims: none")),
    "30 February": ("bad-date", LEAST.replace("2024-05-14", "2024-02-30")),
    "month 13": ("bad-date", LEAST.replace("2024-05-14", "2024-13-01")),
    "year 0": ("bad-date", LEAST.replace("2024-05-14", "0000-01-01")),
    "25 o'clock": ("bad-date", LEAST.replace("2024-05-14", "2024-05-14T25:00Z")),
    "before the first moment": ("bad-date", LEAST.replace("2024-05-14", "0001-01-01T00:00+23:59")),
    "javascript: address": ("bad-url", brief_text(article="url: javascript:alert(1)")),
    "address with spaces": ("bad-url", brief_text(article="url: https://a.example/b c")),
    "address without a host": ("bad-url", brief_text(article="url: https:///path")),
    "address with half a bracket": ("bad-url", brief_text(article="url: https://[::1/")),
    "id with a slash": ("bad-slug", LEAST.replace("doubled", "a/b")),
    "id with dots": ("bad-slug", LEAST.replace("doubled", '".."')),
    "id that is an emoji": ("bad-slug", LEAST.replace("doubled", "🌉")),
    "id of 100 kB": ("bad-slug", LEAST.replace("doubled", f'? "{"a" * 100_000}"\n  ')),
    "snapshot by ..": ("unsafe-path", brief_text(article="snapshot: ../secret.txt")),
    "snapshot by .. within": ("unsafe-path", brief_text(article="snapshot: a/../../secret.txt")),
    "absolute snapshot": ("unsafe-path", brief_text(article="snapshot: /etc/passwd")),
    "snapshot with a NUL": ("encoding", brief_text(article='snapshot: "a\\0b"')),
    "snapshot that is a folder": ("snapshot-missing", brief_text(article="snapshot: briefs")),
    "snapshot with an endless name": (
        "snapshot-missing",
        brief_text(article=f"snapshot: {'a' * 5_000}.txt"),
    ),
    "5,000 claims": ("too-large", brief_text(claims=claims(5_000))),
    "5,000 responses": (
        "too-large",
        brief_text(end="responses:\n" + "- {from: A, status: replied}\n" * 5_000),
    ),
    "8,000 topics": ("too-large", brief_text(f"topics: [{'a, ' * 8_000}]")),
    "100,000 entries": ("unknown-field", brief_text(f"authors: [{'a, ' * 100_000}]\nmood: x")),
    "100,000 wrong entries": ("wrong-type", brief_text(f"authors: [{'{}, ' * 100_000}]")),
    "40,000 fields": ("unknown-field", brief_text(numbered(40_000, lambda n: f"w{n}: x"))),
    "40,000 same_as": ("same-as-target", brief_text(claim=f"same_as: [{'a#b, ' * 40_000}]")),
    "a chain of 10,000": ("unknown-source", brief_text(end=sources(10_000, lambda n: f"s{n + 1}"))),
    "a circle of 10,000": (
        "via-loop",
        brief_text(end=sources(10_000, lambda n: f"s{(n + 1) % 10_000}")),
    ),
    "5,000 unknown among 5,000": (
        "unknown-source",
        brief_text(end=sources(5_000, lambda n: f"t{n}"), body="[@u1] [@u2]"),
    ),
    "5,000 wrong links": (
        "unknown-claim",
        brief_text(body=numbered(5_000, lambda n: f"# h{n}\n\n[a](#i{n})\n")),
    ),
    "5,000 missing files": (
        "missing-file",
        brief_text(body=numbered(5_000, lambda n: f"[a](a{n}.pdf)")),
    ),
    "too many brackets": ("too-large", brief_text(body="[" * 100_000)),
}


@pytest.mark.parametrize("name", BRIEFS)
def test_a_bad_brief(desk: Desk, refused, name: str) -> None:
    code, text = BRIEFS[name]
    desk.brief(text)
    refused(code, BRIEF)


CONFIGS: dict[str, tuple[str, str | bytes | None]] = {
    "missing": ("config-error", None),
    "empty": ("missing-field", ""),
    "only a comment": ("missing-field", "# nothing yet\n"),
    "a list": ("front-matter", "- title: Desk\n"),
    "a text": ("front-matter", "Desk\n"),
    "wrong types": ("wrong-type", "title: [Desk]\nentities: [Ana]\nmenu: {a: b}\n"),
    "unknown key": ("unknown-field", "titel: Desk\n"),
    "NUL bytes": ("encoding", "title: D\0\n"),
    "Latin-1": ("encoding", "title: Café\n".encode("latin-1")),
    "UTF-16": ("encoding", "title: Desk\n".encode("utf-16")),
    "50 MB": ("too-large", b"title: Desk\n" + b"# comment\n" * 5_000_000),
    "10,000 levels": ("yaml-syntax", "title: " + "[" * 10_000),
    "a million aliases": ("yaml-alias", f"title: [{'*a ,' * 1_000_000}]"),
    "a million anchors": ("yaml-alias", f"title: [{'&a ,' * 1_000_000}]"),
    "a million entries": ("too-large", f"title: Desk\nmenu: [{'a, ' * 1_000_000}]"),
    "a million fields": ("too-large", "title: Desk\n" + "a: b\n" * 900_000),
    "100,000 entities": (
        "config-error",
        f"{PLAIN_SITE}menu: [nope]\nentities:\n" + numbered(100_000, lambda n: f"  N{n}: {{}}"),
    ),
    "base_url with javascript:": ("bad-url", "title: Desk\nbase_url: javascript:alert(1)\n"),
}


@pytest.mark.parametrize("name", CONFIGS)
def test_a_bad_site_yaml(desk: Desk, refused, name: str) -> None:
    code, text = CONFIGS[name]
    desk.brief(quiet_text())
    if text is None:
        (desk.root / "site.yaml").unlink()
    else:
        desk.file("site.yaml", text)
    refused(code, "site.yaml", 2)


def test_a_page_is_read_as_carefully(desk: Desk, refused) -> None:
    desk.brief(quiet_text())
    desk.file("pages/about.md", LEAST.encode("utf-16"))
    refused("encoding", "pages/about.md")


# The folder


def test_two_files_of_one_name(desk: Desk, refused) -> None:
    desk.brief(quiet_text())
    desk.brief(quiet_text(), folder="briefs/2024")
    refused("duplicate-slug", BRIEF)


def test_a_snapshot_that_is_a_link_out_of_the_folder(desk: Desk, refused, tmp_path_factory) -> None:
    (tmp_path_factory.getbasetemp() / "secret.txt").write_text("secret")
    desk.brief(brief_text(article="snapshot: s.txt"))
    (desk.root / "s.txt").symlink_to(tmp_path_factory.getbasetemp() / "secret.txt")
    refused("unsafe-path", BRIEF)


def test_a_folder_named_like_a_brief_is_no_brief(desk: Desk, build: Builder) -> None:
    """It may hold briefs; a warning asks whether it should have been one."""
    desk.brief(quiet_text())
    (desk.root / "briefs/x.md").mkdir()
    made = build(desk.root)
    assert made.status == 0, made.stderr
    problems = Run(0, "", made.stderr).problems
    assert [(p.code, p.severity, p.file) for p in problems] == [
        ("not-read", "warning", "briefs/x.md")
    ]


def test_an_unreadable_file_leaves_all_as_it_was(other_desk: Desk, good: Path) -> None:  # noqa: F811
    desk = other_desk
    desk.brief(quiet_text())
    desk.brief(quiet_text(), slug="secret").chmod(0)
    shutil.copytree(good, desk.out)
    before = everything(desk.root)
    run = as_nobody(desk, "build", "--today", "2024-06-01")
    assert run.status == 1
    assert [(p.code, p.file) for p in run.problems] == [("unreadable", "briefs/secret.md")]
    assert everything(desk.root) == before


def test_twenty_thousand_empty_briefs(desk: Desk, build: Builder) -> None:
    for number in range(20_000):
        desk.file(f"briefs/b{number}.md", b"")
    made = build(desk.root)
    assert (made.status, made.stderr.count("[front-matter]")) == (1, 20_000)
    assert made.seconds < 2 * SECONDS
    assert made.megabytes < MEGABYTES
    assert not desk.out.exists()


def test_quotes_that_a_large_snapshot_does_not_hold(desk: Desk, refused) -> None:
    desk.file("s.txt", "these words are there no more " * 163_000)
    asked = claims(200, lambda n: f", quote: words that {n} are not there really")
    desk.brief(brief_text(article="snapshot: s.txt", claims=asked))
    refused("quote-not-found", BRIEF)


def test_a_brief_that_relies_on_hundreds_of_others(desk: Desk, refused) -> None:
    wrong = ", ".join(f"b{number}#nope" for number in range(100))
    for number in range(50):
        desk.brief(quiet_text(claim=f"same_as: [{wrong}]"), slug=f"b{number}")
    refused("same-as-target", "briefs/b1.md")


# All that the corpus has, which gives the words of each report elsewhere (test_invalid)


REFUSED = [
    case
    for case in CASES
    if lines(case / "expected.txt")[-1] != "exit status 0" and not (case / "args").exists()
]


@pytest.mark.parametrize("case", REFUSED, ids=lambda case: f"{case.parent.name}/{case.name}")
def test_a_site_of_the_corpus(desk: Desk, good: Path, build: Builder, case: Path) -> None:
    expected = (case / "expected.txt").read_text(encoding="utf-8")
    lay_out(case, desk.root)
    shutil.copytree(good, desk.out)
    before = everything(desk.root)
    made = build(desk.root)
    assert f"exit status {made.status}\n" in expected
    assert Run(0, "", made.stderr).problems == Run(0, "", expected).problems
    assert (made.seconds < SECONDS, made.megabytes < MEGABYTES) == (True, True)
    assert everything(desk.root) == before


def test_the_corpus_is_refused() -> None:
    assert len(REFUSED) > 60


def test_of_an_endless_line_the_report_shows_what_stands_around_the_place(
    desk: Desk, build: Builder
) -> None:
    places = {}
    for name, before, after in (("a", 0, 9_000), ("b", 9_000, 9_000), ("c", 9_000, 0)):
        desk.brief(brief_text(f"authors: [{'x, ' * before}{{}}{', y' * after}]"), slug=name)
        places[f"briefs/{name}.md"] = len("authors: [") + 3 * before + 1
    said = build(desk.root).stderr
    assert max(map(len, said.split("\n"))) < 2_100
    found = {p.file: p.column for p in Run(1, "", said).problems if p.severity == "error"}
    assert found == places
    shown = said.split("\n")
    marks = [(a, b.index("^")) for a, b in pairwise(shown) if b.lstrip(" |").startswith("^^ ")]
    assert [line[at : at + 2] for line, at in marks] == ["{}"] * 3


# Markdown that nests, which is no mistake: bounded too

NESTED = {
    "quotes": "> ",
    "lists": "- ",
    "numbers": "1. ",
    "brackets": "[",
    "pictures": "![",
    "emphasis": "*a **b ",
    "underscores": "_a __b ",
    "backticks": "`a ``b ",
    "tildes": "~~a ",
    "tables": "|a|b|\n|---|---|\n",
    "bars": "|a",
    "footnotes": "x[^a]\n\n[^a]: y\n\n",
    "notes in notes": "^[",
    "definitions": "[a]: b\n",
    "addresses": "<http://a.example/ ",
    "entities": "&amp",
    "headings": "# a\n\n",
    "citations": "[@audit] ",
    "mentions": "@audit ",
    "block quotes of a claim": "> has cost double\n\n",
}


@pytest.mark.parametrize("name", NESTED)
def test_nested_markdown_takes_time_in_proportion(name: str) -> None:
    """Of 20 and 80 kB, with room for what a busy machine adds."""
    piece = NESTED[name]

    def seconds(size: int) -> float:
        count = min(size // len(piece), 19_000 // max(1, piece.count("[")))
        body = piece * count
        text = brief_text(
            claim="quote: has cost double", end="sources: {audit: {title: A}}", body=body
        )
        started = time.process_time()
        compile_brief(SourceFile(BRIEF, text.encode()))
        return time.process_time() - started

    assert seconds(80_000) < 0.5 + 10 * seconds(20_000)
