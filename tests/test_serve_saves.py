"""``sitegen serve`` follows the files: however an editor or git writes them, all ends right."""

import json
import os
import re
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from http.client import HTTPConnection
from pathlib import Path

import pytest

from serving import Answer, Server, serving
from support import Desk, commit, git, quiet_text

pytestmark = pytest.mark.slow
PATIENCE = 10  # seconds that a change may take on a busy machine


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A desk with one brief."""
    desk = Desk(tmp_path)
    desk.brief(quiet_text())
    return desk


@pytest.fixture
def server(desk: Desk) -> Iterator[Server]:
    """Its preview."""
    with serving(desk.root) as server:
        yield server


def eventually(holds: Callable[[], bool]) -> None:
    """Wait until something holds."""
    end = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < end, "it did not come to be in time"
        time.sleep(0.02)


def get(server: Server, address: str) -> Answer:
    """What is at an address of the site."""
    return server.get(server.base_path + address)


def shows(server: Server, address: str, words: str) -> bool:
    """Whether a page is there and has these words."""
    status, _, content = get(server, address)
    return status == 200 and words in content.decode()


def problems(server: Server) -> list[str]:
    """The codes of what is wrong now."""
    document = json.loads(get(server, "_sitegen/problems")[2])
    return [problem["code"] for problem in document["problems"]]


def number(server: Server) -> int:
    """How many times the site was made."""
    connection = HTTPConnection(server.host, server.port, timeout=PATIENCE)
    try:
        connection.request("GET", "/_sitegen/events")
        answer = connection.getresponse()
        first = next(line for line in answer if line.startswith(b"data: "))[6:]
    finally:
        connection.close()
    return json.loads(first)["number"]


def test_a_save_by_renaming(desk: Desk, server: Server) -> None:
    """As most editors do it: a new file takes the place of the old one."""
    for title in ("Once", "Twice"):
        beside = desk.file("briefs/.bridge.md.swp", quiet_text().replace("The bridge", title))
        beside.replace(desk.root / "briefs/bridge.md")
        eventually(lambda title=title: shows(server, "briefs/bridge/", title))


def test_a_save_that_puts_the_old_file_aside(desk: Desk, server: Server) -> None:
    place = desk.root / "briefs/bridge.md"
    place.rename(f"{place}~")
    place.write_text(quiet_text().replace("The bridge", "Aside"), encoding="utf-8")
    eventually(lambda: shows(server, "briefs/bridge/", "Aside"))
    assert problems(server) == []


def test_what_editors_leave_beside_is_no_save(desk: Desk, server: Server) -> None:
    before = number(server)
    for name in (".bridge.md.swp", "4913", "bridge.md~", ".#bridge.md", ".DS_Store"):
        desk.file(f"briefs/{name}", "x")
        time.sleep(0.05)
    time.sleep(0.3)
    assert number(server) == before
    desk.brief(quiet_text().replace("The bridge", "Saved"))
    eventually(lambda: shows(server, "briefs/bridge/", "Saved"))


def test_a_burst_of_saves_is_one_making(desk: Desk, server: Server) -> None:
    before = number(server)
    for turn in range(30):
        desk.brief(quiet_text(), slug=f"brief-{turn}")
    eventually(lambda: get(server, "briefs/brief-29/")[0] == 200)
    assert number(server) - before <= 2  # the first of them may be a burst of its own


def test_a_brief_that_goes_and_one_that_comes(desk: Desk, server: Server) -> None:
    place = desk.root / "briefs/bridge.md"
    place.rename(place.with_name("tunnel.md"))
    eventually(lambda: shows(server, "briefs/tunnel/", "The bridge"))
    assert get(server, "briefs/bridge/")[0] == 404
    place.with_name("tunnel.md").unlink()
    eventually(lambda: get(server, "briefs/tunnel/")[0] == 404)
    assert problems(server) == ["no-briefs"]


def test_folders_that_come_move_and_go(desk: Desk, server: Server) -> None:
    desk.brief(quiet_text(), slug="ferry", folder="briefs/2024/june")
    eventually(lambda: get(server, "briefs/ferry/")[0] == 200)
    (desk.root / "briefs/2024").rename(desk.root / "briefs/old")
    desk.brief(quiet_text().replace("The bridge", "Below"), slug="ferry", folder="briefs/old/june")
    eventually(lambda: shows(server, "briefs/ferry/", "Below"))
    shutil.rmtree(desk.root / "briefs/old")
    eventually(lambda: get(server, "briefs/ferry/")[0] == 404)


def test_a_folder_that_was_not_there_at_the_start(desk: Desk, server: Server) -> None:
    desk.page("about", "---\ntitle: About us\n---\nWe check.\n")
    eventually(lambda: shows(server, "about/", "We check."))
    desk.page("about", "---\ntitle: About us\n---\nWe check twice.\n")
    eventually(lambda: shows(server, "about/", "We check twice."))
    desk.file("templates/claims.html", "<title>x</title>Ours")
    eventually(lambda: shows(server, "claims/", "Ours"))
    shutil.rmtree(desk.root / "templates")
    eventually(lambda: shows(server, "claims/", "All claims"))


def test_a_snapshot_is_watched_wherever_it_is(desk: Desk, server: Server) -> None:
    quoted = quiet_text(article="snapshot: archive/article.txt", claim="quote: it cost double")
    desk.brief(quoted)
    eventually(lambda: problems(server) == ["snapshot-missing"])
    desk.file("archive/article.txt", "They say it cost double.\n")
    eventually(lambda: problems(server) == [])
    desk.file("archive/article.txt", "They say it cost triple.\n")
    eventually(lambda: problems(server) == ["quote-not-found"])
    desk.file("archive/article.txt", "They say it cost double.\n")
    eventually(lambda: problems(server) == [])


def test_settings_break_and_heal(desk: Desk, server: Server) -> None:
    desk.config("title: [\n")
    eventually(lambda: problems(server) != [])
    assert shows(server, "", "Harbour Desk")
    (desk.root / "site.yaml").unlink()
    eventually(lambda: "put it back" in server.log())
    desk.config("title: Another Desk\n")
    eventually(lambda: shows(server, "", "Another Desk"))


def test_another_branch_is_checked_out(desk: Desk, server: Server) -> None:
    commit(desk.root)
    git(desk.root, "checkout", "--quiet", "-b", "many")
    for turn in range(500):
        desk.brief(quiet_text(), slug=f"brief-{turn}", folder=f"briefs/{turn % 7}")
    desk.brief(quiet_text().replace("The bridge", "On a branch"))
    commit(desk.root)
    eventually(lambda: shows(server, "briefs/bridge/", "On a branch"))
    eventually(lambda: get(server, "briefs/brief-499/")[0] == 200)
    git(desk.root, "checkout", "--quiet", "main")
    eventually(lambda: shows(server, "briefs/bridge/", "The bridge"))
    eventually(lambda: get(server, "briefs/brief-499/")[0] == 404)
    git(desk.root, "checkout", "--quiet", "many")
    eventually(lambda: get(server, "briefs/brief-499/")[0] == 200)
    eventually(lambda: "brief-250" in get(server, "data/claims.json")[2].decode())
    assert problems(server) == []


def test_a_template_that_nobody_looks_at_is_found_broken(desk: Desk, server: Server) -> None:
    desk.file("templates/ratings.html", "<title>x</title>{{ nothing }}")
    eventually(lambda: problems(server) == ["template-error"])
    server.wait_for("templates/ratings.html:1:1: error[template-error]")
    assert shows(server, "ratings/", "Mostly false")  # as it was
    desk.file("templates/ratings.html", "<title>x</title>Mended")
    eventually(lambda: shows(server, "ratings/", "Mended"))
    assert problems(server) == []


def test_the_terminal_says_what_was_saved_and_what_is_wrong(desk: Desk, server: Server) -> None:
    desk.brief(quiet_text().replace("mostly-false", "mostly-flase"))
    eventually(lambda: "the site is shown as it was" in server.log())
    log = server.log()
    assert "briefs/bridge.md:9:13: error[unknown-rating]" in log
    assert re.search(r"^briefs/bridge\.md: 1 error, the site is shown as it was", log, re.MULTILINE)
    desk.brief(quiet_text())
    eventually(
        lambda: re.search(r"^briefs/bridge\.md: shown", server.log(), re.MULTILINE) is not None
    )


def test_nothing_is_written(desk: Desk, server: Server) -> None:
    desk.brief(quiet_text().replace("The bridge", "Saved"))
    eventually(lambda: shows(server, "briefs/bridge/", "Saved"))
    assert sorted(os.listdir(desk.root)) == ["briefs", "site.yaml"]


def test_reading_while_it_is_saved(desk: Desk, server: Server) -> None:
    """Whoever reads during a save gets a page that is whole, the one before or the one after."""
    found: list[tuple[int, str]] = []
    ended = threading.Event()

    def read() -> None:
        while not ended.is_set():
            status, _, content = get(server, "briefs/bridge/")
            found.append((status, content.decode()))

    readers = [threading.Thread(target=read) for _ in range(4)]
    for reader in readers:
        reader.start()
    try:
        for turn in range(20):
            desk.brief(quiet_text().replace("The bridge", f"Turn {turn}"))
            time.sleep(0.03)
        eventually(lambda: shows(server, "briefs/bridge/", "Turn 19"))
    finally:
        ended.set()
        for reader in readers:
            reader.join()
    assert {status for status, _ in found} == {200}
    assert all(content.rstrip().endswith("</html>") for _, content in found)
