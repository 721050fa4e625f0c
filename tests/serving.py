"""A real ``sitegen serve`` in a process of its own, and how to ask it.

``with serving(desk.root, "--drafts") as server: status, headers, content = server.get("/")``
"""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

STARTING = 60.0  # seconds: on a machine that does much else at once
PATIENCE = 20.0  # seconds that an answer may take
_WHERE = re.compile(r" s: (http://\S+:(\d+)(/\S*))$", re.MULTILINE)


class Answer(NamedTuple):
    """What came back. ``headers`` are by name in any case: ``headers["etag"]``."""

    status: int
    headers: Mapping[str, str]
    content: bytes


@dataclass(frozen=True)
class Server:
    """A running preview."""

    process: subprocess.Popen[bytes]
    url: str  # as it says itself, with a slash at its end
    port: int
    base_path: str
    _log: Path

    @property
    def host(self) -> str:
        """Where to reach it, as numbers."""
        return "::1" if "//[::1]" in self.url else "127.0.0.1"

    def get(
        self, path: str, method: str = "GET", headers: Mapping[str, str] | None = None
    ) -> Answer:
        """Ask for a path, just as it is written; ``Host`` may be among the headers."""
        connection = HTTPConnection(self.host, self.port, timeout=PATIENCE)
        try:
            connection.request(method, path, headers=dict(headers or {}))
            response = connection.getresponse()
            return Answer(response.status, response.headers, response.read())
        finally:
            connection.close()

    def connect(self) -> socket.socket:
        """A connection of your own, which you close."""
        made = socket.create_connection((self.host, self.port), timeout=PATIENCE)
        made.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return made

    def raw(self, data: bytes) -> bytes:
        """Send bytes and no more; all that comes back until the server hangs up."""
        with self.connect() as connection:
            with suppress(OSError):  # it may hang up before it has read all
                connection.sendall(data)
                connection.shutdown(socket.SHUT_WR)
            return everything(connection)

    def log(self) -> str:
        """What it has printed so far."""
        return self._log.read_text(encoding="utf-8", errors="replace")

    def wait_for(self, text: str, times: int = 1) -> str:
        """The log, once it has a text so many times. Raises ``AssertionError`` if it gets none."""
        end = time.monotonic() + PATIENCE
        while (log := self.log()).count(text) < times:
            assert time.monotonic() < end, f"no {text!r} in:\n{log}"
            time.sleep(0.01)
        return log

    def stop(self, with_signal: signal.Signals = signal.SIGINT) -> tuple[float, int]:
        """End it as Ctrl-C does: the seconds that it took, and its exit status."""
        started = time.monotonic()
        self.process.send_signal(with_signal)
        try:
            status = self.process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self.process.kill()
            status = self.process.wait()
        return time.monotonic() - started, status


def everything(connection: socket.socket) -> bytes:
    """All bytes until the other side hangs up, cleanly or not."""
    found = b""
    with suppress(ConnectionError):
        while part := connection.recv(65_536):
            found += part
    return found


@contextmanager
def serving(root: Path, *args: str, **variables: str) -> Iterator[Server]:
    """Serve a folder until the block ends, at a free port unless ``args`` name one.

    ``variables`` are added to the environment. The process is ended whatever happens.
    """
    taken = ("SITEGEN", "GITHUB", "EDITOR_URL")
    env = {k: v for k, v in os.environ.items() if not k.startswith(taken)} | variables
    port = () if "--port" in args else ("--port", "0")
    command = [sys.executable, "-m", "sitegen", "serve", "--root", str(root), *port, *args]
    with TemporaryDirectory() as folder:
        log = Path(folder, "log")
        with log.open("wb") as written:
            process = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=written, stderr=written, env=env
            )
        try:
            yield _begun(process, log)
        finally:
            _end(process)


def _begun(process: subprocess.Popen[bytes], log: Path) -> Server:
    """The server, once it says where it is."""
    end = time.monotonic() + STARTING
    while True:
        ended = process.poll() is not None
        text = log.read_text(encoding="utf-8", errors="replace")
        if found := _WHERE.search(text):
            return Server(process, found[1], int(found[2]), found[3], log)
        assert not ended, f"it ended with status {process.returncode}:\n{text}"
        assert time.monotonic() < end, f"it does not start:\n{text}"
        time.sleep(0.01)


def _end(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(5)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
