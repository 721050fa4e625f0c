"""Which files of a site's folder are saved, as it happens."""

import threading
import time
from collections.abc import Collection, Iterator
from pathlib import Path
from queue import Empty, SimpleQueue

from watchfiles import Change, watch

from sitegen.folder import BRIEFS, CONFIG, PAGES, TEMPLATES

SNAPSHOTS = "snapshots"
QUIET = 15  # milliseconds without another save that end a burst of them
LONGEST = 400  # milliseconds that a burst may last before it is looked at


class Watcher:
    """Tells the paths that were written, moved or removed, relative to the site's folder.

    It watches ``site.yaml``, the folders that a site has, and those that its texts name. One that
    is not there yet is watched from when it is made.
    """

    def __init__(self, root: Path, relied_on: Collection[str]) -> None:
        self._root = root
        self._folders = {BRIEFS, PAGES, TEMPLATES, SNAPSHOTS}
        self._queue: SimpleQueue[set[str]] = SimpleQueue()
        self._stop = threading.Event()
        self._again = threading.Event()  # another set of folders is to be watched
        self.rely_on(relied_on)
        for work in (self._watch_root, self._watch_folders):
            threading.Thread(target=work, daemon=True).start()

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
        while not self._queue.empty():
            found |= self._queue.get()
        return found

    def stop(self) -> None:
        """End watching."""
        self._stop.set()
        self._again.set()

    def _watch_root(self) -> None:
        """``site.yaml``, and folders that come and go."""
        while not self._stop.is_set():
            for changes in self._watch([self._root], self._stop, deep=False):
                names = {Path(path).name for _, path in changes}
                if names & self._folders:
                    self._again.set()
                self._tell(names & {CONFIG})

    def _watch_folders(self) -> None:
        """What is saved in the folders; after a change of these, all that is in them."""
        before: list[Path] | None = None
        while not self._stop.is_set():
            self._again.clear()
            there = [self._root / name for name in sorted(self._folders)]
            there = [folder for folder in there if folder.is_dir()]
            if before is not None and not self._stop.is_set():
                self._tell({folder.name for folder in (*there, *before)})
            before = there
            if there:
                for changes in self._watch(there, self._again, deep=True):
                    self._tell({self._relative(path) for _, path in changes} - {""})
            else:
                self._again.wait()

    def _watch(
        self, folders: Collection[Path], stop: threading.Event, *, deep: bool
    ) -> Iterator[set[tuple[Change, str]]]:
        try:
            yield from watch(
                *folders,
                watch_filter=None,
                debounce=LONGEST,
                step=QUIET,
                stop_event=stop,
                recursive=deep,
                raise_interrupt=False,
                ignore_permission_denied=True,
            )
        except (FileNotFoundError, RuntimeError):  # a folder went as it was about to be watched
            time.sleep(QUIET / 1000)

    def _relative(self, path: str) -> str:
        """A path below the site's folder; empty for what editors write beside a text."""
        name = path.rsplit("/", 1)[-1]
        if name.startswith(".") or name.endswith("~") or name.isdecimal():
            return ""
        try:
            return Path(path).relative_to(self._root).as_posix()
        except ValueError:
            return ""

    def _tell(self, paths: set[str]) -> None:
        if paths:
            self._queue.put(paths)
