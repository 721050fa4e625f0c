"""The sites that are here, built, and one page of each kind that a site has: for whole looks."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

REPOSITORY = Path(__file__).parent.parent
SITES = {
    "repository": REPOSITORY,
    "small": REPOSITORY / "tests" / "data" / "small",
    "new": REPOSITORY / "sitegen" / "desk",  # what ``sitegen init`` writes
}

# A section's own pages are of one kind whatever their names are; so are those below each.
SECTIONS = ("briefs", "entities", "ratings", "sources", "topics")

_KEPT = shutil.ignore_patterns(".sitegen*", "output")


def built(name: str, place: Path) -> Path:
    """One of the sites, built with its drafts: the folder of its output, below ``place``.

    All but the repository's own are copied first, as a build keeps files in the folder of its site;
    those of a new one would be files of the package.
    """
    root, output = SITES[name], place / "out"
    if name != "repository":
        root = Path(shutil.copytree(root, place / "site", ignore=_KEPT))
    command = [sys.executable, "-m", "sitegen", "--root", str(root), "build", "--drafts"]
    subprocess.run([*command, "-o", str(output)], check=True, capture_output=True)
    return output


def kind(path: str) -> str:
    """The kind of the page at a path: ``briefs/bridge/index.html`` is of ``briefs/*``.

    A slug becomes ``*``; what stands below a claim keeps its name, as in ``briefs/*/*/embed``.
    """
    parts = path.removesuffix("index.html").strip("/").split("/")
    if parts[0] not in SECTIONS or len(parts) == 1:
        return "/".join(parts) or "home"
    if parts[1] == "page":
        return f"{parts[0]}/page"
    slugs = 2 if parts[0] == "briefs" else 1
    return "/".join([parts[0], *("*" for _ in parts[1 : 1 + slugs]), *parts[1 + slugs :]])


def kinds(output: Path) -> dict[str, str]:
    """The longest page of each kind, by kind: its path in the site. Redirects are no pages."""
    manifest = json.loads((output / "data" / "manifest.json").read_text("utf-8"))
    found: dict[str, tuple[int, str]] = {}
    for path in sorted(manifest["files"]):
        if path.endswith(".html") and not _moved(output / path):
            size = (output / path).stat().st_size
            found[kind(path)] = max(found.get(kind(path), (0, "")), (size, path))
    return {name: path for name, (_, path) in sorted(found.items())}


def _moved(page: Path) -> bool:
    return 'http-equiv="refresh"' in page.read_text("utf-8")
