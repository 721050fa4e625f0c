"""What is measured of each tool: builds of one site, cold and after edits, in turn."""

import os
import statistics
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import machine
from builders import CLAIM, RATINGS, Builder, base_line, saved
from processes import can_see_memory, peak_memory, ran
from same_pages import visible


@dataclass(frozen=True)
class Work:
    """Something that each tool does, and what ours may take of the fastest peer's."""

    key: str
    title: str
    bar: float
    unit: str = "s"


WORKS = (
    Work("cold", "cold build", 0.40),
    Work("unchanged", "rebuild, nothing changed", 0.03),
    Work("body", "rebuild, one body edited", 0.04),
    Work("rating", "rebuild, one rating changed", 0.15),
    Work("base", "rebuild, base template changed", 0.30),
    Work("memory", "peak memory, cold", 0.40, "MiB"),
)
REBUILDS = ("unchanged", "body", "rating", "base")


@dataclass(frozen=True)
class Figure:
    """What one work took in one tool, run by run."""

    work: Work
    tool: str
    values: Sequence[float]

    @property
    def middle(self) -> float:
        return statistics.median(self.values)

    @property
    def said(self) -> str:
        """The median, with the least and the most of several runs."""
        middle, least, most = map(_number, (self.middle, min(self.values), max(self.values)))
        between = f" ({least} to {most})" if len(self.values) > 1 else ""
        return f"{middle} {self.work.unit}{between}"


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"


@dataclass
class Contest:
    """The tools on sites of the same pages. Each build goes into a folder that stays.

    Some file systems make files slowly for minutes after many were removed. ``fresh`` says whether
    the system knew of no files before each round of cold builds: ``machine.forget_files``.
    """

    builders: Sequence[Builder]
    folder: Path
    slug: str  # of the brief that is edited
    patience: float = 0  # seconds to wait for a quiet moment before a build
    busy: list[float] = field(default_factory=list)
    fresh: bool = True
    _outputs: dict[str, Path] = field(default_factory=dict)
    _folders: int = 0

    def cold(self, builder: Builder) -> Path:
        """Forget what was built; give the new folder to build into."""
        builder.forget()
        self._folders += 1
        self._outputs[builder.name] = self.folder / f"output-{self._folders}"
        return self._outputs[builder.name]

    def output(self, builder: Builder) -> Path:
        """Where a tool has built last."""
        return self._outputs[builder.name]

    def build(self, builder: Builder, what: str) -> float:
        """The seconds of a build into the folder that there is. Tells the processors' time too."""
        self._wait()
        took = ran(builder.command(self.output(builder)), builder.folder, builder.environment)
        tell(f"{what}, {builder.name}: {took.seconds:.2f} s, {took.cpu:.2f} s of processors")
        return took.seconds

    def figures(self, works: Sequence[Work], runs: int) -> list[Figure]:
        """Do the works in turn, so many times."""
        took: dict[tuple[Work, str], list[float]] = {}
        for number in range(1, runs + 1):
            for work, builder, value in self._round(works, number):
                took.setdefault((work, builder.name), []).append(value)
        tools = [builder.name for builder in self.builders]
        wanted = [(work, tool) for work in works for tool in tools if (work, tool) in took]
        return [Figure(work, tool, took[work, tool]) for work, tool in wanted]

    def _round(self, works: Sequence[Work], number: int) -> Iterator[tuple[Work, Builder, float]]:
        turn = number % len(self.builders)  # so that none is always the first
        builders = [*self.builders[turn:], *self.builders[:turn]]
        asked = {work.key: work for work in works}
        self.fresh = machine.forget_files()  # not later: a rebuild comes soon after a build
        for builder in builders if asked.keys() - {"memory"} else []:
            self.cold(builder)
            seconds = self.build(builder, f"{number}, cold")
            if "cold" in asked:
                yield asked["cold"], builder, seconds
        for key in (key for key in REBUILDS if key in asked):
            for builder in builders:
                self._edit(builder, key, number)
                yield asked[key], builder, self.build(builder, f"{number}, {key}")
                self._check(builder, key, number)
        for builder in builders:
            if "base" in asked:
                builder.restore_base()
            if "memory" in asked and can_see_memory():
                yield asked["memory"], builder, self._memory(builder)

    def _memory(self, builder: Builder) -> float:
        os.sync()  # and no more: what else the machine does changes no memory
        command = builder.command(self.cold(builder))
        peak = peak_memory(command, builder.folder, builder.environment)
        tell(f"memory, {builder.name}: {peak:,.0f} MiB")
        return peak

    def _wait(self) -> None:
        os.sync()  # what the build before has left to write
        self.busy.append(machine.pause(self.patience))

    def _edit(self, builder: Builder, key: str, number: int) -> None:
        if key == "body":
            builder.edit_body(self.slug, number)
        if key == "rating":
            builder.rate(self.slug, _rating(number))
        if key == "base":
            builder.edit_base(number)

    def _check(self, builder: Builder, key: str, number: int) -> None:
        """Stop where a page does not show what was edited."""
        output = self.output(builder)
        brief = output / "briefs" / self.slug / "index.html"
        claim = brief.parent / CLAIM / "index.html"
        lists = (output / "ratings" / _rating(number)).rglob("index.html")
        here = f"{self.slug}/{CLAIM}/"
        label = RATINGS[_rating(number)]
        shown = {
            "unchanged": claim.exists,
            "body": lambda: (
                saved(number) in visible(brief.read_text("utf-8"))
                and saved(number) in (brief.parent / "brief.json").read_text("utf-8")
            ),
            "rating": lambda: (
                label in visible(claim.read_text("utf-8"))
                and label in visible((claim.parent / "embed/index.html").read_text("utf-8"))
                and any(here in path.read_text("utf-8") for path in lists)
            ),
            "base": lambda: base_line(number) in claim.read_text("utf-8"),
        }
        if not shown[key]():
            sys.exit(f"{builder.name} does not show what was edited: {key}, {number}, {claim}")


def tell(text: str) -> None:
    """Say how far it is, beside what is measured."""
    print(text, file=sys.stderr, flush=True)


def _rating(number: int) -> str:
    """The ratings in turn, so that each edit changes it."""
    return tuple(RATINGS)[(number - 1) % len(RATINGS)]
