"""``sitegen publish``: the site, made from what is committed, put on a branch of a remote."""

from pathlib import Path
from signal import SIGINT
from tempfile import TemporaryDirectory

from msgspec import Struct

from sitegen.build import build
from sitegen.config import Config, read_config
from sitegen.desk_repository import (
    Remote,
    Sources,
    check_age,
    check_branch,
    check_signature,
    choose_remote,
    commit_advice,
    read_remote,
    read_sources,
    uncommitted,
    unsent,
)
from sitegen.diagnostics import has_errors
from sitegen.files import written_before
from sitegen.folder import BRIEFS, CONFIG, Folder
from sitegen.git import GitError
from sitegen.hosting import domain_in
from sitegen.live_branch import TRAILER, Branch, Live
from sitegen.options import Options
from sitegen.publication import Publication, compare, holds_sources
from sitegen.report import counted, tally
from sitegen.report_publication import change_report, change_tally, gone_briefs, named, shown
from sitegen.results import Result
from sitegen.routes import CNAME
from sitegen.settings import Settings, prepare, without_site
from sitegen.showing import show
from sitegen.site_address import Address, address_of_site
from sitegen.talk import CONTENT, FINE, USAGE, UsageError, can_be_asked, give, say

USUAL_BRANCH = "gh-pages"
_STOPPED = (
    "sitegen: stopped; your repository is as it was. Whether the site went out before that, "
    "sitegen publish --dry-run tells"
)
_SHORT = 7  # digits that stand for a commit's id


class Wanted(Struct, frozen=True):
    """What is asked for besides the site itself, as typed."""

    remote: str
    branch: str
    message: str
    over: str
    dry_run: bool
    allow_dirty: bool


class Start(Struct, frozen=True):
    """What there is before anything is built."""

    sources: Sources
    dirty: tuple[str, ...]  # files that are not committed
    remote: Remote
    branch: Branch
    live: Live
    domain: str  # the one that the branch names
    config: Config
    address: Address
    doubt: str  # why this commit might be no newer than the one that is live


def publish_site(settings: Settings, wanted: Wanted) -> int:
    """``sitegen publish``: gives the exit status.

    The desk's repository stays as it is in every case: nothing is written into it.
    """
    try:
        folder, options = prepare(settings, clean=True)
        if missing := without_site(settings):
            show(missing, folder, settings.format)
            return USAGE
        with TemporaryDirectory(prefix="sitegen-publish-") as place:
            return _publish(folder, options, wanted, Path(place))
    except (UsageError, GitError) as refused:
        say(f"sitegen: {refused}")
        return USAGE
    except KeyboardInterrupt:
        say(_STOPPED)
        return 128 + SIGINT
    except SystemExit:  # asked to end by the system
        say(_STOPPED)
        raise


def _publish(folder: Folder, options: Options, wanted: Wanted, place: Path) -> int:
    start = _begin(folder, options, wanted, place)
    site = place / "site"
    result = build(folder, options._replace(base_url=start.address.url, keep=False), site)
    show(result, folder, "text")
    if not result.ok:
        say(f"{tally(result.problems)}: nothing was published")
        return USAGE if result.bad_config else CONTENT
    if unfilled := _unfilled(result):
        say(
            f"{named(unfilled)}: what stands between ‹ and › is not yours; write your own words "
            "there, or keep the brief out with draft: true. Delete an example. Nothing was "
            "published"
        )
        return CONTENT
    if _uncommitted(start.sources) != start.dirty or read_sources(folder.root) != start.sources:
        raise GitError("the site's folder changed while the site was made; publish once more")
    publication = _compared(start, site)
    if start.address.doubt:
        say(start.address.doubt)
    refusal = _refusal(start, publication, wanted)
    if wanted.dry_run:
        return _show_changes(start, publication, refusal)
    if publication.files == start.live.files:
        say(f"nothing changed since the site {_from(start.live.revision)}: it stays as it is")
        return FINE
    if refusal:
        raise GitError(refusal)
    if loss := _loss(start, publication):
        say(f"this goes, as --over says: {loss}")
    message = _message(wanted, result, start)
    start.branch.push(start.branch.commit(start.live, publication.files, site, message))
    _say_published(start, publication, result)
    return FINE


# Before the site is made


def _begin(folder: Folder, options: Options, wanted: Wanted, place: Path) -> Start:
    """Find out what there is. Raises ``GitError`` where it must not be published."""
    sources = read_sources(folder.root)
    remote = read_remote(sources.git, choose_remote(sources.git, wanted.remote))
    check_branch(sources, remote, wanted.branch)
    if not wanted.dry_run:
        check_signature(sources)
    dirty = _uncommitted(sources)
    if dirty and not wanted.allow_dirty and not wanted.dry_run:
        raise GitError(_not_committed(sources, dirty))
    branch = Branch(sources, remote, wanted.branch, place, watched=can_be_asked())
    live = branch.read()
    if wanted.over and (len(wanted.over) < _SHORT or not live.tip.startswith(wanted.over)):
        now = f"its newest commit is {live.tip[:_SHORT]}" if live.tip else "it has no commit yet"
        raise GitError(f"--over: {wanted.over} is not what is on {wanted.branch} now: {now}")
    domain = domain_in(branch.content(live.files[CNAME])) if CNAME in live.files else ""
    read = read_config(folder.read(CONFIG))
    if has_errors(read.problems):  # the build will tell
        address = Address("")
    else:
        theirs = "" if branch.wrote(live, CNAME) else domain
        address = address_of_site(read.config, options.base_url, remote, theirs)
    doubt = check_age(sources, live.revision, wanted.branch)
    return Start(sources, dirty, remote, branch, live, domain, read.config, address, doubt)


def _uncommitted(sources: Sources) -> tuple[str, ...]:
    return tuple(uncommitted(sources))


def _not_committed(sources: Sources, dirty: tuple[str, ...]) -> str:
    return (
        f"{counted(len(dirty), 'file')} of the site {'is' if len(dirty) == 1 else 'are'} not "
        f"committed: {named(dirty)}; commit them:{commit_advice(sources, dirty)}\n"
        "or publish the folder as it lies here with --allow-dirty"
    )


def _unfilled(result: Result) -> list[str]:
    """Briefs that would go out with words of a template, such as the example of a new site."""
    found = {p.file for p in result.problems if p.code == "placeholder"}
    return sorted(f for f in found if f.startswith(f"{BRIEFS}/") and f not in result.left.waiting)


# Against what is live


def _compared(start: Start, site: Path) -> Publication:
    """What the site changes. Raises ``GitError`` where the branch is one of texts."""
    ids = start.branch.ids(site, written_before(site))
    written = start.branch.written(start.live, ids)
    if start.domain and start.domain == start.config.cname.lower():
        written.add(CNAME)  # it says the same, perhaps without our line end
    if text := holds_sources(start.live, written, start.sources.below):
        raise GitError(_of_texts(start, text))
    return compare(start.live, written, ids)


def _of_texts(start: Start, text: str) -> str:
    name = start.branch.name
    what = f"the branch {name} holds the texts of a site ({shown(text)})"
    if name != USUAL_BRANCH:
        return f"{what}; publish on one for the site alone: --branch {USUAL_BRANCH}"
    return (
        f"{what}, as if it was made from another branch. The site needs one of its own: if nobody "
        f"works on this one, delete it with git push {start.remote.name} --delete {name}, "
        "and publish once more"
    )


def _loss(start: Start, publication: Publication) -> str:
    """Which files of others would be lost; empty where none would."""
    if not publication.in_the_way:
        return ""
    domains = ""
    if CNAME in publication.in_the_way:
        domains = (
            f" (CNAME says {start.domain or 'no domain'} there, and site.yaml "
            f"cname: {start.config.cname})"
        )
    names = "".join(f"\n  {shown(path)}" for path in publication.in_the_way)
    return (
        f"on {start.branch.name} stand files that sitegen did not write, where the site has its "
        f"own{domains}:{names}"
    )


def _refusal(start: Start, publication: Publication, wanted: Wanted) -> str:
    """Why nothing may be published, and how it can be all the same; empty where it may."""
    lines = []
    if start.dirty and not wanted.allow_dirty:
        lines.append(_not_committed(start.sources, start.dirty))
    doubts = [doubt for doubt in (start.doubt, _loss(start, publication)) if doubt]
    if doubts and not wanted.over:
        way = f"to publish over it all the same: sitegen publish --over {start.live.tip[:_SHORT]}"
        lines += [*doubts, way]
    return "\n".join(lines)


def _from(revision: str) -> str:
    return f"made from {revision[:_SHORT]}" if revision else "that is live"


def _show_changes(start: Start, publication: Publication, refusal: str) -> int:
    """What ``--dry-run`` gives: the changes as data, and whether they would be made."""
    give(change_report(publication, start.address.url.rstrip("/")).encode())
    if refusal:
        raise GitError(refusal)
    changes = change_tally(publication)
    if publication.files == start.live.files:
        say("nothing would change")
    else:
        say(f"this would be published: {changes or 'only what is kept changes'}")
        if lost := gone_briefs(publication):
            say(lost)
    return FINE


# Publishing


def _message(wanted: Wanted, result: Result, start: Start) -> str:
    """What the commit says: its last line names the commit that the site was made from."""
    head = start.sources.head
    usual = f"Publish {counted(result.briefs, 'brief')} from {head[:_SHORT]}"
    parts = [wanted.message.strip() or usual]
    if start.dirty:
        parts.append(f"With uncommitted changes: {named(start.dirty)}")
    return "\n\n".join([*parts, f"{TRAILER}: {head}\n"])


def _say_published(start: Start, publication: Publication, result: Result) -> None:
    live, remote, branch = start.live, start.remote, start.branch.name
    what = f"{counted(result.briefs, 'brief')} from {start.sources.head[:_SHORT]}"
    say(f"published {what} on {remote.name}, branch {branch}: {change_tally(publication)}")
    if publication.kept:
        say(f"kept there, not made by sitegen: {named(publication.kept)}")
    if lost := gone_briefs(publication):
        say(lost)
    if number := unsent(start.sources):
        what = f"{counted(number, 'commit')} {'is' if number == 1 else 'are'} only on this computer"
        say(f"{what}; a colleague cannot publish after you without them: git push")
    url = start.address.url.rstrip("/")
    if not remote.on_github:
        say(f"its address is {url}/")
        return
    say(f"it will be at {url}/ in a minute or two")
    if not live.tip:
        say(
            f"tell GitHub once to show it: https://github.com/{remote.on_github}/settings/pages, "
            f"Source: Deploy from a branch, Branch: {branch}, / (root)"
        )
