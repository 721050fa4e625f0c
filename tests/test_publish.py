"""``sitegen publish``: what lies on the branch afterwards, and when nothing is put there.

The remote is a bare repository on disk; whatever happens, the desk's own repository stays as it
was to the byte.
"""

import os
import re
import shlex
import shutil
from pathlib import Path

import pytest

from publishing import ADDRESS, ALONE, SITE, PublishingDesk
from support import BRIDGE, BRIDGE_SNAPSHOT, Desk, brief_text, commit, git, quiet_text
from test_links import files_of

SECOND = quiet_text().replace("The bridge", "The toll")


@pytest.fixture
def desk(tmp_path: Path) -> PublishingDesk:
    return PublishingDesk(tmp_path)


def built(desk: PublishingDesk, address: str = ADDRESS) -> dict[str, bytes]:
    """The site as ``sitegen build`` makes it."""
    run = desk.run("build", "--base-url", address, "-o", str(desk.top.parent / "built"))
    assert run.status == 0, run.stderr
    site = Desk.__new__(Desk)
    site.out = desk.top.parent / "built"
    return files_of(site)


def on_branch(desk: PublishingDesk, branch: str = "gh-pages") -> dict[str, bytes]:
    """The branch checked out."""
    place = desk.top.parent / "checked-out"
    shutil.rmtree(place, ignore_errors=True)
    git(place.parent, "clone", "--quiet", "--branch", branch, str(desk.bare), str(place))
    shutil.rmtree(place / ".git")
    site = Desk.__new__(Desk)
    site.out = place
    return files_of(site)


# What is published


def test_the_site_is_on_the_branch_and_the_desk_is_as_it_was(desk: PublishingDesk) -> None:
    before = desk.state()
    run = desk.publish_apart()
    assert desk.state() == before
    assert list(desk.temporary.iterdir()) == []
    assert (run.status, run.stdout) == (0, "")
    assert on_branch(desk) == built(desk)
    assert {facts.split()[0] for facts in desk.live().values()} == {"100644"}
    assert {".nojekyll", "index.html", "briefs/bridge/index.html"} <= desk.live().keys()
    assert f"{ADDRESS}/briefs/bridge/" in desk.content("sitemap.xml")
    said = git(desk.bare, "log", "--format=%an <%ae>%n%P%n%B", "gh-pages")
    short = desk.head()[:7]
    assert said == (
        "Ana Ruiz <ana@desk.example>\n\n"
        f"Publish 1 brief from {short}\n\nSource-Revision: {desk.head()}\n\n"
    )
    assert f"published 1 brief from {short} on origin, branch gh-pages: " in run.stderr
    assert f"it will be at {ADDRESS}/ in a minute or two" in run.stderr
    assert "https://github.com/Harbour/checks/settings/pages" in run.stderr


def test_nothing_is_kept_in_the_desk_for_the_next_time(desk: PublishingDesk) -> None:
    """Unlike a build, which keeps share cards and the index of the search in ``.sitegen``."""
    desk.config("title: Harbour Desk\n")
    commit(desk.top)
    before = desk.state()
    desk.published()
    assert desk.state() == before
    assert {"briefs/bridge/share-card.png", "search/index.html"} <= desk.live().keys()
    assert on_branch(desk) == built(desk)
    assert git(desk.top, "status", "--porcelain") == ""


@pytest.mark.parametrize("search", [True, False])
def test_what_a_build_keeps_is_nothing_to_commit(desk: PublishingDesk, search: bool) -> None:
    desk.config(f"title: Harbour Desk\nsearch: {str(search).lower()}\n")
    commit(desk.top)
    built(desk)
    assert (desk.root / ".sitegen/cards").is_dir()
    assert git(desk.top, "status", "--porcelain") == ""
    desk.published()


def test_what_changed_goes_on_top_of_what_was_there(desk: PublishingDesk) -> None:
    desk.brief(SECOND, slug="toll")
    commit(desk.top)
    desk.published()
    first = desk.tip()
    desk.brief(quiet_text(body="More."))
    desk.brief(SECOND, slug="tunnel")
    (desk.root / "briefs/toll.md").unlink()
    commit(desk.top)
    run = desk.published()
    assert git(desk.bare, "rev-parse", "gh-pages~1").strip() == first
    assert on_branch(desk) == built(desk)
    assert "3 pages added, 5 pages changed, 3 pages gone, 16 other files" in run.stderr
    assert "gone: /briefs/toll/. " in run.stderr
    assert "redirect_from: [toll]" in run.stderr
    assert "settings/pages" not in run.stderr


def test_what_is_said_of_a_brief_that_is_gone_brings_readers_on(desk: PublishingDesk) -> None:
    desk.published()
    git(desk.top, "mv", "briefs/bridge.md", "briefs/new-bridge.md")
    commit(desk.top)
    assert "redirect_from: [bridge]" in desk.published("--dry-run").stderr
    desk.brief(quiet_text("redirect_from: [bridge]"), slug="new-bridge")
    commit(desk.top)
    assert "gone: " not in desk.published().stderr
    assert "new-bridge" in desk.content("briefs/bridge/index.html")


def test_nothing_changed_makes_no_commit(desk: PublishingDesk) -> None:
    desk.published()
    first, short = desk.tip(), desk.head()[:7]
    for _ in range(2):
        run = desk.published()
        assert (
            run.stderr == f"nothing changed since the site made from {short}: it stays as it is\n"
        )
        assert desk.tip() == first
        desk.file("README.md", "How we work.\n")
        commit(desk.top)


def test_a_message_of_ones_own(desk: PublishingDesk) -> None:
    desk.published("--message", "Ärger am Hafen\n\nSource-Revision: " + "a" * 40)
    assert desk.commits() == ["Ärger am Hafen"]
    desk.file("README.md", "How we work.\n")
    commit(desk.top)
    desk.brief(SECOND, slug="toll")
    commit(desk.top)
    desk.published()  # what the message says is not taken for the revision


def test_another_branch_of_another_remote(desk: PublishingDesk, tmp_path: Path) -> None:
    git(tmp_path, "init", "--quiet", "--bare", "other.git")
    git(desk.top, "remote", "add", "pages", str(tmp_path / "other.git"))
    run = desk.published(
        "--remote", "pages", "--branch", "site/live", "--base-url", "https://a.example"
    )
    assert desk.refs() == ""
    assert "refs/heads/site/live" in git(tmp_path / "other.git", "for-each-ref")
    assert "its address is https://a.example/" in run.stderr
    assert "settings/pages" not in run.stderr


def test_bytes_are_those_of_the_build(desk: PublishingDesk) -> None:
    """Whatever git would do to them on their way from a folder."""
    picture = bytes(range(256)) + b"\r\n"
    for name in ("map.png", "the map.png", "карта.png", 'a"b.png'):
        desk.file(f"briefs/{name}", picture)
    links = ["![](map.png)", "![](<the map.png>)", "![](карта.png)", '![](<a"b.png>)']
    desk.brief(quiet_text(body="\n\n".join(links)))
    commit(desk.top)
    desk.set("core.autocrlf", "true")
    desk.set("filter.upper.clean", "tr a-z A-Z")
    desk.file(".git/info/attributes", "* text eol=crlf filter=upper\n")
    desk.file(".git/info/exclude", "*.png\n*.html\n")
    desk.published("--allow-dirty")
    assert on_branch(desk) == built(desk)


def test_settings_and_hooks_leave_no_trace(desk: PublishingDesk) -> None:
    """What people set to make git quicker or chattier writes nothing here either."""
    for key in ("core.splitIndex", "core.untrackedCache", "core.fsmonitor", "fetch.prune"):
        desk.set(key, "true")
    for key in ("fetch.writeCommitGraph", "push.followTags", "push.autoSetupRemote"):
        desk.set(key, "true")
    desk.set("log.showSignature", "true")
    desk.set("remote.origin.mirror", "true")
    desk.set("gc.auto", "1")
    git(desk.top, "tag", "-a", "v1", "-m", "One")
    for name in ("pre-push", "reference-transaction", "post-index-change", "pre-auto-gc"):
        desk.own_hook(name, "touch ran; exit 1\n")
    before = desk.state()
    desk.published()
    desk.by_others({"README.md": "Ours.\n"})
    (desk.root / "briefs/bridge.md").write_text(SECOND)
    desk.published("--allow-dirty")
    (desk.root / "briefs/bridge.md").write_text(quiet_text())
    assert desk.state() == before
    assert desk.refs().split()[::2] == ["refs/heads/gh-pages"]


def test_the_environment_of_a_hook_does_not_confuse_it(desk: PublishingDesk, tmp_path) -> None:
    other = PublishingDesk(tmp_path / "other")
    place = other.top / ".git"
    desk.published(GIT_DIR=str(place), GIT_INDEX_FILE=str(place / "index"), GIT_PREFIX="briefs/")
    assert f"Source-Revision: {desk.head()}" in git(desk.bare, "log", "gh-pages")
    assert other.refs() == ""


# Where the desk's texts may lie


def test_a_site_in_a_folder_of_its_repository(tmp_path: Path) -> None:
    desk = PublishingDesk(tmp_path, below="our checks")
    desk.file("../notes.txt", "Not committed, and not of the site.")
    desk.published()
    assert on_branch(desk) == built(desk)
    desk.brief(SECOND)
    assert "1 file of the site is not committed: briefs/bridge.md;" in desk.refused()


def test_a_second_working_tree_with_no_branch(desk: PublishingDesk, tmp_path: Path) -> None:
    git(desk.top, "worktree", "add", "--quiet", "--detach", str(tmp_path / "tree"))
    before = desk.state()
    run = desk.run("publish", cwd=tmp_path / "tree", **desk.environment())
    assert run.status == 0, run.stderr
    assert desk.state() == before
    assert on_branch(desk) == built(desk)


def test_a_repository_with_long_ids(tmp_path: Path) -> None:
    desk = PublishingDesk(tmp_path, object_format="sha256")
    desk.published()
    assert on_branch(desk) == built(desk)
    assert "nothing changed" in desk.published().stderr


@pytest.mark.parametrize("how", ["--depth=1", "--filter=blob:none", "--single-branch"])
def test_a_clone_that_lacks_things(desk: PublishingDesk, tmp_path: Path, how: str) -> None:
    git(desk.bare, "config", "uploadpack.allowFilter", "true")
    git(desk.bare, "config", "uploadpack.allowAnySHA1InWant", "true")
    commit(desk.top)
    git(desk.top, "push", "--quiet", str(desk.bare), "main")
    desk.published()
    desk.by_others({"README.md": "Ours.\n"})
    shutil.rmtree(desk.top)
    url = f"file://{desk.bare}"
    git(tmp_path, "clone", "--quiet", how, "--branch", "main", url, str(desk.top))
    desk.set("user.name", "Ana Ruiz")
    desk.set("user.email", "ana@desk.example")
    desk.brief(SECOND, slug="toll")
    commit(desk.top)
    before = desk.state()
    desk.published("--base-url", ADDRESS)
    assert desk.state() == before
    assert on_branch(desk) == {**built(desk), "README.md": b"Ours.\n"}


# The address


@pytest.mark.parametrize(
    ("remote", "address"),
    [
        ("git@github.com:Harbour/Checks.git", "https://harbour.github.io/Checks"),
        ("https://github.com/harbour/harbour.github.io", "https://harbour.github.io"),
    ],
)
def test_the_remote_tells_the_address(desk: PublishingDesk, remote: str, address: str) -> None:
    desk.remote(remote)
    desk.published()
    assert on_branch(desk) == built(desk, address)


def test_a_short_name_for_github_is_followed(desk: PublishingDesk) -> None:
    git(desk.top, "config", "--unset-all", f"url.{desk.bare}.insteadOf")
    desk.set("remote.origin.url", "gh:Harbour/checks.git")
    desk.set("url.https://github.com/.insteadOf", "gh:")
    desk.set(f"url.{desk.bare}.pushInsteadOf", "nowhere:")
    said = desk.refused(PATH=desk.with_git("ls-remote", "echo 'fatal: x' >&2; exit 128"))
    assert said == "git says: fatal: x"  # the address was found, or it would say so
    path = desk.with_git("ls-remote", "exit 0")
    assert f"  {ADDRESS}/briefs/bridge/\n" in desk.published("--dry-run", PATH=path).stdout


def test_a_domain_of_its_own(desk: PublishingDesk) -> None:
    desk.config(f"{SITE}cname: Checks.Harbour.Example\n")
    commit(desk.top)
    run = desk.published()
    assert desk.content("CNAME") == "Checks.Harbour.Example\n"
    assert on_branch(desk) == built(desk, "https://checks.harbour.example")
    assert "it will be at https://checks.harbour.example/" in run.stderr
    desk.config(SITE)
    commit(desk.top)
    desk.published()  # the desk wants it no more, and sitegen wrote it
    assert on_branch(desk) == built(desk)


def test_what_the_desk_says_wins_and_a_difference_is_told(desk: PublishingDesk) -> None:
    desk.config(f"{SITE}base_url: https://harbour.github.io/\n")
    commit(desk.top)
    run = desk.published()
    assert on_branch(desk) == built(desk, "https://harbour.github.io")
    assert "base_url in site.yaml says https://harbour.github.io/, but" in run.stderr
    assert f"write base_url: {ADDRESS}/" in run.stderr
    for same in (f"{ADDRESS}/", ADDRESS.replace("harbour", "Harbour")):
        run = desk.published("--base-url", same)
        assert "GitHub Pages serves" not in run.stderr
    run = desk.published("--base-url", "https://proxy.example/checks/")
    assert "--base-url says https://proxy.example/checks/, but" in run.stderr


def test_a_domain_and_an_address_that_differ(desk: PublishingDesk) -> None:
    desk.config(f"{SITE}base_url: {ADDRESS}\ncname: harbour.example\n")
    commit(desk.top)
    run = desk.published()
    assert "going by the domain harbour.example, GitHub Pages serves the site at" in run.stderr


def test_a_remote_that_tells_no_address(desk: PublishingDesk) -> None:
    desk.remote("https://git.example/harbour/checks.git")
    said = desk.refused()
    assert said.startswith('the remote "origin" does not tell where the site will be')
    assert "base_url: https://" in said
    desk.config(f"{SITE}base_url: https://harbour.example/checks/\n")
    commit(desk.top)
    run = desk.published()
    assert "its address is https://harbour.example/checks/" in run.stderr


def test_an_address_that_is_none(desk: PublishingDesk) -> None:
    assert desk.refused("--base-url", "harbour.example").startswith("--base-url: ")


# What keeps a site from going out


def test_with_an_error_nothing_goes_out(desk: PublishingDesk) -> None:
    desk.brief(quiet_text().replace("mostly-false", "mostly-flase"))
    commit(desk.top)
    before = desk.state()
    run = desk.publish()
    assert (run.status, run.stdout) == (1, "")
    assert [p.code for p in run.problems] == ["unknown-rating"]
    assert run.stderr.endswith("1 error: nothing was published\n")
    assert (desk.state(), desk.refs()) == (before, "")
    assert list(desk.temporary.iterdir()) == []


def test_with_strict_a_warning_is_one(desk: PublishingDesk) -> None:
    desk.brief(brief_text())
    commit(desk.top)
    run = desk.publish("--strict")
    assert (run.status, desk.refs()) == (1, "")
    assert "warnings: nothing was published" in run.stderr
    assert desk.published().problems


@pytest.mark.parametrize("text", ["title: [", "title: A\ncolour: red\n", ""])
def test_a_bad_site_yaml(desk: PublishingDesk, text: str) -> None:
    desk.config(text)
    commit(desk.top)
    run = desk.publish()
    assert (run.status, desk.refs()) == (2, "")
    assert {p.file for p in run.problems} == {"site.yaml"}
    assert "nothing was published" in run.stderr


def test_no_site(desk: PublishingDesk) -> None:
    (desk.root / "site.yaml").unlink()
    run = desk.publish()
    assert (run.status, [p.code for p in run.problems]) == (2, ["config-error"])


def test_a_brief_with_words_of_a_template_stays_here(desk: PublishingDesk) -> None:
    """As the example that ``sitegen init`` writes has them."""
    desk.brief(quiet_text().replace("The bridge", "‹An example›"), slug="example")
    commit(desk.top)
    before = desk.state(), desk.refs()
    run = desk.publish()
    assert run.status == 1
    assert "briefs/example.md: what stands between ‹ and › is not yours" in run.stderr
    assert (desk.state(), desk.refs()) == before
    assert "Delete an example." in run.stderr
    desk.brief(quiet_text("draft: true").replace("The bridge", "‹An example›"), slug="example")
    commit(desk.top)
    desk.published()


def test_drafts_stay_here(desk: PublishingDesk) -> None:
    desk.brief(SECOND.replace("published:", "draft: true\npublished:"), slug="toll")
    desk.brief(SECOND.replace("2024-05-14", "2999-01-01"), slug="tunnel")
    commit(desk.top)
    run = desk.published()
    assert not [path for path in desk.live() if "toll" in path or "tunnel" in path]
    assert "1 draft and 1 scheduled brief left out" in run.stderr


DIRTY = {
    "changed": "briefs/bridge.md",
    "new": "briefs/2024/toll.md",
    "a draft": "briefs/draft.md",
    "a picture": "briefs/map.png",
    "a page": "pages/about.md",
    "a template": "templates/brief.html",
    "a snapshot": "snapshots/bridge.txt",
    "ignored": "briefs/ignored.md",
    "settings": "site.yaml",
    "strange": "briefs/é \n.png",
}
CONTENTS = {"briefs/draft.md": SECOND.replace("published", "draft: true\npublished")}


def uncommitted(desk: PublishingDesk, path: str) -> None:
    desk.file(".gitignore", "ignored.md\n_*\n.DS_Store\nprivate.txt\n")
    commit(desk.top)
    contents = {".yaml": f"{SITE}tagline: Checked.\n", ".html": "Hello"}
    if path.startswith("pages"):
        desk.file(path, "---\ntitle: About\n---\nWe check.\n")
    else:
        usual = contents.get(Path(path).suffix, SECOND)
        desk.file(path, CONTENTS.get(path, usual))


@pytest.mark.parametrize("path", DIRTY.values(), ids=DIRTY)
def test_what_is_not_committed_stays_here(desk: PublishingDesk, path: str) -> None:
    uncommitted(desk, path)
    said = desk.refused()
    shown = path.replace("\n", "␊")
    assert said.startswith(f"1 file of the site is not committed: {shown};")
    assert said.endswith("\nor publish the folder as it lies here with --allow-dirty")
    type_commands(desk.top, said)
    desk.published()


def test_what_is_not_committed_goes_out_where_that_is_wanted(desk: PublishingDesk) -> None:
    desk.brief(SECOND, slug="toll")
    git(desk.top, "add", "briefs/toll.md")
    assert "not committed: briefs/toll.md;" in desk.refused()
    desk.published("--allow-dirty")
    assert on_branch(desk) == built(desk)
    message = git(desk.bare, "log", "--format=%B", "gh-pages")
    assert (
        f"With uncommitted changes: briefs/toll.md\n\nSource-Revision: {desk.head()}\n" in message
    )


def test_a_brief_that_was_removed_and_not_committed(desk: PublishingDesk) -> None:
    for number in range(20):
        desk.brief(SECOND, slug=f"toll-{number:02}")
    commit(desk.top)
    shutil.rmtree(desk.root / "briefs")
    said = desk.refused()
    assert said.startswith("21 files of the site are not committed: briefs/bridge.md, ")
    assert "briefs/toll-10.md and 9 more;" in said


def test_what_does_not_show_need_not_be_committed(desk: PublishingDesk) -> None:
    for path in (
        "notes.txt",
        "output/index.html",
        "briefs/_ideas/toll.md",
        "briefs/.DS_Store",
        "briefs/2024/.swp",
        "snapshots/private.txt",
    ):
        uncommitted(desk, path)
    git(desk.top, "rm", "--quiet", "-r", "--cached", ".")
    git(desk.top, "add", "site.yaml", "briefs/bridge.md", ".gitignore")
    git(desk.top, "commit", "--quiet", "--message=Less")
    assert len(git(desk.top, "status", "--porcelain", "--ignored").splitlines()) > 3
    desk.published()
    assert "uncommitted" not in git(desk.bare, "log", "--format=%B", "gh-pages")
    assert on_branch(desk) == built(desk)


def test_a_file_saved_while_the_site_is_made(desk: PublishingDesk) -> None:
    path = desk.with_git("ls-remote", f"echo More. >> '{desk.root}/briefs/bridge.md'")
    run = desk.publish(PATH=path)
    assert (run.status, desk.refs()) == (2, "")
    assert "the site's folder changed while the site was made" in run.stderr


# Never older than what is live


def test_an_older_commit_does_not_replace_a_newer_one(desk: PublishingDesk) -> None:
    old = desk.head()
    desk.brief(SECOND, slug="toll")
    commit(desk.top)
    desk.published()
    new, tip = desk.head(), desk.tip()
    git(desk.top, "checkout", "--quiet", "-b", "work", old)
    for more in ((), ("--over", tip), ("--dry-run",), ("--allow-dirty",)):
        said = desk.refused(*more)
        assert said.startswith(f"what is live on gh-pages was made from {new[:7]} of 2")
        assert f"newer than {old[:7]} here: get it with git pull --no-rebase --no-edit." in said
        assert "(git revert --no-edit HEAD undoes the newest)" in said
    git(desk.top, "checkout", "--quiet", "main")
    git(desk.top, "revert", "--no-edit", "HEAD")
    desk.published()
    assert not [path for path in desk.live() if "toll" in path]


def test_a_commit_by_hand_on_the_branch_hides_nothing(desk: PublishingDesk) -> None:
    old = desk.head()
    desk.brief(SECOND, slug="toll")
    commit(desk.top)
    desk.published()
    desk.by_others({"google123.html": "verify\n"})
    git(desk.top, "reset", "--quiet", "--hard", old)
    assert "is newer than" in desk.refused()


def test_what_somebody_else_published_from(desk: PublishingDesk, tmp_path: Path) -> None:
    git(desk.top, "push", "--quiet", "--set-upstream", "origin", "main")
    git(tmp_path, "clone", "--quiet", str(desk.bare), "colleague")
    colleague = Desk.__new__(Desk)
    colleague.root = tmp_path / "colleague"
    colleague.brief(SECOND, slug="toll")
    commit(colleague.root)
    run = colleague.run("publish", "--base-url", ADDRESS, **COLLEAGUE)
    assert run.status == 0, run.stderr
    assert "1 commit is only on this computer" in run.stderr
    desk.brief(SECOND, slug="tunnel")
    commit(desk.top)
    said = desk.refused()
    assert "which is not in this repository: somebody else published it. Get it with " in said
    pull = re.findall(r"git pull(?: --[a-z-]+)*", said)[0]
    git(desk.top, *pull.split()[1:])
    assert desk.refused() == said  # they have not sent it yet, and the message tells what helps
    assert "they have not sent it yet: ask them to type git push" in said
    git(colleague.root, "push", "--quiet")
    git(desk.top, "fetch", "--quiet", "origin")
    said = desk.refused()
    assert f"which is not part of {desk.head()[:7]} here: get what it has with {pull}" in said
    git(desk.top, *pull.split()[1:])
    assert "3 commits are only on this computer" not in desk.published().stderr
    git(desk.top, "push", "--quiet")
    desk.brief(SECOND, slug="tunnel")
    assert {"briefs/toll/index.html", "briefs/tunnel/index.html"} <= desk.live().keys()


COLLEAGUE = {
    **ALONE,
    "GIT_AUTHOR_NAME": "Tom",
    "GIT_AUTHOR_EMAIL": "tom@desk.example",
    "GIT_COMMITTER_NAME": "Tom",
    "GIT_COMMITTER_EMAIL": "tom@desk.example",
}


def test_a_commit_that_was_replaced_after_it_was_published(desk: PublishingDesk) -> None:
    desk.published()
    git(desk.top, "commit", "--quiet", "--amend", "--message=In better words")
    assert "nothing changed" in desk.published().stderr
    desk.brief(SECOND)
    git(desk.top, "commit", "--quiet", "--amend", "--all", "--message=Anew")
    said, tip = desk.refused(), desk.tip()
    assert "which is not part of" in said
    assert said.endswith(f"to publish over it all the same: sitegen publish --over {tip[:7]}")
    desk.published("--over", tip[:7])
    assert on_branch(desk) == built(desk)


def test_a_clone_with_too_little_history(desk: PublishingDesk, tmp_path: Path) -> None:
    desk.published()
    for slug in ("toll", "tunnel"):
        desk.brief(SECOND, slug=slug)
        commit(desk.top)
    git(desk.top, "push", "--quiet", "origin", "main")
    shutil.rmtree(desk.top)
    git(tmp_path, "clone", "--quiet", "--depth=1", f"file://{desk.bare}", str(desk.top))
    said = desk.refused("--base-url", ADDRESS, **COLLEAGUE)
    assert "get the others with git fetch --unshallow" in said
    git(desk.top, "fetch", "--quiet", "--unshallow")
    desk.published("--base-url", ADDRESS, **COLLEAGUE)


# What others put on the branch


def test_files_of_others_stay(desk: PublishingDesk) -> None:
    others = {"google123.html": "verify\n", "data/old/2019.csv": "a,b\r\n", "é.txt": "é\n"}
    desk.by_others(others)
    place = desk.bare.parent / "others"
    (place / "run.sh").write_text("#!/bin/sh\n")
    (place / "run.sh").chmod(0o755)
    (place / "link").symlink_to("run.sh")
    (place / os.fsdecode(b"caf\xe9.txt")).write_text("Latin")
    git(place, "init", "--quiet", "module")
    commit(place / "module")
    commit(place)
    git(place, "push", "--quiet", str(desk.bare), "gh-pages")
    before = desk.live()
    assert {facts.split()[0] for facts in before.values()} == {
        "100644",
        "100755",
        "120000",
        "160000",
    }
    run = desk.published()
    kept = "caf�.txt, data/old/2019.csv, google123.html, link, module, run.sh, é.txt"
    assert f"kept there, not made by sitegen: {kept}\n" in run.stderr
    desk.brief(SECOND, slug="toll")
    commit(desk.top)
    desk.published()
    live = desk.live()
    assert {path: live[path] for path in before} == before
    assert live.keys() - before.keys() == built(desk).keys()


def test_a_file_of_others_is_never_replaced_unnamed(desk: PublishingDesk) -> None:
    desk.by_others({"index.html": "Old\n", "briefs": "A file\n", "assets/site.css/x": "x\n"})
    tip = desk.tip()
    said = desk.refused()
    assert said.splitlines() == [
        "on gh-pages stand files that sitegen did not write, where the site has its own:",
        "  assets/site.css/x",
        "  briefs",
        "  index.html",
        f"to publish over it all the same: sitegen publish --over {tip[:7]}",
    ]
    run = desk.publish("--dry-run")
    assert run.status == 2
    lost = "lost, not made by sitegen\n  assets/site.css/x\n  briefs\n  index.html\n"
    assert run.stdout.endswith(lost)
    for wrong in ("abcdef1", tip[:6], "gh-pages", tip[1:]):
        assert f"its newest commit is {tip[:7]}" in desk.refused("--over", wrong)
    run = desk.published("--over", tip[:7])
    assert "this goes, as --over says:" in run.stderr
    assert on_branch(desk) == built(desk)


def test_over_what_is_not_there(desk: PublishingDesk) -> None:
    assert desk.refused("--over", "abcdef1").endswith("it has no commit yet")


def test_a_page_of_ours_that_somebody_edited(desk: PublishingDesk) -> None:
    desk.brief(SECOND, slug="toll")
    commit(desk.top)
    desk.published()
    pages = {path: f"{desk.content(path)}<!-- mine -->" for path in ("briefs/toll/index.html",)}
    desk.by_others(pages)
    assert "\n  briefs/toll/index.html\n" in desk.refused()
    (desk.root / "briefs/toll.md").unlink()
    commit(desk.top)
    run = desk.published()  # now it is in nobody's way
    assert "kept there, not made by sitegen: briefs/toll/index.html" in run.stderr
    assert desk.content("briefs/toll/index.html").endswith("<!-- mine -->")
    assert "briefs/toll/doubled/index.html" not in desk.live()


@pytest.mark.parametrize("manifest", [None, "[", '{"files": 7}', '{"files": {"index.html": 7}}'])
def test_without_a_manifest_everything_is_of_others(desk: PublishingDesk, manifest) -> None:
    desk.published()
    desk.by_others({"data/manifest.json": manifest})
    desk.brief(SECOND)
    commit(desk.top)
    assert "\n  briefs/bridge/index.html\n" in desk.refused()
    desk.published("--over", desk.tip())
    assert on_branch(desk) == built(desk)


def test_a_domain_given_in_githubs_settings(desk: PublishingDesk) -> None:
    """GitHub commits it to the branch, and the site must not lose it."""
    desk.published()
    desk.by_others({"CNAME": "Harbour.Example"})
    run = desk.published()
    assert desk.content("CNAME") == "Harbour.Example"
    assert "https://harbour.example/briefs/bridge/" in desk.content("sitemap.xml")
    assert (
        "write it into site.yaml too, so that it is never lost: cname: harbour.example"
        in run.stderr
    )
    desk.config(f"{SITE}cname: harbour.example\n")
    commit(desk.top)
    run = desk.published()
    assert desk.content("CNAME") == "harbour.example\n"
    assert "never lost" not in run.stderr


def test_two_domains(desk: PublishingDesk) -> None:
    desk.by_others({"CNAME": "old.example\n"})
    desk.config(f"{SITE}cname: new.example\n")
    commit(desk.top)
    said = desk.refused()
    assert "(CNAME says old.example there, and site.yaml cname: new.example)" in said
    desk.published("--over", desk.tip())
    assert desk.content("CNAME") == "new.example\n"
    desk.config(f"{SITE}cname: newer.example\n")
    commit(desk.top)
    desk.published()  # the one there is the desk's own
    assert desk.content("CNAME") == "newer.example\n"


@pytest.mark.parametrize("content", ["", "\n", "no domain", "a.example/path\n"])
def test_a_file_that_names_no_domain(desk: PublishingDesk, content: str) -> None:
    desk.by_others({"CNAME": content})
    desk.published()
    assert on_branch(desk) == {**built(desk), "CNAME": content.encode()}


def test_a_no_jekyll_of_others_is_as_good_as_ours(desk: PublishingDesk) -> None:
    desk.by_others({".nojekyll": "No Jekyll, please.\n"})
    for _ in range(2):
        desk.published()
        assert desk.content(".nojekyll") == "No Jekyll, please.\n"
    assert desk.commits()[0].startswith("Publish 1 brief")
    assert len(desk.commits()) == 2


# Which branch


def test_the_branch_of_the_texts_is_never_published_on(desk: PublishingDesk) -> None:
    assert desk.refused("--branch", "main").startswith("--branch: main is the branch of your texts")
    git(desk.top, "push", "--quiet", "origin", "main")
    git(desk.top, "checkout", "--quiet", "-b", "work")
    assert desk.refused("--branch", "main", "--over", desk.tip("main")) == (
        "the branch main holds the texts of a site (briefs/bridge.md); publish on one for the "
        "site alone: --branch gh-pages"
    )
    git(desk.top, "branch", "--quiet", "--set-upstream-to=origin/main")
    assert desk.refused("--branch", "main").startswith("--branch: main is the branch of your texts")


@pytest.mark.parametrize("below", ["", "checks"])
def test_a_branch_that_was_made_from_the_texts(tmp_path: Path, below: str) -> None:
    desk = PublishingDesk(tmp_path, below=below)
    git(desk.top, "push", "--quiet", "origin", "main:gh-pages")
    said = desk.refused()
    assert "git push origin --delete gh-pages" in said
    git(desk.top, "push", "--quiet", "origin", "--delete", "gh-pages")
    desk.published()


@pytest.mark.parametrize("name", ["", "--all", "a..b", "@{-1}", "é\n"])
def test_a_branch_that_cannot_be(desk: PublishingDesk, name: str) -> None:
    said = desk.refused(f"--branch={name}")
    assert said.endswith("cannot be the name of a branch; write gh-pages")


# What must be there


def test_no_repository(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.brief(quiet_text())
    run = desk.run("publish", GIT_CEILING_DIRECTORIES=str(tmp_path.parent))
    assert (run.status, run.stdout) == (2, "")
    assert "the site's folder is in no git repository; make one in it:" in run.stderr
    type_commands(desk.root, run.stderr)
    run = desk.run("publish", **COLLEAGUE)
    assert "there is no remote" in run.stderr  # all before that is well now


def type_commands(folder: Path, said: str) -> None:
    """Type what a message advises, as it stands there."""
    commands = [line.strip() for line in said.splitlines() if line.startswith("  git ")]
    assert commands
    for command in commands:
        git(folder, *shlex.split(command)[1:])


def test_no_commit(desk: PublishingDesk) -> None:
    git(desk.top, "checkout", "--quiet", "--orphan", "new")
    said = desk.refused()
    assert said.startswith("this repository has no commit yet")
    type_commands(desk.top, said)
    desk.published()


def test_no_remote(desk: PublishingDesk) -> None:
    assert desk.refused("--remote", "pages") == (
        'there is no remote "pages" here; choose one of these with --remote: origin'
    )
    git(desk.top, "remote", "remove", "origin")
    said = desk.refused()
    assert said.endswith("git remote add origin https://github.com/OWNER/REPOSITORY.git")
    assert "no remote" in desk.refused("--remote", "--upload-pack=touch x")


def test_no_name_to_sign_with(desk: PublishingDesk) -> None:
    git(desk.top, "config", "--unset", "user.name")
    git(desk.top, "config", "--unset", "user.email")
    desk.set("user.useConfigOnly", "true")
    said = desk.refused()
    assert 'git config --global user.name "Your Name"' in said
    assert desk.publish("--dry-run").status == 0


def test_no_git(desk: PublishingDesk, tmp_path: Path) -> None:
    assert desk.refused(PATH=str(tmp_path / "nowhere")) == "git cannot be started; install git"


def test_a_git_that_is_too_old(desk: PublishingDesk) -> None:
    desk.by_others({"README.md": "Ours.\n"})
    path = desk.with_git("fetch", "echo 'error: unknown option' >&2; exit 129")
    assert "needs 2.29 or later" in desk.refused(PATH=path)


# What would change


def test_a_dry_run_shows_what_would_change(desk: PublishingDesk) -> None:
    desk.by_others({"google123.html": "verify\n"})
    desk.brief(SECOND, slug="toll")
    commit(desk.top)
    desk.published()
    desk.brief(SECOND, slug="tunnel")
    (desk.root / "briefs/toll.md").unlink()
    commit(desk.top)
    before, there = desk.state(), desk.refs()
    run = desk.published("--dry-run")
    assert (desk.state(), desk.refs()) == (before, there)
    assert run.stdout == (
        "3 pages added\n"
        f"  {ADDRESS}/briefs/tunnel/doubled/embed/\n"
        f"  {ADDRESS}/briefs/tunnel/doubled/\n"
        f"  {ADDRESS}/briefs/tunnel/\n"
        "4 pages changed\n"
        f"  {ADDRESS}/briefs/\n"
        f"  {ADDRESS}/claims/\n"
        f"  {ADDRESS}/\n"
        f"  {ADDRESS}/ratings/mostly-false/\n"
        "3 pages gone\n"
        f"  {ADDRESS}/briefs/toll/doubled/embed/\n"
        f"  {ADDRESS}/briefs/toll/doubled/\n"
        f"  {ADDRESS}/briefs/toll/\n"
        "4 other files added\n"
        "7 other files changed\n"
        "4 other files gone\n"
        "kept, not made by sitegen\n"
        "  google123.html\n"
    )
    assert run.stderr == (
        "this would be published: 3 pages added, 4 pages changed, 3 pages gone, 15 other files\n"
        "gone: /briefs/toll/. Whoever has a link to it finds nothing; if another brief took its "
        "place, write redirect_from: [toll] into that one, and publish again\n"
    )
    desk.published()
    assert desk.published("--dry-run").stderr == "nothing would change\n"


def test_a_dry_run_shows_a_dozen_of_many(desk: PublishingDesk) -> None:
    for number in range(20):
        desk.brief(SECOND, slug=f"toll-{number:02}")
    commit(desk.top)
    lines = desk.published("--dry-run").stdout.splitlines()
    at = next(n for n, line in enumerate(lines) if line.endswith(" pages added"))
    assert lines[at] == "80 pages added"
    assert lines[at + 13] == "  and 68 more"


def test_a_dry_run_before_the_commit(desk: PublishingDesk) -> None:
    desk.brief(SECOND, slug="toll")
    run = desk.publish("--dry-run")
    assert run.status == 2
    assert f"  {ADDRESS}/briefs/toll/\n" in run.stdout
    assert "1 file of the site is not committed: briefs/toll.md" in run.stderr
    assert desk.published("--dry-run", "--allow-dirty").stdout == run.stdout
    assert desk.refs() == ""


def test_the_bridge_goes_out_whole(tmp_path: Path) -> None:
    desk = PublishingDesk(tmp_path)
    desk.bridge(BRIDGE)
    assert BRIDGE_SNAPSHOT
    commit(desk.top)
    desk.published()
    assert on_branch(desk) == built(desk, "https://desk.example/checks")
    assert not [path for path in desk.live() if path.startswith("snapshots")]
