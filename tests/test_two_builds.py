"""Two builds at once on one folder: both succeed, and the site is what one makes.

A lock that nobody holds any more stops nobody, and nor does a folder in which none can be made.
"""

import os
import shutil
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from random import Random

import pytest

from building import (
    ON_THE_DAY,
    Started,
    assert_equals_clean,
    assert_same_site,
    beside,
    built_clean,
    contents,
    run_here,
    told,
)
from newsroom import write_corpus
from sitegen.folder import KEPT
from support import QUICK, Desk, quiet_text
from test_cli import as_nobody, other_desk  # noqa: F401 (a fixture)

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="it looks into /proc")

SOON = 10.0  # seconds in which a build that waits for nobody has long ended
SLOW = "{% for i in range(3 * 10**7) %}{% endfor %}"  # a second or so
BUSY = 0.6  # seconds of processor time that a build of this site takes at the very most
ROUNDS = 6


@pytest.fixture
def room(tmp_path: Path) -> Desk:
    """A desk with a site of some briefs, built."""
    (tmp_path / "desk").mkdir()
    desk = Desk(tmp_path / "desk")
    write_corpus(desk.root, 3)
    settings = desk.root / "site.yaml"
    settings.write_text(settings.read_text("utf-8") + QUICK, "utf-8")
    desk.brief(quiet_text())
    assert run_here(desk.root, "build", *ON_THE_DAY).status == 0
    return desk


def edited(desk: Desk, number: int) -> None:
    """A page changes, and another comes or goes."""
    desk.brief(quiet_text(body=f"Body {number}."))
    if number % 2:
        desk.brief(quiet_text(), slug=f"extra-{number}")
    else:
        (desk.root / f"briefs/extra-{number - 1}.md").unlink(missing_ok=True)


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_both_succeed_and_the_site_is_what_one_makes(room: Desk, jobs: str) -> None:
    draw = Random(jobs)
    for number in range(1, ROUNDS + 1):
        edited(room, number)
        clean = built_clean(room.root, *ON_THE_DAY)
        with ExitStack() as stack:
            builds = []
            for _ in range(2):
                build = Started(room.root, *ON_THE_DAY, "--jobs", jobs)
                builds.append(stack.enter_context(build))
                time.sleep(draw.uniform(0, 0.2))
            for build in builds:
                run = build.ended()
                assert run.status == 0, run.stderr
        assert_same_site(contents(room.out), clean.site, f"round {number}")
        assert beside(room.out) == []
    assert_equals_clean(room.root, *ON_THE_DAY)


def test_into_two_folders_at_once(room: Desk, tmp_path: Path) -> None:
    """Of one folder's texts, on two days, with drafts and without."""
    room.brief(quiet_text("draft: true"), slug="draft")
    ways = (ON_THE_DAY, ("--today", "2020-01-01"), (*ON_THE_DAY, "--drafts"))
    clean = [built_clean(room.root, *args).site for args in ways]
    for number in range(2):
        with ExitStack() as stack:
            places = [tmp_path / f"site-{n}" for n in range(len(ways))]
            pairs = zip(ways, places, strict=True)
            starting = [Started(room.root, *args, "-o", str(place)) for args, place in pairs]
            builds = [stack.enter_context(build) for build in starting]
            for build in builds:
                run = build.ended()
                assert run.status == 0, run.stderr
        for place, site in zip(places, clean, strict=True):
            assert_same_site(contents(place), site, f"round {number}, {place.name}")


def test_a_build_beside_a_check(room: Desk) -> None:
    """A check writes nothing, and says what it would have said alone."""
    for number in range(2):
        edited(room, number)
        alone = run_here(room.root, "check", *ON_THE_DAY)
        with (
            Started(room.root, *ON_THE_DAY) as build,
            Started(room.root, *ON_THE_DAY, command="check") as check,
        ):
            assert build.ended().status == 0
            assert check.ended().stderr == alone.stderr, f"round {number}"
    assert_equals_clean(room.root, *ON_THE_DAY)


def wait_until_it_works(build: Started) -> None:
    """Until it has computed for longer than all takes but the slow template."""
    end = time.monotonic() + 60
    while _computed(build.process) < BUSY:
        assert time.monotonic() < end, "it does nothing"
        time.sleep(0.01)


def _computed(process: int) -> float:
    """The seconds of processor time that a process has had."""
    _, _, facts = Path(f"/proc/{process}/stat").read_text("ascii").rpartition(")")
    return sum(map(int, facts.split()[11:13])) / os.sysconf("SC_CLK_TCK")


def test_the_second_build_waits_for_the_first_and_says_so(room: Desk) -> None:
    """It reads the folder when its turn has come, so the last word is what stands on the site."""
    room.file("templates/404.html", f"{SLOW}The first.")
    with Started(room.root, *ON_THE_DAY) as first:
        wait_until_it_works(first)
        room.file("templates/404.html", "The second.")
        with Started(room.root, *ON_THE_DAY) as second:
            later, earlier = second.ended(), first.ended()
    assert (earlier.status, later.status) == (0, 0)
    assert room.html("404.html") == "The second."
    assert "wait" not in earlier.stderr
    assert "wait" in later.stderr.lower(), "it says nothing of what it waits for"
    assert_equals_clean(room.root, *ON_THE_DAY)


def test_a_build_that_waits_can_be_stopped(room: Desk) -> None:
    """With Ctrl-C as with any other end; the first build takes no notice."""
    room.file("templates/404.html", f"{SLOW}The first.")
    with Started(room.root, *ON_THE_DAY) as first:
        wait_until_it_works(first)
        with Started(room.root, *ON_THE_DAY) as second:
            time.sleep(0.2)
            os.killpg(second.process, signal.SIGINT)
            assert second.ended().status == 130
        assert first.ended().status == 0
    assert room.html("404.html") == "The first."


@pytest.mark.parametrize("group", [False, True])
def test_what_a_killed_build_locked_is_free(room: Desk, group: bool) -> None:
    room.file("templates/404.html", "{% for i in range(10**9) %}{% endfor %}")
    with Started(room.root, *ON_THE_DAY) as build:
        wait_until_it_works(build)
        build.kill(group=group)
        build.waited()
        room.file("templates/404.html", "Nothing here.")
        started = time.monotonic()
        run = run_here(room.root, "build", *ON_THE_DAY)
        assert time.monotonic() - started < SOON
    assert run.status == 0
    assert "wait" not in run.stderr
    assert_equals_clean(room.root, *ON_THE_DAY)


def test_a_lock_from_another_machine_is_nobodys(room: Desk) -> None:
    """As when the folder was copied, or restored, while a build ran: files alone lock nothing."""
    room.file("templates/404.html", f"{SLOW}The first.")
    place = room.root.with_name("copy")
    with Started(room.root, *ON_THE_DAY) as build:
        wait_until_it_works(build)
        shutil.copytree(room.root, place)
        build.kill(group=True)
    copy = Desk(place)
    shutil.copy(room.root / "site.yaml", place)
    copy.file("templates/404.html", "Nothing here.")
    run = run_here(copy.root, "build", *ON_THE_DAY)
    assert (run.status, "wait" in run.stderr) == (0, False), run.stderr
    assert_equals_clean(copy.root, *ON_THE_DAY)


# Where nothing can be kept


def a_file(place: Path) -> None:
    place.write_text("a file in its way")


def a_link_to_nothing(place: Path) -> None:
    place.symlink_to("gone/for/good")


@pytest.mark.parametrize("put", [a_file, a_link_to_nothing])
def test_without_a_place_to_keep_anything_the_site_is_built(room: Desk, put) -> None:
    shutil.rmtree(room.root / KEPT, ignore_errors=True)
    put(room.root / KEPT)
    before = os.lstat(room.root / KEPT)
    for number in range(2):
        edited(room, number)
        assert_equals_clean(room.root, *ON_THE_DAY)
    after = os.lstat(room.root / KEPT)
    assert (after.st_ino, after.st_size) == (before.st_ino, before.st_size)


def test_two_builds_without_a_place_for_a_lock(room: Desk) -> None:
    """Neither can know of the other: what is there in the end is a whole site all the same."""
    shutil.rmtree(room.root / KEPT, ignore_errors=True)
    a_file(room.root / KEPT)
    with Started(room.root, *ON_THE_DAY) as one, Started(room.root, *ON_THE_DAY) as other:
        assert {one.ended().status, other.ended().status} == {0}
    assert_equals_clean(room.root, *ON_THE_DAY)


@pytest.fixture
def locked_desk(other_desk: Desk) -> Iterator[Desk]:  # noqa: F811 (the fixture)
    """A folder that nobody may write to, but for a folder beside its texts."""
    other_desk.brief(quiet_text())
    (other_desk.root / "public").mkdir()
    (other_desk.root / "public").chmod(0o777)
    other_desk.root.chmod(0o555)
    yield other_desk
    other_desk.root.chmod(0o755)


@pytest.mark.parametrize("kept", ["nothing", "from before"])
def test_a_folder_that_cannot_be_written_to_is_read(locked_desk: Desk, kept: str) -> None:
    """What is kept there from before, by somebody else, may be used and cannot be renewed."""
    if kept == "from before":
        assert run_here(locked_desk.root, "build", *ON_THE_DAY, "-o", "public/old").status == 0
    locked_desk.brief(quiet_text(body="Newer."))
    clean = built_clean(locked_desk.root, *ON_THE_DAY)
    for _ in range(2):
        run = as_nobody(locked_desk, "build", *ON_THE_DAY, "-o", "public/site")
        assert run.status == 0, run.stderr
        assert_same_site(contents(locked_desk.root / "public/site"), clean.site)
        assert "bug" not in run.stderr
    assert told(run, locked_desk.root).stderr.replace("public/site", "output") == clean.said.stderr
