"""The site while it is written: the last good edition, and what is wrong with the files now."""

import gc
import os
import threading
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from msgspec import Struct, field

from sitegen.config import ReadConfig
from sitegen.diagnostics import WHOLE_FILE, Diagnostic, error, has_errors
from sitegen.edition import Edition, File
from sitegen.folder import ASSETS, CONFIG, TEMPLATES, Folder, walk
from sitegen.joining import Joined, join, read_settings, result_of
from sitegen.making import Making
from sitegen.memory import Memory
from sitegen.no_garbage import no_garbage_collection
from sitegen.options import Options
from sitegen.render import BrokenTemplateError
from sitegen.results import Result
from sitegen.routes import SCALED
from sitegen.source import SourceFile
from sitegen.workshop import Workshop

TIDIED = 100  # saves after which what they left behind is looked for: some 33 kB each


class News(Struct, frozen=True):
    """What came of a save: what is wrong now, and what browsers may have to load again.

    ``saved`` is the address of the one text that was saved. ``files`` are addresses of style
    sheets, pictures and the like that may have changed since the preview began, with the number of
    the news that told it last: a page that was loaded at some number lacks those with higher ones.
    """

    number: int
    result: Result
    saved: str = ""
    files: Mapping[str, int] = field(default_factory=dict)


class Preview:
    """A folder's site in memory. One thread saves; any may read.

    ``options`` gives how to build, asked at each save: the day may have changed.
    """

    def __init__(self, folder: Folder, options: Callable[[], Options]) -> None:
        self.folder = folder
        self._options = options
        self._lock = threading.RLock()
        self._memory = Memory()
        self._workshop = Workshop(folder, options().jobs)
        self._read: tuple[SourceFile, ReadConfig] | None = None
        self._good: Edition | None = None  # the last that nothing was wrong with
        self._held: set[str] = set()  # what was saved since the edition that is shown was made
        self._unproved: set[str] = set()  # what was, from the last good edition to that one
        self._making: Making | None = None
        self._looks = 0  # at everything
        self._joined_with: Options | None = None
        self._own_assets: frozenset[str] = frozenset()  # that the last look found
        self.edition: Edition | None = None
        self.news = News(0, Result((), ok=False))
        self.tell: Callable[[News], None] = lambda _: None
        self.look_again(())

    def look_again(self, changed: Collection[str]) -> News:
        """Make what is needed anew after a save of these files, and tell what came of it."""
        options = self._options()
        if self._are_assets(changed) and options == self._joined_with:
            return self._read_again(changed)
        self._joined_with = options
        self._own_assets = self._assets_now()
        with no_garbage_collection():
            if changed:
                self._workshop.look_again(changed)
            joined = self._join(options)
        with self._lock:
            self._making = joined.making
            self._held |= {*changed}
            shown: Collection[str] = changed
            if joined.making and not has_errors(joined.problems):
                shown = self._show(Edition(joined.making))
            news = self._spread(result_of(joined.making, joined.problems, options), changed, shown)
        self._looks += 1
        _set_aside(everything=self._looks % TIDIED == 0)
        return news

    def _are_assets(self, changed: Collection[str]) -> bool:
        """Whether these are plain assets of the site that is shown: pages stay as they are."""
        edition = self.edition
        if not changed or edition is None or edition.making is not self._making:
            return False
        relied_on = self.relied_on  # a snapshot may lie there: its quotes are to be checked again
        for path in changed:
            place, address = self.folder.root / path, path.removeprefix(f"{TEMPLATES}/")
            known = path in self._own_assets and address in edition and path not in relied_on
            if not known or place.is_symlink() or not place.is_file():
                return False
        return True

    def _assets_now(self) -> frozenset[str]:
        """The desk's own assets: one that is new may take the place of a built-in one."""
        root = self.folder.root
        with suppress(OSError):
            return frozenset(
                Path(place, name).relative_to(root).as_posix()
                for place, _, names in walk(root / TEMPLATES / ASSETS)
                for name in names
            )
        return frozenset()

    def _read_again(self, assets: Collection[str]) -> News:
        """Show what these assets are now; all else is as the last look found it."""
        with self._lock:
            for edition in (self.edition, self._good):
                if edition:
                    edition.forget(path.removeprefix(f"{TEMPLATES}/") for path in assets)
            return self._spread(self.news.result, assets, assets)

    def _show(self, edition: Edition) -> set[str]:
        """Put an edition in the place of the one that is shown; gives what was saved between."""
        shown, self._held = self._held, set()
        self.edition = edition
        self._unproved |= shown
        if not self.has_own_templates:
            self._proved(edition)
        return shown

    def _proved(self, edition: Edition) -> None:
        """Nothing is wrong with the edition that is shown."""
        self._good = edition
        self._unproved = set()

    def _join(self, options: Options) -> Joined:
        try:
            read = self._settings(options)
        except OSError as wrong:
            message = f"{CONFIG} cannot be read any more: {wrong.strerror or wrong}"
            hint = "put it back; until then the site is shown as it was"
            return Joined(None, [error("config-error", CONFIG, WHOLE_FILE, message, hint)])
        return join(self.folder, options, read, self._workshop.texts, self._memory)

    def _settings(self, options: Options) -> ReadConfig:
        """The settings: those of the last time, if ``site.yaml`` has the same bytes."""
        source = self.folder.read(CONFIG)
        if self._read is None or self._read[0] != source:
            self._read = source, read_settings(source, options)
        return self._read[1]

    @property
    def has_own_templates(self) -> bool:
        """Whether a page may fail that nobody has looked at yet: built-in templates do not."""
        with suppress(OSError):
            return not {*os.listdir(self.folder.root / TEMPLATES)} <= {ASSETS}
        return False

    @property
    def relied_on(self) -> set[str]:
        """The files that the texts name."""
        return self._workshop.relied_on

    @property
    def base_url(self) -> str:
        """The address that the site will have; empty where it has none yet."""
        return self._making.site.config.base_url if self._making else ""

    def _spread(self, result: Result, changed: Collection[str], shown: Collection[str]) -> News:
        """Tell what came of a save; ``shown`` is all that browsers see now and did not before."""
        texts = [path for path in changed if path.endswith(".md")]
        saved = self._addresses(texts)[:1] if len(texts) == 1 else []
        files = self._addresses([path for path in shown if not path.endswith(".md")])
        number = self.news.number + 1
        told = {**self.news.files, **dict.fromkeys(files, number)}
        news = News(number, result, "".join(saved), told)
        self.news = news
        self.tell(news)
        return news

    def _addresses(self, paths: Sequence[str]) -> list[str]:
        """Where these files of the folder are in the site that is shown."""
        found: list[str] = []
        for path in paths:
            if f"{path}/".startswith(f"{TEMPLATES}/") and self.edition:
                found += self.edition.assets(path.removeprefix(TEMPLATES).lstrip("/"))
            elif path == CONFIG and self.edition:
                found += [at for style in SCALED for at in self.edition.assets(style)]
            elif self.edition and not path.startswith(TEMPLATES):
                found += self.edition.shown_by(path)
        return found

    def file(self, path: str) -> File:
        """A file of the edition that is shown. Raises ``OSError``, and ``KeyError`` for none.

        Where a template turns out to be broken, the last good edition is shown again.
        """
        edition = self.edition
        if edition is None or path not in edition:
            raise KeyError(path)
        try:
            return edition.file(path)
        except BrokenTemplateError as broken:
            self._refuse(edition, broken.problem)
        if self._good is None or path not in self._good:
            raise KeyError(path)
        return self._good.file(path)

    def _refuse(self, edition: Edition, problem: Diagnostic) -> None:
        with self._lock:
            if edition is not self.edition or self._making is None:
                return  # another thread did, or the next save has come
            self.edition = self._good
            self._held |= self._unproved
            self._unproved = set()
            problems = [*self.news.result.problems, problem]
            self._spread(result_of(self._making, problems, self._options()), (), ())

    def prove(self) -> Iterator[None]:
        """Make each page of the edition, one a step, to see that none fails.

        Begun again, it goes on where it was.
        """
        edition = self.edition
        if edition is None or edition is self._good:
            return
        for path in edition.unproved:
            if edition is not self.edition:
                return
            try:
                edition.file(path)
            except BrokenTemplateError as broken:
                self._refuse(edition, broken.problem)
                return
            except OSError:
                pass  # a file to copy is gone or has changed: that is a save, which comes next
            yield
        with self._lock:
            if edition is self.edition:
                self._proved(edition)


def _set_aside(*, everything: bool) -> None:
    """Keep the search for cycles from what stays: it would hold up the next save.

    Only the templates' environments are cycles. Now and then ``everything`` is searched, for those
    of editions that are gone.
    """
    if everything:
        gc.unfreeze()
        gc.collect()
    gc.freeze()
