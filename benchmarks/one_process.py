"""How long a whole build takes in one process, and how much memory.

    python benchmarks/one_process.py --briefs 2000 --runs 5

Measures `sitegen build --jobs 1` from the start of the process to its end, into an empty
folder, over a corpus that is always the same; see benchmarks/README.md.
"""

import argparse
import platform
import resource
import statistics
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path

from builders import Sitegen
from corpus import write_corpus
from processes import ran

PACKAGES = ("sitegen", "PyYAML", "markdown-it-py", "mdit-py-plugins", "Jinja2", "typer")


def peak_mebibytes() -> float:
    """The most memory that any of the builds had at once."""
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    return peak / (2**20 if sys.platform == "darwin" else 2**10)


def main() -> None:
    parser = argparse.ArgumentParser(description="Time a whole build in one process.")
    parser.add_argument("--briefs", type=int, default=2000, metavar="N")
    parser.add_argument("--runs", type=int, default=5, metavar="N")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        site = Path(name, "site")
        write_corpus(site, asked.briefs, asked.seed)
        sizes = [path.stat().st_size for path in (site / "briefs").iterdir()]
        # Each into a folder of its own: some file systems make files slowly after many removed.
        outputs = [Path(name, f"output-{number}") for number in range(asked.runs)]
        builder = Sitegen(site, jobs=1)
        took = []
        for output in outputs:
            builder.forget()
            took.append(ran(builder.command(output), site))
        pages = sum(1 for _ in outputs[0].rglob("*.html"))
    runs = [one.seconds for one in took]
    seconds = statistics.median(runs)
    print(f"briefs     {len(sizes):,} of {statistics.mean(sizes) / 1000:.1f} KB each")
    print(f"pages      {pages:,}")
    print(f"seconds    {seconds:.2f} (median of {len(runs)}: {min(runs):.2f} to {max(runs):.2f})")
    cpu = statistics.median(one.cpu for one in took)
    print(f"per brief  {1000 * seconds / len(sizes):.2f} ms, {1000 * cpu / len(sizes):.2f} of CPU")
    print(f"memory     {peak_mebibytes():,.0f} MiB at most")
    print(f"Python     {platform.python_version()} on {platform.system()} {platform.machine()}")
    print(f"packages   {', '.join(f'{name} {version(name)}' for name in PACKAGES)}")


if __name__ == "__main__":
    main()
