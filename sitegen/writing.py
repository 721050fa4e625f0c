"""A site put in its place: by way of its twin where it has one, else as a whole new tree."""

import time
from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from itertools import count
from pathlib import Path
from typing import Any, NamedTuple

from sitegen import ledger as ledgers
from sitegen.assembly import Assembled, assemble
from sitegen.joining import check
from sitegen.ledger import DIGEST, Ledger
from sitegen.results import Result
from sitegen.routes import MANIFEST
from sitegen.stamps import NO_STAMP, Stamp, packed, patched, stamp, stamp_of_folder, unpacked
from sitegen.standing import Standing
from sitegen.timings import Timings
from sitegen.tree import NoPlaceError, Tree, new_tree
from sitegen.twin import TwinTree, UnfitError, can_have, folders_of, sweep


class Stamps(NamedTuple):
    """The stamps of the files of a site, and of those in its twin."""

    here: Sequence[Stamp]
    there: Sequence[Stamp]


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
        spoilt = standing.lies_of_twins.lost
        tree = TwinTree(self.output, standing.twin, standing.before, spoilt)
        with tree.changing():
            made = assemble(standing, tree, self.timings)
            anew = [path for path, one in made.written.items() if one.anew]
            if not made.result.ok:
                self._left_alone(tree, [*anew, *spoilt])
                return made.result
            ours = standing.before.keys() if made.patches else made.written.keys()
            if ours & {*standing.ledger.foreign} or standing.lies.lost - ours:
                raise UnfitError(MANIFEST)  # somebody else's file is concerned
            with self.timings.stage("write"):
                gone = standing.before.keys() - ours
                tree.exchange(gone, ours)
                twins = tree.follow({*anew, *standing.lies.lost}, self.options.jobs)
                stirred = {p.rpartition("/")[0] for p in {*anew, *spoilt, *twins, *gone}}
                if made.patches:
                    self._keep_patched(made, twins, stirred)
                else:
                    self._keep(made, self._exchanged(made, twins), standing.twin, stirred=stirred)
        return made.result

    def _exchanged(self, made: Assembled, twins: Mapping[str, Stamp]) -> Stamps:
        """The stamps after the two trees changed places: what was the twin's is the site's."""
        standing = self.standing
        files = standing.ledger.files
        here = dict(zip(files, unpacked(standing.ledger.stamps_of_twins), strict=True))
        there = dict(zip(files, standing.stamps, strict=True))
        here |= {p: stamp(f"{self.output}/{p}") for p in standing.lies_of_twins.moved}
        there |= {p: stamp(f"{standing.twin}/{p}") for p in standing.lies.moved}
        here |= {path: one.stamp for path, one in made.written.items() if one.stamp != NO_STAMP}
        there |= twins
        return Stamps([here[p] for p in made.written], [there[p] for p in made.written])

    def _keep_patched(self, made: Assembled, twins: Mapping[str, Stamp], stirred: set[str]) -> None:
        """Write the ledger after a few files and their twins changed places with others."""
        standing, known = self.standing, self.standing.ledger
        numbers = dict(zip(known.files, count()))
        digests = bytearray(known.digests)
        here = {p: stamp(f"{self.output}/{p}") for p in standing.lies_of_twins.moved}
        there = {p: stamp(f"{standing.twin}/{p}") for p in standing.lies.moved} | {**twins}
        for path, one in made.written.items():
            digests[numbers[path] * DIGEST : (numbers[path] + 1) * DIGEST] = one.digest
            if one.stamp != NO_STAMP:
                here[path] = one.stamp
        folders = dict(zip(known.folders, count()))
        kept = self._notes(made, known.notes)
        now = known._replace(
            **{**made.kept, **kept},
            entries=made.entries,
            digests=bytes(digests),
            stamps=patched(known.stamps_of_twins, {numbers[p]: one for p, one in here.items()}),
            stamps_of_twins=patched(known.stamps, {numbers[p]: one for p, one in there.items()}),
            folder_stamps=patched(
                known.twin_folder_stamps,
                {folders[f]: stamp_of_folder(f"{self.output}/{f}") for f in stirred | {""}},
            ),
            twin_folder_stamps=patched(
                known.folder_stamps,
                {folders[f]: stamp_of_folder(f"{standing.twin}/{f}") for f in stirred | {""}},
            ),
            at=time.time_ns(),
        )
        ledgers.write(standing.place, now)

    def _notes(self, made: Assembled, before: bytes) -> dict[str, Any]:
        """Keep what was noted of the pages; where it was not looked at, it is as before."""
        if made.notes is None:
            return {"notes": before}
        return {"notes": ledgers.write(self.standing.notes_place, made.notes)}

    def _left_alone(self, tree: TwinTree, changed: Sequence[str]) -> None:
        """Where nothing is to be written after all, the twin becomes again what it was."""
        known, lies = self.standing.ledger, self.standing.lies
        if lies.lost.intersection(changed):
            return  # what was there is not there to be taken
        twins = dict(zip(known.files, unpacked(known.stamps_of_twins), strict=True))
        twins |= tree.undo(changed)
        there = packed([twins[path] for path in known.files])
        folders = self._folders(known.folders, tree.twin, None)
        ledgers.write(self.standing.place, known._replace(stamps_of_twins=there, **folders))

    def _folders(
        self, folders: Sequence[str], twin: Path | None, stirred: Collection[str] | None
    ) -> dict[str, Any]:
        """The stamps of the folders, of the site and of its twin, and the moment.

        Where the two trees changed places, and have the folders that they had, only those that
        something was ``stirred`` in are looked at.
        """
        known = self.standing.ledger
        here: list[Stamp] = [NO_STAMP] * len(folders)
        there = here[:] if twin else []
        if stirred is not None and known.folders == tuple(folders):
            here, there = unpacked(known.twin_folder_stamps), unpacked(known.folder_stamps)
        for number, folder in enumerate(folders):
            if stirred is None or not folder or folder in stirred or here[number] == NO_STAMP:
                here[number] = stamp_of_folder(f"{self.output}/{folder}")
                if twin:
                    there[number] = stamp_of_folder(f"{twin}/{folder}")
        now = {"folder_stamps": packed(here), "twin_folder_stamps": packed(there)}
        return {**now, "at": time.time_ns()}

    def _afresh(self) -> Result:
        """Make a whole tree; without a place for it, what is wrong with the texts comes first.

        Raises ``OSError``.
        """
        try:
            return self._as_a_whole()
        except NoPlaceError:
            result = check(self.standing.folder, self.options)
            if result.ok:
                raise
            return result

    def _as_a_whole(self) -> Result:
        """Make a whole tree and, where there can be one, its twin."""
        standing = self.standing
        beside = None
        if self.options.keep and can_have(standing.kept, self.output):
            sweep(standing.twin)
            beside = standing.twin
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
            self._keep(made, self._afresh_stamps(made, twin), twin, tree.carried)

    def _afresh_stamps(self, made: Assembled, twin: Path | None) -> Stamps:
        """The stamps of a tree that was made afresh: files that it took over were links."""
        files = made.written.items()
        here = [one.stamp if one.anew else stamp(f"{self.output}/{path}") for path, one in files]
        return Stamps(here, [one.twin for _, one in files] if twin else [])

    def _keep(
        self,
        made: Assembled,
        stamps: Stamps,
        twin: Path | None,
        foreign: list[str] | None = None,
        stirred: Collection[str] | None = None,
    ) -> None:
        """Write the ledger of this build, and the records."""
        known = self.standing.ledger
        files = [*made.written]
        foreign = [*known.foreign] if foreign is None else foreign
        same = stirred is not None and made.written.keys() == self.standing.before.keys()
        folders = [*known.folders] if same else folders_of([*files, *foreign])
        fields = {
            **made.kept,
            **self._notes(made, b""),
            "program": self.standing.program,
            "entries": made.entries,
            "files": tuple(files),
            "digests": b"".join([one.digest for one in made.written.values()]),
            "stamps": packed(stamps.here),
            "stamps_of_twins": packed(stamps.there),
            "folders": tuple(folders),
            "foreign": tuple(foreign),
        }
        place = self.standing.place
        if made.records is not None:
            ledgers.write(self.standing.records_place, made.records)
        fields |= self._folders(folders, twin, stirred)
        ledgers.write(place, Ledger(**fields))
        ledgers.tidy(place)
