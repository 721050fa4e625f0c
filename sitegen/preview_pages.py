"""What the preview answers to a request: a file of the site, with one script added to pages."""

import re
from functools import cache
from html import escape
from mimetypes import MimeTypes
from pathlib import Path, PurePosixPath
from urllib.parse import parse_qs, quote

from sitegen.edition import File
from sitegen.preview import Preview
from sitegen.preview_answer import OK, Answer, file_answer, passing_answer, text_answer
from sitegen.preview_news import Address, moment, problems_document
from sitegen.routes import NOT_FOUND, path_of

WORKER = "worker.js"
OWN = "/_sitegen/"  # the preview's own addresses: none of a site begins with an underscore
# Where a page's head begins; for one that leaves out the tag, what must come before it.
_HEADS = [
    re.compile(rb"<%s(?:\s[^>]*)?>" % tag, re.IGNORECASE) for tag in (b"head", b"html", b"!doctype")
]
_BROWSER = Path(__file__).parent / "browser"
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


def answer(preview: Preview, address: Address, path: str, query: str) -> Answer:
    """What GitHub Pages would answer at a path, which is decoded and begins with a slash."""
    base = address.base_path
    if not path.startswith(base):
        if path == base[:-1]:
            return _moved(base, query)
        text = f"This preview is of a site below {base}: {address.url}"
        return text_answer(404, text)
    name = path.removeprefix(base)
    seen = moment(preview.news.number)  # before any file is looked at: these are as new, or newer
    edition = preview.edition or ()  # asked for once: a save may put another in its place
    for file in (path_of(name), f"{name}.html"):
        if file in edition and (found := _file(preview, file, seen)):
            return found
    if f"{name}/index.html" in edition:
        return _moved(f"{path}/", query)
    return _missing(preview, base, seen)


def _file(preview: Preview, path: str, seen: str) -> Answer | None:
    """A file of the site; None where the site that is shown by now does not have it."""
    try:
        file = preview.file(path)
    except KeyError:
        return None
    except OSError as wrong:
        return text_answer(404, f"{path} cannot be read: {wrong.strerror or wrong}")
    if path.endswith((".html", ".htm")):
        return _page(file, 200, seen)
    return file_answer(OK, file.content, _type_of(path), file.digest)


def _missing(preview: Preview, base: str, seen: str) -> Answer:
    """The site's own page for what it does not have. It names ``base_url``, which is not here."""
    try:
        page = preview.file(NOT_FOUND)
    except KeyError:
        return _page(File(_NOT_BUILT, "none"), 503, seen)
    url = escape(preview.base_url)
    return _page(page, 404, seen, f' data-base="{url}" data-root="{base}"' if url else "")


def _page(file: File, status: int, seen: str, more: str = "") -> Answer:
    """A page with the script that loads it again when it changes; ``more`` are attributes of it.

    The script is in the page, as a browser that had to ask for it would wait for the answer.
    ``seen`` is the moment that the page, and so what it loads, is no older than. It is part of the
    ``ETag``, so that a browser never takes a page from its cache for one of now.
    """
    attributes = f'data-tag="{file.digest}" data-seen="{seen}"{more}'
    script = b"<script %s>%s</script>" % (attributes.encode(), _script("preview.js"))
    heads = (head.search(file.content) for head in _HEADS)
    at = next((head.end() for head in heads if head), 0)
    content = file.content[:at] + script + file.content[at:]
    return file_answer(status, content, "text/html; charset=utf-8", f"{file.digest}-{seen}")


@cache
def _script(name: str) -> bytes:
    return (_BROWSER / name).read_bytes()


def _type_of(path: str) -> str:
    kind = _TYPES.get(PurePosixPath(path).suffix.lower(), "application/octet-stream")
    return f"{kind}; charset=utf-8" if kind.startswith(_TEXTS) else kind


def _moved(path: str, query: str) -> Answer:
    more = quote(query.encode("latin-1"), safe=_QUERY)  # one character for each byte
    where = f"{quote(path)}?{more}" if query else quote(path)
    return text_answer(301, f"This is at {path}", Location=where)


def own_answer(preview: Preview, address: Address, editor: str, path: str, query: str) -> Answer:
    """What the preview's own script asks for."""
    name = path.removeprefix(OWN)
    if name == WORKER:
        return passing_answer(OK, _script(WORKER), "text/javascript; charset=utf-8")
    if name == "problems":
        page = parse_qs(query).get("page", [""])[0]
        document = problems_document(preview, page.removeprefix(address.base_path), editor)
        return passing_answer(OK, document.encode(), "application/json; charset=utf-8")
    return text_answer(404, "There is nothing here.")
