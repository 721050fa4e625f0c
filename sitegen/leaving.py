"""What a build leaves to the next one: how a brief goes into the ledger, and comes out of it."""

from collections.abc import Collection
from typing import Any

from sitegen.ground import Ground, print_of_frame
from sitegen.ledger import Entry, Summary
from sitegen.packed import pack
from sitegen.plan import globals_of
from sitegen.results import Result
from sitegen.units import Unit
from sitegen.whole import Whole


def entry_of(unit: Unit, around: bytes, *, noted: bool) -> Entry:
    """What came of a brief, with what is around it, packed."""
    return Entry(
        path=unit.path,
        digest=unit.digest,
        relied=unit.relied,
        beside=unit.beside,
        problems=unit.problems,
        record=unit.record_print,
        around=around,
        shown=bool(unit.written),
        files=tuple(one.path for one in unit.written),
        latest=unit.latest,
        noted=noted,
    )


def unit_of(entry: Entry, record: bytes) -> Unit:
    """The same of a brief that was taken by the build before."""
    return Unit(
        path=entry.path,
        digest=entry.digest,
        relied=entry.relied,
        beside=entry.beside,
        problems=entry.problems,
        record=record,
        record_print=entry.record,
        latest=entry.latest,
    )


def same_to_others(known: Entry | None, unit: Unit, of_whole: Collection[str]) -> bool:
    """Whether a brief that was taken anew shows its change on no page but its own.

    ``of_whole`` are the files of which the whole site told something.
    """
    if known is None or unit.waits or unit.broken or unit.in_the_way or unit.path in of_whole:
        return False
    same = known.problems == unit.problems and known.record == unit.record_print
    return same and known.shown and {*known.files} == {one.path for one in unit.written}


def fields_of_ledger(ground: Ground, whole: Whole, result: Result) -> dict[str, Any]:
    """The fields of the next ledger that tell what the site was made from, and what came of it."""
    standing, site, values = ground.standing, whole.site, globals_of(whole.site)
    counts = (len(site.briefs), len(site.claims), result.unpublished)
    return {
        "house": standing.house,
        "templates": standing.skin,
        "frame": print_of_frame(values),
        "rest": standing.rest(ground.page_entries),
        "today": standing.options.today.isoformat(),
        "topics": values["topics"],
        "pages": ground.page_entries,
        "problems": result.problems,
        "of_whole": whole.of_whole,
        "summary": Summary(*counts, left=pack(site.left)),
    }
