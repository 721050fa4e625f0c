"""Which files of a site's folder are saved, as it happens."""

import threading
import time
from collections.abc import Collection, Iterator
from pathlib import Path
from queue import Empty, SimpleQueue

from watchfiles import Change, watch

from sitegen.folder import BRIEFS, CONFIG, PAGES, TEMPLATES

SNAPSHOTS = "snapshots"
QUIET = 10  # milliseconds without another save that end a burst of them
MANY_QUIET = 60  # the same where the burst has many files: a branch is checked out, perhaps
PATIENCE = 2  # seconds to wait for watching to begin; some file systems cannot be watched
BEGUN = 20  # milliseconds without a save after which a watch is known to have begun
LONGEST = 1000  # milliseconds that a burst may last before it is looked at


class Watcher:
    """Tells the paths that were written, moved or removed, relative to the site's folder.

    It watches ``site.yaml``, the folders that a site has, and those that its texts name. One that
    is not there yet is watched from when it is made. Made before the site is read, it misses
    nothing that is saved meanwhile.
    """

    def __init__(self, root: Path) -> None:
        self._root = root
        self._folders = {BRIEFS, PAGES, TEMPLATES, SNAPSHOTS}
        self._queue: SimpleQueue[set[str]] = SimpleQueue()
        self._stop = threading.Event()
        self._again = threading.Event()  # another set of folders is to be watched
        begun = []
        for work in (self._watch_root, self._watch_folders):
            begun.append(threading.Event())
            threading.Thread(target=work, args=(begun[-1],), daemon=True).start()
        for event in begun:
            event.wait(PATIENCE)

    def rely_on(self, paths: Collection[str]) -> None:
        """Watch the folders of these files too."""
        folders = {path.partition("/")[0] for path in paths if "/" in path}
        if not folders <= self._folders:
            self._folders = self._folders | folders
            self._again.set()

    def saved(self, seconds: float | None) -> set[str]:
        """The paths of all saves since the last call; waits for one, at most so long."""
        try:
            found = self._queue.get(timeout=seconds) if seconds != 0 else self._queue.get_nowait()
        except Empty:
            return set()
        end = time.monotonic() + LONGEST / 1000
        while True:
            wait = MANY_QUIET if len(found) > 1 and time.monotonic() < end else 0
            try:
                found |= self._queue.get(timeout=wait / 1000) if wait else self._queue.get_nowait()
            except Empty:
                return found

    def stop(self) -> None:
        """End watching."""
        self._stop.set()
        self._again.set()

    def _watch_root(self, begun: threading.Event) -> None:
        """``site.yaml``, and folders that come and go."""
        while not self._stop.is_set():
            for changes in self._watch([self._root], self._stop, deep=False):
                names = {Path(path).name for _, path in changes}
                if names & self._folders:
                    self._again.set()
                self._tell(names & {CONFIG})
                begun.set()

    def _watch_folders(self, begun: threading.Event) -> None:
        """What is saved in the folders; and all of these, when others are watched than before.

        What was saved while they came and went nobody else would tell.
        """
        before: list[Path] = []
        while not self._stop.is_set():
            self._again.clear()
            there = [self._root / name for name in sorted(self._folders)]
            there = [folder for folder in there if folder.is_dir()]
            unsure = {folder.name for folder in (*before, *there)} if begun.is_set() else set()
            before = there
            if not there:
                self._tell(unsure)
                begun.set()
                self._again.wait()
                continue
            for changes in self._watch(there, self._again, deep=True):
                self._tell(unsure | {self._relative(path) for _, path in changes} - {""})
                unsure = set()
                begun.set()

    def _watch(
        self, folders: Collection[Path], stop: threading.Event, *, deep: bool
    ) -> Iterator[set[tuple[Change, str]]]:
        """The changes, in bursts; first, perhaps, none, to say that they are watched now."""
        try:
            yield from watch(
                *folders,
                watch_filter=None,
                debounce=LONGEST,
                step=QUIET,
                stop_event=stop,
                rust_timeout=BEGUN,
                yield_on_timeout=True,
                recursive=deep,
                raise_interrupt=False,
                ignore_permission_denied=True,
            )
        except (FileNotFoundError, RuntimeError):  # a folder went as it was about to be watched
            time.sleep(QUIET / 1000)

    def _relative(self, path: str) -> str:
        """A path below the site's folder; empty for what editors write beside a text.

        Vim tries whether it may write with a file 4913; a folder 2024 is a desk's own.
        """
        name = path.rsplit("/", 1)[-1]
        if name.startswith(".") or name.endswith("~") or name == "4913":
            return ""
        try:
            return Path(path).relative_to(self._root).as_posix()
        except ValueError:
            return ""

    def _tell(self, paths: set[str]) -> None:
        if paths:
            self._queue.put(paths)
