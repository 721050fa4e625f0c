"""What ``sitegen serve`` answers: the bytes of ``build``, in the way of GitHub Pages."""

import json
import re
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, unquote

import pytest

import sitegen
from serving import Answer, Server, serving
from sitegen.diagnostics import Span
from sitegen.folder import Folder
from sitegen.options import Options
from sitegen.preview import Preview
from sitegen.preview_news import Address, editor_link, news_message
from support import BRIDGE, SITE, TODAY, Desk

PREVIEW_JS = (Path(sitegen.__file__).parent / "browser" / "preview.js").read_bytes()
SCRIPT = re.compile(
    rb'<script data-tag="[0-9a-f]{64}" data-seen="[0-9a-f]{16}-\d+">'
    + re.escape(PREVIEW_JS)
    + rb"</script>"
)
MORE = """\
cname: desk.example
redirects:
  /old-page: /about/
  /both.html: /about/
"""
DRAFT = BRIDGE.replace("---\ntitle", "---\ndraft: true\ntitle", 1)
TYPES = {
    "html": "text/html; charset=utf-8",
    "htm": "text/html; charset=utf-8",
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "mjs": "text/javascript; charset=utf-8",
    "json": "application/json; charset=utf-8",
    "xml": "application/xml; charset=utf-8",
    "txt": "text/plain; charset=utf-8",
    "csv": "text/csv; charset=utf-8",
    "md": "text/markdown; charset=utf-8",
    "vtt": "text/vtt; charset=utf-8",
    "webmanifest": "application/manifest+json; charset=utf-8",
    "svg": "image/svg+xml",
    "png": "image/png",
    "PNG": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "gif": "image/gif",
    "webp": "image/webp",
    "avif": "image/avif",
    "ico": "image/vnd.microsoft.icon",
    "woff": "font/woff",
    "woff2": "font/woff2",
    "ttf": "font/ttf",
    "otf": "font/otf",
    "pdf": "application/pdf",
    "zip": "application/zip",
    "csv.gz": "application/gzip",
    "mp3": "audio/mpeg",
    "m4a": "audio/mp4",
    "mp4": "video/mp4",
    "webm": "video/webm",
    "wasm": "application/wasm",
    "unheard-of": "application/octet-stream",
}


def fill(desk: Desk) -> Desk:
    """A desk with something of every kind that a site can have."""
    body = "\n[The table](files/table.csv), ![a picture](picture.png), [a page](files/bare.html)\n"
    desk.bridge(BRIDGE.replace("claimant: Lena Frost", "claimant: José Ñandú") + body)
    desk.config(SITE + MORE)
    desk.brief(DRAFT, slug="not-yet")
    desk.page("about", "---\ntitle: About us\n---\nWe check.\n")
    desk.page("both", "---\ntitle: Both\n---\nA folder beside a page of its name.\n")
    desk.file("briefs/files/table.csv", "año,total\n2024,121\n".encode("latin-1"))
    desk.file("briefs/files/bare.html", "<!doctype html>\n<title>No head</title>\n<p>Well.\n")
    desk.file("briefs/picture.png", bytes(range(256)) * 40)
    for kind in TYPES:
        desk.file(f"templates/assets/kinds/a.{kind}", f"<p>{kind}</p>\n")
    desk.file("templates/assets/kinds/none", b"\x00\x01")
    return desk


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    return fill(Desk(tmp_path_factory.mktemp("desk")))


@pytest.fixture(scope="module")
def server(desk: Desk) -> Iterator[Server]:
    with serving(desk.root) as running:
        yield running


def tree(root: Path) -> dict[str, bytes]:
    found = (path for path in root.rglob("*") if path.is_file())
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in found}


def times(root: Path) -> dict[Path, int]:
    return {path: path.lstat().st_mtime_ns for path in root.rglob("*")}


@pytest.mark.parametrize(
    ("options", "served", "base"),
    [
        ((), (), "/"),
        (("--drafts",), ("--drafts",), "/"),
        ((), ("--base-path", "/repo/"), "/repo/"),
    ],
    ids=["plain", "drafts", "project"],
)
@pytest.mark.parametrize("base_url", [True, False], ids=["", "no-base-url"])
def test_every_file_of_the_build_and_nothing_else(
    tmp_path: Path, options: tuple[str, ...], served: tuple[str, ...], base: str, base_url: bool
) -> None:
    desk = fill(Desk(tmp_path / "desk"))
    if not base_url:
        desk.config(re.sub("base_url: .*\n", "", SITE + MORE))
    built = tmp_path / "built"
    run = desk.run("build", "-o", str(built), *options)
    assert run.status == 0, run.stderr
    before = times(desk.root)
    files = tree(built)
    assert {".nojekyll", "CNAME", "404.html", "data/manifest.json"} <= files.keys()
    assert ("feed.xml" in files) == base_url
    assert ("briefs/not-yet/index.html" in files) == bool(options)
    with serving(desk.root, *served) as server:
        for path, content in files.items():
            answer = server.get(base + quote(path))
            assert answer.status == 200, path
            bare, scripts = SCRIPT.subn(b"", answer.content)
            assert bare == content, path
            assert scripts == path.endswith((".html", ".htm")), path
            if path.endswith("index.html"):
                folder = base + quote(path.removesuffix("index.html"))
                assert server.get(folder).content == answer.content
        for path in (*tree(desk.root), "output/index.html", "_header.html", "base.html"):
            if path not in files:
                assert server.get(base + quote(path)).status == 404, path
                assert server.get(base + "assets/" + quote(path)).status == 404, path
        for path in files:
            for other in (f"{path}/", f"/{path.upper()}", f"x/{path}", f"{path}%20", f"{path}."):
                if unquote(other).strip("/") not in files:
                    assert server.get(base + quote(other, safe="/%")).status == 404, other
        if base != "/":
            assert server.get("/").status == 404
            assert server.get("/feed.xml").status == 404
            assert server.get("/repo?a=b").headers["Location"] == "/repo/?a=b"
            assert server.get("/repository/").status == 404
    assert times(desk.root) == before


def test_the_first_page_comes_within_a_second_of_the_start(tmp_path: Path) -> None:
    """It has five here: a machine may do much else at once."""
    desk = Desk(tmp_path).bridge()
    for number in range(98):
        desk.brief(BRIDGE, slug=f"bridge-{number}")
    started = time.monotonic()
    with serving(desk.root) as server:
        assert server.get("/").status == 200
        assert time.monotonic() - started < 5


# Types


@pytest.mark.parametrize("kind", TYPES)
def test_a_type_that_browsers_and_github_pages_agree_on(server: Server, kind: str) -> None:
    """A wrong one breaks the page: ``nosniff`` keeps a browser from seeing for itself."""
    headers = server.get(f"/assets/kinds/a.{kind}").headers
    assert headers["Content-Type"] == TYPES[kind]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "Content-Encoding" not in headers


@pytest.mark.parametrize("path", ["/assets/kinds/none", "/CNAME", "/.nojekyll"])
def test_what_has_no_extension_is_bytes(server: Server, path: str) -> None:
    assert server.get(path).headers["Content-Type"] == "application/octet-stream"


def test_types_of_what_the_site_makes(server: Server) -> None:
    kinds = {
        "/": "text/html; charset=utf-8",
        "/nothing/": "text/html; charset=utf-8",
        "/feed.xml": "application/xml; charset=utf-8",
        "/feed.json": "application/json; charset=utf-8",
        "/robots.txt": "text/plain; charset=utf-8",
        "/data/claims.csv": "text/csv; charset=utf-8",
        "/_sitegen/worker.js": "text/javascript; charset=utf-8",
        "/_sitegen/problems?page=": "application/json; charset=utf-8",
    }
    assert {path: server.get(path).headers["Content-Type"] for path in kinds} == kinds


# The script


def test_nothing_in_the_script_ends_it() -> None:
    assert not re.search(rb"<(!--|/?script)", PREVIEW_JS, re.IGNORECASE)


def test_the_script_comes_first_in_the_head(server: Server) -> None:
    assert re.search(rb"<head>" + SCRIPT.pattern, server.get("/").content)


def test_a_page_without_a_head_keeps_its_doctype_first(server: Server) -> None:
    """A script before it would put the page into a browser's quirks mode."""
    content = server.get("/briefs/bridge/files/bare.html").content
    assert re.match(rb"<!doctype html>" + SCRIPT.pattern, content)


def test_the_etag_is_all_that_may_be_different_in_a_page(server: Server) -> None:
    for path in ("/", "/nothing/"):
        status, headers, content = server.get(path)
        tag, seen = re.findall(rb'data-tag="([^"]+)" data-seen="([^"]+)"', content)[0]
        assert headers["ETag"] == f'"{tag.decode()}-{seen.decode()}"', status


# Addresses


@pytest.mark.parametrize(
    ("path", "status", "where"),
    [
        ("/briefs/bridge", 301, "/briefs/bridge/"),
        ("/briefs/bridge?a=b&c=%20d", 301, "/briefs/bridge/?a=b&c=%20d"),
        ("/briefs?q='\"<>", 301, "/briefs/?q='\"<>"),
        ("/old-page", 301, "/old-page/"),
        ("/entities/jos%C3%A9-%C3%B1and%C3%BA", 301, "/entities/jos%C3%A9-%C3%B1and%C3%BA/"),
        ("//briefs", 301, "/briefs/"),
        ("/both", 200, None),
        ("/both/", 200, None),
        ("/404", 200, None),
        ("/404.html", 200, None),
        ("/index.html", 200, None),
        ("/index", 200, None),
        ("/briefs/bridge/index.html", 200, None),
        ("/entities/jos%C3%A9-%C3%B1and%C3%BA/", 200, None),
        ("/%62riefs/", 200, None),
        ("/feed.xml?a=b", 200, None),
        ("/data/", 404, None),
        ("/data", 404, None),
        ("/404/", 404, None),
        ("/feed.xml/", 404, None),
        ("/briefs//bridge/", 404, None),
        ("/Briefs/", 404, None),
        ("/_sitegen/", 404, None),
        ("/_sitegen/nothing", 404, None),
        ("/_sitegen/../site.yaml", 404, None),
        ("//evil.example/..", 404, None),
        ("//evil.example/%2e%2e/briefs", 404, None),
        ("/%2f%2fevil.example/..", 404, None),
        ("/%5cevil.example/briefs", 404, None),
        ("/nothing", 404, None),
    ],
)
def test_an_address(server: Server, path: str, status: int, where: str | None) -> None:
    for method in ("GET", "HEAD"):
        answer = server.get(path, method)
        assert (answer.status, answer.headers.get("Location")) == (status, where)


def test_an_address_that_is_not_encoded(server: Server) -> None:
    """As ``curl`` sends it."""
    request = "GET /entities/josé-ñandú HTTP/1.1\r\nHost: localhost\r\n\r\n".encode()
    assert b"\r\nLocation: /entities/jos%C3%A9-%C3%B1and%C3%BA/\r\n" in server.raw(request)


def test_a_page_before_the_folder_of_its_name(server: Server) -> None:
    """As on GitHub Pages, where /both is both.html if there is one."""
    assert b'http-equiv="refresh"' in server.get("/both").content
    assert b"A folder beside" in server.get("/both/").content


def test_what_is_missing_gets_the_sites_own_page(server: Server) -> None:
    """It names the address that the site will have; the script leads its links here instead."""
    status, headers, content = server.get("/nothing")
    assert (status, headers["Content-Type"]) == (404, "text/html; charset=utf-8")
    own = rb' data-base="https://desk.example/checks" data-root="/">'
    with_script = server.get("/404.html").content
    assert content == SCRIPT.sub(lambda m: m[0].replace(b">", own, 1), with_script)


def test_a_preview_that_has_no_site_says_so(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.brief("---\ntitle: Nothing else\n---\n")
    with serving(desk.root) as server:
        for path in ("/", "/briefs/bridge/", "/nothing"):
            status, headers, content = server.get(path)
            assert status == 503
            assert headers["Content-Type"] == "text/html; charset=utf-8"
            assert b"There is no site to show yet" in content
            assert PREVIEW_JS in content


@pytest.mark.parametrize("template", ["404.html", "base.html", "brief.html"])
def test_a_template_that_was_broken_from_the_start(tmp_path: Path, template: str) -> None:
    """No page is left without an answer, whichever needs the template."""
    desk = Desk(tmp_path).bridge()
    desk.file(f"templates/{template}", "{{ nothing.at.all }}")
    with serving(desk.root) as server:
        for path in ("/nothing", "/", "/briefs/bridge/", "/feed.xml"):
            assert server.get(path).status in (200, 404, 503)
        server.wait_for(f"templates/{template}:1:1: error[template-error]")
        assert server.get("/").status == 503


# HEAD, what is unchanged, and parts

PAGE, PICTURE = "/briefs/bridge/", "/briefs/bridge/picture.png"


def fields(answer: Answer) -> dict[str, str]:
    return {name: value for name, value in answer.headers.items() if name != "Date"}


@pytest.mark.parametrize(
    "path", ["/", PICTURE, "/nothing", "/briefs", "/_sitegen/problems", "/_sitegen/worker.js"]
)
def test_head_is_get_without_content(server: Server, path: str) -> None:
    get, head = server.get(path), server.get(path, "HEAD")
    assert (head.status, fields(head), head.content) == (get.status, fields(get), b"")
    assert int(get.headers["Content-Length"]) == len(get.content)


@pytest.mark.parametrize("path", [PAGE, PICTURE])
@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize("given", ["{}", "W/{}", '"a", {}', '"a",W/{} , "b"', "*"])
def test_what_is_unchanged(server: Server, path: str, method: str, given: str) -> None:
    tag = server.get(path).headers["ETag"]
    asks = {"If-None-Match": given.format(tag), "Range": "bytes=0-4"}
    answer = server.get(path, method, asks)
    assert (answer.status, answer.content) == (304, b"")
    assert answer.headers["ETag"] == tag
    assert answer.headers["Cache-Control"] == "no-cache"
    assert not {"Content-Length", "Content-Range", "Transfer-Encoding"} & set(answer.headers)


@pytest.mark.parametrize("given", ['"a"', 'W/"a"', '"a", "b"', "", "a", "{bare}", '"', ","])
def test_what_is_not_unchanged(server: Server, given: str) -> None:
    bare = server.get(PAGE).headers["ETag"].strip('"')[:-1]
    assert server.get(PAGE, headers={"If-None-Match": given.format(bare=bare)}).status == 200


def test_a_connection_goes_on_after_what_is_unchanged(server: Server) -> None:
    tag = server.get(PAGE).headers["ETag"].encode()
    asks = b"GET %s HTTP/1.1\r\nHost: localhost\r\nIf-None-Match: %s\r\n\r\n" % (PAGE.encode(), tag)
    answers = server.raw(asks + b"GET /robots.txt HTTP/1.1\r\nHost: localhost\r\n\r\n")
    assert re.findall(rb"HTTP/1\.1 (\d+)", answers) == [b"304", b"200"]


@pytest.mark.parametrize("path", [PAGE, PICTURE])
@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [
        ("bytes=0-0", 0, 0),
        ("bytes=0-99", 0, 99),
        ("bytes=100-199", 100, 199),
        ("bytes=100-", 100, -1),
        ("bytes=-100", -100, -1),
        ("bytes=0-", 0, -1),
        ("bytes=5-99999999", 5, -1),
        ("bytes=-99999999", 0, -1),
        ("BYTES=0-9", 0, 9),
    ],
)
def test_a_part(server: Server, path: str, asked: str, first: int, last: int) -> None:
    """Of a page, the parts are of what is sent: with the script."""
    whole = server.get(path)
    length = len(whole.content)
    first, last = first % length, last % length
    answer = server.get(path, headers={"Range": asked})
    assert answer.status == 206
    assert answer.headers["Content-Range"] == f"bytes {first}-{last}/{length}"
    assert answer.content == whole.content[first : last + 1]
    assert int(answer.headers["Content-Length"]) == len(answer.content)
    assert answer.headers["Content-Type"] == whole.headers["Content-Type"]
    assert answer.headers["ETag"] == whole.headers["ETag"]


@pytest.mark.parametrize("asked", ["bytes=99999999-", "bytes=99999999-99999999", "bytes=-0"])
@pytest.mark.parametrize("path", [PAGE, PICTURE])
def test_a_part_that_is_not_there(server: Server, path: str, asked: str) -> None:
    length = len(server.get(path).content)
    answer = server.get(path, headers={"Range": asked})
    assert (answer.status, answer.headers["Content-Range"]) == (416, f"bytes */{length}")
    assert len(answer.content) == int(answer.headers["Content-Length"])


@pytest.mark.parametrize(
    "asked",
    [
        *("", "bytes", "bytes=", "bytes=-", "bytes=a-b", "bytes=1", "bytes=1-2-3", "bytes 0-1"),
        *(
            "bytes=0-1,4-5",
            "bytes=0-1,",
            "bytes=--1",
            "bytes=+1-2",
            "bytes=0x1-2",
            "bytes=1_0-20",
            "bytes=5-2",
        ),
        *("lines=0-5", "=0-5", "bytes=" + "9" * 5000 + "-", "bytes=\xb2-5"),
    ],
)
def test_a_part_that_is_none(server: Server, asked: str) -> None:
    """The whole file then; and no several parts at once, which a server may leave alone."""
    answer = server.get(PICTURE, headers={"Range": asked})
    assert (answer.status, len(answer.content)) == (200, 256 * 40)
    assert answer.headers["Accept-Ranges"] == "bytes"


def test_only_get_asks_for_a_part(server: Server) -> None:
    """RFC 9110, 14.2."""
    assert server.get(PICTURE, "HEAD", {"Range": "bytes=0-4"}).status == 200


def test_a_part_only_if_it_is_of_the_same(server: Server) -> None:
    tag = server.get(PICTURE).headers["ETag"]
    asks = {
        tag: 206,
        '"other"': 200,
        f"W/{tag}": 200,
        "Tue, 24 Nov 2026 10:00:00 GMT": 200,
        "x": 200,
    }
    got = {
        given: server.get(PICTURE, headers={"Range": "bytes=0-4", "If-Range": given}).status
        for given in asks
    }
    assert got == asks


def test_a_part_of_nothing(server: Server) -> None:
    assert server.get("/.nojekyll", headers={"Range": "bytes=0-4"})[::2] == (200, b"")


def test_parts_only_of_what_is_there(server: Server) -> None:
    for path, status in (("/nothing", 404), ("/briefs", 301)):
        answer = server.get(path, headers={"Range": "bytes=0-4", "If-None-Match": "*"})
        assert answer.status == status


# What the preview's own script asks for


def events(server: Server, count: int) -> list[str]:
    """The first events of the stream, as they are sent."""
    with server.connect() as connection:
        connection.sendall(b"GET /_sitegen/events HTTP/1.1\r\nHost: localhost\r\n\r\n")
        found = b""
        while found.count(b"\n\n") < count and (part := connection.recv(65_536)):
            found += part
    head, _, stream = found.partition(b"\r\n\r\n")
    assert b"Content-Type: text/event-stream; charset=utf-8\r\n" in head
    assert b"Cache-Control: no-store\r\n" in head
    assert b"Cross-Origin-Resource-Policy: same-origin\r\n" in head
    return stream.decode().split("\n\n")[:count]


def message(event: str) -> dict[str, object]:
    (line,) = (line for line in event.splitlines() if line.startswith("data: "))
    return json.loads(line.removeprefix("data: "))


def test_the_first_event_comes_at_once(server: Server) -> None:
    news = message(events(server, 1)[0])
    assert news.keys() == {"run", "number", "saved", "files", "errors", "warnings"}
    assert (news["errors"], news["saved"], news["files"]) == (0, "", {})
    assert news == message(events(server, 1)[0])


@pytest.mark.slow
def test_a_stream_without_news_stays_alive(server: Server) -> None:
    first, second = events(server, 2)
    assert message(first)
    assert second == ": still here"


def test_head_of_the_stream_ends(server: Server) -> None:
    answer = server.get("/_sitegen/events", "HEAD")
    assert (answer.status, answer.content) == (200, b"")


def test_an_event_for_each_save(tmp_path: Path) -> None:
    desk = Desk(tmp_path).bridge()
    desk.file("templates/assets/año.css", "a {}")
    with serving(desk.root, "--base-path", "/repo/") as server, server.connect() as connection:
        connection.sendall(b"GET /_sitegen/events HTTP/1.1\r\nHost: localhost\r\n\r\n")
        lines = connection.makefile(encoding="utf-8")

        def next_news() -> dict[str, object]:
            line = next(line for line in lines if line.startswith("data: "))
            return json.loads(line.removeprefix("data: "))

        first = next_news()
        desk.brief(BRIDGE.replace("harbour bridge", "new bridge"))
        second = next_news()
        assert second["run"] == first["run"]
        assert second["number"] == int(str(first["number"])) + 1
        assert second["saved"] == "/repo/briefs/bridge/"
        desk.file("templates/assets/año.css", "b {}")
        third = next_news()
        files = {"/repo/assets/a%C3%B1o.css": third["number"]}
        assert third["files"] == files
        desk.brief("---\ntitle: Broken\n---\n")
        fourth = next_news()
        assert int(str(fourth["errors"])) > 0
        assert fourth["files"] == {}
        late = message(events(server, 1)[0])  # to who listens from now on
        assert (late["number"], late["files"]) == (fourth["number"], files)
        server.stop()
        assert not [line for line in lines if line.startswith("data: ")]


def test_news_tell_the_files_of_those_that_were_skipped(tmp_path: Path) -> None:
    """Two saves may come before a stream gets to tell the first."""
    desk = Desk(tmp_path).bridge()
    for name in ("one", "two"):
        desk.file(f"templates/assets/{name}.css", "a {}")
    preview = Preview(Folder(desk.root), lambda: Options(TODAY))
    before = preview.news.number
    for name in ("one", "two"):
        preview.look_again({f"templates/assets/{name}.css"})
    text = news_message(preview.news, Address("127.0.0.1", 80), before)
    assert message(text)["files"] == {"/assets/one.css": before + 1, "/assets/two.css": before + 2}
    text = news_message(preview.news, Address("127.0.0.1", 80), before + 1)
    assert message(text)["files"] == {"/assets/two.css": before + 2}


HOSTILE = """</script><script>alert(1)</script> "quoted" 'so' \\ &amp; <!-- \u2028 é"""


def problems(server: Server, page: str = "") -> list[dict[str, str]]:
    status, headers, content = server.get(f"/_sitegen/problems?page={page}")
    assert (status, headers["Cache-Control"]) == (200, "no-store")
    return json.loads(content)["problems"]


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    desk = Desk(tmp_path_factory.mktemp("a ü desk{path}")).bridge()
    desk.brief(BRIDGE.replace("rating: mostly-false", f"rating: {json.dumps(HOSTILE)}"))
    desk.brief("\x01\x02 no header \x7f \x1b[31m\n", slug="control")
    desk.brief("a text", slug="Wrong \\ 'name\"")
    name = f"{desk.root}/briefs/".encode() + b"n\xff\xfe.md"
    Path(name.decode(errors="surrogateescape")).write_text("a text")
    return desk


def test_hostile_text_stays_text(hostile: Desk) -> None:
    with serving(hostile.root, EDITOR_URL="vscode://file") as server:
        found = problems(server)
        for page in ("/briefs/bridge/", "%00", "%ff", "%zz", "..%2f..%2fsite.yaml", "&a=b"):
            assert len(problems(server, page)) == len(found)
    (rating,) = (one for one in found if one["code"] == "unknown-rating")
    assert "</script><script>alert(1)</script>" in rating["message"]
    assert rating["where"].startswith("briefs/bridge.md:")
    assert rating["severity"] == "error"
    assert not any("\x1b" in text or "\x00" in text for one in found for text in one.values())


@pytest.mark.parametrize(
    ("editor", "link"),
    [
        ("vscode://file", "vscode://file/a%20%C3%BC/%7Bpath%7D.md:28:11"),
        ("vscode://file/", "vscode://file/a%20%C3%BC/%7Bpath%7D.md:28:11"),
        ("vscode://file/...", "vscode://file/a%20%C3%BC/%7Bpath%7D.md:28:11"),
        ("vscode://file/{path}:{line}:{column}", "vscode://file/a%20%C3%BC/%7Bpath%7D.md:28:11"),
        ("vscode://file{path}:{line}:{column}", "vscode://file/a%20%C3%BC/%7Bpath%7D.md:28:11"),
        (
            "txmt://open?url=file://{path}&line={line}",
            "txmt://open?url=file:///a%20%C3%BC/%7Bpath%7D.md&line=28",
        ),
        ("file:///{path}", "file:///a%20%C3%BC/%7Bpath%7D.md"),
        ("x-desk:open{path}", "x-desk:open/a%20%C3%BC/%7Bpath%7D.md"),
        ("", ""),
        ("code", ""),
        ("/usr/bin/vi", ""),
        ("javascript:alert(1)//", ""),
        ("JavaScript:alert(1)//{path}", ""),
        (" javascript:alert(1)//", ""),
        ("java\tscript:alert(1)//", ""),
        ("\x01javascript:alert(1)//", ""),
        ("data:text/html,{path}", ""),
        ("vbscript:x{path}", ""),
    ],
)
def test_how_a_file_is_opened_in_an_editor(editor: str, link: str) -> None:
    """What a browser would run is never a link, however it is spelled."""
    assert editor_link(editor, "/a ü/{path}.md", Span(28, 11, 4)) == link


def test_a_link_opens_the_file_in_the_editor(hostile: Desk) -> None:
    with serving(hostile.root, EDITOR_URL="vscode://file/...") as server:
        (one,) = (one for one in problems(server) if one["code"] == "unknown-rating")
    file, place = one["where"].split(":", 1)
    path = quote((hostile.root / file).as_posix())
    assert "/a%20%C3%BC%20desk%7Bpath%7D" in path
    assert one["edit"] == f"vscode://file{path}:{place}"
