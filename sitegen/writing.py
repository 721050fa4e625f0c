"""A site put in its place: by way of its twin where it has one, else as a whole new tree."""

import time
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from sitegen import ledger as ledgers
from sitegen.assembly import Assembled, assemble
from sitegen.files import Tree, new_tree
from sitegen.ledger import Ledger
from sitegen.packed import pack
from sitegen.results import Result
from sitegen.routes import MANIFEST
from sitegen.stamps import NO_STAMP, Stamp, packed, stamp, stamp_of_folder
from sitegen.standing import Standing
from sitegen.timings import Timings
from sitegen.twin import TwinTree, UnfitError, can_have, folders_of, sweep


class Writing:
    """One build into one output folder, of which something is to be made."""

    def __init__(self, standing: Standing, timings: Timings) -> None:
        self.standing = standing
        self.output = standing.output
        self.options = standing.options
        self.timings = timings

    def result(self) -> Result:
        """Make the site, put it in its place, and tell what came of it."""
        if self._may_use_twin():
            with suppress(UnfitError):
                return self._with_twin()
        return self._afresh()

    def _may_use_twin(self) -> bool:
        with self.timings.stage("read"):
            known = bool(self.standing.ledger.files) and MANIFEST not in self.standing.lies.lost
            return known and self.standing.has_twin

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
            ours = made.written.keys()
            if ours & {*standing.ledger.foreign} or standing.lies.lost - ours:
                raise UnfitError(MANIFEST)  # somebody else's file is concerned
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
        beside = (
            standing.twin if self.options.keep and can_have(standing.kept, self.output) else None
        )
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
