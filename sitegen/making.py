"""The outputs of a site made into bytes."""

from collections.abc import Callable
from functools import cached_property
from typing import Any

from sitegen.card_store import CARDS, CardStore
from sitegen.diagnostics import Diagnostic
from sitegen.folder import KEPT, TEMPLATES, Folder
from sitegen.graph import Site
from sitegen.memory import Memory
from sitegen.outputs import FOLDER, Made, Output
from sitegen.parallel import run
from sitegen.plan import Plan, globals_of, plan
from sitegen.render import BrokenTemplateError, Renderer

Look = Callable[[Output, bytes], Any]  # what a command wants to know of an output, from its bytes


class Maker:
    """Makes outputs of one site."""

    def __init__(self, folder: Folder, site: Site, renderer: Renderer, cards: CardStore) -> None:
        self._folder = folder
        self._site = site
        self._renderer = renderer
        self._cards = cards

    def content(self, output: Output) -> bytes:
        """One output's bytes. Raises ``BrokenTemplateError``, ``OSError`` for a file to copy."""
        if output.draws:
            return self._cards.png(output.draws)
        if output.make is None:
            return self._folder.content(output.copies)
        made = output.make(self._site, self._renderer)
        assert not isinstance(made, Made)  # noqa: S101 (asked of a file)
        return made if isinstance(made, bytes) else made.encode()

    def in_folder(self, output: Output) -> Made:
        """The files of an output that is a folder, by their paths in the site."""
        assert output.make is not None  # noqa: S101 (a folder is not copied)
        made = output.make(self._site, self._renderer)
        assert isinstance(made, Made)  # noqa: S101 (asked of a folder)
        return made._replace(files={f"{output.address}{p}": c for p, c in made.files.items()})


class Making:
    """All outputs of a site, about to be made; a process that gets one makes its own renderer."""

    def __init__(
        self, folder: Folder, site: Site, memory: Memory | None = None, *, keep: bool = True
    ) -> None:
        self.folder = folder
        self.look: Look | None = None  # shown each output that is checked
        self.looked: list[Any] = []  # what it gave for each of them
        self.site = site
        memory = memory or Memory()
        self.templates = memory.templates
        cache = folder.root / KEPT if keep else None
        self.plan: Plan = plan(site, self.renderer.assets(), memory, cache)

    @cached_property
    def renderer(self) -> Renderer:
        """The templates, with what each of them sees of the site."""
        return Renderer(
            self.folder.root / TEMPLATES, globals_of(self.site), self.site.languages, self.templates
        )

    @cached_property
    def maker(self) -> Maker:
        """What makes the outputs."""
        return Maker(self.folder, self.site, self.renderer, CardStore(self.folder.root / CARDS))

    @property
    def outputs(self) -> tuple[Output, ...]:
        """All that is to be made."""
        return self.plan.outputs

    def __getstate__(self) -> dict[str, object]:
        """A process that was not forked has a renderer of its own."""
        own = ("renderer", "maker")
        return {key: value for key, value in self.__dict__.items() if key not in own}

    def content(self, number: int) -> bytes:
        """One output's bytes: see ``Maker``."""
        return self.maker.content(self.outputs[number])

    def in_folder(self, number: int) -> Made:
        """The files of an output that is a folder, by their paths in the site."""
        return self.maker.in_folder(self.outputs[number])

    def check(self, jobs: int) -> list[Diagnostic]:
        """Make everything and keep nothing, to see what goes wrong."""
        problems: list[Diagnostic] = []
        if jobs > 1:
            self.renderer.load()
        for looked, found in run(jobs, _look_at, self, range(len(self.outputs)), chunk=128):
            self.looked += looked
            problems += found
        return problems


def _look_at(making: Making, number: int) -> tuple[list[Any], list[Diagnostic]]:
    """Make one output: what ``look`` makes of it, or a problem."""
    output = making.outputs[number]
    if output.kind == FOLDER:
        return [], []
    if output.draws and making.look is None:
        return [], []  # nothing can go wrong with a card, and it takes long
    try:
        content = making.content(number)
    except BrokenTemplateError as broken:
        return [], [broken.problem]
    return [making.look(output, content)] if making.look else [], []
