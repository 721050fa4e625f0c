"""What would go wrong on GitHub Pages: ``sitegen doctor``, and what every check tells of it."""

import json
import re
import socket
import unicodedata
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from support import (
    PLAIN_SITE,
    TODAY,
    Desk,
    Place,
    Run,
    add_remote,
    commit,
    git,
    make_large,
    marked,
    publish,
    quiet_text,
)

# Names that are one on other disks: every check tells these


def clashes(desk: Desk) -> list[tuple[str, Place]]:
    return [(p.file, Place(*p.span)) for p in desk.warnings("case-clash")]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("chart.png", "Chart.png"),
        ("CHART.png", "Chart.png"),
        ("a/chart.png", "A/other.png"),
        (unicodedata.normalize("NFC", "café.png"), unicodedata.normalize("NFD", "café.png")),
    ],
)
def test_files_that_are_one_on_a_mac_are_told(desk: Desk, first: str, second: str) -> None:
    for name in (first, second):
        desk.file(f"briefs/{name}", b"picture")
    text = quiet_text(body=f"[the one]({first}) and [the other](⟦{second}⟧)")
    text, place = marked(text)
    desk.brief(text)
    assert clashes(desk) == [("briefs/bridge.md", place)]


def test_names_that_differ_by_more_are_no_clash(desk: Desk) -> None:
    for name in ("Chart.png", "Chart-2.png", "Maps/Map.png", "été.png", "ete.png"):
        desk.file(f"briefs/{name}", b"picture")
    desk.file("templates/assets/Logo.svg", "<svg/>")
    links = "\n\n".join(f"[x]({n})" for n in ("Chart.png", "Chart-2.png", "Maps/Map.png"))
    desk.brief(quiet_text(body=f"{links}\n\n[x](été.png) [x](ete.png)"))
    desk.config(f"{PLAIN_SITE}cname: desk.example\nredirects: {{/Old/: /briefs/bridge/}}\n")
    assert clashes(desk) == []


def test_an_asset_is_named_by_its_file(desk: Desk) -> None:
    desk.file("templates/assets/Site.css", "p {}")
    assert clashes(desk) == [("templates/assets/Site.css", Place(1, 1, 0))]


def test_cname_is_a_file_beside_a_page_of_that_name(desk: Desk) -> None:
    desk.page("cname", "---\ntitle: Our domain\n---\n")
    desk.config(f"{PLAIN_SITE}cname: desk.example\n")
    assert [file for file, _ in clashes(desk)] == ["site.yaml"]


# The command


SITE = "title: Harbour Desk\nbase_url: https://harbour-desk.github.io/checks/\n"
GITHUB = "https://github.com/harbour-desk/checks.git"


def run(desk: Desk, *args: str, **variables: str) -> Run:
    return desk.run("doctor", "--today", TODAY.isoformat(), *args, **variables)


def told(desk: Desk, *args: str) -> list[tuple[str, str, int, int]]:
    """What the doctor says: code, file, line and column."""
    return [(p.code, p.file, p.line, p.column) for p in run(desk, *args).problems]


def messages(desk: Desk, *args: str) -> list[str]:
    return [p.message for p in run(desk, *args).problems]


@pytest.fixture
def sound(desk: Desk) -> Desk:
    """A desk with nothing to say of it, for a project's site."""
    desk.config(SITE)
    desk.brief(quiet_text())
    return desk


@pytest.fixture
def live(sound: Desk, tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """The same, published to a bare repository that git takes for the one on GitHub."""
    bare = tmp_path_factory.mktemp("bare")
    git(bare, "init", "--quiet", "--bare")
    add_remote(sound.root, GITHUB)
    git(sound.root, "config", f"url.{bare}.insteadOf", GITHUB)
    publish(sound.root)
    git(sound.root, "push", "--quiet", "origin", "gh-pages")
    git(sound.root, "branch", "--quiet", "-D", "gh-pages")
    return sound


def test_it_says_what_it_looked_at(live: Desk) -> None:
    done = live.run_apart("doctor", "--today", TODAY.isoformat())
    assert (done.status, done.stdout, done.problems) == (0, "", [])
    lines = done.stderr.splitlines()
    commit = git(live.root, "rev-parse", "--short=7", "origin/gh-pages").strip()
    assert lines[1:-2] == [
        "address: https://harbour-desk.github.io/checks/ agrees with origin",
        "404.html: it has a text, and its links are whole",
        lines[3],
        "names: nothing that the upload drops or a disk refuses",
    ]
    assert re.fullmatch(r"size: \d+ files, \d+ kB of the 1 GB that Pages takes", lines[0])
    assert re.fullmatch(r"links: none leaves the site, on \d+ pages", lines[3])
    seen = rf"live: compared with origin/gh-pages at {commit} of [\d-]+, \d+ pages: "
    assert re.fullmatch(f"{seen}none of them is gone", lines[-2])
    assert re.fullmatch(r"nothing wrong, in \d+\.\d s", lines[-1])


def test_one_process_says_what_many_do(sound: Desk) -> None:
    for number in range(150):  # so many that a second process has something to do
        sound.brief(quiet_text(), slug=f"brief-{number}")
    sound.file("templates/_footer.html", '<a href="/x/">x</a>')
    one, two = (run(sound, "--jobs", n).stderr.splitlines()[:-1] for n in "12")
    assert one == two
    assert any("leaves-site" in line for line in one)


def test_errors_of_the_site_come_first_and_alone(sound: Desk) -> None:
    sound.file("templates/_footer.html", '<a href="/x/">x</a>')
    sound.brief(quiet_text().replace("mostly-false", "mostly-flase"))
    done = run(sound)
    assert (done.status, [p.code for p in done.problems]) == (1, ["unknown-rating"])
    assert "1 error: mend these, and the doctor looks at what comes of it" in done.stderr
    sound.file("site.yaml", "titel: X\n")
    assert run(sound).status == 2


def test_a_template_that_breaks_is_an_error_too(sound: Desk) -> None:
    sound.file("templates/404.html", "{{ nothing }}")
    done = run(sound)
    assert (done.status, [p.code for p in done.problems]) == (1, ["template-error"])


def test_warnings_are_no_failure_unless_strict(sound: Desk) -> None:
    sound.file("templates/404.html", "")
    assert run(sound).status == 0
    assert run(sound, "--strict").status == 1
    (sound.root / "templates/404.html").unlink()
    assert run(sound, "--strict").status == 0


def test_programs_get_the_same(sound: Desk) -> None:
    sound.file("templates/404.html", "")
    done = run(sound, "--format", "json", "--strict")
    document = json.loads(done.stdout)
    assert document["ok"] is False
    assert [d["code"] for d in document["diagnostics"]] == ["not-found-page"]
    sarif = json.loads(run(sound, "--format", "sarif").stdout)
    assert sarif["runs"][0]["results"][0]["ruleId"] == "not-found-page"
    assert "::warning file=templates/404.html" in run(sound, "--format", "github").stdout


def test_without_a_repository_it_looks_at_the_site(sound: Desk) -> None:
    said = run(sound, GIT_CEILING_DIRECTORIES=str(sound.root.parent)).stderr
    assert "there is no remote to compare with" in said
    assert "not compared: there is no branch gh-pages here" in said


def test_a_branch_that_was_never_fetched_is_got_as_advised(live: Desk) -> None:
    git(live.root, "update-ref", "-d", "refs/remotes/origin/gh-pages")
    assert "here; if there is one on origin, git fetch origin gets it; " in run(live).stderr
    git(live.root, "config", "remote.origin.fetch", "+refs/heads/*:refs/remotes/origin/*")
    git(live.root, "fetch", "--quiet", "origin")
    assert "compared with origin/gh-pages at " in run(live).stderr


def test_without_git_it_looks_at_the_site(live: Desk) -> None:
    done = run(live, PATH="")
    assert (done.status, done.problems) == (0, [])
    assert "there is no remote to compare with" in done.stderr


# Size


def films(desk: Desk, *megabytes: int) -> None:
    links = []
    for number, size in enumerate(megabytes):
        make_large(desk.file(f"briefs/film-{number}.mp4", ""), size)
        links.append(f"[film](film-{number}.mp4)")
    desk.brief(quiet_text(body="\n\n".join(links)))


@pytest.mark.parametrize(
    ("sizes", "message"),
    [
        ([99] * 8, None),
        ([99] * 8 + [10], "the site has 802 MB; Pages takes 1 GB and no more"),
        (
            [99] * 11,
            "the site has 1.09 GB; Pages takes 1 GB, and may refuse it or give up after ten minutes",  # noqa: E501
        ),
    ],
)
def test_a_site_near_the_limit_is_told(sound: Desk, sizes: list[int], message: str | None) -> None:
    films(sound, *sizes)
    done = run(sound)
    assert [p.message for p in done.problems if p.code == "large-site"] == [message] * bool(message)
    assert ("=    99 MB  briefs/bridge/film-0.mp4" in done.stderr) == bool(message)


def test_a_file_that_no_push_takes_is_told_where_it_is_named(sound: Desk) -> None:
    films(sound, 104, 105)  # a MB of GitHub's has 1,048,576 bytes
    assert told(sound) == [("large-file", "briefs/bridge.md", 19, 8)]


# Files that do not reach the site


def test_what_lies_in_output_and_was_not_built_is_told(sound: Desk) -> None:
    git(sound.root, "init", "--quiet")
    sound.build()
    for name in ("google123.html", "old/page.html", ".DS_Store"):
        sound.file(f"output/{name}", "x")
    expected = ["output/google123.html", "output/old/page.html"]
    assert told(sound) == [("dropped-file", file, 1, 1) for file in expected]
    git(sound.root, "add", "--force", "output")  # somebody keeps it, and publishes it as it is
    assert told(sound) == []


def test_a_hidden_name_is_lost_unless_the_workflow_takes_it_along(sound: Desk) -> None:
    sound.config(f"{SITE}redirects:\n  /.well-known/old/: /claims/\n  /.github/a/: /claims/\n")
    both = [("dropped-file", "site.yaml", line, 3) for line in (4, 5)]
    assert told(sound) == both
    workflow = "steps:\n  - uses: actions/upload-pages-artifact@v5\n    with:\n"
    sound.file(".github/workflows/pages.yml", f"{workflow}      include-hidden-files: false\n")
    assert told(sound) == both
    sound.file(".github/workflows/pages.yml", f"{workflow}      include-hidden-files: true\n")
    assert told(sound) == both[1:]  # .github is left out even so


def test_hidden_assets_are_told_but_for_litter(sound: Desk) -> None:
    for name in (".well-known/security.txt", ".DS_Store", "fonts/.gitkeep", "fonts/plain.txt"):
        sound.file(f"templates/assets/{name}", "x")
    assert told(sound) == [("dropped-file", "templates/assets/.well-known/security.txt", 1, 1)]


@pytest.mark.parametrize("old", ["/con/", "/a/NUL/", "/lpt1/x/", "/a:b/", "/what?/", "/end./x/"])
def test_a_name_that_a_disk_refuses_is_told(sound: Desk, old: str) -> None:
    sound.config(f'{SITE}redirects:\n  "{old}": /claims/\n')
    assert [t for t in told(sound) if t[0] != "case-clash"] == [("awkward-name", "site.yaml", 4, 3)]


def test_a_name_that_is_too_long_is_told(sound: Desk) -> None:
    sound.config(f"{SITE}redirects:\n  /{'ä' * 128}/: /claims/\n")
    assert told(sound) == [("awkward-name", "site.yaml", 4, 3)]
    sound.config(f"{SITE}redirects:\n  /{'ä' * 127}/: /claims/\n")
    assert told(sound) == []


def test_usual_names_are_not(sound: Desk) -> None:
    old = ["/console/", "/aux-in/", "/_private/", "/com10/", "/v1.2/x/", "/ελλάδα/"]
    lines = "".join(f"  {one}: /claims/\n" for one in old)
    sound.config(f"{SITE}redirects:\n{lines}")
    assert told(sound) == []


# base_url


ADDRESSES = [  # remote, cname, base_url, what is said of it
    (GITHUB, "", "https://harbour-desk.github.io/checks", None),
    (GITHUB, "", "https://HARBOUR-desk.github.io/checks/", "differs in capitals"),
    (GITHUB, "", "https://harbour-desk.github.io/Checks/", "differs in capitals"),
    (GITHUB, "", "http://harbour-desk.github.io/checks/", "serves this address with https"),
    (GITHUB, "", "https://harbour-desk.github.io/", "Pages serves origin: https://harbour-"),
    (GITHUB, "", "https://other.github.io/checks/", "Pages serves origin: https://harbour-"),
    (GITHUB, "", "https://desk.example/", "Pages serves origin: https://harbour-"),
    (GITHUB, "", "https://desk.example/checks/", None),  # the domain of the owner's own site
    (GITHUB, "desk.example", "https://desk.example/", None),
    (GITHUB, "desk.example", "http://desk.example/", None),
    (GITHUB, "desk.example", "https://www.desk.example/", "with this cname"),
    (GITHUB, "desk.example", "https://harbour-desk.github.io/checks/", "with this cname"),
    ("https://github.com/Desk/desk.github.io", "", "https://desk.github.io", None),
    ("https://codeberg.example/desk/checks.git", "", "https://desk.example/", None),
    ("", "", "https://desk.example/", None),
    ("", "desk.example", "https://desk.example/checks/", "with this cname"),
]  # fmt: skip


@pytest.mark.parametrize(("remote", "cname", "base_url", "message"), ADDRESSES)
def test_base_url_is_where_pages_serves(
    sound: Desk, remote: str, cname: str, base_url: str, message: str | None
) -> None:
    sound.config(f"title: Harbour Desk\nbase_url: {base_url}\n" + f"cname: {cname}\n" * bool(cname))
    if remote:
        add_remote(sound.root, remote)
    found = run(sound).problems
    assert [(p.code, p.line, p.column) for p in found] == [("wrong-base-url", 2, 11)] * bool(
        message
    )
    assert all(message in p.message for p in found)


def test_the_address_to_write_is_told(sound: Desk) -> None:
    add_remote(sound.root, "git@github.com:harbour-desk/checks.git")
    sound.config("title: Harbour Desk\nbase_url: https://desk.example/\n")
    said = run(sound).stderr
    assert "write base_url: https://harbour-desk.github.io/checks/\n" in said
    assert "add cname: desk.example\n" in said
    sound.config("title: Harbour Desk\n")
    done = run(sound)
    assert [p.code for p in done.problems] == ["no-base-url"]
    assert "404.html then has no style and no links" in done.stderr
    assert "add base_url: https://harbour-desk.github.io/checks/" in done.stderr


def test_what_is_typed_counts_before_what_is_written(live: Desk) -> None:
    done = run(live, "--base-url", "https://elsewhere.github.io/checks/")
    assert [(p.code, p.line, p.column) for p in done.problems] == [("wrong-base-url", 1, 1)]
    assert done.problems[0].message.startswith("--base-url: this is https://elsewhere.github.io/")


def test_another_remote_can_be_named(sound: Desk) -> None:
    add_remote(sound.root, GITHUB)
    add_remote(sound.root, "https://github.com/second/checks", name="second")
    assert told(sound) == []
    assert told(sound, "--remote", "second") == [("wrong-base-url", "site.yaml", 2, 11)]
    done = run(sound, "--remote", "third")
    assert (done.status, done.problems) == (2, [])
    assert (
        'there is no remote "third" here; choose one of these with --remote: origin, second'
        in done.stderr
    )
    git(sound.root, "remote", "remove", "origin")
    assert told(sound) == [("wrong-base-url", "site.yaml", 2, 11)]  # the only one there is


# The page for addresses that are not there


@pytest.mark.parametrize(
    ("page", "place"),
    [
        ("", (1, 1)),
        ("  \n", (1, 1)),
        ("<p>Gone.</p>", (1, 1)),
        ('<p>See\n<a href="https://other.example/">elsewhere</a>.</p>', (1, 1)),
        ('<a href="{{ base }}">Home</a>\n<link href="assets/site.css">', (2, 13)),
        ('<a href="{{ base }}">Home</a> <img src="./logo.svg">', (1, 41)),
        ('<a href="{{ base }}">Home</a> <a href="#top">top</a> <a href="mailto:a@b.c">a</a>', None),
        ('<a href="{{ base }}claims/">Claims</a>', None),
        ('<a href="/checks/">Home</a>', None),
    ],
)
def test_lost_readers_find_back(sound: Desk, page: str, place: tuple[int, int] | None) -> None:
    sound.file("templates/404.html", page)
    expected = [("not-found-page", "templates/404.html", *place)] if place else []
    assert told(sound) == expected


# Links


LEAVING = [  # a template with a ⟦link⟧, which leaves the site
    '<a href="⟦/about/⟧">About</a>',
    "<a href='⟦/about/⟧'>About</a>",
    "<a href=⟦/about/⟧>About</a>",
    '<a\n  HREF = "⟦/⟧">Home</a>',
    '<img src="{{ root }}a.svg" srcset="{{ root }}a.svg 1x, ⟦/b.svg⟧ 2x">',
    '<form action="⟦/search/⟧"></form>',
    '<meta http-equiv="refresh" content="5; url=⟦/about/⟧">',
    '<p style="background: url(⟦/a.svg⟧)">x</p>',
    "<style>@import '⟦/a.css⟧';</style>",
    '<a href="⟦{{ root }}../about/⟧">About</a>',
    '<a href="⟦/{{ site.lang }}/about/⟧">About</a>',
    '<a href="⟦/about/?a=1&amp;b=2⟧">About</a>',
]
STAYING = [
    '<a href="{{ root }}claims/">Claims</a>',
    '<a href="//cdn.example/a.js">x</a>',
    '<a href="https://harbour-desk.github.io/">All our sites</a>',
    '<a href="https://harbour-desk.github.io/checks/claims">Claims</a>',
    '<a href="/checks/claims/#top">Claims</a>',
    '<!-- <a href="/about/">About</a> -->',
    '<p data-href="/about/" title="/about/">/about/</p>',
    '<p>{{ "<a href=\\"/about/\\">" }}</p>',
]


@pytest.mark.parametrize("footer", LEAVING)
def test_a_link_that_leaves_the_site_is_told_where_it_was_typed(sound: Desk, footer: str) -> None:
    text, place = marked(footer)
    sound.file("templates/_footer.html", text)
    assert told(sound) == [("leaves-site", "templates/_footer.html", place.line, place.column)]


@pytest.mark.parametrize("footer", STAYING)
def test_a_link_that_stays_is_not(sound: Desk, footer: str) -> None:
    sound.file("templates/_footer.html", footer)
    assert told(sound) == []


def test_it_says_where_the_link_leads_and_what_to_write(sound: Desk) -> None:
    sound.file("templates/_footer.html", '<a href="/claims/">Claims</a>')
    done = run(sound)
    where = '"/claims/" leads out of the site, to https://harbour-desk.github.io/claims/'
    assert re.search(rf'{where} \(on \d+ pages, such as "/"\)', done.problems[0].message)
    assert 'write "{{ root }}claims/"; an address outside the site is' in done.stderr
    sound.file("templates/_footer.html", '<a href="/{{ site.lang }}/claims/">Claims</a>')
    assert 'write "{{ root }}{{ site.lang }}/claims/"' in run(sound).stderr
    sound.file("templates/_footer.html", '<a href="{{ root }}../other/">Our other site</a>')
    assert "leads to the site's folder, and ../ from there out of it" in run(sound).stderr
    sound.config("title: Harbour Desk\n")
    assert any("where it lies in a folder, as on Pages" in m for m in messages(sound))


def test_at_the_root_of_a_domain_it_stays_but_may_lead_to_nothing(sound: Desk) -> None:
    sound.config("title: Harbour Desk\nbase_url: https://desk.example/\n")
    sound.file(
        "templates/_footer.html", '<a href="/claims/">Claims</a>\n<a href="/about/">About</a>'
    )
    assert told(sound) == [("dead-link", "templates/_footer.html", 2, 10)]


def test_a_folder_in_any_script_is_inside(sound: Desk) -> None:
    sound.config("title: A\nbase_url: https://desk.example/prüfung/\n")
    sound.file(
        "templates/_footer.html", '<a href="/prüfung/claims/">a</a> <a href="/claims/">b</a>'
    )
    assert told(sound) == [("leaves-site", "templates/_footer.html", 1, 43)]


def test_a_file_answers_without_its_ending(sound: Desk) -> None:
    sound.config(f"{SITE}redirects:\n  /old.html: /claims/\n")
    sound.file("templates/_footer.html", '<a href="/checks/old">x</a> <a href="/checks/old/">y</a>')
    assert told(sound) == [("dead-link", "templates/_footer.html", 1, 38)]


def test_assets_are_looked_at(sound: Desk) -> None:
    sound.file(
        "templates/assets/more/a.css", "/* url(/no) */\np { background: url('/assets/b.svg') }"
    )
    sound.file("templates/assets/b.svg", '<svg>\n<image href="/c.png"/></svg>')
    sound.file("templates/assets/c.js", 'location = "/x"')
    expected = [("templates/assets/b.svg", 2, 14), ("templates/assets/more/a.css", 2, 22)]
    assert told(sound) == [("leaves-site", *place) for place in expected]
    assert 'folder: "../b.svg"' in run(sound).stderr


def test_an_own_address_written_whole_must_be_there(sound: Desk) -> None:
    base = "https://harbour-desk.github.io/checks"
    text, place = marked(quiet_text(body=f"[a]({base}/claims/) [b](⟦{base}/brief/⟧) [c]({base})"))
    sound.brief(text)
    sound.config(f"{SITE}redirects:\n  /old/: {base}/nowhere/\n")
    assert told(sound) == [
        ("dead-link", "briefs/bridge.md", place.line, place.column),
        ("dead-link", "site.yaml", 4, 10),
    ]


def test_a_text_may_count_from_the_root_as_sitegen_mends_it(sound: Desk) -> None:
    sound.brief(quiet_text(body="[all](/claims/)"))
    assert told(sound) == []


# Addresses that are live


def test_a_page_that_is_live_and_gone_is_told(live: Desk) -> None:
    live.page("about", "---\ntitle: About us\n---\nWe check.\n")
    live.page("method", "---\ntitle: Method\n---\nSo we check.\n")
    publish(live.root, "refs/remotes/origin/gh-pages")
    assert told(live) == []
    (live.root / "pages/about.md").unlink()
    (live.root / "pages/method.md").rename(live.root / "pages/our-method.md")
    done = run(live)
    assert [p.message for p in done.problems] == [
        '"/about/" is live (origin/gh-pages), and would be gone',
        '"/method/" is live (origin/gh-pages), and would be gone',
    ]
    assert "redirects:\n      =   /about/: /\n" in done.stderr
    assert "redirects:\n      =   /method/: /our-method/\n" in done.stderr
    live.config(f"{SITE}redirects:\n  /about/: /\n  /method/: /our-method/\n")  # as it said
    assert told(live) == []


def test_a_renamed_brief_is_told_at_its_new_file(live: Desk) -> None:
    (live.root / "briefs/bridge.md").unlink()
    live.brief(quiet_text(), slug="bridge-bill")
    done = run(live)
    assert [(p.code, p.file) for p in done.problems] == [("address-gone", "briefs/bridge-bill.md")]
    assert done.problems[0].message.endswith("would be gone, with 2 pages below it")
    assert "add redirect_from: [bridge]" in done.stderr
    live.brief(quiet_text("redirect_from: [bridge]"), slug="bridge-bill")  # as it said
    assert told(live) == []


def test_another_old_brief_is_not_what_a_lost_one_became(live: Desk) -> None:
    live.brief(quiet_text(), slug="bridge-two")
    publish(live.root, "refs/remotes/origin/gh-pages")
    (live.root / "briefs/bridge.md").unlink()
    done = run(live)
    assert [(p.code, p.file) for p in done.problems] == [("address-gone", "site.yaml")]
    assert "put briefs/bridge.md back, or lead on from there in site.yaml" in done.stderr
    assert "/briefs/bridge/: /briefs/\n" in done.stderr


def test_a_brief_that_is_a_draft_again_is_told_there(live: Desk) -> None:
    live.brief(quiet_text("draft: true"))
    live.brief(quiet_text(), slug="another")
    done = run(live)
    assert [(p.code, p.file) for p in done.problems] == [("address-gone", "briefs/bridge.md")]
    assert "a draft, or waits for a later day" in done.problems[0].message


def test_pages_of_lists_are_not_missed_and_feeds_are(live: Desk) -> None:
    live.config(f"{SITE}per_page: 1\n")
    live.brief(quiet_text("topics: [harbour]"))
    live.brief(quiet_text(), slug="tunnel")
    publish(live.root, "refs/remotes/origin/gh-pages")
    assert "page/2/index.html" in git(live.root, "ls-tree", "-r", "origin/gh-pages")
    live.config(SITE)
    live.brief(quiet_text("topics: [port]"))
    assert [m.partition(" is live")[0] for m in messages(live)] == ['"/topics/harbour/"']
    gone = '"/topics/harbour/" is live (origin/gh-pages), and would be gone, with 1 page below it'
    assert messages(live) == [gone]


def test_what_another_program_made_counts_too(sound: Desk) -> None:
    old = sound.root.parent / f"{sound.root.name}-old"
    old.mkdir()
    for name in ("about.html", "2019/post/index.html", "404.html", "style.css", "CNAME"):
        (old / name).parent.mkdir(parents=True, exist_ok=True)
        (old / name).write_text("old.example\n")
    commit(old)
    git(sound.root, "init", "--quiet")
    git(sound.root, "fetch", "--quiet", str(old), "main:gh-pages")
    assert [m.partition(" is live")[0] for m in messages(sound)] == [
        '"/2019/post/"',
        '"/about.html"',
        (
            "this is https://harbour-desk.github.io/checks, but with the domain that the branch "
            "names Pages serves the site: https://old.example/"
        ),
    ]
    redirects = "redirects:\n  /about.html: /\n  /2019/post/: /briefs/\n"
    sound.config(f"title: A\nbase_url: https://old.example/\ncname: old.example\n{redirects}")
    assert told(sound) == []


def test_what_others_put_on_the_branch_is_not_missed(live: Desk) -> None:
    """``publish`` leaves it there."""
    place = live.root.parent / f"{live.root.name}-branch"
    git(live.root, "worktree", "add", "--quiet", str(place), "origin/gh-pages")
    (place / "google123.html").write_text("google\n")
    commit(place)
    git(
        live.root,
        "update-ref",
        "refs/remotes/origin/gh-pages",
        git(place, "rev-parse", "HEAD").strip(),
    )
    assert "google123.html" in git(live.root, "ls-tree", "origin/gh-pages")
    assert told(live) == []


def test_the_only_remote_counts_whatever_its_name(live: Desk) -> None:
    git(live.root, "remote", "rename", "origin", "pages")
    assert "agrees with pages" in run(live).stderr


def test_the_remote_s_branch_counts_before_one_s_own(live: Desk) -> None:
    live.page("about", "---\ntitle: About us\n---\nWe check.\n")
    publish(live.root)  # only here
    (live.root / "pages/about.md").unlink()
    assert told(live) == []
    git(live.root, "branch", "--quiet", "--move", "gh-pages", "site")
    assert [m[:8] for m in messages(live, "--branch", "site")] == ['"/about/']


def test_a_branch_that_is_not_there_is_wrong_usage(live: Desk) -> None:
    done = run(live, "--branch", "site")
    assert (done.status, done.problems) == (2, [])
    assert 'no branch "site" here; get it with git fetch origin site' in done.stderr


# The live site itself


class Quiet(SimpleHTTPRequestHandler):
    """Serves a folder, without a word between those of the command."""

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def served(sound: Desk) -> Iterator[tuple[Desk, str]]:
    """The desk's site as a server shows it, and its address."""
    sound.page("about", "---\ntitle: About us\n---\nWe check.\n")
    sound.make()
    handler = partial(Quiet, directory=sound.out)
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        try:
            yield sound, f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


def test_the_live_site_can_be_asked(served: tuple[Desk, str]) -> None:
    desk, address = served
    done = run(desk, "--live", "--base-url", address)
    assert done.problems == []
    assert re.search(
        rf"live: compared with {address}, \d+ pages: none of them is gone", done.stderr
    )
    (desk.root / "pages/about.md").unlink()
    assert messages(desk, "--live", "--base-url", address) == [
        f'"/about/" is live ({address}), and would be gone'
    ]


@pytest.mark.parametrize(
    "manifest", [None, "", "{}", "[]", '{"files": []}', '{"files": 1}', "[" * 100_000, b"\xff"]
)
def test_a_site_without_a_manifest_is_said_to_have_none(
    served: tuple[Desk, str], manifest: str | bytes | None
) -> None:
    desk, address = served
    (desk.out / "data/manifest.json").unlink()
    if manifest is not None:
        desk.file("output/data/manifest.json", manifest)
    done = run(desk, "--live", "--base-url", address)
    assert (done.status, done.problems) == (2, [])
    assert done.stderr.startswith(f"sitegen: --live: {address}/data/manifest.json ")
    assert ("404" if manifest is None else "is no manifest of sitegen") in done.stderr


def test_a_live_site_that_cannot_be_asked_is_wrong_usage(sound: Desk) -> None:
    with socket.socket() as taken:  # nobody listens at it
        taken.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{taken.getsockname()[1]}"
        done = run(sound, "--live", "--base-url", address)
    assert (done.status, done.problems) == (2, [])
    what = f"--live: {address}/data/manifest.json cannot be read"
    assert f"{what} (Connection refused); " in done.stderr
    sound.config("title: Harbour Desk\n")
    done = run(sound, "--live")
    assert done.status == 2
    assert "--live: nothing says where the site is; write base_url in site.yaml" in done.stderr
