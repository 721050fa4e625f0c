"""Writing a site: built beside the old one, then moved into its place whole.

The old site stays readable until the moment the new one stands where it was. Only files that
an earlier build wrote, by that site's own manifest, are ever removed; whatever else lies in the
folder is carried over.
"""

import hashlib
import json
import os
import re
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from sitegen.folder import BRIEFS, CONFIG, KEPT, PAGES, TEMPLATES
from sitegen.routes import MANIFEST
from sitegen.stamps import NO_STAMP, Stamp, stamp_of

_PREFIX = ".sitegen-"
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)  # as ``open``'s "xb"
_SOURCES = (BRIEFS, PAGES, TEMPLATES, "snapshots", CONFIG, KEPT, ".git")


class RefusedError(Exception):
    """An output folder that must not be written to; the message says why and what to do."""


def check_output(output: Path, root: Path) -> None:
    """Refuse an output folder that is, holds or lies in what the site is made from.

    Raises ``RefusedError``.
    """
    place = output.resolve()
    home = Path("~").expanduser()
    if place.parent == place:
        raise RefusedError(f"{output} is the root of a disk; name a folder of its own")
    if place in (home.resolve(), *home.resolve().parents) or root.resolve().is_relative_to(place):
        raise RefusedError(f"{output} holds the site's own sources; name a folder of its own")
    for name in _SOURCES:
        source = (root / name).resolve()
        if place.is_relative_to(source):
            raise RefusedError(f"{output} is where {name} is kept; name a folder of its own")
    if place.exists() and not place.is_dir():
        raise RefusedError(f"{output} is a file; name a folder")


class Written(NamedTuple):
    """A file of the new site, with its SHA-256 and the stamps of it and of its twin.

    ``anew`` tells one with other bytes than before from one that could stay.
    """

    path: str
    digest: bytes
    anew: bool
    stamp: Stamp = NO_STAMP
    twin: Stamp = NO_STAMP


class Tree:
    """A new site in the making, in a folder beside the one that it will replace.

    ``twin`` is a second folder that gets the same files: see the module ``twin``.
    """

    def __init__(self, output: Path, place: Path, *, reuse: bool, twin: Path | None = None) -> None:
        self.output = output
        self.place = place
        self.twin = twin
        self._before = written_before(output)
        self._reuse = reuse
        self._folders = {""}  # those that this process knows to be there
        self._start = f"{place}/"
        self._starts = tuple([f"{top}/" for top in self._tops])
        self.carried: list[str] = []  # what is not ours

    def write(self, path: str, content: bytes) -> Written:
        """Write one file. One that did not change is linked."""
        digest = hashlib.sha256(content)
        folder = path[: path.rfind("/") + 1]
        if folder not in self._folders:
            self._make_folder(folder)
        known = self._before.get(path) if self._reuse else None
        linked = known is not None and known == digest.hexdigest() and self._link(path, content)
        here = NO_STAMP if linked else write_whole(self._start + path, content)
        there = write_whole(f"{self.twin}/{path}", content) if self.twin else NO_STAMP
        return Written(path, digest.digest(), not linked, here, there)

    def keep(self, path: str, digest: bytes) -> Written:
        """Take over a file that was looked at and is as the last build wrote it."""
        folder = path[: path.rfind("/") + 1]
        if folder not in self._folders:
            self._make_folder(folder)
        os.link(f"{self.output}/{path}", self._start + path)
        there = NO_STAMP
        if self.twin:
            there = copied(f"{self.output}/{path}", f"{self.twin}/{path}")
        return Written(path, digest, anew=False, twin=there)

    def _make_folder(self, folder: str) -> None:
        for start in self._starts:
            make_folder(start + folder)
        self._folders.add(folder)

    def _link(self, path: str, content: bytes) -> bool:
        """Link the old file, if it still holds what its manifest says, so that its time stays."""
        old = self.output / path
        try:
            if old.is_symlink() or old.read_bytes() != content:
                return False
            os.link(old, self.place / path)
        except OSError:
            return False
        return True

    def finish(self, digests: Mapping[str, str]) -> None:
        """Carry over what is not ours, and move the tree into place.

        ``digests`` are those of all files but the manifest. Raises ``RefusedError`` where a file
        that sitegen did not write is in the way.
        """
        for path in self._foreign(digests):
            self._carry_over(path)
            self.carried.append(path)
        for top in self._tops:
            top.chmod(self.output.stat().st_mode if self.output.is_dir() else usual_mode())
        self.output.parent.mkdir(parents=True, exist_ok=True)
        _replace(self.place, self.output)

    def drop_old(self) -> None:
        """Remove the tree that was replaced, if there was one."""
        if self.place.exists():
            remove(self.place)

    def _foreign(self, digests: Mapping[str, str]) -> Iterator[str]:
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
                if path not in self._before or (
                    path not in digests and path != MANIFEST and not self._is_ours(path)
                ):
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
            _link_or_copy(old, top / path)

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


def _link_or_copy(old: Path, new: Path) -> None:
    try:
        os.link(old, new, follow_symlinks=False)
    except OSError:
        from shutil import copy2

        copy2(old, new, follow_symlinks=False)


def manifest(digests: Mapping[str, str]) -> bytes:
    """``data/manifest.json``: every file of a site by its path, with the SHA-256 of its bytes."""
    quoted = json.encoder.encode_basestring  # the C one: with indents, json takes ten times as long
    lines = [f'  {quoted(path)}: "{digest}"' for path, digest in sorted(digests.items())]
    files = "{\n" + ",\n".join(lines) + "\n }" if lines else "{}"
    return f'{{\n "files": {files}\n}}\n'.encode()


def make_folder(path: str) -> None:
    """Make a folder; those above it are there, unless nothing was written into them yet."""
    try:
        os.mkdir(path)
    except OSError:
        os.makedirs(path, exist_ok=True)


def write_whole(path: str, content: bytes) -> Stamp:
    """Write a file in the place of what is there, never into it; gives its stamp."""
    try:
        return _write_new(path, content)
    except FileExistsError:
        os.unlink(path)
        return _write_new(path, content)


def _write_new(path: str, content: bytes) -> Stamp:
    """Write a file that is not there; the system may take less than all at once."""
    file = os.open(path, _NEW, 0o666)
    try:
        while content:
            content = content[os.write(file, content) :]
        return stamp_of(os.fstat(file))
    finally:
        os.close(file)


def copied(source: str, target: str) -> Stamp:
    """Write a file with the bytes of another; gives its stamp."""
    with open(source, "rb", buffering=0) as file:
        return write_whole(target, file.read())


def _folders_above(path: str) -> Iterator[str]:
    """``a/`` and ``a/b/`` for ``a/b/c``."""
    at = path.find("/")
    while at >= 0:
        yield path[: at + 1]
        at = path.find("/", at + 1)


def written_before(output: Path) -> dict[str, str]:
    """The files that the last build wrote there, with their SHA-256; empty where none did."""
    try:
        return read_manifest((output / MANIFEST).read_bytes())
    except OSError:
        return {}


def read_manifest(content: bytes) -> dict[str, str]:
    """The files of a site by its manifest, itself included, with their SHA-256.

    Empty where the bytes are no manifest.
    """
    try:
        files = json.loads(content)["files"]
    except (ValueError, KeyError, TypeError, RecursionError):
        return {}
    if not isinstance(files, dict):
        return {}
    ours = {path: digest for path, digest in files.items() if isinstance(digest, str)}
    return {**ours, MANIFEST: hashlib.sha256(content).hexdigest()}


def exchange(new: Path, output: Path) -> None:
    """Put ``new`` where ``output`` is; the old tree, if any, is then where ``new`` was."""
    _replace(new, output)


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

    prefix = f"{_PREFIX}{output.name}-{os.getpid()}-"
    try:
        return Path(tempfile.mkdtemp(prefix=prefix, dir=above))
    except OSError as wrong:  # name the folder, not what would have been made in it
        raise OSError(wrong.errno, wrong.strerror, str(above)) from None


def _sweep(output: Path, beside: Path) -> None:
    """Remove what builds that were killed left beside the output."""
    pattern = re.compile(rf"{re.escape(_PREFIX + output.name)}-(\d+)-[^-]+(-old)?")
    for name in os.listdir(beside):
        left = pattern.fullmatch(name)
        if not left or _runs(int(left[1])):
            continue
        if left[2] and not output.exists():  # killed between the two renames of ``_replace``
            (beside / name).rename(output)
        else:
            remove(beside / name)


def remove(folder: Path) -> None:
    """Remove a folder with all that is in it, as far as that can be done."""
    from shutil import rmtree

    rmtree(folder, ignore_errors=True)


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):
        return True
    return True


def usual_mode() -> int:
    """The permissions that a new folder has here."""
    mask = os.umask(0)
    os.umask(mask)
    return 0o777 & ~mask


def _replace(new: Path, output: Path) -> None:
    """Put ``new`` where ``output`` is; the old tree, if any, is then where ``new`` was."""
    if not output.exists():
        new.rename(output)
        return
    if _exchange(new, output):
        return
    aside = new.with_name(f"{new.name}-old")
    output.rename(aside)
    try:
        new.rename(output)
    except OSError:
        aside.rename(output)
        raise
    remove(aside)


def _exchange(one: Path, other: Path) -> bool:
    """Swap two folders in one step, where the system can (Linux, macOS)."""
    import ctypes

    library = ctypes.CDLL(None, use_errno=True) if sys.platform != "win32" else None
    names = os.fsencode(one), os.fsencode(other)
    try:
        if sys.platform == "linux" and library:
            here, swap = -100, 2  # AT_FDCWD, RENAME_EXCHANGE: renameat2(2)
            return bool(library.renameat2(here, names[0], here, names[1], swap) == 0)
        if sys.platform == "darwin" and library:
            return bool(library.renamex_np(names[0], names[1], 2) == 0)  # RENAME_SWAP
    except AttributeError:  # an older C library
        return False
    return False
