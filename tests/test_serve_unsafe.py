"""``sitegen serve`` and those who mean harm, or only write HTTP badly: raw sockets and links."""

import os
import re
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from serving import Server, everything, serving
from support import BRIDGE, Desk

SECRET = b"nobody may read this"
HOST = b"Host: 127.0.0.1\r\n"
WHOLE = b"GET /robots.txt HTTP/1.1\r\n" + HOST + b"\r\n"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """A site's folder with secrets beside it and in it."""
    around = tmp_path_factory.mktemp("around")
    desk = Desk(around / "desk").bridge(f"{BRIDGE}\n[The tape](tape.bin)\n")
    desk.file("briefs/tape.bin", b"0123456789" * 2_000_000)
    for path in ("secret.txt", "snapshots/secret.txt", ".git/config", ".env"):
        desk.file(path, SECRET)
    (around / "secret.txt").write_bytes(SECRET)
    return desk


@pytest.fixture(scope="module")
def running(desk: Desk) -> Iterator[Server]:
    with serving(desk.root) as server:
        yield server


@pytest.fixture
def server(running: Server) -> Iterator[Server]:
    """After whatever it was asked, it still answers, and has told nobody of a traceback."""
    before = running.log()
    yield running
    assert running.raw(WHOLE).startswith(b"HTTP/1.1 200 ")
    assert running.log() == before


def statuses(answers: bytes) -> list[int]:
    """The status of each answer, in their order; all of it must be answers of this server."""
    found = []
    while answers:
        head, _, rest = answers.partition(b"\r\n\r\n")
        assert re.match(rb"HTTP/1\.1 \d{3} [\w -]+\r\nServer: sitegen\r\nDate: ", head), head
        assert b"\r\nX-Content-Type-Options: nosniff" in head
        found.append(int(head[9:12]))
        length = re.search(rb"\r\nContent-Length: (\d+)", head)
        answers = rest[int(length[1]) if length else 0 :]
    return found


# No path leaves the site

UP = [
    *("..", ".. ", "%2e%2e", "%2E%2E", ".%2e", "%2e.", "%252e%252e", "%25252e%25252e", "..%00"),
    *("%c0%ae%c0%ae", "%e0%80%ae%e0%80%ae", "%f0%80%80%ae.", "%uff0e%uff0e", "%u002e%u002e"),
    *("\N{FULLWIDTH FULL STOP}" * 2, "..;", "....", "...", "..%20", "..%09", "%2e%2e%2f..", "~"),
    *("\xff\xff", "%ff%fe"),
]
SLASH = ["/", "//", "\\", "%2f", "%2F", "%5c", "%5C", "%252f", "%255c", "%c0%af", "%c1%9c", "/./"]


@pytest.mark.parametrize("slash", SLASH)
@pytest.mark.parametrize("up", UP)
def test_no_path_leaves_the_site(server: Server, up: str, slash: str) -> None:
    for start in ("/", "/briefs/", "/assets/", "/_sitegen/", ""):
        for end in ("secret.txt", f"{up}{slash}{up}{slash}etc{slash}passwd", ".git/config"):
            path = f"{start}{up}{slash}{end}".encode()
            answer = server.raw(b"GET " + path + b" HTTP/1.1\r\n" + HOST + b"\r\n")
            assert statuses(answer)[0] in (400, 404), path
            assert SECRET not in answer
            assert b"root:" not in answer


@pytest.mark.parametrize(
    "path",
    [
        *(b"/secret.txt", b"/.git/config", b"/.env", b"/site.yaml", b"/briefs/bridge.md"),
        *(b"/snapshots/secret.txt", b"/snapshots/bridge.txt", b"/templates/base.html"),
        *(b"//etc/passwd", b"///etc/passwd", b"/%2fetc/passwd", b"/%2f%2fetc%2fpasswd"),
        *(b"/C:/Windows/win.ini", b"/C%3A%5CWindows", b"/\\\\host\\share", b"/%5c%5chost%5cshare"),
        *(b"/file:///etc/passwd", b"/con", b"/nul", b"/aux.html", b"/~root/.bashrc"),
        *(b"/robots.txt%00", b"/robots.txt%00.html", b"/%00/robots.txt", b"/index.html::$DATA"),
        *(b"/%", b"/%z", b"/%zz", b"/%2", b"/%%%", b"/%u0041", b"/%+1", b"/% 41", b"/%-1"),
        *(b"/robots.txt%0d%0aSet-Cookie:%20a=b", b"/briefs%0d%0aSet-Cookie:%20a=b"),
        *(b"/_sitegen/%2e%2e/secret.txt", b"/_sitegen/preview.js/../../secret.txt"),
        *(b"/_sitegen//preview.js", b"/_sitegen/__init__.py", b"/_sitegen/PREVIEW.JS"),
    ],
)
def test_what_is_not_of_the_site(server: Server, path: bytes) -> None:
    answer = server.raw(b"GET " + path + b" HTTP/1.1\r\n" + HOST + b"\r\n")
    assert statuses(answer)[0] in (400, 404)
    assert SECRET not in answer
    assert b"\r\nSet-Cookie" not in answer


@pytest.mark.parametrize("path", [b"\xff", b"%ff", b"%c0%ae", b"%ed%a0%80", b"%f8%88%80", b"%80"])
def test_what_is_not_utf_8_is_no_address(server: Server, path: bytes) -> None:
    assert statuses(server.raw(b"GET /" + path + b" HTTP/1.1\r\n" + HOST + b"\r\n")) == [400]


# Whom a request is for


@pytest.mark.parametrize(
    "host",
    [
        *(b"127.0.0.1", b"127.0.0.1:80", b"127.0.0.1:", b"localhost", b"localhost:65535"),
        *(
            b"LOCALHOST",
            b"LocalHost:8000",
            b"[::1]",
            b"[::1]:8000",
            b"  localhost ",
            b"localhost\t",
        ),
    ],
)
def test_a_host_that_is_ours(server: Server, host: bytes) -> None:
    answer = server.raw(b"GET /robots.txt HTTP/1.1\r\nHost: " + host + b"\r\n\r\n")
    assert statuses(answer) == [200]


@pytest.mark.parametrize(
    "host",
    [
        *(b"evil.example", b"evil.example:8000", b"localhost.evil.example", b"localhost.", b""),
        *(b"127.0.0.1.evil.example", b"127.0.0.1@evil.example", b"evil.example@127.0.0.1", b"@"),
        *(b"localhost:8000@evil.example", b"a:b@localhost", b"localhost/evil", b"localhost#a"),
        *(b"localhost?a", b"localhost\\evil", b"localhost, evil.example", b"local host", b"\0"),
        *(b"localhost:port", b"localhost:80:80", b"localhost:-1", b"[::1", b"::1", b"[::1]evil"),
        *(b"[::ffff:127.0.0.1]", b"[::]", b"[]", b"0.0.0.0", b"0", b"127.1", b"2130706433"),
        *(b"127.0.0.2", b"192.168.1.5", b"10.0.0.1", b"l\xc3\xb6calhost", b"\xe2\x93\x9bocalhost"),
        *(socket.gethostname().encode(), b"*", b"localhost%00", b"%6cocalhost", b"a" * 60_000),
    ],
)
def test_a_host_that_is_not_ours(server: Server, host: bytes) -> None:
    """A page elsewhere could make its own name lead here, and read drafts (DNS rebinding)."""
    for path in (b"/", b"/_sitegen/events", b"/_sitegen/problems", b"/nothing"):
        answer = server.raw(b"GET " + path + b" HTTP/1.1\r\nHost: " + host + b"\r\n\r\n")
        assert statuses(answer) == [403]
        assert f"answers at {server.url} only".encode() in answer
        assert b"\r\nConnection: close\r\n" in answer


@pytest.mark.parametrize(
    ("request_line", "headers", "status"),
    [
        (b"GET http://127.0.0.1/robots.txt HTTP/1.1", HOST, 200),
        (b"GET HTTP://LocalHost:1/robots.txt HTTP/1.1", HOST, 200),
        (b"GET http://localhost HTTP/1.1", HOST, 200),
        (b"GET http://localhost?a=b HTTP/1.1", HOST, 200),
        (b"GET http://evil.example/robots.txt HTTP/1.1", HOST, 403),
        (b"GET http://evil.example/robots.txt HTTP/1.0", b"", 403),
        (b"GET http://localhost@evil.example/ HTTP/1.1", HOST, 403),
        (b"GET http://evil.example@localhost/ HTTP/1.1", HOST, 403),
        (b"GET http://localhost/robots.txt HTTP/1.1", b"Host: evil.example\r\n", 403),
        (b"GET http:///robots.txt HTTP/1.1", HOST, 403),
        (b"GET http://localhost\\.evil.example/ HTTP/1.1", HOST, 403),
        (b"GET https://localhost/ HTTP/1.1", HOST, 400),
        (b"GET file:///etc/passwd HTTP/1.1", HOST, 400),
        (b"GET http:robots.txt HTTP/1.1", HOST, 400),
        (b"GET robots.txt HTTP/1.1", HOST, 400),
        (b"GET ?a=b HTTP/1.1", HOST, 400),
        (b"GET #a HTTP/1.1", HOST, 400),
        (b"GET /robots.txt#a HTTP/1.1", HOST, 400),
        (b"GET * HTTP/1.1", HOST, 400),
        (b"GET \\robots.txt HTTP/1.1", HOST, 400),
        (b"GET /robots.txt\x00 HTTP/1.1", HOST, 400),
        (b"GET /robots.txt\x7f HTTP/1.1", HOST, 400),
        (b"GET /a\x1bb HTTP/1.1", HOST, 400),
        (b"GET /robots.txt?\x01 HTTP/1.1", HOST, 400),
        (b"GET /robots.txt HTTP/1.1", b"", 400),
        (b"GET /robots.txt HTTP/1.1", HOST + HOST, 400),
        (b"GET /robots.txt HTTP/1.1", HOST + b"host: evil.example\r\n", 400),
        (b"GET /robots.txt HTTP/1.1", b"Host : 127.0.0.1\r\n", 400),
        (b"GET /robots.txt HTTP/1.1", b" Host: 127.0.0.1\r\n", 400),
        (b"GET /robots.txt HTTP/1.1", b"\x00: a\r\n" + HOST, 400),
        (b"GET /robots.txt HTTP/1.1", HOST + b"no colon\r\n", 400),
        (b"GET /robots.txt HTTP/1.1", b"no colon\r\n" + HOST, 400),
        (b"GET /robots.txt HTTP/1.0", HOST, 200),
        (b"GET /robots.txt HTTP/1.0", b"", 403),
        (b"GET /robots.txt HTTP/0.9", HOST, 400),
        (b"GET /robots.txt", HOST, 400),
        (b"GET /robots.txt", b"", 400),
        (b"GET /robots.txt HTTP/2.0", HOST, 505),
        (b"PRI * HTTP/2.0", b"", 505),
        (b"GET /robots.txt HTTP/1.x", HOST, 400),
        (b"GET /robots.txt HTTP/1", HOST, 400),
        (b"GET /robots.txt HTTP/1.1.1", HOST, 400),
        (b"GET /robots.txt http/1.1", HOST, 400),
        (b"GET /robots.txt FTP/1.1", HOST, 400),
        (b"GET /robots.txt HTTP/-1.1", HOST, 400),
        (b"GET /robots.txt HTTP/" + b"1" * 5000 + b".1", HOST, 400),
        (b"GET /robots.txt a HTTP/1.1", HOST, 400),
        (b"GET", HOST, 400),
        (b"GET HTTP/1.1", HOST, 400),
        (b"garbage", b"", 400),
        (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", b"", 400),
        (b"\x80\x80\xff", b"\xff\xff\r\n", 400),
        (b"GET /" + b"a" * 65_600 + b" HTTP/1.1", HOST, 414),
        (b"GET /" + b"a" * 5_000_000 + b" HTTP/1.1", HOST, 414),
        (b"GET /" + b"a" * 60_000 + b" HTTP/1.1", HOST, 404),
        (b"GET /robots.txt HTTP/1.1", HOST + b"X: " + b"a" * 65_600 + b"\r\n", 431),
        (b"GET /robots.txt HTTP/1.1", HOST + b"X: " + b"a" * 5_000_000 + b"\r\n", 431),
        (b"GET /robots.txt HTTP/1.1", HOST + b"X: a\r\n" * 90, 200),
        (b"GET /robots.txt HTTP/1.1", HOST + b"X: a\r\n" * 5_000, 431),
    ],
    ids=lambda value: value[:40] if isinstance(value, bytes) else None,
)
def test_a_request(server: Server, request_line: bytes, headers: bytes, status: int) -> None:
    assert statuses(server.raw(request_line + b"\r\n" + headers + b"\r\n")) == [status]


@pytest.mark.parametrize(
    "data", [b"", b"\r\n", b"\r\n\r\n", b"GET", b"GET / HTTP/1.1\r\nHo", b"\0"]
)
def test_a_request_that_is_none_or_ends_early(server: Server, data: bytes) -> None:
    """No file, in any case."""
    answer = server.raw(data)
    assert b" 200 " not in answer


# What a request may do

METHODS = ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT", "PROPFIND", "BREW"]
METHODS += ["get", "Head", "__init__", "GET\0"]


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("path", [b"/", b"/_sitegen/events", b"*", b"127.0.0.1:80", b"http://a/"])
def test_only_get_and_head(server: Server, method: str, path: bytes) -> None:
    request = method.encode() + b" " + path + b" HTTP/1.1\r\n" + HOST + b"Secret: ab\r\n\r\n"
    answer = server.raw(request)
    assert statuses(answer) == [405]
    assert b"\r\nAllow: GET, HEAD\r\n" in answer
    assert b"Secret" not in answer


def test_no_page_elsewhere_may_read_or_frame_it(server: Server) -> None:
    asks = {"Origin": "https://evil.example", "Access-Control-Request-Private-Network": "true"}
    for path in ("/", "/nothing", "/robots.txt", "/_sitegen/problems", "/_sitegen/worker.js"):
        headers = server.get(path, headers=asks).headers
        assert not [name for name in headers if name.startswith("Access-Control")]
        assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
        assert headers["X-Frame-Options"] == "SAMEORIGIN"
    assert server.get("/", "OPTIONS", asks).status == 405


# Where a request ends


@pytest.mark.parametrize(
    "framing",
    [
        *(b"Content-Length: %d\r\n", b"Content-Length: 0\r\n", b"Content-Length: -1\r\n"),
        *(b"content-length: 4\r\nContent-Length: %d\r\n", b"Content-Length:\r\n"),
        *(b"Transfer-Encoding: chunked\r\n", b"Transfer-Encoding: a\r\nContent-Length: %d\r\n"),
        *(b"Content-Length : %d\r\n", b"Content-Length\r\n", b" Content-Length: %d\r\n"),
        *(b"X: a\r\n\tb\r\nContent-Length: %d\r\n", b"X: a\rContent-Length: %d\r\n"),
        *(b"Expect: 100-continue\r\nContent-Length: %d\r\n", b"Transfer-Encoding : chunked\r\n"),
    ],
)
@pytest.mark.parametrize("method", [b"GET", b"HEAD", b"POST"])
def test_no_request_hides_in_another(server: Server, method: bytes, framing: bytes) -> None:
    """What follows a request with a body is never taken for a request."""
    hidden = b"GET /feed.xml HTTP/1.1\r\n" + HOST + b"\r\n"
    framing = framing.replace(b"%d", b"%d" % len(hidden))
    request = method + b" /robots.txt HTTP/1.1\r\n" + HOST + framing + b"\r\n" + hidden
    answers = server.raw(request).removeprefix(b"HTTP/1.1 100 Continue\r\n\r\n")
    if method == b"HEAD":
        assert len(re.findall(rb"HTTP/1\.1 \d+ ", answers)) == 1
    else:
        assert len(statuses(answers)) == 1
    assert b"<feed" not in answers


def test_requests_one_after_the_other_and_at_once(server: Server) -> None:
    """A browser sends them one by one, some programs all at once: the answers come in order."""
    paths = (b"/feed.xml", b"/nothing", b"/robots.txt", b"/briefs", b"/")
    requests = [b"GET " + path + b" HTTP/1.1\r\n" + HOST + b"\r\n" for path in paths]
    assert statuses(server.raw(b"".join(requests))) == [200, 404, 200, 301, 200]
    with server.connect() as connection:
        for request in requests:
            connection.sendall(request)
            found = connection.recv(12)
            while b"\r\n\r\n" not in found:
                found += connection.recv(1)
            length = int(re.findall(rb"Content-Length: (\d+)", found)[0])
            while length:
                length -= len(connection.recv(length))


def test_many_requests_at_once(server: Server) -> None:
    assert statuses(server.raw(WHOLE * 500)) == [200] * 500


def test_a_refused_request_ends_the_connection(server: Server) -> None:
    for refused in (b"GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n", b"POST / HTTP/1.1\r\n\r\n"):
        assert len(statuses(server.raw(refused + WHOLE))) == 1


def test_a_long_line_after_a_good_request(server: Server) -> None:
    """Its rest is no request either."""
    long = b"GET /" + b"a" * 65_532 + b" /robots.txt HTTP/1.1\r\n" + HOST + b"\r\n"
    assert statuses(server.raw(WHOLE + long + WHOLE)) == [200, 414]


# Those who are slow, or many, or gone


def test_who_is_slow_holds_up_nobody(server: Server) -> None:
    with ExitStack() as stack:
        slow = [stack.enter_context(server.connect()) for _ in range(20)]
        for number, byte in enumerate(WHOLE):
            for connection in slow:
                connection.sendall(bytes([byte]))
            if number % 10 == 0:
                started = time.monotonic()
                assert server.raw(WHOLE).startswith(b"HTTP/1.1 200 ")
                assert time.monotonic() - started < 5
        for connection in slow:
            assert connection.recv(12) == b"HTTP/1.1 200"


def test_who_never_reads_holds_up_nobody(server: Server) -> None:
    tape = b"GET /briefs/bridge/tape.bin HTTP/1.1\r\n" + HOST + b"\r\n"
    with ExitStack() as stack:
        for _ in range(10):
            stack.enter_context(server.connect()).sendall(tape)
        for _ in range(20):
            assert server.raw(WHOLE).startswith(b"HTTP/1.1 200 ")


def test_who_goes_in_the_middle(server: Server) -> None:
    tape = b"GET /briefs/bridge/tape.bin HTTP/1.1\r\n" + HOST + b"\r\n"
    for cut in (tape[:10], tape, tape * 3):
        with server.connect() as connection:
            connection.sendall(cut)
        with server.connect() as connection:
            connection.sendall(cut)
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")  # reset
    events = b"GET /_sitegen/events HTTP/1.1\r\n" + HOST + b"\r\n"
    for _ in range(10):
        with server.connect() as connection:
            connection.sendall(events)
            connection.recv(100)


def test_a_refusal_arrives_whatever_else_was_sent(server: Server) -> None:
    """Hanging up with unread bytes would break off their sender before it reads the answer."""
    body = b"x" * 20_000_000
    request = b"POST / HTTP/1.1\r\nContent-Length: %d\r\n" % len(body) + HOST + b"\r\n" + body
    for _ in range(5):
        with server.connect() as connection:
            connection.sendall(request)
            connection.shutdown(socket.SHUT_WR)
            assert statuses(everything(connection)) == [405]


def test_more_connections_than_it_takes(desk: Desk) -> None:
    """The others wait, and are answered as soon as there is room."""
    with serving(desk.root) as server:
        with ExitStack() as stack:
            for _ in range(140):
                stack.enter_context(server.connect())
            with server.connect() as late:
                late.settimeout(0.3)
                late.sendall(WHOLE)
                with pytest.raises(TimeoutError):
                    late.recv(12)
                stack.close()
                late.settimeout(20)
                assert late.recv(12) == b"HTTP/1.1 200"
        assert server.stop()[1] == 0


def test_it_stops_with_more_connections_than_it_takes(desk: Desk) -> None:
    with serving(desk.root) as server, ExitStack() as stack:
        for _ in range(140):
            stack.enter_context(server.connect())
        seconds, status = server.stop()
        assert (seconds < 1, status) == (True, 0)


def test_more_streams_than_it_takes(desk: Desk) -> None:
    """Pages are still answered, and so is the next stream once one ends."""
    events = b"GET /_sitegen/events HTTP/1.1\r\n" + HOST + b"\r\n"
    with serving(desk.root) as server, ExitStack() as stack:
        found = []
        for _ in range(60):
            stream = stack.enter_context(server.connect())
            stream.sendall(events)
            found.append(stream.recv(12))
        assert set(found) == {b"HTTP/1.1 200", b"HTTP/1.1 503"}
        assert server.raw(WHOLE).startswith(b"HTTP/1.1 200 ")
        assert found.count(b"HTTP/1.1 200") >= 40


# Links of the disk


def test_a_link_in_the_briefs_is_not_served(tmp_path: Path) -> None:
    desk = Desk(tmp_path / "desk").bridge(f"{BRIDGE}\n[a](a.txt) [b](folder/b.txt)\n")
    (tmp_path / "b.txt").write_bytes(SECRET)
    (desk.root / "briefs/a.txt").symlink_to(tmp_path / "b.txt")
    (desk.root / "briefs/folder").symlink_to(tmp_path)
    with serving(desk.root) as server:
        log = server.log()
        assert log.count("error[unsafe-path]") == 2
        for path in ("/briefs/bridge/a.txt", "/briefs/bridge/folder/b.txt", "/folder/b.txt"):
            assert SECRET not in server.get(path).content


@pytest.mark.parametrize("target", ["/etc/passwd", "../../../outside.txt", "/etc"])
def test_an_asset_that_leads_out_is_an_error(tmp_path: Path, target: str) -> None:
    """A build elsewhere would break on it: so it does here, and for everyone alike."""
    desk = Desk(tmp_path / "desk").bridge()
    (tmp_path / "outside.txt").write_bytes(SECRET)
    desk.file("templates/assets/a.css", "a {}")
    (desk.root / "templates/assets/x").symlink_to(target)
    expected = [("error", "unsafe-path", "templates/assets/x")]
    for command in ("check", "build"):
        run = desk.run(command)
        assert run.status == 1
        errors = [p[:3] for p in run.problems if p.severity == "error"]
        assert errors == expected
    with serving(desk.root) as server:
        server.wait_for("error[unsafe-path]")
        for path in ("/assets/x", "/assets/x/passwd"):
            answer = server.get(path)
            assert answer.status == 503
            assert b"root:" not in answer.content


def test_a_folder_of_assets_elsewhere_is_one_error(tmp_path: Path) -> None:
    desk = Desk(tmp_path / "desk").bridge()
    (tmp_path / "shared").mkdir()
    (tmp_path / "shared/a.css").write_text("a {}")
    desk.file("templates/.keep", "")
    (desk.root / "templates/assets").symlink_to(tmp_path / "shared")
    errors = [p[:3] for p in desk.check().problems if p.severity == "error"]
    assert errors == [("error", "unsafe-path", "templates/assets")]


def test_an_asset_that_leads_to_another_of_the_site_is_fine(tmp_path: Path) -> None:
    desk = Desk(tmp_path / "desk").bridge()
    desk.file("templates/assets/a.css", "a {}")
    (desk.root / "templates/assets/b.css").symlink_to("a.css")
    desk.build()
    assert desk.html("assets/b.css") == "a {}"


@pytest.mark.parametrize("path", ["briefs/late.txt", "templates/assets/late.txt"])
@pytest.mark.parametrize("kind", ["link", "folder", "pipe", "gone", "circle"])
def test_a_file_that_turns_into_something_else(tmp_path: Path, path: str, kind: str) -> None:
    """After it was checked, and before it was asked for the first time."""
    desk = Desk(tmp_path / "desk").bridge(f"{BRIDGE}\n[late](late.txt)\n")
    place = desk.file(path, "as it was")
    desk.file("briefs/late.txt", "as it was")
    (tmp_path / "secret.txt").write_bytes(SECRET)
    address = "/assets/late.txt" if "assets" in path else "/briefs/bridge/late.txt"
    with serving(desk.root) as server:
        place.unlink()
        if kind == "link":
            place.symlink_to(tmp_path / "secret.txt")
        elif kind == "folder":
            place.mkdir()
        elif kind == "pipe":
            os.mkfifo(place)
        elif kind == "circle":
            place.symlink_to(place.name)
        for _ in range(40):  # before the save is seen, while, and after
            answer = server.get(address)
            assert answer.status in (200, 404, 503)
            assert SECRET not in answer.content
            time.sleep(0.01)
        assert server.get("/").status in (200, 503)
        assert "Traceback" not in server.log()
        assert server.process.poll() is None
