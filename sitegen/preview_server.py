"""The preview over HTTP: what GitHub Pages would answer, to browsers on this machine."""

import socket
import threading
from contextlib import suppress
from dataclasses import replace
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from typing import ClassVar
from urllib.parse import unquote_to_bytes, urlsplit

from werkzeug.wrappers import Response

from sitegen.preview import News, Preview
from sitegen.preview_news import LOCAL, Address, news_message
from sitegen.preview_pages import OWN, answer, own_answer, text_answer, wanted

CONNECTIONS = 128  # at once; a browser opens six
STREAMS = 48  # of these, that wait for news: one for each browser, or each tab of a simple one
IDLE = 20.0  # seconds that a connection may stay silent
STILL_HERE = 5.0  # seconds after which a browser that waits is told that nothing is new


class PreviewServer(ThreadingHTTPServer):
    """Serves a preview until it is told to stop.

    ``editor`` says how to open a file in an editor: ``preview_news.editor_link``.

    Raises ``OSError`` where the port is taken.
    """

    daemon_threads = True
    request_queue_size = 64

    def __init__(self, preview: Preview, address: Address, editor: str = "") -> None:
        self.preview = preview
        self.editor = editor
        self.ended = threading.Event()
        self.streams = threading.BoundedSemaphore(STREAMS)
        self.busy = 0  # requests that are being answered
        self._connections = threading.BoundedSemaphore(CONNECTIONS)
        self._news = threading.Condition()
        family = socket.AF_INET6 if ":" in address.host else socket.AF_INET
        self.address_family = family
        super().__init__((address.host, address.port), Handler)
        self.address = replace(address, port=self.server_address[1])  # 0 is any free port
        preview.tell = self._tell

    def server_bind(self) -> None:
        """Bind without asking who this machine is, which can take seconds."""
        self.allow_reuse_address = True
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.socket.bind(self.server_address)
        self.server_address = self.socket.getsockname()

    def start(self) -> None:
        """Answer from now on, in threads of its own."""
        threading.Thread(target=self.serve_forever, args=(0.05,), daemon=True).start()

    def stop(self) -> None:
        """Take no more requests, and let go of those who wait for news."""
        self.ended.set()
        self._tell(self.preview.news)
        self.shutdown()
        self.server_close()

    def wait_for_news(self, number: int, seconds: float) -> News | None:
        """What is newer than the news with a number; None where nothing is, so many seconds on."""
        with self._news:
            self._news.wait_for(
                lambda: self.preview.news.number != number or self.ended.is_set(), seconds
            )
            news = self.preview.news
            return news if news.number != number else None

    def _tell(self, _: News) -> None:
        with self._news:
            self._news.notify_all()

    def process_request(self, request: object, client_address: object) -> None:
        """Take a connection, unless there are too many."""
        if self._connections.acquire(blocking=False):
            super().process_request(request, client_address)  # type: ignore[arg-type]
        else:
            self.shutdown_request(request)  # type: ignore[arg-type]

    def process_request_thread(self, request: object, client_address: object) -> None:
        """One connection, in its own thread."""
        try:
            super().process_request_thread(request, client_address)  # type: ignore[arg-type]
        finally:
            self._connections.release()

    def handle_error(self, request: object, client_address: object) -> None:
        """A browser that hangs up is no error."""


class Handler(BaseHTTPRequestHandler):
    """One connection: its requests, one after the other."""

    server: PreviewServer
    protocol_version = "HTTP/1.1"
    server_version = "sitegen"
    sys_version = ""
    timeout = IDLE
    wbufsize = -1  # head and body in one packet
    disable_nagle_algorithm: ClassVar[bool] = True

    def do_GET(self) -> None:
        """Answer a request."""
        if "Content-Length" in self.headers or "Transfer-Encoding" in self.headers:
            self.close_connection = True  # what follows is no request
        self.server.busy += 1
        try:
            self._answer()
        finally:
            self.server.busy -= 1

    do_HEAD = do_GET  # noqa: N815

    def __getattr__(self, name: str) -> object:
        """Any other method is refused."""
        if name.startswith("do_"):
            return self._refuse_method
        raise AttributeError(name)

    def _refuse_method(self) -> None:
        self.close_connection = True
        self._send(text_answer(405, "Only GET and HEAD are answered here.", Allow="GET, HEAD"))

    def _answer(self) -> None:
        server = self.server
        try:
            url = urlsplit(self.path)
            path = unquote_to_bytes(url.path).decode()
        except ValueError:
            self._send(text_answer(400, "This is no address."))
            return
        if not self._is_for_us(url.netloc or self.headers.get("Host", "")):
            self.close_connection = True
            text = f"This preview answers at {server.address.url} only."
            self._send(text_answer(403, text))
        elif path == f"{OWN}events":
            self._stream()
        elif path.startswith(OWN):
            self._send(own_answer(server.preview, server.address, server.editor, path, url.query))
        else:
            self._send(answer(server.preview, server.address, path, url.query))

    def _is_for_us(self, host: str) -> bool:
        """Whether a request names this server: a page elsewhere can make a browser ask it.

        Such a page has a name that was made to lead here (DNS rebinding), which is not ours.
        """
        try:
            name = urlsplit(f"//{host}").hostname or ""
        except ValueError:
            return False
        ours = self.server.address
        if not ours.is_open:
            return name in LOCAL
        return _is_number(name) or name in (*LOCAL, ours.host, socket.gethostname().lower())

    def _send(self, response: Response) -> None:
        """Send a response, or what the request wants of it."""
        response = wanted(response, self.command, self.headers.get)
        content = b"".join(response.iter_encoded())
        bare = response.status_code == HTTPStatus.NOT_MODIFIED
        self.send_response(response.status_code)
        for name, value in response.headers.items():
            if name not in ("Content-Length", "Date"):
                self.send_header(name, value)
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Cross-Origin-Resource-Policy", "same-origin")
        if not bare:
            self.send_header("Content-Length", str(len(content)))
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
        if self.command != "HEAD" and not bare:
            self.wfile.write(content)

    def _stream(self) -> None:
        """Tell news as server-sent events, as long as the browser listens."""
        server = self.server
        self.close_connection = True
        if not server.streams.acquire(blocking=False):
            self._send(text_answer(503, "Too many tabs are listening."))
            return
        try:
            self.send_response(200)
            self.send_header("Content-Type", "text/event-stream; charset=utf-8")
            self.send_header("Cache-Control", "no-store")
            self.send_header("Connection", "close")
            self.end_headers()
            if self.command != "HEAD":
                self._tell_news()
        finally:
            server.streams.release()

    def _tell_news(self) -> None:
        number = -1
        while not self.server.ended.is_set():
            news = self.server.wait_for_news(number, STILL_HERE)
            text = news_message(news, self.server.address) if news else ": still here\n\n"
            self.wfile.write(text.encode())
            self.wfile.flush()
            number = news.number if news else number

    def handle(self) -> None:
        """A browser that hangs up, or is too slow, is no error."""
        with suppress(OSError):
            super().handle()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Nothing: the terminal shows what was saved and what is wrong."""


def _is_number(name: str) -> bool:
    """Whether a host is an address in numbers: no name can be made to lead elsewhere then."""
    try:
        ip_address(name)
    except ValueError:
        return False
    return True
