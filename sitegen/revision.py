"""The texts of a site as they stood at a revision of its git repository.

Three commands of git where all is well. They only read, and ask nobody and the network for nothing.
"""

import os
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from msgspec import Struct

from sitegen.folder import BRIEFS, IGNORED, PAGES, Folder, is_text
from sitegen.git import Git, GitError, blob_id, contents, refusal
from sitegen.source import SourceFile

_LINK, _REPOSITORY = "120000", "160000"  # what git calls a symbolic link, and a submodule


class Revision(Struct, frozen=True):
    """The briefs and pages of a site at a revision, which ``name`` is, as typed.

    ``paths`` are all of them, ``changed`` those that have other bytes now, or are gone.
    """

    name: str
    paths: frozenset[str]
    changed: tuple[SourceFile, ...]


class _Entry(NamedTuple):
    mode: str
    id: str
    path: str


def read_revision(folder: Folder, name: str) -> Revision:
    """The texts at a revision, compared with what the folder holds now.

    Raises ``GitError`` where there is no such revision, or no way to ask.
    """
    git = Git(folder.root)
    commit = _commit(git, name)
    entries = list(_entries(git, commit, name))
    changed = [entry for entry in entries if not _is_same(folder, entry)]
    sources = tuple(_sources(git, commit, changed)) if changed else ()
    return Revision(name, frozenset(entry.path for entry in entries), sources)


# The revision


def _commit(git: Git, name: str) -> str:
    if not name or name.startswith("-") or "\0" in name:
        text = f'"{name}" is not a revision; write a branch, a tag or a commit, such as main'
        raise GitError(text)
    done = git.run("rev-parse", "--verify", "--quiet", f"{name}^{{commit}}")
    if done.returncode == 1:
        raise GitError(_unknown(git, name))
    if done.returncode:
        raise GitError(refusal(done.stderr))
    return done.stdout.decode().strip()


def _unknown(git: Git, name: str) -> str:
    """Why git knows no such commit, and what to do."""
    if not git.run("rev-list", "--all", "--max-count=1").stdout:
        return "this repository has no commit yet, so there is nothing to compare with"
    kind = git.run("cat-file", "-t", name).stdout.decode().strip()
    if kind in ("blob", "tree"):
        what = "file" if kind == "blob" else "folder"
        return f'"{name}" is a {what}; write a branch, a tag or a commit, such as main'
    remote = f"origin/{name}"
    if not git.run("rev-parse", "--verify", "--quiet", f"{remote}^{{commit}}").returncode:
        return f'"{name}" is not a branch here; did you mean "{remote}"?'
    branch = name.removeprefix("origin/") if re.fullmatch(r"[\w./-]+", name) else "main"
    if git.run("rev-parse", "--is-shallow-repository").stdout.strip() == b"true":
        return (
            f'"{name}" is not in this clone, which has only the newest commits; get the others '
            f"with git fetch --unshallow, or one branch with git fetch origin {branch}; "
            "for actions/checkout, set fetch-depth: 0"
        )
    if os.path.exists(git.root / name):  # noqa: PTH110 (says no where the name is no path at all)
        return f'"{name}" is a file or folder; write a branch, a tag or a commit, such as main'
    return (
        f'git knows no commit "{name}"; check its name with git branch --all, '
        f"or get it with git fetch origin {branch}"
    )


# Its files


def _entries(git: Git, commit: str, name: str) -> Iterator[_Entry]:
    """The texts in the site's folder at a commit, each with git's id of its bytes."""
    listed = git.read("ls-tree", "-r", "-z", commit, "--", BRIEFS, PAGES)
    for record in listed.split(b"\0")[:-1]:
        facts, _, raw = record.partition(b"\t")
        mode, _, blob = facts.decode().split(" ")
        try:
            path = raw.decode()
        except UnicodeDecodeError:
            continue  # sitegen refuses such a name
        hidden = any(part.startswith(IGNORED) for part in path.split("/"))
        if mode == _REPOSITORY and not hidden:
            text = f'"{path}" is a repository of its own at {name}; sitegen cannot look into it'
            raise GitError(text)
        if mode == _LINK and path in (BRIEFS, PAGES):
            text = f'"{path}" is a link to another folder at {name}; sitegen cannot follow it'
            raise GitError(text)
        if is_text(path) and not (mode == _LINK and "\n" in path):
            yield _Entry(mode, blob, path)


def _is_same(folder: Folder, entry: _Entry) -> bool:
    """Whether a file has the same bytes now."""
    try:
        data = folder.read(entry.path).data
    except OSError:
        return False
    return blob_id(data, like=entry.id) == entry.id


def _sources(git: Git, commit: str, entries: Sequence[_Entry]) -> Iterator[SourceFile]:
    """The files of these entries, links to files followed; a link that leads nowhere has none."""
    asked = [f"{commit}:./{e.path}" if e.mode == _LINK else e.id for e in entries]
    for entry, content in zip(entries, contents(git, asked), strict=True):
        if content is not None:
            yield SourceFile(entry.path, content)
        elif entry.mode != _LINK:
            raise GitError(f"git does not have the old {entry.path}; try git fsck")
