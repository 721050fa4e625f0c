"""How time and memory grow with the briefs, what a second process brings, and start-up."""

import statistics
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import machine
from builders import SITEGEN, Sitegen
from corpus import TODAY, write_corpus
from performance_page import measured_with, paragraph, table
from processes import can_see_memory, ran
from works import WORKS, Contest

TIMES = 10  # so many times more briefs has the large desk
LARGE_RUNS = 1  # of its builds, which take minutes: long enough for what else goes on to even out
PAIRS = 9  # builds with one job and with two, at least: the speed of many machines swings
STARTS = 20  # runs of what takes milliseconds
COLD, MEMORY = (work for work in WORKS if work.key in {"cold", "memory"})


@dataclass
class Scaling:
    """sitegen alone, on desks that it writes below a folder."""

    folder: Path
    briefs: int
    runs: int
    patience: float
    busy: list[float] = field(default_factory=list)

    def said(self) -> str:
        """Measure all; give what is to be told."""
        jobs = self._jobs()  # before so many files are made that the disk is busy with them
        parts = [self._growth(), jobs, self._starts()]
        notes = f"""Medians of {self.runs} builds, of {LARGE_RUNS} where there are {TIMES} times the
            briefs, of {max(PAIRS, self.runs)} pairs, and of {STARTS} starts, with the least and
            the most."""
        versions = [Sitegen(self.folder).version]
        return "\n\n".join([*parts, paragraph(notes), measured_with(versions, self.busy)])

    def _growth(self) -> str:
        sizes = {self.briefs: self.runs, TIMES * self.briefs: LARGE_RUNS}
        rows = [["briefs", "cold build", "a brief", "peak memory"]]
        each, peaks = [], []
        for briefs, runs in sizes.items():
            contest = self._contest(briefs)
            machine.forget_files(contents=True)  # of half a million files of the builds before
            [took] = contest.figures([COLD], runs)
            memory = contest.figures([MEMORY], 1) if can_see_memory() else []
            each.append(took.middle / briefs)
            peaks += [figure.middle for figure in memory]
            peak = [f"{peaks[-1]:,.0f} MiB"] if memory else [""]
            rows.append([f"{briefs:,}", took.said, f"{1000 * each[-1]:.2f} ms", *peak])
        grows = f", the memory {peaks[1] / peaks[0]:.2f} times" if peaks else ""
        return f"""{table(rows)}

{TIMES} times the briefs: the time of each is {each[1] / each[0]:.2f} times what it was{grows}."""

    def _jobs(self) -> str:
        contest = self._contest(self.briefs, jobs=(1, 2))
        one, two = contest.figures([COLD], max(PAIRS, self.runs))
        times = [alone / both for alone, both in zip(one.values, two.values, strict=True)]
        ceilings = [machine.two_at_once() for _ in times]
        rows = [["jobs", "cold build", "a brief in one process"]]
        rows.append(["1", one.said, f"{1000 * one.middle / self.briefs:.2f} ms"])
        rows.append(["2", two.said, ""])
        said = f"""Two jobs are {_times(times)} times as fast as one, at {self.briefs:,} briefs: the
            median of {len(times)} pairs, with the least and the most. Just after them, two
            processes with nothing to share did {_times(ceilings)} times the work of one."""
        return f"{table(rows)}\n\n{paragraph(said)}"

    def _starts(self) -> str:
        desk = self._contest(1).builders[0].folder
        commands = {
            "`sitegen --version`": [SITEGEN, "--version"],
            "`sitegen check`, one brief": [
                *(SITEGEN, "check", "--root", desk, "--today", TODAY.isoformat())
            ],
        }
        rows = [["command", "from start to end"]]
        for name, command in commands.items():
            self.busy.append(machine.pause(self.patience))
            rows.append([name, _milliseconds([ran(command, desk).seconds for _ in range(STARTS)])])
        return table(rows)

    def _contest(self, briefs: int, jobs: Sequence[int | None] = (None,)) -> Contest:
        """Builds of a desk of so many briefs, with numbers of jobs in turn."""
        desk = self.folder / f"desk-{briefs}"
        if not desk.exists():
            write_corpus(desk, briefs)
            Sitegen.of_desk(desk)
        folder = self.folder / f"built-{briefs}-{len(jobs)}"
        folder.mkdir()
        builders = [Sitegen(desk, number) for number in jobs]
        return Contest(builders, folder, "", self.patience, self.busy)


def _times(ratios: Sequence[float]) -> str:
    middle, least, most = statistics.median(ratios), min(ratios), max(ratios)
    return f"{middle:.2f} ({least:.2f} to {most:.2f})"


def _milliseconds(seconds: Sequence[float]) -> str:
    middle, least, most = (
        1000 * value for value in (statistics.median(seconds), min(seconds), max(seconds))
    )
    return f"{middle:.0f} ms ({least:.0f} to {most:.0f})"
