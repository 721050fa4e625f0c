"""What the preview answers to a request: a file of the site, with one script added to pages."""

import re
from collections.abc import Callable
from http import HTTPStatus
from mimetypes import MimeTypes
from pathlib import Path
from urllib.parse import parse_qs, quote

from werkzeug.exceptions import RequestedRangeNotSatisfiable
from werkzeug.wrappers import Response

from sitegen.edition import File
from sitegen.preview import Preview
from sitegen.preview_news import Address, problems_document
from sitegen.routes import NOT_FOUND, path_of

OWN = "/_sitegen/"  # the preview's own addresses: none of a site begins with an underscore
_HEAD = re.compile(rb"<head(?:\s[^>]*)?>", re.IGNORECASE)
_BROWSER = Path(__file__).parent / "browser"
_SCRIPTS = ("preview.js", "worker.js")
_TYPES = MimeTypes(())  # what Python knows, and not what this machine has been told
_TYPES.add_type("font/woff2", ".woff2")
_TYPES.add_type("image/avif", ".avif")
_TYPES.add_type("image/webp", ".webp")
_TYPES.add_type("application/manifest+json", ".webmanifest")
_TYPES.add_type("text/javascript", ".js")
_TYPES.add_type("application/xml", ".xml")
_SAFE = ":/?&=%@[]!$+,;~"  # in a URL, which holds no quotation marks
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
    if preview.edition is None:
        return _page(File(_NOT_BUILT, "none"), 503)
    name = path.removeprefix(base)
    file = path_of(name)
    if file in preview.edition:
        return _file(preview, file)
    if f"{name}/index.html" in preview.edition:
        return _moved(f"{path}/", query)
    if f"{name}.html" in preview.edition and not name.endswith("/"):
        return _file(preview, f"{name}.html")
    whole = f' data-base="{quote(preview.base_url, safe=_SAFE)}" data-root="{base}"'
    return _page(preview.file(NOT_FOUND), 404, whole if preview.base_url else "")


def _file(preview: Preview, path: str) -> Response:
    try:
        file = preview.file(path)
    except KeyError:  # the last good site does not have it
        return _page(File(_NOT_BUILT, "none"), 503)
    except OSError as wrong:
        return text_answer(404, f"{path} cannot be read: {wrong.strerror or wrong}")
    if path.endswith((".html", ".htm")):
        return _page(file, 200)
    return _response(file.content, 200, _type_of(path), file.digest)


def _page(file: File, status: int, more: str = "") -> Response:
    """A page with the script that loads it again when it changes; ``more`` are attributes of it."""
    script = f'<script src="{OWN}preview.js" data-tag="{file.digest}"{more}></script>'.encode()
    head = _HEAD.search(file.content)
    at = head.end() if head else 0
    content = file.content[:at] + script + file.content[at:]
    return _response(content, status, "text/html; charset=utf-8", file.digest)


def _response(content: bytes, status: int, kind: str, digest: str) -> Response:
    response = Response(content, status, content_type=kind)
    response.headers["Cache-Control"] = "no-cache"
    response.set_etag(digest)
    return response


def _type_of(path: str) -> str:
    kind = _TYPES.guess_type(path)[0] or "application/octet-stream"
    return f"{kind}; charset=utf-8" if kind.startswith(_TEXTS) else kind


def _moved(path: str, query: str) -> Response:
    response = text_answer(301, f"This is at {path}")
    response.headers["Location"] = quote(path) + (f"?{query}" if query else "")
    return response


def text_answer(status: int, text: str, **headers: str) -> Response:
    """A line of plain text."""
    response = Response(f"{text}\n", status, headers, content_type="text/plain; charset=utf-8")
    response.headers["Cache-Control"] = "no-store"
    return response


def wanted(response: Response, method: str, header: Callable[[str], str | None]) -> Response:
    """A response, or what a request's headers want of it: a part, or to know it is unchanged."""
    if response.status_code != HTTPStatus.OK:
        return response
    environ = {"REQUEST_METHOD": method}
    for name in ("If-None-Match", "If-Range", "Range"):
        value = header(name)
        if value and not (name == "Range" and "," in value):  # of several parts, all is fair
            environ[f"HTTP_{name.upper().replace('-', '_')}"] = value
    length = len(response.get_data())
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
        page = page.removeprefix(address.base_path)
        document = problems_document(preview, page, editor)
        response = Response(document, content_type="application/json; charset=utf-8")
    else:
        return text_answer(404, "There is nothing here.")
    response.headers["Cache-Control"] = "no-store"
    return response
