"""``sitegen serve``: the site in a browser while it is written."""

import errno
import re
import signal
import time
import webbrowser
from collections.abc import Collection

from msgspec import Struct
from msgspec.structs import replace

from sitegen.diagnostics import WHOLE_FILE, has_errors
from sitegen.folder import Folder
from sitegen.preview import News, Preview
from sitegen.preview_news import Address, editor_link
from sitegen.preview_pages import OWN
from sitegen.preview_server import PreviewServer
from sitegen.report import counted, tally
from sitegen.results import Result
from sitegen.settings import Settings, desk_day, editor_url, prepare, without_site
from sitegen.showing import show
from sitegen.signals import interrupt_once
from sitegen.talk import FINE, USAGE, UsageError, say
from sitegen.watch import Watcher

TRIED = 64  # ports, one after the other
WAIT = 0.25  # seconds between two looks at what requests have shown to be wrong
DONE = object()
NAMED = 3  # files of a save
_BASE_PATH = re.compile(r"/(?:[\w.~-]+/)*", re.ASCII)


class Serving(Struct, frozen=True):
    """Where to serve, as typed."""

    host: str
    port: int
    base_path: str
    open: bool


def serve_site(settings: Settings, serving: Serving) -> int:
    """``sitegen serve``: gives the exit status, once it is stopped."""
    started = time.perf_counter()
    try:
        base_path = _base_path(serving.base_path)
        folder, options = prepare(settings, clean=False)
        if missing := without_site(settings):
            show(missing, folder, settings.format)
            return USAGE
        watcher = Watcher(folder.root)
        preview = Preview(folder, lambda: options._replace(today=desk_day()))
        server = _server(preview, Address(serving.host, serving.port, base_path))
    except UsageError as refused:
        say(f"sitegen: {refused}")
        return USAGE
    terminal = _Terminal(folder)
    terminal.begin(server, serving.port, time.perf_counter() - started)
    signal.signal(signal.SIGINT, interrupt_once)
    try:
        server.start()
        if serving.open:
            webbrowser.open(server.address.url)
        _serve(server, watcher, terminal)
    except KeyboardInterrupt:
        say("\nstopped")
    finally:
        watcher.stop()
        server.stop()
    return FINE


def _serve(server: PreviewServer, watcher: Watcher, terminal: "_Terminal") -> None:
    """Follow what is saved, for ever. Pages that nobody asks for are tried when all is quiet."""
    preview = server.preview
    watcher.rely_on(preview.relied_on)
    proof = preview.prove()
    while True:
        quiet = next(proof, DONE) is DONE
        changed = watcher.saved(WAIT if quiet else 0)
        if changed:
            started = time.perf_counter()
            preview.look_again(changed)
            terminal.tell(preview.news, changed, time.perf_counter() - started)
            watcher.rely_on(preview.relied_on)
            proof = preview.prove()
        terminal.tell(preview.news)
        while not quiet and server.busy:
            time.sleep(0.002)


def _base_path(typed: str) -> str:
    """The path with a slash at both ends."""
    path = f"/{typed.strip('/')}/" if typed.strip("/") else "/"
    strange = {".", ".."} & set(path.split("/"))
    if not _BASE_PATH.fullmatch(path) or strange or path.startswith(OWN):
        text = f'--base-path: "{typed}" is not a path; write it as in the address: /repo/'
        raise UsageError(text)
    return path


def _server(preview: Preview, address: Address) -> PreviewServer:
    """The server, at the port that was asked for or the next that is free."""
    last = min(address.port + TRIED, 65_535) if address.port else 0
    for port in range(address.port, last + 1):
        try:
            return PreviewServer(preview, replace(address, port=port), editor_url())
        except OSError as wrong:
            if wrong.errno != errno.EADDRINUSE:
                raise UsageError(_why_not(address, port, wrong)) from None
    raise UsageError(f"--port: {address.port} to {last} are all taken; choose another")


def _why_not(address: Address, port: int, wrong: OSError) -> str:
    if wrong.errno in (errno.EACCES, errno.EPERM):
        return f"--port: this user may not use port {port}; choose one from 1024 upward"
    return (
        f'--host: "{address.host}" is no address of this machine ({wrong.strerror or wrong}); '
        "leave it out, or write 0.0.0.0 to let others on your network see the preview"
    )


class _Terminal:
    """What the terminal shows: where the preview is, what was saved, what is wrong."""

    def __init__(self, folder: Folder) -> None:
        self._folder = folder
        self._told = 0  # the number of the news that was told last
        self._shown: Result | None = None

    def begin(self, server: PreviewServer, wanted: int, seconds: float) -> None:
        """Say where the preview is, and what is wrong from the start."""
        news, address = server.preview.news, server.address
        self._show(news)
        if wanted and address.port != wanted:
            say(f"port {wanted} is taken, so this is at {address.port}")
        if address.is_open:
            say("others on your network can see this, unpublished briefs included")
        if editor_url() and not editor_link(editor_url(), "/", WHOLE_FILE):
            say("EDITOR_URL does not open an editor; write, for VS Code: vscode://file")
        what = f"{counted(news.result.briefs, 'brief')}, {counted(news.result.claims, 'claim')}"
        say(f"{what} in {seconds:.2f} s: {address.url}")
        say("This follows what you save. Stop it with Ctrl-C.")

    def tell(self, news: News, changed: Collection[str] = (), seconds: float = 0) -> None:
        """Say what came of a save; nothing where that was told."""
        if news.number == self._told:
            return
        self._show(news)
        files = [path for path in changed if (self._folder.root / path).suffix]
        if files:
            came = "the site is shown as it was" if has_errors(news.result.problems) else "shown"
            wrong = tally(news.result.problems)
            say(f"{_named(files)}: {f'{wrong}, {came}' if wrong else came} ({seconds:.2f} s)")

    def _show(self, news: News) -> None:
        self._told = news.number
        before, self._shown = self._shown, news.result
        if before is None or before.problems != news.result.problems:
            show(news.result, self._folder, "text")


def _named(changed: Collection[str]) -> str:
    """The files of a save, by name where they are few."""
    if len(changed) > NAMED:
        return counted(len(changed), "file")
    return ", ".join(sorted(changed))
