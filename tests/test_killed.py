"""A build that is killed at any moment leaves one whole site, and nothing that grows.

``kill -9`` comes at moments drawn over the time that a build takes, to the build alone or to all
processes that it started. ``EXAMPLES=400 pytest tests/test_killed.py`` makes more rounds.
"""

import os
import shutil
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import pytest

from building import (
    ON_THE_DAY,
    Started,
    assert_same_site,
    beside,
    built_clean,
    contents,
    kept_files,
    run_here,
    size_kept,
)
from newsroom import write_corpus
from sitegen import parallel
from sitegen.folder import KEPT, OUTPUT
from support import QUICK, Desk, quiet_text
from test_output_folder import is_whole

pytestmark = pytest.mark.skipif(
    sys.platform != "linux", reason="other systems may need two steps to swap folders"
)

ROUNDS = int(os.environ.get("EXAMPLES", "25"))  # of each test
KILLED = (*ON_THE_DAY, "--jobs", "2")  # the others have one: here, where templates are compiled
PATIENCE = 20  # seconds for processes whose parent was killed to end
SLACK = 300_000  # bytes that may be kept beside twice what a fresh build keeps

# In turn; after the last comes the first.
EDITS: tuple[Callable[[Desk], object], ...] = (
    lambda desk: desk.brief(quiet_text(body="As it was.")),
    lambda desk: desk.brief(quiet_text(body="A body of its own.")),
    lambda desk: desk.brief(quiet_text(), slug="second"),
    lambda desk: (desk.root / "briefs/second.md").unlink(missing_ok=True),
    lambda desk: desk.file("templates/_footer.html", "<footer>Our own</footer>"),
    lambda desk: (desk.root / "templates/_footer.html").unlink(missing_ok=True),
)


class Killed:
    """A desk whose builds are killed; ``now`` is the site as it stands."""

    def __init__(self, root: Path, seed: str, *, cold: bool) -> None:
        root.mkdir()
        self.desk = Desk(root)
        self.draw = Random(seed)
        self.cold = cold
        self.died = 0
        write_corpus(root, 3)
        settings = root / "site.yaml"
        settings.write_text(settings.read_text("utf-8") + QUICK, "utf-8")
        self._known: dict[bytes, dict[str, object]] = {}
        self.now: dict[str, object] = {}

    def edit(self, number: int) -> dict[str, object]:
        """Change the folder; gives what a clean build makes of it, which is found once."""
        EDITS[number % len(EDITS)](self.desk)
        if self.cold:  # the next build finds nothing that it could use but the site
            shutil.rmtree(self.desk.root / KEPT, ignore_errors=True)
        key = b"".join(
            path.read_bytes()
            for path in sorted(self.desk.root.rglob("*"))
            if path.is_file() and not {KEPT, OUTPUT} & set(path.parts)
        )
        if key not in self._known:
            self._known[key] = built_clean(self.desk.root, *ON_THE_DAY).site
        return self._known[key]

    def build(self) -> None:
        """Build it, which succeeds."""
        run = run_here(self.desk.root, "build", *ON_THE_DAY)
        assert run.status == 0, run.stderr
        self.now = contents(self.desk.out)

    def takes(self) -> float:
        """The seconds that a build takes after an edit, the least of some."""
        seconds = []
        for number in range(4):
            self.edit(number)
            with Started(self.desk.root, *KILLED) as build:
                assert build.waited() == 0, build.ended()
                seconds.append(time.monotonic() - build.started)
        self.build()
        return min(seconds)


@pytest.mark.parametrize("group", [False, True], ids=["alone", "with-its-group"])
@pytest.mark.parametrize("cold", [False, True], ids=["incremental", "cold"])
@pytest.mark.parametrize("part", range(2))
def test_a_killed_build_leaves_the_old_site_or_the_new_one(
    tmp_path: Path, part: int, cold: bool, group: bool
) -> None:
    room = Killed(tmp_path / "desk", f"{part} {cold} {group}", cold=cold)
    takes = room.takes()
    for number in range(4, ROUNDS + 4):
        one_round(room, number, takes, group=group)
    assert room.died > ROUNDS / 4, "too few of the builds were still running"
    assert_nothing_is_left(room)


def one_round(room: Killed, number: int, takes: float, *, group: bool) -> None:
    """Kill a build; then the next one, which may not wait for what is left of the other."""
    new = room.edit(number)
    moment = room.draw.uniform(0, 1.1 * takes)
    what = f"round {number}, killed after {moment:.3f} s,"
    with Started(room.desk.root, *KILLED) as build:
        time.sleep(moment)
        build.kill(group=group)
        room.died += build.waited() != 0
        left = contents(room.desk.out)
        assert_same_site(left, new if left != room.now else room.now, what)
        if room.draw.random() < 0.5:
            build.ended(PATIENCE)
        room.build()
        assert_same_site(room.now, new, f"the build after {what}")
        build.ended(PATIENCE)
    assert_same_site(contents(room.desk.out), new, f"the site long after {what}")


def test_a_process_that_starts_when_its_build_is_dead_ends_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It was forked while the build was there, and does its first step when it is not."""
    room = Killed(tmp_path / "desk", "", cold=True)
    start = parallel._start

    def late(*args: Any) -> None:
        time.sleep(0.5)
        start(*args)

    monkeypatch.setattr(parallel, "_start", late)
    with Started(room.desk.root, *KILLED) as build:
        while not beside(room.desk.out):
            time.sleep(0.002)
        time.sleep(0.1)
        build.kill(group=False)
        assert build.waited() == -signal.SIGKILL
        build.ended(PATIENCE)
    monkeypatch.undo()
    room.build()
    assert_nothing_is_left(room)


def assert_nothing_is_left(room: Killed) -> None:
    """After one more build: neither beside the output, nor in it, nor in what is kept."""
    room.build()
    assert beside(room.desk.out) == []
    assert is_whole(room.desk.out)
    assert sorted(path.name for path in room.desk.root.iterdir() if path.name != KEPT) == [
        *("briefs", "output", "pages", "site.yaml", "snapshots"),
        *(["templates"] if (room.desk.root / "templates").exists() else []),
    ]
    fresh = room.desk.root.with_name("fresh")
    shutil.copytree(room.desk.root, fresh, ignore=shutil.ignore_patterns(KEPT, OUTPUT))
    assert run_here(fresh, "build", *ON_THE_DAY).status == 0
    assert size_kept(room.desk.root) <= 2 * size_kept(fresh) + SLACK
    assert len(kept_files(room.desk.root)) <= 2 * len(kept_files(fresh)) + 16
