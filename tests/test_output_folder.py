"""The output folder: the whole site or nothing, and never a file that sitegen did not write."""

import errno
import hashlib
import json
import os
import re
import shutil
import signal
import stat
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import Any, Self

import pytest

from sitegen.assembly import assemble
from sitegen.files import RefusedError, check_output
from sitegen.tree import new_tree
from support import TODAY, Desk, brief_text, quiet_text

sys.path.append(str(Path(__file__).parents[1] / "benchmarks"))
from corpus import write_corpus

LINUX = sys.platform == "linux"
LONG_AGO = 1_000_000_000
OURS = "briefs/bridge/index.html"


def contents(folder: Path) -> dict[str, object]:
    """Every file, link and folder below, with its bytes or target: to compare as a whole.

    But for ``.sitegen``, where builds keep what the next one may need.
    """
    found: dict[str, object] = {}
    if folder.is_dir():
        _look_into(folder, "", found)
    return dict(sorted(found.items()))


def _look_into(folder: Path | str, below: str, found: dict[str, object]) -> None:
    with os.scandir(folder) as entries:
        for entry in entries:
            name = below + entry.name
            if name == ".sitegen":
                continue
            if entry.is_symlink():
                found[name] = Path(entry.path).readlink()
            elif entry.is_file():
                found[name] = Path(entry.path).read_bytes()
            else:
                found[name] = stat.S_IMODE(entry.stat().st_mode)
                if entry.is_dir():
                    _look_into(entry.path, f"{name}/", found)


def beside(output: Path) -> list[str]:
    """What a build left unfinished: beside its output, where its twin is made, or of its ledger."""
    kept = output.parent / ".sitegen"
    left = [name for name in os.listdir(output.parent) if name.startswith(".sitegen-")]
    left += [path.name for path in (kept / "next").glob("*.*")]
    ledgers = [path.name for path in (kept / "build").glob("*")]
    return left + [name for name in ledgers if not re.fullmatch(r"[0-9a-f]{40}(\.[01])?", name)]


def is_whole(output: Path) -> bool:
    """Whether every file that the manifest names is there, to the byte."""
    files = json.loads((output / "data/manifest.json").read_bytes())["files"]
    return len(files) > 10 and all(
        hashlib.sha256((output / path).read_bytes()).hexdigest() == digest
        for path, digest in files.items()
    )


@pytest.fixture
def built(desk: Desk) -> Desk:
    """A desk with one brief, built."""
    desk.brief(brief_text())
    return desk.make()


# The whole site or nothing

BREAKS = {
    "error": (lambda desk: desk.brief("---\ntitle: [\n---\n", "broken"), [], 1),
    "config": (lambda desk: desk.config("titel: Desk\n"), [], 2),
    "strict": (lambda desk: desk.config("title: No address\n"), ["--strict"], 1),
    "syntax": (lambda desk: desk.file("templates/claim.html", "{% if %}"), [], 1),
    "name": (lambda desk: desk.file("templates/claim.html", "{{ nothing.at.all }}"), [], 1),
}


@pytest.mark.parametrize("name", BREAKS)
def test_a_build_that_fails_changes_nothing(built: Desk, name: str) -> None:
    break_it, args, status = BREAKS[name]
    before = contents(built.out)
    break_it(built)
    run = built.run("build", *args)
    assert (run.status, "nothing was written" in run.stderr) == (status, True), run.stderr
    assert contents(built.out) == before
    assert beside(built.out) == []


@pytest.mark.parametrize("name", BREAKS)
def test_a_first_build_that_fails_leaves_no_folder(desk: Desk, name: str) -> None:
    break_it, args, status = BREAKS[name]
    desk.brief(brief_text())
    break_it(desk)
    before = contents(desk.root)
    assert desk.run("build", "-o", "public/www", *args).status == status
    shutil.rmtree(desk.root / ".sitegen", ignore_errors=True)  # what is kept for the next build
    assert contents(desk.root) == before


def test_a_template_that_fails_is_named_with_its_line(built: Desk) -> None:
    built.file("templates/claim.html", "\n{{ nothing.at.all }}")
    (problem,) = built.problems()
    assert problem[:4] == ("error", "template-error", "templates/claim.html", 2)


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sources of briefs that take a second or more to build."""
    folder = tmp_path_factory.mktemp("corpus")
    write_corpus(folder, 100)
    return folder


@pytest.fixture
def grown(built: Desk, corpus: Path) -> Desk:
    """A desk with the site of one brief, and a hundred more briefs that are not built yet."""
    shutil.copytree(corpus, built.root, dirs_exist_ok=True)
    return built


class Running:
    """A build on its way, in a process group of its own, as a shell would start it."""

    def __init__(self, desk: Desk, *args: str) -> None:
        command = [sys.executable, "-m", "sitegen", "build", *args, "--today", TODAY.isoformat()]
        self.desk = desk
        self.process = subprocess.Popen(
            command, cwd=desk.root, stderr=subprocess.PIPE, text=True, start_new_session=True
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """Leave no process behind, whatever the test found."""
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self.process.stderr.close()

    def until_halfway(self) -> None:
        """Wait until some of the new site's briefs are written beside the old one."""
        deadline = time.monotonic() + 30
        made = ".sitegen/next/*.1/briefs"
        while not any(len(os.listdir(briefs)) > 20 for briefs in self.desk.root.glob(made)):
            assert time.monotonic() < deadline, "the build hangs"
            assert self.process.poll() is None, "the build ended before it could be stopped"
            time.sleep(0.002)

    def ended(self) -> tuple[int, str]:
        """The exit status and what was said, in good time."""
        _, said = self.process.communicate(timeout=20)
        return self.process.returncode, said


@pytest.mark.parametrize("jobs", ["1", "2"])
@pytest.mark.parametrize("name", ["SIGKILL", "SIGTERM", "SIGINT"])
def test_a_build_that_is_stopped_leaves_the_old_site(grown: Desk, name: str, jobs: str) -> None:
    before, number = contents(grown.out), signal.Signals[name]
    with Running(grown, "--jobs", jobs) as build:
        build.until_halfway()
        if number == signal.SIGINT:  # a terminal sends it to the whole group
            os.killpg(build.process.pid, number)
        else:
            build.process.send_signal(number)
        status, said = build.ended()
    assert status == (-number if name == "SIGKILL" else 128 + number)
    assert contents(grown.out) == before
    if name != "SIGKILL":  # which nobody can clean up after, but the next build does
        assert "Traceback" not in said
        assert beside(grown.out) == []


@pytest.mark.parametrize("more", ["SIGINT", "SIGTERM"])
@pytest.mark.parametrize("wait", [0.01, 0.03, 0.06])
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_impatience_with_a_build_changes_nothing(
    grown: Desk, jobs: str, wait: float, more: str
) -> None:
    before = contents(grown.out)
    with Running(grown, "--jobs", jobs) as build:
        build.until_halfway()
        os.killpg(build.process.pid, signal.SIGINT)
        for _ in range(4):
            time.sleep(wait)
            if build.process.poll() is None:
                build.process.send_signal(signal.Signals[more])
        status, said = build.ended()
    assert (status, said) == (130, "sitegen: stopped; the site is as it was\n")
    assert contents(grown.out) == before
    assert beside(grown.out) == []


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_the_build_after_a_killed_one_cleans_up(grown: Desk, jobs: str) -> None:
    with Running(grown, "--jobs", jobs) as build:
        build.until_halfway()
        build.process.kill()
        build.ended()  # its worker processes too
        assert beside(grown.out) != []
        for path in (grown.root / "briefs").glob("check-*.md"):
            path.unlink()
        grown.make()
        assert is_whole(grown.out)
        assert beside(grown.out) == []


@pytest.mark.skipif(not LINUX, reason="other systems may need two steps to swap folders")
def test_at_every_moment_of_a_build_one_whole_site_is_there(grown: Desk) -> None:
    before = grown.html("")
    seen = []
    with Running(grown, "--jobs", "2") as build:
        while build.process.poll() is None:
            seen.append(grown.html(""))  # raises where it is not there
            assert grown.html("briefs/bridge/").rstrip().endswith("</html>")
            assert grown.has("data/manifest.json")
        assert build.ended()[0] == 0
    after = grown.html("")
    assert len(seen) > 100
    assert set(seen) <= {before, after} != {before}
    assert seen == sorted(seen, key=lambda page: page == after), "it went back to the old site"
    assert is_whole(grown.out)


def test_a_build_leaves_the_working_folder_of_another_alone(tmp_path: Path) -> None:
    """An output's name may look like the beginning of the other's temporary folder."""
    with new_tree(tmp_path / "site-99999999", reuse=True) as other:
        other.write("index.html", b"half a site")
        with new_tree(tmp_path / "site", reuse=True):
            assert (other.place / "index.html").is_file()


def test_folders_are_swapped_in_two_steps_where_one_is_not_possible(
    built: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sitegen.files._exchange", lambda *_: False)
    (built.out / "mine.txt").write_text("mine")
    built.brief(brief_text(), slug="second")
    built.make()
    assert is_whole(built.out)
    assert built.has("briefs/second/")
    assert built.has("mine.txt")
    built.brief(brief_text(), slug="third")  # by way of the twin that this left
    built.make()
    assert is_whole(built.out)
    assert built.has("briefs/third/")
    assert built.has("mine.txt")
    assert beside(built.out) == []


def test_where_a_file_cannot_have_two_names_all_is_written(
    built: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(errno.EPERM, "no links here")

    shutil.rmtree(built.root / ".sitegen")
    monkeypatch.setattr("os.link", refuse)
    built.file("output/mine.txt", "mine")
    for slug in ("second", "third"):
        built.brief(brief_text(), slug=slug)
        built.make()
        assert is_whole(built.out)
        assert built.has(f"briefs/{slug}/")
        assert built.has("mine.txt")
        assert beside(built.out) == []
        assert [*(built.root / ".sitegen/next").iterdir()] == []


@pytest.mark.parametrize("again", ["body", "whole"])
def test_what_a_killed_build_left_of_its_ledger_goes(desk: Desk, again: str) -> None:
    """Each of its files is written under another name, which has the number of the process."""
    desk.brief(quiet_text(body="One body."))
    desk.make()
    kept = sorted((desk.root / ".sitegen/build").iterdir())
    assert len(kept) == 3
    desk.file(".sitegen/build/.new-4194305", "half of it")
    assert len(beside(desk.out)) == 1
    desk.brief(quiet_text(body="Another body."))
    if again == "whole":
        shutil.rmtree(desk.out)
    desk.make()
    assert beside(desk.out) == []
    assert sorted((desk.root / ".sitegen/build").iterdir()) == kept


def test_what_a_killed_build_of_the_same_number_left_goes(built: Desk) -> None:
    """In a container each build may be process number 1."""
    built.file(f".sitegen-output-{os.getpid()}-half/index.html", "half a site")
    built.make(clean=True)
    assert beside(built.out) == []


def test_all_that_is_kept_is_kept_by_the_first_process_of_a_container(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its number is 1, which is also how the name of something that is kept ends."""
    monkeypatch.setattr("os.getpid", lambda: 1)
    desk.brief(brief_text())
    desk.make()
    assert len([*(desk.root / ".sitegen/build").iterdir()]) == 3
    assert beside(desk.out) == []


def test_what_somebody_writes_into_a_file_of_the_twin_is_mended(built: Desk) -> None:
    """It is the site's own file under another name."""
    before = contents(built.out)
    assert_has_twin(built)
    (twin,) = (built.root / ".sitegen/next").iterdir()
    damaged = [path for path in twin.rglob("*") if path.is_file()]
    for path in damaged:
        path.write_bytes(b"not a page")
    assert len(damaged) == len(before.keys() & {p.relative_to(twin).as_posix() for p in damaged})
    built.make()
    assert contents(built.out) == before
    assert is_whole(built.out)


def test_a_refused_build_leaves_nothing_to_the_next(built: Desk) -> None:
    """Two briefs have one address: one is written, then the other, which is as it was."""
    before = contents(built.out)
    draft = built.brief(
        brief_text("draft: true", body="Not to be seen."), slug="a/bridge", folder="briefs"
    )
    refused = built.run("build", "--drafts", "--today", TODAY.isoformat())
    assert refused.status == 1
    assert contents(built.out) == before
    draft.unlink()
    built.make()
    assert contents(built.out) == before
    assert_has_twin(built)


def test_a_refused_build_leaves_nothing_where_a_file_was_in_the_way(built: Desk) -> None:
    """A claim's folder is where the site has a file, so not all of its brief is written."""
    built.file("briefs/minutes", "what was said")
    whole = brief_text(body="As [the minutes](minutes) say.")
    built.brief(whole)
    before = contents(built.make().out)
    text = brief_text(body="Not to be seen.").replace("\n  doubled:", "\n  minutes:")
    built.brief(text)
    built.brief("---\ntitle: [\n---\n", slug="wrong")
    refused = built.run("build", "--today", TODAY.isoformat())
    assert refused.status == 1
    assert contents(built.out) == before
    (built.root / "briefs/wrong.md").unlink()
    built.brief(whole)
    built.make()
    assert contents(built.out) == before
    assert_has_twin(built)


def test_what_comes_during_a_build_stays(built: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Though nobody looked at it before the two trees changed places."""

    def assemble_meanwhile(*args: Any) -> object:
        (built.out / "mine.txt").write_text("mine")
        return assemble(*args)

    monkeypatch.setattr("sitegen.writing.assemble", assemble_meanwhile)
    for number in range(3):
        built.brief(brief_text(body=f"Edit {number}."))
        built.make()
        assert built.has("mine.txt")
    assert is_whole(built.out)


def assert_has_twin(desk: Desk) -> None:
    """The twin has each file of the site under another name, but for the manifest."""
    (twin,) = (desk.root / ".sitegen/next").iterdir()
    here, there = (
        {
            path.relative_to(top).as_posix(): path.stat().st_ino
            for path in top.rglob("*")
            if path.is_file()
        }
        for top in (desk.out, twin)
    )
    assert here.pop("data/manifest.json")
    assert there == here


# What is removed, and what stays


def test_a_deleted_briefs_pages_go(built: Desk) -> None:
    built.brief(brief_text(), slug="second")
    built.make()
    (built.root / "briefs/second.md").unlink()
    built.make()
    assert not (built.out / "briefs/second").exists()
    assert built.has("briefs/bridge/")
    assert "second" not in built.html("briefs/")


@pytest.mark.parametrize("clean", [False, True])
def test_what_others_put_there_stays(built: Desk, clean: bool) -> None:
    outside = built.file("elsewhere/page.html", "kept elsewhere")
    built.file("output/google1234.html", "mine")
    built.file("output/.well-known/security.txt", "mine too")
    built.file("output/briefs/bridge/notes.txt", "beside a page")
    built.file("output/archive/2019/index.html", "an older site")
    (built.out / "empty/folder").mkdir(parents=True)
    (built.out / "to-file").symlink_to(outside)
    (built.out / "to-folder").symlink_to(outside.parent)
    (built.out / "to-nothing").symlink_to("gone")
    (built.out / "archive").chmod(0o700)
    os.utime(built.out / "google1234.html", (LONG_AGO, LONG_AGO))
    before = contents(built.out)
    built.make(clean=clean)
    assert contents(built.out) == before
    assert (built.out / "google1234.html").stat().st_mtime == LONG_AGO
    assert outside.read_text() == "kept elsewhere"


def test_a_foreign_file_stays_where_a_brief_went(built: Desk) -> None:
    built.file("output/briefs/bridge/notes.txt", "mine")
    (built.root / "briefs/bridge.md").unlink()
    built.make()
    assert [path.name for path in (built.out / "briefs/bridge").iterdir()] == ["notes.txt"]


def make_file(place: Path) -> Path:
    place.write_text("not sitegen's")
    return place


def make_folder(place: Path) -> Path:
    place.mkdir()
    return place


def make_full_folder(place: Path) -> Path:
    place.mkdir()
    return make_file(place / "mine.txt")


def make_link(place: Path) -> Path:
    place.symlink_to("elsewhere")
    return place


IN_THE_WAY = [
    ("feed.xml", make_file),
    ("briefs", make_file),
    ("feed.xml", make_folder),
    ("feed.xml", make_full_folder),
    ("feed.xml", make_link),
    ("briefs", make_link),
    ("data/manifest.json", make_file),
]


@pytest.mark.parametrize(("name", "make"), IN_THE_WAY)
def test_what_stands_at_an_address_of_ours_is_named_and_stays(desk: Desk, name, make) -> None:
    desk.brief(brief_text())
    (desk.out / name).parent.mkdir(parents=True)
    made = make(desk.out / name)
    before = contents(desk.root)
    run = desk.run("build")
    assert (run.status, run.stdout) == (2, "")
    assert made.relative_to(desk.root).as_posix() in run.stderr
    assert ".sitegen" not in run.stderr
    assert contents(desk.root) == before


MANIFESTS = [
    b"",
    b"\xff\xfe{",
    b"[" * 100_000,
    b"[]",
    b"null",
    b'{"files": null}',
    b'{"files": ["index.html"]}',
    b'{"files": {"index.html": 7}}',
    b'{"name": "an app", "start_url": "/"}',
]


@pytest.mark.parametrize("manifest", MANIFESTS, ids=range(len(MANIFESTS)))
def test_a_damaged_manifest_removes_nothing(built: Desk, manifest: bytes) -> None:
    """The build says what is in the way, or goes on; what the manifest does not name stays."""
    built.file("output/data/manifest.json", manifest)
    (built.root / "briefs/bridge.md").unlink()
    before = contents(built.out)
    run = built.run("build")
    assert run.status == 2, "the old site's files cannot be known as sitegen's"
    assert "was not written by sitegen" in run.stderr
    assert contents(built.out) == before


def test_no_path_in_a_manifest_reaches_outside(built: Desk) -> None:
    outside = built.file("elsewhere/page.html", "kept")
    (built.out / "link").symlink_to(outside.parent)
    paths = [
        "../elsewhere/page.html",
        str(outside),
        "x/../../elsewhere/page.html",
        "link/page.html",
    ]
    paths += ["", ".", "..", "/", "\0", "../site.yaml", "../briefs/bridge.md", "a" * 5000]
    manifest = json.loads(built.html("data/manifest.json"))
    digest = hashlib.sha256(outside.read_bytes()).hexdigest()
    manifest["files"] |= dict.fromkeys(paths, digest)
    built.file("output/data/manifest.json", json.dumps(manifest))
    for options in ({}, {"clean": True}):
        built.make(**options)
    assert outside.read_text() == "kept"
    assert (built.root / "briefs/bridge.md").is_file()
    assert (built.out / "link").is_symlink()
    assert is_whole(built.out)


def test_another_programs_manifest_does_not_give_its_files_away(built: Desk) -> None:
    """A file counts as sitegen's only if it holds what the manifest says that was written."""
    built.file("output/mine.txt", "not sitegen's")
    manifest = json.loads(built.html("data/manifest.json"))
    manifest["files"]["mine.txt"] = "sha256-of-something-else"
    built.file("output/data/manifest.json", json.dumps(manifest))
    built.make()
    assert built.html("mine.txt") == "not sitegen's"


# Where the output may be


@pytest.mark.parametrize(
    "place",
    [
        "/",
        "home",
        "home/..",
        "desk",
        "desk/briefs",
        "desk/briefs/2024",
        "desk/pages",
        "desk/templates",
        "desk/templates/assets",
        "desk/snapshots",
        "desk/snapshots/deep/er",
        "desk/.git",
        "desk/site.yaml",
        "desk/notes.txt",
        "desk/public/../briefs",
        "link-to-briefs",
        "link-to-desk",
    ],
)
def test_a_bad_place_for_the_output_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    desk = Desk(tmp_path / "desk")
    desk.brief(brief_text())
    desk.file("notes.txt", "a file")
    (tmp_path / "home").mkdir()
    (tmp_path / "link-to-briefs").symlink_to("desk/briefs")
    (tmp_path / "link-to-desk").symlink_to("desk")
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    with pytest.raises(RefusedError, match="name a folder"):
        check_output(tmp_path / place, desk.root)


def test_a_refusal_is_a_message_with_status_2(built: Desk) -> None:
    before = contents(built.root)
    run = built.run("build", "-o", "briefs")
    assert (run.status, run.stdout) == (2, "")
    assert run.stderr.startswith("sitegen: briefs is where briefs")
    assert run.stderr.count("\n") == 1
    assert contents(built.root) == before


def test_the_home_folder_need_not_be_known(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """A container's user often has none."""

    def unknown() -> Path:
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.setattr(Path, "home", unknown)
    check_output(desk.out, desk.root)


def test_the_output_may_be_elsewhere_and_is_relative_to_the_working_folder(tmp_path: Path) -> None:
    desk = Desk(tmp_path / "desk")
    desk.brief(brief_text())
    (tmp_path / "work").mkdir()
    run = desk.run("build", "--root", "../desk", "-o", "a/b", cwd=tmp_path / "work")
    assert run.status == 0
    assert is_whole(tmp_path / "work/a/b")
    assert not desk.out.exists()
    assert " a/b/index.html" in run.stderr


def test_the_output_may_be_a_link_to_a_folder(desk: Desk) -> None:
    desk.brief(brief_text())
    (desk.root / "real").mkdir()
    desk.out.symlink_to("real")
    for _ in range(2):
        desk.make()
        assert desk.out.is_symlink()
        assert is_whole(desk.root / "real")
    assert beside(desk.out) == []


# Permissions and times


def modes(folder: Path) -> set[tuple[bool, int]]:
    paths = [folder, *folder.rglob("*")]
    return {(path.is_dir(), stat.S_IMODE(path.stat().st_mode)) for path in paths}


def test_a_new_site_has_the_usual_permissions(desk: Desk) -> None:
    desk.brief(brief_text())
    mask = os.umask(0o027)
    try:
        desk.make()
    finally:
        os.umask(mask)
    assert modes(desk.out) == {(True, 0o750), (False, 0o640)}


def test_the_output_folder_keeps_its_permissions(built: Desk) -> None:
    built.out.chmod(0o2775)
    built.make()
    assert stat.S_IMODE(built.out.stat().st_mode) == 0o2775


def set_clocks_back(desk: Desk) -> None:
    for path in desk.out.rglob("*"):
        os.utime(path, (LONG_AGO, LONG_AGO))


def written_now(desk: Desk) -> set[str]:
    files = (path for path in desk.out.rglob("*") if path.is_file())
    return {p.relative_to(desk.out).as_posix() for p in files if p.stat().st_mtime != LONG_AGO}


def test_what_did_not_change_keeps_its_time(built: Desk) -> None:
    set_clocks_back(built)
    built.make()
    assert written_now(built) == set()


def test_clean_writes_everything_anew(built: Desk) -> None:
    set_clocks_back(built)
    built.make(clean=True)
    assert written_now(built) == {
        path.relative_to(built.out).as_posix() for path in built.out.rglob("*") if path.is_file()
    }


def test_what_changed_gets_a_new_time(built: Desk) -> None:
    set_clocks_back(built)
    built.brief(brief_text(body="A body."))
    built.make()
    changed = written_now(built)
    assert OURS in changed
    assert "briefs/bridge/doubled/index.html" not in changed


@pytest.mark.parametrize("edit", ["changed", "deleted", "linked"])
def test_a_page_that_was_touched_by_hand_is_written_anew(built: Desk, edit: str) -> None:
    """Even where the new text has the old one's length and time."""
    page = built.out / OURS
    before = page.read_bytes()
    if edit == "changed":
        page.write_bytes(before[::-1])
        os.utime(page, (LONG_AGO, LONG_AGO))
    else:
        page.unlink()
    if edit == "linked":
        page.symlink_to(built.file("elsewhere.html", before))
    built.make()
    assert not page.is_symlink()
    assert page.read_bytes() == before
