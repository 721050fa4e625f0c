"""A folder to a site: what a build reads, what it makes, and that many processes do it alike."""

import errno
import gc
import multiprocessing
import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

import pytest

from sitegen.build import build
from sitegen.folder import Folder
from sitegen.options import Options
from sitegen.parallel import run, share
from support import BASE_URL, TODAY, Desk, brief_text

# What is read


def test_a_site_without_briefs_is_a_site(desk: Desk) -> None:
    """``site.yaml`` with a title is all that is needed."""
    desk.config("title: Harbour Desk\n")
    result = build(Folder(desk.root), Options(TODAY), desk.out)
    assert (result.ok, result.briefs, result.claims) == (True, 0, 0)
    for address in ("", "briefs/", "claims/", "sources/", "entities/", "ratings/", "corrections/"):
        assert "Harbour Desk" in desk.html(address)
    assert desk.has("404.html")
    assert desk.has(".nojekyll")


def test_subfolders_are_free_and_some_names_are_ignored(desk: Desk) -> None:
    desk.brief(brief_text(), slug="one", folder="briefs/2024/may")
    desk.brief(brief_text(), slug="two")
    for path in ("_draft.md", ".hidden.md", "_old/three.md", ".git/four.md", "note.txt", "x.MD"):
        desk.file(f"briefs/{path}", "not a brief")
    desk.make()
    made = {path.name for path in (desk.out / "briefs").iterdir() if path.is_dir()}
    assert made == {"one", "two"}


def test_two_briefs_of_one_name_are_an_error(desk: Desk) -> None:
    desk.brief(brief_text(), folder="briefs/2023")
    desk.brief(brief_text(), folder="briefs/2024")
    (problem,) = desk.errors()
    assert (problem.code, problem.file) == ("duplicate-slug", "briefs/2024/bridge.md")
    assert "briefs/2023/bridge.md" in problem.message


def test_the_problems_of_every_file_come_in_one_run(desk: Desk) -> None:
    desk.config("title: Harbour Desk\nmood: good\n")
    desk.brief(brief_text("mood: good"), slug="one")
    desk.brief(brief_text(claim="mood: good"), slug="two")
    desk.page("about", "no header")
    assert [(p.file, p.code) for p in desk.errors()] == [
        ("briefs/one.md", "unknown-field"),
        ("briefs/two.md", "unknown-field"),
        ("pages/about.md", "front-matter"),
        ("site.yaml", "unknown-field"),
    ]


def test_the_sources_are_not_touched(bridge: Desk, tmp_path) -> None:
    def sources() -> dict[str, tuple[bytes, int]]:
        ours = {bridge.out, bridge.root / ".sitegen"}
        paths = [p for p in bridge.root.rglob("*") if ours.isdisjoint(p.parents) and p.is_file()]
        return {str(path): (path.read_bytes(), path.stat().st_mtime_ns) for path in paths}

    before = sources()
    build(Folder(bridge.root), Options(TODAY), tmp_path / "site")
    assert sources() == before


# The day, drafts, the address


def test_a_brief_appears_on_its_day(desk: Desk) -> None:
    desk.brief(brief_text())  # of 14 May
    for day, shown in (("2024-05-13", False), ("2024-05-14", True), ("2024-05-15", True)):
        desk.make(today=date.fromisoformat(day))
        assert desk.has("briefs/bridge/") is shown
        assert ("The bridge" in desk.html("")) is shown


def test_drafts_are_shown_on_demand_only(desk: Desk) -> None:
    desk.brief(brief_text("draft: true"))
    result = build(Folder(desk.root), Options(TODAY, drafts=True), desk.out)
    assert (result.briefs, result.left.drafts) == (1, 0)
    assert desk.has("briefs/bridge/doubled/")
    result = build(Folder(desk.root), Options(TODAY), desk.out)
    assert (result.briefs, result.left.drafts) == (0, 1)
    assert not desk.has("briefs/bridge/")


def test_a_drafts_mistakes_are_told_all_the_same(desk: Desk) -> None:
    desk.brief(brief_text("draft: true\nmood: good"))
    (problem,) = desk.errors()
    assert problem.code == "unknown-field"


def test_the_address_given_replaces_the_one_in_the_settings(desk: Desk) -> None:
    desk.brief(brief_text())
    desk.make(base_url="https://preview.example/42/")
    assert "https://preview.example/42/briefs/bridge/" in desk.html("feed.xml")
    texts = [path.read_bytes() for path in desk.out.rglob("*") if path.is_file()]
    assert not any(BASE_URL.encode() in text for text in texts)


# Addresses of files


COLLISIONS = {
    "page and list": ("pages/claims.md", "---\ntitle: Claims\n---\n"),
    "page and file": ("pages/data.md", "---\ntitle: Data\n---\n[m](claims.csv)\n"),
    "redirect and page": ("site.yaml", "title: Desk\nredirects: {/briefs/bridge/: /}\n"),
    "redirect and manifest": ("site.yaml", "title: Desk\nredirects: {/data/manifest.json: /}\n"),
    "page and manifest": ("pages/data.md", "---\ntitle: Data\n---\n[m](manifest.json)\n"),
    "file and folder": ("site.yaml", "title: Desk\nredirects: {/feed.xml/old/: /}\n"),
}


@pytest.mark.parametrize("name", COLLISIONS)
def test_two_files_at_one_address_are_an_error(desk: Desk, name: str) -> None:
    path, text = COLLISIONS[name]
    desk.brief(brief_text())
    desk.file("pages/manifest.json", "{}")
    desk.file("pages/claims.csv", "")
    desk.file(path, f"{text}base_url: {BASE_URL}\n" if path == "site.yaml" else text)
    assert path in {problem.file for problem in desk.errors()}


def test_the_manifest_names_every_file_but_itself(bridge: Desk) -> None:
    on_disk = {path.relative_to(bridge.out).as_posix() for path in bridge.out.rglob("*.*")}
    on_disk = {path for path in on_disk if (bridge.out / path).is_file()}
    named = set(bridge.json("data/manifest.json")["files"])
    assert on_disk - named == {"data/manifest.json"}
    assert named <= on_disk


def test_a_sites_own_template_and_asset_replace_the_built_in_ones(desk: Desk) -> None:
    desk.file("templates/404.html", "Nothing here.")
    desk.file("templates/assets/site.css", "body {}")
    desk.file("templates/assets/fonts/own.woff2", b"\0\1")
    desk.make()
    assert desk.html("404.html") == "Nothing here."
    style = desk.html("assets/site.css")
    assert style.startswith("body {}\n.rating-true{")  # the scale's colours hold for any style
    assert desk.path("assets/fonts/own.woff2").read_bytes() == b"\0\1"
    assert "<!doctype html>" in desk.html("").lower()


@pytest.mark.parametrize("works", [True, False])
def test_the_garbage_collector_is_as_it_was(desk: Desk, works: bool) -> None:
    desk.brief(brief_text() if works else "broken")
    before = gc.isenabled()
    for was_on in (True, False):
        (gc.enable if was_on else gc.disable)()
        try:
            build(Folder(desk.root), Options(TODAY), None)
            assert gc.isenabled() is was_on
        finally:
            (gc.enable if before else gc.disable)()


# Many processes

FORKS = "fork" in multiprocessing.get_all_start_methods()


def square(state: int, item: int) -> tuple[int, int]:
    return state + item * item, os.getpid()


def fail_at_three(_: None, item: int) -> int:
    if item == 3:
        raise OSError(28, "No space left on device", "page.html")
    return item


def die_at_three(state: int, item: int) -> int:
    if item == 3 and os.getpid() != state:
        os._exit(1)
    return item


def handlers(_: None, __: int) -> list[object]:
    return [signal.getsignal(signal.SIGTERM), signal.getsignal(signal.SIGINT)]


@contextmanager
def within(seconds: int) -> Iterator[None]:
    """Fail, and do not wait for ever."""

    def late(*_: object) -> None:
        raise TimeoutError

    before = signal.signal(signal.SIGALRM, late)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


@pytest.mark.parametrize("jobs", [1, 2, 50])
def test_results_come_in_the_order_of_the_items(jobs: int) -> None:
    with within(20):
        results = list(run(jobs, square, 1, range(9), chunk=2))
    assert [result for result, _ in results] == [1 + n * n for n in range(9)]
    assert ({process for _, process in results} == {os.getpid()}) is (jobs == 1)


def test_little_work_is_done_here() -> None:
    results = run(8, square, 0, range(9), chunk=9)
    assert {process for _, process in results} == {os.getpid()}


def test_nothing_to_do_is_fine() -> None:
    assert list(run(2, square, 0, [], chunk=4)) == []


def test_work_is_done_here_where_no_process_can_be_started(monkeypatch) -> None:
    """No semaphores, as on some hosts and phones."""

    def refuse(*_: object, **__: object) -> None:
        raise OSError(38, "Function not implemented")

    monkeypatch.setattr("multiprocessing.context.BaseContext.Lock", refuse)
    results = run(2, square, 0, range(9), chunk=2)
    assert {process for _, process in results} == {os.getpid()}


@pytest.mark.parametrize("jobs", [1, 2])
def test_what_goes_wrong_in_a_process_is_told_here(jobs: int) -> None:
    with within(20), pytest.raises(OSError, match="No space left") as wrong:
        list(run(jobs, fail_at_three, None, range(9), chunk=2))
    assert wrong.value.filename == "page.html"


@pytest.mark.skipif(not FORKS, reason="needs fork, to know its own process")
def test_a_process_that_is_killed_does_not_hang_the_build() -> None:
    """A machine that runs out of memory ends processes without a word."""
    with within(10), pytest.raises(Exception) as wrong:  # noqa: PT011 (whichever, but soon)
        list(run(2, die_at_three, os.getpid(), range(9), chunk=2))
    assert not isinstance(wrong.value, TimeoutError), "it would have waited for ever"


@pytest.mark.skipif(not FORKS, reason="needs fork, to know its own process")
@pytest.mark.parametrize("jobs", [2, 3, 6])
def test_a_process_that_is_killed_while_this_one_works_too(jobs: int) -> None:
    with within(10), pytest.raises(ChildProcessError, match="--jobs 1"):
        share(jobs, die_at_three, os.getpid(), [1, 2], [*range(3, 9)])


@pytest.mark.parametrize("jobs", [1, 2])
def test_each_process_does_its_share(jobs: int) -> None:
    with within(20):
        found = share(jobs, square, 1, [5, 6], [0, 1, 2])
    assert [result for result, _ in found] == [26, 37, 1, 2, 5]
    assert {process for _, process in found[:2]} == {os.getpid()}
    assert (os.getpid() in {process for _, process in found[2:]}) is (jobs == 1)


@pytest.mark.skipif(not FORKS, reason="needs fork, to know its own process")
def test_ctrl_c_ends_no_process_that_is_not_ready(monkeypatch: pytest.MonkeyPatch) -> None:
    """A terminal sends it to all. What ends by it too soon, others would wait for for ever."""
    before, mask = os.fork, signal.pthread_sigmask(signal.SIG_BLOCK, ())

    def fork() -> int:
        process = before()
        if not process:
            signal.raise_signal(signal.SIGINT)
        return process

    monkeypatch.setattr("os.fork", fork)
    with within(20):
        found = [*run(2, square, 1, [*range(4)], chunk=1)]
    assert [result for result, _ in found] == [1, 2, 5, 10]
    assert os.getpid() not in {process for _, process in found}
    assert signal.pthread_sigmask(signal.SIG_BLOCK, ()) == mask


@pytest.mark.skipif(not FORKS, reason="elsewhere nothing is done aside")
def test_one_job_is_one_process(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever two processes would do sooner: not every machine gives a second."""
    for number in range(130):
        desk.brief(brief_text(), slug=f"bridge-{number}")
    forks = []

    def refuse() -> int:
        forks.append(jobs)
        raise BlockingIOError(errno.EAGAIN, "Resource temporarily unavailable")

    monkeypatch.setattr("os.fork", refuse)
    monkeypatch.setattr("sitegen.folder_stamps._MANY", 0)
    monkeypatch.setattr("sitegen.standing._MANY", 0)
    for jobs in (1, 2):
        for body in ("One.", "Two."):
            desk.brief(brief_text(body=f"{body} {jobs}"), slug="bridge-0")
            slug = f"bridge-{body[:3].lower()}-{jobs}"  # a new one, so that lists change too
            desk.brief(brief_text(body=body), slug=slug)
            assert build(Folder(desk.root), Options(TODAY, jobs=jobs), desk.out).ok
    assert {*forks} == {2}  # it has something to do aside, and does it here where it cannot


@pytest.mark.parametrize(("ours", "theirs"), [([3], [0, 1]), ([0, 1], [3])])
def test_what_goes_wrong_in_a_share_is_told_here(ours: list[int], theirs: list[int]) -> None:
    with within(20), pytest.raises(OSError, match="No space left"):
        share(2, fail_at_three, None, ours, theirs)


def test_a_template_that_no_page_uses_may_be_one_that_python_refuses(desk: Desk) -> None:
    for number in range(70):
        desk.brief(brief_text(), slug=f"bridge-{number}")
    loops = "{% for a in b %}" * 25 + "{% endfor %}" * 25
    desk.file("templates/unused.html", loops)
    assert build(Folder(desk.root), Options(TODAY, jobs=2), desk.out).ok


@pytest.mark.skipif(not FORKS, reason="other processes do not inherit handlers")
def test_processes_can_be_ended_and_leave_ctrl_c_to_the_first() -> None:
    """With the command line's handler of SIGTERM they can miss it, and a build hangs at its end."""
    before = signal.signal(signal.SIGTERM, lambda *_: None)
    try:
        with within(20):
            found = list(run(2, handlers, None, range(4), chunk=2))
    finally:
        signal.signal(signal.SIGTERM, before)
    assert found == [[signal.SIG_DFL, signal.SIG_IGN]] * 4
