"""``sitegen publish`` where the remote does not take it, or the process is killed in the middle.

Each time the desk's repository is as it was to the byte, what to do is said, and the next
``sitegen publish`` works.
"""

import os
import pty
import select
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from publishing import ADDRESS, PublishingDesk
from sitegen import live_branch
from sitegen.publish import Wanted, publish_site
from sitegen.push_refusals import push_advice
from sitegen.settings import Settings
from support import commit, git, quiet_text


@pytest.fixture
def desk(tmp_path: Path) -> PublishingDesk:
    """A desk that has published once, and has something new."""
    desk = PublishingDesk(tmp_path)
    desk.published()
    desk.brief(quiet_text().replace("The bridge", "The toll"), slug="toll")
    commit(desk.top)
    return desk


def works_again(desk: PublishingDesk) -> None:
    desk.published()
    assert "briefs/toll/index.html" in desk.live()


# The remote


def moved(desk: PublishingDesk, to: str) -> str:
    """A script that moves the branch of the remote, as somebody else's push would."""
    update = f"GIT_DIR={desk.bare} {shutil.which('git')} update-ref refs/heads/gh-pages {to}"
    return f"(unset GIT_OBJECT_DIRECTORY GIT_INDEX_FILE; {update})"


def test_somebody_else_was_quicker(desk: PublishingDesk) -> None:
    made = git(desk.bare, "commit-tree", "-p", "gh-pages", "-m", "Theirs", "gh-pages^{tree}")
    theirs = made.strip()
    before = desk.state()
    run = desk.publish(PATH=desk.with_git("push", moved(desk, theirs)))
    assert run.status == 2
    assert "somebody else published at the same moment; publish once more" in run.stderr
    assert desk.state() == before
    assert desk.tip() == theirs
    works_again(desk)
    assert desk.commits()[1] == "Theirs"


def test_somebody_else_made_the_branch_first(tmp_path: Path) -> None:
    desk = PublishingDesk(tmp_path)
    desk.published()
    git(desk.bare, "update-ref", "refs/heads/kept", "gh-pages")
    git(desk.bare, "update-ref", "-d", "refs/heads/gh-pages")
    desk.brief(quiet_text(body="More."))
    commit(desk.top)
    run = desk.publish(PATH=desk.with_git("push", moved(desk, "kept")))
    assert run.status == 2
    assert "somebody else published at the same moment" in run.stderr
    assert desk.tip() == desk.tip("kept")


@pytest.mark.parametrize(
    ("hook", "advice"),
    [
        ("echo 'No.' >&2; exit 1\n", "the server has rules of its own"),
        (
            "echo 'error: GH006: Protected branch update failed' >&2; exit 1\n",
            "the branch is protected",
        ),
        ("echo 'error: GH001: Large files detected.' >&2; exit 1\n", "a file is larger"),
    ],
)
def test_a_server_that_does_not_want_it(desk: PublishingDesk, hook: str, advice: str) -> None:
    there = desk.hook("pre-receive", hook)
    said = desk.refused()
    assert said.startswith(advice)
    assert "(git says: " in said
    assert "\n" not in said
    there.unlink()
    works_again(desk)


def test_a_remote_that_cannot_be_written_to(desk: PublishingDesk) -> None:
    there = desk.hook("update", "exit 1\n")
    assert "[remote rejected]" in desk.refused()
    there.unlink()
    works_again(desk)


OTHER = "https://github.com/OWNER/REPOSITORY.git"


def test_a_remote_that_is_gone(desk: PublishingDesk) -> None:
    away = desk.bare.rename(desk.bare.parent / "away.git")
    before = desk.state()
    run = desk.publish()
    assert (run.status, run.stdout) == (2, "")
    assert "there is no such repository, or you may not see it" in run.stderr
    assert f"git remote set-url origin {OTHER}" in run.stderr
    assert desk.state() == before
    assert list(desk.temporary.iterdir()) == []
    away.rename(desk.bare)
    works_again(desk)


def test_a_remote_that_goes_away_in_between(desk: PublishingDesk) -> None:
    path = desk.with_git("push", f"mv {desk.bare} {desk.bare}.away")
    before = desk.state()
    run = desk.publish(PATH=path)
    assert run.status == 2
    assert "there is no such repository" in run.stderr
    assert desk.state() == before
    Path(f"{desk.bare}.away").rename(desk.bare)
    works_again(desk)


@contextmanager
def web_server(status: int) -> Iterator[str]:
    """A server on this machine that answers everything with one status: its address."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(status)
            self.send_header("WWW-Authenticate", 'Basic realm="desk"')
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Keep quiet."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield f"127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.mark.parametrize(
    ("status", "advice"),
    [
        (401, "the server does not know who you are"),
        (403, "you may not write there"),
        (404, "there is no such repository"),
    ],
)
def test_a_server_that_asks_who_is_there(desk: PublishingDesk, status: int, advice: str) -> None:
    """Nobody can answer, so nothing is asked and nothing waits; no password is shown."""
    with web_server(status) as where:
        desk.set("remote.origin.url", f"http://ana:s3cret@{where}/harbour/checks.git")
        said = desk.refused("--base-url", ADDRESS)
    assert said.startswith(advice)
    assert "s3cret" not in said


def read_until(terminal: int, piece: bytes) -> bytes:
    """What is printed on a terminal, up to something that must come."""
    said = b""
    while piece not in said:
        assert select.select([terminal], [], [], 30)[0], said
        said += os.read(terminal, 4096)
    return said


def test_at_a_terminal_git_may_ask_for_a_password(desk: PublishingDesk) -> None:
    with web_server(401) as where:
        desk.set("remote.origin.url", f"http://{where}/harbour/checks.git")
        process, terminal = pty.fork()
        if not process:
            os.chdir(desk.root)
            command = [sys.executable, "-m", "sitegen", "publish", "--base-url", ADDRESS]
            os.execve(sys.executable, command, {**os.environ, **desk.environment()})
        said = read_until(terminal, b"Username for")
        os.write(terminal, b"ana\n")
        said += read_until(terminal, b"Password for")
        os.write(terminal, b"wrong\n")
        said += read_until(terminal, b"gh auth login")
        assert os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]) == 2
        os.close(terminal)
    assert b"wrong" not in said


def test_a_server_that_never_answers(
    desk: PublishingDesk, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """With nobody there to stop it, it is given up."""
    monkeypatch.setattr(live_branch, "_ASKING", 0.5)
    settings = Settings(desk.root, ADDRESS, False, False, 1, "", "text")
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        desk.set("remote.origin.url", f"git://127.0.0.1:{server.getsockname()[1]}/checks.git")
        before = desk.state()
        wanted = Wanted("origin", "gh-pages", "", "", dry_run=False, allow_dirty=False)
        assert publish_site(settings, wanted) == 2
    assert "git ls-remote did not end within 0.5 seconds" in capsys.readouterr().err
    assert desk.state() == before


def test_a_server_that_is_not_there(desk: PublishingDesk) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # and nobody listens
        url = f"http://127.0.0.1:{taken.getsockname()[1]}/harbour/checks.git"
        desk.set("remote.origin.url", url)
        said = desk.refused("--base-url", ADDRESS)
    assert said.startswith("there is no connection to the server")


# What servers and git say; from real refusals


SAID = {
    "there is no connection": [
        (
            "ssh: Could not resolve hostname github.com: Temporary failure in name resolution\n"
            "fatal: Could not read from remote repository.\n\n"
            "Please make sure you have the correct access rights\nand the repository exists.\n"
        ),
        "fatal: unable to access 'https://github.com/a/b.git/': Could not resolve host: github.com",
        "ssh: connect to host github.com port 22: Connection timed out\n",
    ],
    "the server does not know who you are": [
        (
            "git@github.com: Permission denied (publickey).\n"
            "fatal: Could not read from remote repository.\n"
        ),
        "fatal: could not read Username for 'https://github.com': terminal prompts disabled",
        (
            "remote: Support for password authentication was removed on August 13, 2021.\n"
            "fatal: Authentication failed for 'https://github.com/a/b.git/'"
        ),
    ],
    "you may not write there": [
        (
            "ERROR: Permission to a/b.git denied to ana.\n"
            "fatal: Could not read from remote repository.\n"
        ),
        (
            "remote: Permission to a/b.git denied to ana.\n"
            "fatal: unable to access 'https://x:t0ken@github.com/a/b.git/': "
            "The requested URL returned error: 403"
        ),
        "remote: Write access to repository not granted.",
    ],
    "there is no such repository": [
        "ERROR: Repository not found.\nfatal: Could not read from remote repository.\n",
        "remote: Repository not found.\nfatal: repository 'https://github.com/a/b.git/' not found",
    ],
    "the branch is protected": [
        (
            "remote: error: GH006: Protected branch update failed for refs/heads/gh-pages.\n"
            "To https://github.com/a/b.git\n"
            " ! [remote rejected] 1a -> gh-pages (protected branch hook declined)\n"
            "error: failed to push some refs to 'https://github.com/a/b.git'"
        ),
        (
            "remote: error: GH013: Repository rule violations found for refs/heads/gh-pages.\n"
            " ! [remote rejected] 1a -> b (push declined due to repository rule violations)\n"
        ),
    ],
    "this computer has not met the server": [
        "Host key verification failed.\nfatal: Could not read from remote repository.\n"
    ],
    "git says: fatal: something new": ["fatal: something new\n"],
    "git does not say why": ["", "To https://github.com/a/b.git\nhint: Try again\n"],
}


@pytest.mark.parametrize(
    ("advice", "said"), [(advice, said) for advice, every in SAID.items() for said in every]
)
def test_what_is_said_is_understood(advice: str, said: str) -> None:
    told = push_advice(said.encode(), "origin")
    assert told.startswith(advice)
    for empty in ("t0ken", "hint", "Could not read from remote", "failed to push some refs"):
        assert empty not in told


# A kill in the middle


def wait_for(place: Path, process: subprocess.Popen[str]) -> None:
    until = time.monotonic() + 30
    while not place.exists():
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < until
        time.sleep(0.02)


MIDDLE = ["ls-remote", "update-index", "push"]


def killed(desk: PublishingDesk, how: int, command: str) -> tuple[int, str]:
    """Kill it, with all that it started, while git is at one of its commands."""
    here = desk.top.parent / "here"
    path = desk.with_git(command, f"touch {here}; sleep 60")
    process = desk.start(PATH=path)
    wait_for(here, process)
    os.killpg(process.pid, how)
    _, said = process.communicate(timeout=30)
    return process.returncode, said


@pytest.mark.parametrize("command", MIDDLE)
def test_killed_in_the_middle(desk: PublishingDesk, command: str) -> None:
    before, there = desk.state(), desk.refs()
    status, _ = killed(desk, signal.SIGKILL, command)
    assert status == -signal.SIGKILL
    assert (desk.state(), desk.refs()) == (before, there)
    works_again(desk)


@pytest.mark.parametrize(
    ("command", "how"), [("ls-remote", signal.SIGINT), ("push", signal.SIGTERM)]
)
def test_stopped_in_the_middle(desk: PublishingDesk, command: str, how: signal.Signals) -> None:
    before, there = desk.state(), desk.refs()
    status, said = killed(desk, how, command)
    assert status == 128 + how
    assert said.endswith("sitegen publish --dry-run tells\n")
    assert "stopped; your repository is as it was" in said
    assert (desk.state(), desk.refs()) == (before, there)
    assert list(desk.temporary.iterdir()) == []
    works_again(desk)


def test_killed_while_the_server_takes_it(desk: PublishingDesk) -> None:
    """The server has all of it, or nothing."""
    here, go = desk.top.parent / "here", desk.top.parent / "go"
    script = f"touch {here}\nfor i in $(seq 300); do [ -e {go} ] && exit 0; sleep 0.1; done\n"
    hook = desk.hook("pre-receive", script)
    before, there = desk.state(), desk.refs()
    process = desk.start()
    wait_for(here, process)
    process.kill()
    process.communicate()
    assert (desk.state(), desk.refs()) == (before, there)
    go.touch()
    until = time.monotonic() + 30
    while desk.refs() == there and time.monotonic() < until:  # the server ends what it began
        time.sleep(0.05)
    hook.unlink()
    assert desk.state() == before
    works_again(desk)
    assert len(desk.commits()) == 2
    git(desk.bare, "fsck", "--strict")


def test_killed_while_the_site_is_made(desk: PublishingDesk) -> None:
    for number in range(300):
        desk.brief(quiet_text(), slug=f"bridge-{number}")
    commit(desk.top)
    before, there = desk.state(), desk.refs()
    process = desk.start("--jobs", "1")
    until = time.monotonic() + 30
    while not list(desk.temporary.glob("*/.sitegen-site-*")):
        assert process.poll() is None
        assert time.monotonic() < until
        time.sleep(0.005)
    process.kill()
    process.communicate()
    assert (desk.state(), desk.refs()) == (before, there)
    works_again(desk)
