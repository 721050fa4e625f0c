"""Running git in the site's folder: the only module that does.

Nothing of the environment leads git to another repository, and nothing that a user set changes
the form of its answers. A command is given up after ``PATIENCE``, unless whoever asks knows that
it may take longer.
"""

import hashlib
import os
import re
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from msgspec import Struct, field
from msgspec.structs import replace

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
_WRONG_OPTION = 129  # git's status where it does not know an option

_SHA256 = 64  # digits of an id in a repository that has no SHA-1 ids


class GitError(Exception):
    """What cannot be done with git; the message says why and what to do."""


class Git(Struct, frozen=True):
    """git in a folder, with these settings and variables on top of the user's own."""

    root: Path
    settings: tuple[str, ...] = ()  # each as "core.bare=false"
    variables: Mapping[str, str] = field(default_factory=dict)
    patience: float | None = field(default_factory=lambda: PATIENCE)  # None for no limit

    def run(self, *args: str, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
        """Run a command of git, whatever comes of it.

        Raises ``GitError`` where git is not there, is too old, or takes too long.
        """
        env = {key: value for key, value in os.environ.items() if key not in _ELSEWHERE}
        try:
            done = subprocess.run(
                ["git", *(word for one in self.settings for word in ("-c", one)), *args],
                cwd=self.root,
                env={**env, **_PLAIN, **self.variables},
                input=given,
                capture_output=True,
                timeout=self.patience,
                check=False,
            )
        except subprocess.TimeoutExpired:
            text = f"git {args[0]} did not end within {self.patience} seconds; try it by hand"
            raise GitError(text) from None
        except OSError:
            raise GitError("git cannot be started; install git") from None
        if done.returncode == _WRONG_OPTION:
            text = f"this git is too old for sitegen, which needs 2.29 or later: git {args[0]}"
            raise GitError(text)
        return done

    def read(self, *args: str, given: bytes = b"") -> bytes:
        """What git answers; raises ``GitError`` where it refuses."""
        done = self.run(*args, given=given)
        if done.returncode:
            raise GitError(refusal(done.stderr))
        return done.stdout

    def line(self, *args: str) -> str:
        """The one line that git answers; empty where it refuses, or has nothing to say."""
        done = self.run(*args)
        return "" if done.returncode else done.stdout.decode("utf-8", "replace").strip()

    def holds(self, *args: str) -> bool:
        """Whether git says yes."""
        return self.run(*args).returncode == 0

    def having(self, *settings: str, **variables: str) -> "Git":
        """The same with more settings and variables."""
        more = {**self.variables, **variables}
        return replace(self, settings=(*self.settings, *settings), variables=more)

    def waiting(self, patience: float | None) -> "Git":
        """The same with another time after which it is given up."""
        return replace(self, patience=patience)


def refusal(said: bytes) -> str:
    """Why git refused to read a repository, and what to do."""
    words = said.decode("utf-8", "replace")
    if "dubious ownership" in words or "unsafe repository" in words:
        advised = re.search(r"git config --global --add safe\.directory .+", words)
        command = advised[0] if advised else "git config --global --add safe.directory FOLDER"
        return (
            "git does not read this repository, as its files belong to another user; "
            f"if you trust them: {command}"
        )
    if "not a git repository" in words:
        return "the site's folder is in no git repository; run this where its history is"
    lines = [line.removeprefix("fatal: ") for line in words.splitlines() if line.strip()]
    return f"git cannot read this repository: {lines[-1] if lines else 'it does not say why'}"


def blob_id(content: bytes, like: str) -> str:
    """The id that git gives a file's bytes, in a repository that has ids ``like`` this one."""
    digest = hashlib.sha256 if len(like) == _SHA256 else hashlib.sha1
    whole = b"blob %d\0%b" % (len(content), content)
    return digest(whole, usedforsecurity=False).hexdigest()


def contents(git: Git, names: Sequence[str]) -> Iterator[bytes | None]:
    """The bytes of files by their ids or ``COMMIT:./PATH``; None for what is no file.

    Symbolic links are followed. Raises ``GitError``.
    """
    given = "".join(f"{name}\n" for name in names).encode()
    answer = git.read("cat-file", "--batch", "--follow-symlinks", given=given)
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
