"""What the preview tells a browser: where it is, that something was saved, and what is wrong."""

import json
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote

from sitegen.diagnostics import Diagnostic, Severity, Span
from sitegen.findings import text_of
from sitegen.preview import News, Preview
from sitegen.report import tally, text_report
from sitegen.routes import path_of

RETRY = 300  # milliseconds after which a browser looks for a preview that was stopped
SHOWN = 50  # problems that a page shows; the terminal has all
LOCAL = ("localhost", "127.0.0.1", "::1")
_RUN = secrets.token_hex(8)  # tells a server from one that was started later


@dataclass(frozen=True, slots=True)
class Address:
    """Where the preview answers. ``base_path`` is what comes before the site's own addresses."""

    host: str
    port: int
    base_path: str = "/"

    @property
    def url(self) -> str:
        """What to type into a browser."""
        host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(self.host, self.host)  # noqa: S104
        return f"http://{f'[{host}]' if ':' in host else host}:{self.port}{self.base_path}"

    @property
    def is_open(self) -> bool:
        """Whether others than this machine may reach it."""
        return self.host not in LOCAL


def news_message(news: News, address: Address) -> str:
    """One server-sent event: a JSON object, which ``browser/worker.js`` reads."""
    base = address.base_path
    severities = [problem.severity for problem in news.result.problems]
    document = {
        "run": _RUN,
        "number": news.number,
        "saved": f"{base}{quote(news.saved)}" if news.saved else "",
        "files": [f"{base}{quote(file)}" for file in news.files],
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
    return json.dumps(document, ensure_ascii=False)


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

    ``EDITOR_URL`` may name ``{path}``, ``{line}`` and ``{column}``. Without these, the path and
    the place are put at its end, which is right for ``vscode://file``.
    """
    scheme = editor.partition(":")[0].lower()
    if not editor or scheme in ("javascript", "data", "vbscript"):
        return ""
    if "{" not in editor:
        editor = editor.removesuffix("...").rstrip("/") + "{path}:{line}:{column}"
    path = quote(path.replace(os.sep, "/"))
    path = path if path.startswith("/") else f"/{path}"
    filled = editor.replace("{path}", path)
    return filled.replace("{line}", str(span.line)).replace("{column}", str(span.column))
