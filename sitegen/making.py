"""The outputs of a site made into bytes, and written or only looked at."""

from collections.abc import Callable, Iterator
from functools import cached_property
from pathlib import Path
from typing import Any

from sitegen.card_store import CARDS, CardStore
from sitegen.diagnostics import Diagnostic, has_errors
from sitegen.files import Tree, new_tree
from sitegen.folder import KEPT, TEMPLATES, Folder
from sitegen.graph import Site
from sitegen.memory import Memory
from sitegen.outputs import FOLDER, Made, Output
from sitegen.parallel import run
from sitegen.plan import Plan, globals_of, plan
from sitegen.render import BrokenTemplateError, Renderer
from sitegen.routes import path_of
from sitegen.template_code import KeptTemplates

Look = Callable[[Output, bytes], Any]  # what a command wants to know of an output, from its bytes


class Making:
    """The outputs of a site, about to be made; a process that gets one makes its own renderer."""

    def __init__(
        self, folder: Folder, site: Site, memory: Memory | None = None, *, keep: bool = True
    ) -> None:
        self.folder = folder
        self.look: Look | None = None  # shown each output that is checked
        self.looked: list[Any] = []  # what it gave for each of them
        self.site = site
        memory = memory or Memory()
        self.templates = memory.templates
        self.keep = keep  # whether the site's folder may keep what the next build can use
        cache = folder.root / KEPT if keep else None
        self.plan: Plan = plan(site, self.renderer.assets(), memory, cache)
        self.tree: Tree | None = None
        self.cards = CardStore(folder.root / CARDS)
        self.written = 0  # files, the manifest included

    @cached_property
    def renderer(self) -> Renderer:
        """The templates, with what each of them sees of the site."""
        return Renderer(
            self.folder.root / TEMPLATES, globals_of(self.site), self.site.languages, self.templates
        )

    @property
    def outputs(self) -> tuple[Output, ...]:
        """All that is to be made."""
        return self.plan.outputs

    def __getstate__(self) -> dict[str, object]:
        """A process that was not forked has templates and a renderer of its own."""
        kept = {key: value for key, value in self.__dict__.items() if key != "renderer"}
        return {**kept, "templates": KeptTemplates()}

    def content(self, number: int) -> bytes:
        """One output's bytes. Raises ``BrokenTemplateError``, ``OSError`` for a file to copy."""
        output = self.outputs[number]
        if output.draws:
            return self.cards.png(output.draws)
        if output.make is None:
            return self.folder.content(output.copies)
        made = output.make(self.site, self.renderer)
        assert not isinstance(made, Made)  # noqa: S101 (asked of a file)
        return made if isinstance(made, bytes) else made.encode()

    def in_folder(self, number: int) -> Made:
        """The files of an output that is a folder, by their paths in the site."""
        output = self.outputs[number]
        assert output.make is not None  # noqa: S101 (a folder is not copied)
        made = output.make(self.site, self.renderer)
        assert isinstance(made, Made)  # noqa: S101 (asked of a folder)
        return made._replace(files={f"{output.address}{p}": c for p, c in made.files.items()})

    def check(self, jobs: int) -> list[Diagnostic]:
        """Make everything and keep nothing, to see what goes wrong."""
        problems: list[Diagnostic] = []
        for looked, found in self._make_all(jobs):
            self.looked += looked
            problems += found
        return problems

    def write(
        self, output: Path, jobs: int, *, reuse: bool, strict: bool = False
    ) -> list[Diagnostic]:
        """Make everything and put it in the place of ``output``, unless something goes wrong.

        ``reuse`` links the files of the site before that did not change; ``strict`` takes a
        warning for wrong.
        """
        with new_tree(output, reuse=reuse) as tree:
            self.tree = tree
            self.cards.keep = self.keep
            digests: dict[str, str] = {}
            problems: list[Diagnostic] = []
            for written, found in self._make_all(jobs):
                digests |= dict(written)
                problems += found
            self.written = len(digests) + 1
            if not (has_errors(problems) or (strict and problems)):
                tree.finish(digests)
                if self.keep:
                    drawn = [output.draws for output in self.outputs if output.draws]
                    self.cards.trim(drawn)
        return problems

    def _make_all(self, jobs: int) -> Iterator[tuple[list[Any], list[Diagnostic]]]:
        if jobs > 1:
            self.renderer.load()
        return run(jobs, _make, self, range(len(self.outputs)), chunk=128)


def _make(making: Making, number: int) -> tuple[list[Any], list[Diagnostic]]:
    """Make one output, and write it if there is a tree: its path and digest, or a problem.

    Without a tree, what ``look`` makes of it.
    """
    output = making.outputs[number]
    if output.kind == FOLDER:
        return _make_folder(making, number)
    if output.draws and making.tree is None and making.look is None:
        return [], []  # nothing can go wrong with a card, and it takes long
    try:
        content = making.content(number)
    except BrokenTemplateError as broken:
        return [], [broken.problem]
    if making.tree is None:
        return [making.look(output, content)] if making.look else [], []
    return [making.tree.write(path_of(output.address), content)], []


def _make_folder(making: Making, number: int) -> tuple[list[Any], list[Diagnostic]]:
    """Make and write the files of a folder; nothing where none are kept."""
    if making.tree is None:
        return [], []
    made = making.in_folder(number)
    written = [making.tree.write(path, content) for path, content in made.files.items()]
    return written, list(made.problems)
