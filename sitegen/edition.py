"""A site in memory, whose files are made when they are first asked for."""

import threading
from collections import OrderedDict
from collections.abc import Iterable, Iterator
from functools import cached_property
from hashlib import sha256
from itertools import chain, count
from typing import NamedTuple

from sitegen.files import manifest
from sitegen.folder import ASSETS
from sitegen.making import Making
from sitegen.outputs import FOLDER, Owner
from sitegen.routes import MANIFEST, path_of

KEPT = 64  # files whose bytes are kept: the pages that are open, and what they show


class File(NamedTuple):
    """The bytes of a file of the site, and their SHA-256."""

    content: bytes
    digest: str


class Edition:
    """The files that ``build`` would write, by their paths. It can be read from many threads."""

    def __init__(self, making: Making) -> None:
        self.making = making
        paths = chain.from_iterable([group.paths for group in making.plan.groups])
        self._numbers = dict(zip(paths, count()))
        kinds = [output.kind for output in making.outputs]
        numbers = [number for number, kind in enumerate(kinds) if kind == FOLDER]
        self._folders = {making.outputs[number].address: number for number in numbers}
        for address in self._folders:
            del self._numbers[path_of(address)]
        self._digests: dict[str, str] = {}
        self._kept: OrderedDict[str, File] = OrderedDict()
        self._lock = threading.Lock()
        self._in_folders: dict[str, dict[str, File]] = {}
        self._folder_lock = threading.Lock()  # making one takes long, and keeps no page waiting

    def __contains__(self, path: object) -> bool:
        if path in self._numbers or path == MANIFEST:
            return True
        return isinstance(path, str) and path in self._beside(path)

    @property
    def paths(self) -> list[str]:
        """All files but the manifest and share cards, one of each kind of page before the others.

        A card takes long to draw, and nothing can go wrong with it.
        """
        outputs = self.making.outputs
        paths = [path for path, number in self._numbers.items() if not outputs[number].draws]
        firsts: dict[tuple[str, int], str] = {}
        for path in paths:
            firsts.setdefault((path.partition("/")[0], path.count("/")), path)
        return list(dict.fromkeys((*firsts.values(), *paths)))

    def forget(self, paths: Iterable[str]) -> None:
        """Read these files again when they are asked for, as they have changed."""
        with self._lock:
            for path in paths:
                self._kept.pop(path, None)
                self._digests.pop(path, None)

    @cached_property
    def unproved(self) -> Iterator[str]:
        """The same files, each once: those that nobody has tried to make yet."""
        return iter(self.paths)

    def file(self, path: str) -> File:
        """One file. Raises ``BrokenTemplateError``, and ``OSError`` for one that is copied."""
        if path not in self._numbers and path != MANIFEST:
            return self._beside(path)[path]
        with self._lock:
            if path in self._kept:
                self._kept.move_to_end(path)
                return self._kept[path]
        return self._manifest() if path == MANIFEST else self._make(path)

    def _make(self, path: str) -> File:
        with self._lock:
            content = self.making.content(self._numbers[path])
            made = self._kept[path] = File(content, sha256(content).hexdigest())
            self._digests[path] = made.digest
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        return made

    def _beside(self, path: str) -> dict[str, File]:
        """The files of the folder that a file is in, if that is one that is made as a whole."""
        for address in self._folders:
            if path.startswith(address):
                return self._folder(address)
        return {}

    def _folder(self, address: str) -> dict[str, File]:
        with self._folder_lock:
            if address not in self._in_folders:
                files = self.making.in_folder(self._folders[address]).files
                self._in_folders[address] = {
                    path: File(content, sha256(content).hexdigest())
                    for path, content in files.items()
                }
            return self._in_folders[address]

    def _manifest(self) -> File:
        for path in self._numbers:
            if path not in self._digests:
                self._make(path)
        digests = dict(self._digests)
        for address in self._folders:
            digests |= {path: file.digest for path, file in self._folder(address).items()}
        content = manifest(digests)
        return File(content, sha256(content).hexdigest())

    def owner(self, path: str) -> str:
        """The text that a file of the site comes from; empty where there is none."""
        number = self._numbers.get(path)
        owner: Owner | None = None if number is None else self.making.outputs[number].owner
        return owner.file if owner else ""

    def assets(self, below: str) -> Iterator[str]:
        """The addresses of the assets that lie in a folder of the templates, or are a file."""
        start = f"{below}/" if below else ""
        for path in (below,) if below in self._numbers else self._numbers:
            if path.startswith(f"{ASSETS}/") and f"{path}/".startswith(start):
                yield path

    def shown_by(self, source: str) -> Iterator[str]:
        """The addresses that a file of the site's folder answers at, as a page or as it is.

        Of a folder, those of the files in it that are copied.
        """
        for output in self.making.outputs:
            if output.copies:
                if f"{output.copies}/".startswith(f"{source}/"):
                    yield output.address
            elif output.kind == "page" and output.owner and output.owner.file == source:
                yield output.address
                return
