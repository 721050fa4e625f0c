"""How long from a save to the page that shows it, in `sitegen serve` and in Hugo's server.

    python benchmarks/save_to_page.py --briefs 100 2000 --saves 15

Both servers run beside each other on the same texts and are saved to in turn; a real browser has a
page of each open, and tells when it shows what was saved. See benchmarks/README.md.
"""

import argparse
import platform
import statistics
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import machine
from corpus import write_corpus
from peer_content import newest
from peers import TOOLS, hugo, hugo_version
from performance_page import table, write_part
from playwright.sync_api import Browser, sync_playwright
from preview_servers import Hugo, Preview, Sitegen
from watched_page import Times, WatchedPage, launched

CLAIM = "claim-1"
RATINGS = {"outdated": "Outdated", "satire": "Satire"}  # in turn; no claim has the second yet


@dataclass(frozen=True)
class Work:
    """Something that is saved while a page is open: how, and where the page shows it.

    ``save`` writes the save of a number and gives its moment with what is to be seen then.
    ``address`` and ``selector`` have the slug of the brief in them; no selector is a style sheet.
    """

    saved: str
    open: str
    address: str
    selector: str
    save: Callable[[Preview, str, int], tuple[float, str]]

    @property
    def has_style(self) -> bool:
        return not self.selector


def _save_title(server: Preview, slug: str, number: int) -> tuple[float, str]:
    title = f"Is it right, what was saved as number {number}?"
    return server.save_title(slug, title), title


def _save_rating(server: Preview, slug: str, number: int) -> tuple[float, str]:
    rating = tuple(RATINGS)[number % len(RATINGS)]
    return server.save_rating(slug, CLAIM, rating), RATINGS[rating]


def _save_style(server: Preview, slug: str, number: int) -> tuple[float, str]:  # noqa: ARG001
    return server.save_style(f"{number}"), f"{number}"


WORKS = (
    Work("a brief's title", "the brief", "briefs/{slug}/", "h1", _save_title),
    Work(
        "a brief's title",
        "the home page",
        "",
        ".brief-row:has(a[href$='briefs/{slug}/']) h2",
        _save_title,
    ),
    Work(
        "a claim's rating",
        "the list of claims",
        "claims/",
        ".claim-row:has(a[href$='briefs/{slug}/claim-1/']) .rating",
        _save_rating,
    ),
    Work("the style sheet", "the brief", "briefs/{slug}/", "", _save_style),
)


@dataclass(frozen=True)
class Measured:
    """The times of one work in one server. The first save of all is told apart."""

    briefs: int
    work: Work
    server: str
    first: Times
    times: Sequence[Times]

    def middle(self, of: str) -> float | None:
        """The median of one of the times, where the browser gave it."""
        found = [at for times in self.times if (at := getattr(times, of)) is not None]
        return statistics.median(found) if found else None

    @property
    def shown(self) -> float:
        return statistics.median(times.shown for times in self.times)

    @property
    def said(self) -> str:
        every = [times.shown for times in self.times]
        return f"{self.shown:.0f} ms ({min(every):.0f} to {max(every):.0f})"


@dataclass
class Run:
    """What is measured at one size, and how busy the machine was with other things."""

    briefs: int
    saves: int
    patience: float  # seconds to wait for a quiet moment before a save
    browser: Browser
    busy: list[float] = field(default_factory=list)

    def measure(self, servers: Sequence[Preview], work: Work, slug: str) -> Iterator[Measured]:
        """Save to the servers in turn."""
        address, selector = work.address.format(slug=slug), work.selector.format(slug=slug)
        if work.has_style:  # a folder that is new is only watched from then on
            for server in servers:
                server.save_style("0")
            machine.pause(0)
        pages = [WatchedPage(self.browser, server.url + address, selector) for server in servers]
        times: list[list[Times]] = [[] for _ in servers]
        for number in range(1, self.saves + 2):
            for server, page, found in zip(servers, pages, times, strict=True):
                self.busy.append(machine.pause(self.patience))
                page.settle()
                found.append(page.times(*work.save(server, slug, number)))
        for server, page, found in zip(servers, pages, times, strict=True):
            page.close()
            yield Measured(self.briefs, work, server.name, found[0], found[1:])


def measured(run: Run, folder: Path, program: Path | None) -> Iterator[Measured]:
    """Everything of one size."""
    desk = folder / "sitegen"
    write_corpus(desk, run.briefs)
    slug = newest(desk)
    with ExitStack() as stack:
        ours = Sitegen(desk)
        servers: list[Preview] = [ours]
        if program:
            peer = Hugo(folder / "hugo", desk, program)
            servers.append(stack.enter_context(peer))
        stack.enter_context(ours)
        counts = {server.name: server.counts() for server in servers}
        _tell(f"{run.briefs:,} briefs: {counts}")
        if program and set(counts.values()) != {peer.pages}:
            sys.exit(f"the servers must have the same pages, {peer.pages}, but have {counts}")
        for server in servers:
            _tell(f"{server.name}: first page in {server.seconds:.2f} s")
        for work in WORKS:
            both = list(run.measure(servers, work, slug))
            for one in sorted(both, key=lambda one: one.server != ours.name):
                _tell(f"{work.saved}, {work.open}, {one.server}: {one.said}")
                yield one


def _tell(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def results(found: Sequence[Measured]) -> str:
    """From each save to the page, the servers beside each other."""
    names = list(dict.fromkeys(one.server for one in found))
    rows = [["briefs", "what is saved", "what is open", *names]]
    rows[0] += ["ratio"] if len(names) > 1 else []
    for key in dict.fromkeys((one.briefs, one.work) for one in found):
        both = [one for one in found if (one.briefs, one.work) == key]
        row = [f"{key[0]:,}", key[1].saved, key[1].open, *(one.said for one in both)]
        rows.append([*row, f"{both[0].shown / both[1].shown:.2f}"] if len(names) > 1 else row)
    return table(rows)


def parts(found: Sequence[Measured]) -> str:
    """Where the time goes, in medians."""
    head = ["briefs", "what is saved", "what is open", "server"]
    rows = [[*head, "load begins", "answered", "shown", "painted", "first save"]]
    for one in found:
        moments = [one.middle(name) for name in ("began", "answered", "shown", "painted")]
        cells = [f"{at:.0f}" if at is not None else "" for at in moments]
        row = [f"{one.briefs:,}", one.work.saved, one.work.open, one.server]
        rows.append([*row, *cells, f"{one.first.shown:.0f}"])
    return table(rows)


def main() -> None:
    asked = _asked()
    program = None if asked.without_hugo else hugo(asked.tools)
    with sync_playwright() as playwright:
        browser = launched(playwright)
        found, busy = [], []
        for briefs in asked.briefs:
            run = Run(briefs, asked.saves, asked.patience, browser)
            with tempfile.TemporaryDirectory(dir=asked.folder) as name:
                found += measured(run, Path(name), program)
            busy += run.busy
        tools = f"Chromium {browser.version}"
        browser.close()
    tools += f", Hugo {hugo_version(program)}" if program else ""
    text = f"""{results(found)}

Medians of {asked.saves} saves, with the least and the most; the ratio is that of the medians.

{parts(found)}

Milliseconds from the save, in medians: until the browser begins to load the page again, until it
has all of it, until the page is there, until its first content is painted; and until the page was
there at the first save of all, which is in no median.

Measured on {datetime.now(UTC):%Y-%m-%d} with sitegen {version("sitegen")}, Python
{platform.python_version()}, {tools}.
{machine.described()}; just before a save, other work used
{100 * statistics.median(busy):.0f} % of it in the median.
"""
    print(text)
    if asked.write:
        write_part("save_to_page", text)


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Time from a save to the page that shows it.")
    parser.add_argument("--briefs", type=int, nargs="+", default=[100, 2000], metavar="N")
    parser.add_argument("--saves", type=int, default=10, metavar="N")
    help_patience = "seconds to wait for a quiet moment before each save"
    parser.add_argument("--patience", type=float, default=2, metavar="S", help=help_patience)
    parser.add_argument("--without-hugo", action="store_true")
    parser.add_argument("--tools", type=Path, default=TOOLS, help="where Hugo is, or is put")
    parser.add_argument("--folder", default=machine.memory_folder(), help="where the sites are")
    parser.add_argument("--write", action="store_true", help="write docs/performance.md")
    return parser.parse_args()


if __name__ == "__main__":
    main()
