"""What a new site would change on the branch that it is published on: a pure comparison."""

from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet

from msgspec import Struct

from sitegen.folder import BRIEFS, CONFIG
from sitegen.live_branch import FILE, FILES, Entry, Live
from sitegen.routes import NOT_FOUND

NO_JEKYLL = ".nojekyll"


class Publication(Struct, frozen=True):
    """The files that the branch will have, and what that changes; all paths are sorted.

    ``kept`` are files of others, which stay; those ``in_the_way`` stand where the site has
    something else.
    """

    files: Mapping[str, Entry]
    added: tuple[str, ...]
    changed: tuple[str, ...]
    gone: tuple[str, ...]
    kept: tuple[str, ...]
    in_the_way: tuple[str, ...]


def compare(live: Live, written: AbstractSet[str], site: Mapping[str, str]) -> Publication:
    """Put a new site, ids by paths, in the place of the one on the branch.

    ``written`` are the files there that are as sitegen wrote them: only those may go without a
    word.
    """
    foreign = live.files.keys() - written
    if NO_JEKYLL in foreign:  # it does its work whatever is in it
        site = {path: id_ for path, id_ in site.items() if path != NO_JEKYLL}
    folders = {above for path in site for above in _above(path)}
    blocking = {
        path
        for path in foreign
        if path in folders
        or (path in site and not _is_same(live.files[path], site[path]))
        or any(above in site for above in _above(path))
    }
    kept = foreign - blocking - site.keys()
    files = {path: Entry(FILE, id_) for path, id_ in site.items()}
    both = site.keys() & live.files.keys()
    return Publication(
        {**files, **{path: live.files[path] for path in sorted(kept)}},
        added=tuple(sorted(site.keys() - live.files.keys())),
        changed=tuple(sorted(path for path in both if live.files[path] != files[path])),
        gone=tuple(sorted(live.files.keys() - site.keys() - kept)),
        kept=tuple(sorted(kept)),
        in_the_way=tuple(sorted(blocking)),
    )


def _is_same(entry: Entry, id_: str) -> bool:
    return entry.mode in FILES and entry.id == id_


def _above(path: str) -> Iterator[str]:
    """``a`` and ``a/b`` for ``a/b/c``."""
    at = path.find("/")
    while at >= 0:
        yield path[:at]
        at = path.find("/", at + 1)


def holds_sources(live: Live, written: AbstractSet[str], below: str) -> str:
    """The file that shows that a branch is one of texts, not of a site; empty where none does.

    ``below`` is the way from the repository's root to the site's folder.
    """
    for path in sorted(live.files.keys() - written):
        inside = path.removeprefix(below)
        if inside == CONFIG or (inside.startswith(f"{BRIEFS}/") and inside.endswith(".md")):
            return path
    return ""


def is_page(path: str) -> bool:
    """Whether readers see a file as a page."""
    return path.endswith(".html") and path != NOT_FOUND


def address_of(path: str) -> str:
    """The address that a file answers at."""
    page = path == "index.html" or path.endswith("/index.html")
    return path.removesuffix("index.html") if page else path
