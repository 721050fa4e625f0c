"""The benchmarks: they compare the same pages, edit all sites alike, and say what they measured.

Nothing here looks at a clock. What needs Hugo or Eleventy runs where a benchmark installed them.
"""

import json
import os
import re
import shutil
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from support import Desk

sys.path.append(str(Path(__file__).parents[1] / "benchmarks"))
import peers
from against_peers import results
from builders import PEERS, Builder, Sitegen
from corpus import write_corpus
from eleventy_site import write_eleventy_site
from hugo_site import write_hugo_site
from peer_content import Counts, DeskContent, Fields, newest
from performance_page import table, write_part
from plot import plot
from processes import can_see_memory, environment, peak_memory, ran
from same_pages import OURS_ALONE, differences, kinds, plain, visible
from works import WORKS, Contest, Figure

BRIEFS = 3
COLD = WORKS[0]


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """A small desk, built. Read it only."""
    desk = Desk(tmp_path_factory.mktemp("corpus"))
    write_corpus(desk.root, BRIEFS)
    Sitegen.of_desk(desk.root)  # without what peers don't make
    desk.build()
    return desk


@pytest.fixture
def copy(corpus: Desk, tmp_path: Path) -> Path:
    return Path(shutil.copytree(corpus.out, tmp_path / "copy"))


def found(corpus: Desk, peer: Path) -> list[str]:
    return differences(DeskContent.read(corpus.root), corpus.out, {"Peer": peer})


# -- the same pages


def test_the_same_pages_are_the_same(corpus: Desk, copy: Path) -> None:
    assert found(corpus, copy) == []


def test_a_page_that_is_not_there(corpus: Desk, copy: Path) -> None:
    (copy / "briefs/check-00002/claim-1/index.html").unlink()
    ours = sum(1 for _ in corpus.out.glob("briefs/*/*/index.html"))
    assert found(corpus, copy) == [f"Peer has {ours - 1} of briefs/*/*/, ours {ours}"]


@pytest.mark.parametrize(
    "kind",
    [
        "about/",
        "numbers/",
        "topics/*/feed.xml",
        "data/claims.csv",
        "briefs/*/brief.json",
        "briefs/*/cite.bib",
        "briefs/*/cite.json",
        "briefs/*/*/embed/",
        "briefs/*/*/oembed.json",
    ],
)
def test_a_kind_that_a_peer_has_not(corpus: Desk, copy: Path, kind: str) -> None:
    for path in copy.glob(f"{kind}index.html" if kind.endswith("/") else kind):
        path.unlink()
    count = kinds(corpus.out)[kind]
    assert f"Peer has 0 of {kind}, ours {count}" in found(corpus, copy)
    assert count


def test_files_that_only_we_have(corpus: Desk, copy: Path) -> None:
    """They make our work larger, not smaller."""
    for name in OURS_ALONE:
        (copy / name).unlink()
    assert found(corpus, copy) == []


def last_claim(corpus: Desk) -> tuple[str, Fields]:
    claims = DeskContent.read(corpus.root).briefs[2].header["claims"]
    return list(claims.items())[-1]


@pytest.mark.parametrize(
    ("page", "told"),
    [
        ("briefs/check-00002/", "{page}"),
        ("briefs/check-00002/brief.json", "{page}"),
        ("briefs/check-00002/{claim}/", "{page}"),
        ("briefs/check-00002/{claim}/", "{page}#claimreview"),
        ("briefs/check-00002/{claim}/embed/", "{page}"),
        ("data/claims.json", "{page}, briefs/check-00002/{claim}/"),
        ("data/claims.csv", "{page}, briefs/check-00002/{claim}/"),
        ("data/claimreview.json", "{page}, briefs/check-00002/{claim}/"),
    ],
)
def test_a_verdict_that_is_not_shown(corpus: Desk, copy: Path, page: str, told: str) -> None:
    name, claim = last_claim(corpus)
    page = page.format(claim=name)
    told = told.format(page=page, claim=name)
    replace(copy / page, claim["verdict"], "No verdict.")
    assert f"Peer: {told} does not show “{claim['verdict']}”" in found(corpus, copy)


@pytest.mark.parametrize("file", ["cite.bib", "cite.json", "{claim}/oembed.json"])
def test_an_address_that_is_not_given(corpus: Desk, copy: Path, file: str) -> None:
    name, _ = last_claim(corpus)
    file = f"briefs/check-00002/{file.format(claim=name)}"
    replace(copy / file, f"check-00002/{name}/", "elsewhere/")
    [problem] = found(corpus, copy)
    assert problem.startswith(f"Peer: {file} does not show “briefs/check-00002/{name}/")


@pytest.mark.parametrize("file", ["data/claims.json", "data/claims.csv", "data/claimreview.json"])
def test_a_claim_that_is_not_listed(corpus: Desk, copy: Path, file: str) -> None:
    """Every file of all claims has a line for each, in ours and in those of peers."""
    path = copy / file
    lines = path.read_text("utf-8").splitlines(keepends=True)
    if file == "data/claims.json":  # ours is one line
        data = json.loads(lines[0])
        path.write_text(json.dumps(data | {"claims": data["claims"][1:]}), "utf-8")
    else:
        path.write_text("".join([lines[0], *lines[2:]]), "utf-8")
    claims = DeskContent.read(corpus.root).counts.claims
    assert f"Peer: {file} has {claims - 1} claims, not {claims}" in found(corpus, copy)


def test_a_record_that_counts_otherwise(corpus: Desk, copy: Path) -> None:
    claims = DeskContent.read(corpus.root).counts.claims
    replace(copy / "numbers/", f"{claims} claims rated", "7 claims rated")
    replace(copy / "data/numbers.json", f'"claims": {{"total": {claims}', '"claims": {"total": 7')
    assert found(corpus, copy) == [
        f"Peer: numbers/ does not show “{claims} claims rated”",
        f"Peer: data/numbers.json has another number of claims than {claims}",
    ]


def replace(page: Path, old: str, new: str) -> None:
    path = page / "index.html" if page.is_dir() else page
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def test_what_a_page_shows() -> None:
    page = "<head><title>No</title></head><body><p>Tea &amp; “milk”<script>no</script>,\n<b>hot</b>"
    assert visible(page) == 'Tea & "milk", hot'


def test_the_same_number_with_groups_and_without() -> None:
    assert plain("1,234,567 of 8009, 12") == plain("1234567 of 8,009, 12")


# -- the sites of the peers


@pytest.mark.parametrize("write", [write_hugo_site, write_eleventy_site])
def test_every_brief_and_claim_is_a_content_page(corpus: Desk, tmp_path: Path, write) -> None:
    counts = write(tmp_path / "site", corpus.root)
    pages = corpus.out.glob("briefs/**/index.html")
    addresses = [f"/{page.parent.relative_to(corpus.out).as_posix()}/" for page in pages]
    assert counts == Counts.of(addresses)
    content = tmp_path / "site" / "content"
    assert len(list(content.glob("briefs/*.md"))) - len(list(content.glob("briefs/_*"))) == BRIEFS
    assert len(list(content.glob("claims/*/*.md"))) == counts.claims


@pytest.fixture(params=["sitegen", *PEERS])
def builder(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Builder:
    """A tool with its site; the peers' programs are not needed."""
    monkeypatch.setattr("builders.hugo", lambda _: Path("hugo"))
    monkeypatch.setattr("builders.eleventy", lambda _: Path("eleventy"))
    desk = tmp_path / "desk"
    write_corpus(desk, 1)
    if request.param == "sitegen":
        return Sitegen.of_desk(desk)
    return PEERS[request.param](tmp_path / "peer", desk)


def test_a_body_edited_twice_has_one_line_more(builder: Builder) -> None:
    path = builder.brief("check-00000")
    before = path.read_text("utf-8")
    builder.edit_body("check-00000", 1)
    builder.edit_body("check-00000", 2)
    assert path.read_text("utf-8") == f"{before.rstrip()}\n\nSaved as number 2.\n"


def test_a_rating_edited_is_the_only_change(builder: Builder) -> None:
    before = _texts(builder.folder)
    builder.rate("check-00000", "satire")
    after = _texts(builder.folder)
    [changed] = [path for path in after if after[path] != before[path]]
    lines = set(after[changed].splitlines()) - set(before[changed].splitlines())
    assert {line.strip() for line in lines} <= {"rating: satire", "- satire"}
    assert lines


def test_a_base_template_is_edited_and_restored(builder: Builder) -> None:
    before = _texts(builder.folder)
    builder.edit_base(7)
    after = _texts(builder.folder)
    [changed] = [path for path in after if after[path] != before.get(path)]
    assert '<meta name="saved" content="7">' in after[changed]
    builder.restore_base()
    assert _texts(builder.folder) == before


def _texts(folder: Path) -> dict[Path, str]:
    files = [path for path in folder.rglob("*") if path.is_file()]
    return {path: path.read_text("utf-8", errors="replace") for path in files}


@pytest.mark.slow
@pytest.mark.parametrize("peer", PEERS)
def test_a_peer_makes_the_same_pages(corpus: Desk, tmp_path: Path, peer: str) -> None:
    if not any(peers.TOOLS.glob(f"{peer}-*")) and not os.environ.get("CI"):
        pytest.skip("no benchmark has installed it; .ci/run does")
    tool = PEERS[peer](tmp_path / "site", corpus.root)
    contest = Contest([tool], tmp_path, newest(corpus.root))
    contest.figures([COLD], 1)
    assert found(corpus, contest.output(tool)) == []
    contest.figures(WORKS, 1)  # which sees that each rebuild shows what was edited


def test_a_rebuild_that_shows_nothing_new(
    corpus: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture
) -> None:
    desk = Path(shutil.copytree(corpus.root, tmp_path / "desk"))
    ours = Sitegen(desk)
    monkeypatch.setattr(Sitegen, "edit_body", lambda *_: None)
    contest = Contest([ours], tmp_path, newest(desk))
    with pytest.raises(SystemExit, match="sitegen does not show what was edited: body, 1"):
        contest.figures([work for work in WORKS if work.key == "body"], 1)
    assert "1, cold, sitegen: " in capsys.readouterr().err


# -- processes


@pytest.mark.skipif(not can_see_memory(), reason="the system does not tell")
def test_memory_is_that_of_all_processes() -> None:
    hold = "import time; held = b'x' * 50_000_000; time.sleep(1)"
    both = f"import subprocess, sys; child = subprocess.Popen([sys.executable, '-c', {hold!r}]);"
    command = [sys.executable, "-c", f"{both} {hold}; child.wait()"]
    assert 95 < peak_memory(command, Path.cwd()) < 150


def test_a_command_that_fails_says_what_it_said(tmp_path: Path) -> None:
    command = [sys.executable, "-c", "import sys; print('out of ink'); sys.exit(3)"]
    with pytest.raises(SystemExit, match=r"ended with status 3: .*\nout of ink"):
        ran(command, tmp_path)


def test_what_is_set_for_one_tool_is_not_passed_on(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("PYTHONDONTWRITEBYTECODE", "GOMAXPROCS", "NODE_OPTIONS", "HUGO_CACHEDIR"):
        monkeypatch.setenv(name, "1")
    given = environment({"HUGO_CACHEDIR": "here"})
    assert given["PATH"] == os.environ["PATH"]
    assert given["HUGO_CACHEDIR"] == "here"
    assert not {"PYTHONDONTWRITEBYTECODE", "GOMAXPROCS", "NODE_OPTIONS"} & {*given}


# -- what is told


def figures() -> list[Figure]:
    return [
        Figure(COLD, "sitegen", (2.0, 1.0, 6.0)),
        Figure(COLD, "Hugo", (8.0, 8.0, 8.0)),
        Figure(COLD, "Eleventy", (4.0, 3.0, 120.0)),
    ]


def test_the_ratio_is_to_the_fastest_peer() -> None:
    [_, _, row] = results(figures(), ["sitegen", "Hugo", "Eleventy"]).splitlines()
    assert [cell.strip() for cell in row.strip("|").split("|")] == [
        "cold build",
        "2.00 s (1.00 to 6.00)",
        "8.00 s (8.00 to 8.00)",
        "4.00 s (3.00 to 120)",
        "0.500",
        "0.40",
    ]


def test_one_run_has_no_range() -> None:
    assert Figure(COLD, "sitegen", (2.0,)).said == "2.00 s"


def test_a_table_of_ours_alone() -> None:
    assert results(figures()[:1], ["sitegen"]) == table(
        [["work", "sitegen"], ["cold build", "2.00 s (1.00 to 6.00)"]]
    )


def test_the_picture_has_a_mark_for_each_figure() -> None:
    root = ET.fromstring(plot("Times & more", figures()))
    name = "{http://www.w3.org/2000/svg}"
    assert root.findtext(f"{name}title") == "Times & more"
    lines = [line for line in root.iter(f"{name}path") if "range" in line.get("class", "")]
    assert len(lines) == 3
    places = [[float(n) for n in re.findall(r"[MH]([\d.]+)", line.get("d"))] for line in lines]
    width = float(root.get("width"))
    assert all(0 < least <= most < width for least, most in places)
    assert places[1][0] == places[1][1]  # Hugo's runs were all alike
    texts = [text.text for text in root.iter(f"{name}text")]
    assert {"sitegen", "Hugo", "Eleventy", "cold build", "2.00 s", "1 s", "1,000 s"} <= {*texts}


def test_each_benchmark_writes_its_own_part(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("<!-- a -->\nold\n<!-- /a -->\n<!-- b -->\n<!-- /b -->\n", "utf-8")
    write_part("a", "new\n", page)
    text = "<!-- a -->\n\nnew\n\n<!-- /a -->\n<!-- b -->\n<!-- /b -->\n"
    assert page.read_text("utf-8") == text
