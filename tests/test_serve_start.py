"""How ``sitegen serve`` starts, which address it takes, whom it answers there, and how it ends."""

import re
import signal
import socket
import subprocess
import sys
import time
from contextlib import ExitStack
from pathlib import Path

import pytest

from serving import Server, everything, serving
from support import Desk, commit, git

HOST = b"Host: 127.0.0.1\r\n"
EVENTS = b"GET /_sitegen/events HTTP/1.1\r\n" + HOST + b"\r\n"
WHOLE = b"GET /robots.txt HTTP/1.1\r\n" + HOST + b"\r\n"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    return Desk(tmp_path_factory.mktemp("desk")).bridge()


def taken(host: str = "127.0.0.1", port: int = 0) -> socket.socket:
    """A port that something else listens at."""
    made = socket.create_server((host, port))
    made.listen()
    return made


# Ports


def test_a_busy_port_gives_the_next_free_one_and_says_so(desk: Desk) -> None:
    with taken() as other:
        wanted = other.getsockname()[1]
        with serving(desk.root, "--port", str(wanted)) as server:
            assert wanted < server.port <= wanted + 64
            assert f"port {wanted} is taken, so this is at {server.port}\n" in server.log()
            assert server.get("/").status == 200


def test_two_previews_of_one_desk(desk: Desk) -> None:
    with serving(desk.root) as first, serving(desk.root, "--port", str(first.port)) as second:
        assert second.port > first.port
        one, other = (
            re.subn(rb' data-seen="[0-9a-f]{16}-\d+"', b"", server.get("/").content)
            for server in (first, second)
        )
        assert one == other
        assert one[1] == 1


def test_a_free_port_is_taken_without_a_word(desk: Desk) -> None:
    with serving(desk.root) as server:
        assert "taken" not in server.log()
        assert "network" not in server.log()
        assert f" s: http://127.0.0.1:{server.port}/\n" in server.log()


def test_the_port_is_free_again_at_once(desk: Desk) -> None:
    with serving(desk.root) as first:
        with first.connect() as connection:
            connection.sendall(WHOLE)
            connection.recv(10)
            first.stop()
        with serving(desk.root, "--port", str(first.port)) as second:
            assert second.port == first.port


def test_no_port_is_free(desk: Desk) -> None:
    with taken(port=65_535):
        run = desk.run("serve", "--port", "65535")
        assert run.status == 2
        assert "--port" in run.stderr
        assert "choose another" in run.stderr


# Wrong usage


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (("--port", "70000"), "--port"),
        (("--port", "-1"), "--port"),
        (("--port", "http"), "--port"),
        (("--host", "nowhere.invalid"), '--host: "nowhere.invalid" is no address of this machine'),
        (("--host", "192.0.2.1"), '--host: "192.0.2.1" is no address of this machine'),
        (("--host", "2001:db8::1"), "--host"),
        (("--host", "a..b"), "--host"),
        (("--host", "a" * 300), "--host"),
        (("--host", ""), "--host"),
        (("--base-path", "/a b/"), '--base-path: "/a b/" is not a path; write it'),
        (("--base-path", "/../"), "--base-path"),
        (("--base-path", "/a/./b"), "--base-path"),
        (("--base-path", "/a//b/"), "--base-path"),
        (("--base-path", "https://desk.example/repo/"), "--base-path"),
        (("--base-path", "/é/"), "--base-path"),
        (("--base-path", '/"><script>/'), "--base-path"),
        (("--base-path", "/_sitegen/"), "--base-path"),
        (("--base-path", "/a\n/"), "--base-path"),
        (("--root", "nowhere"), "there is no site.yaml"),
    ],
)
def test_wrong_usage_is_told_in_words(desk: Desk, args: tuple[str, ...], words: str) -> None:
    run = desk.run("serve", *args)
    assert run.status == 2
    assert words in re.sub(r"[\s│]+", " ", run.stderr)
    assert "bug" not in run.stderr
    assert "Traceback" not in run.stderr
    assert not run.stdout


@pytest.mark.parametrize("typed", ["repo", "/repo", "repo/", "/repo/", "//repo//"])
def test_a_base_path_has_its_slashes_or_not(desk: Desk, typed: str) -> None:
    with serving(desk.root, "--base-path", typed) as server:
        assert server.url == f"http://127.0.0.1:{server.port}/repo/"
        assert server.get("/repo/").status == 200


# Hosts


def ask(server: Server, host: str) -> int:
    return server.get("/robots.txt", headers={"Host": host}).status


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "LOCALHOST"])
def test_only_this_machine_reaches_it_and_knows_its_names(desk: Desk, host: str) -> None:
    with serving(desk.root, "--host", host) as server:
        assert "network" not in server.log()
        names = {
            "localhost": 200,
            "127.0.0.1:1": 200,
            "[::1]": 200,
            "192.0.2.7": 403,
            "a.example": 403,
        }
        assert {name: ask(server, name) for name in names} == names


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere 127.0.0.2 must be set up first")
def test_another_loopback_address_is_no_network(desk: Desk) -> None:
    run = subprocess.Popen(
        [sys.executable, "-m", "sitegen", "serve", "--host", "127.0.0.2", "--port", "0"],
        cwd=desk.root,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )
    try:
        said = []
        assert run.stderr
        while "http://" not in "".join(said[-1:]):
            said.append(run.stderr.readline())
            assert said[-1], said
        assert re.search(r" s: http://127\.0\.0\.2:\d+/$", said[-1])
        assert "network" not in "".join(said)
    finally:
        run.send_signal(signal.SIGINT)
        run.communicate(timeout=20)


@pytest.mark.parametrize("host", ["0.0.0.0", "0"])
def test_others_on_the_network_are_warned_of(desk: Desk, host: str) -> None:
    own = socket.gethostname()
    with serving(desk.root, "--host", host) as server:
        assert "others on your network can see this, unpublished briefs included\n" in server.log()
        assert server.url == f"http://127.0.0.1:{server.port}/"
        names = {
            **dict.fromkeys(("localhost", "127.0.0.1", "192.168.1.5:8000", "[fe80::1]", own), 200),
            **dict.fromkeys((own.upper(), f"{own}:80"), 200),
            **dict.fromkeys(("evil.example", f"{own}.evil.example", f"evil-{own}", "1.2.3"), 403),
        }
        assert {name: ask(server, name) for name in names} == names


def own_addresses() -> list[str]:
    """The numbers by which this machine reaches itself: some have no IPv6."""
    try:
        taken("::1").close()
    except OSError:
        return ["127.0.0.1"]
    return ["127.0.0.1", "::1"]


@pytest.mark.parametrize("host", own_addresses())
def test_each_kind_of_address(desk: Desk, host: str) -> None:
    shown = f"[{host}]" if ":" in host else host
    with serving(desk.root, "--host", host) as server:
        assert server.url == f"http://{shown}:{server.port}/"
        assert "network" not in server.log()
        assert ask(server, f"{shown}:{server.port}") == 200
        assert ask(server, "evil.example") == 403


def test_an_editor_that_no_link_opens(desk: Desk) -> None:
    with serving(desk.root, EDITOR_URL="javascript:alert(1)") as server:
        assert (
            "EDITOR_URL does not open an editor; write, for VS Code: vscode://file" in server.log()
        )
    with serving(desk.root, EDITOR_URL="vscode://file") as server:
        assert "EDITOR_URL" not in server.log()


def test_open_opens_it_in_the_browser(desk: Desk, tmp_path: Path) -> None:
    opened = tmp_path / "opened"
    browser = tmp_path / "browser"
    browser.write_text(f'#!/bin/sh\necho "$1" > {opened}\n')
    browser.chmod(0o755)
    with serving(desk.root, "--open", "--base-path", "/repo/", BROWSER=f"{browser} %s") as server:
        end = time.monotonic() + 20
        while not opened.exists() or not opened.read_text():
            assert time.monotonic() < end
            time.sleep(0.01)
        assert opened.read_text() == f"{server.url}\n"


# The end


@pytest.mark.parametrize(("number", "expected"), [(signal.SIGINT, 0), (signal.SIGTERM, 143)])
def test_it_stops_within_a_second_with_tabs_open(
    desk: Desk, number: signal.Signals, expected: int
) -> None:
    with serving(desk.root) as server, ExitStack() as stack:
        streams = [stack.enter_context(server.connect()) for _ in range(20)]
        for stream in streams:
            stream.sendall(EVENTS)
            assert stream.recv(12) == b"HTTP/1.1 200"
        for sent in (b"", WHOLE, WHOLE[:20], b"GET / HTTP/1.1\r\n"):
            for _ in range(3):
                stack.enter_context(server.connect()).sendall(sent)
        before = server.log()
        seconds, status = server.stop(number)
        assert status == expected
        assert seconds < 1
        assert server.log().removeprefix(before).strip() in ("", "stopped")
        for stream in streams:
            assert b": still here" not in everything(stream)
        with pytest.raises(OSError, match="refused"):
            server.connect()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("wait", [0, 0.01, 0.03, 0.06])
def test_impatience_changes_nothing(desk: Desk, number: signal.Signals, wait: float) -> None:
    with serving(desk.root) as server:
        before = server.log()
        for _ in range(5):
            if server.process.poll() is None:
                server.process.send_signal(number)
            time.sleep(wait)
        assert server.process.wait(20) in (0, 143)
        assert server.log().removeprefix(before).strip() in ("", "stopped")


@pytest.mark.parametrize("wait", [0.05, 0.15, 0.25, 0.35, 0.5, 0.8])
def test_it_can_be_stopped_before_it_is_up(tmp_path: Path, wait: float) -> None:
    desk = Desk(tmp_path).bridge()
    process = subprocess.Popen(
        [sys.executable, "-m", "sitegen", "serve", "--port", "0"],
        cwd=desk.root,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )
    time.sleep(wait)
    process.send_signal(signal.SIGINT)
    try:
        _, said = process.communicate(timeout=20)
    finally:
        process.kill()
    assert process.returncode in (0, 130, -signal.SIGINT)
    if process.returncode >= 0:  # before that, Python itself was starting
        assert "Traceback" not in said


def test_a_desk_in_a_repository_stays_clean(tmp_path: Path) -> None:
    desk = Desk(tmp_path).bridge()
    commit(desk.root)
    with serving(desk.root, "--drafts") as server:
        server.get("/data/manifest.json")
    assert git(desk.root, "status", "--porcelain", "--ignored") == ""
