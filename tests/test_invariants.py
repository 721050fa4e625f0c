"""What holds for every input: properties, looked for with many examples, and five invariants.

Any bytes never raise; one job equals many; warm equals cold; shuffled input gives the same bytes;
a body edit touches only its own pages. The examples are the same in every run;
``EXAMPLES=20000 pytest tests/test_invariants.py`` looks further, at random.
"""

import json
import os
import pickle
import random
import re
import shutil
import sys
import unicodedata
from collections.abc import Iterable
from pathlib import Path
from typing import Self

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from building import built_as
from sitegen.compiler import compile_brief, compile_page
from sitegen.config import read_config
from sitegen.diagnostics import in_order
from sitegen.names import LONGEST, address_of, is_slug, slug_from
from sitegen.quotes import check_quote, normalise, normalise_with_origins
from sitegen.source import SourceFile
from sound import assert_sound, assert_told
from support import BRIDGE, EDITORS, PLAIN_SITE, SITE, Desk, brief_text

sys.path.append(str(Path(__file__).parents[1] / "benchmarks"))
from corpus import write_corpus

FURTHER = int(os.environ.get("EXAMPLES", "0"))


def many(count: int) -> settings:
    return settings(
        max_examples=FURTHER or count,
        derandomize=not FURTHER,
        deadline=None,
        database=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
    )


# Any bytes never raise

# fmt: off
YAML_PIECES = (
    "\n", " ", "  ", "- ", ": ", ":", "? ", "#", "'", '"', "|", ">", "[", "]", "{", "}", ",",
    "&a ", "*a", "!t ", "<<", "---", "...", "%", "@", "`", "\t", "\\", "~", "\r", "\u2028",
    "\x85", "\0", "title", "claims", "sources", "text", "rating", "evidence", "source", "date",
    "snapshot", "true", "2024-05-14", "2024-02-30", "-1", "https://", "https://[", "é", "好",
)
MARKDOWN_PIECES = (
    "\n", "\n\n", " ", "    ", "# ", "> ", "- ", "1. ", "*", "**", "_", "`", "```", "~~", "|",
    "|---|", "[", "]", "(", ")", "[@", "@audit", "; ", ", p. 2", "#doubled", "![", "<", ">", "[^1]",
    "[^1]: ", "&amp;", "&#0;", "\\", "https://a.example/", "javascript:", "../x.md", "x.png",
    "word", "é", "has cost double what was promised", "has cost", "e\u0301", "好", "\t", "\0",
)
NAME_PIECES = (
    "a", "B", "z", "1", " ", "-", "_", "é", "e\u0301", "ß", "İ", "ı", "ﬁ", "Ⅳ", "½", "ø", "ͺ", "ᾳ",
    "好", "\u0301", "\u0345", "\u0928\u0940", "\u0e01\u0e33", "\u09c7\u09be", "\u0cc6\u0cc2", "각",
    "\u1025\u102e", "\u30ab\u3099", "\u1100\u1161\u11a8", "\u05e9\u05c1", "\u0627\u0653",
)
# fmt: on


def made_of(pieces: Iterable[str], most: int) -> st.SearchStrategy[str]:
    return st.lists(st.sampled_from(list(pieces)), max_size=most).map("".join)


YAMLISH = made_of(YAML_PIECES, 40)
MARKDOWNISH = made_of(MARKDOWN_PIECES, 40)
TEXT = st.one_of(YAMLISH, MARKDOWNISH, st.text(max_size=60))
EDITS = st.lists(st.tuples(st.floats(0, 1), st.integers(0, 60), TEXT), min_size=1, max_size=4)


def edited(text: str, edits: Iterable[tuple[float, int, str]]) -> str:
    """A text with some stretches of it replaced."""
    for place, length, new in edits:
        start = int(place * len(text))
        text = text[:start] + new + text[start + length :]
    return text


def encoded(text: str) -> bytes:
    return text.encode("utf-8", errors="surrogatepass")


BYTES = st.one_of(
    st.binary(max_size=200),
    TEXT.map(encoded),
    st.tuples(YAMLISH, MARKDOWNISH).map(lambda parts: encoded("---\n{}\n---\n{}".format(*parts))),
    MARKDOWNISH.map(lambda body: encoded(brief_text(body=body))),
)
BRIEFS = st.one_of(BYTES, EDITS.map(lambda edits: encoded(edited(BRIDGE, edits))))
CONFIGS = st.one_of(
    st.binary(max_size=200),
    YAMLISH.map(encoded),
    EDITS.map(lambda edits: encoded(edited(SITE, edits))),
)


@many(250)
@given(BRIEFS)
@example(b"")
@example(b"---\n---")
@example(b"\xef\xbb\xbf---\r\ntitle: x\r\n---\r\n")
# What the fuzzer found:
@example(brief_text(body="[@a; @] [@a; @, p. 2; @b] [@ ]").encode())
@example(brief_text(f"updated: {'9' * 30}-1-1").encode())
@example(brief_text(claims="c[a]: text\nc[1111]: text\n'c[]': text\n'[9]': text").encode())
@example(brief_text(f"updated: 1-1-{'9' * 5000}").encode())
def test_any_bytes_make_a_brief_or_problems(data: bytes) -> None:
    source = SourceFile("briefs/bridge.md", data)
    compiled = compile_brief(source)
    assert compiled.brief is not None or compiled.problems
    assert_sound(compiled.problems, source)
    again = pickle.loads(pickle.dumps(compiled))
    assert (again, again.problems) == (compiled, compiled.problems)


@many(150)
@given(BRIEFS)
def test_any_bytes_make_a_page_or_problems(data: bytes) -> None:
    source = SourceFile("pages/about.md", data)
    compiled = compile_page(source)
    assert compiled.title or compiled.problems
    assert_sound(compiled.problems, source)


@many(200)
@given(CONFIGS)
def test_any_bytes_make_settings_or_problems(data: bytes) -> None:
    source = SourceFile("site.yaml", data)
    read = read_config(source)
    assert read.config.title or read.problems
    assert_sound(read.problems, source)


# What hands do to a text that was right: lines, stretches and spaces lost, doubled, moved, changed.
SLIPS = ("lose", "double", "swap", "indent", "join", "split", "type", "lose some", "double some")
SLIPPED = st.lists(
    st.tuples(st.sampled_from(SLIPS), st.floats(0, 1), st.integers(1, 4), TEXT),
    min_size=1,
    max_size=3,
)


def slipped(text: str, slips: Iterable[tuple[str, float, int, str]]) -> str:
    """A text with some slips of the hand."""
    for kind, place, size, new in slips:
        rows = text.split("\n")
        row = min(int(place * len(rows)), len(rows) - 1)
        at = int(place * len(text))
        match kind:
            case "lose":
                del rows[row : row + size]
            case "double":
                rows[row:row] = rows[row : row + size]
            case "swap":
                other = (row + size) % len(rows)
                rows[row], rows[other] = rows[other], rows[row]
            case "indent":
                rows[row] = " " * size + rows[row] if len(new) % 2 else rows[row][size:]
            case "join":
                rows[row : row + 2] = [" ".join(rows[row : row + 2])]
            case "split":
                rows[row : row + 1] = [rows[row][:size], rows[row][size:]]
            case "type":
                rows = [text[:at] + new[:size] + text[at:]]
            case "lose some":
                rows = [text[:at] + text[at + size :]]
            case _:
                rows = [text[:at] + text[at : at + size] + text[at:]]
        text = "\n".join(rows)
    return text


@many(400)
@given(SLIPPED)
def test_slips_in_a_brief_are_told_in_every_format(slips: list) -> None:
    source = SourceFile("briefs/bridge.md", encoded(slipped(BRIDGE, slips)))
    problems = compile_brief(source).problems
    assert_sound(problems, source)
    assert_told(in_order(problems), source)


@many(200)
@given(SLIPPED)
def test_slips_in_settings_are_told_in_every_format(slips: list) -> None:
    source = SourceFile("site.yaml", encoded(slipped(SITE, slips)))
    problems = read_config(source).problems
    assert_sound(problems, source)
    assert_told(in_order(problems), source)


@many(40)
@given(EDITS)
def test_any_edit_of_a_brief_can_be_checked(edits: list[tuple[float, int, str]]) -> None:
    """Not only compiled but joined, checked and rendered, where it has no errors."""
    desk = FUZZED.bridge(edited(BRIDGE, edits).encode("utf-8", errors="replace"))
    for problem in desk.diagnostics(strict=True):
        assert problem.file in ("briefs/bridge.md", "briefs/2023/old-bridge-brief.md", "site.yaml")


@pytest.fixture(autouse=True, scope="module")
def _fuzzed(tmp_path_factory: pytest.TempPathFactory) -> None:
    global FUZZED  # noqa: PLW0603 (hypothesis gives examples, not fixtures, to a test)
    FUZZED = Desk(tmp_path_factory.mktemp("fuzzed"))


# Text stays what was typed

PRINTABLE = st.text(
    st.characters(exclude_categories=["Cs", "Cc", "Cn", "Co"], exclude_characters="\ufeff"),
    min_size=1,
    max_size=40,
)
LINES = st.lists(PRINTABLE, min_size=1, max_size=4).map("\n".join)


def read_back(scalar: str) -> tuple[str, str]:
    """The title and a claim's text of a brief where both are typed as this scalar."""
    text = brief_text().replace("The bridge cost twice its budget", scalar)
    data = text.replace("title: The bridge\n", f"title: {scalar}\n").encode()
    compiled = compile_brief(SourceFile("briefs/bridge.md", data))
    assert [p for p in compiled.problems if p.code not in EDITORS] == []
    return compiled.brief.title, compiled.brief.claims[0].text


@many(200)
@given(PRINTABLE.filter(str.strip))
@example("NO")
@example("a  b: c #d")
@example("a\u2028b\u2029c")
@example("a\x85b")
@example("a\u00a0\u3000b")
def test_text_in_quotes_is_what_was_typed(text: str) -> None:
    single = "'" + text.replace("'", "''") + "'"
    double = '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
    for scalar in (single, double):
        assert read_back(scalar) == (text.strip(), text.strip())


@many(100)
@given(LINES.filter(str.strip))
@example("a\n\n  b\n c")
def test_text_in_a_block_is_what_was_typed(text: str) -> None:
    data = brief_text("summary: |2-\n" + "".join(f"  {line}\n" for line in text.split("\n")))
    compiled = compile_brief(SourceFile("briefs/bridge.md", data.encode()))
    assert [p for p in compiled.problems if p.code not in EDITORS] == []
    assert compiled.brief.summary == text.strip()


# Names and quotes

SCRIPTS = st.one_of(st.text(max_size=20), made_of(NAME_PIECES, 8))


@many(300)
@given(SCRIPTS)
@example("x" * 2 * LONGEST)
def test_a_proposed_slug_is_one(text: str) -> None:
    slug = slug_from(text)
    assert slug == "" or is_slug(slug)
    assert slug_from(slug) == slug


@many(500)
@given(SCRIPTS)
def test_an_address_is_one_folders_name_and_stays(name: str) -> None:
    part = address_of(name)
    assert address_of(part) == part
    assert not set(part) & set("/\\.?#%& ")
    assert not part.startswith("-")
    assert "--" not in part
    assert not part.endswith("-")


@many(300)
@given(SCRIPTS)
def test_an_address_looks_through_case_and_form(name: str) -> None:
    for form in ("NFC", "NFD", "NFKC", "NFKD"):
        assert address_of(unicodedata.normalize(form, name)) == address_of(name)
    if name.isascii():
        assert address_of(name.upper()) == address_of(name.lower())
        assert address_of(f"{name}é") == f"{address_of(f'{name}e')[:-1]}é"


MARKS = ("“", "”", "'", '"', "«", "–", "-", " ", "\n", "\u00a0", "  ", "word", "121")
QUOTED = st.one_of(st.text(max_size=20), made_of((*NAME_PIECES, *MARKS), 10))


@many(300)
@given(QUOTED)
def test_normalising_twice_changes_nothing(text: str) -> None:
    once = normalise(text)
    assert normalise(once) == once
    assert normalise(unicodedata.normalize("NFD", text)) == once
    assert normalise(f"\n {text}\t") == once


@many(500)
@given(QUOTED, st.data())
def test_what_was_normalised_can_be_found_again(text: str, data: st.DataObject) -> None:
    """A stretch of the normalised text leads to the stretch of the text that it came from."""
    plain, origins = normalise_with_origins(text)
    assert plain.strip() == normalise(text)
    assert len(origins) == len(plain)
    assert origins == sorted(origins)
    starts = [i for i in range(len(plain)) if i == 0 or origins[i] > origins[i - 1]]
    if starts:
        first = data.draw(st.sampled_from(starts))
        last = data.draw(st.sampled_from([*(i for i in starts if i > first), len(plain)]))
        end = origins[last] if last < len(plain) else len(text)
        assert normalise(text[origins[first] : end]) == plain[first:last].strip()


@many(200)
@given(QUOTED, st.data())
def test_words_of_a_text_are_found_in_it(text: str, data: st.DataObject) -> None:
    words = text.split()
    if words:
        first = data.draw(st.integers(0, len(words) - 1))
        last = data.draw(st.integers(first + 1, len(words)))
        wrong = check_quote("\n".join(words[first:last]), normalise(text), "the text")
        assert wrong is None or wrong.code == "quote-ambiguous"


# One job, many; warm, cold; in whatever order; wherever


def files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def assert_same(one: Path, other: Path) -> None:
    """Two sites are the same, byte for byte; names the files that are not."""
    first, second = files(one), files(other)
    assert len(first) > 10
    assert {path for path in first | second if first.get(path) != second.get(path)} == set()


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """A site of 70 briefs, enough for several processes, built in this one; not to be changed."""
    desk = Desk(tmp_path_factory.mktemp("corpus"))
    write_corpus(desk.root, 70)
    settings = desk.root / "site.yaml"
    settings.write_text(settings.read_text("utf-8") + "share_images: false\n", "utf-8")
    return desk.make()


@pytest.fixture
def small(desk: Desk) -> Desk:
    """A site of some briefs with warnings, and the example's; to be changed."""
    write_corpus(desk.root, 8)
    desk.bridge()
    for slug in "abcd":  # the first of these is told that nobody knows who this is
        desk.brief(brief_text(claim="claimant: A Passer-By"), slug=slug)
    desk.config(PLAIN_SITE)
    return desk


def test_two_jobs_make_what_one_makes(corpus: Desk, tmp_path: Path) -> None:
    run = corpus.build("--jobs", "2", "-o", str(tmp_path / "site"))
    assert run.problems == [], "the benchmark's briefs should be without a fault"
    assert_same(corpus.out, tmp_path / "site")


def test_two_jobs_find_what_one_finds(corpus: Desk, tmp_path: Path) -> None:
    broken = Desk(tmp_path)
    shutil.copytree(corpus.root / "briefs", tmp_path / "briefs")
    for number, path in enumerate(sorted((tmp_path / "briefs").iterdir())):
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace("stance: under", f"stance{number}: under"), encoding="utf-8")
    one, two = (broken.check("--jobs", jobs) for jobs in "12")
    assert len(one.problems) > 70
    assert one == two


def test_a_warm_build_equals_a_cold_one(small: Desk) -> None:
    cold = small.build()
    warm = small.build()
    assert len(cold.problems) > 3
    assert warm.problems == cold.problems
    small.brief(brief_text(), slug="another")
    (small.root / "briefs/check-00003.md").unlink()
    small.config(f"{PLAIN_SITE}tagline: New\n")
    warm = small.build()
    cold = small.build("-o", "fresh")
    assert warm.problems == cold.problems
    assert_same(small.out, small.root / "fresh")


def test_the_order_of_files_on_disk_does_not_matter(
    small: Desk, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    small.make()
    other = Desk(tmp_path_factory.mktemp("other"))
    sources = [path for path in small.root.rglob("*.*") if "output" not in path.parts]
    for path in sorted(sources, reverse=True):
        if path.is_file():
            other.file(path.relative_to(small.root).as_posix(), path.read_bytes())
    shuffle_folders(monkeypatch)
    other.make()
    problems = other.diagnostics()
    monkeypatch.undo()
    assert problems == small.diagnostics()
    assert_same(small.out, other.out)


def shuffle_folders(monkeypatch: pytest.MonkeyPatch) -> None:
    """From here on, folders list their contents in an order that is always another."""
    listdir, scandir = os.listdir, os.scandir
    chance = random.Random(1)

    class Shuffled:
        def __init__(self, path: object = ".") -> None:
            with scandir(path) as entries:
                found = list(entries)
            self._entries = iter(chance.sample(found, len(found)))

        def __iter__(self) -> Self:
            return self

        def __next__(self) -> os.DirEntry[str]:
            return next(self._entries)

        def __enter__(self) -> Self:
            return self

        def __exit__(self, *_: object) -> None:
            pass

        def close(self) -> None:
            pass

    def shuffled(path: object = ".") -> list[str]:
        found = listdir(path)
        return chance.sample(found, len(found))

    monkeypatch.setattr(os, "scandir", Shuffled)
    monkeypatch.setattr(os, "listdir", shuffled)


def test_the_machine_does_not_matter(small: Desk, tmp_path_factory) -> None:
    """Another path, working folder, language, time zone, order of hashing."""
    other = tmp_path_factory.mktemp("a longer name") / "and deeper"
    shutil.copytree(small.root, other)
    here = {"LC_ALL": "C.UTF-8", "TZ": "Asia/Tokyo", "PYTHONHASHSEED": "1"}
    there = {"LC_ALL": "C", "TZ": "America/Los_Angeles", "PYTHONHASHSEED": "2"}
    said = [built_as(here, small.root, small.root), built_as(there, other, Path("/"))]
    assert_same(small.out, other / "output")
    one, another = (re.sub(".* files in .*", "", text) for text in said)  # it has the time
    assert one == another


# A body edit touches only its own pages


def changed(desk: Desk, brief: str) -> set[str]:
    """The files that another text of a brief changes, by the manifests before and after."""
    before = json.loads(desk.make().html("data/manifest.json"))["files"]
    desk.brief(brief)
    after = json.loads(desk.make().html("data/manifest.json"))["files"]
    return {path for path in before | after if before.get(path) != after.get(path)}


def test_a_body_edit_touches_only_its_own_pages(small: Desk) -> None:
    edit = changed(small, BRIDGE + "\n\n## More\n\nSome more text, with [@audit, p. 2].\n")
    assert edit == {"briefs/bridge/index.html", "briefs/bridge/brief.json"}


def test_a_findings_edit_touches_its_claims_page_too(small: Desk) -> None:
    edit = changed(small, BRIDGE.replace("puts the total at", "has the total at"))
    assert edit == {
        "briefs/bridge/index.html",
        "briefs/bridge/brief.json",
        "briefs/bridge/doubled/index.html",
    }


def test_a_comment_touches_nothing(small: Desk) -> None:
    edit = changed(small, BRIDGE.replace("# what was checked", "#\n# on two more\n# lines"))
    assert edit == set()
