"""The branch that a site is published on: what lies there, and putting a new commit on it.

Whatever is fetched or made goes into a folder of its own, never into the desk's repository: no
branch, no index, no object there changes, whatever happens. git runs in that repository all the
same, so that all its settings hold.
"""

import hashlib
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from msgspec import Struct, field

from sitegen.desk_repository import Remote, Sources
from sitegen.files import read_manifest
from sitegen.git import Git, GitError, blob_id, contents
from sitegen.push_refusals import push_advice
from sitegen.routes import MANIFEST

TRAILER = "Source-Revision"
FILE, _PROGRAM = "100644", "100755"  # what git calls a file, and one that can be run
FILES = (FILE, _PROGRAM)

_NAME = "sitegen-publish"  # a remote that stands in no settings, so that nothing follows it
_AT_ONCE = 1_000  # files whose bytes are in memory together
_ASKING, _MOVING = 120, 3_600  # seconds that the network may take where nobody is watching
_SETTINGS = (
    "color.ui=false",
    "core.splitIndex=false",
    "core.untrackedCache=false",
    "fetch.writeCommitGraph=false",
    "gc.auto=0",
    "i18n.commitEncoding=UTF-8",
    "i18n.logOutputEncoding=UTF-8",
    "log.showSignature=false",
    "maintenance.auto=false",
)


class Entry(NamedTuple):
    """A file of a branch: its kind and the id of its bytes, as git has them."""

    mode: str
    id: str


class Live(Struct, frozen=True):
    """What lies on the branch; all is empty where there is none yet.

    The files are known by their paths, in which bytes that are no UTF-8 stand as surrogates.
    """

    tip: str = ""
    files: Mapping[str, Entry] = field(default_factory=dict)
    revision: str = ""  # the commit that it was made from, if sitegen made it


class Branch:
    """A branch of a remote, with a folder for what is fetched of it and made for it."""

    def __init__(
        self, sources: Sources, remote: Remote, name: str, place: Path, *, watched: bool
    ) -> None:
        self.name = name
        self.remote = remote
        self._like = sources.head
        self._place = place
        self._watched = watched  # somebody can answer when git asks for a password
        self._git = _apart(sources, remote, place, watched=watched)

    # What is there

    def read(self) -> Live:
        """Ask the remote what lies on the branch, and get it. Raises ``GitError``."""
        listed = self._ask(_ASKING, "ls-remote", "--", _NAME, f"refs/heads/{self.name}")
        tips = [line.partition("\t") for line in listed.decode("utf-8", "replace").splitlines()]
        tip = next((id_ for id_, _, ref in tips if ref == f"refs/heads/{self.name}"), "")
        if not tip:
            return Live()
        if not self._git.holds("cat-file", "-e", f"{tip}^{{tree}}"):
            quiet = ("--quiet", "--no-tags", "--no-write-fetch-head", "--no-recurse-submodules")
            self._ask(_MOVING, "fetch", *quiet, _NAME, f"refs/heads/{self.name}")
        return Live(tip, dict(self._entries(tip)), self._revision(tip))

    def _entries(self, tip: str) -> Iterator[tuple[str, Entry]]:
        for record in self._git.read("ls-tree", "-r", "-z", "--full-tree", tip).split(b"\0")[:-1]:
            facts, _, path = record.partition(b"\t")
            mode, _, id_ = facts.decode().split(" ")
            yield path.decode("utf-8", "surrogateescape"), Entry(mode, id_)

    def _revision(self, tip: str) -> str:
        """The commit that the newest site on the branch was made from, by what its commit says."""
        asked = ("-1", f"--grep=^{TRAILER}: ", "--format=%B", tip)
        said = self._git.read("log", *asked).decode("utf-8", "replace")
        found = re.findall(rf"^{TRAILER}: ([0-9a-f]{{40,64}})$", said, re.MULTILINE)
        return found[-1] if found else ""

    def written(self, live: Live, site: Mapping[str, str]) -> set[str]:
        """Which files of the branch are as sitegen wrote them, by the manifest there.

        A file that ``site``, ids by paths, has too is not looked into: nothing of it can be lost.
        """
        listed = self._listed(live)
        asked = [path for path in listed if live.files[path].id != site.get(path)]
        return (listed.keys() - asked) | self._as_listed(live, listed, asked)

    def wrote(self, live: Live, path: str) -> bool:
        """Whether a file of the branch is as sitegen wrote it."""
        listed = self._listed(live)
        return path in listed and bool(self._as_listed(live, listed, [path]))

    def _listed(self, live: Live) -> dict[str, str]:
        """The digests of the files that the manifest there lists, of those that are there."""
        manifest = live.files.get(MANIFEST)
        listed = read_manifest(self.content(manifest)) if manifest else {}
        there = live.files
        return {p: d for p, d in listed.items() if p in there and there[p].mode in FILES}

    def _as_listed(self, live: Live, listed: Mapping[str, str], paths: list[str]) -> set[str]:
        same: set[str] = set()
        for start in range(0, len(paths), _AT_ONCE):
            some = paths[start : start + _AT_ONCE]
            found = contents(self._git, [live.files[path].id for path in some])
            digests = (hashlib.sha256(data or b"").hexdigest() for data in found)
            pairs = zip(some, digests, strict=True)
            same.update(path for path, digest in pairs if digest == listed[path])
        return same

    def content(self, entry: Entry) -> bytes:
        """The bytes of a file of the branch."""
        return next(contents(self._git, [entry.id])) or b""

    # What will be there

    def ids(self, site: Path, paths: Iterable[str]) -> dict[str, str]:
        """The files of a built site with the ids that git gives their bytes."""
        return {path: blob_id((site / path).read_bytes(), self._like) for path in paths}

    def commit(self, live: Live, tree: Mapping[str, Entry], site: Path, message: str) -> str:
        """A commit of these files on top of what is live; gives its id. Raises ``GitError``.

        Those that the branch does not have yet are taken from the built site.
        """
        known = {entry.id for entry in live.files.values()}
        self._keep([str(site / path) for path, entry in tree.items() if entry.id not in known])
        index = b"".join(
            f"{entry.mode} {entry.id}\t{path}\0".encode("utf-8", "surrogateescape")
            for path, entry in tree.items()
        )
        self._git.read("update-index", "-z", "--index-info", given=index)
        made = self._git.read("write-tree").decode().strip()
        parent = ("-p", live.tip) if live.tip else ()
        given = message.encode("utf-8", "replace")
        return self._git.read("commit-tree", made, *parent, "-F", "-", given=given).decode().strip()

    def _keep(self, paths: list[str]) -> None:
        """Make git keep the bytes of these files, exactly as they are."""
        as_is = ("hash-object", "-w", "--no-filters")
        plain = [path for path in paths if "\n" not in path]
        given = b"".join(os.fsencode(path) + b"\n" for path in plain)
        self._git.read(*as_is, "--stdin-paths", given=given)
        for path in set(paths) - set(plain):
            self._git.read(*as_is, "--", path)

    def push(self, commit: str) -> None:
        """Put a commit on the branch. Raises ``GitError`` where the remote does not take it."""
        alone = ("--no-verify", "--no-follow-tags", "--recurse-submodules=no")
        self._ask(_MOVING, "push", "--quiet", *alone, _NAME, f"{commit}:refs/heads/{self.name}")

    def _ask(self, patience: int, *args: str) -> bytes:
        """What git answers that has to go to the remote for it."""
        git = self._git.waiting(None if self._watched else patience)
        done = git.run(*args)
        if done.returncode:
            raise GitError(push_advice(done.stderr, self.remote.name))
        return done.stdout


def _apart(sources: Sources, remote: Remote, place: Path, *, watched: bool) -> Git:
    """Git in the desk's repository, whose new objects and index lie in a place of their own."""
    objects = place / "objects"
    (objects / "info").mkdir(parents=True)
    own = sources.git.line("rev-parse", "--git-path", "objects")
    there = (sources.git.root / own).resolve()
    (objects / "info" / "alternates").write_bytes(os.fsencode(there) + b"\n")
    prompt = os.environ.get("GIT_TERMINAL_PROMPT", "1") if watched else "0"
    ways = [f"remote.{_NAME}.url={url}" for url in remote.urls]
    ways += [f"remote.{_NAME}.{way}" for way in remote.ways]
    return sources.git.having(
        *_SETTINGS,
        f"core.hooksPath={place / 'no-hooks'}",
        *ways,
        GIT_OBJECT_DIRECTORY=str(objects),
        GIT_INDEX_FILE=str(place / "index"),
        GIT_TERMINAL_PROMPT=prompt,
    )
