"""Pages whose frame alone is another: what is in their blocks is taken from the page of before.

That gives the same bytes as to make them anew, because a block shows the same as before where its
templates are the same, the page is given the same, and no frame has a part in it (see
``template_facts``): it sets nothing that a block sees, and the block does not show what it stands
in place of. Whatever is not known for certain is made anew.
"""

import time
from collections.abc import Collection, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

from jinja2 import TemplateError
from msgspec import Struct
from msgspec.structs import asdict, replace

from sitegen.languages import Languages
from sitegen.noting import Frame, Note, taken_out
from sitegen.packed import DamagedError, pack, unpack
from sitegen.render import BrokenTemplateError, Renderer
from sitegen.routes import path_of
from sitegen.template_code import KeptTemplates
from sitegen.template_facts import ENDS, FRAME, NO_FACTS, Facts
from sitegen.tree import Tree, Written
from sitegen.twin import TwinTree

# What a frame may show: what all pages are given, and what of a page's own was noted. Of the
# site, it may show all but the marks, which stand for something else on each kind of page.
_OF_PAGES = {"address", "root", "t", "lang", *ENDS, *Frame.__struct_fields__}
_MARKS = "marks"
_ENDS = {f"_{name}.html" for name in ENDS}
_NOT_KNOWN = ""  # a name that nothing is given by

STAYS, REFRAMED, MADE = "stays", "reframed", "made"  # what becomes of a page


class Reframed(NamedTuple):
    """What came of the outputs that were noted together: files that were made, and the notes."""

    written: tuple[Written, ...]
    notes: bytes
    render: float  # seconds
    write: float


class Parted(NamedTuple):
    """Outputs of which some must be made anew: these files, and the notes of the others."""

    anew: frozenset[str]
    notes: tuple[Note, ...]


class Bench(Struct, dict=True):
    """What a process needs to give pages another frame.

    ``known`` are all templates, ``changed`` those that are not as when ``notes`` were written.
    """

    own: Path  # templates
    output: Path  # where the pages of before lie
    values: dict[str, Any]  # what every template sees
    languages: Languages
    templates: KeptTemplates
    known: Collection[str]
    changed: Collection[str]
    notes: Mapping[str, bytes]
    tree: Tree | TwinTree

    @cached_property
    def renderer(self) -> Renderer:
        """The templates."""
        return Renderer(self.own, self.values, self.languages, self.templates)

    @cached_property
    def needs(self) -> "Needs":
        """What pages depend on."""
        return Needs(self.renderer, self.known, self.changed, self.values)


def reframe(bench: Bench, key: str) -> Reframed | Parted | None:
    """Give the pages noted under a key another frame, where they need one.

    Unless all of them can do with that, nothing is written. None where nothing is certain.
    """
    began = time.perf_counter()
    made: list[tuple[str, bytes]] = []
    try:
        notes = unpack(bench.notes[key], tuple[Note, ...])
        for note in notes:
            bench.needs.check_ends(note)
        fates = [bench.needs.fate(note) for note in notes]
        if MADE in fates:
            return _parted(notes, fates)
        now = [_reframed(bench, note, fate, made) for note, fate in zip(notes, fates, strict=True)]
    except (KeyError, DamagedError, BrokenTemplateError, OSError):
        return None
    between = time.perf_counter()
    written = tuple([bench.tree.write(path, content) for path, content in made])
    packed = pack(now) if made else bench.notes[key]
    return Reframed(written, packed, between - began, time.perf_counter() - between)


def _parted(notes: Sequence[Note], fates: Sequence[str]) -> Parted:
    pairs = [*zip(notes, fates, strict=True)]
    anew = frozenset(path_of(note.address) for note, fate in pairs if fate != STAYS)
    return Parted(anew, tuple([note for note, fate in pairs if fate == STAYS]))


def _reframed(bench: Bench, note: Note, fate: str, made: list[tuple[str, bytes]]) -> Note:
    """The note of a page, whose new bytes are added to those made. Raises ``KeyError``."""
    if fate == STAYS:
        return note
    assert note.frame is not None  # noqa: S101 (it has another fate then)
    path = path_of(note.address)
    html = bench.renderer.frame(note.template, note.address, lang=note.lang, **asdict(note.frame))
    with open(f"{bench.output}/{path}", "rb", buffering=0) as file:
        old = file.read()
    held = {name.encode(): old[at : at + length] for name, at, length in note.blocks}
    found = taken_out(html.encode(), held)
    if not found:
        raise DamagedError
    made.append((path, found.page))
    return replace(note, blocks=found.blocks)


class Needs:
    """Which templates a page depends on, and what that means where some have changed.

    ``known`` are all templates, and ``values`` what each sees of the site.
    """

    def __init__(
        self,
        renderer: Renderer,
        known: Collection[str],
        changed: Collection[str],
        values: Collection[str],
    ) -> None:
        self._renderer = renderer
        self._known = known
        self._changed = changed
        self._given = _OF_PAGES | {*values}
        self._facts: dict[str, Facts] = {}
        self._fates: dict[tuple[str, bool, tuple[str, ...]], str] = {}
        self._ends = self._all_of(_ENDS)
        self._frame = self._all_of({FRAME}) | self._ends

    def fate(self, note: Note) -> str:
        """Whether a page stays, gets another frame, or is made anew."""
        key = note.template, note.frame is None, note.others
        found = self._fates.get(key)
        if found is None:
            found = self._fates[key] = self._fate(note)
        return found

    def check_ends(self, note: Note) -> None:
        """Make the head and foot that a page is given, even if it shows neither.

        Raises ``BrokenTemplateError``.
        """
        if not self._ends.isdisjoint(self._changed):
            self._renderer.check_ends(note.address, note.lang)

    def _fate(self, note: Note) -> str:
        facts = self._facts_of(note.template)
        framed = facts.parent == FRAME and facts.alone
        within = self._all_of({note.template}, without=FRAME if framed else "")
        if self._unknown(within) or not within.isdisjoint(self._changed):
            return MADE
        if not framed or self._frame.isdisjoint(self._changed):
            return STAYS
        return REFRAMED if note.frame and self._fits(facts, {*note.others}) else MADE

    def _fits(self, page: Facts, others: set[str]) -> bool:
        """Whether the frame is one that blocks of another page can be put into.

        It may show only what is at hand, and what the page has no other value for.
        """
        frame = self._facts_of(FRAME)
        if not frame.frames or not {*page.blocks} & {*frame.blocks} <= {*frame.marked}:
            return False
        return self._asked <= self._given and self._asked.isdisjoint(others | {*page.exports})

    @cached_property
    def _asked(self) -> set[str]:
        """The names that the frame asks for of the page."""
        if self._unknown(self._frame) or any(self._facts_of(it).controls for it in self._frame):
            return {_NOT_KNOWN}
        if any(_MARKS in self._renderer.asked(name) for name in self._frame):
            return {_NOT_KNOWN}
        own = self._all_of({FRAME}, ends=False)
        return set().union(*map(self._renderer.asked, own))

    def _unknown(self, needs: set[str]) -> bool:
        """Whether there is something to depend on that only rendering would tell."""
        return any(name not in self._known or self._facts_of(name).refers is None for name in needs)

    def _all_of(self, names: set[str], *, without: str = "", ends: bool = True) -> set[str]:
        """These templates, all that they name, and the ends of pages where they show them."""
        found: set[str] = set()
        left = {*names}
        while left:
            found.add(name := left.pop())
            facts = self._facts_of(name)
            left |= {*(facts.refers or ())}
            if ends and facts.has_ends:
                left |= _ENDS
            left -= found | {without}
        return found

    def _facts_of(self, name: str) -> Facts:
        found = self._facts.get(name)
        if found is None:
            try:
                found = self._renderer.facts(name)
            except (TemplateError, OSError, UnicodeDecodeError):
                found = NO_FACTS
            self._facts[name] = found
        return found
