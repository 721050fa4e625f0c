"""What a request asks of the preview, or why it gets no answer: pages elsewhere send them too."""

import re
import socket
from email.message import Message
from ipaddress import ip_address
from typing import NamedTuple
from urllib.parse import unquote_to_bytes

from sitegen.preview_news import LOCAL, Address

_NO_REQUEST = "This is no request that a browser makes."
_TARGET = re.compile(
    r"(?:http://(?P<host>[^/?#\x00-\x20\x7f]*)(?=[/?]|$))?"
    r"(?P<path>/[^?#\x00-\x20\x7f]*)?"
    r"(?:\?(?P<query>[^#\x00-\x20\x7f]*))?",
    re.IGNORECASE,
)
_HOST = re.compile(r"(?:\[([0-9a-f:.]+)\]|([\w.-]+))(?::\d*)?", re.ASCII | re.IGNORECASE)


class UnfitError(Exception):
    """A request that is not answered, with the status and the words to say so."""

    def __init__(self, status: int, text: str) -> None:
        super().__init__(text)
        self.status = status
        self.text = text


class Asked(NamedTuple):
    """What a request asks for: a path, decoded, and a query as it was sent."""

    path: str
    query: str


def asked(
    target: str, version: str, headers: "Message[str, str]", hostname: str, ours: Address
) -> Asked:
    """What a request asks for, if it is for this server. Raises ``UnfitError``.

    ``target`` holds one character for each byte; ``hostname`` is the name of this machine.
    """
    if version < "HTTP/1" or headers.defects or headers.get_payload():
        raise UnfitError(400, _NO_REQUEST)
    hosts = [host.strip(" \t") for host in headers.get_all("Host", [])]
    if len(hosts) > 1 or (not hosts and version > "HTTP/1.0"):
        raise UnfitError(400, "A request says once which server it is for: Host.")
    parts = _TARGET.fullmatch(target)
    if not parts or (parts["host"] is None and parts["path"] is None):
        raise UnfitError(400, _NO_REQUEST)
    if parts["host"] is not None:
        hosts.append(parts["host"])
    if not hosts or not all(_is_ours(host, hostname, ours) for host in hosts):
        raise UnfitError(403, f"This preview answers at {ours.url} only.")
    try:
        path = unquote_to_bytes((parts["path"] or "/").encode("latin-1")).decode()
    except UnicodeDecodeError:
        raise UnfitError(400, "This is no address: it is not UTF-8.") from None
    return Asked(path, parts["query"] or "")


def own_hostname() -> str:
    """The name of this machine, as a browser would send it."""
    return socket.gethostname().lower()


def _is_ours(host: str, hostname: str, ours: Address) -> bool:
    """Whether a request names this server: a page elsewhere can make a browser ask it.

    Such a page has a name that was made to lead here (DNS rebinding), which is not ours. Numbers
    cannot be made to lead elsewhere, but they tell nothing of a server that only we can reach.
    """
    parts = _HOST.fullmatch(host)
    if not parts:
        return False
    name = (parts[1] or parts[2]).lower()
    if name in (*LOCAL, ours.host.lower()):
        return True
    return ours.is_open and (name == hostname or _is_number(name))


def _is_number(name: str) -> bool:
    try:
        ip_address(name)
    except ValueError:
        return False
    return True
