"""A site put in its place: by way of its twin where it has one, else as a whole new tree."""

from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from itertools import count
from pathlib import Path
from typing import Any

from sitegen import ledger as ledgers
from sitegen.assembly import Assembled, assemble
from sitegen.folder_stamps import FolderStamps
from sitegen.joining import check
from sitegen.ledger import DIGEST, Ledger
from sitegen.results import Result
from sitegen.routes import MANIFEST
from sitegen.stamps import Stamp, packed, patched, stamp, stamp_of_folder, unpacked
from sitegen.standing import Standing
from sitegen.timings import Timings
from sitegen.tree import NoPlaceError, Tree, new_tree
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
        spoilt = standing.lies.lost
        tree = TwinTree(self.output, standing.twin, standing.before, spoilt)
        with tree.changing():
            made = assemble(standing, tree, self.timings)
            if not made.result.ok:
                self._left_alone(tree, made.anew)
                return made.result
            anew = made.anew or frozenset()
            ours = standing.before.keys() if made.patches else made.written.keys()
            if ours & {*standing.ledger.foreign} or spoilt - ours:
                raise UnfitError(MANIFEST)  # somebody else's file is concerned
            if self._is_stirred():
                raise UnfitError(MANIFEST)  # and what came meanwhile must be carried over
            with self.timings.stage("write"):
                gone = standing.before.keys() - ours
                tree.exchange(gone, ours)
                fresh = tree.follow(anew, self.options.jobs)
                stirred = {p.rpartition("/")[0] for p in {*anew, *gone, MANIFEST}}
                fresh |= {p: stamp(f"{self.output}/{p}") for p in standing.lies.moved - {*anew}}
                if made.patches:
                    self._keep_patched(made, fresh, stirred)
                else:
                    known = dict(zip(standing.ledger.files, standing.stamps, strict=True)) | fresh
                    stamps = [known[p] for p in made.written]
                    self._keep(made, stamps, standing.twin, stirred=stirred)
        return made.result

    def _keep_patched(self, made: Assembled, fresh: Mapping[str, Stamp], stirred: set[str]) -> None:
        """Write the ledger after a few files changed places with others; ``fresh`` are stamps."""
        standing, known = self.standing, self.standing.ledger
        numbers = dict(zip(known.files, count()))
        digests = bytearray(known.digests)
        for path, one in made.written.items():
            digests[numbers[path] * DIGEST : (numbers[path] + 1) * DIGEST] = one.digest
        folders = self._stamps(known.folders, standing.twin, stirred)
        kept = self._notes(made, known.notes)
        now = known._replace(
            **{**made.kept, **kept, **folders.fields()},
            entries=made.entries,
            digests=bytes(digests),
            stamps=patched(known.stamps, {numbers[p]: one for p, one in fresh.items()}),
        )
        ledgers.write(standing.place, now)
        ledgers.tidy(standing.place)

    def _notes(self, made: Assembled, before: bytes) -> dict[str, Any]:
        """Keep what was noted of the pages; where it was not looked at, it is as before."""
        if made.notes is None:
            return {"notes": before}
        return {"notes": ledgers.write(self.standing.notes_place, made.notes)}

    def _is_stirred(self) -> bool:
        """Whether something has come into the output folder itself since it was looked at."""
        known = self.standing.ledger
        top = unpacked(known.folder_stamps)[known.folders.index("")]
        return stamp_of_folder(str(self.output)) != top

    def _left_alone(self, tree: TwinTree, changed: frozenset[str] | None) -> None:
        """Where nothing is to be written after all, the twin becomes again what it was.

        If that cannot be, there is none any more.
        """
        known = self.standing.ledger
        if changed is None or self.standing.lies.lost & changed:
            return
        stamps = dict(zip(known.files, self.standing.stamps, strict=True)) | tree.undo(changed)
        here = packed([stamps[path] for path in known.files])
        folders = self._stamps(known.folders, tree.twin, None).fields()
        ledgers.write(self.standing.place, known._replace(**{**folders, "stamps": here}))

    def _stamps(
        self, folders: Sequence[str], twin: Path | None, stirred: Collection[str] | None
    ) -> FolderStamps:
        known, apart = self.standing.ledger, self.options.jobs > 1
        return FolderStamps(self.output, twin, folders, known, stirred, apart=apart)

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
        tree.finish(made.written.keys())
        tree.drop_old()  # as long as it is there, it shares files with the new one
        twin = self.standing.twin if tree.twin and tree.is_alike else None
        if tree.twin and twin:
            tree.twin.rename(twin)
        if self.options.keep:
            self._keep(made, self._afresh_stamps(made), twin, tree.carried)

    def _afresh_stamps(self, made: Assembled) -> list[Stamp]:
        """The stamps of a tree that was made afresh: files that it took over were links."""
        files = made.written.items()
        return [one.stamp if one.anew else stamp(f"{self.output}/{path}") for path, one in files]

    def _keep(
        self,
        made: Assembled,
        stamps: Sequence[Stamp],
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
        looked_at = self._stamps(folders, twin, stirred)
        fields = {
            **made.kept,
            **self._notes(made, b""),
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
            ledgers.write(self.standing.records_place, made.records)
        ledgers.write(place, Ledger(**fields, **looked_at.fields()))
        ledgers.tidy(place)
