"""A new site in the making, in a folder of its own, until it takes the place of the old one.

The old site stays readable until the moment the new one stands where it was. Only files that
an earlier build wrote, by that site's own manifest, are ever removed; whatever else lies in the
folder is carried over.
"""

import hashlib
import os
import re
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from sitegen.files import (
    BESIDE,
    RefusedError,
    exchange,
    link_whole,
    make_folder,
    remove,
    usual_mode,
    write_whole,
    written_before,
)
from sitegen.routes import MANIFEST
from sitegen.stamps import NO_STAMP, Stamp

_new = tuple.__new__  # makes a ``Written`` in half the time


class NoPlaceError(OSError):
    """There is no place to make a new site in."""


class Written(NamedTuple):
    """A file of the new site, with its SHA-256 and its stamp.

    ``anew`` tells one with other bytes than before from one that could stay.
    """

    path: str
    digest: bytes
    anew: bool
    stamp: Stamp = NO_STAMP


class Tree:
    """A new site in the making, in a folder beside the one that it will replace.

    ``twin`` is a second folder that gets links to its files, but for the manifest: see the module
    ``twin``.
    """

    def __init__(self, output: Path, place: Path, *, reuse: bool, twin: Path | None = None) -> None:
        self.output = output
        self.place = place
        self.twin = twin
        self._before = written_before(output)
        self._reuse = reuse
        self._folders = {""}  # those that this process knows to be there
        self._start = f"{place}/"
        self._link_start = f"{twin}/" if twin else ""
        self.carried: list[str] = []  # what is not ours
        self.is_alike = True  # whether the twin has all of that as the very same files

    def write(self, path: str, content: bytes) -> Written:
        """Write one file. One that did not change is linked."""
        digest = hashlib.sha256(content)
        folder = path[: path.rfind("/") + 1]
        if folder not in self._folders:
            self._make_folder(folder)
        known = self._before.get(path) if self._reuse else None
        linked = known is not None and known == digest.hexdigest() and self._link(path, content)
        if linked:
            return Written(path, digest.digest(), anew=False)
        stamp = write_whole(self._start + path, content, link=self._name_in_twin(path))
        return _new(Written, (path, digest.digest(), True, stamp))

    def keep(self, path: str, digest: bytes) -> Written:
        """Take over a file that was looked at and is as the last build wrote it."""
        folder = path[: path.rfind("/") + 1]
        if folder not in self._folders:
            self._make_folder(folder)
        place, twin = self._start + path, self._name_in_twin(path)
        _link_or_copy(f"{self.output}/{path}", place)
        if twin:
            os.link(place, twin)
        return Written(path, digest, anew=False)

    def _name_in_twin(self, path: str) -> str | None:
        """The second name that a file gets, if any."""
        return self._link_start + path if self._link_start and path != MANIFEST else None

    def _make_folder(self, folder: str) -> None:
        make_folder(self._start + folder)
        if self._link_start:
            make_folder(self._link_start + folder)
        self._folders.add(folder)

    def _link(self, path: str, content: bytes) -> bool:
        """Link the old file, if it still holds what its manifest says, so that its time stays."""
        old = self.output / path
        try:
            if old.is_symlink() or old.read_bytes() != content:
                return False
            link_whole(str(old), self._start + path)
            if twin := self._name_in_twin(path):
                link_whole(str(old), twin)
        except OSError:
            return False
        return True

    def finish(self, files: Collection[str]) -> None:
        """Carry over what is not ours, and move the tree into place.

        ``files`` are all that the site has, the manifest included. Raises ``RefusedError`` where a
        file that sitegen did not write is in the way.
        """
        for path in self._foreign(files):
            self._carry_over(path)
            self.carried.append(path)
        for top in self._tops:
            top.chmod(self.output.stat().st_mode if self.output.is_dir() else usual_mode())
        self.output.parent.mkdir(parents=True, exist_ok=True)
        exchange(self.place, self.output)

    def drop_old(self) -> None:
        """Remove the tree that was replaced, if there was one."""
        if self.place.exists():
            remove(self.place)

    def _foreign(self, ours: Collection[str]) -> Iterator[str]:
        """What lies in the old folder and was not written by an earlier build.

        A file that the new site has no longer is ours only if it still holds what we wrote.
        """
        made = {parent for path in self._before for parent in _folders_above(path)}
        start = len(str(self.output)) + 1
        for folder, below, files in os.walk(self.output):
            inside = Path(folder[start:]).as_posix() + "/" if folder[start:] else ""
            links = [name for name in below if os.path.islink(os.path.join(folder, name))]
            for name in (*files, *links):
                path = inside + name
                if path not in self._before or (path not in ours and not self._is_ours(path)):
                    yield path
            if inside and not files and not below and inside not in made:
                yield inside

    def _is_ours(self, path: str) -> bool:
        old = self.output / path
        try:
            content = b"" if old.is_symlink() else old.read_bytes()
        except OSError:
            return False
        return hashlib.sha256(content).hexdigest() == self._before[path]

    def _carry_over(self, path: str) -> None:
        old, new = self.output / path, self.place / path
        above = [folder for folder in new.parents if folder.is_relative_to(self.place)]
        if (new.exists() and not path.endswith("/")) or any(p.is_file() for p in (new, *above)):
            raise RefusedError(
                f"{self.output / path} was not written by sitegen and stands where the site has "
                "a file; move it away, or choose another output folder"
            )
        for folder in reversed(above[:-1]):
            self._copy_folder(folder.relative_to(self.place))
        if path.endswith("/"):
            self._copy_folder(Path(path))
            return
        for top in self._tops:
            if not _link_or_copy(old, top / path) and not old.is_symlink():
                self.is_alike = False

    @property
    def _tops(self) -> tuple[Path, ...]:
        return (self.place, self.twin) if self.twin else (self.place,)

    def _copy_folder(self, path: Path) -> None:
        """Make a folder as the old tree has it, permissions included."""
        for folder in (top / path for top in self._tops):
            if not folder.is_dir():
                from shutil import copymode

                folder.mkdir()
                copymode(self.output / path, folder)


def _link_or_copy(old: str | Path, new: str | Path) -> bool:
    """Take a file over, never into one that is there; gives whether it could be linked."""
    try:
        os.link(old, new, follow_symlinks=False)
    except FileExistsError:
        raise
    except OSError:
        from shutil import copy2

        copy2(old, new, follow_symlinks=False)
        return False
    return True


@contextmanager
def new_tree(output: Path, *, reuse: bool, beside: Path | None = None) -> Iterator[Tree]:
    """A tree to write a site into; whatever happens, nothing unfinished is left.

    With ``beside``, the place of a twin, it is made there, together with the twin.
    """
    output = output.resolve()
    above = next(folder for folder in output.parents if folder.is_dir())
    _sweep(output, above)
    place, twin = (beside and _places_of_two(beside)) or (_place_beside(output, above), None)
    try:
        yield Tree(output, place, reuse=reuse, twin=twin)
    finally:
        for left in (place, twin):
            if left and left.exists():
                remove(left)


def _places_of_two(beside: Path) -> tuple[Path, Path] | None:
    """New folders for a tree and its twin; None where none can be made."""
    two = beside.with_suffix(".1"), beside.with_suffix(".2")
    try:
        for folder in two:
            if folder.exists():
                remove(folder)
            folder.mkdir(parents=True)
    except OSError:
        return None
    return two


def _place_beside(output: Path, above: Path) -> Path:
    import tempfile

    prefix = f"{BESIDE}{output.name}-{os.getpid()}-"
    try:
        return Path(tempfile.mkdtemp(prefix=prefix, dir=above))
    except OSError as wrong:  # name the folder, not what would have been made in it
        raise NoPlaceError(wrong.errno, wrong.strerror, str(above)) from None


def _sweep(output: Path, beside: Path) -> None:
    """Remove what builds that were killed left beside the output."""
    pattern = re.compile(rf"{re.escape(BESIDE + output.name)}-(\d+)-[^-]+(-old)?")
    for name in os.listdir(beside):
        left = pattern.fullmatch(name)
        if not left or _runs(int(left[1])):
            continue
        if left[2] and not output.exists():  # killed between the two renames of ``_replace``
            (beside / name).rename(output)
        else:
            remove(beside / name)


def _runs(process: int) -> bool:
    """Whether a process is at work there still; this one has not begun, in whatever container."""
    if process == os.getpid():
        return False
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):
        return True
    return True


def _folders_above(path: str) -> Iterator[str]:
    """``a/`` and ``a/b/`` for ``a/b/c``."""
    at = path.find("/")
    while at >= 0:
        yield path[: at + 1]
        at = path.find("/", at + 1)
