"""The twin of a site: a second tree of the same files, kept so that the next build is quick.

A build changes the twin, which nobody sees, and then the two change places in one step. So a site
is never seen half old and half new, and a build that changes one page writes that one alone. The
files are copies, not links: whoever changes something in the one has not changed the other.

A twin has its own name while it is as the site is, and another while it is being changed: what a
killed build leaves is told by its name, and removed.
"""

import hashlib
import os
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from sitegen.files import copied, exchange, make_folder, remove, write_whole
from sitegen.folder import is_kept, make_kept
from sitegen.parallel import run
from sitegen.stamps import Stamp
from sitegen.tree import Written

_AT_ONCE = 512  # files that are copied by one process in a row


class UnfitError(Exception):
    """The twin cannot become the new site, as something stands where a file should be."""


def can_have(kept: Path, output: Path) -> bool:
    """Whether an output folder can have one: both must lie on one file system."""
    beside = next(folder for folder in output.parents if folder.is_dir())
    try:
        make_kept(kept / "next")
        here = output if output.is_dir() else beside
        return os.lstat(kept / "next").st_dev == os.stat(here).st_dev == os.stat(beside).st_dev
    except OSError:
        return False


def sweep(twin: Path) -> None:
    """Remove what killed builds left, and the twins of this output folder and of others."""
    with suppress(OSError):
        for name in filter(is_kept, os.listdir(twin.parent)):
            remove(twin.parent / name)


class TwinTree:
    """The twin while it becomes the new site.

    ``before`` are the files that it has, by SHA-256, and ``spoilt`` those of them that somebody has
    changed there.
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
        if before == digest and path not in self._again:
            return Written(path, digest, anew=False)
        place = f"{self.place}/{path}"
        try:
            try:
                stamp = write_whole(place, content, likely_there=before is not None)
            except FileNotFoundError:
                make_folder(place[: place.rfind("/")])
                stamp = write_whole(place, content)
        except (FileExistsError, NotADirectoryError, IsADirectoryError, PermissionError) as wrong:
            raise UnfitError(path) from wrong
        return Written(path, digest, anew=True, stamp=stamp)

    def keep(self, path: str, digest: bytes) -> Written:
        """Leave a file that is as it should be; one that is spoilt is taken from the site."""
        if path not in self._again:
            return Written(path, digest, anew=False)
        return Written(path, digest, anew=False, stamp=self._copied(self.output, self.place, path))

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
        """Make the old tree the twin, in which these files are not as in the new; gives stamps."""
        self._remove(self._gone, self._above)
        order = sorted(paths)
        found = dict(zip(order, run(jobs, _follow, self, order, chunk=_AT_ONCE), strict=True))
        self.place.rename(self.twin)
        return found

    def undo(self, anew: Iterable[str]) -> dict[str, Stamp]:
        """Make the twin again as the site is, though some files were written into it."""
        self._remove([p for p in anew if p not in self._before], _folders_above(self._before))
        back = [path for path in anew if path in self._before]
        found = {path: self._copied(self.output, self.place, path) for path in back}
        self.place.rename(self.twin)
        return found

    def copy(self, path: str) -> Stamp:
        """Take a file of the new site into the tree that becomes the twin."""
        return self._copied(self.output, self.place, path)

    def _remove(self, gone: Iterable[str], above: Collection[str]) -> None:
        for path in gone:
            with suppress(FileNotFoundError):
                os.unlink(f"{self.place}/{path}")
            folder = path.rpartition("/")[0]
            while folder and folder not in above:
                with suppress(OSError):
                    os.rmdir(f"{self.place}/{folder}")
                folder = folder.rpartition("/")[0]

    def _copied(self, source: Path, target: Path, path: str) -> Stamp:
        place = f"{target}/{path}"
        try:
            return copied(f"{source}/{path}", place, likely_there=True)
        except FileNotFoundError:
            make_folder(place[: place.rfind("/")])
            return copied(f"{source}/{path}", place)


def _follow(tree: TwinTree, path: str) -> Stamp:
    return tree.copy(path)


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
