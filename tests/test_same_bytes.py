"""What an incremental build makes does not depend on how it came about.

``test_invariants.py`` says so of builds that know of none before. Here what was kept comes from
another machine, from another number of processes, or from edits in another order.
"""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from building import (
    ON_THE_DAY,
    assert_same_site,
    built_as,
    built_clean,
    contents,
    run_here,
    told,
)
from newsroom import Newsroom
from sitegen.folder import KEPT
from support import quiet_text
from test_invariants import shuffle_folders

HERE = {"LC_ALL": "C.UTF-8", "TZ": "Asia/Tokyo", "PYTHONHASHSEED": "1"}
THERE = {"LC_ALL": "C", "TZ": "America/Los_Angeles", "PYTHONHASHSEED": "2"}


@pytest.fixture
def room(tmp_path: Path) -> Newsroom:
    """A desk with all that a site can have, enough of it for two processes."""
    return Newsroom(tmp_path / "desk", "same bytes")


def edit_once(room: Newsroom) -> None:
    room.write("briefs/tram.md", room.texts["briefs/tram.md"] + "\nMore.\n")
    room.change("briefs/ferry.md", topics=[room.topics()[1]])


def edit_again(room: Newsroom) -> None:
    room.write("briefs/fresh.md", quiet_text(body="New."))
    room.settings["tagline"] = "New"
    room.save_settings()


def test_what_was_kept_on_another_machine_serves_here(room: Newsroom, tmp_path: Path) -> None:
    """At another path, in another language and time zone, with another order of hashing."""
    built_as(HERE, room.root, room.root)
    place = tmp_path / "a longer name" / "and deeper"
    shutil.copytree(room.root, place, symlinks=True)
    shutil.rmtree(room.root)
    room.root, room.out = place, place / "output"
    edit_once(room)
    clean = built_clean(room.root, *ON_THE_DAY)
    for jobs in ("1", "2"):
        built_as(THERE, room.root, Path("/"), "--jobs", jobs)
        assert_same_site(contents(room.out), clean.site, f"with {jobs} jobs, it")


def test_any_number_of_jobs_after_any_number(room: Newsroom) -> None:
    """Cold and after edits, one process, two, three or more make the same and say the same."""
    edits: tuple[Callable[[Newsroom], None], ...] = (lambda _: None, edit_once, edit_again)
    for number, edit in enumerate(edits):
        edit(room)
        clean = built_clean(room.root, *ON_THE_DAY, "--jobs", "1")
        for jobs in ("2", "1", "3") if number else ("3", "5", "2", "1"):
            if number == 0:
                shutil.rmtree(room.root / KEPT, ignore_errors=True)
                shutil.rmtree(room.out, ignore_errors=True)
            run = run_here(room.root, "build", *ON_THE_DAY, "--jobs", jobs)
            assert told(run, room.root) == clean.said, f"{jobs} jobs"
            assert_same_site(contents(room.out), clean.site, f"with {jobs} jobs, it")


def test_the_order_of_files_on_disk_does_not_matter(
    room: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run_here(room.root, "build", *ON_THE_DAY).status == 0
    edit_once(room)
    edit_again(room)
    clean = built_clean(room.root, *ON_THE_DAY)
    shuffle_folders(monkeypatch)
    run = run_here(room.root, "build", *ON_THE_DAY)
    monkeypatch.undo()
    assert told(run, room.root) == clean.said
    assert_same_site(contents(room.out), clean.site)


def rename_it(room: Newsroom) -> None:
    room.settings["title"] = "Another Desk"
    room.save_settings()


ORDERS = (
    (edit_once, edit_again, rename_it),
    (rename_it, edit_again, edit_once),
    (edit_again, rename_it, edit_once),
)


def test_the_order_of_edits_does_not_matter(tmp_path: Path) -> None:
    """With a build after each; nor does what came and went between."""
    sites = []
    for number, order in enumerate(ORDERS):
        (tmp_path / str(number)).mkdir()
        room = Newsroom(tmp_path / str(number) / "desk", "order", briefs=1)
        for edit in order:
            edit(room)
            room.write("briefs/passing.md", quiet_text(body=f"{number}"))
            assert run_here(room.root, "build", *ON_THE_DAY).status == 0
            room.remove("briefs/passing.md")
        assert run_here(room.root, "build", *ON_THE_DAY).status == 0
        sites.append(contents(room.out))
    for number, site in enumerate(sites):
        assert_same_site(site, sites[0], f"order {number}")


def test_a_day_that_comes_back_brings_back_its_site(room: Newsroom) -> None:
    """The clock goes forward over a scheduled brief's day, and back."""
    days = ("2024-06-01", "2024-06-19", "2024-06-20", "2024-06-01", "2025-01-01", "2024-06-20")
    sites: dict[str, dict[str, object]] = {}
    for day in days:
        assert run_here(room.root, "build", "--today", day).status == 0
        assert_same_site(contents(room.out), sites.setdefault(day, contents(room.out)), day)
    for day, site in sites.items():
        assert_same_site(site, built_clean(room.root, "--today", day).site, day)
