"""Lighthouse's marks for the home page, a brief's and a claim's, by its mobile profile.

    python benchmarks/lighthouse.py --runs 3
    python benchmarks/lighthouse.py --write      # into docs/performance.md

Builds this repository's own site for the address where it is served, on this machine and below
/repo/ as a project's site on GitHub Pages is. Needs npm and Chromium.
"""

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from importlib.metadata import version
from pathlib import Path
from threading import Thread

import machine
from peers import TOOLS, npm_package
from performance_page import table, write_part

REPOSITORY = Path(__file__).parent.parent
LIGHTHOUSE = "12"  # the last that runs on Node.js 20
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
BARS = {"performance": 98, "accessibility": 100, "best-practices": 100, "seo": 100}


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *args: object) -> None:
        """Say nothing."""


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve a folder at a free port until the block ends."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=folder))
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()


def lighthouse(tools: Path = TOOLS) -> Path:
    """Lighthouse's program, which npm installs the first time, outside of the repository."""
    return npm_package("lighthouse", LIGHTHOUSE, tools) / "cli" / "index.js"


def marks(url: str, where: Path) -> dict[str, float]:
    """A mark from 0 to 100 for each category, of one run. Tells what points were lost for."""
    command = [
        *("node", str(lighthouse()), url, "--quiet", "--output=json", f"--output-path={where}"),
        f"--only-categories={','.join(CATEGORIES)}",
        "--chrome-flags=--headless=new --no-sandbox --disable-gpu",
    ]
    chrome = shutil.which("chromium") or shutil.which("google-chrome") or ""
    subprocess.run(command, check=True, env=os.environ | {"CHROME_PATH": chrome})
    report = json.loads(where.read_text("utf-8"))
    for name in CATEGORIES[1:]:
        for ref in report["categories"][name]["auditRefs"]:
            audit = report["audits"][ref["id"]]
            if ref["weight"] and audit["score"] is not None and audit["score"] < 1:
                print(f"  {url}: {name}: {audit['title']}", file=sys.stderr)
    return {name: 100 * report["categories"][name]["score"] for name in CATEGORIES}


def measured(runs: int) -> list[list[str]]:
    """A row for each page: the median of each category's marks."""
    rows = [["page", *CATEGORIES]]
    with tempfile.TemporaryDirectory() as folder, served(Path(folder, "www")) as base:
        output = Path(folder, "www", "repo")
        output.parent.mkdir()
        command = [sys.executable, "-m", "sitegen", "--root", REPOSITORY, "build", "-o", output]
        subprocess.run([*command, "--base-url", f"{base}/repo"], check=True)
        claim = next(iter(sorted(output.glob("briefs/*/*/index.html"))))
        pages = {
            "home": "",
            "brief": f"{claim.parent.parent.relative_to(output).as_posix()}/",
            "claim": f"{claim.parent.relative_to(output).as_posix()}/",
        }
        for name, address in pages.items():
            found = [marks(f"{base}/repo/{address}", Path(folder, "report")) for _ in range(runs)]
            medians = [round(statistics.median(one[c] for one in found)) for c in CATEGORIES]
            rows.append([name, *map(str, medians)])
    return rows


def main() -> None:
    """Measure, print, and write where it is asked for. Status 1 if a mark is below its bar."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--write", action="store_true", help="into docs/performance.md")
    args = parser.parse_args()
    rows = measured(args.runs)
    said = lighthouse().parent.parent / "package.json"
    text = (
        f"{table(rows)}\n\nMedians of {args.runs} runs by Lighthouse "
        f"{json.loads(said.read_text('utf-8'))['version']}, mobile profile, on "
        f"{datetime.now(UTC):%Y-%m-%d} with sitegen {version('sitegen')}.\n{machine.described()}."
    )
    print(text)
    if args.write:
        write_part("lighthouse", text)
    bars = [BARS[name] for name in CATEGORIES]
    low = [
        row[0] for row in rows[1:] if any(int(m) < b for m, b in zip(row[1:], bars, strict=True))
    ]
    if low:
        sys.exit(f"below the bar: {', '.join(low)}")


if __name__ == "__main__":
    main()
