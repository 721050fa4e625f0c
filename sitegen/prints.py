"""What a build depends on besides the texts, as SHA-256: the program, templates, files beside."""

import os
import sys
from collections.abc import Iterable, Iterator
from functools import cache, cached_property
from hashlib import sha256
from os.path import islink

from sitegen.folder import ASSETS, LANGUAGES, TEMPLATES, Folder, builtin_templates

PAGEFIND = "PAGEFIND_BINARY_PATH"  # Pagefind's own, for a program that no package brought
_File = tuple[str, str, bytes, object]  # its folder, name, digest, and where it is a link to
NEVER = b"?"  # a print that nothing has: what it stands for is looked at again each time


def digest_of(*parts: object) -> bytes:
    """One digest of several values, told apart by their ``repr``."""
    return sha256(repr(parts).encode("utf-8", "surrogatepass")).digest()


@cache
def program_print() -> bytes:
    """The program: its own files, Python, and the packages installed beside it, by version."""
    own = os.path.dirname(__file__)
    files = [place for place in _files(own) if place.endswith(".py")]
    packages = sorted({name for folder in sys.path for name in _packages(folder)})
    return digest_of(sys.version, packages, [(_below(own, at), _digest(at)) for at in files])


def _packages(folder: str) -> Iterator[str]:
    """The names of what is installed in a folder, which hold the versions."""
    if folder.endswith("-packages") and os.path.isdir(folder):
        yield from (n for n in os.listdir(folder) if n.endswith((".dist-info", ".egg-info")))


def _digest(place: str) -> bytes:
    try:
        with open(place, "rb", buffering=0) as file:
            return sha256(file.read()).digest()
    except OSError:
        return NEVER


def _below(top: str, place: str) -> str:
    """The way from a folder to a file below it, on any system."""
    return place[len(top) + 1 :].replace(os.sep, "/")


class Templates:
    """The templates of a site, the desk's own and the built-in ones, as they are now."""

    def __init__(self, folder: Folder) -> None:
        self.pages: list[_File] = []
        self.languages: list[_File] = []
        self.assets: list[_File] = []
        self._own = str(folder.root / TEMPLATES)
        for top in (self._own, str(builtin_templates())):
            for place in _files(top):
                name = _below(top, place)
                link = (os.readlink(place), os.path.realpath(place)) if islink(place) else ""
                self._kind(name).append((top, name, _digest(place), link))

    @cached_property
    def prints(self) -> dict[str, bytes]:
        """Those that pages are made with, by their names: the desk's own where there are two."""
        found: dict[str, bytes] = {}
        for top, name, digest, link in self.pages:
            found.setdefault(name, digest_of(top == self._own, digest, link))
        return found

    def _kind(self, name: str) -> list[_File]:
        if name.startswith(f"{ASSETS}/"):
            return self.assets
        return self.languages if name.startswith(f"{LANGUAGES}/") else self.pages


def _files(top: str) -> Iterator[str]:
    """Every file below a folder, links to folders followed as the loader of templates does."""
    for place, below, files in os.walk(top, followlinks=True):
        below[:] = sorted(name for name in below if name != "__pycache__")
        yield from [os.path.join(place, name) for name in sorted(files)]


def print_beside(
    folder: Folder, paths: Iterable[str], folders: dict[str, str] | None = None
) -> bytes:
    """The files that a text relies on, as they are now: what they hold, or that they are not there.

    Empty where it relies on none. ``folders`` is where folders lie, all links followed, as far as
    that was asked: who looks at many texts gives the same for all.
    """
    known = {} if folders is None else folders
    found = []
    for path in sorted(paths):
        place = f"{folder.root}/{path}"
        real = _real(place, known)
        try:
            with open(real, "rb") as file:
                content = sha256(file.read()).digest() if os.path.isfile(real) else b""
        except (OSError, ValueError):
            content = b""
        found.append((path, real, content))
    return digest_of(found) if found else b""


def _real(place: str, folders: dict[str, str]) -> str:
    """Where a path leads; what is no link lies where its folder does."""
    folder, name = os.path.split(place)
    if name in ("", ".", "..") or islink(place):
        return os.path.realpath(place)
    if folder not in folders:
        folders[folder] = os.path.realpath(folder)
    return os.path.join(folders[folder], name)
