"""What shows more than one brief: lists, data, feeds, in whichever process.

Lists of the same things show the same rows, which a process makes once. So such lists are made by
one process, as far as there is enough to do for the others.
"""

import time
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Any, NamedTuple

from msgspec import Struct

from sitegen.card_store import CARDS, CardStore
from sitegen.diagnostics import Diagnostic
from sitegen.folder import TEMPLATES, Folder
from sitegen.graph import Site
from sitegen.making import Maker
from sitegen.no_garbage import NowAndThen
from sitegen.noting import NOTHING_NOTED, Notebook
from sitegen.outputs import FOLDER, Output
from sitegen.render import BrokenTemplateError, Renderer
from sitegen.routes import path_of
from sitegen.template_code import KeptTemplates
from sitegen.tree import Tree, Written
from sitegen.twin import TwinTree
from sitegen.units import Spent

# Whose rows are those of others: by the first part of an address, the one that they go with.
_ALIKE = {"entities": "claims", "ratings": "claims", "topics": "briefs", "": "briefs"}
_WORTH = {"data": 100, "sources": 6}  # how many other lists each takes as long as, about
_FEW = 256  # lists that one process may always make in a row


class RestBench(Struct, dict=True):
    """What a process needs to make the outputs that are no brief's."""

    folder: Folder
    site: Site
    values: dict[str, Any]
    outputs: tuple[Output, ...]
    tree: Tree | TwinTree
    templates: KeptTemplates
    keep: bool

    @cached_property
    def notebook(self) -> Notebook:
        """What makes them."""
        own = self.folder.root / TEMPLATES
        renderer = Renderer(own, self.values, self.site.languages, self.templates)
        maker = Maker(self.folder, self.site, renderer, CardStore(self.folder.root / CARDS))
        return Notebook(maker, renderer, on=self.keep)


def together(outputs: Sequence[Output], jobs: int) -> Iterator[list[int]]:
    """The numbers of outputs in pieces for so many processes: those with the same rows, if few.

    Data have none. What takes longest comes first, so that all processes end at about one time.
    """
    groups: dict[str, list[int]] = {}
    for number, output in enumerate(outputs):
        first = output.address.partition("/")[0] if "/" in output.address else ""
        groups.setdefault(_ALIKE.get(first, first), []).append(number)
    worth = {name: _WORTH.get(name, 1) for name in groups}
    whole = sum(worth[name] * len(group) for name, group in groups.items())
    pieces = []
    for name, group in groups.items():
        most = 1 if name == "data" else max(_FEW, whole // jobs) // worth[name]
        cut = [group[at : at + most] for at in range(0, len(group), most)]
        pieces += [(worth[name] * len(piece), piece) for piece in cut]
    yield from (piece for _, piece in sorted(pieces, key=lambda pair: -pair[0]))


class Made(NamedTuple):
    """What came of an output."""

    written: tuple[Written, ...]
    problems: tuple[Diagnostic, ...]
    spent: Spent
    address: str = ""
    notes: bytes = NOTHING_NOTED


_cycles = NowAndThen(pieces=256)  # as of briefs


def make_rest(bench: RestBench, numbers: Sequence[int]) -> list[Made]:
    """Make and write outputs, or all files of those that are folders."""
    return [_made(bench, bench.outputs[number]) for number in numbers]


def _made(bench: RestBench, output: Output) -> Made:
    _cycles.count()
    began = time.perf_counter()
    problems: tuple[Diagnostic, ...] = ()
    try:
        if output.kind == FOLDER:
            made = bench.notebook.in_folder(output)
            files, problems = made.files, made.problems
        else:
            files = {path_of(output.address): bench.notebook.content(output)}
    except BrokenTemplateError as broken:
        return Made((), (broken.problem,), Spent())
    rendered = time.perf_counter()
    written = tuple([bench.tree.write(path, content) for path, content in files.items()])
    spent = Spent(0.0, rendered - began, time.perf_counter() - rendered)
    return Made(written, problems, spent, output.address, bench.notebook.packed())
