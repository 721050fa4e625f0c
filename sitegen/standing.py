"""What stands of the last build: which texts are as they were, and which files of the site.

It needs little of the program, as most builds find that nothing has changed.
"""

import os
from array import array
from collections.abc import Iterable
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from sitegen import ledger as ledgers
from sitegen.aside import Aside
from sitegen.diagnostics import Diagnostic
from sitegen.folder import BRIEFS, CONFIG, KEPT, Folder
from sitegen.ledger import NO_LEDGER, NOTES, RECORDS, Entry, Ledger
from sitegen.left import Left
from sitegen.options import Options
from sitegen.packed import DamagedError, pack, unpack
from sitegen.prints import NEVER, PAGEFIND, Templates, digest_of, print_beside, program_print
from sitegen.results import Result
from sitegen.routes import MANIFEST
from sitegen.stamps import Stamp, stamp, touched, touched_folders, unpacked
from sitegen.texts import find_texts

if TYPE_CHECKING:  # needed where there was no build before
    from sitegen.clusters import Clusters

_MANY = 2000  # files, which take longer to look at than a second process to start
_MANY_TEXTS = 128  # the same of texts to be read


class Lies(NamedTuple):
    """How the files of the last build lie in the output folder now."""

    moved: frozenset[str] = frozenset()  # touched, and yet they hold what they held
    lost: frozenset[str] = frozenset()  # these do not


class Standing:
    """The site's folder and the output folder, against the ledger of the last build."""

    def __init__(self, folder: Folder, options: Options, output: Path) -> None:
        self.folder = folder
        self.options = options
        self.output = output
        self.kept = folder.root / KEPT
        name = sha256(os.fsencode(output)).hexdigest()[:40]
        self.place = self.kept / "build" / name  # of the ledger
        self.twin = self.kept / "next" / name
        paths, self.misfits = find_texts(folder)
        self.briefs = [path for path in paths if path.startswith(f"{BRIEFS}/")]
        self.pages = [path for path in paths if not path.startswith(f"{BRIEFS}/")]
        self._folders: dict[str, str] = {}  # where those lie that texts name files in
        self.templates = Templates(folder)
        self.program = program_print()
        use = options.keep and not options.clean
        self.ledger: Ledger = ledgers.read(self.place, self.program) if use else NO_LEDGER
        works = (self._touched, self._twin_stands)
        several = options.jobs > 1
        self.aside = Aside(works, apart=several and len(self.ledger.files) > _MANY)
        many = len(self.briefs) > _MANY_TEXTS and not self.ledger.files
        self.reading = Aside((self._clusters,), apart=several and many)

    @cached_property
    def house(self) -> bytes:
        """The print of the settings and phrases."""
        settings = self.folder.read(CONFIG).data
        options = self.options
        shown = (options.base_url, options.drafts, options.cards, os.environ.get(PAGEFIND))
        return digest_of(settings, shown, self.templates.languages)

    @cached_property
    def skin(self) -> bytes:
        """The print of the templates of pages."""
        return digest_of(self.templates.pages)

    def digest(self, path: str) -> bytes:
        """The SHA-256 of a text's bytes."""
        try:
            return sha256(self.folder.read(path).data).digest()
        except (OSError, ValueError):
            return NEVER

    def bytes_of(self, path: str) -> bytes:
        """A text's bytes; none where it cannot be read."""
        try:
            return self.folder.read(path).data
        except (OSError, ValueError):
            return b""

    def _clusters(self) -> bytes:
        """The clusters of all briefs, by their numbers, and the briefs that wait."""
        from sitegen.clusters import clusters

        found = clusters((path, self.bytes_of(path)) for path in self.briefs)
        numbers = {path: number for number, path in enumerate(self.briefs)}
        together = [[numbers[path] for path in group] for group in found.together]
        return pack((together, [numbers[path] for path in found.waiting]))

    @property
    def clusters(self) -> "Clusters":
        """The clusters of all briefs: a cold build wants them as soon as all is imported."""
        from sitegen.clusters import Clusters

        told = self.reading.answer(0)
        together, waiting = unpack(told, tuple[list[list[int]], list[int]])
        groups = [tuple([self.briefs[number] for number in group]) for group in together]
        return Clusters(groups, frozenset([self.briefs[number] for number in waiting]))

    def rest(self, pages: Iterable[object]) -> bytes:
        """The print of all but the briefs, the house and the templates."""
        return digest_of(self.templates.assets, [*pages], self.misfits, self.briefs)

    @cached_property
    def same_house(self) -> bool:
        """Whether the last build had the same settings and phrases."""
        return self.ledger.house == self.house

    @cached_property
    def same_skin(self) -> bool:
        """Whether it had the same templates."""
        return self.ledger.templates == self.skin

    @cached_property
    def pages_stand(self) -> bool:
        """Whether all but the briefs and the templates is as it was."""
        if not self.same_house or self.pages != [page.path for page in self.ledger.pages]:
            return False
        for page in self.ledger.pages:
            if self.digest(page.path) != page.digest or self._beside(page.relied) != page.beside:
                return False
        return self.rest(self.ledger.pages) == self.ledger.rest

    def _beside(self, relied: Iterable[str]) -> bytes:
        return print_beside(self.folder, relied, self._folders)

    @cached_property
    def standing(self) -> dict[str, Entry]:
        """The briefs that are as they were, under the same settings and on the same day."""
        if not self.same_house:
            return {}
        there = {*self.briefs}
        return {e.path: e for e in self.ledger.entries if e.path in there and self._stands(e)}

    def _stands(self, entry: Entry) -> bool:
        today, then = self.options.today.isoformat(), self.ledger.today
        if today != then and entry.latest > min(today, then):
            return False
        if self.digest(entry.path) != entry.digest:
            return False
        return not entry.relied or self._beside(entry.relied) == entry.beside

    @cached_property
    def stamps(self) -> list[Stamp]:
        """The stamps of the files as the last build left them."""
        return unpacked(self.ledger.stamps)

    @cached_property
    def before(self) -> dict[str, bytes]:
        """The files of the last build by their SHA-256."""
        return dict(zip(self.ledger.files, self.ledger.each_digest(), strict=True))

    def _touched(self) -> bytes:
        """The numbers of the files that were touched since they were written."""
        found = touched(str(self.output), self.ledger.files, self.stamps, self.ledger.at)
        return array("q", found).tobytes()

    @cached_property
    def lies(self) -> Lies:
        """How the files that were written lie now."""
        moved, lost = [], []
        numbers = array("q")
        numbers.frombytes(self.aside.answer(0))
        for number in numbers:
            path = self.ledger.files[number]
            if _digest_of_file(f"{self.output}/{path}") != self.ledger.digest(number):
                lost.append(path)
            elif stamp(f"{self.output}/{path}") != self.stamps[number]:
                moved.append(path)
        return Lies(frozenset(moved), frozenset(lost))

    @cached_property
    def has_twin(self) -> bool:
        """Whether the twin can be used: it and the site have what they had, and nothing else."""
        moved = self.lies.moved  # which is asked for first
        return bool(self.aside.answer(1)) and all(self._is_one_file(path) for path in moved)

    def _is_one_file(self, path: str) -> bool:
        """Whether a file of the site is still the same one in the twin."""
        here, there = stamp(f"{self.output}/{path}"), stamp(f"{self.twin}/{path}")
        return path == MANIFEST or here == there

    def _twin_stands(self) -> bytes:
        known = self.ledger
        twins = unpacked(known.twin_folder_stamps)
        if len(twins) != len(known.folders) or not self.twin.is_dir():
            return b""
        both = (
            (self.output, unpacked(known.folder_stamps), self._inside),
            (self.twin, twins, self._inside_twin),
        )
        changed = any(
            touched_folders(str(top), known.folders, stamps, known.at, inside)
            for top, stamps, inside in both
        )
        return b"" if changed else b"1"

    def _inside(self, folder: str) -> frozenset[str]:
        return self._names.get(folder, frozenset())

    def _inside_twin(self, folder: str) -> frozenset[str]:
        above, _, manifest = MANIFEST.rpartition("/")
        return self._inside(folder) - ({manifest} if folder == above else frozenset())

    @cached_property
    def _names(self) -> dict[str, frozenset[str]]:
        found: dict[str, set[str]] = {}
        for path in (*self.ledger.files, *self.ledger.foreign, *self.ledger.folders):
            folder, _, name = path.rstrip("/").rpartition("/")
            if name:
                found.setdefault(folder, set()).add(name)
        return {folder: frozenset(names) for folder, names in found.items()}

    @property
    def records_place(self) -> Path:
        """Where the records of the briefs are kept."""
        return self.place.with_name(f"{self.place.name}.{RECORDS}")

    @property
    def notes_place(self) -> Path:
        """Where it is kept what was noted of the pages."""
        return self.place.with_name(f"{self.place.name}.{NOTES}")

    @cached_property
    def records(self) -> dict[str, bytes]:
        """The records of the briefs, by their paths; none where they are damaged."""
        content = ledgers.read_blob(self.records_place)
        try:
            return unpack(content, dict[str, bytes]) if content else {}
        except DamagedError:
            return {}

    def result(self) -> Result | None:
        """What came of the last build, if it would come of this one and stands as written."""
        known = self.ledger
        if not known.files or not self.same_skin or not self.pages_stand:
            return None
        if self.options.strict and known.problems:
            return None
        if len(self.standing) != len(self.briefs) or len(known.entries) != len(self.briefs):
            return None
        if self.lies.lost or self.lies.moved:
            return None
        return self.told(known.problems)

    def told(self, problems: tuple[Diagnostic, ...]) -> Result:
        """The result of the last build with these problems."""
        summary = self.ledger.summary
        return Result(
            problems,
            ok=True,
            briefs=summary.briefs,
            claims=summary.claims,
            files=len(self.ledger.files),
            unpublished=summary.unpublished,
            left=unpack(summary.left, Left),
        )


def _digest_of_file(place: str) -> bytes:
    try:
        if os.path.islink(place):
            return b""
        with open(place, "rb", buffering=0) as file:
            return sha256(file.read()).digest()
    except OSError:
        return b""
