"""After whatever edit, a build that uses what was kept equals a clean one, byte for byte.

The edits are drawn at random, the same in every run: ``EXAMPLES=2000 pytest
tests/test_incremental.py`` makes more of them. Some break the site, and later ones mend it; some
damage what builds made or kept. A failure names its seed and all edits so far.
"""

import os
from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random

import pytest

from building import assert_same_site, beside, built_clean, contents, run_here, told
from edits_of_output import KEPT_EDITS, OUTPUT_EDITS
from edits_of_site import EDITS as SITE_EDITS
from edits_of_site import TEMPLATE_EDITS
from edits_of_texts import EDITS as TEXT_EDITS
from newsroom import Newsroom

Edit = Callable[[Newsroom], str]
EDITS = int(os.environ.get("EXAMPLES", "50"))
BY_COMMAND = 25  # so many edits once, the build is a process of its own


def edit(room: Newsroom, *more: Sequence[Edit]) -> str:
    """One change, drawn from all that there are; what is broken is mended soon."""
    if room.mends and not room.one_in(3):
        return room.mends.pop(0)()
    if not (room.whole or room.mends) and room.one_in(2):
        return room.undo()
    kinds = [TEXT_EDITS, TEXT_EDITS, TEXT_EDITS, SITE_EDITS, SITE_EDITS, KEPT_EDITS]
    kinds += [OUTPUT_EDITS, OUTPUT_EDITS] if room.whole else []
    kinds += more
    return room.draw.choice(room.draw.choice(kinds))(room)


def compare(room: Newsroom, *, by_command: bool) -> str:
    """Build the site, and clean in another folder: the same is said, and the same is there."""
    args = room.args()
    clean = built_clean(room.root, *args, foreign=room.foreign)
    before = contents(room.out) if clean.said.status else {}
    run = room.run_apart("build", *args) if by_command else run_here(room.root, "build", *args)
    assert told(run, room.root) == clean.said
    room.built(run.status)
    expected = clean.site if room.whole else before
    assert_same_site(contents(room.out), expected, "output/")
    assert beside(room.out) == []
    return f"{run.status}"


def play(room: Newsroom, edits: int, seed: str, *more: Sequence[Edit]) -> list[str]:
    """Edit and compare, so many times; gives the exit status of each build."""
    history = [f"seed {seed}: the first build"]
    statuses = []
    try:
        statuses.append(compare(room, by_command=False))
        for number in range(1, edits + 1):
            room.draw = Random(f"{seed}/{number}")  # whatever was drawn so far: as in every run
            history.append(f"{number:3}. {edit(room, *more)} {' '.join(room.args())}")
            statuses.append(compare(room, by_command=number % BY_COMMAND == 0))
            if room.one_in(12):
                history.append(f"{number:3}. and nothing")
                statuses.append(compare(room, by_command=False))
    except BaseException as failed:
        failed.add_note("\n".join(history))
        raise
    return statuses


@pytest.mark.parametrize("part", range(6))
def test_after_any_edit_a_build_equals_a_clean_one(tmp_path: Path, part: int) -> None:
    seed = f"edits/{part}"
    statuses = play(Newsroom(tmp_path / "desk", seed), EDITS, seed)
    assert statuses.count("0") > len(statuses) / 3, "too many of the sites could not be built"


@pytest.mark.parametrize("part", range(2))
def test_after_many_edits_of_templates_too(tmp_path: Path, part: int) -> None:
    seed = f"templates/{part}"
    statuses = play(Newsroom(tmp_path / "desk", seed), EDITS, seed, *[TEMPLATE_EDITS] * 12)
    assert statuses.count("0") > len(statuses) / 3


def test_with_a_search_and_share_cards_too(tmp_path: Path) -> None:
    seed = "edits of all"
    room = Newsroom(tmp_path / "desk", seed, extra="search: true", briefs=1)
    statuses = play(room, EDITS // 6, seed)
    assert statuses.count("0") > len(statuses) / 3
