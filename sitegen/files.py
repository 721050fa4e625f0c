"""Files of a site and what is done with them: written, listed in the manifest, exchanged whole."""

import hashlib
import json
import os
import sys
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

import msgspec.json

from sitegen.folder import BRIEFS, CONFIG, KEPT, PAGES, TEMPLATES
from sitegen.routes import MANIFEST
from sitegen.stamps import Stamp, stamp_of

BESIDE = ".sitegen-"  # how the names of folders begin that lie beside an output while it is made
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


def manifest(digests: Mapping[str, str]) -> bytes:
    """``data/manifest.json``: every file of a site by its path, with the SHA-256 of its bytes."""
    files = msgspec.json.encode({"files": dict(sorted(digests.items()))})
    return msgspec.json.format(files, indent=1) + b"\n"


def patched_manifest(content: bytes, digests: Mapping[str, str]) -> bytes:
    """A manifest with other digests of some of its files. Raises ``ValueError`` for a new file."""
    found, at = bytearray(content), 0
    for path, digest in sorted(digests.items()):
        before = f'\n  {json.encoder.encode_basestring(path)}: "'.encode()
        at = found.index(before, at) + len(before)
        found[at : at + len(digest)] = digest.encode()
    return bytes(found)


def make_folder(path: str) -> None:
    """Make a folder; those above it are there, unless nothing was written into them yet."""
    try:
        os.mkdir(path)
    except OSError:
        os.makedirs(path, exist_ok=True)


def write_whole(
    path: str, content: bytes, *, likely_there: bool = False, link: str | None = None
) -> Stamp:
    """Write a file in the place of what is there, never into it; gives its stamp.

    With ``link``, it gets this name too.
    """
    if likely_there:  # quicker than to be refused first
        with suppress(FileNotFoundError):
            os.unlink(path)
    try:
        return _write_new(path, content, link)
    except FileExistsError:
        os.unlink(path)
        return _write_new(path, content, link)


def _write_new(path: str, content: bytes, link: str | None) -> Stamp:
    """Write a file that is not there; the system may take less than all at once."""
    file = os.open(path, _NEW, 0o666)
    try:
        while content:
            content = content[os.write(file, content) :]
        if link:
            link_whole(path, link)  # which changes the stamp
        return stamp_of(os.fstat(file))
    finally:
        os.close(file)


def link_whole(path: str, link: str, *, likely_there: bool = False) -> None:
    """Give a file another name, in the place of what is there."""
    if likely_there:
        with suppress(FileNotFoundError):
            os.unlink(link)
    try:
        os.link(path, link)
    except FileExistsError:
        os.unlink(link)
        os.link(path, link)


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


def remove(folder: Path) -> None:
    """Remove a folder with all that is in it, as far as that can be done."""
    from shutil import rmtree

    rmtree(folder, ignore_errors=True)
    if folder.is_dir() and not folder.is_symlink():  # folders in it are as read-only as the output
        for inside, _, _ in os.walk(folder):
            with suppress(OSError):
                os.chmod(inside, 0o700)
        rmtree(folder, ignore_errors=True)


def usual_mode() -> int:
    """The permissions that a new folder has here."""
    mask = os.umask(0)
    os.umask(mask)
    return 0o777 & ~mask


def exchange(new: Path, output: Path) -> None:
    """Put ``new`` where ``output`` is; the old tree, if any, is then where ``new`` was.

    Raises ``OSError`` that names ``output``, as nobody knows of ``new``.
    """
    try:
        _exchange_or_rename(new, output)
    except OSError as wrong:
        raise OSError(wrong.errno, wrong.strerror, str(output)) from wrong


def _exchange_or_rename(new: Path, output: Path) -> None:
    if not output.exists():
        new.rename(output)
        return
    if _exchange(new, output):
        return
    aside = output.with_name(f"{BESIDE}{output.name}-{os.getpid()}-aside-old")
    output.rename(aside)
    try:
        new.rename(output)
    except OSError:
        aside.rename(output)
        raise
    aside.rename(new)


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
