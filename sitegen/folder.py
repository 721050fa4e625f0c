"""A site's folder on disk: where it is, which files it has, and reading them."""

import os
import re
from collections.abc import Iterator
from errno import EINVAL, ELOOP
from pathlib import Path
from stat import S_ISREG
from typing import NamedTuple

from sitegen.diagnostics import Words
from sitegen.source import LARGEST, SourceFile

CONFIG = "site.yaml"
BRIEFS = "briefs"
PAGES = "pages"
TEMPLATES = "templates"
ASSETS = "assets"  # below templates/: files that are copied as they are
LANGUAGES = "languages"  # below templates/: the phrases of the site, a file for each language
OUTPUT = "output"
KEPT = ".sitegen"  # what is kept from one build to the next
_KEPT_NAME = re.compile(r"[0-9a-f]{40,64}(\.\d+)?|\.new-\w+")
IGNORED = ("_", ".")  # how the names of files and folders begin that are not read
_NEARLY = re.compile(r"(?i)\.(markdown|mdown|mdx|md\.txt|docx|(?-i:MD|Md|mD))$")


def builtin_templates() -> Path:
    """The built-in theme: inside the installed package, or beside it in the repository."""
    installed = Path(__file__).parent / "theme"
    return installed if installed.is_dir() else Path(__file__).parent.parent / "templates"


class Folder(NamedTuple):
    """The folder that holds ``site.yaml``, as an absolute path."""

    root: Path

    def texts(self, name: str) -> list[str]:
        """The ``.md`` files below one of the folders, sorted, relative to the site's folder.

        Names that start with ``_`` or ``.`` are ignored, with all that is below them. Raises
        ``OSError`` where a folder is there and cannot be read.
        """
        found = []
        for folder, below, files in walk(self.root / name):
            below[:] = sorted(n for n in below if not n.startswith(IGNORED))
            place = Path(folder).relative_to(self.root).as_posix()
            found += [
                f"{place}/{n}" for n in files if n.endswith(".md") and not n.startswith(IGNORED)
            ]
        return sorted(found)

    def nearly_texts(self, name: str) -> list[str]:
        """What looks as if it was meant as a text, but is not named ``….md``, or is a folder."""
        found = []
        for folder, below, files in walk(self.root / name):
            below[:] = [n for n in below if not n.startswith(IGNORED)]
            place = Path(folder).relative_to(self.root).as_posix()
            others = [n for n in files if not n.endswith(".md") and not n.startswith(IGNORED)]
            near = [n for n in others if _NEARLY.search(n)]
            near += [f"{n}/" for n in below if n.lower().endswith(".md")]
            found += [f"{place}/{n}" for n in near]
        return sorted(found)

    def read(self, path: str) -> SourceFile:
        """A text's bytes. Raises ``OSError`` where it cannot be read, or is no plain file.

        Of a file that is too large only so much is read that it shows.
        """
        place = f"{self.root}/{path}"
        found = os.stat(place)
        if not S_ISREG(found.st_mode):
            raise OSError(EINVAL, "it is not a plain file", place)
        most = min(max(found.st_size, 1 << 16), LARGEST) + 1  # memory is taken for as much
        with open(place, "rb", buffering=0) as file:
            data = file.read(most)
            while more := file.read(most - len(data)):  # the system may give less than all
                data += more
        return SourceFile(path, data)

    def content(self, path: str) -> bytes:
        """All bytes of a file to publish, however large.

        Raises ``OSError`` where it cannot be read, or has become a link since it was checked.
        """
        place = self.root / path
        if place.is_symlink():
            raise OSError(ELOOP, "it is a link", str(place))
        return plain_bytes(place, self.root / path.partition("/")[0])

    def relative(self, path: str) -> str:
        """A path on disk as messages give it."""
        return Path(path).relative_to(self.root).as_posix()

    def is_inside(self, path: str, within: str = "") -> bool:
        """Whether a file, all links followed, lies in the site's folder or a folder of it."""
        return _is_inside(self.root / path, self.root / within)


def make_kept(folder: Path) -> None:
    """Make a folder of ``.sitegen``, which git is told to leave alone. Raises ``OSError``."""
    folder.mkdir(parents=True, exist_ok=True)
    ignore = folder.parent / ".gitignore"
    if not ignore.exists():
        ignore.write_text("*\n", encoding="utf-8")


def is_kept(name: str) -> bool:
    """Whether a name in a folder of ``.sitegen`` is one of ours: only those are ever removed."""
    return bool(_KEPT_NAME.fullmatch(name))


class Beside:
    """Which files there are, for texts that name many: each folder is listed once, and kept so.

    Whoever has one for many texts asks for a new one when files may have come or gone.
    """

    def __init__(self, folder: Folder) -> None:
        self.folder = folder
        self._listed: dict[str, frozenset[str]] = {}
        self._inside: dict[str, bool] = {}
        self.real: dict[str, str] = {}  # where folders lie: see ``prints.print_beside``
        self._words: dict[str, Words] = {}  # which compare so many wrong names and no more

    def of_one_text(self) -> "Beside":
        """The same for one text, which has its own hints whatever others name."""
        one = Beside(self.folder)
        one._listed, one._inside = self._listed, self._inside
        return one

    def has(self, path: str) -> bool:
        """Whether there is such a file, spelled with the same capitals."""
        place = f"{self.folder.root}/{path}"
        folder, name = os.path.split(place)
        try:
            return os.path.isfile(place) and name in self._names(folder)
        except (OSError, ValueError):
            return False

    def near(self, path: str) -> str:
        """The path of the file most like a missing one, in its folder; empty where none is."""
        folder, name = os.path.split(f"{self.folder.root}/{path}")
        try:
            if folder not in self._words:
                self._words[folder] = Words(self._names(folder))
            near = self._words[folder].near(name)
        except (OSError, ValueError):
            return ""
        return path[: len(path) - len(name)] + near if near else ""

    def is_inside(self, path: str) -> bool:
        """As ``Folder.is_inside``; what is no link lies where its folder does."""
        place = f"{self.folder.root}/{path}"
        folder = os.path.dirname(place)
        if os.path.islink(place) or os.path.basename(place) in ("", ".", ".."):
            return self.folder.is_inside(path)
        if folder not in self._inside:
            self._inside[folder] = self.folder.is_inside(folder)
        return self._inside[folder]

    def _names(self, folder: str) -> frozenset[str]:
        if folder not in self._listed:
            with os.scandir(folder) as entries:
                names = frozenset(entry.name for entry in entries if entry.is_file())
            self._listed[folder] = names
        return self._listed[folder]


def walk(top: Path) -> Iterator[tuple[str, list[str], list[str]]]:
    """``os.walk``, but a folder that cannot be read is no empty one: it raises ``OSError``."""

    def refuse(wrong: OSError) -> None:
        if Path(wrong.filename) != top or not isinstance(wrong, FileNotFoundError):
            raise wrong

    return os.walk(top, onerror=refuse)


def plain_bytes(place: Path, within: Path) -> bytes:
    """All bytes of a plain file that lies in a folder, all links followed.

    Raises ``OSError`` where it lies elsewhere, or is something else: a pipe may give no end.
    """
    if not _is_inside(place, within):
        raise OSError(ELOOP, f"it leads out of {within.name}/", str(place))
    with open(place.resolve(), "rb", opener=_open_at_once) as file:
        if not S_ISREG(os.fstat(file.fileno()).st_mode):
            raise OSError(EINVAL, "it is not a plain file", str(place))
        return file.read()


def _is_inside(place: Path, within: Path) -> bool:
    """Whether a path lies in a folder, all links followed; one that leads in a circle does not."""
    try:
        return place.resolve().is_relative_to(within.resolve())
    except RuntimeError:  # what Python before 3.13 makes of a circle
        return False


def _open_at_once(place: str, flags: int) -> int:
    """Open what is there itself, without waiting for a pipe's other end."""
    return os.open(place, flags | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))


def is_text(path: str) -> bool:
    """Whether a file that lies in ``briefs/`` or ``pages/`` is read, going by its path."""
    _, *names = path.split("/")
    return path.endswith(".md") and not any(name.startswith(IGNORED) for name in names)


def find_root(start: Path) -> Path | None:
    """The nearest folder upward from ``start`` that has a ``site.yaml``."""
    return next((folder for folder in (start, *start.parents) if (folder / CONFIG).is_file()), None)
