"""A desk's preview, as ours and as Hugo's server show it, and the saves that both understand."""

import re
import socket
import subprocess
import sys
import time
from abc import ABC, abstractmethod
from pathlib import Path
from typing import Self
from urllib.error import URLError
from urllib.request import urlopen

from hugo_site import write_hugo_site
from peer_content import ASSETS, Counts, rerated, rerated_page, retitled
from processes import environment

STARTED = 300  # seconds that a server has until it answers
LOC = re.compile("<loc>([^<]+)</loc>")


class Preview(ABC):
    """A server on a folder, from entering it to leaving. What saves gives the moment before."""

    name: str

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = _free_port()
        self.url = f"http://127.0.0.1:{self.port}/"
        self.seconds = 0.0  # from its start to its first page
        self._log = (folder.parent / f"{folder.name}.log").open("wb")

    @abstractmethod
    def command(self) -> list[str | Path]:
        """What starts the server."""

    @abstractmethod
    def brief(self, slug: str) -> Path:
        """The file that has a brief's title."""

    @abstractmethod
    def style(self) -> Path:
        """The file of the style sheet."""

    def __enter__(self) -> Self:
        began = time.perf_counter()
        self._process = subprocess.Popen(
            self.command(),
            cwd=self.folder,
            env=environment({}),
            stdout=self._log,
            stderr=subprocess.STDOUT,
        )
        while not self._answers():
            if self._process.poll() is not None or time.perf_counter() - began > STARTED:
                self.__exit__()
                said = Path(self._log.name).read_text("utf-8", "replace")
                sys.exit(f"the server of {self.name} does not answer:\n{said}")
            time.sleep(0.02)
        self.seconds = time.perf_counter() - began
        return self

    def __exit__(self, *_: object) -> None:
        self._process.terminate()
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._log.close()

    def _answers(self) -> bool:
        try:
            with urlopen(self.url, timeout=STARTED) as answer:
                return bool(answer.status == 200)
        except (URLError, OSError):
            return False

    def counts(self, sitemap: str = "sitemap.xml") -> Counts:
        """How many pages the server has, by its own sitemap."""
        with urlopen(f"{self.url}{sitemap}") as answer:
            found = LOC.findall(answer.read().decode())
        counts = Counts.of(found)
        for more in (address for address in found if address.endswith(".xml")):
            part = self.counts(more.rsplit("/", 1)[-1])
            counts = Counts(counts.briefs + part.briefs, counts.claims + part.claims)
        return counts

    def save_title(self, slug: str, title: str) -> float:
        """Save a brief with another title; give the moment before, in seconds of the clock."""
        path = self.brief(slug)
        return _save(path, retitled(path.read_text("utf-8"), title))

    @abstractmethod
    def save_rating(self, slug: str, claim: str, rating: str) -> float:
        """The same for a claim with another rating."""

    def save_style(self, mark: str) -> float:
        """The same for a style sheet that sets ``--saved`` to a mark."""
        sheet = (ASSETS / "site.css").read_text("utf-8")
        self.style().parent.mkdir(parents=True, exist_ok=True)
        return _save(self.style(), f"{sheet}\n:root {{ --saved: {mark} }}\n")


class Sitegen(Preview):
    """``sitegen serve``."""

    name = "sitegen"

    def command(self) -> list[str | Path]:
        return [sys.executable, "-m", "sitegen", "serve", "--port", str(self.port)]

    def brief(self, slug: str) -> Path:
        return self.folder / "briefs" / f"{slug}.md"

    def style(self) -> Path:
        return self.folder / "templates" / "assets" / "site.css"

    def save_rating(self, slug: str, claim: str, rating: str) -> float:
        path = self.brief(slug)
        return _save(path, rerated(path.read_text("utf-8"), claim, rating))


class Hugo(Preview):
    """``hugo server`` as it is without options: it renders anew what a browser looked at."""

    name = "Hugo"

    def __init__(self, folder: Path, desk: Path, program: Path) -> None:
        self.pages = write_hugo_site(folder, desk)
        self._program = program
        super().__init__(folder)

    def command(self) -> list[str | Path]:
        return [self._program, "server", "--port", str(self.port), "--baseURL", "http://127.0.0.1/"]

    def brief(self, slug: str) -> Path:
        return self.folder / "content" / "briefs" / f"{slug}.md"

    def style(self) -> Path:
        return self.folder / "static" / "assets" / "site.css"

    def save_rating(self, slug: str, claim: str, rating: str) -> float:
        path = self.folder / "content" / "claims" / slug / f"{claim}.md"
        return _save(path, rerated_page(path.read_text("utf-8"), rating))


def _save(path: Path, text: str) -> float:
    """Write a file as simple editors do, in its place."""
    content = text.encode()
    if path.exists() and path.read_bytes() == content:
        raise ValueError(f"{path} is not changed by this save")
    now = time.time()
    path.write_bytes(content)
    return now


def _free_port() -> int:
    with socket.socket() as place:
        place.bind(("127.0.0.1", 0))
        return int(place.getsockname()[1])
