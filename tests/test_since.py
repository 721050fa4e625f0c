"""``sitegen check --since``: what was published, and was changed without a word to readers."""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from textwrap import dedent

import pytest

from sitegen import git as git_module
from sitegen.diagnostics import Diagnostic
from sitegen.folder import Folder
from sitegen.git import GitError
from sitegen.revision import read_revision
from support import PLAIN_SITE, TODAY, Desk, Place, brief_text, commit, git, marked

BRIEF = brief_text()
WORDING = "The bridge cost twice its budget"
SECOND = "second:\n  text: The toll is new\n  rating: 'true'\n  verdict: So it is."
ABOUT = "---\ntitle: About us\n---\nWe check.\n"


def correction(kind: str, *more: str, text: str = "Why.") -> str:
    lines = ["  - date: 2024-05-20", f"    kind: {kind}", f"    text: {text}"]
    return "\n".join([*lines, *(f"    {line}" for line in more)])


def corrected(*entries: str) -> str:
    return "\n".join(["corrections:", *entries])


def since(desk: Desk, name: str = "HEAD", **options: object) -> list[Diagnostic]:
    """Every error of a check."""
    return desk.errors(since=read_revision(Folder(desk.root), name), **options)


def told(desk: Desk, **options: object) -> list[tuple[str, str, Place]]:
    return [(p.code, p.file, Place(*p.span)) for p in since(desk, **options)]


@pytest.fixture
def kept(desk: Desk) -> Desk:
    """A desk with one brief, committed."""
    desk.brief(BRIEF)
    commit(desk.root)
    return desk


def placed(desk: Desk, text: str, slug: str = "bridge") -> Place:
    """Write a brief with a marked place; gives the place."""
    text, place = marked(text)
    desk.brief(text, slug=slug)
    return place


WHOLE = Place(1, 1, 0)
HALF = BRIEF.replace("mostly-false", "⟦half-true⟧")


def with_end(text: str, end: str) -> str:
    """A brief's text with more at the end of its header."""
    head, fence, body = text.rpartition("---\n")
    return f"{head}{end}\n{fence}{body}"


# What is not told


def test_nothing_changed(kept: Desk) -> None:
    assert told(kept) == []
    commit(kept.root)
    assert told(kept, drafts=True) == []


def test_what_a_correction_need_not_tell(kept: Desk) -> None:
    text = BRIEF.replace("A fifth", "Twenty").replace("title: The", "title: That")
    kept.brief(with_end(text, "summary: Not twice.\nauthors: [Ana Ruiz]") + "\nMore to read.\n")
    kept.brief(brief_text(claims=SECOND), slug="new")
    assert told(kept) == []


@pytest.mark.parametrize(
    "then",
    [
        brief_text("draft: true"),
        BRIEF.replace("2024-05-14", "2024-06-02"),
        brief_text("mood: good"),
        "no header",
        b"\xff\xfe",
    ],
)
def test_only_what_was_published_counts(desk: Desk, then: str | bytes) -> None:
    for slug in ("bridge", "gone"):
        desk.brief(then, slug=slug)
    desk.brief(BRIEF, slug="Bad_Name")
    commit(desk.root)
    for name in ("gone", "Bad_Name"):
        (desk.root / f"briefs/{name}.md").unlink()
    desk.brief(brief_text(claims=SECOND))
    commit(desk.root)
    desk.brief(BRIEF.replace("mostly-false", "half-true").replace("twice", "thrice"))
    assert [p.code for p in since(desk, "HEAD~1")] == []
    assert len(since(desk, "HEAD")) == 3


def test_the_day_decides_what_was_published(desk: Desk) -> None:
    desk.brief(BRIEF.replace("2024-05-14", "2024-06-01"))
    commit(desk.root)
    (desk.root / "briefs/bridge.md").unlink()
    assert [code for code, *_ in told(desk)] == ["address-lost"]
    assert told(desk, today=TODAY.replace(month=5)) == []


def test_a_revision_from_before_the_site_compares_nothing(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("To do: write a brief.")
    commit(tmp_path)
    desk = Desk(tmp_path / "site")
    desk.brief(BRIEF)
    run = desk.check("--since", "HEAD")
    assert run.status == 0
    assert "HEAD has no briefs or pages here" in run.stderr


# verdict-changed

VERDICT = "verdict-change"
TOLD = {
    "no correction": ("", 'this was "mostly-false" at HEAD, and no correction says so'),
    "another kind": (corrected(correction("clarification", "claim: doubled")), "no correction"),
    "the claim": (corrected(correction(VERDICT, "claim: doubled")), None),
    "the only claim": (corrected(correction(VERDICT)), None),
    "what it was": (corrected(correction(VERDICT, "claim: doubled", "was: mostly-false")), None),
    "something else": (
        corrected(correction(VERDICT, "claim: doubled", "was: 'true'")),
        'this was "mostly-false" at HEAD; its correction names "true"',
    ),
    "several": (
        corrected(
            correction(VERDICT, "claim: doubled", "was: mostly-false"),
            correction(VERDICT, "claim: doubled", "was: 'true'", text="Once more."),
        ),
        None,
    ),
    "withdrawn": (corrected(correction("void", "claim: doubled")), None),
}


@pytest.mark.parametrize("name", TOLD)
def test_a_verdict_changes_with_a_correction(kept: Desk, name: str) -> None:
    end, message = TOLD[name]
    place = placed(kept, with_end(HALF, end) if end else HALF)
    found = since(kept)
    assert [(p.code, p.file, Place(*p.span)) for p in found] == (
        [("verdict-changed", "briefs/bridge.md", place)] if message else []
    )
    assert not message or message in found[0].message


def test_an_old_correction_does_not_tell_of_a_new_change(desk: Desk) -> None:
    end = corrected(correction(VERDICT, "claim: doubled", "was: 'true'"))
    desk.brief(with_end(BRIEF, end))
    commit(desk.root)
    place = placed(desk, with_end(HALF, end))
    assert told(desk) == [("verdict-changed", "briefs/bridge.md", place)]
    desk.brief(with_end(marked(HALF)[0], f"{end}\n{correction(VERDICT, text='Again.')}"))
    assert told(desk) == []


def test_of_several_claims_a_correction_must_name_the_one(desk: Desk) -> None:
    desk.brief(brief_text(claims=SECOND))
    commit(desk.root)
    changed = brief_text(claims=SECOND).replace("mostly-false", "⟦half-true⟧")
    for claim, wrong in ((), True), (("claim: second",), True), (("claim: doubled",), False):
        place = placed(desk, with_end(changed, corrected(correction(VERDICT, *claim))))
        found = [("verdict-changed", "briefs/bridge.md", place)] if wrong else []
        assert told(desk) == found


def test_the_hint_is_what_to_add(kept: Desk) -> None:
    kept.brief(marked(HALF)[0])
    (problem,) = since(kept)
    first, *lines = problem.hint.splitlines()
    assert first == "add under corrections:"
    kept.brief(with_end(marked(HALF)[0], "\n".join(["corrections:", *lines])))
    assert told(kept) == []
    (reminder,) = kept.warnings("placeholder")
    assert reminder.message == "text still holds the words of the template"


# claim-changed


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("⟦The bridge cost thrice its budget⟧", True),
        ("⟦The bridge cost twice its Budget⟧", True),
        ("⟦>-⟧\n      The bridge cost\n      twice  its budget", False),
        ('⟦"The bridge cost twice\u00a0its budget"⟧', False),
    ],
)
def test_the_wording_changes_with_a_correction(kept: Desk, text: str, wrong: bool) -> None:
    changed = BRIEF.replace(WORDING, text)
    place = placed(kept, changed)
    assert told(kept) == ([("claim-changed", "briefs/bridge.md", place)] if wrong else [])
    for end in ("claim: doubled",), ():
        for kind in ("clarification", "correction", "update", "void"):
            kept.brief(with_end(marked(changed)[0], corrected(correction(kind, *end))))
            assert told(kept) == []


def test_letters_may_be_encoded_otherwise(desk: Desk) -> None:
    desk.brief(BRIEF.replace(WORDING, "Le caf\u00e9"))
    commit(desk.root)
    desk.brief(BRIEF.replace(WORDING, "Le cafe\u0301"))
    assert told(desk) == []


def test_a_correction_of_another_claim_does_not_do(desk: Desk) -> None:
    desk.brief(brief_text(claims=SECOND))
    commit(desk.root)
    changed = brief_text(claims=SECOND).replace(WORDING, "⟦It cost more⟧")
    place = placed(desk, with_end(changed, corrected(correction("correction", "claim: second"))))
    (problem,) = since(desk)
    assert (problem.code, Place(*problem.span)) == ("claim-changed", place)
    first, *lines = problem.hint.splitlines()
    assert first == f"it was: {WORDING}"
    assert f'    was: "{WORDING}"' in lines
    desk.brief(with_end(marked(changed)[0], "\n".join(["corrections:", *lines[1:]])))
    assert told(desk) == []


# claim-removed


def test_a_claim_stays_or_is_made_void(desk: Desk) -> None:
    desk.brief(brief_text(claims=SECOND))
    commit(desk.root)
    left = BRIEF.replace("claims:", "⟦claims⟧:")
    place = placed(desk, left)
    (problem,) = since(desk)
    assert (problem.code, Place(*problem.span)) == ("claim-removed", place)
    assert problem.message == 'the claim "second" was published at HEAD, and is gone'
    assert "kind: void\n    claim: second\n" in problem.hint
    left = marked(left)[0]
    for void, wrong in ("claim: second", False), ("claim: doubled", True), (None, False):
        entry = correction("void", void) if void else correction("void")
        desk.brief(with_end(left, corrected(entry)))
        assert [code for code, *_ in told(desk)] == (["claim-removed"] if wrong else [])
    desk.brief(with_end(left, corrected(correction("correction"))))
    assert [code for code, *_ in told(desk)] == ["claim-removed"]


def test_a_claim_with_another_id_is_asked_for_its_old_one(kept: Desk) -> None:
    kept.brief(BRIEF.replace("doubled:", "twice:"))
    (problem,) = since(kept)
    assert problem.code == "claim-removed"
    assert problem.hint == '"twice" has the same text: give it its old id back, doubled'


# address-lost


def test_a_subfolder_makes_no_difference(kept: Desk) -> None:
    (kept.root / "briefs/bridge.md").unlink()
    kept.brief(BRIEF, folder="briefs/2024/may")
    assert told(kept) == []
    place = placed(kept, HALF)
    shutil.move(kept.root / "briefs/bridge.md", kept.root / "briefs/2024/may/bridge.md")
    assert told(kept) == [("verdict-changed", "briefs/2024/may/bridge.md", place)]


@pytest.mark.parametrize("how", ["same bytes", "edited", "staged"])
def test_a_renamed_brief_is_asked_for_its_old_name(kept: Desk, how: str) -> None:
    (kept.root / "briefs/bridge.md").rename(kept.root / "briefs/new-name.md")
    kept.brief(brief_text(claims=SECOND), slug="another")
    if how == "edited":
        kept.brief(BRIEF.replace("title: The bridge", "title: Its cost"), slug="new-name")
    if how == "staged":
        git(kept.root, "add", "--all")
    (kept.root / "briefs/another.md").unlink()
    (problem,) = since(kept)
    assert (problem.code, problem.file) == ("address-lost", "briefs/new-name.md")
    assert (Place(*problem.span), problem.hint) == (WHOLE, "add redirect_from: [bridge]")
    kept.brief(brief_text("redirect_from: [bridge]"), slug="new-name")
    assert told(kept) == []


def test_the_claims_of_a_renamed_brief_are_compared(kept: Desk) -> None:
    (kept.root / "briefs/bridge.md").unlink()
    place = placed(kept, HALF.replace("article:", "redirect_from: [bridge]\narticle:"), "new-name")
    assert told(kept) == [("verdict-changed", "briefs/new-name.md", place)]


def test_a_brief_renamed_in_silence_is_told_all_at_once(kept: Desk) -> None:
    (kept.root / "briefs/bridge.md").unlink()
    place = placed(kept, HALF, "new-name")
    assert told(kept) == [
        ("address-lost", "briefs/new-name.md", WHOLE),
        ("verdict-changed", "briefs/new-name.md", place),
    ]


def test_another_brief_about_the_same_article_is_no_successor(desk: Desk) -> None:
    desk.brief(brief_text(article="url: https://post.example/a"))
    commit(desk.root)
    (desk.root / "briefs/bridge.md").unlink()
    other = brief_text(article="url: https://post.example/a").replace("The bridge", "A toll")
    desk.brief(other.replace("doubled:", "toll:"), "toll")
    assert [code for code, *_ in told(desk)] == ["address-lost"]


def test_the_corrections_of_a_brief_that_took_another_in_are_not_new(desk: Desk) -> None:
    end = corrected(correction(VERDICT, "claim: doubled", "was: half-true"))
    desk.brief(BRIEF.replace("mostly-false", "half-true"))
    desk.brief(with_end(BRIEF, end), slug="other")
    commit(desk.root)
    (desk.root / "briefs/bridge.md").unlink()
    desk.brief(with_end(brief_text("redirect_from: [bridge]"), end), slug="other")
    assert [(p.code, p.file) for p in since(desk)] == [("verdict-changed", "briefs/other.md")]


def test_a_deleted_brief_is_told_under_its_old_path(kept: Desk) -> None:
    kept.brief(BRIEF, folder="briefs/2023", slug="other")
    commit(kept.root)
    (kept.root / "briefs/2023/other.md").unlink()
    (problem,) = since(kept)
    assert (problem.code, problem.file) == ("address-lost", "briefs/2023/other.md")
    assert Place(*problem.span) == WHOLE
    assert "redirect_from: [other]" in problem.hint
    run = kept.check("--since", "HEAD")
    assert run.status == 1
    assert "briefs/2023/other.md:1:1: error[address-lost]" in run.stderr


@pytest.mark.parametrize("ignored", ["_bridge.md", ".bridge.md", "bridge.txt", "_old/bridge.md"])
def test_a_file_that_is_not_read_any_more_is_gone(kept: Desk, ignored: str) -> None:
    (kept.root / "briefs/_old").mkdir()
    (kept.root / "briefs/bridge.md").rename(kept.root / "briefs" / ignored)
    assert told(kept) == [("address-lost", "briefs/bridge.md", WHOLE)]


@pytest.mark.parametrize("old", ["/briefs/bridge/", "/briefs/bridge", "briefs/bridge"])
def test_a_redirect_of_the_site_leads_on(kept: Desk, old: str) -> None:
    (kept.root / "briefs/bridge.md").unlink()
    kept.config(f"{PLAIN_SITE}redirects: {{{old}: /claims/}}\n")
    assert told(kept) == []


@pytest.mark.parametrize(
    ("state", "drafts"),
    [("draft: ⟦true⟧", False), ("draft: ⟦true⟧", True), ("published: ⟦2024-06-02⟧", False)],
)
def test_a_brief_taken_back_is_told_where_that_stands(kept: Desk, state: str, drafts) -> None:
    place = placed(kept, BRIEF.replace("published: 2024-05-14", state))
    assert told(kept, drafts=drafts) == [("address-lost", "briefs/bridge.md", place)]


def test_what_is_not_shown_leads_nowhere(kept: Desk) -> None:
    (kept.root / "briefs/bridge.md").unlink()
    kept.brief(brief_text("redirect_from: [bridge]\ndraft: true"), slug="new-name")
    assert [code for code, *_ in told(kept)] == ["address-lost"]


def test_an_old_name_that_is_dropped_is_lost(desk: Desk) -> None:
    desk.brief(brief_text("redirect_from: [older]"))
    commit(desk.root)
    desk.brief(BRIEF)
    (problem,) = since(desk)
    assert (problem.code, problem.file) == ("address-lost", "briefs/bridge.md")
    assert problem.hint == "write redirect_from: [older]"
    (desk.root / "briefs/bridge.md").unlink()
    place = placed(desk, brief_text("redirect_from: ⟦[bridge]⟧"), slug="newest")
    (problem,) = since(desk)
    assert (Place(*problem.span), problem.file) == (place, "briefs/newest.md")
    assert problem.hint == "write redirect_from: [bridge, older]"


def test_a_page_keeps_its_address(kept: Desk) -> None:
    kept.page("about", ABOUT)
    commit(kept.root)
    (kept.root / "pages/about.md").unlink()
    assert told(kept) == [("address-lost", "pages/about.md", WHOLE)]
    kept.page("us", ABOUT)
    (problem,) = since(kept)
    assert (problem.file, Place(*problem.span)) == ("pages/us.md", WHOLE)
    assert problem.hint == "add under redirects in site.yaml: /about/: /us/"
    kept.config(f"{PLAIN_SITE}redirects: {{/about/: /us/}}\n")
    assert told(kept) == []


# One mistake, one message


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("no header", "front-matter"),
        (BRIEF.replace("2024-05-14", "14.5."), "bad-date"),
        (BRIEF.replace("claims:", "claim:").replace("title: The", "title: 'The"), "yaml-syntax"),
        (BRIEF.replace("    rating: mostly-false\n", ""), "missing-field"),
        (brief_text("redirect_from: older"), "wrong-type"),
        (BRIEF.replace("mostly-false", "mostly-flase"), "unknown-rating"),
        (with_end(marked(HALF)[0], "correctoins: []"), "unknown-field"),
        (with_end(marked(HALF)[0], corrected(correction("verdict"))), "wrong-type"),
        (
            with_end(marked(HALF)[0], corrected(correction(VERDICT, "claim: duobled"))),
            "unknown-claim",
        ),
        (with_end(marked(HALF)[0], "corrections: none"), "wrong-type"),
    ],
)
def test_a_mistake_is_not_told_twice(kept: Desk, text: str, code: str) -> None:
    kept.brief(brief_text("redirect_from: [older]"))
    commit(kept.root)
    if "redirect_from" not in text:
        text = text.replace("article:", "redirect_from: [older]\narticle:")
    kept.brief(text)
    assert {p.code for p in since(kept)} - {code} == (
        {"verdict-changed"} if code == "unknown-rating" else set()
    )


def test_a_brief_that_may_take_over_is_mended_first(kept: Desk) -> None:
    (kept.root / "briefs/bridge.md").unlink()
    kept.brief("no header", slug="new-name")
    assert [p.code for p in since(kept)] == ["front-matter"]


# The command


def test_the_errors_join_the_others(kept: Desk) -> None:
    kept.brief(with_end(marked(HALF)[0], "mood: good"))
    run = kept.check("--since", "HEAD")
    assert (run.status, run.stdout) == (1, "")
    assert [(p.code, p.line) for p in run.problems if p.severity == "error"] == [
        ("verdict-changed", 9),
        ("unknown-field", 11),
    ]
    assert "1 brief, 1 claim: 2 errors" in run.stderr
    assert not kept.out.exists()
    assert kept.check().problems != []


@pytest.mark.parametrize("name", ["main", "HEAD~1", "v1", "HEAD^{/As it was}", "@{0}"])
def test_a_revision_may_be_named_in_many_ways(kept: Desk, name: str) -> None:
    git(kept.root, "tag", "-a", "v1", "-m", "One")
    commit(kept.root)
    kept.brief(marked(HALF)[0])
    assert [p.code for p in since(kept, name)] == ["verdict-changed"]


def test_the_site_may_lie_below_the_repositorys_top(tmp_path: Path) -> None:
    desk = Desk(tmp_path / "the desk's “site”")
    desk.brief(BRIEF, folder='briefs/20"24\n é')
    (tmp_path / "briefs").mkdir()
    (tmp_path / "briefs/elsewhere.md").write_text(BRIEF)
    git(tmp_path, "init", "--quiet", "--initial-branch=main")
    commit(tmp_path)
    (tmp_path / "briefs/elsewhere.md").unlink()
    assert told(desk) == []
    place = placed(desk, HALF)
    shutil.move(desk.root / "briefs/bridge.md", desk.root / 'briefs/20"24\n é/bridge.md')
    assert told(desk) == [("verdict-changed", 'briefs/20"24\n é/bridge.md', place)]


def test_links_to_files_are_followed(desk: Desk) -> None:
    desk.file("texts/bridge.md", BRIEF)
    for name, target in ("bridge", "../texts/bridge.md"), ("gone", "nowhere"), ("out", "/etc/x"):
        (desk.root / "briefs").mkdir(exist_ok=True)
        (desk.root / f"briefs/{name}.md").symlink_to(target)
    commit(desk.root)
    for name in ("gone", "out"):
        (desk.root / f"briefs/{name}.md").unlink()
    assert told(desk) == []
    text, place = marked(HALF)
    desk.file("texts/bridge.md", text)
    assert told(desk) == [("verdict-changed", "briefs/bridge.md", place)]


def test_line_ends_are_no_change(kept: Desk) -> None:
    kept.brief(BRIEF.replace("\n", "\r\n"))
    assert told(kept) == []


def test_only_what_changed_is_read(kept: Desk) -> None:
    kept.brief(BRIEF, slug="other")
    commit(kept.root)
    kept.brief(marked(HALF)[0])
    read = read_revision(Folder(kept.root), "HEAD")
    assert [source.path for source in read.changed] == ["briefs/bridge.md"]
    assert read.paths == {"briefs/bridge.md", "briefs/other.md"}


def test_a_repository_of_sha_256_does_too(desk: Desk) -> None:
    git(desk.root, "init", "--quiet", "--object-format=sha256")
    desk.brief(BRIEF, slug="other")
    desk.brief(BRIEF)
    commit(desk.root)
    desk.brief(marked(HALF)[0])
    read = read_revision(Folder(desk.root), "HEAD")
    assert [source.path for source in read.changed] == ["briefs/bridge.md"]


def test_the_environment_of_a_hook_does_not_confuse_it(kept: Desk, tmp_path_factory) -> None:
    other = Desk(tmp_path_factory.mktemp("other"))
    other.brief(BRIEF, slug="other")
    commit(other.root)
    kept.brief(marked(HALF)[0])
    hook = {
        "GIT_DIR": str(other.root / ".git"),
        "GIT_WORK_TREE": str(other.root),
        "GIT_INDEX_FILE": str(other.root / ".git/index"),
        "GIT_OBJECT_DIRECTORY": str(other.root / ".git/objects"),
        "GIT_PREFIX": "briefs/",
        "LC_ALL": "de_DE.UTF-8",
    }
    run = kept.run("check", "--since", "main", "--today", "2024-06-01", **hook)
    assert [p.code for p in run.problems if p.severity == "error"] == ["verdict-changed"]


def test_a_hook_runs_it_on_what_is_committed(kept: Desk) -> None:
    kept.brief(marked(HALF)[0])
    hook = kept.file(".git/hooks/pre-commit", "#!/bin/sh\nexec $CHECK\n")
    hook.chmod(0o755)
    kept.file(".git/hooks/post-checkout", "#!/bin/sh\ntouch ran\n").chmod(0o755)
    check = f"{sys.executable} -m sitegen check --today 2024-06-01 --since HEAD"
    command = ["git", "-c", "user.name=A", "-c", "user.email=a@b.example", "commit", "-qam", "x"]
    env = {**os.environ, "CHECK": check}
    done = subprocess.run(
        command, cwd=kept.root, env=env, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert "error[verdict-changed]" in done.stderr
    assert not (kept.root / "ran").exists()


# What cannot be compared


def refused(desk: Desk, name: str, **more: str) -> str:
    """What the command says, where it ends with wrong usage."""
    run = desk.run("check", "--since", name, **more)
    assert (run.status, run.stdout) == (2, "")
    (line,) = run.stderr.splitlines()
    assert line.startswith("sitegen: --since: ")
    return line.removeprefix("sitegen: --since: ")


@pytest.mark.parametrize("name", ["", "-x", "--all", "--output=x"])
def test_an_option_is_no_revision(kept: Desk, name: str) -> None:
    assert refused(kept, name).startswith(f'"{name}" is not a revision')
    assert not (kept.root / "x").exists()


@pytest.mark.parametrize("name", ["nope", "main..HEAD", "HEAD~7", "origin/nope", "a b", "é;$(x)"])
def test_an_unknown_revision(kept: Desk, name: str) -> None:
    said = refused(kept, name)
    assert said.startswith(f'git knows no commit "{name}"')
    branch = name.removeprefix("origin/") if name in ("nope", "origin/nope") else ""
    assert f"git fetch origin {branch}" in said


@pytest.mark.parametrize(
    ("name", "what"),
    [
        ("HEAD:briefs/bridge.md", "a file;"),
        ("HEAD:briefs", "a folder;"),
        ("HEAD^{tree}", "a folder;"),
        ("briefs/bridge.md", "a file or folder;"),
        ("briefs", "a file or folder;"),
    ],
)
def test_a_file_is_no_revision(kept: Desk, name: str, what: str) -> None:
    assert f'"{name}" is {what}' in refused(kept, name)
    blob = git(kept.root, "rev-parse", "HEAD:briefs/bridge.md").strip()
    assert "is a file;" in refused(kept, blob)


def test_a_branch_that_only_the_other_side_has(kept: Desk, tmp_path_factory) -> None:
    place = tmp_path_factory.mktemp("clone")
    git(kept.root, "branch", "work")
    git(place, "clone", "--quiet", f"file://{kept.root}", "site")
    assert refused(Desk(place / "site"), "work") == (
        '"work" is not a branch here; did you mean "origin/work"?'
    )


def test_no_repository(desk: Desk) -> None:
    desk.brief(BRIEF)
    said = refused(desk, "HEAD", GIT_CEILING_DIRECTORIES=str(desk.root.parent))
    assert "the site's folder is in no git repository" in said


def test_a_repository_without_a_commit(desk: Desk) -> None:
    desk.brief(BRIEF)
    git(desk.root, "init", "--quiet")
    assert "no commit yet" in refused(desk, "HEAD")
    assert "no commit yet" in refused(desk, "main")


def test_a_shallow_clone(kept: Desk, tmp_path_factory) -> None:
    first = git(kept.root, "rev-parse", "HEAD").strip()
    commit(kept.root)
    place = tmp_path_factory.mktemp("clone")
    git(place, "clone", "--quiet", "--depth", "1", f"file://{kept.root}", "site")
    desk = Desk(place / "site")
    for name in ("HEAD~1", "v1", first):
        said = refused(desk, name)
        for way in ("git fetch --unshallow", "fetch-depth: 0", "git fetch origin "):
            assert way in said
    desk.brief(marked(HALF)[0])
    assert [p.code for p in since(desk, "origin/main")] == ["verdict-changed"]


def test_no_git(kept: Desk, tmp_path_factory) -> None:
    said = refused(kept, "HEAD", PATH=str(tmp_path_factory.mktemp("empty")))
    assert said == "git cannot be started; install git"


def test_a_repository_of_another_user(kept: Desk) -> None:
    said = refused(
        kept,
        "HEAD",
        GIT_TEST_ASSUME_DIFFERENT_OWNER="1",
        GIT_CONFIG_GLOBAL=os.devnull,
        GIT_CONFIG_NOSYSTEM="1",
    )
    assert "belong to another user" in said
    assert said.endswith(f"git config --global --add safe.directory {kept.root}")


def fake_git(folder: Path, script: str) -> str:
    """A PATH with a git of our own in front."""
    place = folder / "git"
    place.write_text(f"#!/bin/sh\n{dedent(script)}")
    place.chmod(0o755)
    return f"{folder}{os.pathsep}{os.environ['PATH']}"


def test_a_git_that_fails_is_quoted(kept: Desk, tmp_path_factory) -> None:
    path = fake_git(tmp_path_factory.mktemp("bin"), "echo 'fatal: bad object' >&2; exit 128\n")
    assert refused(kept, "HEAD", PATH=path) == "git cannot read this repository: bad object"
    path = fake_git(tmp_path_factory.mktemp("bin"), "exit 3\n")
    assert "it does not say why" in refused(kept, "HEAD", PATH=path)


def test_a_git_that_hangs_is_given_up(kept: Desk, tmp_path_factory, monkeypatch) -> None:
    monkeypatch.setenv("PATH", fake_git(tmp_path_factory.mktemp("bin"), "exec sleep 60\n"))
    monkeypatch.setattr(git_module, "PATIENCE", 0.2)
    with pytest.raises(GitError, match="did not end within"):
        read_revision(Folder(kept.root), "HEAD")


def test_bytes_that_git_has_lost(kept: Desk) -> None:
    kept.brief(marked(HALF)[0])
    blob = git(kept.root, "rev-parse", "HEAD:briefs/bridge.md").strip()
    (kept.root / ".git/objects" / blob[:2] / blob[2:]).unlink()
    assert "briefs/bridge.md" in refused(kept, "HEAD")


@pytest.mark.parametrize("how", ["link", "submodule"])
def test_a_folder_that_git_keeps_elsewhere(kept: Desk, tmp_path_factory, how: str) -> None:
    other = tmp_path_factory.mktemp("other")
    shutil.move(kept.root / "briefs/bridge.md", other / "bridge.md")
    (kept.root / "briefs").rmdir()
    if how == "link":
        (kept.root / "briefs").symlink_to(other)
    else:
        commit(other)
        commit(kept.root)
        options = ("-c", "protocol.file.allow=always")
        git(kept.root, *options, "submodule", "--quiet", "add", f"file://{other}", "briefs")
    commit(kept.root)
    assert refused(kept, "HEAD").startswith('"briefs" is a')
