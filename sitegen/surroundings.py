"""What lies around a site: its repository, its workflows, its templates, what is live on a branch.

Only read, and the network is asked for nothing.
"""

import os
import re
from collections.abc import Iterator
from pathlib import Path

from sitegen.checkup import Live, NotReadError
from sitegen.desk_repository import Remote
from sitegen.files import read_manifest, written_before
from sitegen.folder import ASSETS, OUTPUT, TEMPLATES, Folder, walk
from sitegen.git import Git, GitError
from sitegen.hosting import domain_in
from sitegen.routes import CNAME, MANIFEST

_TEXTS = (".html", ".xml", ".css", ".svg", ".js")
_LITTER = (".DS_Store", ".directory", ".gitignore", ".gitkeep", ".keep")  # nobody misses these


# The repository


def in_repository(git: Git) -> bool:
    """Whether the site's folder lies in a repository that git can read."""
    try:
        return bool(git.line("rev-parse", "--git-dir"))
    except GitError:
        return False


def read_branch(git: Git, remote: Remote | None, branch: str, *, asked: bool) -> Live | None:
    """What is live on a branch, as this repository knows it: the remote's, else its own.

    Where sitegen made it, that is what its manifest lists: files of others stay when it publishes.
    None where there is no such branch. Raises ``NotReadError`` where it was ``asked`` for.
    """
    tried = [(f"refs/remotes/{remote.name}/{branch}", f"{remote.name}/{branch}")] if remote else []
    tried.append((f"refs/heads/{branch}", branch))
    for ref, name in tried:
        commit = git.line("rev-parse", "--verify", "--quiet", f"{ref}^{{commit}}")
        if commit:
            day = git.line("log", "-1", "--no-show-signature", "--format=%cs", commit)
            listed = git.read("ls-tree", "-r", "-z", "--full-tree", "--name-only", commit)
            paths = frozenset(listed.decode("utf-8", "replace").split("\0")[:-1])
            ours = read_manifest(git.run("cat-file", "blob", f"{commit}:{MANIFEST}").stdout)
            theirs = (
                b"" if CNAME in ours else git.run("cat-file", "blob", f"{commit}:{CNAME}").stdout
            )
            shown = paths & ours.keys() if ours else paths
            return Live(name, shown, f"at {commit[:7]} of {day}", domain_in(theirs))
    if asked:
        get = f"git fetch {remote.name if remote else 'origin'} {branch}"
        raise NotReadError(f'--branch: there is no branch "{branch}" here; get it with {get}')
    return None


# The folder


def own_templates(folder: Folder) -> list[str]:
    """The site's own templates and assets that are text, as messages name them."""
    return [
        f"{TEMPLATES}/{path}" for path in _files(folder.root / TEMPLATES) if path.endswith(_TEXTS)
    ]


def unread_assets(folder: Folder) -> list[str]:
    """What of the site's own assets a dot at the start of a name keeps out of the site."""
    place = f"{TEMPLATES}/{ASSETS}"
    found = (path for path in _files(folder.root / place) if f"/{path}".find("/.") >= 0)
    return [f"{place}/{path}" for path in found if path.rsplit("/", 1)[-1] not in _LITTER]


def beside_output(folder: Folder, git: Git) -> list[str]:
    """What lies in ``output/`` and sitegen did not write.

    Nothing where git keeps that folder: then somebody publishes it as it is.
    """
    ours = written_before(folder.root / OUTPUT)
    if not ours or git.run("ls-files", "--error-unmatch", "--", OUTPUT).returncode == 0:
        return []
    found = (path for path in _files(folder.root / OUTPUT) if path not in ours)
    return [f"{OUTPUT}/{path}" for path in found if path.rsplit("/", 1)[-1] not in _LITTER]


def _files(top: Path) -> Iterator[str]:
    """The paths of all files below a folder, sorted; none where it is not there."""
    found = []
    for place, _, names in walk(top):
        below = os.path.relpath(place, top).replace(os.sep, "/")
        found += [name if below == "." else f"{below}/{name}" for name in names]
    return iter(sorted(found))


def uploads_hidden(root: Path) -> bool:
    """Whether a workflow uploads names that begin with a dot, too."""
    for path in sorted((root / ".github/workflows").glob("*.y*ml")):
        text = path.read_text(encoding="utf-8", errors="replace")
        if "upload-pages-artifact" in text and re.search(
            r"""^\s*include-hidden-files:\s*["']?true\b""", text, re.MULTILINE
        ):
            return True
    return False
