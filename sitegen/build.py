"""A folder to a site: checked, or written."""

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

from sitegen import ledger as ledgers
from sitegen.assembly import Assembled, assemble
from sitegen.compiling import compile_all
from sitegen.diagnostics import has_errors
from sitegen.files import Tree, new_tree
from sitegen.folder import CONFIG, KEPT, Folder, make_kept
from sitegen.joining import join, no_garbage_collection, read_settings, result_of
from sitegen.ledger import Ledger
from sitegen.lock import alone
from sitegen.making import Look
from sitegen.packed import pack
from sitegen.results import Options, Result
from sitegen.routes import MANIFEST
from sitegen.stamps import NO_STAMP, Stamp, packed, stamp, stamp_of_folder
from sitegen.standing import Standing
from sitegen.timings import Timings
from sitegen.twin import TwinTree, UnfitError, folders_of, sweep


def build(
    folder: Folder,
    options: Options,
    output: Path | None,
    look: Look | None = None,
    waits: Callable[[], None] = lambda: None,
) -> Result:
    """Build the site into ``output``, or only check it where that is None.

    A check that makes the outputs shows each of them to ``look``, in the process that made it.
    With errors (or, if strict, warnings) nothing is written. ``waits`` is called where another
    build of the same folder is waited for. Raises ``files.RefusedError`` where
    a file that sitegen did not write is in the way, and ``OSError`` where the disk fails.
    """
    with no_garbage_collection():
        if output is None:
            return _check(folder, options, look)
        with _locked(folder, options, waits):
            return _Build(folder, options, output.resolve()).result()


def _check(folder: Folder, options: Options, look: Look | None) -> Result:
    read = read_settings(folder.read(CONFIG), options)
    joined = join(folder, options, read, compile_all(folder, options.jobs))
    making, problems = joined.making, joined.problems
    if making:
        making.look = look
        if not has_errors(problems):
            problems += making.check(options.jobs)
    return result_of(making, problems, options)


@contextmanager
def _locked(folder: Folder, options: Options, waits: Callable[[], None]) -> Iterator[None]:
    """Keep other builds of the folder waiting, as far as they would share what is kept."""
    if not options.keep:
        yield
        return
    kept = folder.root / KEPT
    with suppress(OSError):
        make_kept(kept / "build")
    with alone(kept / "lock", waits):
        yield


class _Build:
    """One build into one output folder."""

    def __init__(self, folder: Folder, options: Options, output: Path) -> None:
        self.output = output
        self.options = options
        self.timings = Timings()
        with self.timings.stage("read"):
            self.standing = Standing(folder, options, output)

    def result(self) -> Result:
        """Do what there is to do, and tell what came of it."""
        with self.timings.stage("read"):
            result = self.standing.result()
        if result is None:
            result = self._made()
        return replace(result, timings=self.timings.seconds)

    def _made(self) -> Result:
        if self._may_use_twin():
            with suppress(UnfitError):
                return self._with_twin()
        return self._afresh()

    def _may_use_twin(self) -> bool:
        with self.timings.stage("read"):
            return bool(self.standing.ledger.files) and self.standing.has_twin

    def _with_twin(self) -> Result:
        """Change the twin, and let it take the site's place. Raises ``UnfitError``."""
        standing = self.standing
        tree = TwinTree(self.output, standing.twin, standing.before)
        with tree.changing(standing.lies.moved, standing.lies.lost):
            made = assemble(standing, tree, self.timings)
            if not made.result.ok:
                self._left_alone(tree, made)
                return made.result
            anew = [path for path, one in made.written.items() if one.anew]
            if made.written.keys() & {*standing.ledger.foreign}:
                raise UnfitError(MANIFEST)
            with self.timings.stage("write"):
                tree.finish(anew, made.written.keys())
                files = [*made.written]
                tree.end()
                self._keep(made, self._stamps(files, anew), standing.twin)
        return made.result

    def _left_alone(self, tree: TwinTree, made: Assembled) -> None:
        """Where nothing is to be written after all, the twin becomes again what it was."""
        known = self.standing.ledger
        anew = [path for path, one in made.written.items() if one.anew]
        if self.standing.lies.lost:
            return  # what was there is not there to be linked
        tree.undo(anew)
        tree.end()
        stamps = self._stamps(known.files, [path for path in anew if path in self.standing.before])
        again = known._replace(stamps=packed(stamps), **self._folders(known.folders, tree.twin))
        ledgers.write(self.standing.place, pack(again))

    def _stamps(self, files: Sequence[str], anew: Iterable[str]) -> list[Stamp]:
        """The stamps of these files, of which some are new or were linked anew."""
        standing = self.standing
        stamps = dict(zip(standing.ledger.files, standing.stamps, strict=True))
        looked_at = {*anew, *standing.lies.moved, *standing.lies.lost}
        stamps |= {path: stamp(f"{self.output}/{path}") for path in looked_at}
        return [stamps.get(path, NO_STAMP) for path in files]

    def _folders(self, folders: Sequence[str], twin: Path | None) -> dict[str, Any]:
        """The stamps of the folders, of the site and of its twin, and the moment."""
        here = [stamp_of_folder(f"{self.output}/{folder}") for folder in folders]
        there = [stamp_of_folder(f"{twin}/{folder}") for folder in folders] if twin else []
        now = {"folder_stamps": packed(here), "twin_stamps": packed(there)}
        return {**now, "at": time.time_ns()}

    def _afresh(self) -> Result:
        """Make a whole tree and, where there can be one, its twin."""
        standing = self.standing
        sweep(standing.twin, keep=False)
        beside = standing.twin if standing.can_have_twin else None
        reuse = not self.options.clean
        with new_tree(self.output, reuse=reuse, beside=beside) as tree:
            made = assemble(standing, tree, self.timings)
            if not made.result.ok:
                return made.result
            with self.timings.stage("write"):
                self._finish(tree, made)
        return made.result

    def _finish(self, tree: Tree, made: Assembled) -> None:
        digests = {p: one.digest.hex() for p, one in made.written.items() if p != MANIFEST}
        tree.finish(digests)
        tree.drop_old()  # as long as it is there, it shares files with the new one
        twin = tree.twin and self.standing.twin
        if tree.twin and twin:
            tree.twin.rename(twin)
        if self.options.keep:
            self._keep(made, self._stamps_of(made), twin, tree.carried)

    def _stamps_of(self, made: Assembled) -> list[Stamp]:
        """The stamps of a tree that was made afresh: files that it took over were links."""
        return [
            one.stamp if one.anew else stamp(f"{self.output}/{path}")
            for path, one in made.written.items()
        ]

    def _keep(
        self,
        made: Assembled,
        stamps: Sequence[Stamp],
        twin: Path | None,
        foreign: list[str] | None = None,
    ) -> None:
        """Write the ledger of this build, and the records."""
        known = self.standing.ledger
        files = [*made.written]
        foreign = [*known.foreign] if foreign is None else foreign
        folders = folders_of([*files, *foreign])
        fields = {
            **made.kept,
            "program": self.standing.program,
            "entries": made.entries,
            "files": tuple(files),
            "digests": b"".join([one.digest for one in made.written.values()]),
            "stamps": packed(stamps),
            "folders": tuple(folders),
            "foreign": tuple(foreign),
        }
        place = self.standing.place
        if made.records is not None:
            ledgers.write(self.standing.records_place, pack(made.records))
        fields |= self._folders(folders, twin)
        ledgers.write(place, pack(Ledger(**fields)))
        ledgers.tidy(place)
