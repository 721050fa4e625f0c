"""How long the index of the search takes, and what of it a reader's browser loads.

    python benchmarks/search_index.py --briefs 2000 --runs 5

Joins the corpus of benchmarks/README.md once, then makes the index of its records again and again:
the part of a build that is spared while no record changes.
"""

import argparse
import os
import resource
import statistics
import tempfile
import time
from importlib.metadata import version
from pathlib import Path

from corpus import TODAY, write_corpus

from sitegen.compiling import compile_all
from sitegen.folder import CONFIG, Folder
from sitegen.graph import Site
from sitegen.joining import join, read_settings
from sitegen.no_garbage import no_garbage_collection
from sitegen.options import Options
from sitegen.search_index import Files, search_index
from sitegen.search_records import filters_json, records


def site_of(root: Path) -> Site:
    """The corpus, joined."""
    folder, options = Folder(root), Options(TODAY)
    jobs = os.cpu_count() or 1
    making = join(
        folder, options, read_settings(folder.read(CONFIG), options), compile_all(folder, jobs)
    ).making
    assert making is not None
    return making.site


def cpu_seconds() -> float:
    """What this process has used, and those that it started."""
    both = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(used.ru_utime + used.ru_stime for used in both)


def timed(site: Site, cache: Path | None) -> tuple[float, float, Files]:
    """Seconds of the clock and of the CPU, and the files."""
    started, worked = time.perf_counter(), cpu_seconds()
    files = search_index(records(site), cache)
    return time.perf_counter() - started, cpu_seconds() - worked, files


def main() -> None:
    parser = argparse.ArgumentParser(description="Time the index of the search.")
    parser.add_argument("--briefs", type=int, default=2000, metavar="N")
    parser.add_argument("--runs", type=int, default=5, metavar="N")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name, no_garbage_collection():
        write_corpus(Path(name), asked.briefs, asked.seed)
        site = site_of(Path(name))
        runs = [timed(site, None) for _ in range(asked.runs)]
        cache = Path(name, ".sitegen", "search")
        timed(site, cache)
        kept = [timed(site, cache)[0] for _ in range(asked.runs)]
    seconds, cpu = [run[0] for run in runs], [run[1] for run in runs]
    files = runs[0][2]
    indexes = sum(len(c) for path, c in files.items() if path.endswith((".pf_index", ".pf_meta")))
    print(f"records    {len(records(site)):,} of {len(site.briefs):,} briefs")
    middle = statistics.median(seconds)
    print(
        f"seconds    {middle:.2f} (median of {len(runs)}: {min(seconds):.2f} to {max(seconds):.2f})"
    )
    print(f"CPU        {statistics.median(cpu):.2f} s")
    print(f"unchanged  {1000 * statistics.median(kept):.0f} ms")
    print(f"index      {indexes / 1000:,.0f} kB, of which a query loads what its words need")
    print(f"filters    {len(filters_json(site).encode()) / 1000:,.0f} kB")
    print(f"same bytes {all(run[2] == files for run in runs)}")
    print(f"Pagefind   {version('pagefind-bin')}")


if __name__ == "__main__":
    main()
