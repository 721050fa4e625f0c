"""What a build leaves to the next: what it read, what it wrote, and what came of it.

There is one for each output folder, in ``.sitegen/build``. It is trusted as far as its checksum is
right, it is of this very program, and the files are as it says; else everything is made anew.
"""

import os
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from sitegen.diagnostics import Diagnostic
from sitegen.folder import is_kept, make_kept
from sitegen.packed import DamagedError, pack_after, unpack
from sitegen.sealed import ROOM, seal, unsealed, write_here
from sitegen.stamps import count

_NEW = ".new-"  # how the name of what is being written begins
_MOST = 4  # output folders whose ledgers are kept at once
DIGEST = 32  # bytes of SHA-256


class Entry(NamedTuple):
    """One brief, as it was when its pages were made."""

    path: str
    digest: bytes  # of its bytes
    relied: tuple[str, ...]  # the files that it relies on
    beside: bytes  # the print of these
    problems: tuple[Diagnostic, ...]  # its own
    record: bytes  # the print of its record: ``records``
    around: bytes  # what its pages show of others, packed; empty where that is nothing
    shown: bool  # whether the site has it
    files: tuple[str, ...]
    latest: str  # the last day that it names of those which are compared with today
    noted: bool  # whether the notes of its pages are those of the build that made them: ``noting``


class Summary(NamedTuple):
    """What a result says besides its problems."""

    briefs: int
    claims: int
    unpublished: int
    left: bytes  # packed ``left.Left``


class Page(NamedTuple):
    """A page of ``pages/``."""

    path: str
    digest: bytes
    relied: tuple[str, ...]
    beside: bytes


class Ledger(NamedTuple):
    """What the last build into an output folder read and wrote."""

    program: bytes  # the print of the program, without which nothing below means anything
    house: bytes  # of the settings and phrases
    templates: bytes
    frame: bytes  # of what every page shows: the menu, and whether there are topics
    rest: bytes  # of all else that the site is made from but the briefs
    today: str
    topics: bool  # whether the site has any
    entries: tuple[Entry, ...]
    pages: tuple[Page, ...]
    problems: tuple[Diagnostic, ...]  # as they were told
    of_whole: tuple[str, ...]  # the files named by problems that are not a brief's own
    summary: Summary
    files: tuple[str, ...]
    digests: bytes
    stamps: bytes
    folders: tuple[str, ...]
    folder_stamps: bytes
    twin_folder_stamps: bytes  # empty where there is no twin
    foreign: tuple[str, ...]
    notes: bytes  # the checksum of what is noted of all pages; empty where nothing is
    at: int  # when the stamps were taken, in nanoseconds

    def digest(self, number: int) -> bytes:
        """The SHA-256 of one of the files."""
        return self.digests[DIGEST * number : DIGEST * (number + 1)]

    def each_digest(self) -> list[bytes]:
        """Those of all files."""
        digests = self.digests
        return [digests[at : at + DIGEST] for at in range(0, len(digests), DIGEST)]


NO_LEDGER = Ledger(
    *(b"", b"", b"", b"", b"", ""), topics=False, entries=(), pages=(), problems=(), of_whole=(),
    summary=Summary(0, 0, 0, b""), files=(), digests=b"", stamps=b"", folders=(),
    folder_stamps=b"", twin_folder_stamps=b"", foreign=(), notes=b"", at=0,
)  # fmt: skip


def read_blob(place: Path, seal: bytes = b"") -> bytes:
    """What was kept in a file; empty where nothing was, it is damaged, or has another ``seal``."""
    try:
        content = place.read_bytes()
    except OSError:
        return b""
    return (content.startswith(seal) and unsealed(place.name, content)) or b""


def read(place: Path, program: bytes) -> Ledger:
    """The ledger that lies there; ``NO_LEDGER`` where there is none, or it is of no use."""
    rest = read_blob(place)
    if not rest:
        return NO_LEDGER
    try:
        found = unpack(rest, Ledger)
    except DamagedError:
        return NO_LEDGER
    fits = len(found.digests) == DIGEST * len(found.files)
    fits = fits and count(found.stamps) == len(found.files)
    fits = fits and count(found.folder_stamps) == len(found.folders)
    return found if fits and found.program == program else NO_LEDGER


def write(place: Path, value: object) -> bytes:
    """Keep a value, whole or not at all; a folder that cannot be written keeps nothing.

    Gives the checksum that it is sealed with.
    """
    content = pack_after(ROOM, value)
    seal(place.name, content)
    beside = place.with_name(f"{_NEW}{os.getpid()}")
    try:
        make_kept(place.parent)
        write_here(str(beside), content)
        beside.replace(place)
    except OSError:
        with suppress(OSError):
            beside.unlink()
    return bytes(content[:ROOM])


def tidy(place: Path) -> None:
    """Let go of the oldest ledgers of too many, and of what killed builds left half written."""
    with suppress(OSError):
        ours = [path for path in place.parent.iterdir() if is_kept(path.name)]
        known = sorted(ours, key=lambda path: -path.stat().st_mtime)
        names = [path.name.partition(".")[0] for path in known if not path.name.startswith(_NEW)]
        stays = [*dict.fromkeys(names)][:_MOST]
        for path in known:
            if path.name.partition(".")[0] not in stays:
                path.unlink()


RECORDS, NOTES = "0", "1"  # what the names of a ledger's records and notes end in
