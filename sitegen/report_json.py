"""Problems as one JSON document, for programs; ``docs/diagnostics.md`` tells what is in it."""

import json

from sitegen import __version__
from sitegen.diagnostics import Diagnostic, Severity
from sitegen.findings import Findings

VERSION = 1  # counts up when a program that reads the document would have to change


def json_report(found: Findings) -> str:
    """The document, which ends with a line break."""
    result = found.result
    severities = [problem.severity for problem in found.problems]
    due = result.left.next_due
    document: dict[str, object] = {
        "version": VERSION,
        "sitegen": __version__,
        "ok": result.ok,
        "counts": {f"{kind}s": severities.count(kind) for kind in Severity},
        "briefs": result.briefs,
        "claims": result.claims,
        "left_out": {
            "drafts": result.left.drafts,
            "scheduled": result.left.scheduled,
            "next_due": due and due.isoformat(),
        },
        "diagnostics": [_one(problem) for problem in found.problems],
    }
    if result.assessment:
        document["profile"] = result.assessment.data
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _one(problem: Diagnostic) -> dict[str, object]:
    line, column, length = problem.span
    return {
        "severity": problem.severity,
        "code": problem.code,
        "file": problem.file,
        "line": line,
        "column": column,
        "end_column": column + length,
        "message": problem.message,
        "hint": problem.hint,
    }
