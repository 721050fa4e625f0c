"""The index of the last builds, kept in the desk's folder by what it was made of."""

import json
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from sitegen.folder import is_kept, make_kept
from sitegen.sealed import sealed, unsealed

_MOST = 4  # kept at once: with drafts and without, and those of another branch


def kept(folder: Path, key: str) -> Mapping[str, bytes] | None:
    """The files that were kept under a key; None where there are none, or they are damaged."""
    try:
        content = (folder / key).read_bytes()
    except OSError:
        return None
    rest = unsealed(key, content)
    if rest is None:
        return None
    try:
        return _files(rest)
    except (ValueError, TypeError):  # somebody else's, whose digest is right
        return None


def _files(content: bytes) -> Mapping[str, bytes]:
    """The files in what was kept. Raises ``ValueError`` or ``TypeError`` where it is not ours."""
    head, _, blob = content.partition(b"\n")
    found: dict[str, bytes] = {}
    at = 0
    for path, size in json.loads(head):
        if not isinstance(path, str) or path.startswith("/") or ".." in path.split("/"):
            raise ValueError(path)
        found[path] = blob[at : at + size]
        at += size
    return found


def keep(folder: Path, key: str, files: Mapping[str, bytes]) -> None:
    """Keep files under a key, and let go of the oldest of too many.

    A folder that cannot be written to keeps nothing. Git is told to leave it alone.
    """
    head = json.dumps([[path, len(content)] for path, content in files.items()]).encode()
    rest = b"".join((head, b"\n", *files.values()))
    with suppress(OSError):
        make_kept(folder)
        with tempfile.NamedTemporaryFile(dir=folder, prefix=".new-", delete=False) as file:
            file.write(sealed(key, rest))
        Path(file.name).replace(folder / key)
        _let_go(folder)


def _let_go(folder: Path) -> None:
    ours = [path for path in folder.iterdir() if is_kept(path.name)]
    there = sorted(ours, key=lambda path: -path.stat().st_mtime)
    for path in there[_MOST:]:
        path.unlink()
