"""The published branch, checked out and served by nginx below ``/checks/`` as Pages serves it."""

import re
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote, unquote, urldefrag, urljoin, urlsplit

import pytest

from programs import NGINX, needs
from publishing import ADDRESS, PublishingDesk
from support import commit, git
from test_links import links_of, tree_of

pytestmark = needs(NGINX)

SETTINGS = """\
daemon off;
master_process off;
pid {place}/pid;
error_log {place}/error.log;
events {{}}
http {{
  types {{ text/html html; text/css css; text/javascript js; image/png png; image/svg+xml svg;
           application/json json; application/xml xml; text/csv csv; text/plain txt; }}
  access_log off;
  client_body_temp_path {place}/body;
  proxy_temp_path {place}/proxy;
  fastcgi_temp_path {place}/fastcgi;
  uwsgi_temp_path {place}/uwsgi;
  scgi_temp_path {place}/scgi;
  server {{
    listen 127.0.0.1:{port};
    root {place}/www;
    index index.html;
    absolute_redirect off;
    error_page 404 /checks/404.html;
  }}
}}
"""


class Answer(NamedTuple):
    status: int
    kind: str
    body: bytes
    location: str


class Server:
    """nginx on this machine, and how to ask it."""

    def __init__(self, port: int) -> None:
        self.port = port

    def get(self, path: str) -> Answer:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            connection.request("GET", path)
            answer = connection.getresponse()
            kind = answer.headers.get_content_type()
            return Answer(answer.status, kind, answer.read(), answer.headers.get("Location", ""))
        finally:
            connection.close()


@pytest.fixture
def published(tmp_path: Path) -> PublishingDesk:
    """The small site, at the address that its remote tells, published."""
    desk = PublishingDesk(tmp_path)
    shutil.rmtree(desk.root / "briefs")
    shutil.copytree(Path(__file__).parent / "data" / "small", desk.root, dirs_exist_ok=True)
    settings = (desk.root / "site.yaml").read_text(encoding="utf-8")
    desk.config(re.sub("^(base_url|cname):.*\n", "", settings, flags=re.MULTILINE))
    commit(desk.top)
    desk.published()
    return desk


@pytest.fixture
def server(published: PublishingDesk, tmp_path: Path) -> Iterator[Server]:
    (tmp_path / "www").mkdir()
    checked_out = str(tmp_path / "www" / "checks")
    git(tmp_path, "clone", "--quiet", "--branch=gh-pages", str(published.bare), checked_out)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    settings = tmp_path / "nginx.conf"
    settings.write_text(SETTINGS.format(place=tmp_path, port=port))
    command = [NGINX, "-p", str(tmp_path), "-e", str(tmp_path / "error.log"), "-c", str(settings)]
    with subprocess.Popen(command, stderr=subprocess.PIPE) as process:
        try:
            until = time.monotonic() + 20
            while not _answers(port):
                assert process.poll() is None, process.stderr.read()
                assert time.monotonic() < until
                time.sleep(0.05)
            yield Server(port)
        finally:
            process.terminate()


def _answers(port: int) -> bool:
    with socket.socket() as asked:
        return asked.connect_ex(("127.0.0.1", port)) == 0


def inside(link: str, page: str) -> tuple[str, str] | None:
    """The path and place that a link of a page leads to; None where it leaves the site."""
    whole = urljoin(f"{ADDRESS}{page.removeprefix('/checks')}", link)
    address, fragment = urldefrag(whole)
    own = urlsplit(ADDRESS)
    parts = urlsplit(address)
    path = quote(unquote(parts.path))  # as a browser asks for it
    return (path, unquote(fragment)) if parts.netloc == own.netloc else None


def test_every_link_of_the_published_site_is_answered(server: Server) -> None:
    """From the home page on, and from the sitemap; links, pictures, styles, scripts, redirects."""
    asked: dict[str, Answer] = {}
    places: set[tuple[str, str]] = set()
    sitemap = server.get("/checks/sitemap.xml").body.decode()
    listed = [urlsplit(url).path for url in re.findall("<loc>(.+?)</loc>", sitemap)]
    to_ask = ["/checks/", *listed]
    while to_ask:
        path = to_ask.pop()
        if path in asked:
            continue
        answer = asked[path] = server.get(path)
        assert answer.status == 200, path
        assert path.startswith("/checks/")
        if answer.kind != "text/html":
            continue
        for link in links_of(tree_of(answer.body)):
            if found := inside(link, path):
                to_ask.append(found[0])
                places.add(found)
    ids = {
        path: set(tree_of(answer.body).xpath("//@id"))
        for path, answer in asked.items()
        if answer.kind == "text/html"
    }
    assert [p for p in places if p[1] and p[1] not in ids[p[0]]] == []
    assert len(asked) > 50
    assert len(listed) > 20
    kinds = {answer.kind for answer in asked.values()}
    assert {"text/html", "text/css", "text/javascript", "image/png", "application/xml"} <= kinds


def test_addresses_without_their_slash_and_those_that_are_not_there(server: Server) -> None:
    bare = server.get("/checks/briefs/khazzan")
    assert (bare.status, bare.location) == (301, "/checks/briefs/khazzan/")
    lost = server.get("/checks/briefs/nowhere/")
    assert lost.status == 404
    links = [inside(link, "/checks/briefs/nowhere/") for link in links_of(tree_of(lost.body))]
    assert links
    assert {server.get(path).status for path, _ in filter(None, links)} == {200}
