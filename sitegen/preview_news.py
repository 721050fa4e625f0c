"""What the preview tells a browser: where it is, that something was saved, and what is wrong."""

import json
import os
import re
import secrets
from collections.abc import Mapping
from urllib.parse import quote

from msgspec import Struct

from sitegen.diagnostics import Diagnostic, Severity, Span
from sitegen.findings import text_of
from sitegen.preview import News, Preview
from sitegen.report import tally, text_report
from sitegen.routes import path_of

RETRY = 300  # milliseconds after which a browser looks for a preview that was stopped
SHOWN = 50  # problems that a page shows; the terminal has all
LOCAL = ("localhost", "127.0.0.1", "::1")
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.ASCII | re.IGNORECASE)
_PATH = re.compile(r"(?:(?<!:/)/)?\{path\}")  # its slash may be there already: vscode://file/{path}
_RUN_BY_BROWSERS = ("javascript", "data", "vbscript", "blob")
_RUN = secrets.token_hex(8)  # tells a server from one that was started later


class Address(Struct, frozen=True):
    """Where the preview answers. ``base_path`` is what comes before the site's own addresses.

    ``is_open`` is whether others than this machine may reach it.
    """

    host: str
    port: int
    base_path: str = "/"
    is_open: bool = False

    @property
    def url(self) -> str:
        """What to type into a browser."""
        host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(self.host, self.host)  # noqa: S104
        return f"http://{f'[{host}]' if ':' in host else host}:{self.port}{self.base_path}"


def moment(number: int) -> str:
    """What a page is marked with: the news, and of which server, that it is no older than."""
    return f"{_RUN}-{number}"


def news_message(news: News, address: Address, since: int = 0) -> str:
    """One server-sent event: a JSON object, which ``browser/worker.js`` reads.

    ``since`` is the number of the news that the same browser was told before. Some may have come
    between, and their files are told too; to a browser that was told nothing, those of all.
    """
    base = address.base_path
    severities = [problem.severity for problem in news.result.problems]
    document = {
        "run": _RUN,
        "number": news.number,
        "saved": f"{base}{quote(news.saved)}" if news.saved else "",
        "files": {
            f"{base}{quote(f)}": number for f, number in news.files.items() if number > since
        },
        "errors": severities.count(Severity.ERROR),
        "warnings": len(severities) - severities.count(Severity.ERROR),
    }
    return f"retry: {RETRY}\ndata: {json.dumps(document)}\n\n"


def problems_document(preview: Preview, page: str, editor: str) -> str:
    """The problems as ``browser/preview.js`` shows them, those of a page's own text first.

    ``page`` is an address of the site; ``editor`` says how to open a file, see ``editor_link``.
    """
    edition = preview.edition
    own = edition.owner(path_of(page)) if edition else ""
    problems = preview.news.result.problems
    shown = sorted(problems, key=lambda p: (p.severity is not Severity.ERROR, p.file != own))
    folder = preview.folder
    texts = {p.file: text_of(folder, p.file) for p in shown[:SHOWN]}
    document = {
        "tally": tally(problems),
        "hidden": max(0, len(problems) - SHOWN),
        "problems": [
            {
                **_one(problem, texts),
                "edit": editor_link(editor, str(folder.root / problem.file), problem.span),
            }
            for problem in shown[:SHOWN]
        ],
    }
    return json.dumps(document)  # in ASCII: the name of a file may be no text at all


def _one(problem: Diagnostic, texts: Mapping[str, str | None]) -> dict[str, str]:
    """A problem in the pieces of its text report: the frame and the hint are one text."""
    head, _, frame = text_report([problem], texts.get).partition("\n")
    where, _, rest = head.partition(f": {problem.severity}[")
    return {
        "severity": problem.severity,
        "code": problem.code,
        "where": where,
        "message": rest.partition("] ")[2],
        "frame": frame.rstrip("\n"),
    }


def editor_link(editor: str, path: str, span: Span) -> str:
    """The address that opens a file in an editor, as ``EDITOR_URL`` says; empty where it does not.

    ``EDITOR_URL`` may name ``{path}``, ``{line}`` and ``{column}``. Without ``{path}``, it
    and the place are put at its end, which is right for ``vscode://file``. What a browser would run
    instead of opening is none.
    """
    scheme = _SCHEME.match(editor)
    if not scheme or scheme[1].lower() in _RUN_BY_BROWSERS:
        return ""
    if "{path}" not in editor:
        editor = editor.removesuffix("...").rstrip("/") + "{path}:{line}:{column}"
    path = quote(os.fsencode(path.replace(os.sep, "/").lstrip("/")))
    filled = _PATH.sub(lambda _: f"/{path}", editor)
    return filled.replace("{line}", str(span.line)).replace("{column}", str(span.column))
