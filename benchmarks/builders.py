"""The tools that build a desk's site, each in its own folder, and edits that all understand."""

import re
import shutil
import sys
import tempfile
from abc import ABC, abstractmethod
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path

from corpus import TODAY
from eleventy_site import write_eleventy_site
from hugo_site import write_hugo_site
from peer_content import ASSETS, rerated, rerated_page
from peers import TOOLS, eleventy, hugo, hugo_version, node_version

from sitegen.config import Config

CLAIM = "claim-1"
RATINGS = {"satire": "Satire", "outdated": "Outdated"}  # in turn; no claim has the first yet
OFF = ("search", "share_images")  # what peers don't make
SITEGEN = Path(sys.executable).with_name("sitegen")
_CHARSET = '<meta charset="utf-8">'


class Builder(ABC):
    """A tool with its site of the desk. A number tells one edit from those before."""

    name: str
    kept: tuple[str, ...] = ()  # what it keeps between two builds, in its folder

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @abstractmethod
    def command(self, output: Path) -> list[str | Path]:
        """What builds the site."""

    @property
    @abstractmethod
    def version(self) -> str:
        """Its name and version."""

    @property
    def environment(self) -> Mapping[str, str]:
        """What it must be told otherwise."""
        return {}

    @abstractmethod
    def brief(self, slug: str) -> Path:
        """The file that has a brief's body."""

    @abstractmethod
    def rate(self, slug: str, rating: str) -> None:
        """Give a brief's first claim another rating."""

    @property
    @abstractmethod
    def base(self) -> tuple[Path, Path]:
        """The template of every page: where an edited one lies, and where it is as it was."""

    def forget(self) -> None:
        """Leave nothing of former builds, so that the next is a cold one.

        It is moved away: removing many files makes some file systems slow for minutes.
        """
        for name in self.kept:
            if (self.folder / name).exists():
                away = tempfile.mkdtemp(prefix="former-", dir=self.folder.parent)
                (self.folder / name).rename(Path(away, name.lstrip(".")))

    def edit_body(self, slug: str, number: int) -> None:
        """Put a line at the end of a brief's body, in place of the one before."""
        path = self.brief(slug)
        text = re.sub(r"\n+Saved as number \d+\.\n$", "\n", path.read_text("utf-8"))
        path.write_text(f"{text.rstrip()}\n\n{saved(number)}\n", "utf-8")

    def edit_base(self, number: int) -> None:
        """Put a line into the head of every page."""
        path, original = self.base
        text = original.read_text("utf-8")
        if _CHARSET not in text:
            sys.exit(f"{original} has no {_CHARSET} any more, which the benchmark edits")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text.replace(_CHARSET, f"{_CHARSET}\n{base_line(number)}", 1), "utf-8")

    def restore_base(self) -> None:
        """Let the template be as it was."""
        path, original = self.base
        shutil.copyfile(original, path)


def saved(number: int) -> str:
    """The line that an edited body has."""
    return f"Saved as number {number}."


def base_line(number: int) -> str:
    """The line that an edited base template has."""
    return f'<meta name="saved" content="{number}">'


class Sitegen(Builder):
    """``sitegen build``, with what peers don't make switched off where it can be."""

    name = "sitegen"
    kept = (".sitegen",)

    def __init__(self, folder: Path, jobs: int | None = None) -> None:
        super().__init__(folder)
        self._jobs = ["--jobs", f"{jobs}"] if jobs else []
        self.name = " ".join([self.name, *self._jobs])

    @classmethod
    def of_desk(cls, desk: Path) -> "Sitegen":
        """Build in the desk's own folder."""
        known = {*Config.__struct_fields__}
        path = desk / "site.yaml"
        own = "".join(f"{key}: false\n" for key in OFF if key in known)
        path.write_text(path.read_text("utf-8") + own, "utf-8")
        return cls(desk)

    @property
    def version(self) -> str:
        return f"sitegen {version('sitegen')}"

    def command(self, output: Path) -> list[str | Path]:
        today = ["--today", TODAY.isoformat()]
        return [SITEGEN, "build", "--root", self.folder, "-o", output, *today, *self._jobs]

    def brief(self, slug: str) -> Path:
        return self.folder / "briefs" / f"{slug}.md"

    def rate(self, slug: str, rating: str) -> None:
        path = self.brief(slug)
        path.write_text(rerated(path.read_text("utf-8"), CLAIM, rating), "utf-8")

    @property
    def base(self) -> tuple[Path, Path]:
        return self.folder / "templates" / "base.html", ASSETS.parent / "base.html"

    def restore_base(self) -> None:
        """The built-in one is used again, once the desk has none."""
        self.base[0].unlink(missing_ok=True)


class Peer(Builder):
    """A tool whose site is written from the desk's."""

    def brief(self, slug: str) -> Path:
        return self.folder / "content" / "briefs" / f"{slug}.md"

    def rate(self, slug: str, rating: str) -> None:
        path = self.folder / "content" / "claims" / slug / f"{CLAIM}.md"
        path.write_text(rerated_page(path.read_text("utf-8"), rating), "utf-8")


class Hugo(Peer):
    """``hugo`` with its caches in its own folder."""

    name = "Hugo"
    kept = ("cache", "resources")

    def __init__(self, folder: Path, desk: Path, tools: Path = TOOLS) -> None:
        super().__init__(folder)
        self._program = hugo(tools)
        write_hugo_site(folder, desk)

    @property
    def version(self) -> str:
        return f"Hugo {hugo_version(self._program)}"

    @property
    def environment(self) -> Mapping[str, str]:
        return {"HUGO_CACHEDIR": str(self.folder / "cache")}

    def command(self, output: Path) -> list[str | Path]:
        return [self._program, "--destination", output, "--quiet"]

    @property
    def base(self) -> tuple[Path, Path]:
        name = "layouts/baseof.html"
        return self.folder / name, Path(__file__).parent / "hugo" / name


class Eleventy(Peer):
    """``eleventy``, which keeps nothing."""

    name = "Eleventy"

    def __init__(self, folder: Path, desk: Path, tools: Path = TOOLS) -> None:
        super().__init__(folder)
        self._program = eleventy(tools)
        write_eleventy_site(folder, desk)

    @property
    def version(self) -> str:
        package = self._program.parent / "package.json"
        found = re.search(r'"version": "([^"]+)"', package.read_text("utf-8"))
        return f"Eleventy {found[1] if found else '?'} (Node.js {node_version()})"

    def command(self, output: Path) -> list[str | Path]:
        return ["node", self._program, f"--output={output}", "--quiet"]

    @property
    def base(self) -> tuple[Path, Path]:
        name = "content/_includes/base.mjs"
        return self.folder / name, Path(__file__).parent / "eleventy" / name


PEERS: dict[str, type[Hugo | Eleventy]] = {"hugo": Hugo, "eleventy": Eleventy}
