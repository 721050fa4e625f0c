"""A built site in a real browser, at a path of its own as GitHub Pages serves a project's site.

A test takes the fixture ``browser`` and says ``with visiting(browser, desk.out) as visit``;
``visit.open("briefs/bridge/")`` gives a Playwright page. Whatever the browser's console says
meanwhile fails the test at the end, unless it takes it out of ``visit.said``. A module with such
tests begins with ``pytestmark = needs(CHROMIUM)``.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, Route, expect, sync_playwright

from programs import CHROMIUM
from support import BASE_URL

BELOW = "/repo/"
PATIENCE = 15_000  # milliseconds: on a machine that does much else at once


class _Handler(SimpleHTTPRequestHandler):
    """Serves a folder below ``BELOW`` and nothing else, without a word."""

    def translate_path(self, path: str) -> str:
        if not path.startswith(BELOW):
            return str(Path(self.directory, "there-is-nothing-outside"))
        return super().translate_path("/" + path.removeprefix(BELOW))

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 (the library's name)
        pass


@contextmanager
def hosting(folder: Path) -> Iterator[str]:
    """A server of a built site; gives its address, which ends with ``/repo/``."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, directory=str(folder)))
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}{BELOW}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@dataclass
class Visit:
    """A reader's visit to a site, and what the browser's console said."""

    browser: Browser
    folder: Path
    url: str
    said: list[str] = field(default_factory=list)
    _contexts: list[BrowserContext] = field(default_factory=list)

    def open(self, address: str = "", *, width: int = 1280, **options: Any) -> Page:
        """A page of the site, in a browser of its own: ``java_script_enabled=False`` and such."""
        options = {"viewport": {"width": width, "height": 800}, **options}
        context = self.browser.new_context(**options)
        context.set_default_timeout(PATIENCE)
        self._contexts.append(context)
        context.route(f"{BASE_URL}/**", self._own_address)
        page = context.new_page()
        page.on("console", lambda message: self.said.append(message.text))
        page.on("pageerror", lambda error: self.said.append(str(error)))
        page.goto(self.url + address)
        return page

    def _own_address(self, route: Route) -> None:
        """What the site asks of the address that it will have, as ``404.html`` must."""
        path = route.request.url.removeprefix(f"{BASE_URL}/")
        route.fulfill(path=self.folder / path)

    def end(self) -> None:
        """Close every page."""
        for context in self._contexts:
            context.close()


@contextmanager
def chromium() -> Iterator[Browser]:
    """The system's Chromium; the variable CHROMIUM names another."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"]
        )
        yield browser
        browser.close()


@contextmanager
def visiting(browser: Browser, folder: Path) -> Iterator[Visit]:
    """A visit to a built site, which must pass without a word in the console."""
    expect.set_options(timeout=PATIENCE)
    with hosting(folder) as url:
        visit = Visit(browser, folder, url)
        try:
            yield visit
        finally:
            visit.end()
    assert not visit.said, visit.said
