"""One brief from its bytes to the files of its pages, in whichever process.

A brief is compiled and its pages are written at once, so nobody ever holds the pages of all. What
the whole site needs of it goes back as a packed record.
"""

import time
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from hashlib import sha256
from typing import Any, NamedTuple

from msgspec import Struct, field

from sitegen.card_store import CARDS, CardStore
from sitegen.claimreview import as_json
from sitegen.compiled import CompiledBrief
from sitegen.compiling import KeptTexts, compile_text
from sitegen.diagnostics import Diagnostic, has_errors
from sitegen.folder import TEMPLATES, Beside, Folder
from sitegen.graph import NOTHING_AROUND, Around, Site, around_each, by_itself
from sitegen.house import House
from sitegen.making import Maker
from sitegen.no_garbage import NowAndThen
from sitegen.noting import NOTHING_NOTED, NOTHING_STAYS, Notebook, Stays
from sitegen.outputs import Output
from sitegen.packed import pack
from sitegen.pages import brief_outputs
from sitegen.parts import Part, part_of
from sitegen.prints import NEVER
from sitegen.records import Reviews, record
from sitegen.render import BrokenTemplateError, Renderer
from sitegen.routes import path_of
from sitegen.template_code import KeptTemplates
from sitegen.tree import Tree, Written
from sitegen.twin import TwinTree, UnfitError

_IN_THE_WAY = (FileExistsError, FileNotFoundError, IsADirectoryError, NotADirectoryError)


class Spent(NamedTuple):
    """Seconds of a process."""

    compile: float = 0.0
    render: float = 0.0
    write: float = 0.0


class Unit(NamedTuple):
    """What came of one brief.

    ``waits`` says that its pages show others, so they are made once those are known. ``in_the_way``
    is what kept a file from being written, which the rules of the whole explain.
    """

    path: str
    digest: bytes
    relied: tuple[str, ...]
    beside: bytes
    problems: tuple[Diagnostic, ...]
    record: bytes
    record_print: bytes
    latest: str = ""
    around: bytes = b""  # what its pages show of others, packed
    waits: bool = False
    written: tuple[Written, ...] = ()
    broken: tuple[Diagnostic, ...] = ()
    in_the_way: OSError | UnfitError | None = None
    notes: bytes = NOTHING_NOTED
    spent: Spent = Spent()


class Workbench(Struct, dict=True):
    """What a process needs to make briefs; with ``others``, each is made with what is around it."""

    folder: Folder
    house: House
    frame: Site  # bare
    values: dict[str, Any]  # what every template sees
    drafts: bool
    tree: Tree | TwinTree
    texts: KeptTexts
    keep: bool
    templates: KeptTemplates
    others: Mapping[str, Around] = field(default_factory=dict)
    parts: Mapping[str, Part] = field(default_factory=dict)  # of briefs that were taken before
    waiting: frozenset[str] = frozenset()  # whose pages wait until all briefs are known
    stays: Mapping[str, Stays] = field(default_factory=dict)  # what need not be made of a brief

    @cached_property
    def beside(self) -> Beside:
        """What lies beside the texts."""
        return Beside(self.folder)

    @cached_property
    def renderer(self) -> Renderer:
        """The templates."""
        own = self.folder.root / TEMPLATES
        return Renderer(own, self.values, self.house.languages, self.templates)

    @cached_property
    def cards(self) -> CardStore:
        """The share cards."""
        return CardStore(self.folder.root / CARDS, keep=self.keep)


_cycles = NowAndThen(pieces=256)  # those that a desk's own templates may leave


class _Begun(NamedTuple):
    """A brief that was compiled; ``part`` is None where it cannot even be told what it would be."""

    unit: Unit
    part: Part | None
    shown: bool = False
    took: float = 0.0


def take(bench: Workbench, paths: Sequence[str]) -> list[Unit]:
    """Compile briefs, and write the pages of those that are to be shown with nothing wrong.

    They are one, or some that may name each other, but no others.
    """
    begun = [_begun(bench, path) for path in paths]
    shown = [one.part for one in begun if one.part and one.shown]
    others = around_each(shown) if len(paths) > 1 else bench.others
    return [_finished(bench, one, others) for one in begun]


def _begun(bench: Workbench, path: str) -> _Begun:
    _cycles.count()
    began = time.perf_counter()
    compiling = compile_text(bench.folder, path, kept=bench.texts, beside=bench.beside)
    compiled = compiling.compiled
    problems = (*compiling.problems, *compiling.attached)
    if not isinstance(compiled, CompiledBrief):
        return _Begun(Unit(path, compiling.digest, (), NEVER, problems, b"", b""), None)
    relied, beside = compiling.relied, compiling.beside(bench.beside)
    part = part_of(compiled, bench.house)
    latest = compiled.facts.latest.isoformat()
    unit = Unit(path, compiling.digest, relied, beside, problems, b"", b"", latest)
    shown = part.cards is not None and (bench.drafts or not part.state)
    return _Begun(unit, part, shown, time.perf_counter() - began)


def _finished(bench: Workbench, begun: _Begun, others: Mapping[str, Around]) -> Unit:
    """The unit of a brief, with its files if it is to have any now."""
    unit, part = begun.unit, begun.part
    if part is None:
        return unit
    began = time.perf_counter() - begun.took
    if part.cards is None or not begun.shown or has_errors(unit.problems):
        return _recorded(unit, part, {}, Spent(compile=time.perf_counter() - began))
    around = others.get(unit.path, NOTHING_AROUND)
    site = by_itself(bench.frame, part, part.cards, around)
    compiling_took = time.perf_counter() - began
    if unit.path in bench.waiting:
        unit = unit._replace(waits=True)
    else:
        outputs = brief_outputs(part, bench.house.config, bench.house.languages)
        unit = unit._replace(around=pack_around(around))
        stays = bench.stays.get(unit.path, NOTHING_STAYS)
        unit = _written(bench, site, outputs, unit, stays)
    claims = part.cards.brief.claims
    reviews = {claim.address: tuple(as_json(site, claim)) for claim in claims}
    return _recorded(unit, part, reviews, unit.spent._replace(compile=compiling_took))


def pack_around(around: Around) -> bytes:
    """What is around a brief, packed; empty where that is nothing."""
    return pack(around) if any(around) else b""


def _recorded(unit: Unit, part: Part, reviews: Reviews, spent: Spent) -> Unit:
    packed = record(part, reviews)
    return unit._replace(record=packed, record_print=sha256(packed).digest(), spent=spent)


def show(bench: Workbench, unit: Unit) -> Unit:
    """Write the pages of a brief that was taken before, now that all it shows is known."""
    _cycles.count()
    began = time.perf_counter()
    compiled = bench.texts.fetch(unit.path)
    part = bench.parts[unit.path]._replace(compiled=compiled)
    assert part.cards is not None  # noqa: S101 (only whole briefs are shown)
    site = by_itself(bench.frame, part, part.cards, bench.others[unit.path])
    spent = time.perf_counter() - began
    outputs = brief_outputs(part, bench.house.config, bench.house.languages)
    shown = _written(bench, site, outputs, unit)
    return shown._replace(waits=False, spent=shown.spent._replace(compile=spent))


def _written(
    bench: Workbench,
    site: Site,
    outputs: Iterable[Output],
    unit: Unit,
    stays: Stays = NOTHING_STAYS,
) -> Unit:
    """The unit with its files, or with what went wrong; some of them may stay."""
    if unit.around != stays.around:
        stays = NOTHING_STAYS
    maker = Maker(bench.folder, site, bench.renderer, bench.cards)
    notebook = Notebook(maker, bench.renderer, on=bench.keep, notes=stays.notes)
    written, broken = [], []
    rendering = writing = 0.0
    clock = time.perf_counter
    for output in outputs:
        began = clock()
        path = path_of(output.address)
        if path in stays.digests:
            written.append(bench.tree.keep(path, stays.digests[path]))
            continue
        try:
            content = notebook.content(output)
            made = clock()
            written.append(bench.tree.write(path, content))
        except BrokenTemplateError as wrong:
            broken.append(wrong.problem)
            made = clock()
        except (*_IN_THE_WAY, UnfitError) as wrong:
            return unit._replace(in_the_way=wrong)
        rendering += made - began
        writing += clock() - made
    spent = Spent(0.0, rendering, writing)
    notes = notebook.packed()
    return unit._replace(written=tuple(written), broken=tuple(broken), notes=notes, spent=spent)
