"""What a build depends on besides the texts, as SHA-256: the program, templates, files beside."""

import os
import sys
from collections.abc import Iterable, Iterator
from functools import cache, cached_property
from hashlib import sha256
from pathlib import Path

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
    own = Path(__file__).parent
    files = (path for path in sorted(own.rglob("*.py")))
    packages = sorted({name for folder in sys.path for name in _packages(folder)})
    return digest_of(sys.version, packages, *_contents(files, own))


def _packages(folder: str) -> Iterator[str]:
    """The names of what is installed in a folder, which hold the versions."""
    if folder.endswith("-packages") and os.path.isdir(folder):
        yield from (n for n in os.listdir(folder) if n.endswith((".dist-info", ".egg-info")))


def _contents(files: Iterable[Path], top: Path) -> Iterator[tuple[str, bytes]]:
    for path in files:
        try:
            content = path.read_bytes()
        except OSError:
            content = b"\0"
        yield path.relative_to(top).as_posix(), sha256(content).digest()


class Templates:
    """The templates of a site, the desk's own and the built-in ones, as they are now."""

    def __init__(self, folder: Folder) -> None:
        self.pages: list[_File] = []
        self.languages: list[_File] = []
        self.assets: list[_File] = []
        own = folder.root / TEMPLATES
        self._own = str(own)
        for top in (own, builtin_templates()):
            for path in _files(top):
                name = path.relative_to(top).as_posix()
                link = (os.readlink(path), os.path.realpath(path)) if path.is_symlink() else ""
                ((_, digest),) = _contents([path], top)
                self._kind(name).append((str(top), name, digest, link))

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


def _files(top: Path) -> Iterator[Path]:
    """Every file below a folder, links to folders followed as the loader of templates does."""
    for place, below, files in os.walk(top, followlinks=True):
        below[:] = sorted(name for name in below if name != "__pycache__")
        yield from (Path(place, name) for name in sorted(files))


def print_beside(folder: Folder, paths: Iterable[str]) -> bytes:
    """The files that a text relies on, as they are now: what they hold, or that they are not there.

    Empty where it relies on none.
    """
    found = []
    for path in sorted(paths):
        place = f"{folder.root}/{path}"
        real = os.path.realpath(place)
        try:
            with open(real, "rb") as file:
                content = sha256(file.read()).digest() if os.path.isfile(real) else b""
        except (OSError, ValueError):
            content = b""
        found.append((path, real, content))
    return digest_of(found) if found else b""
