"""``sitegen init``: a desk's site that builds at once and explains itself."""

import json
import os
import shlex
from collections.abc import Iterator, Mapping
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from urllib.parse import urlsplit

from sitegen import __version__
from sitegen.folder import KEPT, OUTPUT
from sitegen.names import title_from
from sitegen.repository import below_repository
from sitegen.talk import FINE, USAGE, UsageError, say, shown_path

_DESK = Path(__file__).parent / "desk"  # the files of a new site, as they are written
# What a folder may hold and still be empty: a repository without a file, what Finder leaves.
_NOTHING = (".git", ".DS_Store")
_NAMED = 3  # things in the way that a refusal names
# sitegen has no public address. Its bare name is another program's on the public index.
_BELOW = (
    "This folder lies inside a repository. GitHub runs a workflow only from the top folder of one: "
    "publish with sitegen publish, or make the site in a folder outside."
)
_UNKNOWN = f"sitegen @ git+https://git.example/sitegen@v{__version__}"


def init_site(root: Path | None, place: Path) -> int:
    """``sitegen init``: gives the exit status."""
    try:
        _check_empty(place, root)
        _write(place, dict(_new_files(place)))
    except UsageError as refused:
        say(f"sitegen: {refused}")
        return USAGE
    except OSError as wrong:
        say(f"sitegen: {wrong.filename or place}: {wrong.strerror}; nothing was written")
        return USAGE
    say(_what_next(place))
    if below_repository(place, ""):
        say(_BELOW)
    return FINE


def _check_empty(place: Path, root: Path | None) -> None:
    """Refuse a folder that holds something, or is none. Raises ``UsageError`` and ``OSError``."""
    if root is not None:
        raise UsageError("--root is for a site that is there; name the new folder alone")
    if not place.exists():
        return
    if not place.is_dir():
        raise UsageError(f"{shown_path(place)} is a file; name a folder that is new or empty")
    there = sorted(name for name in os.listdir(place) if name not in _NOTHING)
    if there:
        more = len(there) - _NAMED
        named = ", ".join(there[:_NAMED]) + (f" and {more} more" if more > 0 else "")
        raise UsageError(
            f"{shown_path(place)} is not empty: it holds {named}; name a folder that is new or "
            "empty (a .git in it does not matter)"
        )


def _new_files(place: Path) -> Iterator[tuple[str, bytes]]:
    """The paths of the new site's files, and what they hold."""
    words = {"title": title_from(place.resolve().name), "sitegen": _requirement()}
    for folder, below, names in os.walk(_DESK):
        below[:] = [name for name in below if name not in (KEPT, OUTPUT)]  # of who tried it there
        for name in names:
            path = Path(folder, name)
            text = path.read_text(encoding="utf-8")
            for word, value in words.items():
                text = text.replace(f"{{{{ {word} }}}}", value)
            yield path.relative_to(_DESK).as_posix(), text.encode()


def _requirement() -> str:
    """From where pip gets this sitegen again, where that is known (PEP 610)."""
    try:
        origin = json.loads(distribution("sitegen").read_text("direct_url.json") or "{}")
        address, commit = origin["url"], origin["vcs_info"]["commit_id"]
    except (PackageNotFoundError, ValueError, KeyError, TypeError):
        return _UNKNOWN
    parts = urlsplit(address)
    if parts.scheme != "https" or "@" in parts.netloc:  # a disk's path, or a password in it
        return _UNKNOWN
    return f"sitegen @ git+{address}@{commit}"


def _write(place: Path, files: Mapping[str, bytes]) -> None:
    """Write all files, or none. Raises ``OSError``, with everything that was made taken away."""
    made: list[Path] = []
    try:
        for path, content in sorted(files.items()):
            target = place / path
            missing = [folder for folder in target.parents if not folder.exists()]
            for folder in reversed(missing):
                folder.mkdir()
                made.append(folder)
            with target.open("xb") as file:
                made.append(target)
                file.write(content)
    except BaseException:
        for path_made in reversed(made):
            path_made.rmdir() if path_made.is_dir() else path_made.unlink()
        raise


def _what_next(place: Path) -> str:
    """What a person does with the new site."""
    here = place.resolve() == Path.cwd()
    steps = [] if here else [(f"cd {shlex.quote(shown_path(place))}", "")]
    steps += [
        ("sitegen serve", "see it in your browser, and watch it while you write"),
        ("sitegen build", "or build it once, and open output/index.html"),
        ("sitegen new bridge-bill", "begin a brief of your own"),
    ]
    lines = [f"    {command:<26}{what}".rstrip() for command, what in steps]
    made = f"made a site in {'this folder' if here else shown_path(place)}, with an invented brief"
    return "\n".join(
        [
            f"{made} that shows how one is written. Next:",
            *lines,
            "README.md tells the rest, and how to publish the site.",
        ]
    )
