"""What shows more than one brief: lists, data, feeds, in whichever process.

Lists of the same things show the same rows, which a process makes once. So such lists are made by
one process, as far as there is enough to do for the others.
"""

import time
from collections.abc import Sequence
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
# How many other lists each takes as long as, about, by the same or by its whole address.
_WORTH = {
    "data/claimreview.json": 250,
    "data/claims.json": 120,
    "data/claims.csv": 80,
    "data/numbers.json": 40,
    "numbers/": 50,
    "sources": 7,
    "briefs": 2,
}
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


class Pieces(NamedTuple):
    """Numbers of outputs, for this process and for others; what takes longest comes first."""

    ours: list[list[int]]
    theirs: list[list[int]]


def pieces(outputs: Sequence[Output], jobs: int) -> Pieces:
    """The outputs in pieces for so many processes, so that all end at about one time.

    Those with the same rows are one piece, if they are not too many.
    """
    groups: dict[str, list[int]] = {}
    for number, output in enumerate(outputs):
        first = output.address.partition("/")[0] if "/" in output.address else ""
        alone = output.address in _WORTH
        groups.setdefault(output.address if alone else _ALIKE.get(first, first), []).append(number)
    worth = {name: _WORTH.get(name, 1) for name in groups}
    most = max(_FEW, sum(worth[name] * len(group) for name, group in groups.items()) // jobs)
    cut: list[tuple[int, list[int]]] = []
    for name, group in groups.items():
        long = max(1, most // worth[name])
        parts = [group[at : at + long] for at in range(0, len(group), long)]
        cut += [(worth[name] * len(part), part) for part in parts]
    found = Pieces([], [])
    load = [0, 0]
    for takes, part in sorted(cut, key=lambda pair: -pair[0]):
        to = 0 if load[0] * (jobs - 1) <= load[1] else 1
        found[to].append(part)
        load[to] += takes
    return found


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
