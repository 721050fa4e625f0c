"""One page of each kind that a built site has, for who looks at all kinds: ``kinds(output)``."""

import json
from pathlib import Path

# A section's own pages are of one kind whatever their names are; so are those below each.
SECTIONS = ("briefs", "entities", "ratings", "sources", "topics")


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
