"""How long builds take, and how much memory, beside Hugo and Eleventy with the same pages.

    python benchmarks/against_peers.py --briefs 2000 --runs 3
    python benchmarks/against_peers.py --write         # into docs/performance.md, with a plot

Writes a made-up desk, and the same for each peer; sees that all make the same pages; then has each
do the same work in turn. See benchmarks/README.md.
"""

import argparse
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import machine
from builders import PEERS, Builder, Sitegen
from corpus import write_corpus
from peer_content import DeskContent, newest
from peers import TOOLS
from performance_page import PAGE, measured_with, paragraph, table, write_part
from plot import plot
from processes import EVERY
from same_pages import OURS_ALONE, differences, is_page, kinds
from scaling import Scaling
from works import WORKS, Contest, Figure, tell

PLOT = "performance.svg"
ALONE = """Ours alone have a map of the evidence on each claim's page, a timeline on each brief's,
pictures on that of the record, and links back from each source to where it is cited; and only we
check the texts."""

FRESH = """Before each round of cold builds the system forgot the names of files that it held in
memory, as on a machine just started."""


def main() -> None:
    asked = _asked()
    name, picture = "scaling" if asked.scaling else "against_peers", ""
    with tempfile.TemporaryDirectory(dir=asked.folder) as folder:
        if asked.scaling:
            text = Scaling(Path(folder), asked.briefs, asked.runs, asked.patience).said()
        else:
            text, figures = against_peers(Path(folder), asked)
            picture = _picture(figures)
    print(text)
    if asked.write and picture:
        (PAGE.parent / PLOT).write_text(picture, "utf-8")
        text = f"![The table's seconds as a picture]({PLOT})\n\n{text}"
    if asked.write:
        write_part(name, text)


def against_peers(folder: Path, asked: argparse.Namespace) -> tuple[str, list[Figure]]:
    """Measure; give what is to be said, and the figures."""
    desk = folder / "sitegen"
    write_corpus(desk, asked.briefs, asked.seed)
    builders: list[Builder] = [Sitegen.of_desk(desk)]
    builders += [PEERS[peer](folder / peer, desk, asked.tools) for peer in asked.peers]
    contest = Contest(builders, folder, newest(desk), asked.patience)
    pages = _same_pages(contest, desk, asked.seed)
    contest.busy.clear()
    works = [work for work in WORKS if work.key in asked.works]
    figures = contest.figures(works, asked.runs)
    size = sum(path.stat().st_size for path in (desk / "briefs").iterdir()) / asked.briefs / 1000
    fresh = f"{FRESH} " if contest.fresh else ""
    fresh += "The sites were in memory." if machine.is_in_memory(folder) else ""
    notes = f"""Medians of {asked.runs} runs, with the least and the most. The ratio is that of our
median to the least median of a peer; the bar is what it may be at most. {asked.briefs:,} briefs of
{size:.1f} KB; {pages}. Memory is that of all processes together, what they share counted once
(PSS), looked at every {1000 * EVERY:.0f} ms. {fresh}"""
    names, versions = zip(*((one.name, one.version) for one in builders), strict=True)
    parts = [results(figures, names), paragraph(notes), measured_with(versions, contest.busy)]
    return "\n\n".join(parts), figures


def _same_pages(contest: Contest, desk: Path, seed: int) -> str:
    """Build with each tool once, untimed; stop where the pages are not the same."""
    for builder in contest.builders:
        contest.cold(builder)
        contest.build(builder, "first")
    outputs = {builder.name: contest.output(builder) for builder in contest.builders}
    ours, *others = outputs
    content = DeskContent.read(desk)
    peers = {name: outputs[name] for name in others}
    if problems := differences(content, outputs[ours], peers, seed):
        sys.exit("the tools must make the same pages, but:\n" + "\n".join(problems[:20]))
    said = _counted(kinds(outputs[ours]), content.counts.claims)
    tell(f"the same pages: {' '.join(said.split())}")
    return said


def _counted(found: Counter[str], claims: int) -> str:
    """How many pages and files all tools make, and what ours alone makes."""
    pages = sum(count for kind, count in found.items() if is_page(kind))
    alone = [kind for kind in sorted(found) if kind in OURS_ALONE]
    files = found.total() - pages - len(alone)
    return f"""{pages:,} pages, {claims:,} of them of one claim each and as many of one claim in a
frame, and {files:,} files of data, citations and feeds. {ALONE} Nor has any peer
{", ".join(alone)}"""


def results(figures: Sequence[Figure], tools: Sequence[str]) -> str:
    """A row for each work, the tools beside each other."""
    rows = [["work", *tools, *(["ratio", "bar"] if len(tools) > 1 else [])]]
    for work in dict.fromkeys(figure.work for figure in figures):
        found = {figure.tool: figure for figure in figures if figure.work == work}
        ours, *peers = (found[tool] for tool in tools)
        row = [work.title, *(found[tool].said for tool in tools)]
        if peers:
            ratio = ours.middle / min(peer.middle for peer in peers)
            row += [f"{ratio:.3f}", f"{work.bar:.2f}"]
        rows.append(row)
    return table(rows)


def _picture(figures: Sequence[Figure]) -> str:
    seconds = [figure for figure in figures if figure.work.unit == "s"]
    return plot("Seconds that each tool takes for each work", seconds) if seconds else ""


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Builds beside Hugo's and Eleventy's.")
    parser.add_argument("--briefs", type=int, default=2000, metavar="N")
    parser.add_argument("--runs", type=int, default=3, metavar="N")
    parser.add_argument("--seed", type=int, default=1)
    peers, works = tuple(PEERS), tuple(work.key for work in WORKS)
    parser.add_argument("--peers", nargs="*", choices=peers, default=peers)
    parser.add_argument("--works", nargs="+", choices=works, default=works)
    help_scaling = "sitegen alone, with N briefs and once with ten times as many; its start-up"
    parser.add_argument("--scaling", action="store_true", help=help_scaling)
    help_patience = "seconds to wait for a quiet moment before each build"
    patience = machine.PATIENCE
    parser.add_argument("--patience", type=float, default=patience, metavar="S", help=help_patience)
    parser.add_argument("--tools", type=Path, default=TOOLS, help="where the peers are, or are put")
    parser.add_argument("--folder", help="where the sites are written; the system's if left out")
    parser.add_argument("--write", action="store_true", help="write docs/performance.md")
    return parser.parse_args()


if __name__ == "__main__":
    main()
