"""The briefs of one build: those that were taken anew, and those that stay as they were."""

from collections.abc import Iterator, Mapping

from sitegen.compiling import KeptTexts
from sitegen.diagnostics import Diagnostic
from sitegen.ground import Ground
from sitegen.leaving import entry_of, same_to_others, unit_of
from sitegen.ledger import Entry
from sitegen.memory import Memory
from sitegen.packed import DamagedError
from sitegen.pages import brief_group
from sitegen.parts import Part
from sitegen.records import Records, Reviews
from sitegen.units import Unit


class Taken:
    """What is known of each brief by its path, whichever build took it.

    ``units`` are those of this build. ``memory`` has the plan of each, for the plan of the whole.
    """

    def __init__(self, ground: Ground, texts: KeptTexts) -> None:
        self._ground = ground
        self._standing = ground.standing
        self._reader = Records(texts)
        self._parts: dict[str, tuple[Part, Reviews]] = {}
        self.units: dict[str, Unit] = {}
        self.memory = Memory()

    def take(self, unit: Unit) -> None:
        """Take over what was made of a brief, and read it while other processes make the next."""
        self.units[unit.path] = unit
        if not unit.record:
            return
        part, _ = self._parts[unit.path] = self._reader.read(unit.path, unit.record)
        if part.cards:
            house = self._ground.house
            self.memory.prepare(brief_group, part, house.config, house.languages)

    def unit(self, path: str) -> Unit:
        """A brief as it was taken, now or by the build before."""
        return self.units.get(path) or unit_of(self._stay(path), self._record(path))

    @property
    def records(self) -> dict[str, bytes]:
        """The records of the briefs that have one, by their paths."""
        return {path: content for path in self._standing.briefs if (content := self._record(path))}

    def parts(self) -> Iterator[tuple[Part, Reviews]]:
        """These briefs as the whole site knows them, with their reviews."""
        for path, content in self.records.items():
            yield self._parts.get(path) or self._reader.read(path, content)

    def problems(self) -> Iterator[Diagnostic]:
        """What is wrong with each brief alone."""
        for path in self._standing.briefs:
            yield from (
                self.units[path].problems if path in self.units else self._stay(path).problems
            )

    def fall_over(self) -> None:
        """What no rule explains is the disk's fault. Raises ``OSError`` or ``UnfitError``."""
        for unit in self.units.values():
            if unit.in_the_way:
                raise unit.in_the_way

    def same_to_others(self) -> bool:
        """Whether what changed shows on the pages of the changed briefs alone."""
        ledger = self._standing.ledger
        known = {entry.path: entry for entry in ledger.entries}
        if len(known) != len(self._standing.briefs):
            return False
        taken, told = self._ground.to_take, ledger.of_whole
        return all(same_to_others(known.get(path), self.units[path], told) for path in taken)

    def entries(self, around: Mapping[str, bytes]) -> tuple[Entry, ...]:
        """What is kept of all, with what is around each, packed."""
        return tuple(
            entry_of(self.units[path], around.get(path, b""), noted=True)
            if path in self.units
            else self._stay(path)
            for path in self.records
        )

    def patched_entries(self, *, noted: bool) -> tuple[Entry, ...]:
        """The entries of the build before, but for the briefs of this one."""
        return tuple(
            entry_of(self.units[e.path], e.around, noted=noted) if e.path in self.units else e
            for e in self._standing.ledger.entries
        )

    def _record(self, path: str) -> bytes:
        """A brief's record. Raises ``DamagedError`` where that of one that stays is not there."""
        if path in self.units:
            return self.units[path].record
        if path not in self._standing.records:
            raise DamagedError
        return self._standing.records[path]

    def _stay(self, path: str) -> Entry:
        return self._ground.stay[path]
