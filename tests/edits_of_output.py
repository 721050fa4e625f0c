"""What happens to the output folder, and to what is kept for the next build, behind its back."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

from building import kept_files
from newsroom import Newsroom
from sitegen.folder import KEPT, OUTPUT

MANIFEST = "data/manifest.json"


def _ours(room: Newsroom) -> list[Path]:
    """The files that a build wrote, but the manifest."""
    theirs = {path.relative_to(room.foreign) for path in room.foreign.rglob("*")}
    files = sorted(path for path in room.out.rglob("*") if path.is_file())
    there = [path.relative_to(room.out) for path in files if not path.is_symlink()]
    return [room.out / path for path in there if path not in theirs and str(path) != MANIFEST]


def _overwrite(place: Path, content: bytes) -> None:
    """Other bytes in the same file; a second name of it would have them too, so it gets a new one.

    With the same length it keeps its time as well.
    """
    before = place.stat()
    place.unlink()
    place.write_bytes(content)
    if len(content) == before.st_size:
        os.utime(place, ns=(before.st_atime_ns, before.st_mtime_ns))


def _damaged(room: Newsroom, content: bytes) -> bytes:
    """Bytes that are not what was written."""
    at = room.draw.randrange(len(content) + 1)
    return room.draw.choice(
        (
            content[::-1],
            content[:at],
            content + b"\n",
            b"",
            room.draw.randbytes(len(content)),
            content[:at] + bytes(255 - byte for byte in content[at : at + 1]) + content[at + 1 :],
        )
    )


def tampered(room: Newsroom) -> str:
    place = room.draw.choice(_ours(room))
    _overwrite(place, _damaged(room, place.read_bytes()))
    return f"{place.relative_to(room.root)} has other bytes"


def tampered_in_place(room: Newsroom) -> str:
    """The file itself is the same: a page says something else, at the same time and length."""
    place = room.draw.choice([path for path in _ours(room) if path.suffix == ".html"])
    before, content = place.stat(), place.read_bytes()
    with place.open("r+b") as file:
        file.write(content.swapcase())
    os.utime(place, ns=(before.st_atime_ns, before.st_mtime_ns))
    return f"{place.relative_to(room.root)} was written over"


def swapped(room: Newsroom) -> str:
    one, other = room.draw.sample(_ours(room), 2)
    first, second = one.read_bytes(), other.read_bytes()
    _overwrite(one, second)
    _overwrite(other, first)
    return f"{one.relative_to(room.root)} and {other.relative_to(room.root)} changed places"


def manifest_lies(room: Newsroom) -> str:
    """One digit of a checksum is another."""
    place = room.out / MANIFEST
    text = place.read_text("utf-8")
    digest = room.draw.choice([line.split('"')[3] for line in text.splitlines() if ': "' in line])
    lie = ("0" if digest[0] != "0" else "1") + digest[1:]
    _overwrite(place, text.replace(digest, lie).encode())
    return f"the manifest lies of {digest[:8]}"


def linked(room: Newsroom) -> str:
    """A link to a copy of it, or to nothing, stands where a file was."""
    place = room.draw.choice(_ours(room))
    copy = room.root.with_name("copy")
    copy.write_bytes(place.read_bytes())
    place.unlink()
    place.symlink_to(room.draw.choice((copy, "nothing")))
    return f"{place.relative_to(room.root)} is a link"


def deleted(room: Newsroom) -> str:
    files = room.draw.sample(_ours(room), room.draw.choice((1, 1, 5, 40)))
    for place in files:
        place.unlink()
    return f"{len(files)} files such as {files[0].relative_to(room.root)} are gone"


def folder_deleted(room: Newsroom) -> str:
    """Of one brief, or all of them."""
    folders = [path for path in sorted(room.out.glob("*/*")) if path.is_dir()]
    place = room.draw.choice([path for path in folders if not _foreign_below(room, path)])
    shutil.rmtree(place)
    return f"{place.relative_to(room.root)}/ is gone"


def _foreign_below(room: Newsroom, place: Path) -> bool:
    return (room.foreign / place.relative_to(room.out)).exists()


def all_deleted(room: Newsroom) -> str:
    """And sometimes an empty folder is there instead."""
    shutil.rmtree(room.out)
    shutil.rmtree(room.foreign)
    room.foreign.mkdir()
    if room.one_in(2):
        return "output/ is gone"
    room.out.mkdir()
    return "output/ is empty"


def foreign(room: Newsroom) -> str:
    """Something that sitegen did not write, which stays."""
    folders = [path.relative_to(room.out) for path in room.out.glob("*/*") if path.is_dir()]
    below = room.draw.choice([Path(), Path("own/deep"), *sorted(folders)])
    path = below / f"mine-{room.number()}"
    how = room.draw.choice((_file, _file, Path.mkdir, lambda place: place.symlink_to("nowhere")))
    for top in (room.out, room.foreign):
        (top / path.parent).mkdir(parents=True, exist_ok=True)
        if not (top / path).exists() and not (top / path).is_symlink():
            how(top / path)
    return f"{path} is somebody else's"


def _file(place: Path) -> None:
    place.write_text("mine")


def in_the_way(room: Newsroom) -> str:
    """A folder, with something in it or not, where a file of the site is: it is refused."""
    place = room.draw.choice(_ours(room))
    path = place.relative_to(room.out)
    place.unlink()
    full = room.one_in(2)
    ours = [above for above in path.parents if not (room.foreign / above).exists()]
    for top in (room.out, room.foreign):
        (top / path).mkdir(parents=True)
        if full:
            (top / path / "mine.txt").write_text("mine")

    def mend() -> str:
        for top in (room.out, room.foreign):
            shutil.rmtree(top / path, ignore_errors=True)
        for above in ours:  # the site's own folders, which go with what is in them
            (room.foreign / above).rmdir()
        return f"{path} is no folder any more"

    room.mends.append(mend)
    return f"{path} is a folder"


def keep_older(room: Newsroom) -> str:
    room.keep_older(room.out, room.root / KEPT, room.foreign)
    return "a copy is made of output/ and .sitegen/"


def put_back(room: Newsroom) -> str:
    """An older output folder, or older kept files, or both, as from a backup or a cache."""
    if not (room.older / OUTPUT).is_dir():
        return keep_older(room)
    which = room.draw.choice(((OUTPUT,), (KEPT,), (OUTPUT, KEPT)))
    for name in which:
        shutil.rmtree(room.root / name, ignore_errors=True)
        if os.path.lexists(room.root / name):
            (room.root / name).unlink()
        if (room.older / name).is_dir():
            shutil.copytree(room.older / name, room.root / name, symlinks=True)
    if OUTPUT in which:
        shutil.rmtree(room.foreign)
        shutil.copytree(room.older / "foreign", room.foreign, symlinks=True)
    return f"an older {' and '.join(which)} is back"


# What is kept


def kept_deleted(room: Newsroom) -> str:
    shutil.rmtree(room.root / KEPT, ignore_errors=True)
    return ".sitegen/ is gone"


def kept_lost(room: Newsroom) -> str:
    files = kept_files(room.root)
    lost = room.draw.sample(files, len(files) // room.draw.choice((1, 2, 10)))
    for place in lost:
        place.unlink()
    return f"{len(lost)} of {len(files)} files in .sitegen/ are gone"


def kept_damaged(room: Newsroom) -> str:
    files = kept_files(room.root)
    damaged = room.draw.sample(files, min(len(files), room.draw.choice((1, 3, 1000))))
    for place in damaged:
        _overwrite(place, _damaged(room, place.read_bytes()))
    return f"{len(damaged)} of {len(files)} files in .sitegen/ are damaged"


def kept_swapped(room: Newsroom) -> str:
    """Each of some files has another's content."""
    files = kept_files(room.root)
    some = room.draw.sample(files, min(len(files), room.draw.choice((2, 1000))))
    contents = [place.read_bytes() for place in some]
    for place, content in zip(some, [*contents[1:], *contents[:1]], strict=True):
        _overwrite(place, content)
    return f"{len(some)} of {len(files)} files in .sitegen/ changed places"


def kept_unusable(room: Newsroom) -> str:
    """A file, or a link to nothing, is where the folder was."""
    shutil.rmtree(room.root / KEPT, ignore_errors=True)
    place = room.root / KEPT
    place.symlink_to("nowhere/at/all") if room.one_in(2) else place.write_text("not a folder")

    def mend() -> str:
        place = room.root / KEPT  # the folder may have moved
        if place.is_symlink() or place.is_file():
            place.unlink()
        return ".sitegen may be a folder again"

    room.mends.append(mend)
    return ".sitegen is no folder"


# Only where the site stands as the last build left it: what was damaged is sitegen's then.
OUTPUT_EDITS: tuple[Callable[[Newsroom], str], ...] = (
    *(tampered, tampered, tampered_in_place, swapped, manifest_lies, linked, deleted),
    *(folder_deleted, all_deleted, foreign, foreign, in_the_way, keep_older, put_back),
)
KEPT_EDITS: tuple[Callable[[Newsroom], str], ...] = (
    *(kept_deleted, kept_lost, kept_damaged, kept_damaged, kept_swapped, kept_unusable),
)
