"""What the preview answers to a request: a file of the site, with one script added to pages."""

import re
from collections.abc import Callable
from html import escape
from http import HTTPStatus
from mimetypes import MimeTypes
from pathlib import Path, PurePosixPath
from urllib.parse import parse_qs, quote

from werkzeug.exceptions import RequestedRangeNotSatisfiable
from werkzeug.wrappers import Response

from sitegen.edition import File
from sitegen.preview import Preview
from sitegen.preview_news import Address, problems_document
from sitegen.routes import NOT_FOUND, path_of

OWN = "/_sitegen/"  # the preview's own addresses: none of a site begins with an underscore
# Where a page's head begins; for one that leaves out the tag, what must come before it.
_HEADS = [
    re.compile(rb"<%s(?:\s[^>]*)?>" % tag, re.IGNORECASE) for tag in (b"head", b"html", b"!doctype")
]
_RANGE = re.compile(r"\s*bytes\s*=\s*(?:\d{1,18}-\d{0,18}|-\d{1,18})\s*", re.ASCII | re.IGNORECASE)
_BROWSER = Path(__file__).parent / "browser"
_SCRIPTS = ("preview.js", "worker.js")
# What Python knows of types, and not what this machine has been told; then what Python knows only
# in some versions, or otherwise than GitHub Pages.
_TYPES = MimeTypes(()).types_map[True] | {
    ".avif": "image/avif",
    ".bmp": "image/bmp",
    ".csv": "text/csv",
    ".flac": "audio/flac",
    ".gz": "application/gzip",
    ".ico": "image/vnd.microsoft.icon",
    ".js": "text/javascript",
    ".json": "application/json",
    ".m4a": "audio/mp4",
    ".md": "text/markdown",
    ".mjs": "text/javascript",
    ".ogg": "audio/ogg",
    ".opus": "audio/ogg",
    ".otf": "font/otf",
    ".ttf": "font/ttf",
    ".vtt": "text/vtt",
    ".wasm": "application/wasm",
    ".webmanifest": "application/manifest+json",
    ".webp": "image/webp",
    ".woff": "font/woff",
    ".woff2": "font/woff2",
    ".xml": "application/xml",
    ".zip": "application/zip",
}
_QUERY = "".join(map(chr, range(0x21, 0x7F)))  # what may stand in one as it is
_TEXTS = ("text/", "application/json", "application/xml", "application/manifest+json")
_NOT_BUILT = b"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>There is no site to show yet</title>
</head>
<body>
<p>There is no site to show yet: something is wrong in its files.</p>
</body>
</html>
"""


def answer(preview: Preview, address: Address, path: str, query: str) -> Response:
    """What GitHub Pages would answer at a path, which is decoded and begins with a slash."""
    base = address.base_path
    if not path.startswith(base):
        if path == base[:-1]:
            return _moved(base, query)
        text = f"This preview is of a site below {base}: {address.url}"
        return text_answer(404, text)
    name = path.removeprefix(base)
    edition = preview.edition or ()  # asked for once: a save may put another in its place
    for file in (path_of(name), f"{name}.html"):
        if file in edition and (found := _file(preview, file)):
            return found
    if f"{name}/index.html" in edition:
        return _moved(f"{path}/", query)
    return _missing(preview, base)


def _file(preview: Preview, path: str) -> Response | None:
    """A file of the site; None where the site that is shown by now does not have it."""
    try:
        file = preview.file(path)
    except KeyError:
        return None
    except OSError as wrong:
        return text_answer(404, f"{path} cannot be read: {wrong.strerror or wrong}")
    if path.endswith((".html", ".htm")):
        return _page(file, 200)
    return _response(file.content, 200, _type_of(path), file.digest)


def _missing(preview: Preview, base: str) -> Response:
    """The site's own page for what it does not have. It names ``base_url``, which is not here."""
    try:
        page = preview.file(NOT_FOUND)
    except KeyError:
        return _page(File(_NOT_BUILT, "none"), 503)
    url = escape(preview.base_url)
    return _page(page, 404, f' data-base="{url}" data-root="{base}"' if url else "")


def _page(file: File, status: int, more: str = "") -> Response:
    """A page with the script that loads it again when it changes; ``more`` are attributes of it."""
    script = f'<script src="{OWN}preview.js" data-tag="{file.digest}"{more}></script>'.encode()
    heads = (head.search(file.content) for head in _HEADS)
    at = next((head.end() for head in heads if head), 0)
    content = file.content[:at] + script + file.content[at:]
    return _response(content, status, "text/html; charset=utf-8", file.digest)


def _response(content: bytes, status: int, kind: str, digest: str) -> Response:
    response = Response(content, status, content_type=kind)
    response.headers["Cache-Control"] = "no-cache"
    response.set_etag(digest)
    return response


def _type_of(path: str) -> str:
    kind = _TYPES.get(PurePosixPath(path).suffix.lower(), "application/octet-stream")
    return f"{kind}; charset=utf-8" if kind.startswith(_TEXTS) else kind


def _moved(path: str, query: str) -> Response:
    response = text_answer(301, f"This is at {path}")
    more = quote(query.encode("latin-1"), safe=_QUERY)  # one character for each byte
    response.headers["Location"] = f"{quote(path)}?{more}" if query else quote(path)
    return response


def text_answer(status: int, text: str, **headers: str) -> Response:
    """A line of plain text."""
    response = Response(f"{text}\n", status, headers, content_type="text/plain; charset=utf-8")
    response.headers["Cache-Control"] = "no-store"
    return response


def wanted(response: Response, method: str, header: Callable[[str], str | None]) -> Response:
    """A response, or what a request's headers want of it: a part, or to know it is unchanged.

    RFC 9110: to know comes first, only GET asks for a part, and a ``Range`` that is no plain part
    in bytes may be left alone. Nor is one made of several parts.
    """
    if response.status_code != HTTPStatus.OK:
        return response
    length = len(response.get_data())
    environ = {"REQUEST_METHOD": method, "HTTP_IF_NONE_MATCH": header("If-None-Match") or ""}
    response.make_conditional(environ, accept_ranges=True)
    unless, part = header("If-Range"), header("Range") or ""
    if (
        method != "GET"
        or response.status_code == HTTPStatus.NOT_MODIFIED
        or not _RANGE.fullmatch(part)
        or unless not in (None, response.headers.get("ETag"))
    ):
        return response
    environ = {"REQUEST_METHOD": method, "HTTP_RANGE": part}
    try:
        response.make_conditional(environ, accept_ranges=True, complete_length=length)
    except RequestedRangeNotSatisfiable:
        where = {"Content-Range": f"bytes */{length}"}
        return text_answer(416, "There is no such part.", **where)
    return response


def own_answer(preview: Preview, address: Address, editor: str, path: str, query: str) -> Response:
    """What the preview's own script asks for."""
    name = path.removeprefix(OWN)
    if name in _SCRIPTS:
        content = (_BROWSER / name).read_bytes()
        response = Response(content, content_type="text/javascript; charset=utf-8")
    elif name == "problems":
        page = parse_qs(query).get("page", [""])[0]
        document = problems_document(preview, page.removeprefix(address.base_path), editor)
        response = Response(document, content_type="application/json; charset=utf-8")
    else:
        return text_answer(404, "There is nothing here.")
    response.headers["Cache-Control"] = "no-store"
    return response
