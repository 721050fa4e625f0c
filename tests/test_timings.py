"""``sitegen build --timings``: where the time goes, for whoever waits for it."""

import re

import pytest

from building import ON_THE_DAY, contents, run_here, told
from support import Desk, brief_text

STAGES = {"compile", "render", "write", "total"}  # among others
LINE = re.compile(r"^ *(\w[\w ]*?):? +(\d+\.\d+) ?s?\b.*$")


def stages(stderr: str) -> dict[str, float]:
    """The seconds of each stage, from the lines after the one that every build says last."""
    _, last, rest = stderr.rpartition("output/index.html")
    assert last, stderr
    lines = rest.split("\n", 1)[1].splitlines()
    found = [LINE.match(line) for line in lines if line.strip()]
    assert all(found), rest
    return {match[1].lower(): float(match[2]) for match in found if match}


@pytest.fixture
def room(desk: Desk) -> Desk:
    """A desk with a brief that earns warnings."""
    desk.brief(brief_text())
    return desk


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_each_stage_has_a_line_and_so_has_the_total(room: Desk, jobs: str) -> None:
    run = run_here(room.root, "build", *ON_THE_DAY, "--timings", "--jobs", jobs)
    assert run.status == 0, run.stderr
    found = stages(run.stderr)
    assert found.keys() >= STAGES
    parts = sum(seconds for name, seconds in found.items() if name != "total")
    assert parts <= found["total"] + 0.01 * len(found)
    assert list(found)[-1] == "total"


def test_a_share_stands_beside_the_seconds(room: Desk) -> None:
    run = run_here(room.root, "build", *ON_THE_DAY, "--timings")
    shares = [
        int(share) for share in re.findall(r"(\d+) ?%", run.stderr.rpartition("index.html")[2])
    ]
    assert len(shares) >= len(STAGES) - 1
    assert all(0 <= share <= 100 for share in shares)


def test_it_changes_nothing_else(room: Desk) -> None:
    plain = run_here(room.root, "build", *ON_THE_DAY)
    before = contents(room.out)
    timed = run_here(room.root, "build", *ON_THE_DAY, "--timings")
    assert contents(room.out) == before
    assert (timed.status, timed.stdout) == (plain.status, plain.stdout)
    said = told(plain, room.root).stderr
    assert told(timed, room.root).stderr.startswith(said)


def test_data_for_programs_stays_alone(room: Desk) -> None:
    plain = run_here(room.root, "build", *ON_THE_DAY, "--format", "json")
    timed = run_here(room.root, "build", *ON_THE_DAY, "--format", "json", "--timings")
    assert (timed.status, timed.stdout) == (plain.status, plain.stdout)


def test_where_nothing_is_written_the_status_is_the_same(room: Desk) -> None:
    room.brief("---\ntitle: [\n---\n", slug="broken")
    plain = run_here(room.root, "build", *ON_THE_DAY)
    timed = run_here(room.root, "build", *ON_THE_DAY, "--timings")
    assert plain.status == timed.status == 1
    assert timed.stderr.startswith(plain.stderr)
    assert not room.out.exists()


def test_the_help_tells_of_it(room: Desk) -> None:
    assert "--timings" in run_here(room.root, "build", "--help").stdout
