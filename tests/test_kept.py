"""What is kept of builds, in ``.sitegen``: bounded, nobody else's business, and never trusted far.

That it changes no byte of a site is in ``test_incremental.py``.
"""

import os
import shutil
from pathlib import Path
from random import Random

import pytest

from building import (
    ON_THE_DAY,
    assert_equals_clean,
    assert_same_site,
    built_clean,
    contents,
    kept_files,
    run_here,
    size_kept,
)
from edits_of_output import KEPT_EDITS
from edits_of_site import EDITS as SITE_EDITS
from edits_of_texts import EDITS as TEXT_EDITS
from newsroom import Newsroom
from poison import bombs, reworded
from publishing import PublishingDesk
from sitegen.folder import KEPT
from support import QUICK, Desk, commit, git, quiet_text

SLACK = 100_000  # bytes that may be kept beside twice what a fresh build keeps
WORDS = b"The bridge cost twice its budget"
OTHER = b"The bridge was paid for in full."
BIG = "A sentence that is as good as any other. " * 500  # 20 kB


@pytest.fixture
def room(tmp_path: Path) -> Desk:
    """A desk with some briefs, built."""
    (tmp_path / "desk").mkdir()
    desk = Desk(tmp_path / "desk")
    for slug in ("bridge", "tram", "ferry"):
        desk.brief(quiet_text(), slug=slug)
    desk.page("about", "---\ntitle: About us\n---\nWe check.\n")
    build(desk)
    return desk


def build(desk: Desk, *args: str) -> None:
    run = run_here(desk.root, "build", *ON_THE_DAY, *args)
    assert run.status == 0, run.stderr


def fresh_size(desk: Desk, *args: str) -> int:
    """What a first build of the same folder keeps."""
    place = desk.root.with_name("fresh")
    shutil.rmtree(place, ignore_errors=True)
    shutil.copytree(desk.root, place, ignore=shutil.ignore_patterns(KEPT, "output"))
    assert run_here(place, "build", *(args or ON_THE_DAY)).status == 0
    return size_kept(place)


# Bounded


def test_many_edits_of_large_texts_keep_no_more_than_the_last(room: Desk) -> None:
    """Twenty-five times 60 kB of text would show."""
    for number in range(25):
        for slug in ("bridge", "tram", "ferry"):
            room.brief(quiet_text(body=f"{number} {BIG}"), slug=slug)
        build(room)
    assert size_kept(room.root) <= 2 * fresh_size(room) + SLACK


def test_many_renames_keep_no_more_than_the_last(room: Desk) -> None:
    room.brief(quiet_text(body=BIG), slug="name-0")
    for number in range(30):
        old, new = (room.root / f"briefs/name-{n}.md" for n in (number, number + 1))
        old.rename(new)
        build(room)
    assert size_kept(room.root) <= 2 * fresh_size(room) + SLACK


def test_what_belongs_to_deleted_briefs_goes(room: Desk) -> None:
    for number in range(40):
        room.brief(quiet_text(body=BIG), slug=f"more-{number}")
    build(room)
    for path in room.root.glob("briefs/more-*.md"):
        path.unlink()
    for number in range(3):  # some builds may pass before it goes
        room.brief(quiet_text(body=f"Edit {number}."))
        build(room)
    assert size_kept(room.root) <= 2 * fresh_size(room) + SLACK


def test_days_options_and_templates_do_not_add_up(room: Desk) -> None:
    for number in range(30):
        room.file("templates/_footer.html", f"<footer>{number}{BIG}</footer>")
        args = (("--drafts",), ("--base-url", f"https://desk.example/{number}"), ())[number % 3]
        day = ("--today", f"2024-06-{number % 28 + 1:02}")
        assert run_here(room.root, "build", *day, *args).status == 0
    assert size_kept(room.root) <= 2 * fresh_size(room) + SLACK


def test_any_edits_keep_about_what_a_fresh_build_does(tmp_path: Path) -> None:
    room = Newsroom(tmp_path / "desk", "bounded")
    for _ in range(25):
        edits = room.draw.choice((TEXT_EDITS, TEXT_EDITS, SITE_EDITS, KEPT_EDITS))
        room.mends.pop()() if room.mends else room.draw.choice(edits)(room)
        room.built(run_here(room.root, "build", *room.args()).status)
        if not (room.whole or room.mends):
            room.undo()
    while room.mends:
        room.mends.pop()()
    room.undo()
    assert run_here(room.root, "build", *room.args()).status == 0
    assert size_kept(room.root) <= 2 * fresh_size(room, *room.args()) + 2 * SLACK


# Nobody else's business


def test_git_sees_nothing_of_it(room: Desk) -> None:
    room.file(".gitignore", "/output/\n")
    git(room.root, "init", "--quiet")
    git(room.root, "add", "--all")
    git(room.root, "commit", "--quiet", "--message=As it was")
    for number in range(3):
        room.brief(quiet_text(body=f"Edit {number}."))
        build(room)
    said = git(room.root, "status", "--porcelain", "--untracked-files=all")
    assert [line.split()[-1] for line in said.splitlines()] == ["briefs/bridge.md"]


def test_nothing_of_it_is_in_the_site(room: Desk) -> None:
    build(room)
    twin = room.root / KEPT / "next"
    ours = (path for path in kept_files(room.root) if twin not in path.parents)
    names = {path.name for path in ours} - {".gitignore"}
    assert names & {path.name for path in room.out.rglob("*")} == set()


def test_a_check_leaves_it_as_it_is(room: Desk) -> None:
    """And makes none: it writes nothing."""
    before = {path: path.read_bytes() for path in kept_files(room.root)}
    room.brief(quiet_text(body="Another body."))
    assert run_here(room.root, "check", *ON_THE_DAY).status == 0
    assert {path: path.read_bytes() for path in kept_files(room.root)} == before
    shutil.rmtree(room.root / KEPT, ignore_errors=True)
    assert run_here(room.root, "check", *ON_THE_DAY).status == 0
    assert not (room.root / KEPT).exists()


def test_publishing_neither_uses_nor_changes_it(tmp_path: Path) -> None:
    """What goes out is made anew, whatever builds with other options have kept."""
    desk = PublishingDesk(tmp_path)
    desk.file(".gitignore", "/output/\n")
    desk.brief(quiet_text("draft: true", body="A secret."), slug="secret")
    commit(desk.top)
    assert run_here(desk.root, "build", "--drafts").status == 0
    reworded(desk.root, WORDS, OTHER)
    before = desk.state()
    desk.published()
    assert desk.state() == before
    live = "".join(desk.content(path) for path in desk.live() if path.endswith(".html"))
    assert "A secret." not in live
    assert WORDS.decode() in live
    assert OTHER.decode() not in live


# Never trusted far


def test_clean_trusts_nothing_of_it(room: Desk) -> None:
    """Not even what is whole by all of its digests; and the build after it finds the truth."""
    expected = built_clean(room.root, *ON_THE_DAY).site
    reworded(room.root, WORDS, OTHER)
    build(room, "--clean")
    assert_same_site(contents(room.out), expected, "a clean build")
    build(room)
    assert_same_site(contents(room.out), expected, "the build after a clean one")


def test_a_build_cannot_be_fooled_by_another_ones(room: Desk) -> None:
    """Kept files of a desk with other texts, of the same names and times."""
    other = Desk.__new__(Desk)
    other.root = room.root.with_name("other")
    shutil.copytree(room.root, other.root)
    other.brief(quiet_text().replace(WORDS.decode(), OTHER.decode()))
    stat = (room.root / "briefs/bridge.md").stat()
    os.utime(other.root / "briefs/bridge.md", ns=(stat.st_atime_ns, stat.st_mtime_ns))
    assert run_here(other.root, "build", *ON_THE_DAY).status == 0
    for swap in (True, False):
        shutil.rmtree(room.root / KEPT, ignore_errors=True)
        if (other.root / KEPT).is_dir():
            shutil.copytree(other.root / KEPT, room.root / KEPT)
        if swap:
            shutil.rmtree(room.out)
            shutil.copytree(other.root / "output", room.out)
        assert_equals_clean(room.root, *ON_THE_DAY)


FOREIGN = {
    "empty": b"",
    "text": b"sitegen 0.0.1\n",
    "json": b'{"version": 0, "files": {}, "briefs": null}',
    "zeros": bytes(4096),
    "sqlite": b"SQLite format 3\0" + bytes(84),
    "deep": b"[" * 100_000,
}


@pytest.mark.parametrize("name", FOREIGN)
def test_another_format_is_as_good_as_nothing(room: Desk, name: str) -> None:
    """An older one, a newer one, or another program's, under every name that is kept."""
    for path in kept_files(room.root):
        path.write_bytes(FOREIGN[name])
    room.file(f"{KEPT}/{'0' * 64}", FOREIGN[name])
    room.brief(quiet_text(body=f"{name}."))
    assert_equals_clean(room.root, *ON_THE_DAY)
    assert_equals_clean(room.root, *ON_THE_DAY)


def test_a_bit_that_fell_over_anywhere_changes_nothing(room: Desk) -> None:
    draw = Random("bits")
    clean = built_clean(room.root, *ON_THE_DAY)
    for number in range(30):
        files = [path for path in kept_files(room.root) if path.stat().st_size]
        for path in draw.sample(files, min(len(files), 3)):
            content = bytearray(path.read_bytes())
            at = draw.randrange(min(len(content), draw.choice((80, 10**9))))
            content[at] ^= 1 << draw.randrange(8)
            path.write_bytes(content)
        build(room)
        assert_same_site(contents(room.out), clean.site, f"after {number} such falls, it")


def test_folders_and_links_where_files_were(room: Desk) -> None:
    for put in (Path.mkdir, lambda place: place.symlink_to("nothing")):
        for path in kept_files(room.root):
            path.unlink()
            put(path)
        room.brief(quiet_text(body=f"Body {put}."[:7]))
        assert_equals_clean(room.root, *ON_THE_DAY)


def test_a_link_in_it_is_not_written_through(room: Desk) -> None:
    """Whoever can put a link there could have a file elsewhere written over."""
    elsewhere = room.root.with_name("elsewhere.txt")
    for path in kept_files(room.root):
        if path.name != ".gitignore":
            elsewhere.write_bytes(path.read_bytes())
            path.unlink()
            path.symlink_to(elsewhere)
    elsewhere.write_text("not sitegen's")
    for number in range(2):
        room.brief(quiet_text(body=f"Edit {number}."))
        build(room)
    assert elsewhere.read_text() == "not sitegen's"


@pytest.mark.parametrize("with_cards", [False, True])
def test_nothing_that_is_kept_is_run(room: Desk, with_cards: bool) -> None:
    """A file that makes another one when it is unpickled or executed, under every name there."""
    marker = room.root.with_name("it-was-run")
    if with_cards:
        for slug in ("tram", "ferry"):
            (room.root / f"briefs/{slug}.md").unlink()
        room.config((room.root / "site.yaml").read_text("utf-8").replace(QUICK, "search: false\n"))
        build(room)
    kept = {path: path.read_bytes() for path in kept_files(room.root)}
    planted = {path: list(bombs(content, marker)) for path, content in kept.items()}
    for number in range(max(map(len, planted.values()), default=0)):
        for path, some in planted.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(some[number % len(some)])
        build(room)
        assert not marker.exists(), f"planted in some of {sorted(map(str, planted))}"


def test_a_reason_that_is_not_needed_is_told_where_it_stands_now(room: Desk) -> None:
    for lines in range(4):
        finding = "\n".join(["finding: |", *["  It was found."] * (lines + 1)])
        text = quiet_text(claim=finding)
        room.brief(text.replace("accept:\n", "accept:\n  no-archive: None is needed.\n"))
        assert_equals_clean(room.root, *ON_THE_DAY)
