"""The formats for programs, by the names that ``--format`` takes."""

from collections.abc import Callable

from sitegen.findings import Findings
from sitegen.report_github import github_report
from sitegen.report_json import json_report
from sitegen.report_sarif import sarif_report

_FORMATS: dict[str, Callable[[Findings], str]] = {
    "json": json_report,
    "github": github_report,
    "sarif": sarif_report,
}


def formatted(name: str, found: Findings) -> bytes:
    """The findings as UTF-8, whatever file names hold."""
    return _FORMATS[name](found).encode("utf-8", "replace")
