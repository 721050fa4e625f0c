"""``sitegen doctor``: what would go wrong on GitHub Pages, before it does."""

import time
from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace

from sitegen.build import build
from sitegen.checkup import Checkup, Live, NotReadError
from sitegen.config import read_config, with_base_url
from sitegen.desk_repository import Remote, choose_remote, read_remote
from sitegen.diagnostics import Diagnostic, cut_short, has_errors, in_order
from sitegen.folder import CONFIG, Folder
from sitegen.git import Git, GitError
from sitegen.gone_rules import check_gone, pages_of
from sitegen.host_rules import check_host, in_bytes
from sitegen.link_rules import check_links
from sitegen.live_site import fetch_live
from sitegen.options import Options
from sitegen.published import Looking
from sitegen.report import counted, tally
from sitegen.results import Result
from sitegen.settings import Settings, prepare, without_site
from sitegen.showing import show
from sitegen.source import read_text
from sitegen.surroundings import (
    beside_output,
    in_repository,
    own_templates,
    read_branch,
    unread_assets,
    uploads_hidden,
)
from sitegen.talk import CONTENT, FINE, USAGE, UsageError, say

_BRANCH = "gh-pages"


class Asked(Struct, frozen=True):
    """What the doctor is to compare the site with, as typed; empty where nothing was."""

    remote: str = ""
    branch: str = ""
    live: bool = False


def doctor(settings: Settings, asked: Asked) -> int:
    """``sitegen doctor``: gives the exit status."""
    started = time.perf_counter()
    looked_at: list[str] = []
    result = without_site(settings)
    try:
        folder, options = prepare(settings, clean=False)
        if result is None:
            result, looked_at = examine(folder, options, asked)
    except (UsageError, NotReadError, GitError) as refused:
        say(f"sitegen: {refused}")
        return USAGE
    show(result, folder, settings.format)
    say("\n".join([*looked_at, _summary(result, time.perf_counter() - started)]))
    if result.ok:
        return FINE
    return USAGE if result.bad_config else CONTENT


def _summary(result: Result, seconds: float) -> str:
    if not result.looked:
        return f"{tally(result.problems)}: mend these, and the doctor looks at what comes of it"
    return f"{tally(result.problems) or 'nothing wrong'}, in {seconds:.1f} s"


def examine(folder: Folder, options: Options, asked: Asked) -> tuple[Result, list[str]]:
    """Everything that is wrong with the site and would be on Pages; and what was looked at.

    With errors in the site, these alone. Raises ``NotReadError`` and ``GitError``.
    """
    read = read_config(folder.read(CONFIG))
    base_url = options.base_url or read.config.base_url
    read = replace(read, config=with_base_url(read.config, base_url))
    git = Git(folder.root)
    checkup = Checkup(read=read, seen=(), base_url_given=bool(options.base_url))
    checkup = replace(checkup, remote=_remote(git, asked.remote))
    checkup = replace(checkup, live=_live(git, checkup, asked))
    lenient = options._replace(strict=False)
    result = build(folder, lenient, None, Looking(checkup.address))
    if not result.looked or has_errors(result.problems):
        return result._replace(looked=()), []
    checkup = replace(
        checkup,
        seen=result.looked,
        left=result.left,
        hidden_too=uploads_hidden(folder.root),
        unread=tuple(unread_assets(folder)),
        beside=tuple(beside_output(folder, git)) if in_repository(git) else (),
        templates=tuple(own_templates(folder)),
        text_of=lambda file: _text_of(folder, file),
    )
    found = [*check_host(checkup), *check_links(checkup), *check_gone(checkup)]
    problems = cut_short(in_order([*(_with_address(p, checkup) for p in result.problems), *found]))
    ok = not (options.strict and problems)
    return result._replace(problems=tuple(problems), ok=ok), list(_looked_at(checkup, found))


def _remote(git: Git, name: str) -> Remote | None:
    """The remote that the site would be published on; None where there is none."""
    if not in_repository(git) or not (name or git.line("remote")):
        return None
    chosen = choose_remote(git, name)
    return read_remote(git, chosen) if name or chosen in git.line("remote").split() else None


def _live(git: Git, checkup: Checkup, asked: Asked) -> Live | None:
    if asked.live:
        if not checkup.address:
            raise NotReadError(
                "--live: nothing says where the site is; write base_url in site.yaml"
            )
        return fetch_live(checkup.address)
    if not in_repository(git):
        return None
    branch = asked.branch or _BRANCH
    return read_branch(git, checkup.remote, branch, asked=bool(asked.branch))


def _text_of(folder: Folder, file: str) -> str:
    try:
        return read_text(folder.read(file))[0].value
    except OSError:
        return ""


def _with_address(problem: Diagnostic, checkup: Checkup) -> Diagnostic:
    """Without ``base_url``, the one to write, where the repository tells it."""
    if problem.code != "no-base-url":
        return problem
    message = f"{problem.message}; 404.html then has no style and no links"
    if not checkup.on_pages:
        return problem._replace(message=message)
    hint = f"add base_url: {checkup.on_pages}/, where Pages serves this site"
    return problem._replace(message=message, hint=hint)


# What was looked at, so that silence is not taken for nothing


def _looked_at(checkup: Checkup, found: list[Diagnostic]) -> Iterator[str]:
    codes = {problem.code for problem in found}
    size = in_bytes(checkup.size)
    yield f"size: {counted(len(checkup.seen) + 1, 'file')}, {size} of the 1 GB that Pages takes"
    yield f"address: {_address_told(checkup, codes)}"
    if "not-found-page" not in codes and checkup.read.config.base_url:
        yield "404.html: it has a text, and its links are whole"
    if not codes & {"leaves-site", "dead-link"}:
        pages = sum(1 for one in checkup.seen if one.path.endswith(".html"))
        yield f"links: none leaves the site, on {counted(pages, 'page')}"
    if not codes & {"dropped-file", "awkward-name"}:
        yield "names: nothing that the upload drops or a disk refuses"
    yield f"live: {_live_told(checkup, codes)}"


def _address_told(checkup: Checkup, codes: set[str]) -> str:
    base, there = checkup.read.config.base_url, checkup.on_pages
    whose = checkup.domain or (checkup.remote and checkup.remote.name)
    if not there:
        remote = checkup.remote
        why = f"{remote.name} is not on GitHub" if remote else "there is no remote to compare with"
        return f"{base}/; {why}" if base else f"no base_url; {why}"
    if not base:
        return f"no base_url; Pages serves {whose} at {there}/"
    if "wrong-base-url" in codes:
        return f"{base}/ is not that of {whose}: {there}/"
    return f"{base}/ agrees with {whose}"


def _live_told(checkup: Checkup, codes: set[str]) -> str:
    if checkup.live is None:
        name = checkup.remote.name if checkup.remote else ""
        fetch = f"if there is one on {name}, git fetch {name} gets it; " if name else ""
        return (
            f"not compared: there is no branch {_BRANCH} here; {fetch}"
            "sitegen doctor --live asks the site itself"
        )
    pages = counted(pages_of(checkup.live.paths), "page")
    where = f"{checkup.live.name} {checkup.live.state}".rstrip()
    what = f"compared with {where}, {pages}"
    return what if "address-gone" in codes else f"{what}: none of them is gone"
