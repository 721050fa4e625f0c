"""Writing a site: built beside the old one, then moved into its place whole.

The old site stays readable until the moment the new one stands where it was. Only files that
an earlier build wrote, by that site's own manifest, are ever removed; whatever else lies in the
folder is carried over.
"""

import ctypes
import hashlib
import json
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from sitegen.folder import BRIEFS, CONFIG, PAGES, TEMPLATES
from sitegen.routes import MANIFEST

_PREFIX = ".sitegen-"
_SOURCES = (BRIEFS, PAGES, TEMPLATES, "snapshots", CONFIG, ".git")


class RefusedError(Exception):
    """An output folder that must not be written to; the message says why and what to do."""


def check_output(output: Path, root: Path) -> None:
    """Refuse an output folder that is, holds or lies in what the site is made from.

    Raises ``RefusedError``.
    """
    place, home = output.resolve(), Path.home().resolve()
    if place.parent == place:
        raise RefusedError(f"{output} is the root of a disk; name a folder of its own")
    if place in (home, *home.parents) or root.resolve().is_relative_to(place):
        raise RefusedError(f"{output} holds the site's own sources; name a folder of its own")
    for name in _SOURCES:
        source = (root / name).resolve()
        if place.is_relative_to(source):
            raise RefusedError(f"{output} is where {name} is kept; name a folder of its own")
    if place.exists() and not place.is_dir():
        raise RefusedError(f"{output} is a file; name a folder")


class Tree:
    """A new site in the making, in a folder beside the one that it will replace."""

    def __init__(self, output: Path, place: Path, *, reuse: bool) -> None:
        self.output = output
        self.place = place
        self._before = written_before(output) if output.is_dir() else {}
        self._reuse = reuse

    def write(self, path: str, content: bytes) -> tuple[str, str]:
        """Write one file; gives its path and SHA-256. One that did not change is linked."""
        digest = hashlib.sha256(content).hexdigest()
        target = self.place / path
        self._make_room(target)
        if not (self._reuse and self._before.get(path) == digest and self._link(path, content)):
            target.write_bytes(content)
        return path, digest

    def _make_room(self, target: Path) -> None:
        if not target.parent.is_dir():
            target.parent.mkdir(parents=True, exist_ok=True)

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
        """Write the manifest, carry over what is not ours, and move the tree into place.

        Raises ``RefusedError`` where a file that sitegen did not write is in the way.
        """
        manifest = {"files": dict(sorted(digests.items()))}
        text = json.dumps(manifest, ensure_ascii=False, indent=1) + "\n"
        self.write(MANIFEST, text.encode())
        for path in self._foreign():
            self._carry_over(path)
        self.place.chmod(self.output.stat().st_mode if self.output.is_dir() else _usual_mode())
        _replace(self.place, self.output)

    def _foreign(self) -> Iterator[str]:
        """What lies in the old folder and was not written by an earlier build."""
        made = {parent for path in self._before for parent in _folders_above(path)}
        start = len(str(self.output)) + 1
        for folder, below, files in os.walk(self.output):
            inside = Path(folder[start:]).as_posix() + "/" if folder[start:] else ""
            links = [name for name in below if os.path.islink(os.path.join(folder, name))]
            for name in (*files, *links):
                path = inside + name
                if path not in self._before and path != MANIFEST:
                    yield path
            if inside and not files and not below and inside not in made:
                yield inside

    def _carry_over(self, path: str) -> None:
        old, new = self.output / path, self.place / path
        if path.endswith("/"):
            new.mkdir(parents=True, exist_ok=True)
            return
        blocked = new.exists() or any(p.is_file() for p in new.parents if p != self.place)
        if blocked:
            raise RefusedError(
                f"{self.output / path} was not written by sitegen and stands where the site has "
                "a page; move it away, or choose another output folder"
            )
        self._make_room(new)
        try:
            os.link(old, new, follow_symlinks=False)
        except OSError:
            shutil.copy2(old, new, follow_symlinks=False)


def _folders_above(path: str) -> Iterator[str]:
    """``a/`` and ``a/b/`` for ``a/b/c``."""
    at = path.find("/")
    while at >= 0:
        yield path[: at + 1]
        at = path.find("/", at + 1)


def written_before(output: Path) -> dict[str, str]:
    """The files that the last build wrote there, with their SHA-256; empty where none did."""
    try:
        files = json.loads((output / MANIFEST).read_bytes())["files"]
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return {}
    if not isinstance(files, dict):
        return {}
    return {path: digest for path, digest in files.items() if isinstance(digest, str)}


@contextmanager
def new_tree(output: Path, *, reuse: bool) -> Iterator[Tree]:
    """A tree to write a site into; whatever happens, nothing of it is left beside the output."""
    output = output.resolve()
    output.parent.mkdir(parents=True, exist_ok=True)
    _sweep(output)
    place = Path(
        tempfile.mkdtemp(prefix=f"{_PREFIX}{output.name}-{os.getpid()}-", dir=output.parent)
    )
    try:
        yield Tree(output, place, reuse=reuse)
    finally:
        shutil.rmtree(place, ignore_errors=True)


def _sweep(output: Path) -> None:
    """Remove what builds that were killed left beside the output."""
    prefix = f"{_PREFIX}{output.name}-"
    for name in os.listdir(output.parent):
        number = name.removeprefix(prefix).split("-")[0]
        if name.startswith(prefix) and number.isdigit() and not _runs(int(number)):
            shutil.rmtree(output.parent / name, ignore_errors=True)


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):
        return True
    return True


def _usual_mode() -> int:
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
    shutil.rmtree(aside, ignore_errors=True)


def _exchange(one: Path, other: Path) -> bool:
    """Swap two folders in one step, where the system can (Linux, macOS)."""
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
