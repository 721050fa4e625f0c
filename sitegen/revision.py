"""The texts of a site as they stood at a revision of its git repository.

The only module that runs git: three of its commands where all is well. They only read, ask
nobody and the network for nothing, and are given up after ``PATIENCE``.
"""

import hashlib
import os
import re
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from sitegen.folder import BRIEFS, IGNORED, PAGES, Folder, is_text
from sitegen.source import SourceFile

PATIENCE = 60  # seconds that one git command may take

# A hook, or a script around us, may name a repository of its own; ours is that of the folder.
_ELSEWHERE = (
    "GIT_ALTERNATE_OBJECT_DIRECTORIES",
    "GIT_COMMON_DIR",
    "GIT_DIR",
    "GIT_GRAFT_FILE",
    "GIT_IMPLICIT_WORK_TREE",
    "GIT_INDEX_FILE",
    "GIT_NAMESPACE",
    "GIT_OBJECT_DIRECTORY",
    "GIT_PREFIX",
    "GIT_QUARANTINE_PATH",
    "GIT_SHALLOW_FILE",
    "GIT_WORK_TREE",
)
_PLAIN = {"LC_ALL": "C", "GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0"}
_LINK, _REPOSITORY = "120000", "160000"  # what git calls a symbolic link, and a submodule

_SHA256 = 64  # digits of an id in a repository that has no SHA-1 ids


class RevisionError(Exception):
    """A revision that cannot be read; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Revision:
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

    Raises ``RevisionError`` where there is no such revision, or no way to ask.
    """
    commit = _commit(folder.root, name)
    entries = list(_entries(folder.root, commit, name))
    changed = [entry for entry in entries if not _is_same(folder, entry)]
    sources = tuple(_sources(folder.root, commit, changed)) if changed else ()
    return Revision(name, frozenset(entry.path for entry in entries), sources)


def _git(root: Path, *args: str, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    """Run git in the site's folder."""
    env = {key: value for key, value in os.environ.items() if key not in _ELSEWHERE} | _PLAIN
    try:
        return subprocess.run(
            ["git", *args],
            cwd=root,
            env=env,
            input=given,
            capture_output=True,
            timeout=PATIENCE,
            check=False,
        )
    except subprocess.TimeoutExpired:
        text = f"git {args[0]} did not end within {PATIENCE} seconds; try it by hand"
        raise RevisionError(text) from None
    except OSError:
        text = "git cannot be started, and old briefs are asked of it; install git"
        raise RevisionError(text) from None


def _read(root: Path, *args: str, given: bytes = b"") -> bytes:
    """What git answers; raises ``RevisionError`` where it refuses."""
    done = _git(root, *args, given=given)
    if done.returncode:
        raise RevisionError(_refusal(done.stderr))
    return done.stdout


def _refusal(said: bytes) -> str:
    """Why git refused, and what to do."""
    words = said.decode("utf-8", "replace")
    if "dubious ownership" in words or "unsafe repository" in words:
        advised = re.search(r"git config --global --add safe\.directory .+", words)
        command = advised[0] if advised else "git config --global --add safe.directory FOLDER"
        return (
            "git does not read this repository, as its files belong to another user; "
            f"if you trust them: {command}"
        )
    if "not a git repository" in words:
        return (
            "the site's folder is in no git repository, so there is nothing to compare with; "
            "run this where the history is"
        )
    lines = [line.removeprefix("fatal: ") for line in words.splitlines() if line.strip()]
    return f"git cannot read this repository: {lines[-1] if lines else 'it does not say why'}"


# The revision


def _commit(root: Path, name: str) -> str:
    if not name or name.startswith("-") or "\0" in name:
        text = f'"{name}" is not a revision; write a branch, a tag or a commit, such as main'
        raise RevisionError(text)
    done = _git(root, "rev-parse", "--verify", "--quiet", f"{name}^{{commit}}")
    if done.returncode == 1:
        raise RevisionError(_unknown(root, name))
    if done.returncode:
        raise RevisionError(_refusal(done.stderr))
    return done.stdout.decode().strip()


def _unknown(root: Path, name: str) -> str:
    """Why git knows no such commit, and what to do."""
    if not _git(root, "rev-list", "--all", "--max-count=1").stdout:
        return "this repository has no commit yet, so there is nothing to compare with"
    kind = _git(root, "cat-file", "-t", name).stdout.decode().strip()
    if kind in ("blob", "tree"):
        what = "file" if kind == "blob" else "folder"
        return f'"{name}" is a {what}; write a branch, a tag or a commit, such as main'
    remote = f"origin/{name}"
    if not _git(root, "rev-parse", "--verify", "--quiet", f"{remote}^{{commit}}").returncode:
        return f'"{name}" is not a branch here; did you mean "{remote}"?'
    branch = name.removeprefix("origin/") if re.fullmatch(r"[\w./-]+", name) else "main"
    if _git(root, "rev-parse", "--is-shallow-repository").stdout.strip() == b"true":
        return (
            f'"{name}" is not in this clone, which has only the newest commits; get the others '
            f"with git fetch --unshallow, or one branch with git fetch origin {branch}; "
            "for actions/checkout, set fetch-depth: 0"
        )
    if os.path.exists(root / name):  # noqa: PTH110 (says no where the name is no path at all)
        return f'"{name}" is a file or folder; write a branch, a tag or a commit, such as main'
    return (
        f'git knows no commit "{name}"; check its name with git branch --all, '
        f"or get it with git fetch origin {branch}"
    )


# Its files


def _entries(root: Path, commit: str, name: str) -> Iterator[_Entry]:
    """The texts in the site's folder at a commit, each with git's id of its bytes."""
    listed = _read(root, "ls-tree", "-r", "-z", commit, "--", BRIEFS, PAGES)
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
            raise RevisionError(text)
        if mode == _LINK and path in (BRIEFS, PAGES):
            text = f'"{path}" is a link to another folder at {name}; sitegen cannot follow it'
            raise RevisionError(text)
        if is_text(path) and not (mode == _LINK and "\n" in path):
            yield _Entry(mode, blob, path)


def _is_same(folder: Folder, entry: _Entry) -> bool:
    """Whether a file has the same bytes now."""
    try:
        data = folder.read(entry.path).data
    except OSError:
        return False
    whole = b"blob %d\0%b" % (len(data), data)
    digest = hashlib.sha256 if len(entry.id) == _SHA256 else hashlib.sha1
    return digest(whole, usedforsecurity=False).hexdigest() == entry.id


def _sources(root: Path, commit: str, entries: Sequence[_Entry]) -> Iterator[SourceFile]:
    """The files of these entries, links to files followed; a link that leads nowhere has none."""
    asked = [f"{commit}:./{e.path}" if e.mode == _LINK else e.id for e in entries]
    given = "".join(f"{line}\n" for line in asked).encode()
    answered = _contents(_read(root, "cat-file", "--batch", "--follow-symlinks", given=given))
    for entry, content in zip(entries, answered, strict=True):
        if content is not None:
            yield SourceFile(entry.path, content)
        elif entry.mode != _LINK:
            raise RevisionError(f"git does not have the old {entry.path}; try git fsck")


def _contents(answer: bytes) -> Iterator[bytes | None]:
    """The contents in an answer of ``git cat-file --batch``; None for what is no file."""
    at = 0
    while at < len(answer):
        end = answer.index(b"\n", at)
        *_, kind, last = answer[at:end].split(b" ")
        at = end + 1
        if last == b"missing":
            yield None
            continue
        size = int(last)
        yield answer[at : at + size] if kind == b"blob" else None
        at += size + 1
