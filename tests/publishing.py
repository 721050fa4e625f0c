"""A desk with a remote: a bare repository on disk, which its settings call github.com."""

import hashlib
import os
import shutil
import stat
import subprocess
import sys
from pathlib import Path
from textwrap import dedent

from support import QUICK, Desk, Run, commit, git, quiet_text

GITHUB = "https://github.com/Harbour/checks.git"
ADDRESS = "https://harbour.github.io/checks"
SITE = f"title: Harbour Desk\n{QUICK}"
SETTINGS = f"""\
[user]
\tname = Ana Ruiz
\temail = ana@desk.example
[remote "origin"]
\tfetch = +refs/heads/*:refs/remotes/origin/*
\turl = {GITHUB}
[url "{{bare}}"]
\tinsteadOf = {GITHUB}
"""
ALONE = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}


class PublishingDesk(Desk):
    """A desk whose texts are committed, and the repository that it publishes to."""

    def __init__(self, place: Path, *, below: str = "", object_format: str = "sha1") -> None:
        self.top = place / "desk"
        self.bare = place / "server.git"
        self.temporary = place / "tmp"
        for folder in (self.top / below, self.temporary):
            folder.mkdir(parents=True)
        super().__init__(self.top / below)
        form = (f"--object-format={object_format}", "--template=")
        git(place, "init", "--quiet", "--bare", "--initial-branch=main", *form, str(self.bare))
        git(self.top, "init", "--quiet", "--initial-branch=main", *form)
        with (self.top / ".git/config").open("a", encoding="utf-8") as settings:
            settings.write(SETTINGS.format(bare=self.bare))
        self.config(SITE)
        self.brief(quiet_text())
        commit(self.top)

    def set(self, key: str, value: str) -> None:
        """A setting of the desk's repository."""
        git(self.top, "config", key, value)

    def remote(self, url: str) -> None:
        """Let origin have this address, and the bare repository answer at it."""
        self.set("remote.origin.url", url)
        self.set(f"url.{self.bare}.insteadOf", url)

    def publish(self, *args: str, **variables: str) -> Run:
        """Run ``sitegen publish``, whatever it says."""
        return self.run("publish", *args, **self.environment(**variables))

    def publish_apart(self, *args: str) -> Run:
        """The same in a process of its own."""
        return self.run_apart("publish", *args, **self.environment())

    def published(self, *args: str, **variables: str) -> Run:
        """Run it; it must succeed."""
        run = self.publish(*args, **variables)
        assert run.status == 0, run.stderr
        return run

    def refused(self, *args: str, **variables: str) -> str:
        """Run it; it must refuse, say so, and leave everything as it was."""
        before, there = self.state(), self.refs()
        run = self.publish(*args, **variables)
        assert (run.status, run.stdout) == (2, ""), run
        assert self.state() == before
        assert self.refs() == there
        assert list(self.temporary.iterdir()) == []
        assert "Traceback" not in run.stderr
        _, found, said = run.stderr.rpartition("sitegen: ")
        assert found, run.stderr
        return said.rstrip("\n")

    def environment(self, **variables: str) -> dict[str, str]:
        """That of a machine without settings of its own."""
        return {**ALONE, "TMPDIR": str(self.temporary), **variables}

    def start(self, *args: str, **variables: str) -> subprocess.Popen[str]:
        """Start ``sitegen publish``, to be killed."""
        return subprocess.Popen(
            [sys.executable, "-m", "sitegen", "publish", *args],
            cwd=self.root,
            env={**os.environ, **self.environment(**variables)},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    # What is there

    def state(self) -> dict[str, tuple[int, str]]:
        """Every file of the desk, its repository's included, with its kind and its bytes."""
        found = {}
        for path in sorted(self.top.rglob("*")):
            kind = stat.S_IFMT(path.lstat().st_mode)
            content = path.read_bytes() if stat.S_ISREG(kind) else b""
            found[str(path.relative_to(self.top))] = kind, hashlib.sha256(content).hexdigest()
        return found

    def refs(self) -> str:
        """What the branches of the remote stand at."""
        return git(self.bare, "for-each-ref", "--format=%(refname) %(objectname)")

    def tip(self, branch: str = "gh-pages") -> str:
        """The newest commit of a branch of the remote; empty where there is none."""
        lines = [line.split() for line in self.refs().splitlines()]
        return next((id_ for ref, id_ in lines if ref == f"refs/heads/{branch}"), "")

    def commits(self, branch: str = "gh-pages") -> list[str]:
        """The subjects of a branch's commits, newest first."""
        return git(self.bare, "log", "--format=%s", branch).splitlines()

    def head(self) -> str:
        """The desk's own newest commit."""
        return git(self.top, "rev-parse", "HEAD").strip()

    def live(self, branch: str = "gh-pages") -> dict[str, str]:
        """The files on the branch: their kinds and the ids of their bytes."""
        done = subprocess.run(
            ["git", "ls-tree", "-r", "-z", branch], cwd=self.bare, capture_output=True, check=True
        )
        listed = os.fsdecode(done.stdout).split("\0")[:-1]
        return {
            path: facts.replace(" blob ", " ")
            for facts, path in (record.split("\t") for record in listed)
        }

    def content(self, path: str, branch: str = "gh-pages") -> str:
        """A file on the branch."""
        return git(self.bare, "show", f"{branch}:{path}")

    # What others do there

    def by_others(self, files: dict[str, str | None], branch: str = "gh-pages") -> None:
        """Change files of the branch as somebody would in the browser, or with another tool."""
        place = self.bare.parent / "others"
        shutil.rmtree(place, ignore_errors=True)
        git(place.parent, "init", "--quiet", f"--initial-branch={branch}", str(place))
        if self.tip(branch):
            git(place, "pull", "--quiet", str(self.bare), branch)
        for path, content in files.items():
            if content is None:
                (place / path).unlink()
            else:
                (place / path).parent.mkdir(parents=True, exist_ok=True)
                (place / path).write_text(content, newline="")
        commit(place)
        git(place, "push", "--quiet", str(self.bare), f"HEAD:refs/heads/{branch}")

    def hook(self, name: str, script: str) -> Path:
        """A hook of the remote."""
        return _script(self.bare / "hooks" / name, script)

    def own_hook(self, name: str, script: str) -> Path:
        """A hook of the desk's repository."""
        return _script(self.top / ".git" / "hooks" / name, script)

    def with_git(self, command: str, script: str) -> str:
        """A PATH with a git in front that does something of its own at one of its commands."""
        real = shutil.which("git")
        text = f'for word in "$@"; do case "$word" in {command}) {script};; esac; done\n'
        _script(self.top.parent / "bin" / "git", f'{text}exec {real} "$@"\n')
        return f"{self.top.parent / 'bin'}{os.pathsep}{os.environ['PATH']}"


def _script(place: Path, text: str) -> Path:
    place.parent.mkdir(exist_ok=True)
    place.write_text(f"#!/bin/sh\n{dedent(text)}")
    place.chmod(0o755)
    return place
