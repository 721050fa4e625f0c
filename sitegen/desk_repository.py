"""The repository that a desk keeps its texts in: what publishing needs to know of it.

Only read: nothing here writes into it.
"""

import re
import shlex
from collections.abc import Iterator, Sequence
from pathlib import Path

from msgspec import Struct

from sitegen.folder import BRIEFS, CONFIG, IGNORED, PAGES, TEMPLATES, is_text
from sitegen.git import Git, GitError
from sitegen.hosting import github_repository, pages_address

_SNAPSHOTS = "snapshots"
# Commands as they can be copied, each a line of its own; none of them opens an editor.
_ADD = "\n  git add --all"
_COMMIT = '\n  git commit --message "What you did"'
_BEGIN = "\n  git init --initial-branch=main"
_SIGN = '\n  git config --global user.name "Your Name"'
_SIGN += "\n  git config --global user.email you@desk.example"
_GET = "git pull --no-rebase --no-edit"  # without the first, git refuses where both sides changed
MADE_OF = (BRIEFS, PAGES, TEMPLATES, _SNAPSHOTS, CONFIG)
# What a remote's settings may have that leads to it, besides its address.
_WAYS = ("proxy", "proxyauthmethod", "receivepack", "uploadpack", "vcs", "serveroption")


class Remote(Struct, frozen=True):
    """Where to publish: a remote of the repository, and what leads there.

    ``urls`` are its addresses as written down, ``led_to`` the first as git's settings change it.
    """

    name: str
    urls: tuple[str, ...]
    led_to: str
    ways: tuple[str, ...] = ()  # more of its settings, as "proxy=…"

    @property
    def on_github(self) -> str:
        """``owner/repository`` on github.com; empty for any other."""
        found = map(github_repository, (self.urls[0], self.led_to))
        return next((f"{owner}/{name}" for owner, name in found if owner), "")

    def pages_address(self, cname: str) -> str:
        """Where GitHub Pages serves it; empty where that is not known."""
        return pages_address(self.urls[0], cname) or pages_address(self.led_to, cname)


class Sources(Struct, frozen=True):
    """The commit that a site is made from."""

    git: Git
    head: str
    branch: str  # the one that is checked out; empty where none is
    below: str  # the way from the repository's root to the site's folder: "", "checks/"


def read_sources(root: Path) -> Sources:
    """What is checked out in the site's folder. Raises ``GitError`` where nothing is."""
    git = Git(root, settings=("core.fsmonitor=false",))
    if "not a git repository" in git.run("rev-parse").stderr.decode("utf-8", "replace"):
        text = "the site's folder is in no git repository; make one in it:"
        raise GitError(f"{text}{_BEGIN}{_ADD}{_COMMIT}")
    below = git.read("rev-parse", "--show-prefix").decode("utf-8", "surrogateescape")
    head = git.line("rev-parse", "--verify", "--quiet", "HEAD^{commit}")
    if not head:
        raise GitError(f"this repository has no commit yet; make one, then publish:{_ADD}{_COMMIT}")
    branch = git.line("symbolic-ref", "--quiet", "HEAD").removeprefix("refs/heads/")
    return Sources(git, head, branch, below.rstrip("\n"))


def choose_remote(git: Git, name: str) -> str:
    """The remote of this name; without one ``origin``, or the only one that there is."""
    names = git.line("remote").split()
    return name or ("origin" if "origin" in names or len(names) != 1 else names[0])


def read_remote(git: Git, name: str) -> Remote:
    """A remote's settings. Raises ``GitError`` where there is none of this name."""
    settings = list(_settings(git))
    own = [(key, value) for remote, key, value in settings if remote == name]
    urls = [value for key, value in own if key == "pushurl"] or [
        value for key, value in own if key == "url"
    ]
    if not urls or name.startswith("-"):
        raise GitError(_no_remote(name, {remote for remote, key, _ in settings if key == "url"}))
    led_to = git.line("remote", "get-url", "--push", name)
    return Remote(
        name, tuple(urls), led_to, tuple(f"{key}={value}" for key, value in own if key in _WAYS)
    )


def _settings(git: Git) -> Iterator[tuple[str, str, str]]:
    """Every setting of every remote: the remote, the key, the value."""
    listed = git.read("config", "--list", "-z").decode("utf-8", "surrogateescape")
    for record in listed.split("\0"):
        key, _, value = record.partition("\n")
        if found := re.fullmatch(r"remote\.(.+)\.([a-z]+)", key, re.DOTALL):
            yield found[1], found[2], value


def _no_remote(name: str, others: set[str]) -> str:
    if others:
        known = ", ".join(sorted(others))
        return f'there is no remote "{name}" here; choose one of these with --remote: {known}'
    return (
        f'there is no remote "{name}" here: make a repository on GitHub, and name it with '
        f"git remote add {name} https://github.com/OWNER/REPOSITORY.git"
    )


def check_branch(sources: Sources, remote: Remote, branch: str) -> None:
    """Refuse a branch that no site may be published to. Raises ``GitError``."""
    git = sources.git
    if branch.startswith("-") or not git.holds("check-ref-format", f"refs/heads/{branch}"):
        raise GitError(f'--branch: "{branch}" cannot be the name of a branch; write gh-pages')
    followed = git.line("config", "--get", f"branch.{sources.branch}.merge")
    there = git.line("config", "--get", f"branch.{sources.branch}.remote") == remote.name
    if branch == sources.branch or (there and followed == f"refs/heads/{branch}"):
        text = f"--branch: {branch} is the branch of your texts; name one for the site alone"
        raise GitError(f"{text}, such as gh-pages")


def check_signature(sources: Sources) -> None:
    """Refuse where git does not know whose name to put under a commit. Raises ``GitError``."""
    if not sources.git.holds("var", "GIT_COMMITTER_IDENT"):
        text = "git does not know your name, which stands on what you publish; tell it once:"
        raise GitError(f"{text}{_SIGN}")


# What is not committed


def uncommitted(sources: Sources) -> list[str]:
    """The files that the site is made of and that differ from the commit, or are not in it.

    What git was told to ignore counts too, if sitegen reads it.
    """
    shown = ("--untracked-files=all", "--ignored=traditional", "--no-renames")
    asked = ("status", "--porcelain", "-z", *shown, "--", *MADE_OF)
    found = []
    for record in sources.git.read(*asked).decode("utf-8", "surrogateescape").split("\0")[:-1]:
        path = record[3:].removeprefix(sources.below)
        if _counts(path, ignored=record.startswith("!!")):
            found.append(path)
    return sorted(found)


def commit_advice(sources: Sources, files: Sequence[str]) -> str:
    """What to type so that these files are committed, a command a line; some may be ignored."""
    given = "\0".join(files).encode("utf-8", "surrogateescape")
    told = sources.git.run("check-ignore", "-z", "--stdin", given=given).stdout
    ignored = told.decode("utf-8", "surrogateescape").split("\0")[:-1]
    force = f"\n  git add --force {shlex.join(ignored)}" if ignored else ""
    return f"{_ADD}{force}{_COMMIT}"


def unsent(sources: Sources) -> int:
    """How many commits of the texts only this computer has, as far as it knows.

    None where the branch has no place on a remote: a desk may keep its texts to itself.
    """
    return int(sources.git.line("rev-list", "--count", "@{upstream}..HEAD") or 0)


def _counts(path: str, *, ignored: bool) -> bool:
    """Whether a file that is not committed can show on the site.

    Of what git ignores, that are texts and templates: a desk may keep snapshots to itself.
    """
    top, *names = path.split("/")
    if top in (BRIEFS, PAGES):
        if path.endswith(".md") or ignored:
            return is_text(path)
        return not names[-1].startswith(".")
    return not ignored or (top != _SNAPSHOTS and not path.rsplit("/", 1)[-1].startswith(IGNORED))


# Older or newer


def check_age(sources: Sources, live: str, branch: str) -> str:
    """Refuse to go back to an older commit than the one that is live. Raises ``GitError``.

    Gives what is doubtful where neither is older than the other, or that cannot be told; empty
    where all is well.
    """
    git, head = sources.git, sources.head
    if not live or live == head:
        return ""
    if not git.holds("cat-file", "-e", f"{live}^{{commit}}"):
        return _unknown(git, live)
    when = git.line("log", "-1", "--no-show-signature", "--format=%cs", live)
    what = f"what is live on {branch} was made from {live[:7]} of {when}"
    if git.holds("merge-base", "--is-ancestor", live, head):
        return ""
    if git.holds("merge-base", "--is-ancestor", head, live):
        text = (
            f"{what}, which is newer than {head[:7]} here: get it with {_GET}. To go back on "
            "purpose, undo commits (git revert --no-edit HEAD undoes the newest), and publish that"
        )
        raise GitError(text)
    if _is_shallow(git):
        return f"{what}; {_SHALLOW}"
    return f"{what}, which is not part of {head[:7]} here: get what it has with {_GET}"


_SHALLOW = (
    "this clone has only the newest commits, so it cannot be told which is older: "
    "get the others with git fetch --unshallow"
)


def _unknown(git: Git, live: str) -> str:
    what = f"what is live was made from commit {live[:7]}, which is not in this repository"
    if _is_shallow(git):
        return f"{what}; {_SHALLOW}"
    return (
        f"{what}: somebody else published it. Get it with {_GET}; if that does not bring it, they "
        "have not sent it yet: ask them to type git push"
    )


def _is_shallow(git: Git) -> bool:
    return git.line("rev-parse", "--is-shallow-repository") == "true"
