"""A site written into its output folder; what did not change is not made again.

What a page depends on is compared by content, as SHA-256: the bytes of texts and of the files
beside them, templates, settings, the program. What was written is looked at too (``stamps``), so a
page that somebody changed or deleted is made anew. A build gives the same bytes, whatever is kept.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import chain
from typing import Any

from msgspec import Struct, field

from sitegen.acceptance import without_accepted
from sitegen.card_store import CARDS, CardStore
from sitegen.compiling import KeptTexts, compile_all
from sitegen.config import ReadConfig
from sitegen.diagnostics import Diagnostic, has_errors
from sitegen.files import manifest, patched_manifest
from sitegen.folder import CONFIG
from sitegen.graph import Around, around
from sitegen.ground import Ground, print_of_frame
from sitegen.joining import (
    read_settings,
    result_of,
    result_of_site,
)
from sitegen.leaving import fields_of_ledger
from sitegen.ledger import Entry
from sitegen.making import Making
from sitegen.noting import Notes
from sitegen.parallel import get_ready, run, share
from sitegen.plan import globals_of
from sitegen.redress import Redress
from sitegen.rest import RestBench, make_rest, pieces
from sitegen.results import Result
from sitegen.routes import MANIFEST
from sitegen.standing import Standing
from sitegen.taken import Taken
from sitegen.template_code import KeptTemplates
from sitegen.timings import Timings
from sitegen.tree import Tree, Written
from sitegen.twin import TwinTree
from sitegen.units import Unit, Workbench, pack_around, show, take
from sitegen.whole import join_whole

_MANY = 64  # briefs: with so many, all templates are wanted


def assemble(standing: Standing, tree: Tree | TwinTree, timings: Timings) -> "Assembled":
    """Make the site into a tree. Nothing of it is in place before ``finish`` of the tree.

    Raises ``twin.UnfitError`` where it cannot be made there.
    """
    with timings.stage("read"):
        read = read_settings(standing.folder.read(CONFIG), standing.options)
    if has_errors(read.problems):
        return _only_checked(standing, read)
    return _Assembly(standing, tree, timings, read).made()


class Assembled(Struct):
    """What was made: the result; where it is to be written, its files and what to keep of it.

    ``anew`` are the files that hold other bytes in the tree than before, or did for a while; None
    where one was in the way and not all are known. What ``patches`` has the files that were looked
    at again alone, and all entries.
    """

    result: Result
    written: Mapping[str, Written] = field(default_factory=dict)
    anew: frozenset[str] | None = frozenset()
    entries: tuple[Entry, ...] = ()
    kept: dict[str, Any] = field(default_factory=dict)  # fields of the next ledger
    records: dict[str, bytes] | None = None  # None where they are as they were
    notes: Notes | None = None  # the same
    patches: bool = False  # whether all else stays: these files and entries in place of others


def _only_checked(standing: Standing, read: ReadConfig) -> Assembled:
    """Where the settings are wrong, the texts are checked by themselves."""
    texts = compile_all(standing.folder, standing.options.jobs)
    problems = [*texts.problems, *read.problems]
    found = without_accepted(problems, texts.briefs, whole=False)
    return Assembled(result_of(None, found, standing.options))


class _Assembly:
    """One site in the making."""

    def __init__(
        self, standing: Standing, tree: Tree | TwinTree, timings: Timings, read: ReadConfig
    ) -> None:
        self.standing = standing
        self.options = standing.options
        self.folder = standing.folder
        self.tree = tree
        self.timings = timings
        self.read = read
        use = not standing.options.clean
        self.texts = KeptTexts(self.folder, keep=standing.options.keep, use=use)
        self.templates = KeptTemplates()
        self.files: dict[str, Written] = {}
        self.anew: set[str] = set()
        self.itself = self  # a cycle, which a process that ends does not take apart: see ``start``
        self.problems: list[Diagnostic] = []

    def made(self) -> Assembled:
        """All of it."""
        with self.timings.stage("read"):
            self.ground = Ground(self.standing, self.read)
            self.values, self.stay = self.ground.values, self.ground.stay
            self.briefs = Taken(self.ground, self.texts)
            self.redress = Redress(self.ground, self.tree, self.templates, self.timings)
        if not self.standing.same_skin:
            with self.timings.stage("render"):
                self._dress()
        with self.timings.stage("compile"):
            self._take()
        if self._only_bodies_changed() and self._rest_stands():
            with self.timings.stage("keep"):
                return self._patched()
        with self.timings.stage("join"):
            self._join()
        if has_errors(self.problems) or (self.options.strict and self.problems):
            return self._refused()
        self.briefs.fall_over()
        with self.timings.stage("render"):
            self._take_again()
            self._make_rest()
        result = result_of_site(self.site, self.problems, self.options, len(self.files) + 1)
        if not result.ok:
            return Assembled(result, self.files, self._anew())
        with self.timings.stage("keep"):
            return self._assembled(result)

    # Templates that are not as they were

    def _dress(self) -> None:
        """Give the pages of briefs another frame; where that cannot be, they are made anew."""
        self.ground.take_too(self.redress.dress(self.stay))
        self._take_over(self.redress.files.values())

    def _rest_stands(self) -> bool:
        """Whether what is no brief's can stay as it is, or has got another frame."""
        if self.standing.same_skin:
            return True
        with self.timings.stage("render"):
            stands = self.redress.dress_rest()
            self._take_over(self.redress.files.values())
        return stands

    # Making briefs

    def _bench(self, others: Mapping[str, Around]) -> Workbench:
        return Workbench(
            folder=self.folder,
            house=self.ground.house,
            frame=self.ground.bare,
            values=self.values,
            drafts=self.options.drafts,
            tree=self.tree,
            texts=self.texts,
            keep=self.options.keep,
            templates=self.templates,
            others=others,
        )

    def _take(self) -> None:
        """Make briefs, each with what is known to be around it, but for those that wait for it."""
        bench = self._bench(self.ground.around)
        bench.stays = self.redress.partly
        if self.options.jobs > 1 and len(self.ground.to_take) > _MANY:
            # While the briefs are looked through, for the processes that are about to be forked.
            get_ready()
            bench.renderer.load()
        together, bench.waiting = self.ground.clusters
        for units in run(self.options.jobs, take, bench, together, chunk=8):
            for unit in units:
                self.briefs.take(unit)
                self._add(unit)

    def _take_over(self, written: Collection[Written]) -> None:
        """Take over what was written; two briefs may have written one file, until it is refused."""
        self.files |= {one.path: one for one in written}
        self.anew.update([one.path for one in written if one.anew])

    def _anew(self) -> frozenset[str] | None:
        in_the_way = any(unit.in_the_way for unit in self.briefs.units.values())
        return None if in_the_way else frozenset(self.anew)

    def _add(self, unit: Unit) -> None:
        self._take_over(unit.written)
        for stage, seconds in unit.spent._asdict().items():
            self.timings.add(stage, seconds)

    def _only_bodies_changed(self) -> bool:
        """Whether what changed shows on the pages of the changed briefs alone."""
        standing = self.standing
        if not ((self.stay or self.redress.partly) and standing.pages_stand):
            return False
        if isinstance(self.tree, Tree) or not self._lost_is_made():
            return False
        if self.options.strict and standing.ledger.problems:
            return False
        return self.briefs.same_to_others()

    def _lost_is_made(self) -> bool:
        return self.standing.lies.lost <= self.files.keys()

    # The whole

    def _join(self) -> None:
        """Put the parts together, and find what is wrong with the whole."""
        briefs, read = self.briefs, [*self.briefs.parts()]
        parts = [part for part, _ in read]
        reviews = {claim: [*texts] for _, found in read for claim, texts in found.items()}
        self.whole = join_whole(
            self.ground, self.read, parts, reviews, briefs.problems(), briefs.memory
        )
        self.site, self.problems = self.whole.site, self.whole.problems
        self.values = globals_of(self.site)

    def _refused(self) -> Assembled:
        """What is told where nothing is written: with warnings alone, broken templates too."""
        if not has_errors(self.problems):
            making = Making(self.folder, self.site, keep=self.options.keep)
            self.problems += making.check(self.options.jobs)
        files = len(self.whole.plan.outputs) + 1
        result = result_of_site(self.site, self.problems, self.options, files)
        return Assembled(result, self.files, self._anew())

    # What shows more than one brief

    def _take_again(self) -> None:
        """Make the briefs whose pages show others that were not known, or that have changed."""
        other_frame = print_of_frame(self.values) != self.ground.frame
        self.around: dict[str, bytes] = {}
        again: dict[str, Around] = {}
        for part, card in zip(self.site.parts, self.site.briefs, strict=True):
            path = part.compiled.file
            others = around(self.site, card)
            now = self.around[path] = pack_around(others)
            unit = self.briefs.units.get(path)
            then = unit.around if unit else self.stay[path].around
            if other_frame or now != then or (unit and unit.waits):
                again[path] = others
        if again:
            if isinstance(self.tree, TwinTree):
                self.tree.rewrite(path for path, one in self.files.items() if one.anew)
            bench = self._bench(again)
            bench.parts = {part.compiled.file: part for part in self.site.parts}
            taken = [self.briefs.unit(path) for path in again]
            for unit in run(self.options.jobs, show, bench, taken, chunk=16):
                self.briefs.units[unit.path] = unit
                self._add(unit)
        self.briefs.fall_over()
        for unit in self.briefs.units.values():
            self.problems += unit.broken

    def _make_rest(self) -> None:
        groups = self.whole.plan.groups
        count = len(self.site.parts)
        rest = (*groups[:1], *groups[1 + count :])
        outputs = tuple(chain.from_iterable([group.outputs for group in rest]))
        bench = RestBench(
            self.folder,
            self.site,
            self.values,
            outputs,
            self.tree,
            self.templates,
            self.options.keep,
        )
        self.rest_notes: dict[str, bytes] = {}
        jobs = self.options.jobs
        made_ones = share(jobs, make_rest, bench, *pieces(outputs, jobs))
        for made in chain.from_iterable(made_ones):
            self.problems += made.problems
            self._take_over(made.written)
            self.rest_notes[made.address] = made.notes
            for stage, seconds in made.spent._asdict().items():
                self.timings.add(stage, seconds)
        for path, entry in self.stay.items():
            if path not in self.briefs.units and entry.shown:
                for name in entry.files:
                    if name not in self.files:
                        self._stay(name)

    def _stay(self, name: str) -> None:
        """A file of before that is as it should be."""
        self.files[name] = self.tree.keep(name, self.standing.before[name])

    # What is kept of it

    def _patched(self) -> Assembled:
        """The site of the last build with the pages of some briefs made anew."""
        standing, known = self.standing, self.standing.ledger
        dressed = not standing.same_skin
        entries = self.briefs.patched_entries(noted=dressed)
        self._trim(entries)
        digests = {path: one.digest.hex() for path, one in self.files.items()}
        before = (standing.output / MANIFEST).read_bytes()
        self._take_over([self.tree.write(MANIFEST, patched_manifest(before, digests))])
        result = standing.told(known.problems)
        made = Assembled(result, self.files, self._anew(), entries, patches=True)
        if dressed:
            made.kept = {"templates": standing.skin}
            made.notes = self._notes(entries, self.redress.rest)
        return made

    def _notes(self, entries: Iterable[Entry], rest: Mapping[str, bytes]) -> Notes:
        """What was noted of all pages, now or by the build before."""
        units, before = self.briefs.units, self.redress.noted
        briefs = {
            e.path: units[e.path].notes if e.path in units else before(e.path)
            for e in entries
            if e.noted
        }
        return Notes(self.standing.templates.prints, briefs, rest)

    def _with_manifest(self) -> dict[str, Written]:
        digests = {path: one.digest.hex() for path, one in self.files.items()}
        self._take_over([self.tree.write(MANIFEST, manifest(digests))])
        return self.files

    def _assembled(self, result: Result) -> Assembled:
        entries = self.briefs.entries(self.around)
        kept = fields_of_ledger(self.ground, self.whole, result)
        if self.options.keep:
            self._tidy(entries)
        notes = self._notes(entries, self.rest_notes)
        files = self._with_manifest()
        return Assembled(result, files, self._anew(), entries, kept, self.briefs.records, notes)

    def _trim(self, entries: Sequence[Entry]) -> None:
        self.texts.trim({self.texts.name(entry.path, entry.digest) for entry in entries})

    def _tidy(self, entries: Sequence[Entry]) -> None:
        self._trim(entries)
        drawn = [output.draws for output in self.whole.plan.outputs if output.draws]
        if drawn:
            CardStore(self.folder.root / CARDS).trim(drawn)
