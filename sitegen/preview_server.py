"""The preview over HTTP: connections from browsers on this machine, and what is sent to them."""

import errno
import socket
import threading
import time
from contextlib import suppress
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from typing import ClassVar

from msgspec.structs import replace

from sitegen.preview import News, Preview
from sitegen.preview_answer import OK, UNCHANGED, Answer, passing_answer, text_answer, wanted
from sitegen.preview_news import Address, news_message
from sitegen.preview_pages import OWN, answer, own_answer
from sitegen.preview_request import Asked, UnfitError, asked, own_hostname

CONNECTIONS = 128  # at once; a browser opens six
STREAMS = 48  # of these, that wait for news: one for each browser, or each tab of a simple one
IDLE = 20.0  # seconds that a connection may stay silent
STILL_HERE = 5.0  # seconds after which a browser that waits is told that nothing is new
_LOOK = 0.05  # seconds between two looks at whether to stop
_PARTING = 1.0  # seconds in which a browser may still send what nobody reads


class PreviewServer(ThreadingHTTPServer):
    """Serves a preview until it is told to stop.

    ``editor`` says how to open a file in an editor: ``preview_news.editor_link``.

    Raises ``OSError`` where the port is taken, or the host is none of this machine.
    """

    daemon_threads = True
    request_queue_size = CONNECTIONS  # that wait for room

    def __init__(self, preview: Preview, address: Address, editor: str = "") -> None:
        self.preview = preview
        self.editor = editor
        self.hostname = own_hostname()
        self.ended = threading.Event()
        self.streams = threading.BoundedSemaphore(STREAMS)
        self._connections = threading.BoundedSemaphore(CONNECTIONS)
        self.busy: set[int] = set()  # the threads that are making an answer
        self._started = False
        self._news = threading.Condition()
        self.address_family = socket.AF_INET6 if ":" in address.host else socket.AF_INET
        super().__init__((address.host, address.port), Handler)
        self.address = self._found(address)
        preview.tell = self._tell

    def server_bind(self) -> None:
        """Bind without asking who this machine is, which can take seconds."""
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if not self.server_address[0]:  # which would mean: all of this machine's addresses
            raise OSError(errno.EADDRNOTAVAIL, "there is nothing between the quotation marks")
        try:
            self.socket.bind(self.server_address)
        except UnicodeError:  # too long for a name, or with two dots in a row
            raise OSError(errno.EADDRNOTAVAIL, "this cannot be a name") from None
        self.server_address = self.socket.getsockname()

    def _found(self, address: Address) -> Address:
        """The address as it turned out: port 0 is any free one, and a name may lead anywhere."""
        number, port = str(self.server_address[0]), self.server_address[1]
        named = any(character.isalpha() for character in address.host)
        host = address.host if named else number
        return replace(address, host=host, port=port, is_open=not ip_address(number).is_loopback)

    def start(self) -> None:
        """Answer from now on, in threads of its own."""
        self._started = True
        threading.Thread(target=self.serve_forever, args=(_LOOK,), daemon=True).start()

    def stop(self) -> None:
        """Take no more requests, and let go of those who wait for news."""
        self.ended.set()
        self._tell(self.preview.news)
        if self._started:
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
        """Take a connection once there is room; until then it waits, and those behind it."""
        while not self._connections.acquire(timeout=_LOOK):
            if self.ended.is_set():
                self.shutdown_request(request)  # type: ignore[arg-type]
                return
        try:
            super().process_request(request, client_address)  # type: ignore[arg-type]
        except RuntimeError:  # the system gives no more threads
            self._connections.release()
            raise

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
    timeout = IDLE
    wbufsize = -1  # head and body in one packet
    disable_nagle_algorithm: ClassVar[bool] = True

    def do_GET(self) -> None:
        """Answer a request."""
        if "Content-Length" in self.headers or "Transfer-Encoding" in self.headers:
            self.close_connection = True  # what follows is no request
        server = self.server
        try:
            wish = asked(
                self.path, self.request_version, self.headers, server.hostname, server.address
            )
        except UnfitError as unfit:
            self._refuse(text_answer(unfit.status, unfit.text))
            return
        if wish.path == f"{OWN}events":
            self._stream()
        else:
            self._send(wanted(self._answer(wish), self.command, self.headers.get))

    do_HEAD = do_GET  # noqa: N815

    def __getattr__(self, name: str) -> object:
        """Any other method is refused."""
        if name.startswith("do_"):
            return self._refuse_method
        raise AttributeError(name)

    def _refuse_method(self) -> None:
        self._refuse(text_answer(405, "Only GET and HEAD are answered here.", Allow="GET, HEAD"))

    def send_error(
        self,
        code: int,
        message: str | None = None,  # noqa: ARG002 (http.server words it for programmers)
        explain: str | None = None,  # noqa: ARG002 (likewise)
    ) -> None:
        """Refuse what is no request at all, or too long."""
        self._refuse(text_answer(code, f"{HTTPStatus(code).phrase}."))

    def _refuse(self, answer: Answer) -> None:
        """Answer and hang up: what follows may be no request."""
        self.close_connection = True
        self.request_version = self.protocol_version  # also to those who named none
        self._send(answer)

    def _answer(self, wish: Asked) -> Answer:
        server = self.server
        server.busy.add(threading.get_ident())
        try:
            if wish.path.startswith(OWN):
                return own_answer(server.preview, server.address, server.editor, *wish)
            return answer(server.preview, server.address, *wish)
        except Exception as bug:  # noqa: BLE001 (else a browser would wait for nothing)
            text = f"This is a bug in sitegen, not in your site: {type(bug).__name__}: {bug}"
            return text_answer(500, text)
        finally:
            server.busy.discard(threading.get_ident())

    def _send(self, answer: Answer) -> None:
        self._send_head(answer)
        if answer.status != UNCHANGED:
            self.send_header("Content-Length", str(len(answer.content)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(answer.content)

    def _send_head(self, answer: Answer) -> None:
        """The status and the headers, with those that keep pages elsewhere from using a file.

        Such a page can read nothing (no CORS), but could show a picture or frame, or run a script.
        """
        self.send_response(answer.status)
        for name, value in answer.headers.items():
            self.send_header(name, value)
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Cross-Origin-Resource-Policy", "same-origin")
        self.send_header("X-Frame-Options", "SAMEORIGIN")
        if self.close_connection:
            self.send_header("Connection", "close")

    def _stream(self) -> None:
        """Tell news as server-sent events, as long as the browser listens."""
        self.close_connection = True
        streams = self.server.streams
        if not streams.acquire(blocking=False):
            self._send(text_answer(503, "Too many tabs are listening."))
            return
        try:
            self._send_head(passing_answer(OK, b"", "text/event-stream; charset=utf-8"))
            self.end_headers()
            if self.command != "HEAD":
                self._tell_news()
        finally:
            streams.release()

    def _tell_news(self) -> None:
        server = self.server
        news = server.preview.news
        text = news_message(news, server.address)
        while not server.ended.is_set():
            self.wfile.write(text.encode())
            self.wfile.flush()
            newer = server.wait_for_news(news.number, STILL_HERE)
            since = news.number
            text = news_message(newer, server.address, since) if newer else ": still here\n\n"
            news = newer or news

    def handle(self) -> None:
        """A browser that hangs up, or is too slow, is no error."""
        with suppress(OSError):
            super().handle()

    def finish(self) -> None:
        """Hang up so that the answer arrives: a close with unread bytes would take it back."""
        end = time.monotonic() + _PARTING
        with suppress(OSError):
            super().finish()
            self.connection.shutdown(socket.SHUT_WR)
            self.connection.settimeout(_PARTING)
            while self.connection.recv(1 << 16) and time.monotonic() < end:
                pass

    def version_string(self) -> str:
        """Who answers."""
        return "sitegen"

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Nothing: the terminal shows what was saved and what is wrong."""
