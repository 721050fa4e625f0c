"""Problems as SARIF 2.1.0, which code scanning services and editors read.

https://docs.oasis-open.org/sarif/sarif/v2.1.0/
"""

import hashlib
import json
from collections import Counter
from urllib.parse import quote

from sitegen import __version__
from sitegen.diagnostics import Diagnostic
from sitegen.explained import Explained, explained
from sitegen.findings import Findings

_SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)


def sarif_report(found: Findings) -> str:
    """The log, which ends with a line break. Its rules are all that sitegen knows, on any site."""
    rules = explained()
    numbers = {code: number for number, code in enumerate(rules)}
    seen: Counter[str] = Counter()
    results = []
    for problem in found.problems:
        same = _fingerprint(problem, found.line_of(problem))
        seen[same] += 1
        results.append(_result(problem, numbers, found.below, f"{same}:{seen[same]}"))
    driver = {
        "name": "sitegen",
        "version": __version__,
        "rules": [_rule(code, about) for code, about in rules.items()],
    }
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    log = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(log, ensure_ascii=False, indent=2) + "\n"


def _rule(code: str, about: Explained) -> dict[str, object]:
    return {
        "id": code,
        "shortDescription": {"text": about.sentence},
        "fullDescription": {"text": about.text},
        "help": {"text": about.text, "markdown": about.markdown},
        "defaultConfiguration": {"level": about.severity},
    }


def _result(
    problem: Diagnostic, numbers: dict[str, int], below: str, fingerprint: str
) -> dict[str, object]:
    message = f"{problem.message}\n{problem.hint}" if problem.hint else problem.message
    uri = quote(f"{below}{problem.file}".encode("utf-8", "replace"))
    return {
        "ruleId": problem.code,
        "ruleIndex": numbers[problem.code],
        "level": problem.severity,
        "message": {"text": message},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": uri, "uriBaseId": "%SRCROOT%"},
                    "region": _region(problem),
                }
            }
        ],
        # The name that code scanning looks for.
        "partialFingerprints": {"primaryLocationLineHash": fingerprint},
    }


def _region(problem: Diagnostic) -> dict[str, int]:
    line, column, length = problem.span
    if not length:
        return {"startLine": line}
    return {
        "startLine": line,
        "startColumn": column,
        "endLine": line,
        "endColumn": column + length,
    }


def _fingerprint(problem: Diagnostic, line: str | None) -> str:
    """The same when lines above come or go: made of the code, the file and the line's own text."""
    same = "\0".join((problem.code, problem.file, (line or "").strip()))
    return hashlib.sha256(same.encode("utf-8", "replace")).hexdigest()[:16]
