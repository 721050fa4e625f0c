"""The twin of a site: a second tree of the same files, kept so that the next build is quick.

A build changes the twin, which nobody sees, and then the two change places in one step. So a site
is never seen half old and half new, and a build that changes one page writes that one alone. What
is the same in both is one file with two names, which no build ever writes into: a file that changes
is a new one in its place. Only the manifest is not in the twin. By it a build knows which files are
its own, so what somebody writes into a file of the twin is mended by the next build. (If that site
has no such file any more, what was written there stays, as something of somebody else's.)

A twin has its own name while it is as the site is, and another while it is being changed: what a
killed build leaves is told by its name, and removed.
"""

import hashlib
import os
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from sitegen.files import exchange, link_whole, make_folder, remove, write_whole
from sitegen.folder import is_kept, make_kept
from sitegen.parallel import run
from sitegen.routes import MANIFEST
from sitegen.stamps import Stamp, stamp
from sitegen.tree import Written

_AT_ONCE = 1024  # files that are linked by one process in a row
_PROBE = ".link"


class UnfitError(Exception):
    """The twin cannot become the new site, as something stands where a file should be."""


def can_have(kept: Path, output: Path) -> bool:
    """Whether an output folder can have one: both must lie on one file system that has links."""
    beside = next(folder for folder in output.parents if folder.is_dir())
    try:
        make_kept(kept / "next")
        here = output if output.is_dir() else beside
        if not os.lstat(kept / "next").st_dev == os.stat(here).st_dev == os.stat(beside).st_dev:
            return False
        _try_link(kept / "next" / _PROBE)
    except OSError:
        return False
    return True


def _try_link(place: Path) -> None:
    """Raises ``OSError`` where a file cannot have two names."""
    names = str(place), f"{place}.2"
    try:
        write_whole(names[0], b"", link=names[1])
    finally:
        for name in names:
            with suppress(OSError):
                os.unlink(name)


def sweep(twin: Path) -> None:
    """Remove what killed builds left, and the twins of this output folder and of others."""
    with suppress(OSError):
        for name in filter(is_kept, os.listdir(twin.parent)):
            remove(twin.parent / name)


class TwinTree:
    """The twin while it becomes the new site.

    ``before`` are the files that it has, by SHA-256, and ``spoilt`` those of them that somebody has
    changed, in both trees therefore.
    """

    def __init__(
        self, output: Path, twin: Path, before: Mapping[str, bytes], spoilt: Iterable[str]
    ) -> None:
        self.output = output
        self.twin = twin
        self.place = twin.with_suffix(".1")
        self._before = before
        self._again = {*spoilt}  # files that cannot be left as they are

    @contextmanager
    def changing(self) -> Iterator[None]:
        """Take the twin while the block runs; what is left unfinished is removed."""
        self.twin.rename(self.place)
        try:
            yield
        finally:
            if self.place.exists():
                remove(self.place)

    def rewrite(self, paths: Iterable[str]) -> None:
        """Leave no such file as it is, as it may have been written in this build already."""
        self._again |= {*paths}

    def write(self, path: str, content: bytes) -> Written:
        """Write one file, unless it is there already. Raises ``UnfitError``."""
        digest = hashlib.sha256(content).digest()
        before = self._before.get(path)
        place = f"{self.place}/{path}"
        try:
            if before == digest and path not in self._again:
                if path == MANIFEST:
                    os.link(f"{self.output}/{path}", place)
                return Written(path, digest, anew=False)
            try:
                write_whole(place, content, likely_there=before is not None)
            except FileNotFoundError:
                make_folder(place[: place.rfind("/")])
                write_whole(place, content)
        except (FileExistsError, NotADirectoryError, IsADirectoryError, PermissionError) as wrong:
            raise UnfitError(path) from wrong
        return Written(path, digest, anew=True)

    def keep(self, path: str, digest: bytes) -> Written:
        """Leave a file that is as it should be."""
        return Written(path, digest, anew=False)

    def exchange(self, gone: Collection[str], files: Collection[str]) -> None:
        """Take out what the site has no longer, and change places.

        ``files`` are all that the site has, the manifest included.
        """
        self._gone = gone
        self._above = _folders_above(files) if gone else frozenset[str]()
        self._remove(self._gone, self._above)
        self.place.chmod(self.output.stat().st_mode)
        exchange(self.place, self.output)

    def follow(self, paths: Iterable[str], jobs: int) -> dict[str, Stamp]:
        """Make the old tree the twin, in which these files are not those of the new.

        Gives their stamps.
        """
        self._remove(self._gone, self._above)
        self._drop_manifest()
        order = sorted({*paths} - {MANIFEST})
        found = dict(zip(order, run(jobs, _follow, self, order, chunk=_AT_ONCE), strict=True))
        found[MANIFEST] = stamp(f"{self.output}/{MANIFEST}")
        self.place.rename(self.twin)
        return found

    def undo(self, anew: Iterable[str]) -> dict[str, Stamp]:
        """Make the twin again as the site is, though some files were written into it.

        Gives the stamps of those that it has again.
        """
        self._remove([p for p in anew if p not in self._before], _folders_above(self._before))
        self._drop_manifest()
        back = [path for path in anew if path in self._before and path != MANIFEST]
        found = {path: self.link(path) for path in back}
        self.place.rename(self.twin)
        return found

    def link(self, path: str) -> Stamp:
        """Take a file of the site into the tree that becomes the twin."""
        source, place = f"{self.output}/{path}", f"{self.place}/{path}"
        try:
            link_whole(source, place, likely_there=True)
        except FileNotFoundError:
            make_folder(place[: place.rfind("/")])
            link_whole(source, place)
        return stamp(source)

    def _drop_manifest(self) -> None:
        with suppress(FileNotFoundError):
            os.unlink(f"{self.place}/{MANIFEST}")

    def _remove(self, gone: Iterable[str], above: Collection[str]) -> None:
        for path in gone:
            with suppress(FileNotFoundError):
                os.unlink(f"{self.place}/{path}")
            folder = path.rpartition("/")[0]
            while folder and folder not in above:
                with suppress(OSError):
                    os.rmdir(f"{self.place}/{folder}")
                folder = folder.rpartition("/")[0]


def _follow(tree: TwinTree, path: str) -> Stamp:
    return tree.link(path)


def _folders_above(files: Iterable[str]) -> frozenset[str]:
    found: set[str] = set()
    for path in files:
        folder = path.rpartition("/")[0]
        while folder and folder not in found:
            found.add(folder)
            folder = folder.rpartition("/")[0]
    return frozenset(found)


def folders_of(files: Iterable[str]) -> list[str]:
    """Every folder that the files lie in, the outermost, "", included."""
    return ["", *sorted(_folders_above(files))]
